"""
What the commands have in common: their settings, and the address that a server may listen on.

An option that is given outranks the environment.
"""

from __future__ import annotations

import os
import socket
from typing import Any

import msgspec

from service.domain.errors import SetupError
from service.settings import VARIABLES, Settings, check_host, load


def settings(**given: Any) -> Settings:
    """The settings of the environment, with the options that are not None in their place."""
    return msgspec.structs.replace(
        load(os.environ), **{name: value for name, value in given.items() if value is not None}
    )


def environment(of: Settings) -> dict[str, str]:
    """The environment of this process with *of* in it, for a child process."""
    told = {VARIABLES[name]: getattr(of, name) for name in VARIABLES}
    return {**os.environ, **{variable: str(value) for variable, value in told.items() if value is not None}}


def check_address(of: Settings) -> None:
    """
    Raise SetupError when the server may not, or cannot, listen on its host and port.

    Without a bootstrap key only loopback is allowed.
    """
    check_host(of)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(of.host, of.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise SetupError(
            f"The server cannot listen on {of.host} port {of.port}: {error.strerror}. Choose another with --port.",
            field="VERBALE_PORT",
        ) from error
