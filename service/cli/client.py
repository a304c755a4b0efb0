"""
The API as commands use it: one client, problems turned into messages that say what to do.

A command never talks to the database when it can ask the API, so that it works against a service elsewhere too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import rich_click as click
from rich.console import Console

from service.domain.errors import Unavailable, VerbaleError

DEFAULT_BASE = "http://127.0.0.1:8080"
WAIT_S = 30


BASE = click.option("--base", default=DEFAULT_BASE, show_default=True, help="Address of the service.")
"""The option of every command that asks."""
KEY = click.option("--key", "api_key", help="API key; VERBALE_BOOTSTRAP_KEY when left out.")
"""The option of every command that may need a key."""


async def ask(base: str, key: str | None, path: str, **params: Any) -> dict[str, Any]:
    """The JSON at *path* of the service at *base*, with a sign of life while it is waited for. Raises as `get`."""
    with Console(stderr=True).status(f"Asking {base} …"):
        async with api(base, key) as client:
            return await get(client, path, **params)


@asynccontextmanager
async def api(base: str, key: str | None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service at *base*, with *key* (if any) on every request."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=WAIT_S + 30, trust_env=False) as client:
        yield client


async def get(client: httpx.AsyncClient, path: str, **params: Any) -> dict[str, Any]:
    """The JSON at *path*. Raises VerbaleError with the problem's own words, Unavailable when nobody answers."""
    return read(await _send(client, "GET", path, params=params))


async def post(client: httpx.AsyncClient, path: str, document: dict[str, Any]) -> dict[str, Any]:
    """Write *document* to *path*, and wait until the answers know of it; what the service says. Raises as `get`."""
    return read(await _send(client, "POST", path, json=document, headers={"Prefer": f"wait={WAIT_S}"}))


async def remove(base: str, key: str | None, path: str) -> None:
    """Delete what is at *path* of the service at *base*. Raises as `get`."""
    async with api(base, key) as client:
        response = await _send(client, "DELETE", path)
        if not response.is_success:
            read(response)


async def post_article(client: httpx.AsyncClient, document: dict[str, Any]) -> dict[str, Any]:
    """Record an article and wait until the answers know of it; the receipt, with `created`."""
    response = await _send(client, "POST", "/v1/articles", json=document, headers={"Prefer": f"wait={WAIT_S}"})
    return read(response) | {"created": response.status_code == httpx.codes.CREATED}


async def _send(client: httpx.AsyncClient, method: str, path: str, **given: Any) -> httpx.Response:
    try:
        return await client.request(method, path, **given)
    except httpx.HTTPError as error:
        raise Unavailable(
            f"{client.base_url} does not answer ({type(error).__name__}): start it with `verbale up`, or name another with --base."  # noqa: E501
        ) from error


def read(response: httpx.Response) -> dict[str, Any]:
    """The JSON of a response. Raises VerbaleError with the problem's own words."""
    try:
        document = response.json()
    except ValueError:
        document = {"detail": response.text[:200]}
    if response.is_success and isinstance(document, dict):
        return document
    detail = document.get("detail") if isinstance(document, dict) else document
    raise VerbaleError(f"{response.status_code}: {detail}", status=response.status_code)
