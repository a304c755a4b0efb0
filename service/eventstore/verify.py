"""
Does the log say what was written?

Every event is hashed again and compared with its row, the row before and the text beside the log; the first position
that does not fit is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from service.domain.errors import IntegrityError
from service.eventstore.canonical import GENESIS, MOMENT_OF_2000, content_hash, leaf_hash
from service.eventstore.named import TYPES, named

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

_PAGE_EVENTS = 1_024
_PAGE_TEXTS = 64
_EVENTS = """
SELECT position, stream_version, timestamptz_send(recorded_at), event_id, type, version, stream,
       payload::text, metadata::text, leaf_hash, previous_hash
FROM log.events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3
"""
_TEXTS = "SELECT sha256, text, erased_position FROM log.texts WHERE sha256 = ANY ($1)"
_LINK = "SELECT position, leaf_hash, timestamptz_send(recorded_at) FROM log.events WHERE position = $1"
_HEAD = "SELECT coalesce(max(position), 0) FROM log.events"
_ERASED = """
SELECT true FROM log.events
WHERE position = $1 AND type = 'text.erased' AND payload ->> 'text_sha256' = $2
"""


class Row(NamedTuple):
    """
    An event as it is stored, in the database or in an export; *payload* and *metadata* are the stored bytes, decoded.

    `moment` is `recorded_at` in microseconds since 1970, UTC (`canonical.moment`); `previous_hash` is None where a
    source does not repeat it.
    """

    position: int
    stream_version: int
    moment: int
    event_id: UUID | str
    type: str
    version: int
    stream: str
    payload: str
    metadata: str
    leaf_hash: bytes
    previous_hash: bytes | None = None


class Link(NamedTuple):
    """The end of a checked run: what the next event has to follow."""

    position: int
    leaf_hash: bytes
    moment: int


START = Link(0, GENESIS, -(2**63))
"""Before the first event."""


def check(events: Iterable[Row | tuple[Any, ...]], previous: Link = START) -> Link:
    """
    Check a run of rows that follows *previous*, in order of position; returns its end.

    Raises IntegrityError with the first `position` that is missing, or whose row is not what its leaf hash covers.
    Texts are not looked at.
    """
    position, before, moment = previous
    for place, stream_version, recorded, event_id, kind, version, stream, payload, metadata, leaf, told in events:
        if place != position + 1:
            raise broken(position + 1, "it is missing")
        position = place
        if told is not None and told != before:
            raise broken(position, "its previous_hash is not the leaf hash of the event before")
        content = content_hash(event_id, kind, version, stream, payload, metadata)
        if leaf != leaf_hash(before, position, stream_version, recorded, content):
            raise broken(position, "it is not what its leaf hash covers, or another event stood before it")
        if recorded < moment:
            raise broken(position, "its recorded_at lies before the one of the event before")
        before, moment = leaf, recorded
    return Link(position, before, moment)


async def verify(pool: Pool, after: int = 0) -> int:
    """
    Check every event beyond position *after* and its text; returns the head.

    Raises IntegrityError with the first wrong `position`.
    """
    link = await link_at(pool, after)
    async for page in pages(pool, link, await head(pool)):
        link = page.end
    return link.position


class Page(NamedTuple):
    """A run of events that was found whole, texts and all: the link at its end, and their leaf hashes."""

    end: Link
    leaves: list[bytes]


async def head(pool: Pool | Connection) -> int:
    """The last position, 0 for an empty log."""
    found: int = await pool.fetchval(_HEAD)
    return found


async def link_at(pool: Pool | Connection, position: int) -> Link:
    """The link that the row at *position* claims. Raises IntegrityError when there is none."""
    if position == 0:
        return START
    row = await pool.fetchrow(_LINK, position)
    if row is None:
        raise broken(position, "it is missing")
    return Link(row[0], row[1], _moment(row[2]))


async def pages(pool: Pool | Connection, link: Link, last: int) -> AsyncIterator[Page]:
    """
    The events that follow *link* up to position *last*, checked with their texts, page by page.

    Raises IntegrityError with the first wrong `position`.
    """
    while link.position < last:
        rows = await pool.fetch(_EVENTS, link.position, last, _PAGE_EVENTS)
        try:
            end = check(
                ((position, stream_version, _moment(sent), *rest) for position, stream_version, sent, *rest in rows),
                link,
            )
        except IntegrityError as error:
            wrong = int(str(error.facts["position"]))
            await _check_texts(pool, [row for row in rows if row[0] < wrong])
            raise
        await _check_texts(pool, rows)
        if end.position < last and len(rows) < _PAGE_EVENTS:
            raise broken(end.position + 1, "it is missing")
        link = end
        yield Page(end, [row[9] for row in rows])


async def _check_texts(pool: Pool | Connection, rows: Sequence[Any]) -> None:
    """The texts that *rows* name are held as they were written, or erased by an event that says so."""
    wanted: dict[bytes, int] = {}
    for row in rows:
        if row[4] in TYPES:
            for sha256 in named(row[4], row[7]).sha256s:
                wanted.setdefault(sha256, row[0])
    sha256s = list(wanted)
    for start in range(0, len(sha256s), _PAGE_TEXTS):
        page = sha256s[start : start + _PAGE_TEXTS]
        held = {sha256: (text, erased) for sha256, text, erased in await pool.fetch(_TEXTS, page)}
        await _compare_texts(pool, {sha256: wanted[sha256] for sha256 in page}, held)


async def _compare_texts(
    pool: Pool | Connection, wanted: Mapping[bytes, int], held: Mapping[bytes, tuple[str | None, int | None]]
) -> None:
    for sha256, position in wanted.items():
        if sha256 not in held:
            raise broken(position, "the text that it names is missing")
        text, erased_position = held[sha256]
        if text is not None and hashlib.sha256(text.encode()).digest() != sha256:
            raise broken(position, "the text that it names is not what its SHA-256 covers")
        if text is None and not await pool.fetchval(_ERASED, erased_position, sha256.hex()):
            raise broken(position, "the text that it names is gone, and no text.erased event says so")


def _moment(sent: bytes) -> int:
    """As `canonical.moment`, from what timestamptz_send answers: asyncpg would take longer to make an instant of it."""
    return int.from_bytes(sent, "big", signed=True) + MOMENT_OF_2000


def broken(position: int, what: str) -> IntegrityError:
    """The error that names *position*."""
    return IntegrityError(
        f"Position {position}: {what}. Stop writing, keep this database as it is, and compare it with an export.",
        position=position,
        what=what,
    )
