"""
One article at a time: its statements enter the book in an order that its writer's order does not decide (rule 14).

Dated before undated, general homes before the target's own, components before totals that have no date; what is ended
on a day before what begins there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from service.domain.spans import LAST_DAY
from service.domain.tariffs.book import Book
from service.domain.tariffs.endings import end, withdraw
from service.domain.tariffs.exemptions import exempt
from service.domain.tariffs.levels import Lane, Level, agrees, confirm
from service.domain.tariffs.observations import observe, observe_previous
from service.domain.tariffs.pauses import delay, pause
from service.domain.tariffs.reasons import UNNAMED, likeness
from service.domain.tariffs.statements import ENDINGS, Statement, moved
from service.domain.tariffs.transitions import begin


def enter(book: Book, statements: Sequence[Statement]) -> None:
    """Bring the statements of one article version into the book."""
    parts = _parts_of_totals(statements)
    ordered = sorted(statements, key=lambda st: _turn(book, st))
    for st in ordered:
        lane = _lane_of(book, st, is_part=st in parts)
        if lane is None:
            continue
        for each in (st.act in ENDINGS and _parts_that_end(book, lane, st)) or [lane]:
            apply(book, each, st)


def _turn(book: Book, st: Statement) -> tuple[bool, date, bool, bool, int, bool, int]:
    """The place of a statement in its article."""
    when = st.start or (st.stop if st.act in ENDINGS else None) or st.stop
    takes_away = st.act in ENDINGS
    general = -book.homes.index(st.home)
    undated_end = when is None and takes_away
    day = when.last if when is not None else LAST_DAY
    return (when is None, day, undated_end, not takes_away, general, st.component is None, st.order[4])


def apply(book: Book, lane: Lane, st: Statement) -> None:
    """Bring one statement into its lane."""
    match st.act:
        case "level" | "plan" if st.start is not None:
            begin(book, lane, st)
        case "level" if st.stop is not None:
            _until(book, lane, st)
        case "level":
            observe(book, lane, st)
        case "plan":
            _announce(lane, st)
        case "exempt":
            exempt(book, lane, st)
        case "pause":
            pause(lane, st)
        case "delay":
            announced = delay(lane, st)
            if announced is not None:
                begin(book, lane, announced)
        case "withdraw":
            withdraw(lane, st)
        case "end":
            _end(book, lane, st)


def _announce(lane: Lane, st: Statement) -> None:
    """An announcement without a date makes no level; it is listed as coming, and its previous rate is still charged."""
    lane.pending.append(st)
    if st.previous is not None:
        observe_previous(lane, st, st.day)
    for level in lane.starting_after(st.day):
        if agrees(level, st) and st.rate is not None:
            confirm(level, st)
            break


def _until(book: Book, lane: Lane, st: Statement) -> None:
    """A level with a last day and no first one: charged until then, and today if that day has not come."""
    assert st.stop is not None
    if st.stop.first > st.day:
        observe(book, lane, st._replace(stop=None))
    end(lane, st._replace(status="expired"))


def _end(book: Book, lane: Lane, st: Statement) -> None:
    """
    An end, be it of the whole total or of a part of it (rules 5 and 15).

    All of a total ends its components too; an end for all countries without a figure ends each country's own.
    """
    ended = end(lane, st)
    whole = lane.component is None and st.component is None
    if whole and (st.rate is None or (ended is not None and lane.holder(LAST_DAY) is ended)):
        for component in book.components(lane.home, lane.scope.slug):
            _end_with(component, st)
    if st.rate is None and lane.scope.slug == "*" and lane.home != book.homes[0] and st.home != book.homes[0]:
        own = book.homes[0]
        if whole and (total := book.existing(own, "*", "total")) is not None:
            _end_with(total, st)
        for component in book.components(own, "*"):
            if whole or (st.component and component.component and likeness(component.component, st.component)):
                _end_with(component, st)


def _end_with(lane: Lane, st: Statement) -> None:
    """End what stands in *lane* because something wider ended."""
    day = _last_day(st)
    holder = lane.holder(day)
    if holder is not None and holder.holds_on(day):
        end(lane, st._replace(rate=None))


def _parts_that_end(book: Book, lane: Lane, st: Statement) -> list[Lane]:
    """
    The components that an end or pause of a total is about: the one that alone has its rate, or all of them.

    Empty where the total has levels of that rate itself.
    """
    if lane.component is not None or st.component is not None or any(_stands(level, st) for level in lane.levels):
        return []
    day = _last_day(st)
    for slug in dict.fromkeys((lane.scope.slug, "*")):
        known = [each for each in book.components(lane.home, slug) if any(_stands(level, st) for level in each.levels)]
        if known and st.rate is None:
            return known if slug == lane.scope.slug and not any(level.active for level in lane.levels) else []
        if known:
            reason = known[0].component or UNNAMED
            return [known[0] if slug == lane.scope.slug else book.component(lane.home, lane.scope, reason)]
    holder = lane.holder(day)
    if st.act == "end" and holder is not None and holder.holds_on(day) and st.rate is not None:
        if holder.rate is not None and holder.rate > st.rate:
            return [book.component(lane.home, lane.scope, UNNAMED)]
    return []


def _stands(level: Level, st: Statement) -> bool:
    """Whether *st* can be about *level*: of its rate, and not known to have ended before."""
    return level.active and agrees(level, st) and not (level.stop_known and level.ended_by(st.day))


def _last_day(st: Statement) -> date:
    """The last day before the end that *st* tells, the day of publication where it gives none."""
    first_without = st.stop or st.start
    return st.day if first_without is None else moved(first_without.last, -1)


def _lane_of(book: Book, st: Statement, *, is_part: bool) -> Lane | None:
    """The lane of a statement: unnamed components go to the one that they must be."""
    if st.component is None and not is_part:
        return book.total(st.home, st.scope)
    reason = st.component or UNNAMED
    if reason is not UNNAMED:
        book.name_unnamed(st.home, st.scope, st)
        return book.component(st.home, st.scope, reason)
    meant = book.meant_by(st.home, st.scope, st)
    if meant is not None:
        return meant
    if st.act in ENDINGS and book.existing(st.home, st.scope.slug, UNNAMED.slug) is None:
        return None
    return book.component(st.home, st.scope, UNNAMED)


def _parts_of_totals(statements: Sequence[Statement]) -> list[Statement]:
    """
    The levels without a reason that are parts of a total which their own article reports for the same days.

    "40% additional", "10% baseline" and "50% in all" are one total and two parts of it.
    """
    ended = {(st.home, st.scope.slug, st.rate) for st in statements if st.act in ENDINGS}
    totals = [
        st
        for st in statements
        if _is_level(st) and st.basis in ("total", "all_in") and (st.home, st.scope.slug, st.rate) not in ended
    ]
    others = [st for st in statements if _is_level(st) and st.basis in ("additional", "baseline")]
    return [st for st in others if any(_is_within(st, total) for total in totals)]


def _is_level(st: Statement) -> bool:
    dated = st.start is not None or st.act == "level"
    return st.component is None and st.act in ("level", "plan") and st.rate is not None and dated


def _is_within(part: Statement, total: Statement) -> bool:
    """Whether both are charged on the day of publication, or begin together."""
    if (part.home, part.scope.slug) != (total.home, total.scope.slug):
        return False
    assert part.rate is not None
    assert total.rate is not None
    if part.rate >= total.rate or (part.stop is not None and part.stop.first <= part.day):
        return False
    if part.start is not None and total.start is not None and part.start.meets(total.start):
        return True
    return _first_day(total) <= part.day and _first_day(part) <= part.day


def _first_day(st: Statement) -> date:
    return st.start.last if st.start is not None else st.day


def in_articles(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Statements gathered by article version, in the order in which the articles were published; reviewed ones last."""
    gathered: dict[tuple[bool, str, int], list[Statement]] = {}
    for st in statements:
        gathered.setdefault((st.pinned, *st.article), []).append(st)
    return sorted(gathered.values(), key=lambda article: article[0].order[:4])
