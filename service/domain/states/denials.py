"""
Denials: an article that sees an earlier stage denies the later ones that older articles told (rule 13).

What an analyst confirmed is never denied, and an article that is itself refuted denies nothing. Each step costs no
more than sorting, however many reports there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import NamedTuple

from service.domain.states.notices import ONE_DAY, Notice, Vocabulary


class Denials:
    """
    Which of the notices that were shown last are denied.

    Where every article that can deny something was published before what it could deny, none is. What is told after all
    of them, and refutes none, is not denied either.
    """

    def __init__(self) -> None:
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._held: list[Notice] = []
        self._reviewed = False
        self._first: dict[str, datetime] = {}
        self._last: dict[str, datetime] = {}
        self._found: Found | None = None

    def show(self, notices: Sequence[Notice], vocabulary: Vocabulary) -> tuple[list[Notice], frozenset[str]]:
        """The notices that no later article denies, and the claims whose denial decided something."""
        assert vocabulary.denies is not None
        known = len(self._held)
        if notices[:known] != self._held:
            self._begin_anew()
            known = 0
        self._held = list(notices)
        new = self._held[known:]
        states = set(self._first)
        for notice in new:
            self._reviewed = self._reviewed or notice.report.review is not None
            self._first[notice.state] = min(notice.told, self._first.get(notice.state, notice.told))
            if notice.seen_on_the_day:
                self._last[notice.state] = max(notice.told, self._last.get(notice.state, notice.told))
        idle = not self._reviewed and not any(
            last > first and vocabulary.denies(state, other)
            for state, last in self._last.items()
            for other, first in self._first.items()
        )
        if idle:
            return list(notices), frozenset()
        if self._found is not None and not self._reviewed and all(self._is_aside(n, states, vocabulary) for n in new):
            self._found.kept.extend(new)
        else:
            self._found = without_denied(notices, vocabulary)
        return self._found.kept.copy(), self._found.denying

    def _is_aside(self, notice: Notice, states: Iterable[str], vocabulary: Vocabulary) -> bool:
        """Whether a notice is told after all that can deny it, and neither denies anything nor refutes who does."""
        assert self._found is not None
        denies = vocabulary.denies
        assert denies is not None
        if notice.state not in states or (notice.seen_on_the_day and any(denies(notice.state, s) for s in states)):
            return False
        if any(last >= notice.told and any(denies(state, s) for s in states) for state, last in self._last.items()):
            return False
        return not notice.dated or not any(
            notice.last <= denier.day < notice.day and denies(denier.state, notice.state)
            for denier in self._found.deniers
        )


class Found(NamedTuple):
    """The notices that no later article denies, the claims whose denial decided something, and who is not refuted."""

    kept: list[Notice]
    denying: frozenset[str]
    deniers: Sequence[Notice]


def without_denied(notices: Sequence[Notice], vocabulary: Vocabulary) -> Found:
    """
    The notices that no later article denies, and the claims whose denial decided something.

    An article that sees an earlier stage on its own day denies later stages that older stories told to have begun by
    then, unless a later article dates such a stage to that day or before. One alone of a stage that is also told of the
    past denies nothing that several stories saw.
    """
    assert vocabulary.denies is not None
    states = {notice.state for notice in notices}
    denied_by = {a: frozenset(b for b in states if vocabulary.denies(a, b)) for a in states}
    by_state: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_state[notice.state].append(notice)
    refuters = {state: _Refuters(by_state[state]) for state in set().union(*denied_by.values())}
    deniers = [
        notice
        for state, denied in denied_by.items()
        for notice in (by_state[state] if denied else ())
        if notice.seen_on_the_day and not any(refuters[other].refute(notice) for other in denied)
    ]
    passing = _passing(deniers, [n for state in refuters for n in by_state[state]], vocabulary)
    standing = deniers
    deniers = [denier for denier in deniers if denier.report.claim_id not in passing]
    last = _last_denials(deniers, denied_by)
    kept = [
        notice
        for notice in notices
        if notice.report.claim_id not in passing
        and not (notice.state in last and _denied(notice, last[notice.state]))
        and not any(refuters[s].overrule(notice) for s in denied_by[notice.state])
    ]
    first = {state: _first_begun(by_state[state]) for state in last}
    used = (n for n in deniers if any(_reaches(n, first[state]) for state in denied_by[n.state]))
    return Found(kept, frozenset(notice.report.claim_id for notice in used), standing)


def _passing(deniers: Iterable[Notice], denied: Iterable[Notice], vocabulary: Vocabulary) -> frozenset[str]:
    """The claims that tell of the past in passing: one story's word on such a stage, against what several saw."""
    telling = [n for n in deniers if n.report.review is None and n.state in vocabulary.told_of_past]
    if not telling:
        return frozenset()
    stories = {n.report.story: n.told for n in denied if not n.scheduled and not n.implied}
    several = sorted(stories.values())[1:2]
    alone: dict[str, list[Notice]] = defaultdict(list)
    for denier in telling:
        if several and several[0] < denier.told:
            alone[denier.report.story].append(denier)
    if len(alone) > 1:
        return frozenset()
    return frozenset(denier.report.claim_id for told_alone in alone.values() for denier in told_alone)


class _Refuters:
    """The later articles that date a state, by its day: who says that it had begun by then?"""

    def __init__(self, told: Iterable[Notice]) -> None:
        dated = sorted((n.last, _told_on(n)) for n in told if (n.dated or n.report.review) and not n.scheduled)
        self.days = [last for last, _ in dated]
        self.latest = list(accumulate((told_on for _, told_on in dated), max))
        self.confirmed = min((last for last, told_on in dated if told_on == date.max), default=date.max)

    def refute(self, denier: Notice) -> bool:
        begun = bisect_right(self.days, denier.day)
        return denier.report.review is None and begun > 0 and self.latest[begun - 1] > denier.day

    def overrule(self, notice: Notice) -> bool:
        """Whether an article would deny what an analyst confirmed."""
        return notice.seen_on_the_day and notice.report.review is None and self.confirmed <= notice.day


def _told_on(notice: Notice) -> date:
    return date.max if notice.report.review is not None else notice.day


def _needs(notice: Notice) -> date:
    """The first day on which an article can deny *notice*: after its publication, and not before its start."""
    return max(notice.day + ONE_DAY, notice.last)


def _last_denials(deniers: Iterable[Notice], denied_by: Mapping[str, frozenset[str]]) -> dict[str, list[Notice]]:
    """For each denied state, the last denier and the last one of another article."""
    last: dict[str, list[Notice]] = defaultdict(list)
    for denier in sorted(deniers, key=lambda notice: (notice.day, notice.order), reverse=True):
        for state in denied_by[denier.state]:
            held = last[state]
            if len(held) < 2 and all(n.report.article_id != denier.report.article_id for n in held):
                held.append(denier)
    return last


def _denied(notice: Notice, deniers: Sequence[Notice]) -> bool:
    return notice.report.review is None and any(
        denier.day > notice.day and denier.day >= notice.last and denier.report.article_id != notice.report.article_id
        for denier in deniers
    )


def _first_begun(told: Iterable[Notice]) -> list[Notice]:
    """The notice that can be denied first, and the first one of another article."""
    held: list[Notice] = []
    for notice in sorted(told, key=lambda each: (_needs(each), each.order)):
        if len(held) < 2 and all(n.report.article_id != notice.report.article_id for n in held):
            held.append(notice)
    return held


def _reaches(denier: Notice, first: Iterable[Notice]) -> bool:
    return any(_needs(n) <= denier.day and n.report.article_id != denier.report.article_id for n in first)
