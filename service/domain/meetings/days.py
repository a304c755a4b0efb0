"""
The days of a meeting as one article gives them, and how far those of two articles agree.

Possible days never leave what the article says; tense bounds them only where it says nothing (rule 12).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import msgspec

from service.domain import edtf

VAGUE_FROM_DAYS = 46
"""A window of so many days or more is vague: it tells no two meetings apart (rule 10)."""
LONGEST_EVENT_DAYS = 21
"""A range up to here can be the event's own days; a longer one is a window in which it lies."""
MEMORY = timedelta(days=400)
"""An undated mention looks so far back or ahead: nobody writes "met" of a year before last without saying so."""
WIDEST = timedelta(days=1100)
"""A wider window counts as its last days: it tells nothing in any case."""
_SLACK = timedelta(days=1)
_COMING = frozenset({"planned"})
_PAST = frozenset({"held", "ongoing"})


class Days(msgspec.Struct, frozen=True):
    """
    When a meeting is: the first and last possible day, inclusive.

    `text` is the EDTF that is shown; `stated` tells whether an article gives it, `exact` whether these are the
    event's own days and not a window in which they lie ("next week", "in July").
    """

    text: str
    first: date
    last: date
    stated: bool
    exact: bool

    @property
    def width(self) -> int:
        """How many days are possible."""
        return (self.last - self.first).days + 1

    @property
    def vague(self) -> bool:
        """Whether it is too wide to tell two meetings apart."""
        return not self.stated or self.width >= VAGUE_FROM_DAYS

    @property
    def one_day(self) -> bool:
        """Whether it is a single known day."""
        return self.exact and self.first == self.last


def read_days(text: str | None, status: str, published: date) -> Days:
    """
    The days that an article published on *published* gives a meeting of *status*.

    Undated and half-open dates are bounded by tense and by `MEMORY`; a plan reaches no further back than its
    article, a report of the past no further ahead (rule 12).
    """
    if text is None:
        return _undated(status, published)
    interval = edtf.parse(text)
    first, last = interval.earliest, interval.latest
    if first is not None and last is None and interval.start_latest == first:
        # "From October 6" names the first day of an event, which does not last for ever.
        return Days(f"{edtf.of_day(first)}~", first, _after(first, timedelta(days=13)), stated=True, exact=True)
    exact = first is not None and last is not None and _is_exact(interval, first, last, published)
    low = first or _before(last or published, MEMORY)
    high = last or _after(first or published, MEMORY)
    low = max(low, _before(high, WIDEST))
    if not exact and status in _COMING:
        low = max(low, min(high, published - _SLACK))
    if not exact and status in _PAST:
        high = min(high, max(low, published + _SLACK))
    return Days(text, low, high, stated=first is not None, exact=exact)


def _undated(status: str, published: date) -> Days:
    day = edtf.of_day(published)
    if status == "held":
        return Days(f"../{day}", _before(published, MEMORY), published + _SLACK, stated=False, exact=False)
    if status == "ongoing":
        week = timedelta(days=7)
        return Days(f"{day}~", _before(published, week), _after(published, week), stated=False, exact=False)
    if status == "planned":
        return Days(f"{day}/..", published - _SLACK, _after(published, MEMORY), stated=False, exact=False)
    low, high = _before(published, MEMORY / 2), _after(published, MEMORY)
    return Days("", low, high, stated=False, exact=False)


def _is_exact(interval: edtf.Interval, first: date, last: date, published: date) -> bool:
    """Whether the bounds are an event's own days: not "next week", "early May", "later this month" or a month."""
    if first == last:
        return True
    if not interval.is_range or "X" in interval.text or (last - first).days >= LONGEST_EVENT_DAYS:
        return False
    month_end = last.day == monthrange(last.year, last.month)[1]
    days = (last - first).days + 1
    week = days == 7 and (first.weekday() in (0, 6) or first.day in (1, 8, 15, 22))
    third = days >= 9 and first.day in (1, 10, 11, 20, 21) and (last.day in (10, 20) or month_end)
    rest = 0 <= (first - published).days <= 1 and (month_end or last.weekday() == 6)
    return not (week or third or rest)


def overlap(a: Days, b: Days) -> bool:
    """Whether one day is possible for both."""
    return a.first <= b.last and b.first <= a.last


def gap_days(a: Days, b: Days) -> int:
    """How many days lie between them, 0 where they overlap."""
    return max((a.first - b.last).days, (b.first - a.last).days, 0)


def within(inner: Days, outer: Days) -> bool:
    """Whether every day of *inner* is possible for *outer*."""
    return outer.first <= inner.first and inner.last <= outer.last


def _before(day: date, step: timedelta) -> date:
    return day - min(step, day - date.min)


def _after(day: date, step: timedelta) -> date:
    return day + min(step, date.max - day)
