"""
Stops: the first day without a level, as reports tell it one after the other.

A level's stop and its contested rivals' are one: what ends is the duty, whatever its rate was.
"""

from __future__ import annotations

from service.domain.tariffs.contests import rivals_of
from service.domain.tariffs.levels import Level
from service.domain.tariffs.statements import ONE_DAY, Statement, Window, moved


def set_stop(level: Level, st: Statement, stop: Window, status: str) -> None:
    """
    Give *level* its first day without it: a later article's day wins, unless it is only vaguer.

    Who tells once more of the last day that the duty first had, and of no end to it, says nothing new.
    """
    if status == "expired" and stop in level.outdated:
        return
    if level.stop is not None and level.stop != stop:
        level.outdated.add(level.stop)
    if level.stop is not None and level.stop.meets(stop):
        stop = level.stop.both(stop)
    level.stop, level.stop_status = stop, status
    level.stop_known = stop.first <= st.day + ONE_DAY
    if level.seen is not None and level.seen >= stop.last:
        level.seen = max(level.start.first, moved(stop.last, -1))
    for rival in rivals_of(level):
        if rival.stop is None:
            rival.stop, rival.stop_status, rival.stop_known = stop, status, level.stop_known
