"""
Contests: sources that disagree about the same days (rules 4, 6 and 19).

A contest needs two independent voices, neither of which knows of the other's level; it ends when later reports
settle it, and the side that lost is then as if it had never been told.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import takewhile

from service.domain.tariffs.levels import Contest, Lane, Level, compatible
from service.domain.tariffs.statements import Statement

NEWS_MOMENT = timedelta(days=2)
"""Announcements this close together are about one decision, and disagree; a later one is a new decision."""
VOICES = 2
"""Independent later stories that settle a contest; one is enough against a passing mention."""


def independent(level: Level, st: Statement) -> bool:
    """Whether *st* is another voice than those that told of *level*: not a copy, not the same publisher's next word."""
    return st.report.story not in level.stories and level.publishers != {st.report.publisher}


def dispute(contest: Contest) -> None:
    """Open a contest, unless the two are in one already."""
    if not disputed(contest.a, contest.b):
        for side in (contest.a, contest.b):
            side.contests = [*side.contests, contest]


def disputed(a: Level, b: Level) -> bool:
    """Whether *a* and *b* are in a contest that is not settled."""
    return any(contest.rival(a) is b for contest in a.contests)


def compete(lane: Lane, new: Level, st: Statement) -> None:
    """
    Settle what *new* does to levels that start on the same day with another rate.

    It amends those that it knows of (`previous_rate`) and earlier decisions, refutes announcements that it saw not
    come true, and is contested with what others observe or announce at the same time.
    """
    together = list(takewhile(lambda level: level.start == new.start, lane.started(new.start.last)))
    for old in together:
        if old is new or compatible(old, new):
            continue
        if old.pinned or new.pinned:
            better = max(old, new, key=lambda level: level.rank)
            (new if better is old else old).amended = better
        elif old.rule == "pause-ends" and old.start_by == st.article and not (old.observed or new.observed):
            old.gone = "replaced"  # The article that pauses it says what comes instead.
        elif old.void or (old.exempt and not new.void) or _amends(new, old, st):
            old.amended = new
        elif new.observed and not old.observed:
            old.gone = "contradicted"
        elif old.observed and not new.observed:
            new.gone = "contradicted"
        elif not new.observed and st.report.published_at - old.told[1] > NEWS_MOMENT:
            old.amended = new
        else:
            dispute(Contest(old, new, new.start.last, date.max))


def _amends(new: Level, old: Level, st: Statement) -> bool:
    if st.previous is not None and st.previous == old.rate:
        return True
    if any(theirs.amended is ours for theirs in old.twins for ours in new.twins):
        return True
    return not independent(old, st)


def contest_older(lane: Lane, new: Level, st: Statement) -> None:
    """
    Contest *new*, reported as in force from a past day, with the older level that others saw after that day.

    A report that names the older rate as the previous one, or tells of a decision, changes the past knowingly.
    """
    if not new.observed or st.status != "in_force" or st.previous is not None:
        return
    old = lane.before(new)
    if old is None or old.void or old.exempt or compatible(old, new) or not independent(old, st):
        return
    if old.last_seen > new.start.last and old.holds_on(new.start.last):
        dispute(Contest(old, new, new.start.last, None))


def hear(level: Level, st: Statement, *, dated: bool) -> None:
    """
    Count a report of *level* as a voice in its contests, and end those that it settles.

    Announcements lose against what is seen; an undated report settles nothing but a passing mention.
    """
    for contest in list(level.contests):
        rival = contest.rival(level)
        if level.observed and not rival.observed:
            settle(contest, level)
            continue
        if rival.told >= st.order or st.report.story in rival.stories or not (dated or contest.weak):
            continue
        heard, other = (contest.for_a, contest.for_b) if level is contest.a else (contest.for_b, contest.for_a)
        other.clear()
        heard.add(st.report.story)
        if len(heard) >= (1 if contest.weak else VOICES):
            settle(contest, level)


def settle(contest: Contest, winner: Level) -> None:
    """End a contest: a level whose start was disputed is gone, an older one keeps the days before it."""
    close(contest)
    loser = contest.rival(winner)
    if loser.start.last >= contest.first and not loser.pinned:
        loser.gone = "settled"


def close(contest: Contest) -> None:
    """Take a contest from both of its levels."""
    for side in (contest.a, contest.b):
        side.contests = [each for each in side.contests if each is not contest]


def rivals_of(level: Level) -> list[Level]:
    """The levels with which *level* disputes the same start."""
    return [contest.rival(level) for contest in level.contests if contest.a.start == contest.b.start]
