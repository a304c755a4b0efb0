"""
Reports of subjects, as the log held them at a position.

One statement serves the projections (at their own position) and reads pinned to an older one, so that both see
the same claims: nothing that was recorded later leaks in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.claims import Claim
from service.domain.reports import Report

if TYPE_CHECKING:
    from asyncpg import Connection

_REPORTS = """
SELECT c.claim_id, c.body, c.article_id, c.version, c.ordinal, c.counts_from,
       v.position, v.published_at, v.publisher,
       coalesce(copied.story, c.article_id || '.v' || c.version) AS story,
       least(newer.published_at, withdrawn.retracted_at) AS counts_until,
       EXISTS (SELECT FROM claim_reviews r WHERE r.claim_id = c.claim_id AND r.position <= $2) AS reviewed
FROM claims c
JOIN article_versions v ON (v.article_id, v.version) = (c.article_id, c.version)
LEFT JOIN LATERAL (
  SELECT min(n.published_at) AS published_at FROM article_versions n
  WHERE n.article_id = c.article_id AND n.position <= $2 AND n.version <> v.version
    AND (n.published_at, n.version) > (v.published_at, v.version)
) newer ON true
LEFT JOIN LATERAL (
  SELECT min(t.retracted_at) AS retracted_at FROM article_retractions t
  WHERE t.article_id = c.article_id AND t.position <= $2 AND t.retracted_at >= v.published_at
) withdrawn ON true
LEFT JOIN LATERAL (
  SELECT o.article_id || '.v' || o.version AS story
  FROM article_copies k JOIN article_versions o ON (o.article_id, o.version) = (k.other_id, k.other_version)
  WHERE (k.article_id, k.version) = (c.article_id, c.version) AND k.position <= $2
    AND (o.published_at, o.article_id, o.version) < (v.published_at, v.article_id, v.version)
  ORDER BY o.published_at, o.article_id, o.version LIMIT 1
) copied ON true
WHERE c.subject = ANY($1) AND c.position <= $2
  AND (c.superseded_position IS NULL OR c.superseded_position > $2)
ORDER BY c.claim_id
"""

_REVIEWS = """
SELECT claim_id, verdict, reviewed_at FROM claim_reviews
WHERE claim_id = ANY($1) AND position <= $2 ORDER BY claim_id, reviewed_at, position
"""

_CLAIM: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(Claim, strict=False)


async def load(connection: Connection, subjects: Sequence[str], at: int) -> list[Report]:
    """
    The reports whose home is one of *subjects*, as the log held them at position *at*.

    A claim that analysts reviewed gives one report for each stretch of publication time with one verdict.
    """
    rows = await connection.fetch(_REPORTS, list(subjects), at)
    reviewed = [row["claim_id"] for row in rows if row["reviewed"]]
    reviews: dict[str, list[Any]] = defaultdict(list)
    if reviewed:
        for review in await connection.fetch(_REVIEWS, reviewed, at):
            reviews[review["claim_id"]].append(review)
    reports: list[Report] = []
    for row in rows:
        reports += _stretches(_report(row), reviews.get(row["claim_id"], ()))
    return reports


def _report(row: Mapping[str, Any]) -> Report:
    return Report(
        claim_id=row["claim_id"],
        claim=_CLAIM.decode(row["body"]),
        article_id=row["article_id"],
        version=row["version"],
        position=row["position"],
        ordinal=row["ordinal"],
        published_at=row["published_at"],
        publisher=row["publisher"],
        story=row["story"],
        counts_from=row["counts_from"],
        counts_until=row["counts_until"],
        review=None if row["counts_from"] is None else "corrected",
    )


def _stretches(report: Report, reviews: Sequence[Mapping[str, Any]]) -> list[Report]:
    """The report before the first review, and from each confirmation on; nothing where it is rejected or corrected."""
    if not reviews:
        return [report]
    ends = [review["reviewed_at"] for review in reviews[1:]] + [None]
    parts = [msgspec.structs.replace(report, counts_until=_earlier(report.counts_until, reviews[0]["reviewed_at"]))]
    for review, end in zip(reviews, ends, strict=True):
        if review["verdict"] == "confirmed":
            until = _earlier(report.counts_until, end)
            begin = review["reviewed_at"]
            parts.append(msgspec.structs.replace(report, counts_from=begin, counts_until=until, review="confirmed"))
    return [part for part in parts if part.counts_until is None or part.counts_until > part.known_from]


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)
