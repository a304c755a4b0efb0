"""
Resolving: reports into a book, and a book into spans.

Everything that `kinds/tariff.py` answers goes this one way, whether it is read at once or as it unfolds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from service.domain.claims import TariffClaim
from service.domain.parties import code_of
from service.domain.reports import Report
from service.domain.spans import Span
from service.domain.tariffs.answers import (
    Address,
    Upcoming,
    coalesced,
    spans_of_pieces,
    spans_of_stretches,
    spliced_spans,
    totals_to_come,
    upcoming_of,
    with_upcoming,
)
from service.domain.tariffs.articles import enter, in_articles
from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.goods import GENERAL
from service.domain.tariffs.laying import Totals
from service.domain.tariffs.levels import Lane
from service.domain.tariffs.overlay import Reach
from service.domain.tariffs.pieces import ALWAYS, Extents, clipped
from service.domain.tariffs.statements import Statement, statements_of
from service.domain.tariffs.totals import Timeline


@lru_cache(maxsize=1 << 12)
def party(name: str) -> str:
    """The code of a party; words that name none stand for themselves, in a form that keys allow."""
    return code_of(name) or "-".join(name.split()).replace(":", "-")


def parties_of(subject: str) -> tuple[str, str]:
    """The imposer and the target of a subject."""
    _, imposer, target = subject.split(":", 2)
    return imposer, target


def read(book: Book, reports: Iterable[Report]) -> set[str]:
    """Bring reports into *book*, in the order of their publication; the slugs of the scopes that they speak of."""
    touched: set[str] = set()
    for article in in_articles(_statements(reports, book.homes)):
        enter(book, article)
        touched.update(st.scope.slug for st in article)
    return touched


def _statements(reports: Iterable[Report], homes: tuple[str, ...]) -> Iterator[Statement]:
    for report in reports:
        assert isinstance(report.claim, TariffClaim)
        home = party(report.claim.target)
        if home in homes:
            yield from statements_of(report, home)


class Layout:
    """
    The spans of a book, by scope and key, kept up as reports are read into it; each list sorted by day.

    A list that did not change stays the very same.
    """

    def __init__(self, subject: str, book: Book) -> None:
        self.spans: dict[str, dict[str, Sequence[Span]]] = {}
        self._subject = subject
        self._imposer, self._target = parties_of(subject)
        self._book = book
        self._reach = Reach(self._target)
        self._totals = Totals(book, self._reach)
        self._bare: dict[str, dict[str, list[Span]]] = defaultdict(dict)
        self._coming: dict[tuple[str, str, str], tuple[Timeline, list[Upcoming]]] = {}

    def lay(self, slugs: set[str]) -> set[str]:
        """Lay out what was told of the scopes *slugs*; the scopes whose spans may differ."""
        ordinary: Extents = ()
        if GENERAL.slug in slugs:
            ordinary = self._lay(GENERAL.slug, ())
            slugs = slugs | self._totals.leaning
        for slug in slugs - {GENERAL.slug}:
            self._lay(slug, ordinary)
        return slugs

    def _lay(self, slug: str, ordinary: Extents) -> Extents:
        extents, apart = self._totals.refresh(slug, ordinary)
        told = [(home, lanes) for home in self._book.told if (lanes := self._book.lanes.get((home, slug)))]
        words = self._book.scopes[slug].words if slug != GENERAL.slug else GENERAL.words
        bare, found = self._bare[slug], {}
        names = {TOTAL, *(name for _, lanes in told for name in lanes)}
        coming: dict[str, list[Upcoming]] = {}
        for name in sorted(names):
            address = Address(self._subject, self._imposer, self._target, slug, words, name)
            if name == TOTAL:
                bare[TOTAL] = self._total(address, bare.get(TOTAL), extents)
            elif name in apart or name not in bare:
                lines = [(home, self._totals.line(home, slug, name)) for home, lanes in told if name in lanes]
                bare[name] = self._component(address, bare.get(name), lines, apart.get(name, ALWAYS))
            coming[name] = [
                entry for home, lanes in told if name in lanes for entry in self._upcoming(home, lanes[name], address)
            ]
            found[address.key] = with_upcoming(bare[name], coming[name])
        followed = [entry for name, entries in coming.items() if name != TOTAL for entry in entries]
        if followed:
            total = f"{self._subject}:{slug}:{TOTAL}"
            found[total] = with_upcoming(bare[TOTAL], [*coming[TOTAL], *totals_to_come(bare[TOTAL], followed)])
        for gone in bare.keys() - names:
            del bare[gone]
        self.spans[slug] = found
        return extents

    def _component(
        self, address: Address, held: list[Span] | None, lines: Sequence[tuple[str, Timeline]], extents: Extents
    ) -> list[Span]:
        """The spans of a component, those of the days of *extents* laid out again."""
        result = [] if held is None else held
        for extent in ALWAYS if held is None else extents:
            fresh = coalesced(spans_of_stretches(address, self._reach.overlay(lines, extent)))
            result = spliced_spans(result, extent, fresh)
        return result

    def _upcoming(self, home: str, lane: Lane, address: Address) -> list[Upcoming]:
        """What is announced in a lane; as it was where the lane was not laid out again."""
        place, line = (home, address.slug, address.component), self._totals.line(home, address.slug, address.component)
        held = self._coming.get(place)
        if held is None or held[0] is not line:
            held = self._coming[place] = (line, upcoming_of(lane, address))
        return held[1]

    def _total(self, address: Address, held: list[Span] | None, extents: Extents) -> list[Span]:
        """The spans of a total, those of the days of *extents* laid out again."""
        pieces = self._totals.pieces(self._target, address.slug)
        result = [] if held is None else held
        for extent in ALWAYS if held is None else extents:
            fresh = coalesced(spans_of_pieces(address, clipped(pieces, extent)))
            result = spliced_spans(result, extent, fresh)
        return result


def spans_of(subject: str, book: Book) -> tuple[Span, ...]:
    """What a book says of *subject*: spans sorted by key and day."""
    layout = Layout(subject, book)
    layout.lay(set(book.scopes))
    return tuple(span for slug in sorted(book.scopes) for spans in layout.spans[slug].values() for span in spans)
