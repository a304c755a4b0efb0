"""
Vague days in plain English: `2025-07-XX` is "a day in July 2025".

What is vague stays so: no day is named that the EDTF text does not name.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from service.domain import edtf

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMED = {
    **dict.fromkeys((21, 25), "spring"), **dict.fromkeys((22, 26), "summer"), **dict.fromkeys((23, 27), "autumn"),
    **dict.fromkeys((24, 28), "winter"), 29: "spring (southern)", 30: "summer (southern)", 31: "autumn (southern)",
    32: "winter (southern)", 33: "the first quarter of", 34: "the second quarter of", 35: "the third quarter of",
    36: "the fourth quarter of", 37: "the first four months of", 38: "the middle of", 39: "the last four months of",
    40: "the first half of", 41: "the second half of",
}  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(\d\d)(-XX)?")
_YEAR = re.compile(r"\d{4}")
_DOUBT = re.compile(r"[?~%]")


def day(of: date) -> str:
    """A day: `3 February 2026`."""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


@lru_cache(maxsize=1 << 12)
def told(text: str) -> str:
    """What an EDTF text says: a day, a month, "from … to …", "by …". Raises InvalidDate."""
    interval = edtf.parse(text)
    if not interval.is_range:
        return _side(text)
    start, end = interval.start, interval.end
    if start is not None and end is not None:
        return _between(start, end)
    if start is not None:
        return f"from {_side(start)} on"
    return "any day" if end is None else f"by {_side(end)}"


def _between(start: str, end: str) -> str:
    """Both sides in words, as short as two days of one month or year can be told."""
    first, last = edtf.parse(start), edtf.parse(end)
    if not (first.is_day and last.is_day and first.earliest and last.earliest) or _DOUBT.search(start + end):
        return f"from {_side(start)} to {_side(end)}"
    one, other = first.earliest, last.earliest
    if one == other:
        return day(one)
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day} to {day(other)}"
    if one.year == other.year:
        return f"{one.day} {_MONTHS[one.month - 1]} to {day(other)}"
    return f"{day(one)} to {day(other)}"


def _side(text: str) -> str:
    """One side of an interval, or a date that has none."""
    interval = edtf.parse(text)
    words = _plain(_DOUBT.sub("", text), interval.earliest, interval.latest)
    about = f"about {words}" if interval.approximate else words
    return f"{about} (uncertain)" if interval.uncertain else about


def _plain(text: str, first: date | None, last: date | None) -> str:
    month = _MONTH.fullmatch(text)
    if month is not None:
        number = int(month[2])
        if number > len(_MONTHS):
            return f"{_NAMED[number]} {month[1]}"
        return f"{'a day in ' if month[3] else ''}{_MONTHS[number - 1]} {month[1]}"
    if _YEAR.fullmatch(text):
        return text
    if first is None or last is None:
        return f"from {day(first)} on" if first else f"by {day(last)}" if last else "any day"
    if first == last:
        return day(first)
    if text.endswith("-XX-XX"):
        return f"a day in {first.year}"
    return f"some time from {day(first)} to {day(last)}"
