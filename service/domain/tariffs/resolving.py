"""
Resolving: reports into a book, and a book into spans.

Everything that `kinds/tariff.py` answers goes this one way, whether it is read at once or as it unfolds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from service.domain.claims import TariffClaim
from service.domain.parties import code_of
from service.domain.reports import Report
from service.domain.spans import Span
from service.domain.tariffs.answers import (
    Address,
    coalesced,
    spans_of_pieces,
    spans_of_stretches,
    upcoming_of,
    with_upcoming,
)
from service.domain.tariffs.articles import enter, in_articles
from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.goods import GENERAL
from service.domain.tariffs.overlay import Reach
from service.domain.tariffs.pieces import Totals
from service.domain.tariffs.statements import Statement, statements_of


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
    """The spans of a subject's book, scope by scope; what a scope's spans took from the ordinary one is shared."""

    def __init__(self, subject: str, book: Book) -> None:
        self._subject = subject
        self._imposer, self._target = parties_of(subject)
        self._book = book
        self._reach = Reach(self._target)
        self._totals = Totals(book, self._reach)
        self._homes = [home for home in book.homes if home in book.told]

    def leans(self, slug: str) -> bool:
        """Whether the spans of a scope, once laid out, depend on what all goods pay."""
        return slug == GENERAL.slug or slug in self._totals.leaning

    def spans(self, slug: str) -> tuple[Span, ...]:
        """The spans of one scope, sorted by key and day."""
        told = [(home, lanes) for home in self._homes if (lanes := self._book.lanes.get((home, slug)))]
        words = self._book.scopes[slug].words if slug != GENERAL.slug else GENERAL.words
        found: list[Span] = []
        for name in sorted({TOTAL, *(name for _, lanes in told for name in lanes)}):
            address = Address(self._subject, self._imposer, self._target, slug, words, name)
            upcoming = [entry for _, lanes in told if name in lanes for entry in upcoming_of(lanes[name], address)]
            if name == TOTAL:
                new = spans_of_pieces(address, self._totals.pieces(self._target, slug))
            else:
                lines = [(home, self._totals.line(home, slug, name).stretches) for home, lanes in told if name in lanes]
                new = spans_of_stretches(address, self._reach.overlay(lines))
            found += with_upcoming(coalesced(new), upcoming)
        return tuple(found)


def spans_of(subject: str, book: Book) -> tuple[Span, ...]:
    """What a book says of *subject*: spans sorted by key and day."""
    layout = Layout(subject, book)
    return tuple(span for slug in sorted(book.scopes) for span in layout.spans(slug))
