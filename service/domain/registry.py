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

from service.domain import states
from service.domain.claims import Claim, kind_of
from service.domain.identity import Decision, Identities
from service.domain.kinds import meeting, membership, negotiation, office, position, tariff
from service.domain.meetings.verdicts import FIRST_MOMENT
from service.domain.reports import Report
from service.domain.spans import Rectangle, Span
from service.domain.unfolding import Changed, Changes, Unfolding

RESOLVER_VERSION = "5"
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


def _states(module: ModuleType, roll: Callable[[str], states.Roll]) -> Kind:
    """A kind whose subjects are resolved from rolls of what counts at one moment after the other."""

    def over_time(subject: str, reports: Sequence[Report], since: datetime | None) -> tuple[Rectangle, ...]:
        return states.rectangles(partial(roll, subject), reports, since)

    def unfold(subject: str) -> Unfolding:
        return states.Unfolding(partial(roll, subject))

    return _kind(module, over_time, unfold)


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

    def changes(self, since: datetime | None = None) -> Changes:  # noqa: ARG002 (tells keys whole)
        return {key: (Changed(FIRST_MOMENT, found),) for key, found in self._timeline.changes().items()}


def _kind(module: ModuleType, rectangles: Rectangles, unfold: Callable[[str], Unfolding]) -> Kind:
    name = module.__name__.rpartition(".")[2]
    return Kind(name, module.subjects, module.inputs, module.resolve, rectangles, unfold)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _states(membership, membership.Memberships),
        _states(negotiation, negotiation.Negotiations),
        _states(position, position.Positions),
        _states(office, office.Offices),
        _kind(tariff, tariff.rectangles, tariff.Unfolding),
        _kind(meeting, _meetings, _Meetings),
    )
}


class Judged:
    """
    A kind's answers with what analysts decided on identity, in the order in which they decided.

    Meetings take decisions as they resolve; of the other kinds one subject takes the claims of those merged into it.
    A duty's parties are no matter of opinion: decisions on tariffs change nothing.
    """

    def __init__(self, kind: Kind, decisions: Sequence[Decision] = ()) -> None:
        self.kind = kind
        self._decisions = decisions
        self.identities = Identities(decisions if kind.name not in ("meeting", "tariff") else ())

    @property
    def is_decided(self) -> bool:
        """Whether any decision bears on the answers."""
        return bool(self._decisions) and self.kind.name != "tariff"

    def inputs(self, subject: str) -> tuple[str, ...]:
        """All home subjects that bear on *subject*."""
        return self.identities.homes(self.kind.inputs(subject))

    def rectangles(
        self, subject: str, reports: Sequence[Report], since: datetime | None = None
    ) -> tuple[Rectangle, ...]:
        """The answers of *subject*, from the reports of all its `inputs`; as `Kind.rectangles`."""
        if self.kind.name == "meeting" and self._decisions:
            verdicts = [meeting.Verdict(each.keys, each.same, each.decided_at) for each in self._decisions]
            found = meeting.rectangles(reports, verdicts)
            return found if since is None else tuple(each for each in found if each.known_until > since)
        if self._decisions and self.kind.name != "tariff":
            at_home = ((subject_of(report.claim), report) for report in reports)
            reports = self.identities.counted(subject, self.kind.inputs(subject), at_home)
        return self.kind.rectangles(subject, reports, since)


def kind_of_subject(subject: str) -> Kind:
    """The kind that a subject or key belongs to: the word before its first colon."""
    return KINDS[subject.partition(":")[0]]


def subject_of(claim: Claim) -> str:
    """The home subject of a claim."""
    (subject,) = KINDS[kind_of(claim)].subjects(claim)
    return subject
