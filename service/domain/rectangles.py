"""
From spans at one publication time to rectangles over all of them.

Rectangles of one key are disjoint, and coalesced where neither the answer nor its sources change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from service.domain.reports import Report, counting, turning_points
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
    open_ones: dict[tuple[str, date], Rectangle] = {}
    closed: list[Rectangle] = []
    for moment, following in pairwise([*moments, KNOWN_EVER]):
        spans = resolve(counting(reports, moment), moment)
        standing = {(span.key, span.since_day): span for span in spans}
        for place, rectangle in list(open_ones.items()):
            if standing.get(place) != rectangle.span:
                closed.append(open_ones.pop(place))
        for place, span in standing.items():
            earlier = open_ones.get(place)
            start = moment if earlier is None else earlier.known_from
            open_ones[place] = Rectangle(span=span, known_from=start, known_until=following)
    return in_order([*closed, *open_ones.values()])


def in_order(found: Iterable[Rectangle]) -> tuple[Rectangle, ...]:
    """Rectangles in their one order: by key, first day, then publication time."""
    return tuple(sorted(found, key=lambda each: (each.span.key, each.span.since_day, each.known_from)))
