"""
Levels: the duties that reports tell of, and the lanes in which one follows the other.

A lane keeps its levels in the order of their starts. A level that is contradicted or withdrawn stays in its lane,
marked, so that what it displaced holds again as if it had never been told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from service.domain.spans import FIRST_DAY
from service.domain.tariffs.goods import Scope
from service.domain.tariffs.reasons import Reason
from service.domain.tariffs.statements import Order, Statement, Window, moved

if TYPE_CHECKING:
    from service.domain.tariffs.stretches import Life

_TOLD: Callable[[Level], tuple[object, ...]] = attrgetter(
    "edition", "rate", "high", "op", "basis", "reason", "status", "start", "dated", "rule", "told", "told_day", "born",
    "eager", "stop", "stop_status", "stop_known", "seen", "previous", "rival_start", "void", "exempt", "pinned", "gone",
    "amended", "twins", "contests",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Level:
    """
    A duty from a start on, until its end or the next level's start.

    `seen` is the last day on which a report observes it, None while it is only announced. `dated` starts come from
    a report's date, others lie before the first report (of the day `born`). `eager` levels possibly hold from the
    window's first day. `outdated` are ends that were told before, and that later reports moved.
    `void` levels say that nothing is charged, `exempt` ones that goods are free of the duty.
    `edition` counts how often its `sources` became other ones. `ident` is what it was made of: the same in every
    reading of the same reports.
    """

    ident: Hashable

    rate: Decimal | None
    high: Decimal | None
    op: str
    basis: str
    reason: str | None
    scope: Scope
    status: str
    start: Window
    dated: bool
    rule: str
    told: Order
    told_day: date
    born: date
    start_by: tuple[str, int]
    eager: bool = False
    stop: Window | None = None
    stop_status: str = ""
    stop_known: bool = False
    outdated: set[Window] = field(default_factory=set)
    seen: date | None = None
    previous: Decimal | None = None
    rival_start: Window | None = None
    void: bool = False
    exempt: bool = False
    pinned: bool = False
    gone: str = ""
    amended: Level | None = None
    twins: tuple[Level, ...] = ()
    sources: list[str] = field(default_factory=list)
    stories: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    contests: list[Contest] = field(default_factory=list)
    articles: set[tuple[str, int]] = field(default_factory=set)
    edition: int = 0

    def cite(self, claim_id: str) -> None:
        """Count a claim among its sources."""
        self.sources.append(claim_id)
        self.edition += 1

    def cite_instead(self, claim_ids: list[str]) -> None:
        """Let its sources be other claims."""
        self.sources = claim_ids
        self.edition += 1

    @property
    def active(self) -> bool:
        """Whether it stands: not gone, not amended by one that is not gone, and like the levels that it repeats."""
        if self.gone or (self.amended is not None and not self.amended.gone):
            return False
        return not self.twins or all(twin.active for twin in self.twins)

    @property
    def observed(self) -> bool:
        """Whether a report saw it in force; a level that repeats another was seen with it."""
        return self.seen is not None or (bool(self.twins) and any(twin.seen is not None for twin in self.twins))

    @property
    def last_seen(self) -> date:
        """The last day on which it was observed, its own and its twins'; `FIRST_DAY` if never."""
        seen = self.seen or FIRST_DAY
        return max([seen, *(twin.seen or FIRST_DAY for twin in self.twins)]) if self.twins else seen

    @property
    def rank(self) -> tuple[bool, bool, bool, Order]:
        """What decides between rivals (rules 1 and 4): reviewed, observed, dated, then told last."""
        return (self.pinned, self.observed, self.dated, self.told)

    @property
    def anchor(self) -> date:
        """The day on which, as a total, it was last reported: its components' changes are counted from it."""
        return max(self.start.last, moved(self.last_seen, -1))

    @property
    def end(self) -> Window | None:
        """The first day without it: its own as reports tell it, else that of the level which it repeats."""
        if self.stop is not None or not self.twins:
            return self.stop
        return next((twin.stop for twin in self.twins if twin.stop is not None), None)

    def ended_by(self, day: date) -> bool:
        """Whether it has certainly ended on *day*."""
        end = self.end
        return end is not None and end.last <= day

    def holds_on(self, day: date) -> bool:
        """Whether it charges a duty on *day*, given that it has started and nothing displaced it."""
        return not self.void and not self.ended_by(day)


def state_of(level: Level) -> tuple[object, ...]:
    """What an answer can show of a standing level follows from this: what is told of it, and of its twins."""
    return _TOLD(level) if not level.twins else (*_TOLD(level), *map(_TOLD, level.twins))


def level_from(st: Statement, start: Window, rule: str, *, dated: bool = True) -> Level:
    """A new level as a statement tells it; nothing has confirmed it yet."""
    return Level(
        ident=(st.report.claim_id, st.home, st.scope.slug, st.component, st.rate, start),
        rate=st.rate,
        high=st.high,
        op=st.op,
        basis=st.basis,
        reason=st.reason,
        scope=st.scope,
        status="announced" if st.act in ("plan", "delay", "pause") and st.status != "signed" else st.status,
        start=start,
        dated=dated,
        rule=rule,
        told=st.order,
        told_day=st.day,
        born=st.day,
        start_by=st.article,
        previous=st.previous,
    )


def agrees(level: Level, st: Statement) -> bool:
    """Whether a statement's rate is the level's; a missing figure agrees with any (rule 18)."""
    return same_rate(level, st.rate, st.op, st.high)


def same_rate(level: Level, rate: Decimal | None, op: str = "eq", high: Decimal | None = None) -> bool:
    """Whether *rate* can be said of *level*: equal, or bounds that an exact level lies in."""
    if level.void or level.exempt:
        return False
    if rate is None or level.rate is None or rate == level.rate:
        return True
    if op == "atleast":
        return level.op == "eq" and level.rate >= rate
    if op == "range" and high is not None:
        return level.op == "eq" and rate <= level.rate <= high
    return level.op == "atleast" and op == "eq" and rate >= level.rate


def compatible(a: Level, b: Level) -> bool:
    """Whether two levels need not contradict each other: bounds and a rate within them."""
    if a.rate is None or b.rate is None or a.rate == b.rate:
        return not (a.void or b.void or a.exempt or b.exempt)
    for bound, other in ((a, b), (b, a)):
        if bound.op == "upto" and other.op == "eq" and other.rate is not None and other.rate <= (bound.rate or 0):
            return True
    return same_rate(a, b.rate, b.op, b.high) or same_rate(b, a.rate, a.op, a.high)


def confirm(level: Level, st: Statement, seen: date | None = None) -> None:
    """Count *st* as a report of *level*, which it observed up to the day *seen*."""
    if level.rate is None and st.rate is not None:
        level.rate, level.high, level.op = st.rate, st.high, st.op
    elif st.rate is not None and level.op != "eq" and st.op == "eq":
        level.rate, level.high, level.op = st.rate, None, "eq"
    level.cite(st.report.claim_id)
    level.stories.add(st.report.story)
    level.publishers.add(st.report.publisher)
    level.articles.add(st.article)
    level.pinned = level.pinned or st.pinned
    level.told, level.told_day = max((level.told, level.told_day), (st.order, st.day))
    level.reason = level.reason or st.reason
    if level.previous is None:
        level.previous = st.previous
    if seen is not None:
        level.seen = seen if level.seen is None else max(seen, level.seen)
        level.status = level.status if level.exempt else "in_force"
    elif level.status == "announced" and st.status == "signed":
        level.status = "signed"


@dataclass(slots=True, eq=False)
class Contest:
    """
    Two levels that sources report for the same days, from *first* to before *until* (None: while the older is seen).

    `weak` contests come from a passing mention. `for_a` and `for_b` are the stories that, after the other side's last
    word, report a side again.
    """

    a: Level
    b: Level
    first: date
    until: date | None
    weak: bool = False
    for_a: set[str] = field(default_factory=set)
    for_b: set[str] = field(default_factory=set)

    def rival(self, level: Level) -> Level:
        """The other side."""
        return self.b if level is self.a else self.a


@dataclass(slots=True, eq=False)
class Lane:
    """
    The levels of one home, scope and component (None: the total), and what is announced or paused there.

    `pending` has the last undated announcement of each rate. `widest` is the longest window of a start, in days.
    `changed` tells that something was brought into it since it was last laid out, `twinned` that its levels follow
    those of other lanes; `lives` is how each level was laid out then.
    """

    home: str
    scope: Scope
    component: Reason | None
    levels: list[Level] = field(default_factory=list)
    pending: dict[Decimal | None, Statement] = field(default_factory=dict)
    pauses: list[Window] = field(default_factory=list)
    widest: int = 0
    changed: bool = True
    twinned: bool = False
    lives: dict[Level, Life] = field(default_factory=dict)

    def insert(self, level: Level) -> Level:
        """Put *level* in its place by the last day of its start's window."""
        self.levels.insert(self.place(level.start.last), level)
        self.twinned = self.twinned or bool(level.twins)
        if level.start.first != FIRST_DAY:
            self.widest = max(self.widest, (level.start.last - level.start.first).days)
        return level

    def place(self, day: date) -> int:
        """The index after the last level that has started by *day*."""
        return bisect_right(self.levels, day, key=_start_day)

    def restart(self, level: Level, start: Window) -> None:
        """Give *level* another start, and its place by it."""
        if level.start != start:
            self.levels.remove(level)
            level.start = start
            self.insert(level)

    def started(self, day: date) -> Iterator[Level]:
        """The standing levels that have started by *day*, the latest start first."""
        for i in range(self.place(day) - 1, -1, -1):
            if self.levels[i].active:
                yield self.levels[i]

    def starting_after(self, day: date) -> Iterator[Level]:
        """The standing levels that start after *day*, in order."""
        for i in range(self.place(day), len(self.levels)):
            if self.levels[i].active:
                yield self.levels[i]

    def near(self, window: Window) -> Iterator[Level]:
        """All levels, standing or not, whose dated start can be a day of *window*."""
        for i in range(bisect_left(self.levels, window.first, key=_start_day), len(self.levels)):
            level = self.levels[i]
            if level.start.last > moved(window.last, self.widest):
                break
            if level.start.meets(window):
                yield level

    def holder(self, day: date) -> Level | None:
        """The level that has the word on *day*, be it void or ended: the best of those with the latest start."""
        found: Level | None = None
        for level in self.started(day):
            if found is None:
                found = level
            elif level.start == found.start:
                found = max(found, level, key=_rank)
            else:
                break
        return found

    def before(self, level: Level) -> Level | None:
        """The level that *level* displaced: the holder before its start."""
        for other in self.started(level.start.last):
            if other.start != level.start:
                return other
        return None


def _start_day(level: Level) -> date:
    return level.start.last


def _rank(level: Level) -> tuple[bool, bool, bool, Order]:
    return level.rank
