"""Claims as they were read: what each article version says, with the words that say it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.claim_documents import public_document
from service.domain.claims import Claim

if TYPE_CHECKING:
    from asyncpg import Connection

_OF_ARTICLE = """
SELECT c.claim_id, c.subject, c.version, c.position, c.superseded_position, c.counts_from, c.body, t.text,
       (SELECT concat_ws('/', e.payload -> 'reader' ->> 'name', e.payload -> 'reader' ->> 'version')
        FROM log.events e
        WHERE e.stream = v.article_id AND e.type = 'claims.extracted' AND e.position <= $2
          AND (e.payload ->> 'version')::int = v.version
        ORDER BY e.position DESC LIMIT 1) AS reader,
       (SELECT json_agg(json_build_object('verdict', r.verdict, 'reason', r.reason, 'reviewer', r.reviewer,
                                          'reviewed_at', r.reviewed_at) ORDER BY r.reviewed_at, r.position)
        FROM claim_reviews r WHERE r.claim_id = c.claim_id AND r.position <= $2) AS reviews
FROM claims c
JOIN article_versions v ON (v.article_id, v.version) = (c.article_id, c.version)
JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
WHERE c.article_id = $1 AND c.position <= $2 AND ($3::int IS NULL OR c.version = $3)
  AND (c.superseded_position IS NULL OR c.superseded_position > $2)
ORDER BY c.version, c.ordinal, c.claim_id
"""

_SOURCE = """
SELECT c.article_id, c.body -> 'evidence' AS evidence, t.text
FROM claims c
JOIN article_versions v ON (v.article_id, v.version) = (c.article_id, c.version)
JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
WHERE c.claim_id = $1
"""


class Review(msgspec.Struct, frozen=True):
    """An analyst's word on a claim."""

    verdict: str
    reason: str
    reviewer: str
    reviewed_at: datetime


class ReadClaim(msgspec.Struct, frozen=True, kw_only=True):
    """
    One claim: its place, the answer's subject that it bears on, and the claim in the form of the schema.

    `reader` is who read it last; None for a correction, which its review's author made.
    """

    claim_id: str
    version: int
    subject: str
    position: int
    reader: str | None
    counts_from: datetime | None
    reviews: list[Review]
    claim: dict[str, Any]


class ClaimSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a claim comes from: its article, and the text that its evidence is cut from (None once erased)."""

    article_id: str
    evidence: list[dict[str, int]]
    text: str | None


_CLAIM: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(Claim, strict=False)
_REVIEWS = msgspec.json.Decoder(list[Review])
_EVIDENCE = msgspec.json.Decoder(list[dict[str, int]])


async def claims_of_article(
    connection: Connection, article_id: str, at: int, version: int | None = None
) -> list[ReadClaim]:
    """What was read in an article (in one version of it, or in all), as the log held it at position *at*."""
    rows = await connection.fetch(_OF_ARTICLE, article_id, at, version)
    return [
        ReadClaim(
            claim_id=row["claim_id"],
            version=row["version"],
            subject=row["subject"],
            position=row["position"],
            reader=row["reader"] if row["counts_from"] is None else None,
            counts_from=row["counts_from"],
            reviews=[] if row["reviews"] is None else _REVIEWS.decode(row["reviews"]),
            claim=public_document(_CLAIM.decode(row["body"]), row["text"] or ""),
        )
        for row in rows
    ]


async def claim_source(connection: Connection, claim_id: str) -> ClaimSource | None:
    """Where a claim comes from, None for one that is not held."""
    row = await connection.fetchrow(_SOURCE, claim_id)
    if row is None:
        return None
    return ClaimSource(article_id=row["article_id"], evidence=_EVIDENCE.decode(row["evidence"]), text=row["text"])
