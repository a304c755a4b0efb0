"""
Disputed starts: sources that date one transition to days that exclude each other.

The days between the two starts are contested (rules 6 and 19); a later report that dates it like an earlier story
settles it, and what it refutes is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from service.domain.states.notices import Notice, Vocabulary
from service.domain.states.sweeping import SOURCES_DISAGREE, Stretch

PRECISE_DAYS = 31
"""Only starts told to the month or closer can exclude each other."""


class Dispute(NamedTuple):
    """On the days from *since* to before *until* the *later* notice says that its state had not begun."""

    state: str
    since: date
    until: date
    later: Notice


class Starts:
    """
    Which of the notices that were shown last date a start, state by state.

    Where all windows of a state's starts have a day in common there is nothing to settle.
    """

    def __init__(self) -> None:
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._held: list[Notice] = []
        self._dated: dict[str, list[Notice]] = defaultdict(list)
        self._common: dict[str, tuple[date, date]] = {}

    def show(self, notices: Sequence[Notice], vocabulary: Vocabulary) -> tuple[list[Notice], list[Dispute]]:
        """The notices that no later report refutes, and the disputes about starts that remain."""
        known = len(self._held)
        if notices[:known] != self._held:
            self._begin_anew()
            known = 0
        self._held = list(notices)
        for notice in self._held[known:]:
            precise = notice.dated and not notice.scheduled and not notice.implied and notice.width_days <= PRECISE_DAYS
            if precise and notice.first is not None and notice.state in vocabulary.starts:
                self._dated[notice.state].append(notice)
                first, last = self._common.get(notice.state, (notice.first, notice.last))
                self._common[notice.state] = max(first, notice.first), min(last, notice.last)
        apart = {state: self._dated[state] for state, (first, last) in self._common.items() if first > last}
        return _settle(self._held, apart) if apart else (list(notices), [])


def _settle(notices: Sequence[Notice], starts: Mapping[str, list[Notice]]) -> tuple[list[Notice], list[Dispute]]:
    """What is left of *notices* where the *starts* of states are told apart."""
    refuted: set[str] = set()
    disputes: list[Dispute] = []
    for state, dated in starts.items():
        others = [n for n in notices if n.state != state and not n.scheduled and not n.implied]
        for told in _transitions(dated, others):
            side = _settled(told)
            if side is not None:
                refuted |= {n.report.claim_id for n in told if not _overlap(n, side)}
            else:
                disputes += _between(state, told)
    kept = [n for n in notices if n.implied or n.scheduled or not n.dated or n.report.claim_id not in refuted]
    return kept, disputes


def contested(stretches: Iterable[Stretch], disputes: Sequence[Dispute]) -> Iterator[Stretch]:
    """The stretches, cut where a dispute about their start begins and ends."""
    ordered = sorted(disputes, key=lambda each: (each.since, each.until))
    for stretch in stretches:
        rest = stretch
        for dispute in ordered:
            same = dispute.state == rest.notice.state and rest.standing == "observed" and rest.certainty == "certain"
            since, until = max(rest.since, dispute.since), min(rest.until, dispute.until)
            if not same or since >= until:
                continue
            if rest.since < since:
                yield rest._replace(until=since)
            losers = (*rest.losers, dispute.later)
            yield rest._replace(since=since, until=until, rule=SOURCES_DISAGREE, losers=losers)
            rest = rest._replace(since=until)
            if rest.since >= rest.until:
                break
        if rest.since < rest.until:
            yield rest


def _transitions(dated: Sequence[Notice], others: Sequence[Notice]) -> Iterator[list[Notice]]:
    """The starts that can be one transition: nothing else was seen to hold between them."""
    seen = sorted((n.last, n.through) for n in others)
    days = [last for last, _ in seen]
    latest = list(accumulate((through for _, through in seen), max))
    run: list[Notice] = []
    for notice in sorted(dated, key=lambda n: (n.last, n.order)):
        before = bisect_left(days, notice.last)
        if run and before and latest[before - 1] > run[-1].last:
            yield run
            run = []
        run.append(notice)
    if run:
        yield run


def _settled(told: Sequence[Notice]) -> Notice | None:
    """A start that an analyst confirms, or that the latest report shares with an earlier story; None without either."""
    reviewed = [notice for notice in told if notice.report.review is not None]
    if reviewed:
        return max(reviewed, key=lambda notice: notice.order)
    latest = max(told, key=lambda notice: notice.order)
    agreed = [n for n in told if n.report.story != latest.report.story and _overlap(n, latest)]
    return latest if agreed else None


def _between(state: str, told: Sequence[Notice]) -> Iterator[Dispute]:
    first = told[0]
    for later in told[1:]:
        if later.first is not None and later.first > first.last:
            yield Dispute(state, first.last, later.first, later)


def _overlap(a: Notice, b: Notice) -> bool:
    assert a.first is not None
    assert b.first is not None
    return a.first <= b.last and b.first <= a.last
