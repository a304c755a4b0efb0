"""
From spans at one publication time to rectangles over all of them.

Rectangles of one key are disjoint, and coalesced where neither the answer nor its sources change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from service.domain.reports import Report, turning_points
from service.domain.spans import KNOWN_EVER, Rectangle, Span

Resolve = Callable[[Sequence[Report], datetime], tuple[Span, ...]]


def rectangles(resolve: Resolve, reports: Sequence[Report], since: datetime | None = None) -> tuple[Rectangle, ...]:
    """
    What *resolve* answers at every publication time from *since* on (from the beginning when None).

    The answer can only change where a report begins or ceases to count, so resolving once at each of those
    moments is exact. The first rectangles start at *since* where it falls between two of them.
    """
    moments = turning_points(reports)
    if since is not None:
        moments = [since, *(moment for moment in moments if moment > since)]
    ordered = sorted(reports, key=lambda report: report.order)
    open_ones: dict[tuple[str, date], tuple[Span, datetime]] = {}
    closed: list[Rectangle] = []
    for moment in moments:
        standing = {(span.key, span.since_day): span for span in resolve(_counting(ordered, moment), moment)}
        for place, (span, known_from) in list(open_ones.items()):
            now = standing.get(place)
            if now is not span and now != span:
                closed.append(Rectangle(span=span, known_from=known_from, known_until=moment))
                del open_ones[place]
        for place, span in standing.items():
            open_ones.setdefault(place, (span, moment))
    closed += [Rectangle(span=span, known_from=since, known_until=KNOWN_EVER) for span, since in open_ones.values()]
    return in_order(closed)


def _counting(ordered: Sequence[Report], moment: datetime) -> list[Report]:
    """The reports that count at *moment*, of reports in publication order; as `counting`, which sorts them."""
    published = ordered[: bisect_right(ordered, moment, key=lambda report: report.published_at)]
    return [
        report
        for report in published
        if (report.counts_from is None or report.counts_from <= moment)
        and (report.counts_until is None or report.counts_until > moment)
    ]


def in_order(found: Iterable[Rectangle]) -> tuple[Rectangle, ...]:
    """Rectangles in their one order: by key, first day, then publication time."""
    return tuple(sorted(found, key=lambda each: (each.span.key, each.span.since_day, each.known_from)))
