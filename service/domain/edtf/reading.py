"""
Reading EDTF: levels 0 and 1, and most of level 2 (digits `X`, sets, seasons, quarters, significant digits).

Follows the Library of Congress specification of 4 February 2019 (loc.gov/standards/datetime), with three choices of
our own: years outside 0001 to 9999 are refused, seasons are whole months (21 is March to May; 24, winter, begins in
the December of its year), and a side of an interval may be a set, so that "from 20 to 31 August on" can be written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

from service.domain.edtf.interval import Interval
from service.domain.errors import InvalidDate

Bounds = tuple[date | None, date | None, date | None, date | None]

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DATE = re.compile(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?")
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d(:\d\d)?)?")
_QUALIFIED = re.compile(r"(?<![-X\d])[?~%](?=[\dX])|(?<=-)[?~%](?=[\dX])|(?<=[\dX])[?~%](?=-|$)")
_SIGNIFICANT = re.compile(r"(\d{4})S([1-4])")
_LONG_YEAR = re.compile(r"Y?-?\d{1,}(E\d+)?(S\d+)?|-\d{4}(-\d\d){0,2}")
_ADVICE = "write a day (2025-08-27), a month (2025-08), a year (2025) or an interval (2025-08/..)"
# Season codes to (first month, months): 21-24 are seasons without a hemisphere, 25-28 northern, 29-32 southern.
_GROUPINGS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}  # fmt: skip


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Interval:
    """
    The interval that an EDTF *text* names; equal texts give the same object.

    Raises `InvalidDate` for what is not EDTF, names no real day, ends before it starts, or lies outside the
    years 0001 to 9999.
    """
    text = text.strip()
    try:
        exact = _DAY.fullmatch(text)
        if exact:
            day = date(*map(int, exact.groups()))
            return Interval(text, day, day, day, day)
        return _interval(text) if "/" in text else Interval(text, *_side(text))
    except ValueError as error:
        said = f"it may be EDTF, but lies outside the years 0001 to 9999; {_ADVICE}"
        why = said if _LONG_YEAR.fullmatch(text) and not _DATE.fullmatch(text) else f"{error}; {_ADVICE}"
        raise InvalidDate(f"{text!r} is not a date that can be used: {why}", text=text) from error


def _interval(text: str) -> Interval:
    left, _, right = text.partition("/")
    if "/" in right or not (left.strip(". ") or right.strip(". ") or ".." in text):
        raise ValueError("an interval has two sides and at least one of them is written")
    open_start, open_end = left == "..", right == ".."
    first = (None, None, None, None) if open_start or not left else _side(left)
    last = (None, None, None, None) if open_end or not right else _side(right)
    start_earliest, start_latest = first[0], first[3]
    end_earliest, end_latest = last[0], last[3]
    if start_earliest and end_latest and end_latest < start_earliest:
        raise ValueError("it ends before it starts")
    # The start is not after the end, so each side bounds the other.
    if start_earliest and end_earliest:
        end_earliest = max(end_earliest, start_earliest)
    if start_latest and end_latest:
        start_latest = min(start_latest, end_latest)
    return Interval(
        text, start_earliest, start_latest, end_earliest, end_latest, open_start, open_end, not left, not right
    )


def _side(text: str) -> Bounds:
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _set(text[1:-1], every=text[0] == "{")
    clock = _CLOCK.fullmatch(text)
    if clock:
        text = clock[1]
    first, last = _days(_QUALIFIED.sub("", text))
    return (first, last, first, last)


def _set(inside: str, *, every: bool) -> Bounds:
    """The bounds of `[one of these]` or, with *every*, of `{all of these}`."""
    members = [_member(part.strip()) for part in inside.split(",")]
    earliest = _outermost(min, [first for first, _, _, _ in members])
    latest = _outermost(max, [last for _, _, _, last in members])
    if not every:
        return (earliest, latest, earliest, latest)
    start_latest = _outermost(min, [day for _, day, _, _ in members])
    end_earliest = _outermost(max, [day for _, _, day, _ in members])
    return (earliest, start_latest, end_earliest, latest)


def _outermost(choose: Callable[[Iterable[date]], date], days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return choose(known) if len(known) == len(days) else None


def _member(text: str) -> Bounds:
    """The bounds of one date, or of a range from its first to its last date."""
    left, dots, right = text.partition("..")
    first = _days(_QUALIFIED.sub("", left)) if left else (None, None)
    last = (_days(_QUALIFIED.sub("", right)) if right else (None, None)) if dots else first
    if first == last == (None, None):
        raise ValueError("a set names at least one date")
    if first[0] and last[1] and last[1] < first[0]:
        raise ValueError("a range in a set ends before it starts")
    return (*first, *last)


def _days(text: str) -> tuple[date, date]:
    """The first and last day of a date whose qualifiers are gone; `X` stands for any digit."""
    significant = _SIGNIFICANT.fullmatch(text)
    if significant:
        text = significant[1][: int(significant[2])].ljust(4, "X")
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError("it is not in the form of EDTF")
    year, month, day = match.groups()
    if month and month.isdigit() and int(month) in _GROUPINGS and not day:
        return _grouping(year, int(month))
    if "X" not in text:
        return _plain(int(year), int(month) if month else None, int(day) if day else None)
    years = range(max(int(year.replace("X", "0")), 1), int(year.replace("X", "9")) + 1)
    first = next((found for y in years if _fits(year, y) for found in _within_year(y, month, day, last=False)), None)
    last = next(
        (found for y in reversed(years) if _fits(year, y) for found in _within_year(y, month, day, last=True)), None
    )
    if first is None or last is None:
        raise ValueError("there is no such day")
    return (first, last)


def _plain(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """The days of a date in digits."""
    if month is None:
        return (date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ValueError("there is no such month")
    first = date(year, month, 1 if day is None else day)
    return (first, first if day is not None else date(year, month, monthrange(year, month)[1]))


def _fits(mask: str, number: int) -> bool:
    return all(m in ("X", d) for m, d in zip(mask, f"{number:0{len(mask)}d}", strict=True))


def _within_year(year: int, month: str | None, day: str | None, *, last: bool) -> list[date]:
    """The outermost day of *year* that fits the masks, as a list of one, or of none."""
    months = [m for m in range(1, 13) if month is None or _fits(month, m)]
    for m in reversed(months) if last else months:
        days = [d for d in range(1, monthrange(year, m)[1] + 1) if day is None or _fits(day, d)]
        if days:
            return [date(year, m, days[-1 if last else 0])]
    return []


def _grouping(year: str, code: int) -> tuple[date, date]:
    first_month, months = _GROUPINGS[code]
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    years, month = divmod(first_month + months - 2, 12)
    end_year, end_month = high + years, month + 1
    return (date(max(low, 1), first_month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))
