"""
One article at a time: its statements enter the book in an order that its writer's order does not decide (rule 14).

Dated before undated, general homes before the target's own, components before totals that have no date; what is ended
on a day before what begins there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from service.domain.spans import LAST_DAY
from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.contests import rivals_of
from service.domain.tariffs.copies import without_copies
from service.domain.tariffs.endings import end, withdraw
from service.domain.tariffs.exemptions import exempt
from service.domain.tariffs.levels import Lane, Level, agrees, confirm
from service.domain.tariffs.observations import observe, observe_previous
from service.domain.tariffs.pauses import delay, pause, returning
from service.domain.tariffs.reasons import BASELINE, UNNAMED, likeness
from service.domain.tariffs.statements import ENDINGS, Statement, moved
from service.domain.tariffs.transitions import (
    already_amended,
    amends_what_never_came,
    begin,
    same_transition,
    still_scheduled,
)


def enter(book: Book, statements: Sequence[Statement]) -> None:
    """Bring the statements of one article version into the book."""
    book.first_told.clear()
    statements = without_copies(book, statements)
    statements = [st for st in statements if not (_is_old_rate(st, statements) or _is_paused(st, statements))]
    parts = _parts_of_totals(statements)
    ordered = sorted(statements, key=lambda st: _turn(book, st))
    for st in ordered:
        lane, told = _placed(book, st, statements, is_part=st in parts)
        if told.component is None and _is_only_a_part(book, lane, told):
            continue
        for each in (told.act in ENDINGS and _parts_that_end(book, lane, told)) or [lane]:
            if told.act == "pause":
                _pause_with(book, each, told, statements)
                continue
            apply(book, each, told)
            if told.act == "end":
                _end_with(book, each, told, statements)


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
    lane.changed = True
    match st.act:
        case "level" | "plan" if st.start is not None:
            begin(book, lane, st)
        case "level" if st.stop is not None:
            _until(book, lane, st)
        case "level":
            observe(book, lane, st)
        case "plan":
            _announce(book, lane, st)
        case "exempt":
            exempt(book, lane, st)
        case "delay":
            announced = delay(lane, st)
            if announced is not None:
                begin(book, lane, announced)
        case "withdraw":
            withdraw(book, lane, st)
        case "end":
            end(book, lane, st)


def _announce(book: Book, lane: Lane, st: Statement) -> None:
    """
    An announcement without a date makes no level; it is listed as coming, and its previous rate is still charged.

    One that names an announced rate as the previous one takes over that rate's day (rule 16).
    """
    planned = still_scheduled(lane, st) or already_amended(lane, st)
    if planned is not None:
        begin(book, lane, st._replace(start=planned.start))
        return
    lane.pending[st.rate] = st
    holder = lane.holder(st.day)
    standing = holder is None or holder.holds_on(st.day)
    if st.previous is not None and standing and not amends_what_never_came(book, lane, st):
        observe_previous(book, lane, st, st.day)
    for level in lane.starting_after(st.day):
        if agrees(level, st) and st.rate is not None:
            confirm(level, st)
            break


def _until(book: Book, lane: Lane, st: Statement) -> None:
    """A level with a last day and no first one: charged until then, and today if that day has not come."""
    assert st.stop is not None
    if st.stop.first > st.day:
        observe(book, lane, st._replace(stop=None))
    end(book, lane, st._replace(status="expired"))


def _end_with(book: Book, lane: Lane, st: Statement, article: Sequence[Statement]) -> None:
    """
    End what ends with a total: its components, and for an end for all countries without a figure each country's own.

    Unless the article tells of another level that is charged instead, which would be what is left.
    """
    whole = lane.component is None
    left = any(
        other.act == "level" and other.rate not in (None, st.rate) and _same_place(other, st) for other in article
    )
    if whole and not left and (st.rate is None or _nothing_follows(lane, st)):
        for component in book.components(lane.home, lane.scope.slug):
            _end_now(book, component, st)
    own = book.homes[0]
    if st.rate is None and lane.scope.slug == "*" and lane.home != own:
        if whole and (total := book.existing(own, "*", TOTAL)) is not None:
            _end_now(book, total, st)
        for component in list(book.components(own, "*")):
            if whole or (lane.component and component.component and likeness(component.component, lane.component)):
                _end_now(book, component, st)


def _pause_with(book: Book, lane: Lane, st: Statement, article: Sequence[Statement]) -> None:
    """Pause a level, and what pauses with it: the component that it is, and under one for all each country's own."""
    left = [
        other
        for other in article
        if _is_level(other) and other.rate != st.rate and _same_place(other, st) and other.component == st.component
    ]
    parts = _paused_parts(book, lane, st)
    meanwhile = next((o.rate for o in left if o.start is not None and st.start and o.start.meets(st.start)), None)
    if st.rate is not None or not any(other.act == "level" for other in left):
        lane.changed = True
        pause(lane, st, meanwhile)
    for part in parts:
        part.changed = True
        pause(part, st)


def _paused_parts(book: Book, lane: Lane, st: Statement) -> list[Lane]:
    """The components that a paused total is, and for a pause for all without a figure each country's own levels."""
    charged = [(level.rate, level.start) for level in lane.levels if agrees(level, st) and level.rate is not None]
    same = [
        part
        for part in book.components(lane.home, lane.scope.slug)
        if lane.component is None
        and any(level.active and (level.rate, level.start) in charged for level in part.levels)
    ]
    own = book.homes[0]
    if st.rate is not None or lane.scope.slug != "*" or lane.home == own:
        return same
    alike = [
        part
        for part in book.components(own, "*")
        if lane.component is None or (part.component and likeness(part.component, lane.component))
    ]
    total = book.existing(own, "*", TOTAL)
    return [*same, *alike, *([total] if total is not None and lane.component is None else [])]


def _nothing_follows(lane: Lane, st: Statement) -> bool:
    """Whether the level that *st* ended is the last of its lane."""
    last = lane.holder(LAST_DAY)
    return last is not None and agrees(last, st) and last.stop is not None


def _same_place(a: Statement, b: Statement) -> bool:
    return (a.home, a.scope.slug) == (b.home, b.scope.slug)


def _is_old_rate(st: Statement, article: Sequence[Statement]) -> bool:
    """Whether "reduced" is said of the rate before: the previous one of another statement of the same article."""
    if st.status != "reduced" or st.start is not None or st.previous is not None or st.rate is None:
        return False
    return any(other.previous == st.rate and other.rate != st.rate and _same_place(other, st) for other in article)


def _is_paused(st: Statement, article: Sequence[Statement]) -> bool:
    """Whether "announced for a day" is said of the very start that the same article says is suspended."""
    if st.act != "plan" or st.start is None:
        return False
    pauses = (other for other in article if other.act == "pause" and other.start is not None and _same_place(other, st))
    return any(
        other.component == st.component and other.rate == st.rate and other.start.meets(st.start)
        for other in pauses
        if other.start is not None
    )


def _end_now(book: Book, lane: Lane, st: Statement) -> None:
    """End what stands in *lane* because something wider ended."""
    day = _last_day(st)
    holder = lane.holder(day)
    if holder is not None and holder.holds_on(day):
        apply(book, lane, st._replace(act="end", rate=None))


def _parts_that_end(book: Book, lane: Lane, st: Statement) -> list[Lane]:
    """
    The components that an end or pause of a total is about: the one that alone has its rate, or all of them.

    Empty where the total has levels of that rate itself. A component of which nothing was told is the total of its
    rate.
    """
    if lane.component is not None:
        total = book.existing(lane.home, lane.scope.slug, TOTAL)
        alone = total is not None and st.act == "end" and st.rate is not None and not lane.levels and _stands(total, st)
        return [total] if total is not None and alone else []
    if st.component is not None or _stands(lane, st):
        return []
    day = _last_day(st)
    for slug in dict.fromkeys((lane.scope.slug, "*")):
        known = [each for each in book.components(lane.home, slug) if _stands(each, st) or _comes_back(each, st)]
        if known and st.rate is None:
            return known if slug == lane.scope.slug and not any(level.active for level in lane.levels) else []
        if known:
            reason = known[0].component or UNNAMED
            return [known[0] if slug == lane.scope.slug else book.component(lane.home, lane.scope, reason)]
    holder = lane.holder(day)
    if st.act != "end" or holder is None or st.rate is None or not (holder.observed and holder.holds_on(day)):
        return []
    larger = holder.rate is not None and holder.rate > st.rate
    return [book.component(lane.home, lane.scope, UNNAMED)] if larger else []


def _comes_back(lane: Lane, st: Statement) -> bool:
    return st.act == "pause" and returning(lane, st) is not None


def _stands(lane: Lane, st: Statement) -> bool:
    """Whether *st* can be about a level of *lane*: one of its rate that is charged on the last day, or to come."""
    day = _last_day(st)
    now: list[Level] = []
    for level in lane.started(day):
        now += [level, *rivals_of(level)]
        if level.observed or level.void:
            break  # What is only announced may not have displaced the level before.
    return any(
        agrees(level, st) and (st.rate is None or level.rate is not None) and not level.ended_by(day)
        for level in (*now, *lane.starting_after(day))
    )


def _last_day(st: Statement) -> date:
    """The last day before the end that *st* tells, the day of publication where it gives none."""
    first_without = st.stop or st.start
    return st.day if first_without is None else moved(first_without.last, -1)


def _placed(book: Book, st: Statement, article: Sequence[Statement], *, is_part: bool) -> tuple[Lane, Statement]:
    """
    The lane of a statement, and the statement as it stands there.

    A component without a reason is the known one of its rate and days, a new layer on a total that stands, or else
    the total itself. The baseline is a component where an article tells it beside a total, and from then on.
    """
    if st.component is None and st.basis == "baseline" and (is_part or _is_known_baseline(book, st)):
        return book.component(st.home, st.scope, BASELINE), st
    if st.component is None and not is_part:
        return book.total(st.home, st.scope), st
    if st.component is not None and st.component is not UNNAMED:
        book.name_unnamed(st.home, st.scope, st)
        return book.component(st.home, st.scope, st.component), st
    meant = book.meant_by(st.home, st.scope, st)
    if meant is not None:
        return meant, st
    if is_part or _is_layer(book, st, article):
        return book.component(st.home, st.scope, UNNAMED), st
    return book.total(st.home, st.scope), st._replace(component=None)


def _is_known_baseline(book: Book, st: Statement) -> bool:
    """Whether a baseline of that rate is known to be part of a total."""
    lane = book.existing(st.home, st.scope.slug, BASELINE.slug)
    return lane is not None and st.act == "level" and any(level.active and agrees(level, st) for level in lane.levels)


def _is_layer(book: Book, st: Statement, article: Sequence[Statement]) -> bool:
    """Whether a component without a reason comes on top of a total that stands and that its article does not end."""
    lane = book.existing(st.home, st.scope.slug, TOTAL)
    if lane is None or st.act not in ("level", "plan") or st.previous is not None or book.repeated(lane, st):
        return False
    if st.start is not None and same_transition(lane, st) is not None:
        return False
    day = min(moved(st.start.last, -1), st.day) if st.start is not None else st.day
    standing = lane.holder(day)
    if standing is None or not standing.holds_on(day) or standing.rate is None or st.rate is None:
        return False
    ended = any(
        other.act in ENDINGS and other.scope.slug == st.scope.slug and other.rate in (None, standing.rate)
        for other in article
    )
    return not ended and st.rate != standing.rate and (st.start is not None or st.rate < standing.rate)


def _is_only_a_part(book: Book, lane: Lane, st: Statement) -> bool:
    """
    Whether a total that is said to be charged for one reason is one of several components, and no total.

    Its statement on the component says all: for a level where other components stand beside it, for an end where no
    total has that rate.
    """
    if st.named is UNNAMED:
        return False
    if st.act in ENDINGS:
        return not _stands(lane, st)
    day = max(st.start.last, st.day) if st.start is not None else st.day
    for other in book.components(st.home, st.scope.slug):
        holder = other.holder(day)
        unlike = other.component is not None and not likeness(other.component, st.named)
        if unlike and holder is not None and holder.holds_on(day) and not holder.exempt:
            return True
    return False


def _parts_of_totals(statements: Sequence[Statement]) -> list[Statement]:
    """
    The levels without a reason that are parts of a total which their own article reports for the same days.

    "40% additional", "10% baseline" and "50% in all" are one total and two parts of it.
    """
    ended = {(st.home, st.scope.slug, st.rate) for st in statements if st.act in ENDINGS}
    totals = [
        st
        for st in statements
        if st.component is None
        and _is_level(st)
        and st.basis in ("total", "all_in")
        and (st.home, st.scope.slug, st.rate) not in ended
    ]
    others = [
        st for st in statements if st.component is None and _is_level(st) and st.basis in ("additional", "baseline")
    ]
    return [st for st in others if any(_is_within(st, total) for total in totals)]


def _is_level(st: Statement) -> bool:
    dated = st.start is not None or st.act == "level"
    return st.act in ("level", "plan") and st.rate is not None and dated


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
