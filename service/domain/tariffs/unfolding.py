"""
Unfolding: a book that grows with each publication, and the answers that it gave after each of them.

Equal, at every moment, to a book that was read from the beginning; only what a publication touches is laid out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from service.domain.rectangles import in_order
from service.domain.reports import Report, turning_points
from service.domain.spans import KNOWN_EVER, Rectangle, Span
from service.domain.tariffs.chronicle import Chronicle
from service.domain.tariffs.overlay import homes_of
from service.domain.tariffs.pieces import same_at_the_ends
from service.domain.tariffs.resolving import Layout, parties_of
from service.domain.unfolding import Changed, Held

Place = tuple[str, date]


def rectangles(subject: str, reports: Sequence[Report], since: datetime | None = None) -> tuple[Rectangle, ...]:
    """What is answered of *subject* at every publication time from *since* on (from the beginning when None)."""
    reading = _Reading(subject)
    reading.take(reports)
    moments = turning_points(reports)
    if since is not None:
        moments = [since, *(moment for moment in moments if moment > since)]
    return in_order(each for of_key in reading.go_on(moments).values() for each in of_key)


class Unfolding(Held):
    """A subject's answers, kept up; reports that are newer than all others are read on, and nothing is read again."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._subject = subject
        self._reading: _Reading | None = None
        self._keys: set[str] = set()

    def changes(self, since: datetime | None = None) -> dict[str, Changed]:
        """The answers of the keys that may differ since the last call."""
        since, fresh = self.taken(since)
        if since == KNOWN_EVER:
            return {}
        reading = self._reading
        if reading is not None and fresh is not None and reading.at is not None and since > reading.at:
            reading.take(fresh)
            found = reading.go_on(turning_points(fresh))
        else:
            reading = self._reading = _Reading(self._subject)
            reading.take(self.reports)
            found = reading.go_on([since, *(moment for moment in turning_points(self.reports) if moment > since)])
            found |= {key: [] for key in self._keys - found.keys()}
        self._keys |= found.keys()
        return {key: Changed(since, in_order(_since(each, since) for each in found[key])) for key in sorted(found)}


def _since(rectangle: Rectangle, since: datetime) -> Rectangle:
    if rectangle.known_from >= since:
        return rectangle
    return Rectangle(span=rectangle.span, known_from=since, known_until=rectangle.known_until)


class _Reading:
    """
    The book of a subject as it stands at one moment after the other; `at` is the last of them.

    Laid out from the beginning only where the chronicle turns to another book.
    """

    def __init__(self, subject: str) -> None:
        self.at: datetime | None = None
        self._subject = subject
        self._chronicle = Chronicle(homes_of(parties_of(subject)[1]))
        self._layout: Layout | None = None
        self._held: dict[str, dict[str, Sequence[Span]]] = {}
        self._open: dict[Place, Rectangle] = {}

    def take(self, reports: Iterable[Report]) -> None:
        """Take in reports that are to be read at moments to come."""
        self._chronicle.take(reports)

    def go_on(self, moments: Sequence[datetime]) -> dict[str, list[Rectangle]]:
        """Read on through *moments*, all the turning points to come: the rectangles of the keys that differ."""
        found: dict[str, list[Rectangle]] = defaultdict(list)
        standing: dict[str, Sequence[Span]] = {}
        for moment in moments:
            for slug in self._read_to(moment):
                before, after = self._held.get(slug, {}), self._spans(slug)
                self._held[slug] = after
                for key in before.keys() | after.keys():
                    if before.get(key) is not after.get(key):
                        standing[key] = after.get(key, ())
                        found[key] += self._turn(before.get(key, ()), standing[key], moment)
        for key, spans in standing.items():
            found[key] += [self._open[span.key, span.since_day] for span in spans]
        return found

    def _turn(self, before: Sequence[Span], spans: Sequence[Span], moment: datetime) -> list[Rectangle]:
        """Open the rectangles of a key's new spans, and close those of spans that no longer stand."""
        closed: list[Rectangle] = []
        same = same_at_the_ends(before, spans)
        spans = spans[same[0] : len(spans) - same[1]]
        places = [(span.key, span.since_day) for span in spans]
        gone = {(span.key, span.since_day) for span in before[same[0] : len(before) - same[1]]}.difference(places)
        for place, span in zip(places, spans, strict=True):
            held = self._open.get(place)
            if held is None or (held.span is not span and held.span != span):
                if held is not None:
                    closed.append(Rectangle(span=held.span, known_from=held.known_from, known_until=moment))
                self._open[place] = Rectangle(span=span, known_from=moment, known_until=KNOWN_EVER)
        for place in gone:
            held = self._open.pop(place)
            closed.append(Rectangle(span=held.span, known_from=held.known_from, known_until=moment))
        return closed

    def _read_to(self, moment: datetime) -> set[str]:
        """Read on to the next turning point, and lay out what it touches; the scopes whose spans may differ."""
        self.at = moment
        book, touched = self._chronicle.read_to(moment)
        if self._layout is not None and touched is not None:
            return self._layout.lay(touched)
        self._layout = Layout(self._subject, book)
        return self._layout.lay(set(book.scopes)) | self._held.keys()

    def _spans(self, slug: str) -> dict[str, Sequence[Span]]:
        return {} if self._layout is None else self._layout.spans.get(slug, {})
