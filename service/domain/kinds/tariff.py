"""
Tariffs: the levels of duty that one party puts on another's goods, by scope and component, day by day.

`resolve` is a pure function of the reports that count: neither their order of arrival nor later ones matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from service.domain.claims import Claim, TariffClaim
from service.domain.parties import code_of
from service.domain.reports import Report, counting
from service.domain.spans import Span
from service.domain.tariffs.answers import Address, coalesced, spans_of_pieces, spans_of_stretches, upcoming_of
from service.domain.tariffs.articles import enter, in_articles
from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.overlay import Reach, homes_of
from service.domain.tariffs.pieces import Totals
from service.domain.tariffs.selecting import ended, select
from service.domain.tariffs.statements import Statement, statements_of

__all__ = ["ended", "inputs", "lookup", "resolve", "select", "subjects"]


def subjects(claim: Claim) -> tuple[str, ...]:
    """The home subject of a claim: `tariff:US:IN`."""
    assert isinstance(claim, TariffClaim)
    return (_subject(_party(claim.imposer), _party(claim.target)),)


def inputs(subject: str) -> tuple[str, ...]:
    """All home subjects that bear on *subject*: its own, its groups' on any day, and `WORLD`'s."""
    imposer, target = _parties(subject)
    return tuple(_subject(imposer, home) for home in homes_of(target))


def lookup(imposer: str, target: str) -> tuple[str, ...]:
    """The subjects to ask for, in order, until one is known: the target's own, its groups', `WORLD`'s."""
    return inputs(_subject(_party(imposer), _party(target)))


def resolve(subject: str, reports: Sequence[Report], known_by: datetime) -> tuple[Span, ...]:
    """
    The levels of *subject* over the days, as published by *known_by*, from the reports of all its `inputs`.

    Spans are sorted by key and day, and disjoint within a key; DESIGN section 5 has the rules that they name.
    """
    _, target = _parties(subject)
    book = Book(homes_of(target))
    for article in in_articles(_statements(counting(reports, known_by), book.homes)):
        enter(book, article)
    return spans(subject, book)


def spans(subject: str, book: Book) -> tuple[Span, ...]:
    """What a book says of *subject*, key by key."""
    imposer, target = _parties(subject)
    reach = Reach(target)
    totals = Totals(book, reach)
    found: list[Span] = []
    for slug, scope in sorted(book.scopes.items()):
        for name in _names(book, slug):
            address = Address(subject, imposer, target, slug, scope.words if slug != "*" else "*", name)
            lanes = [lane for home in book.homes if (lane := book.existing(home, slug, name)) is not None]
            upcoming = [entry for lane in lanes for entry in upcoming_of(lane, address)]
            if name == TOTAL:
                new = spans_of_pieces(address, totals.pieces(target, slug), upcoming)
            else:
                lines = [(lane.home, totals.line(lane.home, slug, name).stretches) for lane in lanes]
                new = spans_of_stretches(address, reach.overlay(lines), upcoming)
            found += coalesced(new)
    return tuple(found)


def _names(book: Book, slug: str) -> list[str]:
    names = {name for home in book.homes for name in book.lanes.get((home, slug), {})}
    return sorted(names | {TOTAL})


def _statements(reports: Sequence[Report], homes: tuple[str, ...]) -> Iterator[Statement]:
    for report in reports:
        assert isinstance(report.claim, TariffClaim)
        home = _party(report.claim.target)
        if home in homes:
            yield from statements_of(report, home)


def _subject(imposer: str, target: str) -> str:
    return f"tariff:{imposer}:{target}"


def _parties(subject: str) -> tuple[str, str]:
    _, imposer, target = subject.split(":", 2)
    return imposer, target


@lru_cache(maxsize=1 << 12)
def _party(name: str) -> str:
    """The code of a party; words that name none stand for themselves, in a form that keys allow."""
    return code_of(name) or "-".join(name.split()).replace(":", "-")
