"""
Undated reports: a level that is charged on the day of publication (rules 4, 14 and 16).

A report without a date confirms the level that agrees with it, contradicts an announced one that did not come, and
otherwise starts a level of its own between the last sight of the old one and its own day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from service.domain.spans import FIRST_DAY
from service.domain.tariffs.book import Book
from service.domain.tariffs.contests import close, dispute, hear, independent, rivals_of
from service.domain.tariffs.levels import Contest, Lane, Level, agrees, confirm, level_from
from service.domain.tariffs.statements import Statement, Window, day_window, moved
from service.domain.tariffs.totals import moved_total, summed_total


def observe(book: Book, lane: Lane, st: Statement) -> None:
    """Report the level of *st* as charged on its day of publication."""
    day = st.day
    holder = lane.holder(day)
    if holder is not None and holder.start.first >= day and not agrees(holder, st):
        before = lane.before(holder)
        if before is not None and agrees(before, st) and not before.ended_by(day):
            _confirm(before, st, moved(day, -1))  # Written before the change of the same day.
            return
    holder = _side_of(_without_refuted(lane, st, holder), st)
    if holder is not None and agrees(holder, st):
        if not holder.ended_by(day):
            _confirm(holder, st, day)
            return
        if not holder.stop_known:
            reopen(book, lane, holder)
            _confirm(holder, st, day)
            return
    told = told_start(book, lane, st, holder)
    if told is None and holder is not None and holder.born == day and _seen_the_same_day(holder, st):
        told = _Told(holder.start, "observed", dated=False)
    if told is None and holder is not None and _is_passing_mention(lane, holder, st):
        return
    level = _start_undated(book, lane, st, holder, told)
    if holder is not None and st.previous is None and _seen_the_same_day(holder, st):
        dispute(Contest(holder, level, st.day, date.max, weak=True))


def reopen(book: Book, lane: Lane, level: Level) -> None:
    """A level that was to end is still charged, and so are the components that were to end with it."""
    end = level.end
    if level.stop is not None:
        level.outdated.add(level.stop)
    level.stop, level.twins = None, ()
    if lane.component is not None or end is None:
        return
    for part in book.components(lane.home, lane.scope.slug):
        for each in part.levels:
            if each.stop is not None and each.stop.last == end.last and not each.stop_known:
                each.stop, part.changed = None, True


def _confirm(level: Level, st: Statement, seen: date) -> None:
    confirm(level, st, seen)
    hear(level, st, dated=False)


def _without_refuted(lane: Lane, st: Statement, holder: Level | None) -> Level | None:
    """
    The holder once announced levels that *st* refutes are gone.

    Where neither the level before nor a general one agrees with *st*, the new level takes over the announced start.
    """
    while holder is not None and not holder.observed and not holder.pinned and not agrees(holder, st):
        if holder.void or holder.exempt or holder.ended_by(st.day):
            break
        holder.gone = "contradicted"
        holder = lane.holder(st.day)
    return holder


def _side_of(holder: Level | None, st: Statement) -> Level | None:
    """The holder, or the other side of its quarrel over an undated start if *st* takes that side."""
    if holder is None or holder.dated or agrees(holder, st):
        return holder
    return next((rival for rival in rivals_of(holder) if rival.active and agrees(rival, st)), holder)


class _Told(NamedTuple):
    """Where another lane tells the start of an undated level."""

    start: Window
    rule: str
    dated: bool = True


def told_start(book: Book, lane: Lane, st: Statement, holder: Level | None) -> _Told | None:
    """
    The start that another lane tells, after the last word on another rate (rules 14 and 15).

    It is that of a general level which the report repeats for its own target, that of the ordinary level for goods
    that pay it too, or the day on which components moved the total to this rate or came to it together.
    """
    since = FIRST_DAY if holder is None else _last_word(holder, st.day)
    repeated = book.repeated(lane, st)
    if repeated is not None and repeated.start.first > since:
        return _Told(repeated.start, "undated-confirms", repeated.dated)
    ordinary = book.ordinary(lane, st.day)
    if ordinary is not None and ordinary.rate == st.rate and ordinary.start.first > since:
        return _Told(ordinary.start, "undated-confirms", ordinary.dated)
    if lane.component is None:
        rate, day = moved_total(book, lane, holder, st.day) if holder is not None else summed_total(book, lane, st.day)
        if rate == st.rate and day is not None and day > since:
            return _Told(day_window(day), "component-difference" if holder is not None else "undated-confirms")
    return None


def _start_undated(book: Book, lane: Lane, st: Statement, holder: Level | None, told: _Told | None) -> Level:
    """A new level whose start is told by another lane, or bounded by what was seen before (rule 12)."""
    if told is None:
        since = FIRST_DAY if holder is None else _last_word(holder, st.day)
        told = _Told(Window(min(moved(since, 1), st.day), st.day), "observed", dated=False)
    level = level_from(st, told.start, told.rule, dated=told.dated)
    level.twins = book.told_with(lane, st, level)
    confirm(level, st, st.day)
    return lane.insert(level)


def _seen_the_same_day(holder: Level, st: Statement) -> bool:
    """Whether another voice saw *holder* charged on the day for which *st* tells another rate (rule 6)."""
    if holder.void or holder.exempt or not independent(holder, st):
        return False
    return holder.seen == st.day and (holder.start.last < st.day or not holder.dated)


def _last_word(holder: Level, day: date) -> date:
    """The last day for which *holder* is known, before *day*."""
    known = moved(holder.stop.last, -1) if holder.stop is not None and holder.stop_known else holder.last_seen
    return min(max(known, holder.start.last), moved(day, -1))


def _is_passing_mention(lane: Lane, holder: Level, st: Statement) -> bool:
    """
    Whether *st* brings back, without a date, the rate that a dated and observed change took away.

    One such mention disputes the change and does not undo it; a second independent one does.
    """
    if not holder.dated or holder.seen is None or st.previous is not None or agrees(holder, st):
        return False
    before = lane.before(holder)
    if holder.void or before is None or before.seen is None or before.rate != st.rate or not agrees(before, st):
        return False
    if not independent(holder, st):
        return False
    for contest in holder.contests:
        mention = contest.rival(holder)
        if contest.weak and mention not in lane.levels and mention.rate == st.rate:
            if st.report.story in mention.stories:
                return True
            close(contest)
            lane.insert(mention)
            confirm(mention, st, st.day)
            return True
    mention = level_from(st, day_window(st.day), "observed", dated=False)
    confirm(mention, st, st.day)
    dispute(Contest(holder, mention, st.day, date.max, weak=True))
    return True


def sight(book: Book, lane: Lane, st: Statement, rate: Decimal | None, day: date) -> Level | None:
    """
    The level of *rate*, as *st* tells that it was charged on an earlier *day*; a new one if no report told of it.

    None where others saw another rate on that very day, or where the level is known to have ended by then.
    """
    seen = st._replace(
        act="level", status="in_force", rate=rate, high=None, op="eq", previous=None, start=None, stop=None, day=day
    )
    holder = _without_refuted(lane, seen, lane.holder(day))
    if holder is not None and agrees(holder, seen):
        if holder.ended_by(day) and holder.stop_known:
            return None
        if holder.ended_by(day):
            reopen(book, lane, holder)
        _confirm(holder, seen, day)
        return holder
    if holder is not None and not holder.ended_by(day) and holder.last_seen >= day:
        return None
    level = _start_undated(book, lane, seen, holder, told_start(book, lane, seen, holder))
    level.eager = not level.dated and (holder is not None or lane.component is None)
    return level


def observe_previous(book: Book, lane: Lane, st: Statement, day: date) -> None:
    """
    The rate before a change, as charged on *day*, back to the last sight of another rate (rule 16).

    Of a total that is charged for one reason, the previous rate is that of the reason.
    """
    holder = lane.holder(day)
    if lane.component is None and st.reason is not None and (holder is None or holder.rate != st.previous):
        return
    level = sight(book, lane, st, st.previous, day)
    if level is not None and level.rule == "observed" and level.born == day:
        level.rule, level.basis = "previous-rate", "total" if lane.component is None else st.basis
