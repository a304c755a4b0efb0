"""
Resolving: which days a date names, read on its publication day in the tense of its clause.

Past tense looks back, future looks ahead, neither takes the nearest; a day of the month or week that is the
publication day itself is that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from service.extraction.dates import calendar_dates, relative_dates
from service.extraction.dates.patterns import RELATIONS, Spec
from service.extraction.dates.windows import UNIT_DAYS, View, Window, how_many, unit_of, write
from service.extraction.parts import DateMention, Tense

_Resolver = Callable[[Spec, View], Window | None]
_RESOLVERS: dict[str, _Resolver] = {
    "iso": calendar_dates.iso,
    "month_days": calendar_dates.days,
    "days_month": calendar_dates.days,
    "part_month": calendar_dates.part_month,
    "rel_month": calendar_dates.rel_month,
    "quarter": calendar_dates.quarter,
    "half": calendar_dates.half,
    "season": calendar_dates.season,
    "rel_season": calendar_dates.rel_season,
    "part_year": calendar_dates.part_year,
    "month_year": calendar_dates.month_only,
    "month_rel": calendar_dates.month_only,
    "weekday_ago": relative_dates.weekday_ago,
    "weekday": relative_dates.weekday,
    "end_of": relative_dates.end_of,
    "year_end": calendar_dates.year_end,
    "deictic": relative_dates.deictic,
    "part_rel": relative_dates.part_rel,
    "rel_unit": relative_dates.rel_unit,
    "count_units": relative_dates.count_units,
    "ago": relative_dates.ago,
    "later": relative_dates.later,
    "day_rel": relative_dates.day_rel,
    "from_now": relative_dates.from_now,
    "in_units": relative_dates.in_units,
    "vague_units": relative_dates.vague_units,
    "the_nth": calendar_dates.the_nth,
    "month": calendar_dates.month_only,
    "year": calendar_dates.year,
}


def resolve(
    spec: Spec, published: date, tense: Tense, anchor: date | None, tokens: tuple[int, int]
) -> DateMention | None:
    """*spec* as a date mention over *tokens*; *anchor* is the day that the text was last at. None if it names none."""
    if spec.name == "for_units":
        days = how_many(spec) * UNIT_DAYS[unit_of(spec)]
        return DateMention(spec.start, spec.end, tokens[0], tokens[1], None, "duration", days)
    if spec.name == "clock":
        return None
    try:
        window = _RESOLVERS[spec.name](spec, View(published, tense, anchor))
    except (ValueError, OverflowError):
        return None
    if window is None:
        return None
    value = write(window)
    relation = RELATIONS.get(spec.prefix, "on")
    if relation == "from" and window[2] and window[0] != window[1]:
        relation = "on"
    if relation == "from" and spec.prefix == "from" and tense == "past" and spec.name == "year":
        relation = "on"
    return DateMention(spec.start, spec.end, tokens[0], tokens[1], _shaped(value, relation), relation, None, value)  # type: ignore[arg-type]


def _shaped(value: str, relation: str) -> str:
    first, _, last = value.partition("/")
    if relation in ("from", "after"):
        return f"{first}/.."
    if relation in ("until", "before", "by"):
        return f"../{last or first}"
    return value
