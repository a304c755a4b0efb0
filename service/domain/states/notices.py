"""
Notices: reports read as "this state began then, and was seen to hold until then".

A notice never says more than its article: its start lies in the article's own window, and it sees no day after its
publication. Copies of one story are dated by the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec

from service.domain import edtf
from service.domain.reports import Report

ONE_DAY = timedelta(days=1)
LONG_EVENT_DAYS = 45
"""A closed range up to here is the window of one event; a longer one is how long a state lasted."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """
    One report of a state.

    The state began from *first* (None: no bound) to *last*, and is seen to hold from *last* through *through*. A
    scheduled notice is of a day to come: its *last* lies after its publication *day*, and it sees nothing. *ended* is
    the day from which it no longer held, where the article gives it. *order* is publication order, copies with their
    original; of one moment's states the more advanced one comes last. *seen_on_the_day* tells that the article says so
    of its own day, *implied* that another state implies this one.
    """

    state: str
    status: str
    report: Report
    day: date
    told: datetime
    first: date | None
    last: date
    through: date
    dated: bool = False
    scheduled: bool = False
    implied: bool = False
    seen_on_the_day: bool = False
    ended: date | None = None
    order: tuple[datetime, int, tuple[datetime, str, int, int]]

    @property
    def width_days(self) -> int:
        """How vague the start is; a report of its own day is exact on that day."""
        return 0 if not self.dated or self.first is None else (self.last - self.first).days


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """
    How a kind's statuses relate.

    `state_of` gives the state that a status means (joined: member), and `by_day` those states of which each day shows
    the status that was told last. `stage` says how far a status is. `family` groups states that do not contradict
    each other. `lasting` statuses are seen from their start through the day of publication, others on the day of
    their date alone; the date of a state in `starts` is the day of a transition, which has only one. `follows` tells
    whether a second family on the same day is what naturally comes after the first. `denies` tells whether one
    state, seen on a day, denies that another had begun by then. `cancels` tells whether one family ends the plan of
    another. `yields` tells whether a state, told without a date, changes nothing while another holds; None
    where no state does. States that are `told_of_past` are also named, without a date, of somebody who has long gone
    further.
    """

    state_of: Callable[[str], str]
    stage: Callable[[str], int]
    family: Callable[[str], str]
    lasting: Container[str]
    starts: frozenset[str] = frozenset()
    by_day: frozenset[str] = frozenset()
    follows: Callable[[str, str], bool]
    cancels: Callable[[str, str], bool]
    denies: Callable[[str, str], bool] | None = None
    yields: Callable[[str, str], bool] | None = None
    told_of_past: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 14)
def window(text: str | None) -> tuple[date | None, date | None, date | None]:
    """The first and the last day on which a dated state may have begun, and the day from which it had ended."""
    if text is None:
        return None, None, None
    interval = edtf.parse(text)
    first, last = interval.start_earliest, interval.start_latest
    if not interval.is_range or interval.end_latest is None:
        return first, last, None
    if interval.open_start or interval.unknown_start:
        return None, interval.end_latest, None
    if first and (interval.end_latest - first).days > LONG_EVENT_DAYS:
        return first, last, interval.end_latest + ONE_DAY if interval.end_latest < date.max else None
    return first, interval.end_latest, None


def read(report: Report, status: str, text: str | None, told: datetime, vocabulary: Vocabulary) -> Notice:
    """The notice of a state that has begun; what of its window lies after publication is cut off."""
    first, last, ended = window(text)
    day = told.date()
    dated = text is not None and last is not None
    begun = min(last, day) if last else day
    state = vocabulary.state_of(status)
    lasting = not dated or status in vocabulary.lasting or first is None
    through = day if lasting else begun
    if ended and ended <= day:
        through = max(begun, ended - ONE_DAY)
    return Notice(
        state=state, status=status, report=report, day=day, told=told,
        first=min(first, begun) if first else None, last=begun, through=through,
        dated=dated, order=(told, vocabulary.stage(status), report.order), seen_on_the_day=not dated,
        ended=ended if ended and ended <= day else None,
    )  # fmt: skip


def is_to_come(text: str | None, told: datetime) -> bool:
    """Whether a date lies wholly after publication: it is when an announced change takes effect (rule 13)."""
    first, _, _ = window(text)
    return first is not None and first > told.date()


def scheduled(report: Report, status: str, text: str, told: datetime, vocabulary: Vocabulary) -> Notice:
    """The notice of a state that shall begin within the window of *text*, from publication on."""
    first, last, _ = window(text)
    day = told.date()
    begin = max(first, day + ONE_DAY) if first else day + ONE_DAY
    end = max(last or begin, begin)
    return Notice(
        state=vocabulary.state_of(status), status=status, report=report, day=day, told=told,
        first=begin, last=end, through=end, dated=True, scheduled=True,
        order=(told, vocabulary.stage(status), report.order),
    )  # fmt: skip


def implied(notice: Notice, status: str, vocabulary: Vocabulary) -> Notice | None:
    """What held on the day before *notice* began, since it could not have begun otherwise; None without such a day."""
    if notice.first is None or notice.first == date.min:
        return None
    before = notice.first - ONE_DAY
    return msgspec.structs.replace(
        notice, state=vocabulary.state_of(status), status=status, first=None, last=before, through=before,
        dated=False, implied=True, scheduled=False, seen_on_the_day=False, ended=None,
    )  # fmt: skip
