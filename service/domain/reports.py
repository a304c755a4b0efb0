"""
Reports: claims together with where they come from, as the resolvers take them.

A report never changes; that it stopped counting is `counts_until`, a publication time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from service.domain.claims import Claim


class Report(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """
    One claim of one article version.

    `position` is the log position of the article version, `ordinal` the claim's place among that version's claims;
    `published_at` is UTC. `story` is equal for syndicated copies of one text, so that they count as one source.
    `counts_until` is the publication time of the revision, retraction or review that ended it, None while it
    counts; `counts_from` is set where it began to count only after its publication (an analyst's correction), so
    that answers at an earlier publication time stand. `review` is `confirmed` or `corrected` where an analyst
    spoke: such a report outranks every other.
    """

    claim_id: str
    claim: Claim
    article_id: str
    version: int
    position: int
    ordinal: int
    published_at: datetime
    publisher: str
    story: str
    counts_from: datetime | None = None
    counts_until: datetime | None = None
    review: str | None = None

    @property
    def known_from(self) -> datetime:
        """The publication time from which the report counts."""
        return self.published_at if self.counts_from is None else max(self.published_at, self.counts_from)

    @property
    def order(self) -> tuple[datetime, str, int, int]:
        """Publication order, which no order of arrival can change: the tie-breakers are the article's own."""
        return (self.published_at, self.article_id, self.version, self.ordinal)


def counting(reports: Iterable[Report], known_by: datetime) -> list[Report]:
    """The reports that count at *known_by*: published by then and not ended by then, in publication order."""
    held = (
        report
        for report in reports
        if report.known_from <= known_by and (report.counts_until is None or report.counts_until > known_by)
    )
    return sorted(held, key=lambda report: report.order)


def turning_points(reports: Sequence[Report]) -> list[datetime]:
    """The publication times at which an answer from *reports* can change, ascending and distinct."""
    moments = {report.known_from for report in reports}
    moments |= {report.counts_until for report in reports if report.counts_until is not None}
    return sorted(moments)
