"""
The read model of claims: what readers read and what analysts said of it.

A claim's row is never deleted: a newer reading notes the position from which it is superseded.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.domain import wordings
from service.domain.claim_documents import document_of
from service.domain.claims import Claim, kind_of
from service.domain.events import ClaimReviewed, ClaimsExtracted
from service.domain.registry import subject_of
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncpg import Connection

    from service.eventstore import RecordedEvent

_SUPERSEDE = """
UPDATE claims c SET superseded_position = r.position
FROM unnest($1::text[], $2::int[], $3::bigint[]) AS r (article_id, version, position)
WHERE (c.article_id, c.version) = (r.article_id, r.version) AND superseded_position IS NULL AND counts_from IS NULL
RETURNING c.article_id, c.version, c.subject
"""

_READ = """
UPDATE article_versions v SET read_position = r.position, reader = r.reader
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::text[]) AS r (article_id, version, position, reader)
WHERE (v.article_id, v.version) = (r.article_id, r.version)
RETURNING v.article_id, v.version, v.published_at,
  (SELECT coalesce(max(c.reading), 0) FROM claims c
   WHERE (c.article_id, c.version) = (v.article_id, v.version)) AS readings
"""


class Read(NamedTuple):
    """A reading of an article version and where the log holds it."""

    position: int
    reading: ClaimsExtracted


async def extracted(connection: Connection, readings: Sequence[Read]) -> Dirty:
    """Hold readings, each of another article version; they supersede the earlier readings of theirs."""
    ids, versions = [each.reading.article_id for each in readings], [each.reading.version for each in readings]
    positions = [each.position for each in readings]
    readers = [f"{each.reading.reader.name}/{each.reading.reader.version}" for each in readings]
    known = {
        (row["article_id"], row["version"]): row
        for row in await connection.fetch(_READ, ids, versions, positions, readers)
    }
    dirty = Dirty()
    if any(row["readings"] for row in known.values()):
        for row in await connection.fetch(_SUPERSEDE, ids, versions, positions):
            version = known[row["article_id"], row["version"]]
            dirty.mark(row["subject"], version["published_at"], row["article_id"], _cause(row["version"]))
    rows = []
    for position, reading in readings:
        version = known[reading.article_id, reading.version]
        number = version["readings"] + 1
        for ordinal, claim in enumerate(await as_read(connection, reading), start=1):
            claim_id = f"{reading.article_id}.v{reading.version}.r{number}.{ordinal}"
            subject = subject_of(claim)
            place = (reading.article_id, reading.version, number, ordinal, position)
            rows.append(_Row(claim_id, kind_of(claim), subject, *place, None, body_of(claim)))
            dirty.mark(subject, version["published_at"], reading.article_id, _cause(reading.version))
    await _insert(connection, rows)
    return dirty


async def as_read(connection: Connection, reading: ClaimsExtracted) -> tuple[Claim, ...]:
    """The claims of *reading* with their wordings, or with what stands for those that are erased."""
    if reading.wordings_sha256 is None:
        return reading.claims
    stored = await connection.fetchval(
        "SELECT text FROM log.texts WHERE sha256 = decode($1, 'hex')", reading.wordings_sha256
    )
    return wordings.whole(reading.claims, reading.wordings_sha256, stored)


def _cause(version: int) -> str:
    return "corrected" if version > 1 else "learned"


async def reviewed(connection: Connection, event: RecordedEvent, review: ClaimReviewed) -> Dirty:
    """Hold an analyst's verdict; a correction is a claim of its own that counts from the review on."""
    await connection.execute(
        """INSERT INTO claim_reviews (claim_id, position, verdict, reviewed_at, reviewer, reason)
           VALUES ($1, $2, $3, $4, $5, $6)""",
        review.claim_id,
        event.position,
        review.verdict,
        review.reviewed_at,
        review.reviewer,
        review.reason,
    )
    held = await connection.fetchrow(
        "SELECT subject, article_id, version, reading, ordinal FROM claims WHERE claim_id = $1", review.claim_id
    )
    dirty = Dirty()
    dirty.mark(held["subject"], review.reviewed_at, held["article_id"], "reviewed")
    if review.correction is not None:
        claim = review.correction
        claim_id = f"{review.claim_id}.c{event.position}"
        subject = subject_of(claim)
        place = (held["article_id"], held["version"], held["reading"], held["ordinal"], event.position)
        row = _Row(claim_id, kind_of(claim), subject, *place, review.reviewed_at, body_of(claim))
        await _insert(connection, [row])
        dirty.mark(subject, review.reviewed_at, held["article_id"], "reviewed")
    return dirty


class _Row(NamedTuple):
    """One row of `claims`."""

    claim_id: str
    kind: str
    subject: str
    article_id: str
    version: int
    reading: int
    ordinal: int
    position: int
    counts_from: datetime | None
    body: str


def body_of(claim: Claim) -> str:
    """A claim as its row holds it."""
    return msgspec.json.encode(document_of(claim)).decode()


async def _insert(connection: Connection, rows: list[_Row]) -> None:
    await connection.copy_records_to_table("claims", records=rows, columns=_Row._fields)
