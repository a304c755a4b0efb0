"""
Windows: the first and last day that a date can mean, and the arithmetic of weeks, months, seasons and parts of them.

A window never runs backwards; what is wider than a day is one of its days, unless it says that all are meant.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from service.extraction.dates.patterns import MONTHS, NUMBERS, ORDINALS, Spec
from service.extraction.parts import Tense

Window = tuple[date, date, bool]
"""First day, last day, and whether all days between are meant (or one of them)."""

UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365, "decade": 3650}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


class View(NamedTuple):
    """From where a date is looked at: the publication day, its clause's tense, and the day the text was last at."""

    published: date
    tense: Tense
    anchor: date | None


def write(window: Window) -> str:
    """The shortest EDTF text of a window."""
    first, last, _ = window
    if first == last:
        return first.isoformat()
    if first.day == 1 and first.year == last.year and last.day == monthrange(last.year, last.month)[1]:
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, 12):
            return f"{first:%Y}"
    return f"{first}/{last}"


def month_window(year: int, month: int) -> Window:
    """The days of a month, one of which is meant."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), False


def season_of(name: str, year: int) -> Window:
    """The season *name* that begins in *year*."""
    first, last = _SEASONS[name]
    return date(year, first, 1), month_window(year + (1 if last < first else 0), last)[1], False


def part_of(word: str, first: date, last: date) -> Window:
    """Early, middle or late in the days from *first* to *last*."""
    size = (last - first).days + 1
    third = max(1, size // 3)
    word = word.removeprefix("the ")
    if word.startswith(("early", "beginning", "start", "first days", "first week", "turn")):
        return first, first + timedelta(days=third - 1), False
    if word.startswith("mid"):
        return first + timedelta(days=third - 1), last - timedelta(days=third - 1), False
    if word.startswith(("late", "end", "close", "last", "final")) and not word.startswith("later"):
        return last - timedelta(days=third), last, False
    if word.startswith("first half"):
        return first, first + timedelta(days=size // 2 - 1), False
    if word.startswith("second half"):
        return first + timedelta(days=size // 2), last, False
    for name, number in ORDINALS.items():
        if word.startswith(f"{name} week"):
            begin = first + timedelta(days=7 * (number - 1))
            return begin, min(begin + timedelta(days=6), last), False
    return first, last, False


def unit_window(unit: str, offset: int, published: date) -> Window:
    """The week, month, quarter or year that lies *offset* from the publication day's."""
    if unit in ("week", "fortnight"):
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * offset)
        return monday, monday + timedelta(days=6 if unit == "week" else 13), False
    if unit == "weekend":
        saturday = published - timedelta(days=published.weekday()) + timedelta(days=5 + 7 * offset)
        return saturday, saturday + timedelta(days=1), False
    if unit == "month":
        number = published.year * 12 + published.month - 1 + offset
        return month_window(number // 12, number % 12 + 1)
    if unit == "quarter":
        number = published.year * 4 + (published.month - 1) // 3 + offset
        return date(number // 4, 3 * (number % 4) + 1, 1), month_window(number // 4, 3 * (number % 4) + 3)[1], False
    if unit == "decade":
        first = published.year // 10 * 10 + 10 * offset
        return date(first, 1, 1), date(first + 9, 12, 31), False
    return date(published.year + offset, 1, 1), date(published.year + offset, 12, 31), False


def unit_offset(relation: str, unit: str, published: date, tense: Tense) -> int:
    """How many units from the publication day's a relative word points to."""
    relation = relation.removeprefix("the ")
    if relation in ("last", "past", "previous"):
        if unit == "weekend" and published.weekday() < 5:
            return -1
        return -1
    if relation in ("next", "coming", "following"):
        return 1
    if unit == "weekend" and relation == "this" and tense == "past" and published.weekday() < 5:
        return -1
    return 0


def moved(day: date, count: int, unit: str) -> Window:
    """*count* units from *day*, as wide as such words are meant."""
    if unit in ("month", "year", "quarter", "decade"):
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
        number = day.year * 12 + day.month - 1 + months
        year, month = number // 12, number % 12 + 1
        if unit in ("year", "decade"):
            return date(year, 1, 1), date(year, 12, 31), False
        return month_window(year, month)
    target = day + timedelta(days=count * UNIT_DAYS[unit])
    if unit == "day":
        return target, target, True
    return target - timedelta(days=3), target + timedelta(days=3), False


def figure(text: str) -> int:
    """The number in an ordinal or a figure: 7 for `7th`."""
    return int("".join(c for c in text if c.isdigit()))


def how_many(spec: Spec) -> int:
    """How many units a date counts."""
    text = spec.parts["n"]
    return int(text) if text.isdigit() else NUMBERS[text]


def unit_of(spec: Spec) -> str:
    """The unit that a date counts in, in the singular."""
    return spec.parts["u"].rstrip("s")


def month_number(text: str) -> int:
    """1 to 12 for a month's name, short or long."""
    return MONTHS[text.rstrip(".")]
