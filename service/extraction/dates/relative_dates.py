"""
Dates by their distance: weekdays, this and next week, so long ago, on the same day; counted from the publication day,
or from the day that the text was last at.
"""

from __future__ import annotations

from datetime import timedelta

from service.extraction.dates.patterns import WEEKDAYS, Spec
from service.extraction.dates.windows import (
    UNIT_DAYS,
    View,
    Window,
    how_many,
    moved,
    part_of,
    unit_of,
    unit_offset,
    unit_window,
)

_YEARS = 2
"""So many years later still are told from the day that the text was last at."""


def weekday(spec: Spec, seen: View) -> Window:
    """A day of the week, or a stretch of them."""
    wanted = WEEKDAYS[spec.parts["wd"]]
    relation = spec.parts.get("r", "").removeprefix("this ").removeprefix("the ")
    back = (seen.published.weekday() - wanted) % 7
    ahead = (wanted - seen.published.weekday()) % 7
    if relation in ("last", "past", "previous"):
        day = seen.published - timedelta(days=back or 7)
    elif relation in ("next", "coming", "following"):
        day = seen.published + timedelta(days=ahead or 7)
    elif relation == "this":
        day = seen.published + timedelta(days=ahead) if seen.tense != "past" else seen.published - timedelta(days=back)
    elif seen.tense in ("future", "present"):
        day = seen.published + timedelta(days=ahead)
    else:
        day = seen.published - timedelta(days=back)
    if "wd2" in spec.parts:
        return day, day + timedelta(days=(WEEKDAYS[spec.parts["wd2"]] - wanted) % 7), True
    return day, day, True


def weekday_ago(spec: Spec, seen: View) -> Window:
    """Monday of last week."""
    monday = seen.published - timedelta(days=seen.published.weekday())
    week = {"last week": -1, "next week": 1, "this week": 0, "week": 1}[spec.parts["r"]]
    day = monday + timedelta(days=7 * week + WEEKDAYS[spec.parts["wd"]])
    return day, day, True


def rel_unit(spec: Spec, seen: View) -> Window | None:
    """Last week, this month, next year."""
    relation, unit = spec.parts["r"], spec.parts["u"]
    if relation in ("that", "the same", "the following", "the previous"):
        if seen.anchor is None:
            return None
        shift = {"the following": 1, "the previous": -1}.get(relation, 0)
        return unit_window(unit, shift, seen.anchor)
    if relation == "the past":
        return seen.published - timedelta(days=UNIT_DAYS.get(unit, 7)), seen.published, False
    first, last, _ = unit_window(unit, unit_offset(relation, unit, seen.published, seen.tense), seen.published)
    if relation in ("this", "the current"):
        if seen.tense == "past":
            return first, min(last, seen.published), False
        if seen.tense == "future":
            return max(first, seen.published), last, False
    return first, last, False


def part_rel(spec: Spec, seen: View) -> Window:
    """Early next month, later this year."""
    relation = "this" if spec.parts["r"] == "the" else spec.parts["r"]
    first, last, _ = unit_window(
        spec.parts["u"], unit_offset(relation, spec.parts["u"], seen.published, seen.tense), seen.published
    )
    part = spec.parts["p"]
    if part == "earlier" and relation == "this":
        return first, seen.published, False
    if part == "later" and relation == "this":
        return seen.published, last, False
    return part_of(part, first, last)


def end_of(spec: Spec, seen: View) -> Window:
    """The end of this month."""
    relation = "this" if spec.parts["r"] == "the" else spec.parts["r"]
    first, last, _ = unit_window(
        spec.parts["u"], unit_offset(relation, spec.parts["u"], seen.published, seen.tense), seen.published
    )
    return part_of(spec.parts["p"], first, last)


def deictic(spec: Spec, seen: View) -> Window | None:
    """Today, yesterday, overnight."""
    word = spec.parts["w"]
    if word.endswith("in the day"):
        return seen.published, seen.published, True
    offset = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }.get(word, 0)
    first = seen.published + timedelta(days=offset)
    if word == "overnight":
        return seen.published - timedelta(days=1), seen.published, False
    return first, first, True


def ago(spec: Spec, seen: View) -> Window:
    """Three days ago."""
    first, last, whole = moved(seen.published, -how_many(spec), unit_of(spec))
    vague = spec.parts["n"] in ("few", "a few", "several", "some", "a couple of", "couple of")
    return (
        (first - timedelta(days=3), last + timedelta(days=2), False)
        if vague and unit_of(spec) == "day"
        else (first, min(last, seen.published), whole)
    )


def later(spec: Spec, seen: View) -> Window | None:
    """Two weeks later, counted from the day that the text was last at."""
    if seen.anchor is None or (unit_of(spec) == "year" and how_many(spec) > _YEARS):
        return None  # "26 years after talks began" tells no day
    sign = 1 if spec.parts["r"] in ("later", "after", "afterward", "afterwards") else -1
    return moved(seen.anchor, sign * how_many(spec), unit_of(spec))


def day_rel(spec: Spec, seen: View) -> Window | None:
    """The same day, the following week."""
    if seen.anchor is None:
        return None
    words = spec.parts["r"]
    unit = words.rsplit(" ", 1)[-1]
    beside = words.split()[1]
    if beside in ("week", "month", "year") and unit in ("before", "after"):
        return unit_window(beside, 1 if unit == "after" else -1, seen.anchor)
    if unit in ("week", "month", "year"):
        return unit_window(unit, 1 if "following" in words else 0, seen.anchor)
    shift = (
        0
        if "same" in words or words.startswith("that")
        else 1
        if any(w in words for w in ("next", "following", "after", "later"))
        else -1
    )
    day = seen.anchor + timedelta(days=shift)
    return day, day, True


def from_now(spec: Spec, seen: View) -> Window:
    """Ten days from now."""
    return moved(seen.published, how_many(spec), unit_of(spec))


def in_units(spec: Spec, seen: View) -> Window | None:
    """In three weeks, within a month."""
    if seen.tense == "past":
        return None
    if spec.parts["r"] == "in":
        return moved(seen.published, how_many(spec), unit_of(spec))
    return seen.published, moved(seen.published, how_many(spec), unit_of(spec))[1], False


def count_units(spec: Spec, seen: View) -> Window:
    """The past two years, the next ten days."""
    days = timedelta(days=how_many(spec) * UNIT_DAYS[unit_of(spec)])
    if spec.parts["r"] in ("past", "last", "previous"):
        return seen.published - days, seen.published, False
    return seen.published, seen.published + days, False


def vague_units(spec: Spec, seen: View) -> Window:
    """Recent weeks, the coming months."""
    reach = timedelta(days={"days": 10, "weeks": 45, "months": 180, "years": 1800}[spec.parts["u"]])
    if spec.parts["r"].startswith(("recent", "past", "last")):
        return seen.published - reach, seen.published, False
    return seen.published, seen.published + reach, False
