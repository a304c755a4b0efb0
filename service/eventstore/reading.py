"""
Reading the log in pages: forward, backward, one stream, some types.

A page is one statement on a connection that is given back before the caller sees its events, so that a slow reader
holds neither a connection nor a snapshot. Every statement goes along an index from where the last page ended, so that a
page costs the same wherever it lies and however long the log is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from service.domain.events import CATALOGUE
from service.eventstore.records import Metadata, RecordedEvent
from service.eventstore.tables import FREQUENT_TYPES, RARE_TYPES

if TYPE_CHECKING:
    from asyncpg import Pool, Record

PAGE_EVENTS = 1_000
PAGE_BYTES = 4_000_000
"""What a page should hold: the next one is as many events as would have kept the last one to it."""
FIRST_PAGE_EVENTS = 100

_COLUMNS = """
e.position, e.event_id, e.type, e.version, e.stream, e.stream_version, e.recorded_at,
e.payload::text AS payload, e.metadata::text AS metadata
"""
_PAGE = """
SELECT {columns} FROM log.events e WHERE {conditions} ORDER BY e.{order} LIMIT $2
"""
# The index of types orders one type's events, and a reader of several takes as many of each as a page may need.
_RARE_PAGE = """
SELECT {columns} FROM unnest($3::text[]) AS t (type) CROSS JOIN LATERAL (
    SELECT r.* FROM log.events r WHERE r.type = t.type AND r.{rare} AND r.{beyond} ORDER BY r.{order} LIMIT $2
) e ORDER BY e.{order} LIMIT $2
"""
# A stream's versions have no gaps, so that a page is a range of them. Not by the index of types: it has all streams'.
_STREAM_PAGE = """
SELECT {columns} FROM log.events e WHERE e.stream = $1 AND e.stream_version BETWEEN $2 AND $3 {types}
ORDER BY e.{order}
"""
_IN_STREAM = "AND e.type || '' = ANY ($4::text[])"
_VERSION_BELOW = """
SELECT stream_version FROM log.events WHERE stream = $1 AND position < $2 ORDER BY stream_version DESC LIMIT 1
"""
_METADATA = msgspec.json.Decoder(Metadata)
_NOBODY = Metadata()
END = 2**62
"""A place beyond every position and version, to read backward from."""


def statement(types: Sequence[str] | None, *, backward: bool) -> str:
    """The SQL of one page of the log: $1 the position to start beyond, $2 the page's size, then the types, if given."""
    order, beyond = ("position DESC", "position < $1") if backward else ("position", "position > $1")
    if types is None:
        return _PAGE.format(columns=_COLUMNS, conditions=f"e.{beyond}", order=order)
    if set(types) & set(FREQUENT_TYPES):
        conditions = f"e.{beyond} AND e.type = ANY ($3::text[])"
        return _PAGE.format(columns=_COLUMNS, conditions=conditions, order=order)
    return _RARE_PAGE.format(columns=_COLUMNS, rare=RARE_TYPES, beyond=beyond, order=order)


def stream_statement(types: Sequence[str] | None, *, backward: bool) -> str:
    """The SQL of a page of one stream: $1 its name, $2 and $3 the first and last version, then types, if given."""
    order = "stream_version DESC" if backward else "stream_version"
    return _STREAM_PAGE.format(columns=_COLUMNS, types="" if types is None else _IN_STREAM, order=order)


async def pages(
    pool: Pool, after: int, limit: int | None, types: Sequence[str] | None, *, backward: bool
) -> AsyncIterator[list[RecordedEvent]]:
    """The events beyond position *after*, in pages, until there are no more or *limit* is reached."""
    sql = statement(types, backward=backward)
    filters = [] if types is None else [sorted(set(types))]
    size, left = FIRST_PAGE_EVENTS, limit
    while left is None or left > 0:
        wanted = size if left is None else min(left, size)
        rows = await pool.fetch(sql, after, wanted, *filters)
        if rows:
            after, size = rows[-1]["position"], _next_size(size, rows)
            yield [recorded(row) for row in rows]
        if len(rows) < wanted:
            return
        left = None if left is None else left - wanted


async def stream_pages(
    pool: Pool, stream: str, after: int, limit: int | None, types: Sequence[str] | None, *, backward: bool
) -> AsyncIterator[list[RecordedEvent]]:
    """The events of *stream* beyond position *after*, as `pages`."""
    sql = stream_statement(types, backward=backward)
    filters = [] if types is None else [sorted(set(types))]
    # The versions to go through: low < version < high.
    low = 0 if backward else await _version_below(pool, stream, after + 1)
    high = 1 + await _version_below(pool, stream, after if backward else END)
    size, left = FIRST_PAGE_EVENTS, limit
    while high - low > 1 and (left is None or left > 0):
        size = min(size, high - low - 1)
        first, last = (high - size, high - 1) if backward else (low + 1, low + size)
        rows = (await pool.fetch(sql, stream, first, last, *filters))[:left]
        low, high = (low, first) if backward else (last, high)
        size = _next_size(size, rows) if rows else min(size * 10, PAGE_EVENTS)
        if rows:
            yield [recorded(row) for row in rows]
            left = None if left is None else left - len(rows)


async def _version_below(pool: Pool, stream: str, position: int) -> int:
    """How many events *stream* has before *position*."""
    return await pool.fetchval(_VERSION_BELOW, stream, position) or 0


def _next_size(size: int, rows: Sequence[Record]) -> int:
    """How many events the next page may be taken from, after one of *size* gave *rows*."""
    characters = sum([len(row["payload"]) for row in rows])
    return max(1, min(PAGE_EVENTS, size * 10, len(rows) * PAGE_BYTES // max(characters, 1)))


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
