"""
Endings: levels that are lifted, expire, are struck down, suspended, delayed or withdrawn (rules 5 and 17).

Nothing older comes back by itself when a level ends; what a withdrawn level displaced holds as if it had never been
told.
"""

from __future__ import annotations

from datetime import date, timedelta

from service.domain.spans import FIRST_DAY
from service.domain.tariffs.book import Book
from service.domain.tariffs.contests import dispute, disputed, hear
from service.domain.tariffs.levels import Contest, Lane, Level, agrees, compatible, confirm, level_from
from service.domain.tariffs.observations import sight, told_start
from service.domain.tariffs.statements import ONE_DAY, Statement, Window, day_window, moved
from service.domain.tariffs.stops import set_stop
from service.domain.tariffs.transitions import begin, same_transition

SETTLED = timedelta(days=30)
"""How long a level is seen by several sources until its being in force was no mistake."""


def end(book: Book, lane: Lane, st: Statement) -> Level | None:
    """
    A level is lifted, expires or is struck down; the level that ended, None where the lane knew of none.

    With a last day it is known to have held until then; with a first day without it, until the day before;
    with neither, it has ended by publication.
    """
    if st.start is not None and st.stop is not None and st.stop.first > st.start.last:
        return _life(book, lane, st)
    stop = st.stop or st.start or Window(FIRST_DAY, st.day)
    level = _ended_level(book, lane, st, moved(stop.last, -1))
    if level is None:
        holder = lane.holder(moved(stop.last, -1))
        if holder is None or (holder.void and holder.start.last > stop.last):
            insert_void(lane, st, stop)
        return None
    if st.stop is None and st.start is None:
        known = max(level.last_seen, level.start.last)
        stop = Window(min(moved(known, 1), st.day), st.day)
    _tell(level, st)
    set_stop(level, st, stop, st.status)
    if st.status == "struck_down" and st.stop is None and st.start is None:
        level.stop_known = False  # A ruling may be stayed: who still sees the duty sees that it never ended.
    if (st.stop is not None or st.start is not None) and level.stop_known and level.stop is not None:
        _see(lane, level, st, moved(level.stop.first, -1))
    elif not level.observed and level.start.last <= st.day < moved(stop.first, -1) and lane.holder(st.day) is level:
        confirm(level, st, st.day)  # What is to end only then is charged now, though nobody has said so yet.
    return level


def _life(book: Book, lane: Lane, st: Statement) -> Level | None:
    """An end that tells the whole life of a level: its start is a report of that transition, too."""
    told = st._replace(act="level")
    if st.rate is None and same_transition(lane, told) is None:
        return end(book, lane, st._replace(start=None))
    begin(book, lane, told)
    level = same_transition(lane, told)
    if level is not None:
        set_stop(level, st, st.stop or st.start or Window(FIRST_DAY, st.day), st.status)
    return level


def _tell(level: Level, st: Statement) -> None:
    """Count *st* as telling of *level*, without adding to what was seen of its rate."""
    status, op = level.status, level.op
    confirm(level, st)
    level.op = op if level.rate == st.rate else level.op
    level.status = "in_force" if status in ("announced", "signed") and level.seen is not None else status


def _see(lane: Lane, level: Level, st: Statement, last_day: date) -> None:
    """The level was charged up to *last_day*: seen then, and contested with what others saw (rule 6)."""
    if last_day < level.start.first:
        return
    level.seen = last_day if level.seen is None else max(level.seen, last_day)
    if not level.exempt:
        level.status = "in_force"
    holder = lane.holder(last_day)
    other = holder is not None and holder is not level and not holder.void and st.report.story not in holder.stories
    if holder is not None and other and holder.observed and not compatible(holder, level):
        dispute(Contest(level, holder, holder.start.last, None))
    hear(level, st, dated=True)


def _ended_level(book: Book, lane: Lane, st: Statement, last_day: date) -> Level | None:
    """
    The level that *st* ends: the one of the last day, one that was to come, or one that only this end tells of.

    Where another rate was seen on the last day, the level that it displaced is contested with it.
    """
    holder = lane.holder(last_day)
    if holder is not None and not holder.void and (agrees(holder, st) or (holder.exempt and st.rate is None)):
        return holder
    if st.rate is None:
        return None
    later = (level for level in lane.starting_after(last_day) if agrees(level, st))
    found = next((level for level in later if not level.observed or level.start.last <= st.day), None)
    if found is not None or (st.stop is None and st.start is None):
        return found
    known = min(last_day, st.day)
    before = lane.before(holder) if holder is not None else None
    if holder is not None and before is not None and holder.observed and agrees(before, st):
        told = holder.ended_by(last_day) or told_start(book, lane, st._replace(day=known), holder) is not None
        if disputed(before, holder) or not told:
            return before
    return sight(book, lane, st, st.rate, known)


def insert_void(lane: Lane, st: Statement, start: Window) -> Level:
    """Say that nothing is charged from *start* on."""
    level = level_from(st, day_window(start.last) if start.first == FIRST_DAY else start, "ended")
    level.rate, level.high, level.op, level.void, level.status = None, None, "eq", True, st.status
    level.previous = st.rate
    confirm(level, st)
    level.stop_known = start.first <= st.day + ONE_DAY
    return lane.insert(level)


def withdraw(book: Book, lane: Lane, st: Statement) -> None:
    """
    A rate is withdrawn: announced or disputed levels of it are gone, and what they displaced holds again (rule 17).

    One that several reports saw for a month has only ended; so has one that is withdrawn from a given day on.
    """
    dated = st.start is not None or st.stop is not None
    if dated and any(level.observed and agrees(level, st) for level in lane.started(st.day)):
        end(book, lane, st)
        return
    for level in [each for each in lane.levels if each.active and agrees(each, st) and not each.pinned]:
        if st.rate is None and level.observed:
            continue
        established = level.observed and not level.contests and len(level.stories) > 1
        if not established or level.last_seen - level.start.last < SETTLED:
            level.gone = "withdrawn"
        elif level.stop is None:
            set_stop(level, st, Window(min(moved(level.last_seen, 1), st.day), st.day), "withdrawn")
