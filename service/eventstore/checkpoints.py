"""
Durable named checkpoints: the last position that a consumer has handled.

A checkpoint moves in the transaction of the work that it stands for, on the caller's connection, and only from where
the caller believes it to be: two consumers of one name never handle an event twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Conflict

if TYPE_CHECKING:
    from asyncpg import Connection

_READ = "SELECT position FROM checkpoints WHERE name = $1"
_LOCK = "SELECT position FROM checkpoints WHERE name = $1 FOR UPDATE"
_CREATE = "INSERT INTO checkpoints (name, position) VALUES ($1, 0) ON CONFLICT DO NOTHING"
_ADVANCE = "UPDATE checkpoints SET position = $3, advanced_at = now() WHERE name = $1 AND position = $2"


async def read(connection: Connection, name: str) -> int:
    """The last position that *name* handled, 0 before the first."""
    return await connection.fetchval(_READ, name) or 0


async def lock(connection: Connection, name: str) -> int:
    """As `read`, and keep every other worker of *name* waiting until this transaction ends."""
    await connection.execute(_CREATE, name)
    position: int = await connection.fetchval(_LOCK, name)
    return position


async def advance(connection: Connection, name: str, after: int, to: int) -> None:
    """
    Move *name* from position *after* to *to*, in the caller's transaction.

    A move backwards starts a rebuild. Raises Conflict when it does not stand at *after*: another worker was faster,
    so roll back.
    """
    if after == 0:
        await connection.execute(_CREATE, name)
    if await connection.execute(_ADVANCE, name, after, to) != "UPDATE 1":
        actual = await read(connection, name)
        raise Conflict(
            f"Checkpoint {name} is at {actual}, not at {after}: another worker moved it; roll back and read it again.",
            name=name,
            expected=after,
            actual=actual,
        )
