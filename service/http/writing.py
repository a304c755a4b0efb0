"""
Writing: who may, and how long a writer wants to wait.

Keys are compared in constant time; without a key in the settings only this machine may write, and a page in its
browser may not (a write needs a content type that a foreign page cannot send unasked).
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler

from service.domain.errors import InvalidInput, Unauthorized
from service.http.openapi import NDJSON
from service.http.parameters import AppRequest
from service.http.responses import JSON
from service.settings import Settings, is_loopback

MAX_WAIT_S = 60.0
_WAIT = re.compile(r"\bwait\s*=\s*\"?(\d{1,6})\b", re.IGNORECASE)


def may_write(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """The guard of every write. Raises Unauthorized."""
    settings: Settings = connection.app.state.settings
    if settings.bootstrap_key is None:
        if connection.client is None or not is_loopback(connection.client.host):
            raise Unauthorized("Without a key this service takes writes from its own machine only")
        return
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise Unauthorized("Send the key as `Authorization: Bearer KEY`", field="Authorization")
    if not hmac.compare_digest(key.strip().encode(), settings.bootstrap_key.encode()):
        raise Unauthorized("This key is not known; see VERBALE_BOOTSTRAP_KEY", field="Authorization")


def takes_no_query(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """The guard of addresses without parameters. Raises InvalidInput."""
    for name in connection.query_params:
        raise InvalidInput(f"{name} is no parameter of this address; it takes none", field=name)


def from_no_page(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """The guard against pages in a browser of this machine, which can send all but JSON unasked."""
    settings: Settings = connection.app.state.settings
    kind = connection.headers.get("content-type", "").partition(";")[0].strip()
    if settings.bootstrap_key is None and kind not in (JSON, *NDJSON):
        raise ClientException(
            f"Without a key this is taken as {JSON} alone: send `Content-Type: {JSON}`",
            status_code=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            extra={"field": "Content-Type"},
        )


WRITES = [may_write, takes_no_query, from_no_page]
"""The guards of what records something."""


def wanted_wait(request: AppRequest) -> float | None:
    """
    The seconds that `Prefer: wait=N` (RFC 7240) asks for, at most `MAX_WAIT_S`; None where nothing is preferred.

    A preference that cannot be read is passed over, as the RFC has it.
    """
    found = _WAIT.search(request.headers.get("prefer", ""))
    return None if found is None else min(float(found[1]), MAX_WAIT_S)


async def within(seconds: float, work: Awaitable[None]) -> bool:
    """Whether *work* ended in time."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return False
    return True
