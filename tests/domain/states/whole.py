"""
Whole answers: all that is answered of a state, one line a span.

`2026-03-01..2026-03-05: member, observed, possible, since 2026-03, by within-start-window, told by 1.1`; a side without
a bound is empty, and what is as usual (certain, undisputed) is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from service.domain.claims import Claim
from service.domain.kinds import membership as memberships
from service.domain.kinds import negotiation
from service.domain.kinds import office as offices
from service.domain.kinds import position as positions
from service.domain.reports import Report
from service.domain.spans import FIRST_DAY, LAST_DAY, Span
from tests.domain.states.telling import instant, membership, office, papers, position, talks


class Kind(NamedTuple):
    """How a kind's claims are written, how its reports are resolved, and which field tells the state."""

    claim: Callable[[str], Claim]
    resolve: Callable[[Sequence[Report], datetime], Sequence[Span]]
    field: str = "status"


MEMBERSHIP = Kind(membership, partial(memberships.resolve, "membership:harbour-accord:KE"))
TALKS = Kind(talks, partial(negotiation.resolve, "negotiation:GB-KE"))
OFFICE = Kind(office, partial(offices.resolve, "office:KE"), "person")
POSITION = Kind(position, partial(positions.resolve, "position:KE"), "stance")


@dataclass
class Whole:
    """A title, a kind, the papers, and all that is answered to who has read them by *known*."""

    title: str
    kind: Kind
    papers: str
    told: str
    known: str = "2026-12-31"

    def __str__(self) -> str:
        return self.title

    def check(self) -> None:
        """Compare what is answered with what is told."""
        assert lines(self.papers, self.known, *self.kind) == [line.strip() for line in self.told.strip().splitlines()]


def _words(span: Span, field: str) -> Iterator[str]:
    yield str(span.value[field])
    yield span.standing
    if span.certainty != "certain":
        yield span.certainty
    yield f"since {span.since}"
    if span.until is not None:
        yield f"until {span.until}"
    yield f"by {span.rule}"
    if span.contested:
        yield f"against {' and '.join(str(other.value[field]) for other in span.alternatives)}"
    yield f"told by {' '.join(span.sources)}"
    for later in span.upcoming:
        yield f"next {later['value'][field]} {later['since']}"


def lines(
    told: str,
    known: str,
    claim: Callable[[str], Claim],
    resolve: Callable[[Sequence[Report], datetime], Sequence[Span]],
    field: str = "status",
) -> list[str]:
    """What is known by the end of the day *known* to who has read the papers of *told*."""
    return [
        f"{'' if span.since_day == FIRST_DAY else span.since_day}..{'' if span.until_day == LAST_DAY else span.until_day}:"
        f" {', '.join(_words(span, field))}"
        for span in resolve(papers(told, claim), instant(known, end=True))
    ]
