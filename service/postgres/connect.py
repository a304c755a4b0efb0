"""
One connection to the database, or one error that says which database and what to do.

The error never tells a password.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import asyncpg

from service.domain.errors import Unavailable

_TIMEOUT_S = 10.0


async def connect(url: str) -> Any:
    """An asyncpg connection to the libpq URL *url*; raises Unavailable when it cannot be had."""
    try:
        return await asyncpg.connect(url, timeout=_TIMEOUT_S)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unavailable(
            f"The database {_place(url)} cannot be used: {str(error) or type(error).__name__}. "
            "See that it runs, and that DATABASE_URL names it with its user and password."
        ) from error


def _place(url: str) -> str:
    """Where *url* leads, without its user and password."""
    parts = urlsplit(url)
    return f"{parts.path.lstrip('/') or '(no name)'} at {parts.netloc.rpartition('@')[2] or parts.query}"
