"""
The kinds of claims that the service knows, each with its pure functions.

A new kind is one module in `domain/kinds/` and one line here. Whoever keeps answers up as claims come takes
`Kind.unfold`; whoever asks once takes `resolve` or `rectangles`. All three tell the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from types import ModuleType
from typing import NamedTuple

from service.domain import rectangles as general
from service.domain.claims import Claim, kind_of
from service.domain.kinds import meeting, membership, negotiation, office, position, tariff
from service.domain.meetings.verdicts import FIRST_MOMENT
from service.domain.reports import Report
from service.domain.spans import Rectangle, Span
from service.domain.unfolding import ByMoment, Changed, Unfolding

RESOLVER_VERSION = "2"
"""Changes whenever any resolver may answer differently: a pinned answer holds for one version."""


Rectangles = Callable[[str, Sequence[Report], datetime | None], tuple[Rectangle, ...]]
"""The answers of a subject over the publication axis, from an instant on (from the beginning when None)."""


class Kind(NamedTuple):
    """
    What the projections and queries need of one kind.

    `unfold` begins the answers of a subject, which are then kept up by the reports of all its `inputs`.
    """

    name: str
    subjects: Callable[[Claim], tuple[str, ...]]
    inputs: Callable[[str], tuple[str, ...]]
    resolve: Callable[[str, Sequence[Report], datetime], tuple[Span, ...]]
    rectangles: Rectangles
    unfold: Callable[[str], Unfolding]


def _by_moment(module: ModuleType) -> Rectangles:
    def over_time(subject: str, reports: Sequence[Report], since: datetime | None) -> tuple[Rectangle, ...]:
        return general.rectangles(partial(module.resolve, subject), reports, since)

    return over_time


def _meetings(_subject: str, reports: Sequence[Report], since: datetime | None) -> tuple[Rectangle, ...]:
    found = meeting.rectangles(reports)
    return found if since is None else tuple(each for each in found if each.known_until > since)


class _Meetings:
    """The meetings' own timeline, which tells keys whole."""

    def __init__(self, _subject: str) -> None:
        self._timeline = meeting.Timeline()

    def hold(self, reports: Iterable[Report]) -> None:
        self._timeline.hold(reports)

    def drop(self, reports: Iterable[Report]) -> None:
        self._timeline.drop(reports)

    def changes(self) -> dict[str, Changed]:
        return {key: Changed(FIRST_MOMENT, found) for key, found in self._timeline.changes().items()}


def _kind(module: ModuleType, rectangles: Rectangles, unfold: Callable[[str], Unfolding] | None = None) -> Kind:
    name = module.__name__.rpartition(".")[2]

    def by_moment(subject: str) -> Unfolding:
        return ByMoment(partial(rectangles, subject))

    return Kind(name, module.subjects, module.inputs, module.resolve, rectangles, unfold or by_moment)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(_kind(module, _by_moment(module)) for module in (membership, negotiation, position, office)),
        _kind(tariff, tariff.rectangles, tariff.Unfolding),
        _kind(meeting, _meetings, _Meetings),
    )
}


def kind_of_subject(subject: str) -> Kind:
    """The kind that a subject or key belongs to: the word before its first colon."""
    return KINDS[subject.partition(":")[0]]


def subject_of(claim: Claim) -> str:
    """The home subject of a claim."""
    (subject,) = KINDS[kind_of(claim)].subjects(claim)
    return subject
