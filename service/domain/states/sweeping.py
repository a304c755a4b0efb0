"""
The sweep: which notice decides each day.

Stretches are disjoint and sorted; what was seen on a day outranks what is only assumed of it, and a plan holds from
its day on until something newer is seen.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from service.domain.spans import FIRST_DAY, LAST_DAY, Certainty, Standing
from service.domain.states.notices import ONE_DAY, Notice, Vocabulary

SOLE_REPORT = "sole-report"
OBSERVED_OUTRANKS_ASSUMED = "observed-outranks-assumed"
MORE_PRECISE_DATE = "more-precise-date"
LATER_PUBLICATION = "later-publication"
REVIEW_OUTRANKS = "review-outranks"
NOTHING_NEWER = "nothing-newer-reported"
ANNOUNCED_DATE = "announced-date-presumed"
SOURCES_DISAGREE = "sources-disagree"
SETTLED_LATER = "settled-by-later-report"
WITHIN_WINDOW = "within-start-window"
POSSIBLY_BACK = "undated-possibly-back"
IMPLIED = "implied-by-what-followed"
NARROW_DAYS = 31
"""A start window up to here tells more about its days than the older state, which is only assumed on them."""
MEMORY = timedelta(days=366)
"""So far back an undated state may reach where nothing older says otherwise."""


class Stretch(NamedTuple):
    """A state from *since* to before *until*, with the notice that decides it and those that contest it."""

    since: date
    until: date
    notice: Notice
    rule: str
    standing: Standing = "observed"
    certainty: Certainty = "certain"
    losers: tuple[Notice, ...] = ()


def timeline(notices: Sequence[Notice], vocabulary: Vocabulary) -> tuple[list[Stretch], list[Notice]]:
    """The stretches of all days on which something is known to hold, and the plans that stand."""
    seen = [notice for notice in notices if not notice.scheduled]
    observed = _contests(_observed(seen), seen, vocabulary)
    plans = _standing_plans(notices, vocabulary)
    filled = _assumed(observed, plans)
    return _fuzzy(filled), plans


def _rank(notice: Notice) -> tuple[object, ...]:
    """Rule 4 among notices that see the same day; the greatest wins."""
    return (notice.report.review is not None, not notice.implied, -notice.width_days, notice.order)


class _Entry:
    """A notice in a heap of which the best comes first."""

    __slots__ = ("notice", "rank")

    def __init__(self, notice: Notice) -> None:
        self.notice, self.rank = notice, _rank(notice)

    def __lt__(self, other: _Entry) -> bool:
        return self.rank > other.rank


def _observed(notices: Iterable[Notice]) -> list[Stretch]:
    """Who is seen on which day: a sweep over the days on which a notice begins or ceases to see."""
    starting = sorted(notices, key=lambda notice: (notice.last, notice.order))
    days = sorted({n.last for n in starting} | {n.through + ONE_DAY for n in starting})
    heaps: dict[str, list[_Entry]] = {}
    stretches: list[Stretch] = []
    position = 0
    for day, end in pairwise(days):
        while position < len(starting) and starting[position].last <= day:
            entry = _Entry(starting[position])
            heapq.heappush(heaps.setdefault(entry.notice.state, []), entry)
            position += 1
        tops: list[_Entry] = []
        for heap in heaps.values():
            while heap and heap[0].notice.through < day:
                heapq.heappop(heap)
            if heap:
                tops.append(heap[0])
        if tops:
            tops.sort()
            winner = tops[0].notice
            held = stretches[-1].notice if stretches else None
            losers = tuple(entry.notice for entry in tops[1:])
            stretches.append(Stretch(day, end, winner, _why(winner, losers, held), losers=losers))
    return stretches


def _why(winner: Notice, losers: Sequence[Notice], held: Notice | None) -> str:
    if winner.report.review is not None:
        return REVIEW_OUTRANKS
    if winner.implied:
        return IMPLIED
    if losers:
        return MORE_PRECISE_DATE if winner.width_days < losers[0].width_days else LATER_PUBLICATION
    return SOLE_REPORT if held is None or held.state == winner.state else OBSERVED_OUTRANKS_ASSUMED


def _contests(stretches: Iterable[Stretch], notices: Sequence[Notice], vocabulary: Vocabulary) -> list[Stretch]:
    """Rule 6: keeps as losers only the sources that disagree about the same observed day and are not settled."""
    result = []
    for stretch in stretches:
        against = [n for n in stretch.losers if _disagree(stretch, n, vocabulary)]
        if not against or stretch.notice.report.review is not None:
            result.append(stretch._replace(losers=()))
            continue
        settled = _settled(stretch.notice, against[0], notices, vocabulary)
        if settled is None:
            result.append(stretch._replace(losers=tuple(against), rule=SOURCES_DISAGREE))
        else:
            result.append(stretch._replace(notice=settled, losers=(), rule=SETTLED_LATER))
    return result


def _disagree(stretch: Stretch, other: Notice, vocabulary: Vocabulary) -> bool:
    winner = stretch.notice
    if winner.implied or other.implied or not (winner.day == other.day == stretch.since):
        return False
    one, two = sorted((winner, other), key=lambda notice: notice.order)
    families = vocabulary.family(one.state), vocabulary.family(two.state)
    if families[0] == families[1]:
        return False
    if winner.report.story == other.report.story:
        return vocabulary.cancels(*families) and vocabulary.cancels(*reversed(families))
    return not vocabulary.follows(*families)


def _settled(winner: Notice, loser: Notice, notices: Sequence[Notice], vocabulary: Vocabulary) -> Notice | None:
    """The side that the first telling later report takes, None where none does."""
    sides = ((winner, loser), (loser, winner))
    for later in sorted(notices, key=lambda notice: notice.order):
        if later.day <= winner.day or later.implied:
            continue
        for side, other in sides:
            if vocabulary.family(later.state) != vocabulary.family(side.state):
                continue
            if later.dated and later.last <= winner.day:
                return side
            if later.dated and later.first and later.first > winner.day:
                return other
            if not later.dated and vocabulary.follows(vocabulary.family(side.state), vocabulary.family(other.state)):
                return side
    return None


def _standing_plans(notices: Sequence[Notice], vocabulary: Vocabulary) -> list[Notice]:
    """The scheduled notices that nothing newer replaces, cancels or contradicts, by the day on which they begin."""
    ordered = sorted(notices, key=lambda notice: notice.order)
    plans: list[Notice] = []
    for index, plan in enumerate(ordered):
        if plan.scheduled and not any(_ends(later, plan, vocabulary) for later in ordered[index + 1 :]):
            plans.append(plan)
    return sorted(plans, key=lambda plan: (plan.last, plan.order))


def _ends(later: Notice, plan: Notice, vocabulary: Vocabulary) -> bool:
    if later.report.story == plan.report.story:
        return False
    if later.scheduled:
        return later.state == plan.state
    if later.implied or later.state == plan.state:
        return False
    families = vocabulary.family(later.state), vocabulary.family(plan.state)
    if vocabulary.cancels(*families):
        came_after = later.dated and later.first is not None and later.first > plan.last
        if came_after and (vocabulary.follows(*reversed(families)) or not vocabulary.cancels(*reversed(families))):
            return False  # The plan's day had come by then.
        return later.last > plan.day or later.seen_on_the_day
    seen_after = later.seen_on_the_day and later.day >= plan.last
    return seen_after and not vocabulary.follows(vocabulary.family(plan.state), vocabulary.family(later.state))


def _assumed(observed: Sequence[Stretch], plans: Sequence[Notice]) -> list[Stretch]:
    """Fills the days after each observed stretch, and lets plans begin on their days."""
    result: list[Stretch] = []
    first = observed[0].since if observed else LAST_DAY
    result += _planned([plan for plan in plans if plan.last < first], first)
    for index, stretch in enumerate(observed):
        result.append(stretch)
        end = observed[index + 1].since if index + 1 < len(observed) else LAST_DAY
        inside = [plan for plan in plans if stretch.until <= plan.last < end and plan.state != stretch.notice.state]
        stop = inside[0].last if inside else end
        if stretch.until < stop and stretch.notice.ended is None:
            # Seen before and after with nothing else between, it has been so all the while.
            bridged = end < LAST_DAY and not inside and observed[index + 1].notice.state == stretch.notice.state
            standing: Standing = "observed" if bridged else "assumed"
            rule = stretch.rule if stretch.losers or bridged else NOTHING_NEWER
            result.append(stretch._replace(since=stretch.until, until=stop, rule=rule, standing=standing))
        result += _planned(inside, end)
    return result


def _planned(plans: Sequence[Notice], end: date) -> list[Stretch]:
    result = []
    for index, plan in enumerate(plans):
        until = plans[index + 1].last if index + 1 < len(plans) else end
        if plan.last < until:
            result.append(Stretch(plan.last, until, plan, ANNOUNCED_DATE, standing="scheduled"))
    return result


def _fuzzy(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The days on which a state may already have begun: between the first and the last day of its start."""
    result: list[Stretch] = []
    for stretch in stretches:
        before = result[-1] if result else None
        fresh = before is None or before.notice.state != stretch.notice.state or before.until < stretch.since
        if fresh and stretch.standing != "assumed":
            _open(result, stretch)
        result.append(stretch)
    return result


def _open(result: list[Stretch], stretch: Stretch) -> None:
    """Puts before *stretch* the days on which it is possible, out of those that are free or only assumed."""
    notice = stretch.notice
    before = result[-1] if result else None
    free_from = before.until if before else FIRST_DAY
    rule = WITHIN_WINDOW if notice.dated else POSSIBLY_BACK
    standing: Standing = stretch.standing if notice.dated else "assumed"
    early = notice.first or stretch.since - min(MEMORY, stretch.since - FIRST_DAY)
    if before and before.until == stretch.since and before.standing != "observed":
        begin = max(before.since, early)
        if begin >= stretch.since:
            return
        narrow = notice.dated and notice.width_days <= NARROW_DAYS and not notice.scheduled
        result.pop()
        if before.since < begin:
            result.append(before._replace(until=begin))
        if narrow:
            result.append(Stretch(begin, stretch.since, notice, rule, standing, "possible"))
        else:
            result.append(before._replace(since=begin, certainty="possible"))
        return
    begin = max(free_from, early)
    if begin < stretch.since and (before is None or before.until < stretch.since):
        result.append(Stretch(begin, stretch.since, notice, rule, standing, "possible"))
