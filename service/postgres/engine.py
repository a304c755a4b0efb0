"""
SQLAlchemy engines over asyncpg.

The address is given to asyncpg as it stands, so that every libpq URL means the same here as on a raw connection.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from service.postgres.connect import connect


def create_engine(url: str, **options: Any) -> AsyncEngine:
    """
    An engine for the libpq URL *url* (`postgresql://…`); *options* go to SQLAlchemy's `create_async_engine`.

    Dispose of it when done (`await engine.dispose()`). Connecting raises Unavailable when the database cannot be
    reached or does not let us in.
    """
    return create_async_engine("postgresql+asyncpg://", async_creator=lambda: connect(url), **options)
