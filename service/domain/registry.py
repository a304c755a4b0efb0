"""
The kinds of claims that the service knows, each with its pure functions.

A new kind is one module in `domain/kinds/` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from service.domain import rectangles as general
from service.domain.claims import Claim, kind_of
from service.domain.kinds import meeting, membership, negotiation, office, position, tariff
from service.domain.reports import Report
from service.domain.spans import Rectangle, Span

RESOLVER_VERSION = "1"
"""Changes whenever any resolver may answer differently: a pinned answer holds for one version."""


Rectangles = Callable[[str, Sequence[Report], datetime | None], tuple[Rectangle, ...]]
"""The answers of a subject over the publication axis, from an instant on (from the beginning when None)."""


class Kind(NamedTuple):
    """What the projections and queries need of one kind."""

    name: str
    subjects: Callable[[Claim], tuple[str, ...]]
    inputs: Callable[[str], tuple[str, ...]]
    resolve: Callable[[str, Sequence[Report], datetime], tuple[Span, ...]]
    rectangles: Rectangles


def _by_moment(module: object) -> Rectangles:
    def over_time(subject: str, reports: Sequence[Report], since: datetime | None) -> tuple[Rectangle, ...]:
        return general.rectangles(partial(module.resolve, subject), reports, since)  # type: ignore[attr-defined]

    return over_time


def _meetings(_subject: str, reports: Sequence[Report], since: datetime | None) -> tuple[Rectangle, ...]:
    found = meeting.rectangles(reports)
    return found if since is None else tuple(each for each in found if each.known_until > since)


KINDS: dict[str, Kind] = {
    module.__name__.rpartition(".")[2]: Kind(
        module.__name__.rpartition(".")[2], module.subjects, module.inputs, module.resolve, _by_moment(module)
    )
    for module in (membership, negotiation, position, office)
}
KINDS["tariff"] = Kind("tariff", tariff.subjects, tariff.inputs, tariff.resolve, tariff.rectangles)
KINDS["meeting"] = Kind("meeting", meeting.subjects, meeting.inputs, meeting.resolve, _meetings)


def kind_of_subject(subject: str) -> Kind:
    """The kind that a subject or key belongs to: the word before its first colon."""
    return KINDS[subject.partition(":")[0]]


def subject_of(claim: Claim) -> str:
    """The home subject of a claim."""
    (subject,) = KINDS[kind_of(claim)].subjects(claim)
    return subject
