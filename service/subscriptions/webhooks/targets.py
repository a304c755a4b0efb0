"""
Targets: the addresses that webhooks are sent to, checked as they are written and again whenever they are called.

Whoever owns a name decides what it resolves to, from one call to the next. So all addresses of a name are looked at
before each attempt, one that must not be called refuses the attempt, and the connection goes to an address that was
looked at and to no other.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from service.domain.errors import InvalidInput
from service.subscriptions.webhooks.addresses import Address, Allowed, is_allowed, refusal

MAX_LENGTH = 2_000
_FIND_S = 10.0
_PORTS = {"https": 443, "http": 80}
# Names that nobody answers for block a thread each; the event loop's own pool has other work.
_RESOLVERS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="webhook-names")

Resolve = Callable[[str, int], Awaitable[list[Address]]]
"""Gives the addresses of a host's name; raises OSError when it has none."""


class Refused(Exception):
    """A target that must not be called; the text says why."""


class Target(NamedTuple):
    """An address as it was registered, taken apart; `host` is a name or an address without brackets."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def place(self) -> str:
        """Host and port: what is logged of a target, since its path may be a secret."""
        return f"{self.host}:{self.port}"


def read_target(url: str) -> Target:
    """The target that *url* names. Raises InvalidInput, saying what a target has to look like."""
    if len(url) > MAX_LENGTH:
        raise _unusable(f"it is longer than {MAX_LENGTH:,} characters")
    if not url.isascii() or any(each <= " " or each == "\x7f" for each in url):
        raise _unusable("it holds a character that no address has; write other scripts as xn--… and %-escapes")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _unusable(str(error)) from error
    if parts.scheme not in _PORTS:
        raise _unusable("it does not begin with https://")
    if not host:
        raise _unusable("it names no host")
    if parts.username is not None or parts.password is not None:
        raise _unusable("it holds a user or a password, which lists would show; check the signature instead")
    if parts.fragment:
        raise _unusable("it has a fragment (#…), which is never sent")
    return Target(url, parts.scheme, host.rstrip("."), port or _PORTS[parts.scheme])


def _unusable(why: str) -> InvalidInput:
    return InvalidInput(
        f"target: {why}; give an address such as https://example.org/hooks/verbale",
        field="target",
    )


async def resolve(host: str, port: int) -> list[Address]:
    """The addresses of *host* as the system finds them. Raises OSError when there is none."""
    found = await asyncio.get_running_loop().run_in_executor(_RESOLVERS, _look_up, host, port)
    return [ipaddress.ip_address(address) for address in dict.fromkeys(found)]


def _look_up(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


async def checked(target: Target, allowed: tuple[Allowed, ...], find: Resolve = resolve) -> list[Address]:
    """
    The addresses of *target* now, each of which may be called.

    Raises Refused when one of them may not, or the target is plain HTTP to an address that the settings do not allow;
    OSError when the name has no address.
    """
    try:
        found: list[Address] = [ipaddress.ip_address(target.host)]
    except ValueError:
        found = await find(target.host, target.port)
    if not found:
        raise OSError(f"{target.host} has no address")
    for address in found:
        why = refusal(address, target.port, allowed)
        if why is not None:
            raise Refused(f"{target.host} is not called: {why}; see VERBALE_WEBHOOK_ALLOW in docs/operations.md")
        if target.scheme != "https" and not is_allowed(address, target.port, allowed):
            raise Refused(f"{target.host} is not called over http, where anybody can read along: use https")
    return found


async def usable(target: Target, allowed: tuple[Allowed, ...], find: Resolve = resolve) -> None:
    """Raise InvalidInput, saying why, for a target that could not be called now."""
    try:
        async with asyncio.timeout(_FIND_S):
            await checked(target, allowed, find)
    except Refused as refused:
        raise InvalidInput(f"target: {refused}", field="target") from refused
    except OSError as error:  # a TimeoutError is one
        raise InvalidInput(
            f"target: {target.host} has no address that can be found now ({error or 'no answer'}); "
            "mend the name, or try again",
            field="target",
        ) from error
