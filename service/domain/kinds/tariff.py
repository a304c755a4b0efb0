"""
Tariffs: the levels of duty that one party puts on another's goods, by scope and component, day by day.

`resolve` is a pure function of the reports that count: neither their order of arrival nor later ones matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from service.domain.claims import Claim, TariffClaim
from service.domain.reports import Report, counting
from service.domain.spans import Span
from service.domain.tariffs.book import Book
from service.domain.tariffs.overlay import homes_of
from service.domain.tariffs.resolving import parties_of, party, read, spans_of
from service.domain.tariffs.selecting import ended, select
from service.domain.tariffs.unfolding import Unfolding, rectangles

__all__ = ["Unfolding", "ended", "inputs", "lookup", "rectangles", "resolve", "select", "subjects"]

UNION = "EU"
"""A customs union: its duties are its members'."""


def subjects(claim: Claim) -> tuple[str, ...]:
    """The home subject of a claim: `tariff:US:IN`."""
    assert isinstance(claim, TariffClaim)
    return (_subject(party(claim.imposer), party(claim.target)),)


def inputs(subject: str) -> tuple[str, ...]:
    """All home subjects that bear on *subject*: its own, its groups' on any day, and `WORLD`'s."""
    imposer, target = parties_of(subject)
    return tuple(_subject(imposer, home) for home in homes_of(target))


def lookup(imposer: str, target: str) -> tuple[str, ...]:
    """
    The subjects to ask for, in order, until one is known: the target's own, its groups', `WORLD`'s.

    For a member of the customs union the union's follow, since it alone sets duties for its members.
    """
    own = party(imposer)
    imposers = (own, UNION) if own != UNION and UNION in homes_of(own) else (own,)
    return tuple(subject for each in imposers for subject in inputs(_subject(each, party(target))))


def resolve(subject: str, reports: Sequence[Report], known_by: datetime) -> tuple[Span, ...]:
    """
    The levels of *subject* over the days, as published by *known_by*, from the reports of all its `inputs`.

    Spans are sorted by key and day, and disjoint within a key; docs/rules.md has the rules that they name.
    """
    book = Book(homes_of(parties_of(subject)[1]))
    read(book, counting(reports, known_by))
    return spans_of(subject, book)


def _subject(imposer: str, target: str) -> str:
    return f"tariff:{imposer}:{target}"
