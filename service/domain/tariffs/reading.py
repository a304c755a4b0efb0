"""
Reading: the answers of a subject at one publication time after the other, as its book grows.

What is told of a stretch of time equals what books that are read from the beginning answer in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from service.domain.rectangles import in_order
from service.domain.spans import KNOWN_EVER, Rectangle, Span
from service.domain.tariffs.book import TOTAL
from service.domain.tariffs.chronicle import Chronicle, Kept
from service.domain.tariffs.overlay import homes_of
from service.domain.tariffs.pieces import same_at_the_ends
from service.domain.tariffs.resolving import Layout, parties_of
from service.domain.unfolding import Changed

Place = tuple[str, date]
"""A key, and the first day of an answer."""
Turn = tuple[datetime, Place]
"""When the answer of a place became another one."""
Days = Mapping[str, Collection[date]]
"""First days of answers, by key."""


class Reading:
    """
    The book of a subject as it stands at one moment after the other; `at` is the last of them.

    Laid out from the beginning only where the chronicle turns to another book. `turns` are all that came after the
    moment `since`, in their order; `cited` has the last turn of an answer that cites a level, by the first of
    the level's sources; nothing where no *cited* is given.
    """

    def __init__(self, subject: str, start: Kept | None = None, cited: dict[str, datetime] | None = None) -> None:
        self.at: datetime | None = None
        self.since = KNOWN_EVER
        self.turns: list[Turn] = []
        self.cited: dict[str, datetime] = {} if cited is None else cited
        self._cites = cited is not None
        self.chronicle = Chronicle(homes_of(parties_of(subject)[1]), start)
        self._subject = subject
        self._layout: Layout | None = None
        self._held: dict[str, dict[str, Sequence[Span]]] = {}
        self._open: dict[Place, Rectangle] = {}
        self._closed: list[Rectangle] = []

    def begin(self, moment: datetime) -> None:
        """Begin with what stands at a *moment*, which is no turn."""
        self.since = moment
        self._silently(lambda: self._read_on(moment))

    def go_on(self, moments: Iterable[datetime]) -> None:
        """Read on through *moments*, turning points of what is to come."""
        for moment in moments:
            self.since = min(self.since, moment)
            self._read_on(moment)

    def again(self, slugs: set[str]) -> None:
        """Lay scopes out again whose levels others told of than was known, without a word of it."""
        layout, at = self._layout, self.at
        if layout is not None and at is not None:
            self._silently(lambda: self._turn(layout.lay(slugs), at))

    def keys(self) -> set[str]:
        """All keys that have answers, or had some after `since`."""
        return {key for key, _ in self._open} | {key for _, (key, _) in self.turns}

    def turned(self, since: datetime, until: datetime = KNOWN_EVER) -> dict[str, set[date]]:
        """The places that turned from *since* to before *until*."""
        found: dict[str, set[date]] = defaultdict(set)
        for _, (key, day) in self.turns[self.turn_at(since) : self.turn_at(until)]:
            found[key].add(day)
        return found

    def turn_at(self, moment: datetime) -> int:
        """The index of the first turn from *moment* on."""
        return bisect_left(self.turns, moment, key=lambda turn: turn[0])

    def told(self, since: datetime, until: datetime, days: Days) -> dict[str, Changed]:
        """What is answered at the places *days* from *since* to before *until*, with what closed in it."""
        found: dict[str, list[Rectangle]] = {key: [] for key in days}
        for each in self._closed:
            found[each.span.key].append(each)
        self._closed = []
        for key, of_key in days.items():
            found[key] += [self._open[key, day] for day in of_key if (key, day) in self._open]
        return {
            key: Changed(since, in_order(_within(found[key], since, until)), until, frozenset(days[key]))
            for key in sorted(found)
        }

    def whole(self, since: datetime, until: datetime, keys: Iterable[str]) -> dict[str, Changed]:
        """All that is answered from *since* to before *until*, of *keys* and all others that have answers."""
        days: dict[str, set[date]] = {key: set() for key in keys}
        for key, day in (*self._open, *((each.span.key, each.span.since_day) for each in self._closed)):
            days.setdefault(key, set()).add(day)
        return {key: each._replace(days=None) for key, each in self.told(since, until, days).items()}

    def citing(self, claims: Collection[str]) -> dict[str, set[date]]:
        """The places whose answers cite a level whose first source is one of *claims*."""
        found: dict[str, set[date]] = defaultdict(set)
        for (key, day), held in self._open.items():
            if not firsts_of(held.span).isdisjoint(claims):
                found[key].add(day)
        return found

    def _silently(self, work: Callable[[], None]) -> None:
        """Take over what comes of *work* as if it had stood before."""
        turns, cited, closed = self.turns, self.cited, self._closed
        self.turns, self.cited, self._closed = [], {}, []
        work()
        self.turns, self.cited, self._closed = turns, cited, closed

    def _read_on(self, moment: datetime) -> None:
        """Read on to the next turning point, and lay out what it touches."""
        self.at = moment
        book, touched = self.chronicle.read_to(moment)
        if self._layout is not None and touched is not None:
            slugs = self._layout.lay(touched)
        else:
            self._layout = Layout(self._subject, book)
            slugs = self._layout.lay(set(book.scopes)) | self._held.keys()
        self._turn(slugs, moment)

    def _turn(self, slugs: Iterable[str], moment: datetime) -> None:
        """Take over the spans of scopes that were laid out."""
        assert self._layout is not None
        for slug in slugs:
            before, after = self._held.get(slug, {}), self._layout.spans.get(slug, {})
            self._held[slug] = after
            for key in before.keys() | after.keys():
                if before.get(key) is not after.get(key):
                    self._turn_key(before.get(key, ()), after.get(key, ()), moment)

    def _turn_key(self, before: Sequence[Span], spans: Sequence[Span], moment: datetime) -> None:
        """Open the rectangles of a key's new spans, and close those of spans that no longer stand."""
        same = same_at_the_ends(before, spans)
        spans = spans[same[0] : len(spans) - same[1]]
        places = [(span.key, span.since_day) for span in spans]
        gone = {(span.key, span.since_day) for span in before[same[0] : len(before) - same[1]]}.difference(places)
        for place, span in zip(places, spans, strict=True):
            held = self._open.get(place)
            if held is None or (held.span is not span and held.span != span):
                self._open[place] = Rectangle(span=span, known_from=moment, known_until=KNOWN_EVER)
                self.turns.append((moment, place))
                self._cite(span, moment)
                if held is not None:
                    self._close(held, moment)
        for place in gone:
            self.turns.append((moment, place))
            self._close(self._open.pop(place), moment)

    def _close(self, held: Rectangle, moment: datetime) -> None:
        self._closed.append(Rectangle(span=held.span, known_from=held.known_from, known_until=moment))
        self._cite(held.span, moment)

    def _cite(self, span: Span, moment: datetime) -> None:
        for claim_id in firsts_of(span) if self._cites else ():
            known = self.cited.get(claim_id)
            if known is None or known < moment:
                self.cited[claim_id] = moment


def firsts_of(span: Span) -> set[str]:
    """The first sources of all levels that an answer cites, be it for a part, another answer or what is to come."""
    parts = span.value.get("components")
    # A total that its components have brought to nothing cites them, and shows no parts.
    alone = parts is not None or span.value["component"] != TOTAL
    found = {span.sources[0]} if alone else set(span.sources)
    found.update(part["sources"][0] for part in parts or ())
    found.update(alternative.sources[0] for alternative in span.alternatives)
    for entry in span.upcoming:
        found.add(entry["sources"][0])
        found.update(part["sources"][0] for part in entry["value"].get("components", ()))
    return found


def _within(found: Iterable[Rectangle], since: datetime, until: datetime) -> Iterator[Rectangle]:
    """Rectangles as they are known from *since* to before *until*."""
    for each in found:
        known_from, known_until = max(each.known_from, since), min(each.known_until, until)
        if (known_from, known_until) == (each.known_from, each.known_until):
            yield each
        elif known_from < known_until:
            yield Rectangle(span=each.span, known_from=known_from, known_until=known_until)
