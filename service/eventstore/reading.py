"""
Reading the log in pages: forward, backward, one stream, some types.

A page is one statement on a connection that is given back before the caller sees its events, so that a slow reader
holds neither a connection nor a snapshot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.events import CATALOGUE
from service.eventstore.records import Metadata, RecordedEvent
from service.eventstore.tables import FREQUENT_TYPES, RARE_TYPES

if TYPE_CHECKING:
    from asyncpg import Pool, Record

PAGE_EVENTS = 1_000

_COLUMNS = """
SELECT position, event_id, type, version, stream, stream_version, recorded_at,
       payload::text AS payload, metadata::text AS metadata
FROM log.events
"""
_METADATA = msgspec.json.Decoder(Metadata)
_NOBODY = Metadata()


def statement(types: Sequence[str] | None, stream: str | None, *, backward: bool) -> str:
    """The SQL of one page: $1 the position to start beyond, $2 the page's size, then stream, then types."""
    conditions = ["position < $1" if backward else "position > $1"]
    if stream is not None:
        conditions.append("stream = $3")
    if types is not None:
        conditions.append(f"type = ANY (${3 if stream is None else 4}::text[])")
        if not set(types) & set(FREQUENT_TYPES):
            conditions.append(RARE_TYPES)
    order = "position DESC" if backward else "position"
    if stream is not None:  # the index runs by stream version, which orders as the position does
        order = "stream_version DESC" if backward else "stream_version"
    return f"{_COLUMNS} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT $2"


async def pages(
    pool: Pool,
    after: int,
    limit: int | None,
    types: Sequence[str] | None,
    stream: str | None,
    *,
    backward: bool,
) -> AsyncIterator[list[RecordedEvent]]:
    """The events beyond position *after*, in pages, until there are no more or *limit* is reached."""
    sql = statement(types, stream, backward=backward)
    filters: list[Any] = [] if stream is None else [stream]
    if types is not None:
        filters.append(list(types))
    left = limit
    while left is None or left > 0:
        size = PAGE_EVENTS if left is None else min(left, PAGE_EVENTS)
        page = [recorded(row) for row in await pool.fetch(sql, after, size, *filters)]
        if page:
            yield page
            after = page[-1].position
        if len(page) < size:
            return
        left = None if left is None else left - size


def recorded(row: Record) -> RecordedEvent:
    """The event that a row of `_COLUMNS` holds. Raises IntegrityError, SetupError as `Catalogue.decode`."""
    position, event_id, type_name, version, stream, stream_version, recorded_at, payload, metadata = row
    return RecordedEvent(
        position=position,
        event_id=event_id,
        type=type_name,
        version=version,
        stream=stream,
        stream_version=stream_version,
        payload=CATALOGUE.decode(type_name, version, payload),
        metadata=_NOBODY if metadata == "{}" else _METADATA.decode(metadata),
        recorded_at=recorded_at,
    )
