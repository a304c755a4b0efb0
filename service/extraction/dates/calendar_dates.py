"""
Dates by the calendar: days, months, quarters, seasons and years that are named.

A year that is left out is found from the publication day and the tense.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from service.extraction.dates.patterns import ORDINALS, RELATIONS, WEEKDAYS, Spec
from service.extraction.dates.windows import (
    View,
    Window,
    figure,
    month_number,
    month_window,
    part_of,
    season_of,
    unit_window,
)
from service.extraction.parts import Tense

_NEAR_PAST = 200
"""A month without a year and without a tense is the nearest one, the past reaching so many days."""
_SOON = 120
"""What was decided begins or ends within so many days, even if it is told in the past tense."""


def _year_for(spec: Spec, month: int, day: int, published: date, tense: Tense) -> int:
    """The year of a month (and day) that are written without one."""
    parts = spec.parts
    if "y" in parts:
        return int(parts["y"])
    if "ly" in parts:
        return published.year + {"last": -1, "this": 0, "next": 1}[parts["ly"]]
    last = monthrange(published.year, month)[1]
    here = date(published.year, month, min(day or 1, last))
    latest = date(published.year, month, min(day, last) if day else last)
    if tense == "past" and not _looks_ahead(spec, published, here):
        return published.year if here <= published else published.year - 1
    if tense in ("future", "past"):
        return published.year if latest >= published else published.year + 1
    if spec.prefix == "since":
        return published.year if here <= published else published.year - 1
    distance = (here - published).days
    if distance > 365 - _NEAR_PAST:
        return published.year - 1
    return published.year + 1 if distance < -_NEAR_PAST else published.year


def _looks_ahead(spec: Spec, published: date, here: date) -> bool:
    """Whether a day that is not far ahead bounds what was decided: "announced a 50% tariff as of August 1"."""
    bounds = RELATIONS.get(spec.prefix) in ("from", "until", "by") and spec.prefix != "since"
    if here < published:
        here = here.replace(year=published.year + 1, day=min(here.day, 28))
    return bounds and 0 < (here - published).days <= _SOON


def iso(spec: Spec, _seen: View) -> Window:
    """A day in figures, as 2026-02-04."""
    day = date(int(spec.parts["y"]), int(spec.parts["m"]), int(spec.parts["d"]))
    return day, day, True


def days(spec: Spec, seen: View) -> Window | None:
    """A day of a month, or a few: February 4, 2 to 4 February."""
    month = month_number(spec.parts["m"])
    first = figure(spec.parts["d"])
    year = _year_for(spec, month, first, seen.published, seen.tense)
    begin = date(year, month, min(first, monthrange(year, month)[1]))
    if "wd" in spec.parts and "y" not in spec.parts:
        wanted = WEEKDAYS[spec.parts["wd"]]
        for candidate in (year, year - 1, year + 1):
            if date(candidate, month, begin.day).weekday() == wanted:
                begin = date(candidate, month, begin.day)
                break
    last = figure(spec.parts["e"]) if "e" in spec.parts else first
    if last < first:
        return begin, begin, True
    return begin, begin.replace(day=last), spec.parts.get("j") != "or"


def month_only(spec: Spec, seen: View) -> Window:
    """A month by its name."""
    month = month_number(spec.parts["m"])
    return month_window(_year_for(spec, month, 0, seen.published, seen.tense), month)


def part_month(spec: Spec, seen: View) -> Window:
    """Early, mid- or late in a month."""
    first, last, _ = month_only(spec, seen)
    return part_of(spec.parts["p"], first, last)


def rel_month(spec: Spec, seen: View) -> Window:
    """Last or next August."""
    month = month_number(spec.parts["m"])
    relation = spec.parts["r"]
    if relation in ("last", "this past"):
        return month_window(seen.published.year if month < seen.published.month else seen.published.year - 1, month)
    if relation in ("next", "this coming"):
        return month_window(seen.published.year if month > seen.published.month else seen.published.year + 1, month)
    return month_window(seen.published.year, month)


def quarter(spec: Spec, seen: View) -> Window:
    """A quarter of a year."""
    number = int(spec.parts["n"]) if "n" in spec.parts else ORDINALS[spec.parts["q"]]
    year = (
        int(spec.parts["y"])
        if "y" in spec.parts
        else seen.published.year + {"last": -1, "next": 1}.get(spec.parts.get("ly", ""), 0)
    )
    return date(year, 3 * number - 2, 1), month_window(year, 3 * number)[1], False


def half(spec: Spec, seen: View) -> Window:
    """The first or second half of a year."""
    year = (
        int(spec.parts["y"])
        if "y" in spec.parts
        else seen.published.year + {"last": -1, "next": 1}.get(spec.parts.get("ly", ""), 0)
    )
    return (
        (date(year, 1, 1), date(year, 6, 30), False)
        if spec.parts["h"] == "first"
        else (date(year, 7, 1), date(year, 12, 31), False)
    )


def season(spec: Spec, _seen: View) -> Window:
    """A season of a year that is named."""
    first, last, _ = season_of(spec.parts["s"], int(spec.parts["y"]))
    return part_of(spec.parts["p"], first, last) if "p" in spec.parts else (first, last, False)


def rel_season(spec: Spec, seen: View) -> Window:
    """Last summer, this autumn."""
    relation = spec.parts["r"].removeprefix("this ")
    candidates = [season_of(spec.parts["s"], seen.published.year + offset) for offset in (-2, -1, 0, 1, 2)]
    if relation in ("last", "past"):
        return max(window for window in candidates if window[1] < seen.published)
    if relation in ("next", "coming"):
        return min(window for window in candidates if window[0] > seen.published)
    if seen.tense == "past":
        return max(window for window in candidates if window[0] <= seen.published)
    return min(window for window in candidates if window[1] >= seen.published)


def part_year(spec: Spec, _seen: View) -> Window:
    """Early, mid- or late in a year."""
    year = int(spec.parts["y"])
    return part_of(spec.parts["p"], date(year, 1, 1), date(year, 12, 31))


def year(spec: Spec, _seen: View) -> Window:
    """A year."""
    year = int(spec.parts["y"])
    return date(year, 1, 1), date(year, 12, 31), False


def year_end(_spec: Spec, seen: View) -> Window:
    """The end of the year."""
    return date(seen.published.year, 12, 1), date(seen.published.year, 12, 31), False


def the_nth(spec: Spec, seen: View) -> Window:
    """A day of the month that the text is in: the 27th."""
    wanted = figure(spec.parts["d"])
    offsets = (0, -1, -2) if seen.tense == "past" else (0, 1, 2)
    for offset in offsets:
        first, last, _ = unit_window("month", offset, seen.published)
        if wanted > last.day:
            continue
        day = first.replace(day=wanted)
        if (seen.tense == "past" and day <= seen.published) or (seen.tense != "past" and day >= seen.published):
            return day, day, True
    return unit_window("month", 0, seen.published)
