"""
Statements: what one claim says of one lane, with its dates as windows of days.

A lane is a home (the target that was named), a scope of goods, and a component or the total. Threats and proposals
make no statement (rule 7), so that nothing downstream can take them for a level.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from service.domain import edtf
from service.domain.claims import TariffClaim
from service.domain.reports import Report
from service.domain.spans import FIRST_DAY, LAST_DAY
from service.domain.tariffs.goods import Scope, scopes_of
from service.domain.tariffs.reasons import UNNAMED, Reason, reason_of

ONE_DAY = timedelta(days=1)

Act = Literal["level", "plan", "delay", "pause", "end", "withdraw", "exempt"]
_ACTS: dict[str, Act] = {
    "in_force": "level", "reduced": "level", "announced": "plan", "signed": "plan", "delayed": "delay",
    "suspended": "pause", "lifted": "end", "expired": "end", "struck_down": "end", "withdrawn": "withdraw",
    "exempt": "exempt",
}  # fmt: skip
ENDINGS = frozenset({"delay", "pause", "end", "withdraw"})
"""Acts that take a level away; on one day they come before what takes its place."""
REVIEWED = ("confirmed", "corrected")
"""An analyst's words that outrank every article (rule 1)."""

Order = tuple[bool, datetime, str, int, int]


class Window(NamedTuple):
    """A day somewhere from *first* to *last*, inclusive; `FIRST_DAY` and `LAST_DAY` where a side is not known."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether it is one known day."""
        return self.first == self.last

    def meets(self, other: Window) -> bool:
        """Whether both can be the same day."""
        return self.first <= other.last and other.first <= self.last

    def both(self, other: Window) -> Window:
        """The days that both allow; only for windows that meet."""
        return Window(max(self.first, other.first), min(self.last, other.last))

    def moved(self, days: int) -> Window:
        """The window *days* later, with unknown sides left unknown."""
        return Window(moved(self.first, days), moved(self.last, days))

    @property
    def text(self) -> str | None:
        """The window as EDTF, None where neither side is known."""
        return _text(self)


@lru_cache(maxsize=1 << 14)
def _text(window: Window) -> str | None:
    first = None if window.first == FIRST_DAY else window.first
    last = None if window.last == LAST_DAY else window.last
    return None if first is last is None else edtf.of_window(first, last)


def moved(day: date, days: int) -> date:
    """The day *days* later; the first and the last day of all stay where they are."""
    if day in (FIRST_DAY, LAST_DAY):
        return day
    try:
        return day + timedelta(days)
    except OverflowError:
        return LAST_DAY if days > 0 else FIRST_DAY


def day_window(day: date) -> Window:
    """The window of one known day."""
    return Window(day, day)


class Statement(NamedTuple):
    """
    What a claim says of one lane.

    `component` is None for the total, `named` what its reason's words name, for a total too. `start` is the first day
    of what it says, `stop` the first day after it; `day` is the day of publication (UTC), the one that an undated
    report is about.
    """

    report: Report
    order: Order
    home: str
    scope: Scope
    component: Reason | None
    named: Reason
    act: Act
    rate: Decimal | None
    high: Decimal | None
    op: str
    previous: Decimal | None
    start: Window | None
    stop: Window | None
    day: date
    basis: str
    reason: str | None
    status: str

    @property
    def article(self) -> tuple[str, int]:
        """The article version that says it."""
        return (self.report.article_id, self.report.version)

    @property
    def observed(self) -> bool:
        """Whether it reports a level as being, or having been, charged by the day of publication."""
        return self.act == "level" and (self.start is None or self.start.first <= self.day + ONE_DAY)

    @property
    def pinned(self) -> bool:
        """Whether an analyst has vouched for it."""
        return self.order[0]


@lru_cache(maxsize=1 << 14)
def _start_window(text: str) -> Window | None:
    interval = edtf.parse(text)
    last = interval.start_latest if interval.open_end or interval.unknown_end else interval.end_latest
    if interval.start_earliest is None and last is None:
        return None
    return Window(interval.start_earliest or FIRST_DAY, last or LAST_DAY)


@lru_cache(maxsize=1 << 14)
def _stop_window(text: str) -> Window | None:
    """The first day after the last day that *text* names."""
    interval = edtf.parse(text)
    if interval.end_latest is None:
        return None
    first = interval.start_earliest if interval.is_range else interval.end_earliest
    return Window(first or FIRST_DAY, interval.end_latest).moved(1)


def statements_of(report: Report, home: str) -> Iterator[Statement]:
    """What *report*, a claim on *home*, says: a statement for each item of goods, and each of total and component."""
    claim = report.claim
    assert isinstance(claim, TariffClaim)
    act = _ACTS.get(claim.status)
    if act is None:
        return
    start = _start_window(claim.valid_from) if claim.valid_from else None
    day = report.published_at.date()
    if act == "level" and claim.status == "reduced" and (claim.rate is None or (start and start.first > day)):
        act = "plan"
    named = reason_of(claim.component_reason, claim.imposer, home) if claim.component_reason else UNNAMED
    for component in _components(claim, named):
        if claim.rate is None and component is None and act in ("level", "plan"):
            continue  # Rule 18: no figure, no level of a total.
        for scope in scopes_of(claim.product):
            yield Statement(
                report=report,
                order=(report.review in REVIEWED, *report.order),
                home=home,
                scope=scope,
                component=component,
                named=named,
                act=act,
                rate=claim.rate,
                high=claim.rate_high,
                op=claim.rate_op,
                previous=claim.previous_rate,
                start=start,
                stop=_stop_window(claim.valid_to) if claim.valid_to else None,
                day=day,
                basis=claim.basis,
                reason=claim.component_reason,
                status=claim.status,
            )


def _components(claim: TariffClaim, named: Reason) -> tuple[Reason | None, ...]:
    """The total (None), a component, or both where a total is said to be charged for one reason alone."""
    partial = claim.basis == "additional" or claim.status == "exempt"
    if claim.basis == "component" or (partial and named is not UNNAMED):
        return (named,)
    return (None,) if named is UNNAMED else (None, named)
