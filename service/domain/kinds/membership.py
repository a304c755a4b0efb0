"""
Memberships: how a party stands to an initiative, from the first invitation to the last day.

The subject and the key are one: `membership:<slug>:<member>`. An article that sees an earlier stage denies a later
one that older articles reported; who left on a day was a member until it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from service.domain.claims import Claim, MembershipClaim
from service.domain.errors import InvalidClaim
from service.domain.initiatives import name_of, slug_of
from service.domain.reports import Report, counting
from service.domain.spans import Span
from service.domain.states import ONE_DAY, File, Notice, Roll, Vocabulary, implied, is_to_come, read, scheduled, window

_STATE = {"joined": "member"}
_FAMILY = {
    "applied": "outside", "invited": "outside", "expected_to_join": "outside",
    "observer": "beside", "partner": "beside",
}  # fmt: skip
_STAGE = {"outside": 1, "beside": 2, "declined": 3, "member": 4, "suspended": 5, "leaving": 5, "left": 6}
_EARLIER = frozenset({"applied", "invited", "expected_to_join", "observer", "partner", "declined"})
_PROSPECTS = {"expected_to_join": "joined", "leaving": "left"}
_BEFORE_COMING = {"joined": "expected_to_join", "member": "expected_to_join", "left": "leaving"}


def _state(status: str) -> str:
    return _STATE.get(status, status)


def _family(state: str) -> str:
    return _FAMILY.get(state, state)


def _follows(earlier: str, later: str) -> bool:
    """What can come after what on one day; nobody declines what he has joined, or is invited to it."""
    if later == "declined":
        return earlier in ("outside", "beside")
    return _STAGE[later] > _STAGE[earlier] or (earlier, later) == ("left", "outside")


def _denies(state: str, other: str) -> bool:
    return state in _EARLIER and other in ("member", "suspended", "leaving")


def _cancels(state: str, plan: str) -> bool:
    return (state, plan) in {("declined", "member"), ("left", "member"), ("member", "declined"), ("suspended", "left")}


VOCABULARY = Vocabulary(
    state_of=_state,
    stage=lambda status: _STAGE[_family(_state(status))],
    family=_family,
    lasting=frozenset({"joined", "member", "suspended", "leaving", "left", "declined"}),
    starts=frozenset({"member", "left"}),
    follows=_follows,
    denies=_denies,
    cancels=_cancels,
    yields=lambda state, other: state == "member" and other == "leaving",
    told_of_past=frozenset({"applied", "invited"}),
)


def subjects(claim: Claim) -> tuple[str, ...]:
    """The one home subject: `membership:<slug>:<member>`."""
    if not isinstance(claim, MembershipClaim):
        raise InvalidClaim(f"a membership claim was expected, not {type(claim).__name__}")
    return (f"membership:{slug_of(claim.initiative)}:{claim.member}",)


def inputs(subject: str) -> tuple[str, ...]:
    """A membership depends on its own claims alone."""
    return (subject,)


def resolve(subject: str, reports: Sequence[Report], known_by: datetime) -> tuple[Span, ...]:
    """
    How the member stands to the initiative on each day, as published by *known_by*.

    Spans are disjoint and sorted; days on which nothing is known to hold have none. The order of *reports* never
    matters.
    """
    roll = Memberships(subject)
    roll.take(counting(reports, known_by))
    return roll.all()


class Memberships(Roll):
    """What is told of one membership."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        _, self._slug, self._member = subject.split(":")
        self._known = name_of(self._slug)
        self._names: set[str] = set()
        self._leaving: _Leaving | None = None

    def names(self, report: Report) -> str:
        """The initiative as it is printed."""
        return _claim(report).initiative

    def knows(self, report: Report) -> bool:
        """The names under which the initiative is printed place nothing."""
        self._names.add(_claim(report).initiative)
        return True

    def is_apart(self, _report: Report) -> bool:
        """A known initiative is shown by its own name."""
        return self._known is not None

    def file(self, report: Report, told: datetime) -> str:
        """All of it is about the one key."""
        return self.filed(self.subject, report, _notices(report, told))

    def answers(self, key: str, file: File) -> tuple[Span, ...]:
        """How the member stands to the initiative."""
        name = self._known or max(self._names, key=lambda text: (len(text), text))

        def describe(notice: Notice) -> dict[str, Any]:
            claim = _claim(notice.report)
            own = claim.status == notice.status
            return {
                "member": self._member,
                "initiative": name,
                "initiative_slug": self._slug,
                "status": notice.status,
                "date": claim.date if own else None,
            }

        told = [*self._member_until(file), *file.notices]
        return file.course.spans(key, told, VOCABULARY, describe, (name,))

    def _member_until(self, file: File) -> Iterable[Notice]:
        """Who is first told to be about to leave, without a day on which that began, was a member the day before."""
        if self._leaving is None or self._leaving.file is not file:
            self._leaving = _Leaving(file)
        return self._leaving.implied()


class _Leaving:
    """What the first word of leaving implies, gone on with as more is told."""

    def __init__(self, file: File) -> None:
        self.file = file
        self._read = 0
        self._first: Notice | None = None
        self._implied: list[Notice] = []

    def implied(self) -> list[Notice]:
        """That it was a member the day before, if nothing else is told of that."""
        before = self._first
        for notice in self.file.notices[self._read :]:
            if notice.state in ("leaving", "left") and not notice.scheduled:
                self._first = min(self._first or notice, notice, key=lambda each: (each.last, each.order))
        self._read = len(self.file.notices)
        first = self._first
        if first is not before and first is not None:
            day = first.day - ONE_DAY
            implied = replace(
                first, state="member", status="member", last=day, through=day, implied=True, seen_on_the_day=False
            )
            self._implied = [implied] if first.state == "leaving" and not first.dated else []
        return self._implied


def _claim(report: Report) -> MembershipClaim:
    assert isinstance(report.claim, MembershipClaim)
    return report.claim


def _notices(report: Report, told: datetime) -> Iterable[Notice]:
    """What one claim tells: its own state, the state that it announces, and what must have held before."""
    claim = _claim(report)
    status, text = claim.status, claim.date
    if is_to_come(text, told) or (status in _PROSPECTS and _may_come(text, told)):
        assert text is not None
        target = _PROSPECTS.get(status, status)
        if status not in ("invited", "declined"):
            yield scheduled(report, target, text, told, VOCABULARY)
        before = _BEFORE_COMING.get(target, status if status == "invited" else None)
        if before is not None:
            yield read(report, before, None, told, VOCABULARY)
        return
    own = read(report, status, text, told, VOCABULARY)
    yield own
    if status in ("left", "leaving", "suspended") and own.dated:
        past = implied(own, "member", VOCABULARY)
        if past is not None:
            yield past
    if own.ended is not None and own.state == "member":
        yield read(report, "left", own.ended.isoformat(), told, VOCABULARY)


def _may_come(text: str | None, told: datetime) -> bool:
    """Whether the coming event may still lie ahead: "expected to join in February", printed on the tenth."""
    _, last, _ = window(text)
    return last is not None and last != date.max and last > told.date()
