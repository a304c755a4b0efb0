"""
Presence: how many workers there are.

Each holds a lock of its session as long as it lives, so that one that is killed is counted no more at once, and nobody
has to say that he is still there.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncpg
import structlog

from service.eventstore.away import AWAY

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

_NUMBER = 0x56455242
"""Of the advisory lock that workers share."""
_LOOK_S = 5.0
_COUNT = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
LOG = structlog.get_logger(__name__)


async def count(connection: Connection | Pool) -> int:
    """How many workers are there, in all processes."""
    found: int = await connection.fetchval(_COUNT, _NUMBER)
    return found


async def be_present(pool: Pool, stop: asyncio.Event) -> None:
    """Be counted until *stop* is set; a connection that is lost is made anew."""
    while not stop.is_set():
        try:
            async with pool.acquire() as connection:
                await connection.execute(f"SELECT pg_advisory_lock_shared({_NUMBER})")
                try:
                    while not stop.is_set():
                        await connection.execute("SELECT 1")
                        await _wait(stop)
                finally:
                    await connection.execute(f"SELECT pg_advisory_unlock_shared({_NUMBER})")
        except (*AWAY, asyncpg.PostgresError) as error:
            LOG.warning("the database does not answer, trying again", task="presence", error=repr(error))
            await _wait(stop)


async def _wait(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_LOOK_S):
            await stop.wait()
    except TimeoutError:
        return
