"""
Parked events: what a consumer of the log could not handle, set aside with the error so that the next event goes on.

A parked event stays in the log, and its row stays until it is handled after all or an operator lets it go, which is
itself an event.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
import structlog

from service.domain.errors import NotFound
from service.domain.events import EventSkipped
from service.eventstore import EventLog, Metadata, NewEvent, checkpoints
from service.projections.dirty import Dirty

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

_LIST = """
SELECT p.position, p.projection AS consumer, e.type, e.stream, p.error, p.parked_at
FROM parked_events p JOIN log.events e USING (position)
WHERE ($1::bigint IS NULL OR p.position = $1) AND ($2::text IS NULL OR p.projection = $2)
ORDER BY p.position, p.projection
"""
_REMOVE = "DELETE FROM parked_events WHERE position = $1 AND projection = $2"


class Parked(msgspec.Struct, frozen=True, kw_only=True):
    """An event that *consumer* could not handle, and why."""

    position: int
    consumer: str
    type: str
    stream: str
    error: str
    parked_at: datetime


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


async def parked(
    connection: Connection | Pool, position: int | None = None, consumer: str | None = None
) -> list[Parked]:
    """What is parked, in order of position: all of it, at one position, or for one consumer."""
    return [Parked(**row) for row in await connection.fetch(_LIST, position, consumer)]


async def one(connection: Connection | Pool, position: int, consumer: str | None) -> Parked:
    """What is parked at *position*. Raises NotFound, also where several consumers are and none is named."""
    found = await parked(connection, position, consumer)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.consumer for each in found)
        raise NotFound(f"Position {position} is parked for {names}: say which with --consumer.", position=position)
    raise NotFound(f"Nothing is parked at position {position}; `verbale parked list` shows what is.", position=position)


async def remove(connection: Connection | Pool, position: int, consumer: str) -> None:
    """Hold an event as parked no longer: it was handled, or skipped."""
    await connection.execute(_REMOVE, position, consumer)


async def skip(pool: Pool, log: EventLog, parked: Parked, reason: str, actor: str) -> int:
    """Let *parked* go for good, as an event of its own in the log; that event's position."""
    payload = EventSkipped(position=parked.position, consumer=parked.consumer, reason=reason)
    new = NewEvent(stream=f"consumer-{parked.consumer}", payload=payload, metadata=Metadata(actor=actor))
    done = await log.append([new])
    await remove(pool, parked.position, parked.consumer)
    return done.position


async def skipped(connection: Connection, event: EventSkipped) -> Dirty:
    """What was skipped is parked no longer: what `skip` does itself, for a rebuild and where it was killed."""
    await remove(connection, event.position, event.consumer)
    return Dirty()


async def take_over(connection: Connection, consumer: str, aside: str) -> None:
    """Hold as parked for *consumer* what is so in the schema *aside*, where its work was done again."""
    where = "s.position = o.position AND s.projection = o.projection"
    await connection.execute(
        f"DELETE FROM public.parked_events s WHERE projection = $1 "  # noqa: S608 (our own schema's name)
        f"AND NOT EXISTS (SELECT FROM {aside}.parked_events o WHERE {where})",
        consumer,
    )
    await connection.execute(
        f"INSERT INTO public.parked_events SELECT * FROM {aside}.parked_events WHERE projection = $1 "  # noqa: S608
        "ON CONFLICT DO NOTHING",
        consumer,
    )
