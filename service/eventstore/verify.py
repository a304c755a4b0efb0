"""
Does the log say what was written?

Every event is hashed again and compared with the row, the row before and the text beside the log; the first position
that does not fit is named.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from service.domain.errors import IntegrityError
from service.eventstore.canonical import GENESIS, content_hash, leaf_hash

if TYPE_CHECKING:
    from asyncpg import Pool

_PAGE_EVENTS = 5_000
_EVENTS = """
SELECT position, stream_version, recorded_at, previous_hash,
       event_id, type, version, stream, payload::text AS payload, metadata::text AS metadata, leaf_hash,
       CASE WHEN type IN ('article.recorded', 'article.revised') THEN payload ->> 'text_sha256' END AS text_sha256
FROM log.events WHERE position > $1 ORDER BY position LIMIT $2
"""
_TEXTS = "SELECT sha256, text, erased_position FROM log.texts WHERE sha256 = ANY ($1)"
_BEFORE = "SELECT position, leaf_hash, recorded_at FROM log.events WHERE position = $1"


async def verify(pool: Pool, after: int = 0) -> int:
    """
    Check every event beyond position *after* and its text; returns the head.

    Raises IntegrityError with the first wrong `position`.
    """
    position, previous, moment = after, GENESIS, None
    if after:
        row = await pool.fetchrow(_BEFORE, after)
        if row is None:
            raise _broken(after, "it is missing")
        position, previous, moment = row
    while rows := await pool.fetch(_EVENTS, position, _PAGE_EVENTS):
        for row in rows:
            if row["position"] != position + 1:
                raise _broken(position + 1, "it is missing")
            position += 1
            if row["previous_hash"] != previous:
                raise _broken(position, "its previous_hash is not the leaf hash of the event before")
            content = content_hash(*row[4:10])
            previous = leaf_hash(previous, position, row["stream_version"], row["recorded_at"], content)
            if row["leaf_hash"] != previous:
                raise _broken(position, "its content is not what its leaf hash covers")
            if moment is not None and row["recorded_at"] < moment:
                raise _broken(position, "its recorded_at lies before the one of the event before")
            moment = row["recorded_at"]
        await _texts(pool, rows)
    return position


async def _texts(pool: Pool, rows: list[Any]) -> None:
    """The texts that *rows* name are held as they were written, or erased by an event that says so."""
    named = {bytes.fromhex(row["text_sha256"]): row["position"] for row in reversed(rows) if row["text_sha256"]}
    held = {row["sha256"]: row for row in await pool.fetch(_TEXTS, list(named))}
    for sha256, position in sorted(named.items(), key=lambda item: item[1]):
        row = held.get(sha256)
        if row is None:
            raise _broken(position, "the text that it names is missing")
        if row["text"] is not None and hashlib.sha256(row["text"].encode()).digest() != sha256:
            raise _broken(position, "the text that it names is not what its SHA-256 covers")
        if row["text"] is None and not await pool.fetchval(_ERASED, row["erased_position"], sha256.hex()):
            raise _broken(position, "the text that it names is gone, and no text.erased event says so")


_ERASED = """
SELECT true FROM log.events
WHERE position = $1 AND type = 'text.erased' AND payload ->> 'text_sha256' = $2
"""


def _broken(position: int, what: str) -> IntegrityError:
    return IntegrityError(
        f"Position {position}: {what}. Stop writing, keep this database as it is, and compare it with an export.",
        position=position,
    )
