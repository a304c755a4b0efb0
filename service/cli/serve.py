"""
`verbale serve`: the HTTP API alone.

Granian accepts the connections in one process and runs the application in another, which never outlives the first. A
connection that does not end by itself when the server is stopped is cut after VERBALE_SHUTDOWN_TIMEOUT_S.
"""

from __future__ import annotations

import math
import os
import signal
from typing import Any

import rich_click as click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from service.cli import database, logs, options
from service.postgres.lifeline import set_death_signal
from service.settings import VARIABLES


@click.command(epilog="Example: `DATABASE_URL=postgresql://verbale@db/verbale verbale serve --port 8080`")
@click.option("--host", help="Address to listen on; anything but loopback needs VERBALE_BOOTSTRAP_KEY.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the HTTP API (part of `verbale up`)."""
    settings = options.settings(host=host, port=port)
    logs.configure(settings)
    options.check_address(settings)
    os.environ[VARIABLES["database_url"]] = database.required(settings)
    os.environ.update(options.environment(settings))
    Granian(
        f"{__name__}:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        workers_kill_timeout=max(1, math.ceil(settings.shutdown_timeout_s)),
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def application() -> Any:
    """The application, made in the process that runs it."""
    from service.app import create_app  # noqa: PLC0415 - the accepting process has no use for it

    set_death_signal(signal.SIGKILL)
    logs.configure(options.settings())
    return create_app()
