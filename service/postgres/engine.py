"""
SQLAlchemy engines over asyncpg.

The address is given to asyncpg as it stands, so that every libpq URL means the same here as on a raw connection.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from service.domain.errors import Unavailable

_CONNECT_TIMEOUT_S = 10.0


def create_engine(url: str, **options: Any) -> AsyncEngine:
    """
    An engine for the libpq URL *url* (`postgresql://…`); *options* go to SQLAlchemy's `create_async_engine`.

    Dispose of it when done (`await engine.dispose()`). Connecting raises Unavailable when the database cannot be
    reached or does not let us in.
    """

    async def connect() -> Any:
        try:
            return await asyncpg.connect(url, timeout=_CONNECT_TIMEOUT_S)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise Unavailable(
                f"The database {_place(url)} cannot be used: {error or type(error).__name__}. "
                "See that it runs, and that DATABASE_URL names it with its user and password."
            ) from error

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)


def _place(url: str) -> str:
    """Where *url* leads, without its user and password."""
    parts = urlsplit(url)
    return f"{parts.path.lstrip('/') or '(no name)'} at {parts.netloc.rpartition('@')[2] or parts.query}"
