"""
Dated starts: reports and announcements of the day from which a level holds (rules 2, 3, 16 and 19).

Reports of one transition are one level, whose start is what they agree on; a start that moves takes its level along.
"""

from __future__ import annotations

from datetime import timedelta

from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.contests import compete, contest_older, hear, independent
from service.domain.tariffs.levels import Lane, Level, agrees, confirm, level_from
from service.domain.tariffs.observations import observe_previous, reopen
from service.domain.tariffs.statements import Statement, Window, moved
from service.domain.tariffs.stops import set_stop

SEEN_APART = timedelta(days=45)
PLANNED_APART = timedelta(days=92)
"""How far a start may move before it is another one: where it was seen, and where it was only announced."""
UNSEEN = timedelta(days=31)
"""So long a rate that came back by default can have gone unseen, and give way to a newer decision."""
CANCELLED = ("suspended", "withdrawn", "contradicted", "settled")


def begin(book: Book, lane: Lane, st: Statement) -> None:
    """A level that holds from a given day: the known transition that it repeats, or a new one."""
    assert st.start is not None
    if _is_background(lane, st):
        return
    amended = still_scheduled(lane, st)
    if amended is None and st.previous is not None and not amends_what_never_came(book, lane, st):
        observe_previous(book, lane, st, min(moved(st.start.last, -1), st.day))
    level = same_transition(lane, st) or _revived(lane, st)
    if level is None:
        level = _insert(book, lane, st, amended)
    else:
        join(lane, level, st)
        if _never_ended(lane, level, st):
            reopen(book, lane, level)
        confirm(level, st, st.day if st.observed else None)
        hear(level, st, dated=True)
        _outdate_returns(lane, level, st)
        if amended is not None and amended is not level:
            amended.amended = level
    if st.stop is not None:
        set_stop(level, st, st.stop, "expired")
    elif st.observed:
        _refute_later(lane, level, st)


def _never_ended(lane: Lane, level: Level, st: Statement) -> bool:
    """
    Whether *st* sees a level, with its start, that was only told to end: after that day, or after a ruling (rule 17).

    A ruling that is to end a duty on a later day is stayed if the whole life of the duty is told without that day.
    """
    if not st.observed or st.status != "in_force" or st.stop is not None or level.stop is None or level.stop_known:
        return False
    ruled = level.stop_status == "struck_down" and level.told < st.order
    holder = lane.holder(st.day)
    alone = holder is None or holder is level or not (holder.observed or holder.void)
    return alone and (ruled or level.stop.last <= st.day)


def _insert(book: Book, lane: Lane, st: Statement, amended: Level | None) -> Level:
    assert st.start is not None
    level = level_from(st, st.start, "effective-date")
    level.twins = book.told_with(lane, st, level)
    confirm(level, st, st.day if st.observed else None)
    lane.insert(level)
    if amended is not None:
        amended.amended = level
        level.rule = "previous-rate"
    compete(lane, level, st)
    contest_older(lane, level, st)
    _outdate_returns(lane, level, st)
    return level


def _outdate_returns(lane: Lane, new: Level, st: Statement) -> None:
    """A newer decision on a coming rate takes the place of another that was only to come back by default."""
    if new.observed:
        return
    for level in lane.starting_after(st.day - UNSEEN):
        if level.start.last >= new.start.last or new.start.last - level.start.last > PLANNED_APART:
            break
        if _is_by_default(level, st) and level.rate != new.rate:
            level.amended = new


def amends_what_never_came(book: Book, lane: Lane, st: Statement) -> bool:
    """
    Whether the previous rate of *st* is known to have been announced only: another article has told of that change.

    Of a total that is charged for one reason, what was announced of the total was announced of the reason.
    """
    if already_amended(lane, st) is not None:
        return True
    if lane.component is None or st.basis == "component":
        return False
    total = book.existing(lane.home, lane.scope.slug, TOTAL)
    return total is not None and (still_scheduled(total, st) or already_amended(total, st)) is not None


def already_amended(lane: Lane, st: Statement) -> Level | None:
    """The standing level of the rate of *st* that took the place of an announced one of its previous rate."""
    if st.previous is None:
        return None
    about = st.start.last if st.start is not None else st.day
    for i in range(lane.place(moved(about, PLANNED_APART.days)) - 1, -1, -1):
        level = lane.levels[i]
        if level.start.last < moved(about, -PLANNED_APART.days):
            break
        if level.rate == st.previous and not level.observed and not level.gone:
            amender = level.amended
            while amender is not None and amender.amended is not None:
                amender = amender.amended
            if amender is not None and amender.active and agrees(amender, st):
                return amender
    return None


def _is_by_default(level: Level, st: Statement) -> bool:
    """Whether *level* was only to come back when a pause ended, and nobody has seen it yet."""
    unseen = level.rule == "pause-ends" and not level.observed and not level.pinned
    return unseen and level.start_by != st.article


def same_transition(lane: Lane, st: Statement) -> Level | None:
    """
    The level whose start *st* reports once more, be it on another day (rule 3).

    It is the next one to either side with an agreeing rate, as long as no observed level of another rate lies
    between the two starts; one that had ended before is another.
    """
    start = st.start
    assert start is not None
    for level in lane.started(start.last):
        if agrees(level, st) and not _is_previous(level, st):
            ended = level.stop is not None and level.stop.first <= start.last
            return level if level.start.meets(start) or not (ended or _far_apart(level, start)) else None
        if (level.observed or level.void) and not level.start.meets(start):
            break
    for level in lane.starting_after(start.last):
        if agrees(level, st):
            ended = st.stop is not None and st.stop.last <= level.start.first
            return None if ended or _far_apart(level, start) else level
        if level.observed or level.void:
            break
    return None


def _is_previous(level: Level, st: Statement) -> bool:
    """Whether *level* is what *st* tells to have been charged before: 10 is said of "10 to 41", and is another rate."""
    return st.previous is not None and level.rate == st.previous and (st.rate, st.op) != (st.previous, "eq")


def _revived(lane: Lane, st: Statement) -> Level | None:
    """The level that was taken for amended or not come, and is now seen to hold from its day after all."""
    if not st.observed or st.start is None:
        return None
    for level in lane.near(st.start):
        same = level.rate == st.rate and level.start.meets(st.start) and not level.void and not level.exempt
        if same and not level.active and level.gone in ("", "contradicted"):
            level.gone, level.amended = "", None
            if level.active:
                level.seen = st.day
                compete(lane, level, st)
                return level
    return None


def _far_apart(level: Level, start: Window) -> bool:
    """Whether two starts lie too far apart to be one that moved: a rate may come twice."""
    apart = max(start.first - level.start.last, level.start.first - start.last)
    return apart > (SEEN_APART if level.observed else PLANNED_APART)


def join(lane: Lane, level: Level, st: Statement) -> None:
    """Bring the start that *st* gives together with the level's own (rules 3, 4 and 19)."""
    start = st.start
    assert start is not None
    same_article = level.start_by == st.article
    if level.start.meets(start):
        if not same_article and level.rival_start is not None:
            level.rival_start, level.rule = None, "settled"
        both = level.start.both(start)
        if both != level.start and level.dated:
            level.rule = "same-transition"
        _restart(lane, level, st, both)
        return
    if same_article and level.dated and level.observed == st.observed:
        first, last = sorted((level.start, start))
        lane.restart(level, first)
        level.rival_start, level.rule = last, "two-starts"
        return
    vaguer = start.last - start.first > level.start.last - level.start.first
    if level.dated and level.seen is not None and (vaguer or not st.observed):
        return  # What was seen, or is known to the day, is not moved by an announcement or a vaguer date.
    if level.rival_start is not None and level.rival_start.meets(start):
        _restart(lane, level, st, level.rival_start.both(start))
        level.rival_start, level.rule = None, "settled"
        return
    if level.rival_start is None and _quarrel(level, st):
        start, level.rival_start = sorted((level.start, start))
        level.rule = "two-starts"
    else:
        level.rule, level.rival_start = "moved-start" if level.dated else "effective-date", None
    _restart(lane, level, st, start)


def _quarrel(level: Level, st: Statement) -> bool:
    """Whether *st* saw another start than others did, and does not know of a change: the days between are contested."""
    seen = level.dated and level.seen is not None and level.start.exact and st.start is not None and st.start.exact
    return seen and st.status == "in_force" and st.previous is None and independent(level, st)


def _restart(lane: Lane, level: Level, st: Statement, start: Window) -> None:
    if start != level.start or not level.dated:
        level.start_by = st.article
    level.dated, level.eager = True, False
    lane.restart(level, start)


def _is_background(lane: Lane, st: Statement) -> bool:
    """Whether an announcement of a past day only recalls a start that was called off since."""
    if st.act != "plan" or st.start is None or st.start.last > st.day:
        return False
    return any(level.gone in CANCELLED and level.rate == st.rate for level in lane.near(st.start))


def still_scheduled(lane: Lane, st: Statement) -> Level | None:
    """
    The announced level that the previous rate of *st* names, if its day has not come (rule 16).

    One that came back by default, with nobody to see it, is as good as announced.
    """
    if st.previous is None or st.previous == st.rate:
        return None
    coming = st.start is not None and st.start.first > st.day
    for level in lane.starting_after(st.day - UNSEEN):
        if level.rate != st.previous or level.observed or level.start_by == st.article:
            continue
        if level.start.last >= st.day or (coming and _is_by_default(level, st)):
            return level
    return None


def _refute_later(lane: Lane, level: Level, st: Statement) -> None:
    """
    What was announced to displace *level* in the meantime did not come, since *st* still sees it (rule 4).

    Where another level was seen since, *st* tells of the past, and observes *level* up to then only.
    """
    for later in list(lane.starting_after(level.start.last)):
        if later.start.last >= st.day or agrees(later, st):
            break
        if later.observed or later.pinned or (later.void and later.stop_known):
            if level.seen is not None:
                level.seen = max(level.start.first, min(level.seen, moved(later.start.first, -1)))
            break
        later.gone = "contradicted"
