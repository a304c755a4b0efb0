"""
Does the log say what was written?

Every event is hashed again and compared with the row, the row before and the text beside the log; the first position
that does not fit is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from service.domain.errors import IntegrityError
from service.eventstore.canonical import GENESIS, content_hash, leaf_hash, moment

if TYPE_CHECKING:
    from asyncpg import Pool

_PAGE_EVENTS = 5_000
_EVENTS = """
SELECT position, stream_version, recorded_at, event_id, type, version, stream,
       payload::text AS payload, metadata::text AS metadata, leaf_hash, previous_hash,
       CASE WHEN type IN ('article.recorded', 'article.revised') THEN payload ->> 'text_sha256' END AS text_sha256
FROM log.events WHERE position > $1 ORDER BY position LIMIT $2
"""
_TEXTS = "SELECT sha256, text, erased_position FROM log.texts WHERE sha256 = ANY ($1)"
_BEFORE = "SELECT leaf_hash, recorded_at FROM log.events WHERE position = $1"


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
    link = START
    if after:
        row = await pool.fetchrow(_BEFORE, after)
        if row is None:
            raise broken(after, "it is missing")
        link = Link(after, row["leaf_hash"], moment(row["recorded_at"]))
    while rows := await pool.fetch(_EVENTS, link.position, _PAGE_EVENTS):
        link = check([(*row[:2], moment(row[2]), *row[3:11]) for row in rows], link)
        await _texts(pool, rows)
    return link.position


async def _texts(pool: Pool, rows: list[Any]) -> None:
    """The texts that *rows* name are held as they were written, or erased by an event that says so."""
    named = {bytes.fromhex(row["text_sha256"]): row["position"] for row in reversed(rows) if row["text_sha256"]}
    held = {row["sha256"]: row for row in await pool.fetch(_TEXTS, list(named))}
    for sha256, position in sorted(named.items(), key=lambda item: item[1]):
        row = held.get(sha256)
        if row is None:
            raise broken(position, "the text that it names is missing")
        if row["text"] is not None and hashlib.sha256(row["text"].encode()).digest() != sha256:
            raise broken(position, "the text that it names is not what its SHA-256 covers")
        if row["text"] is None and not await pool.fetchval(_ERASED, row["erased_position"], sha256.hex()):
            raise broken(position, "the text that it names is gone, and no text.erased event says so")


_ERASED = """
SELECT true FROM log.events
WHERE position = $1 AND type = 'text.erased' AND payload ->> 'text_sha256' = $2
"""


def broken(position: int, what: str) -> IntegrityError:
    """The error that names *position*."""
    return IntegrityError(
        f"Position {position}: {what}. Stop writing, keep this database as it is, and compare it with an export.",
        position=position,
        what=what,
    )
