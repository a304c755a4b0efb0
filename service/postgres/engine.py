"""
SQLAlchemy engines over asyncpg.

The address is given to asyncpg as it stands, so that every libpq URL means the same here as on a raw connection.
"""

from __future__ import annotations

from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_CONNECT_TIMEOUT_S = 10.0


def create_engine(url: str, **options: Any) -> AsyncEngine:
    """
    An engine for the libpq URL *url* (`postgresql://…`); *options* go to SQLAlchemy's `create_async_engine`.

    Dispose of it when done (`await engine.dispose()`).
    """

    async def connect() -> Any:
        return await asyncpg.connect(url, timeout=_CONNECT_TIMEOUT_S)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)
