"""
Pauses: levels that are suspended or delayed, and come back when the pause ends (rule 17).

A pause cancels a start that has not been seen, ends a level that has, and with a last day brings the rate back on the
day after, until an extension moves that day.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from service.domain.spans import FIRST_DAY
from service.domain.tariffs.contests import dispute, independent, rivals_of
from service.domain.tariffs.endings import insert_void
from service.domain.tariffs.levels import Contest, Lane, Level, agrees, confirm, level_from
from service.domain.tariffs.statements import Statement, Window, moved
from service.domain.tariffs.stops import set_stop

ONE_MATTER = timedelta(days=7)
"""So long papers report a delay anew; later ones are about another."""
PARTS = ("component", "additional")
"""Bases of rates that can be some points of a larger one."""


def pause(lane: Lane, st: Statement, left: Decimal | None = None) -> None:
    """
    A level is suspended, from a day on or by publication, until a day or further notice.

    *left* is what the article says is charged meanwhile.
    """
    if _pause_part(lane, st, left):
        return
    repeated = st.start is not None and any(st.start.meets(known) for known in lane.pauses)
    found = [] if repeated else _stopped(lane, st)
    if not found and not lane.levels:
        found = [insert_void(lane, st, st.start or Window(FIRST_DAY, st.day))]
    if not found and not lane.pauses:
        return
    if st.start is not None and not repeated:
        lane.pauses.append(st.start)
    if st.stop is not None and not (repeated and _is_recalled(lane, st, st.stop)):
        _resume(lane, st, found)


def _is_recalled(lane: Lane, st: Statement, stop: Window) -> bool:
    """Whether a known pause is told again by its old last day, which an extension has moved since."""
    returns = [level for level in lane.levels if level.rule == "pause-ends" and agrees(level, st)]
    known = any(level.start.meets(stop) for level in returns)
    return known and any(level.active and level.start.first > stop.last for level in returns)


def _pause_part(lane: Lane, st: Statement, left: Decimal | None) -> bool:
    """
    Whether *st* suspends so many points of a rate, and no rate of its own: they come back on top of what is *left*.

    Where the article does not give what is left, it is the component's rate less those points.
    """
    if st.rate is None or st.basis not in PARTS or any(agrees(level, st) for level in lane.levels):
        return False
    back = returning(lane, st)
    if back is not None:
        back.gone, whole = "suspended", back.rate
    elif left is not None:
        whole = left + st.rate
    else:
        holder = lane.holder(st.start.last) if st.start is not None and lane.component is not None else None
        if holder is None or holder.rate is None or holder.rate <= st.rate or not holder.holds_on(st.day):
            return False
        assert st.start is not None
        whole = holder.rate
        _reduce(lane, st, st.start, whole - st.rate)
    if st.stop is not None:
        level = level_from(st, st.stop, "pause-ends")
        level.rate, level.status = whole, "announced"
        confirm(level, st)
        lane.insert(level)
    return True


def returning(lane: Lane, st: Statement) -> Level | None:
    """The level that brings back the points that *st* suspends, if its day has not been seen to come."""
    for level in lane.levels:
        if level.active and not level.observed and level.rule == "pause-ends" and level.start_by != st.article:
            before = lane.before(level)
            less = before.rate if before is not None else None
            if less is not None and st.rate is not None and level.rate == less + st.rate:
                return level
    return None


def _reduce(lane: Lane, st: Statement, start: Window, rate: Decimal) -> None:
    """What is left of a rate while some of its points are suspended."""
    begun = start.first <= st.day
    level = level_from(st, start, "part-suspended")
    level.rate, level.status = rate, "in_force" if begun else "announced"
    confirm(level, st._replace(rate=rate), st.day if begun else None)
    lane.insert(level)


def _stopped(lane: Lane, st: Statement) -> list[Level]:
    """Cancel the starts that the pause forestalls, and end the level that it interrupts; the ones that would return."""
    first = st.start.first if st.start is not None else None
    found: list[Level] = []
    for level in list(lane.levels):
        begun = level.observed and not _began_that_day(level, first)
        if not level.active or begun or level.start_by == st.article or not agrees(level, st):
            continue
        if first is None or level.start.last >= moved(first, -1):
            found = _disputed(level, st)
            for each in (level, *rivals_of(level)):
                if not each.pinned:
                    each.gone = "suspended"
    day = st.start.last if st.start is not None else st.day
    holder = lane.holder(day)
    if holder is not None and agrees(holder, st) and not holder.ended_by(day) and holder.start.first < day:
        stop = st.start or Window(min(moved(max(holder.last_seen, holder.start.last), 1), st.day), st.day)
        confirm(holder, st)
        if st.start is not None and st.start.first <= st.day:
            seen = moved(st.start.first, -1)
            holder.seen = seen if holder.seen is None else max(seen, holder.seen)
        found = _disputed(holder, st)
        set_stop(holder, st, stop, "suspended")
    return found


def _began_that_day(level: Level, first: date | None) -> bool:
    """Whether *level* was seen on the first day of the pause alone, which took it back before it was over."""
    return first is not None and level.start.first >= first >= level.last_seen


def _disputed(level: Level, st: Statement) -> list[Level]:
    """
    A level and those that dispute its start, the best first; the level alone where *st* takes its side.

    Who names no figure, or repeats its own, takes no side.
    """
    rivals = rivals_of(level)
    if not rivals or (st.rate is not None and all(independent(each, st) for each in (level, *rivals))):
        return [level]
    return sorted((level, *rivals), key=lambda each: (each.rank, each.rate == st.rate), reverse=True)


def _resume(lane: Lane, st: Statement, found: list[Level]) -> None:
    """
    Schedule the return of the rate on the day after the pause; an extension takes an earlier return away.

    What was disputed comes back disputed (rule 6).
    """
    assert st.stop is not None
    known = next((each for each in lane.levels if _comes_back_then(each, st, st.stop)), None)
    if known is not None:
        confirm(known, st)
        return
    for level in list(lane.levels):
        later = st.start is None or level.start.last >= st.start.first
        if level.active and not level.observed and agrees(level, st) and later and level.start_by != st.article:
            found = found or _disputed(level, st)
            level.gone = "suspended"
    disputed = found if len(found) > 1 else []
    if st.rate is None or disputed:
        rates = [(each.rate, each.op, each.high) for each in found if each.rate is not None]
    else:
        rates = [(st.rate, st.op, st.high)]
    back: Level | None = None
    for rate, op, high in rates[: None if disputed else 1]:
        level = level_from(st, st.stop, "pause-ends")
        level.rate, level.op, level.high, level.status = rate, op, high, "announced"
        confirm(level, st._replace(rate=rate, op=op, high=high))
        lane.insert(level)
        if back is not None:
            dispute(Contest(back, level, level.start.last, date.max))
        back = back or level


def _comes_back_then(level: Level, st: Statement, stop: Window) -> bool:
    """Whether another article has told of the same return, be it that something else took its place since."""
    told = level.rule == "pause-ends" and level.gone in ("", "replaced")
    same = told and level.rate == st.rate and st.rate is not None
    return same and level.start == stop and level.start_by != st.article


def delay(lane: Lane, st: Statement) -> Statement | None:
    """
    A start is put off: the announcement of the new one, None where none is named.

    The day after `valid_to`, or a `valid_from` after publication, is the new start; not one that is the old start.
    """
    start = st.stop
    if start is None and st.start is not None and st.start.last > st.day:
        start = None if _is_scheduled(lane, st) else st.start
    rate, op, high = st.rate, st.op, st.high
    for level in list(lane.levels):
        if _is_planned(level, st):
            rate, op, high = (level.rate, level.op, level.high) if rate is None else (rate, op, high)
            if not level.pinned and level.start != start:
                level.gone = "suspended"
    if start is None or (rate is None and lane.component is None):
        return None
    return st._replace(act="plan", start=start, stop=None, rate=rate, op=op, high=high, status="announced")


def _is_planned(level: Level, st: Statement) -> bool:
    """Whether *level* is one that *st* can put off: announced elsewhere and not seen."""
    return level.active and not level.observed and agrees(level, st) and level.start_by != st.article


def _is_scheduled(lane: Lane, st: Statement) -> bool:
    """
    Whether the day that *st* names is the one for which the level was announced.

    Not where another article has just put it off to that day.
    """
    planned = [level for level in lane.levels if _is_planned(level, st) and level.start == st.start]
    put_off = any(level.gone == "suspended" and agrees(level, st) for level in lane.levels)
    return any(not (put_off and st.report.published_at - level.told[1] <= ONE_MATTER) for level in planned)
