"""
Unfolding: a book that grows with each publication, and the answers that it gave after each of them.

Equal, at every moment, to a book that was read from the beginning; only what a publication touches is laid out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from service.domain.rectangles import in_order
from service.domain.reports import Report, counting, turning_points
from service.domain.spans import KNOWN_EVER, Rectangle, Span
from service.domain.tariffs.book import Book
from service.domain.tariffs.overlay import homes_of
from service.domain.tariffs.resolving import Layout, parties_of, read
from service.domain.tariffs.statements import REVIEWED


def rectangles(subject: str, reports: Sequence[Report], since: datetime | None = None) -> tuple[Rectangle, ...]:
    """
    What is answered of *subject* at every publication time from *since* on (from the beginning when None).

    The book is read on while reports only come in, and from the beginning again where one ceases to count or an
    analyst has spoken, since such a word outranks what is published after it.
    """
    unfolding = _Unfolding(subject, reports)
    moments = turning_points(reports)
    if since is not None:
        moments = [since, *(moment for moment in moments if moment > since)]
    open_ones: dict[tuple[str, date], Rectangle] = {}
    closed: list[Rectangle] = []
    for moment, following in pairwise([*moments, KNOWN_EVER]):
        for slug in unfolding.read_to(moment):
            standing = {(span.key, span.since_day): span for span in unfolding.spans[slug]}
            for place in unfolding.places.get(slug, ()):
                if standing.get(place) != open_ones[place].span:
                    rectangle = open_ones.pop(place)
                    closed.append(Rectangle(span=rectangle.span, known_from=rectangle.known_from, known_until=moment))
            for place, span in standing.items():
                if place not in open_ones:
                    open_ones[place] = Rectangle(span=span, known_from=moment, known_until=following)
            unfolding.places[slug] = tuple(standing)
    left = (
        Rectangle(span=each.span, known_from=each.known_from, known_until=KNOWN_EVER) for each in open_ones.values()
    )
    return in_order([*closed, *left])


class _Unfolding:
    """The book of a subject as it stands at one moment after the other."""

    def __init__(self, subject: str, reports: Sequence[Report]) -> None:
        self.spans: dict[str, tuple[Span, ...]] = {}
        self.places: dict[str, tuple[tuple[str, date], ...]] = {}
        self._subject = subject
        self._reports = reports
        self._book: Book | None = None
        self._layout: Layout | None = None
        self._ends = {report.counts_until for report in reports if report.counts_until is not None}
        self._reviewed = min((r.known_from for r in reports if r.review in REVIEWED or r.counts_from), default=None)
        self._new: dict[datetime, list[Report]] = defaultdict(list)
        for report in reports:
            self._new[report.known_from].append(report)

    def read_to(self, moment: datetime) -> list[str]:
        """Read on to the next turning point, and lay out what it touches; the scopes whose spans may differ."""
        again = self._book is None or moment in self._ends or (self._reviewed is not None and moment >= self._reviewed)
        if self._book is None or again:
            self._book = Book(homes_of(parties_of(self._subject)[1]))
            read(self._book, counting(self._reports, moment))
            touched = set(self._book.scopes) | set(self.spans)
        else:
            touched = read(self._book, counting(self._new.get(moment, ()), moment))
        if again or self._layout is None:
            self._layout = Layout(self._subject, self._book)
        touched |= self._layout.lay(touched & self._book.scopes.keys())
        for slug in touched:
            self.spans[slug] = self._layout.spans.get(slug, ())
        return sorted(touched)
