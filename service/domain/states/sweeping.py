"""
The sweep: which notice decides each day.

Stretches are disjoint and sorted; what was seen on a day outranks what is only assumed of it, and a plan holds from
its day on until something newer is seen. Days that one state is seen on without a break are one stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from service.domain.spans import FIRST_DAY, LAST_DAY, Certainty, Standing
from service.domain.states.notices import Notice, Vocabulary
from service.domain.states.pieces import Pieces, Tops

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


Alike = Callable[[Notice, Notice], bool]
"""Whether two notices of one state are told by the same words, of those of which each day shows its own."""


class Stretch(NamedTuple):
    """
    A state from *since* to before *until*, with the notice that decides its last day and those that contest it.

    Where several notices decide it one after the other, they are its *run*.
    """

    since: date
    until: date
    notice: Notice
    rule: str
    standing: Standing = "observed"
    certainty: Certainty = "certain"
    losers: tuple[Notice, ...] = ()
    run: Sequence[Notice] = ()

    @property
    def opening(self) -> Notice:
        """The notice that decides its first day."""
        return self.run[0] if self.run else self.notice


class Told(NamedTuple):
    """All that stretches are made from: who sees which day, the plans that stand, and whether two tell the same."""

    pieces: Pieces
    notices: Sequence[Notice]
    plans: Sequence[Notice]
    vocabulary: Vocabulary
    alike: Alike


def timeline(told: Told, *, joined: bool) -> list[Stretch]:
    """
    The stretches of all days on which something is known to hold.

    Without *joined* each day on which somebody begins or ceases to see a state is the first one of a stretch.
    """
    return _fuzzy(_assumed(_observed(told, joined=joined), told.plans))


def _observed(told: Told, *, joined: bool) -> list[Stretch]:
    """Who is seen on which day; as losers only the sources that disagree about it and are not settled (rule 6)."""
    stretches: list[Stretch] = []
    pieces, plans = told.pieces, told.plans
    next_plan = min((plan.last for plan in plans), default=LAST_DAY)
    since, run = LAST_DAY, list[Notice]()
    before: Tops | None = None
    for place, (day, until, tops) in enumerate(zip(pieces.since, pieces.until, pieces.tops, strict=True)):
        if (
            tops is before
            and joined
            and run
            and len(tops) == 1
            and day == pieces.until[place - 1]
            and until <= next_plan
        ):
            continue
        before, winner = tops, tops[0].notice
        quarrel = len(tops) > 1 and winner.day == day and _quarrel(told, place)
        if run:
            last = run[-1]
            end = pieces.until[place - 1]
            if (
                joined
                and not quarrel
                and winner.state == last.state
                and (end == day or last.ended is None)
                and not (until > next_plan and _breaks(plans, winner, end, until))
                and (winner is last or told.alike(last, winner))
            ):
                if winner is not last:
                    run.append(winner)
                continue
            stretches.append(_stretch(pieces, since, place - 1, run))
            run = []
        if quarrel:
            stretches.append(quarrel)
        else:
            since, run = day, [winner]
    if run:
        stretches.append(_stretch(pieces, since, len(pieces.since) - 1, run))
    return stretches


def _breaks(plans: Sequence[Notice], winner: Notice, end: date, until: date) -> bool:
    """Whether another state is planned to begin on one of some days."""
    return any(end <= plan.last < until and plan.state != winner.state for plan in plans)


def _stretch(pieces: Pieces, since: date, place: int, run: list[Notice]) -> Stretch:
    """What *run* tells from *since* up to the end of a piece."""
    return Stretch(since, pieces.until[place], run[-1], _why(pieces, place), run=run)


def _why(pieces: Pieces, place: int) -> str:
    tops = pieces.tops[place]
    winner = tops[0].notice
    if winner.report.review is not None:
        return REVIEW_OUTRANKS
    if winner.implied:
        return IMPLIED
    if len(tops) > 1:
        return MORE_PRECISE_DATE if winner.width_days < tops[1].notice.width_days else LATER_PUBLICATION
    held = pieces.tops[place - 1][0] if place else None
    return SOLE_REPORT if held is None or held.state == winner.state else OBSERVED_OUTRANKS_ASSUMED


def _quarrel(told: Told, place: int) -> Stretch | None:
    """A piece on which sources disagree, or that a later one settles; None where nobody contests the winner."""
    tops: Tops = told.pieces.tops[place]
    winner = tops[0].notice
    since, until = told.pieces.since[place], told.pieces.until[place]
    against = tuple(seen.notice for seen in tops[1:] if _disagree(winner, seen.notice, told.vocabulary))
    if not against or winner.report.review is not None:
        return None
    settled = _settled(winner, against[0], told.notices, told.vocabulary)
    if settled is None:
        return Stretch(since, until, winner, SOURCES_DISAGREE, losers=against)
    return Stretch(since, until, settled, SETTLED_LATER)


def _disagree(winner: Notice, other: Notice, vocabulary: Vocabulary) -> bool:
    """Whether two tell different things of the day on which both were published, which *winner* is told of."""
    if winner.implied or other.implied or winner.day != other.day:
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


def _assumed(observed: Sequence[Stretch], plans: Sequence[Notice]) -> list[Stretch]:
    """Fills the days after each observed stretch, and lets plans begin on their days."""
    result: list[Stretch] = []
    first = observed[0].since if observed else LAST_DAY
    if plans:
        result += _planned([plan for plan in plans if plan.last < first], first)
    for index, stretch in enumerate(observed):
        result.append(stretch)
        end = observed[index + 1].since if index + 1 < len(observed) else LAST_DAY
        if stretch.until == end:
            continue
        state, until = stretch.notice.state, stretch.until
        inside = [plan for plan in plans if until <= plan.last < end and plan.state != state] if plans else []
        stop = inside[0].last if inside else end
        if until < stop and stretch.notice.ended is None:
            # Seen before and after with nothing else between, it has been so all the while.
            bridged = end < LAST_DAY and not inside and observed[index + 1].notice.state == state
            standing: Standing = "observed" if bridged else "assumed"
            rule = stretch.rule if stretch.losers or bridged else NOTHING_NEWER
            result.append(Stretch(until, stop, stretch.notice, rule, standing, losers=stretch.losers))
        if inside:
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
    notice = stretch.opening
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
