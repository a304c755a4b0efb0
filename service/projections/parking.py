"""
Parked events: what a consumer of the log could not handle, set aside with the error so that the next event goes on.

A parked event stays in the log, and its row stays until it is handled after all or an operator lets it go, which is
itself an event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from service.eventstore import checkpoints

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

    from service.eventstore import RecordedEvent

MAX_ERROR = 2_000
"""So many characters of an error are kept."""
LOG = structlog.get_logger(__name__)
_PARK = """
INSERT INTO parked_events (position, projection, error, parked_at) VALUES ($1, $2, $3, now())
ON CONFLICT (position, projection) DO UPDATE SET error = excluded.error, parked_at = excluded.parked_at
"""


async def go_past(connection: Connection, consumer: str, event: RecordedEvent, error: Exception) -> None:
    """Park *event*, which *consumer* cannot handle, and move the consumer's checkpoint past it, both or neither."""
    LOG.error("an event is parked", consumer=consumer, position=event.position, type=event.type, error=repr(error))
    async with connection.transaction():
        await checkpoints.lock(connection, consumer)
        await note(connection, consumer, event, error)
        await checkpoints.advance(connection, consumer, event.position - 1, event.position)


async def note(connection: Connection | Pool, consumer: str, event: RecordedEvent, error: Exception) -> None:
    """Hold that *consumer* failed with *error* at *event*; a later failure at the same event takes its place."""
    told = f"{type(error).__name__}: {error}".replace("\x00", "�")[:MAX_ERROR]
    await connection.execute(_PARK, event.position, consumer, told)
