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
from service.projections import stories

if TYPE_CHECKING:
    from asyncpg import Connection

_REPORTS = """
SELECT c.claim_id, c.body, c.article_id, c.version, c.ordinal, c.counts_from,
       v.position, v.published_at, v.publisher,
       k.story, CASE WHEN k.story IS NOT NULL THEN v.sketch END AS sketch,
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
LEFT JOIN article_stories k
  ON (k.article_id, k.version) = (c.article_id, c.version)
  AND k.position <= $2 AND (k.until_position IS NULL OR k.until_position > $2)
WHERE {of} AND c.position <= $2
  AND (c.superseded_position IS NULL OR c.superseded_position > $2)
ORDER BY c.claim_id
"""
_OF_SUBJECTS = _REPORTS.replace("{of}", "c.subject = ANY($1)")
# Nothing but the index of articles may answer this one, however many claims a subject has.
_OF_ARTICLES = _REPORTS.replace("{of}", "c.article_id = ANY($3) AND (c.subject || '') = ANY($1)")

_REVIEWS = """
SELECT claim_id, verdict, reviewed_at FROM claim_reviews
WHERE claim_id = ANY($1) AND position <= $2 ORDER BY claim_id, reviewed_at, position
"""

_CLAIM: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(Claim, strict=False)


async def load(
    connection: Connection, subjects: Sequence[str], at: int, articles: Sequence[str] | None = None
) -> list[Report]:
    """
    The reports whose home is one of *subjects*, as the log held them at position *at*; of *articles* only, if given.

    A claim that analysts reviewed gives one report for each stretch of publication time with one verdict.
    """
    if articles is None:
        rows = await connection.fetch(_OF_SUBJECTS, list(subjects), at)
    else:
        rows = await connection.fetch(_OF_ARTICLES, list(subjects), at, list(articles))
    reviewed = [row["claim_id"] for row in rows if row["reviewed"]]
    reviews: dict[str, list[Any]] = defaultdict(list)
    if reviewed:
        for review in await connection.fetch(_REVIEWS, reviewed, at):
            reviews[review["claim_id"]].append(review)
    copies = {_version(row): row["story"] for row in rows if row["story"] is not None}
    originals = await stories.originals(connection, copies, at) if copies else {}
    reports: list[Report] = []
    for row in rows:
        steps = originals.get(_version(row), ())
        story = steps[0].story if steps else f"{row['article_id']}.v{row['version']}"
        for part in _stretches(_report(row, story), reviews.get(row["claim_id"], ())):
            reports += _told(part, steps) if len(steps) > 1 else [part]
    return reports


def _version(row: Mapping[str, Any]) -> stories.Version:
    return stories.Version(row["published_at"], row["article_id"], row["version"], row["sketch"] or "")


def _report(row: Mapping[str, Any], story: str) -> Report:
    return Report(
        claim_id=row["claim_id"],
        claim=_CLAIM.decode(row["body"]),
        article_id=row["article_id"],
        version=row["version"],
        position=row["position"],
        ordinal=row["ordinal"],
        published_at=row["published_at"],
        publisher=row["publisher"],
        story=story,
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


def _told(report: Report, steps: Sequence[stories.Step]) -> list[Report]:
    """The report as of one story after the other; it begins to count anew where its story is called otherwise."""
    ends = [step.since for step in steps[1:]] + [None]
    parts = []
    for step, end in zip(steps, ends, strict=True):
        begin = report.counts_from if step.since <= report.known_from else step.since
        until = _earlier(report.counts_until, end)
        part = msgspec.structs.replace(report, counts_from=begin, counts_until=until, story=step.story)
        if until is None or until > part.known_from:
            parts.append(part)
    return parts


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)
