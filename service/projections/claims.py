"""
The read model of claims: what readers read and what analysts said of it.

A claim's row is never deleted: a newer reading that has it no more notes the position from which it is superseded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.domain import wordings
from service.domain.claim_documents import document_of
from service.domain.claims import Claim, kind_of
from service.domain.events import ClaimReviewed, ClaimsExtracted
from service.domain.registry import subject_of
from service.projections.dirty import LEARNED, Dirty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncpg import Connection, Record

    from service.eventstore import RecordedEvent

_STANDING = """
SELECT article_id, version, claim_id, subject, body FROM claims c
JOIN unnest($1::text[], $2::int[]) AS r (article_id, version) USING (article_id, version)
WHERE superseded_position IS NULL AND counts_from IS NULL ORDER BY claim_id
"""
_SUPERSEDE = """
UPDATE claims c SET superseded_position = r.position
FROM unnest($1::text[], $2::bigint[]) AS r (claim_id, position) WHERE c.claim_id = r.claim_id
"""
_CARRY_REVIEWS = """
INSERT INTO claim_reviews (claim_id, position, verdict, reviewed_at, reviewer, reason)
SELECT n.new, r.position, r.verdict, r.reviewed_at, r.reviewer, r.reason
FROM claim_reviews r JOIN unnest($1::text[], $2::text[]) AS n (old, new) ON r.claim_id = n.old
"""

_READ = """
UPDATE article_versions v SET read_position = r.position, reader = r.reader
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::text[]) AS r (article_id, version, position, reader)
WHERE (v.article_id, v.version) = (r.article_id, r.version)
RETURNING v.article_id, v.version, v.published_at,
  (SELECT coalesce(max(c.reading), 0) FROM claims c
   WHERE (c.article_id, c.version) = (v.article_id, v.version)) AS readings
"""

_CLAIM: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(Claim, strict=False)


class Read(NamedTuple):
    """A reading of an article version and where the log holds it."""

    position: int
    reading: ClaimsExtracted


async def extracted(connection: Connection, readings: Sequence[Read]) -> Dirty:
    """
    Hold readings, each of another article version.

    A claim that the newer reading repeats stands as it is, with its id; every other one of the earlier readings is
    superseded. What analysts said of a claim holds for one that says the same by other words of the article.
    """
    ids, versions = [each.reading.article_id for each in readings], [each.reading.version for each in readings]
    positions = [each.position for each in readings]
    readers = [f"{each.reading.reader.name}/{each.reading.reader.version}" for each in readings]
    known = {
        (row["article_id"], row["version"]): row
        for row in await connection.fetch(_READ, ids, versions, positions, readers)
    }
    standing: dict[tuple[str, int], list[Record]] = defaultdict(list)
    if any(row["readings"] for row in known.values()):
        for row in await connection.fetch(_STANDING, ids, versions):
            standing[row["article_id"], row["version"]].append(row)
    dirty = Dirty()
    rows: list[_Row] = []
    for position, reading in readings:
        version = known[reading.article_id, reading.version]
        read = _rows(version["readings"] + 1, position, reading, await as_read(connection, reading))
        held = standing[reading.article_id, reading.version]
        old, new = _differing(held, read) if held else ((), read)
        cause = "corrected" if version["readings"] or reading.version > 1 else LEARNED
        for subject in (*(each["subject"] for each in old), *(each.subject for each in new)):
            dirty.mark(subject, version["published_at"], reading.article_id, cause)
        if old:
            await connection.execute(_SUPERSEDE, [each["claim_id"] for each in old], [position] * len(old))
            await _carry_reviews(connection, old, new)
        rows += new
    await _insert(connection, rows)
    return dirty


def _rows(number: int, position: int, reading: ClaimsExtracted, claims: Sequence[Claim]) -> list[_Row]:
    """The rows of the how-manieth reading of an article version."""
    place = (reading.article_id, reading.version)
    return [
        _Row(
            f"{reading.article_id}.v{reading.version}.r{number}.{ordinal}",
            kind_of(claim), subject_of(claim), *place, number, ordinal, position, None, body_of(claim),
        )
        for ordinal, claim in enumerate(claims, start=1)
    ]  # fmt: skip


def _differing(held: Sequence[Record], read: Sequence[_Row]) -> tuple[list[Record], list[_Row]]:
    """What is held and was not read again, and what was read and is not held."""
    bodies = Counter(row["body"] for row in held) & Counter(row.body for row in read)
    left = bodies.copy()
    old = [row for row in held if not _taken(left, row["body"])]
    return old, [row for row in read if not _taken(bodies, row.body)]


def _taken(bodies: Counter[str], body: str) -> bool:
    bodies[body] -= 1
    return bodies[body] >= 0


async def _carry_reviews(connection: Connection, old: Sequence[Record], new: Sequence[_Row]) -> None:
    """Let the reviews of claims that go hold for those that come and say the same."""
    came = {_said(row.body): row.claim_id for row in reversed(new)}
    pairs = [(row["claim_id"], came[said]) for row in old if (said := _said(row["body"])) in came]
    if pairs:
        await connection.execute(_CARRY_REVIEWS, *map(list, zip(*pairs, strict=True)))


def _said(body: str) -> Claim:
    """A claim without the words that say it, and without how sure its reader was."""
    return msgspec.structs.replace(_CLAIM.decode(body), evidence=(), confidence=None)


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
