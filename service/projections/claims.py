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
from service.projections.dirty import BEGINNING, Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.eventstore import RecordedEvent

_INSERT = """
INSERT INTO claims (claim_id, kind, subject, article_id, version, reading, ordinal, position, counts_from, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

_SUPERSEDE = """
UPDATE claims SET superseded_position = $3
WHERE article_id = $1 AND version = $2 AND superseded_position IS NULL AND counts_from IS NULL
RETURNING subject
"""

_READ = """
UPDATE article_versions SET read_position = $3, reader = $4 WHERE article_id = $1 AND version = $2
RETURNING published_at
"""


async def extracted(connection: Connection, event: RecordedEvent, reading: ClaimsExtracted) -> Dirty:
    """Hold a reading of an article version; it supersedes the version's earlier readings."""
    article = (reading.article_id, reading.version)
    reader = f"{reading.reader.name}/{reading.reader.version}"
    published_at: datetime = await connection.fetchval(_READ, *article, event.position, reader)
    dirty = Dirty()
    for row in await connection.fetch(_SUPERSEDE, *article, event.position):
        dirty.mark(row["subject"], published_at)
    count = await connection.fetchval(
        "SELECT coalesce(max(reading), 0) FROM claims WHERE article_id = $1 AND version = $2", *article
    )
    rows = []
    for ordinal, claim in enumerate(await as_read(connection, reading), start=1):
        claim_id = f"{reading.article_id}.v{reading.version}.r{count + 1}.{ordinal}"
        subject = subject_of(claim)
        place = (*article, count + 1, ordinal, event.position)
        rows.append(_Row(claim_id, kind_of(claim), subject, *place, None, body_of(claim)))
        dirty.mark(subject, published_at)
    await _insert(connection, rows, dirty)
    return dirty


async def as_read(connection: Connection, reading: ClaimsExtracted) -> tuple[Claim, ...]:
    """The claims of *reading* with their wordings, or with what stands for those that are erased."""
    if reading.wordings_sha256 is None:
        return reading.claims
    stored = await connection.fetchval(
        "SELECT text FROM log.texts WHERE sha256 = decode($1, 'hex')", reading.wordings_sha256
    )
    return wordings.whole(reading.claims, reading.wordings_sha256, stored)


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
    dirty.mark(held["subject"], review.reviewed_at)
    if review.correction is not None:
        claim = review.correction
        claim_id = f"{review.claim_id}.c{event.position}"
        subject = subject_of(claim)
        place = (held["article_id"], held["version"], held["reading"], held["ordinal"], event.position)
        row = _Row(claim_id, kind_of(claim), subject, *place, review.reviewed_at, body_of(claim))
        await _insert(connection, [row], dirty)
        dirty.mark(subject, review.reviewed_at)
    return dirty


class _Row(NamedTuple):
    """One row of `claims`, in the order of `_INSERT`."""

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


async def _insert(connection: Connection, rows: list[_Row], dirty: Dirty) -> None:
    """
    Write claims; a subject that is new is resolved whole, since claims on wider targets may bear on it that were
    published long before its own first one.
    """
    await connection.executemany(_INSERT, rows)
    subjects = sorted({row.subject for row in rows})
    fresh = await connection.fetch(
        """INSERT INTO subjects (subject, family) SELECT * FROM unnest($1::text[], $2::text[])
           ON CONFLICT DO NOTHING RETURNING subject""",
        subjects,
        [family_of(subject) for subject in subjects],
    )
    for row in fresh:
        dirty.mark(row["subject"], BEGINNING)


def family_of(subject: str) -> str:
    """The subjects that may bear on each other: all that differ in the last part only."""
    return subject.rpartition(":")[0] or subject
