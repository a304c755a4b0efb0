"""
Arithmetic on vague dates: windows, overlaps, intersections, shifts, and the texts that say their results.

What is certain is possible; a result is never wider than the bounds that it was made from.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from service.domain.edtf.interval import Interval
from service.domain.edtf.reading import parse
from service.domain.errors import InvalidDate


def of_day(day: date) -> str:
    """The text of one day: `2025-08-27`."""
    return day.isoformat()


def between(first: date, last: date) -> str:
    """The text of all days from *first* to *last*, inclusive: `2026-02-02/2026-02-04`."""
    if last < first:
        raise InvalidDate(
            f"{first} to {last} ends before it starts; give the earlier day first", first=first, last=last
        )
    return of_day(first) if first == last else f"{first}/{last}"


def side(first: date | None, last: date | None) -> str:
    """The shortest text of one day somewhere from *first* to *last*: a day, month, year or a set; `..` of neither."""
    if first is None or last is None:
        return ".." if first is last else f"[{first or ''}..{last or ''}]"
    if first == last:
        return of_day(first)
    if first.day == 1 and last == last.replace(day=monthrange(last.year, last.month)[1]) and first.year == last.year:
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, 12):
            return f"{first:%Y}"
    return f"[{first}..{last}]"


def of_window(first: date | None, last: date | None) -> str:
    """The text of a moment somewhere from *first* to *last*, as the public answers write it: `../2026-02-02`."""
    text = side(first, last)
    return text if text[0] != "[" else f"{first or '..'}/{last or '..'}"


def first_day(interval: Interval) -> date:
    """The first day that can belong to it, the first of the calendar without a bound."""
    return interval.start_earliest or date.min


def last_day(interval: Interval) -> date:
    """The last day that can belong to it, the last of the calendar without a bound."""
    return interval.end_latest or date.max


def overlap(a: Interval, b: Interval) -> bool:
    """Whether a day can belong to both."""
    return first_day(a) <= last_day(b) and first_day(b) <= last_day(a)


def within(inner: Interval, outer: Interval) -> bool:
    """Whether every day that can belong to *inner* can belong to *outer*."""
    return first_day(outer) <= first_day(inner) and last_day(inner) <= last_day(outer)


def contains_day(interval: Interval, day: date) -> Literal["certain", "possible"] | None:
    """
    How far *day* belongs to *interval*.

    Certain from the latest start to the earliest end, or for ever after where the end is written open; possible in
    the fuzzy rest, before an end whose start is not told, and after a start whose end is not known.
    """
    if not first_day(interval) <= day <= last_day(interval):
        return None
    started = interval.start_latest is not None and interval.start_latest <= day
    lasts = interval.open_end or (interval.end_earliest is not None and day <= interval.end_earliest)
    if started and (lasts or day == interval.start_earliest == interval.start_latest):
        return "certain"
    return "possible"


def intersect(a: Interval, b: Interval) -> Interval | None:
    """
    What both say of one fact: their start windows intersected, and their end windows; None where they cannot agree.

    "Since August" (`2025-08/..`) and "from 27 August" (`2025-08-27/..`) give `2025-08-27/..`.
    """
    if a == b:
        return a
    start = (_later(a.start_earliest, b.start_earliest), _earlier(a.start_latest, b.start_latest))
    end = (_later(a.end_earliest, b.end_earliest), _earlier(a.end_latest, b.end_latest))
    if _empty(start) or _empty(end) or _empty((start[0], end[1])):
        return None
    return of_bounds(start, end, unknown_end=a.unknown_end and b.unknown_end)


def of_bounds(
    start: tuple[date | None, date | None], end: tuple[date | None, date | None], *, unknown_end: bool = False
) -> Interval:
    """The interval whose start and end lie in these windows of inclusive days; without a bound, `..` is written."""
    if start == end and start != (None, None):
        return parse(side(*start))
    right = "" if unknown_end and end == (None, None) else side(*end)
    return parse(f"{side(*start)}/{right}")


def shift(interval: Interval, days: int) -> Interval:
    """The interval moved by *days*, bound by bound, and kept within the calendar's years."""
    step = timedelta(days=days)

    def moved(day: date | None) -> date | None:
        if day is None:
            return None
        room = (date.max if days > 0 else date.min) - day
        return day + (min if days > 0 else max)(step, room)

    start = (moved(interval.start_earliest), moved(interval.start_latest))
    end = (moved(interval.end_earliest), moved(interval.end_latest))
    return of_bounds(start, end, unknown_end=interval.unknown_end)


def _later(a: date | None, b: date | None) -> date | None:
    return max(a, b) if a and b else a or b


def _earlier(a: date | None, b: date | None) -> date | None:
    return min(a, b) if a and b else a or b


def _empty(window: tuple[date | None, date | None]) -> bool:
    first, last = window
    return first is not None and last is not None and last < first
