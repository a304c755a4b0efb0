"""
Resolving: which days a date names, read on its publication day in the tense of its clause.

Past tense looks back, future looks ahead, neither takes the nearest; a day of the month or week that is the
publication day itself is that day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from service.extraction.dates.patterns import MONTHS, NUMBERS, ORDINALS, RELATIONS, WEEKDAYS, Spec
from service.extraction.parts import DateMention, Tense

Window = tuple[date, date, bool]
"""First day, last day, and whether all days between are meant (or one of them)."""

_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365, "decade": 3650}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_NEAR_PAST = 200


def resolve(
    spec: Spec, published: date, tense: Tense, anchor: date | None, tokens: tuple[int, int]
) -> DateMention | None:
    """*spec* as a date mention over *tokens*; *anchor* is the day that the text was last at. None if it names none."""
    if spec.name == "for_units":
        days = _count(spec) * _UNIT_DAYS[_unit(spec)]
        return DateMention(spec.start, spec.end, tokens[0], tokens[1], None, "duration", days)
    if spec.name == "clock":
        return None
    try:
        window = _RESOLVERS[spec.name](spec, published, tense, anchor)
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


def _month(year: int, month: int) -> Window:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), False


def _number(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))


def _count(spec: Spec) -> int:
    text = spec.parts["n"]
    return int(text) if text.isdigit() else NUMBERS[text]


def _unit(spec: Spec) -> str:
    return spec.parts["u"].rstrip("s")


def _month_number(text: str) -> int:
    return MONTHS[text.rstrip(".")]


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
    if tense == "past":
        return published.year if here <= published else published.year - 1
    if tense == "future":
        return published.year if latest >= published else published.year + 1
    if spec.prefix in ("since",):
        return published.year if here <= published else published.year - 1
    distance = (here - published).days
    if distance > 365 - _NEAR_PAST:
        return published.year - 1
    return published.year + 1 if distance < -_NEAR_PAST else published.year


def _iso(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    day = date(int(spec.parts["y"]), int(spec.parts["m"]), int(spec.parts["d"]))
    return day, day, True


def _days(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window | None:
    month = _month_number(spec.parts["m"])
    first = _number(spec.parts["d"])
    year = _year_for(spec, month, first, published, tense)
    begin = date(year, month, min(first, monthrange(year, month)[1]))
    if "wd" in spec.parts and "y" not in spec.parts:
        wanted = WEEKDAYS[spec.parts["wd"]]
        for candidate in (year, year - 1, year + 1):
            if date(candidate, month, begin.day).weekday() == wanted:
                begin = date(candidate, month, begin.day)
                break
    last = _number(spec.parts["e"]) if "e" in spec.parts else first
    if last < first:
        return begin, begin, True
    return begin, begin.replace(day=last), spec.parts.get("j") not in ("or",)


def _month_only(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    month = _month_number(spec.parts["m"])
    return _month(_year_for(spec, month, 0, published, tense), month)


def _part_month(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    first, last, _ = _month_only(spec, published, tense, anchor)
    return _part(spec.parts["p"], first, last)


def _rel_month(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    month = _month_number(spec.parts["m"])
    relation = spec.parts["r"]
    if relation in ("last", "this past"):
        return _month(published.year if month < published.month else published.year - 1, month)
    if relation in ("next", "this coming"):
        return _month(published.year if month > published.month else published.year + 1, month)
    return _month(published.year, month)


def _part(word: str, first: date, last: date) -> Window:
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


def _quarter(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    number = int(spec.parts["n"]) if "n" in spec.parts else ORDINALS[spec.parts["q"]]
    year = (
        int(spec.parts["y"])
        if "y" in spec.parts
        else published.year + {"last": -1, "next": 1}.get(spec.parts.get("ly", ""), 0)
    )
    return date(year, 3 * number - 2, 1), _month(year, 3 * number)[1], False


def _half(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    year = (
        int(spec.parts["y"])
        if "y" in spec.parts
        else published.year + {"last": -1, "next": 1}.get(spec.parts.get("ly", ""), 0)
    )
    return (
        (date(year, 1, 1), date(year, 6, 30), False)
        if spec.parts["h"] == "first"
        else (date(year, 7, 1), date(year, 12, 31), False)
    )


def _season_of(name: str, year: int) -> Window:
    first, last = _SEASONS[name]
    return date(year, first, 1), _month(year + (1 if last < first else 0), last)[1], False


def _season(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    first, last, _ = _season_of(spec.parts["s"], int(spec.parts["y"]))
    return _part(spec.parts["p"], first, last) if "p" in spec.parts else (first, last, False)


def _rel_season(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    relation = spec.parts["r"].removeprefix("this ")
    candidates = [_season_of(spec.parts["s"], published.year + offset) for offset in (-2, -1, 0, 1, 2)]
    if relation in ("last", "past"):
        return max(window for window in candidates if window[1] < published)
    if relation in ("next", "coming"):
        return min(window for window in candidates if window[0] > published)
    if tense == "past":
        return max(window for window in candidates if window[0] <= published)
    return min(window for window in candidates if window[1] >= published)


def _part_year(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    year = int(spec.parts["y"])
    return _part(spec.parts["p"], date(year, 1, 1), date(year, 12, 31))


def _year(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    year = int(spec.parts["y"])
    return date(year, 1, 1), date(year, 12, 31), False


def _weekday(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    wanted = WEEKDAYS[spec.parts["wd"]]
    relation = spec.parts.get("r", "").removeprefix("this ").removeprefix("the ")
    back = (published.weekday() - wanted) % 7
    ahead = (wanted - published.weekday()) % 7
    if relation in ("last", "past", "previous"):
        day = published - timedelta(days=back or 7)
    elif relation in ("next", "coming", "following"):
        day = published + timedelta(days=ahead or 7)
    elif relation == "this":
        day = published + timedelta(days=ahead) if tense != "past" else published - timedelta(days=back)
    elif tense in ("future", "present"):
        day = published + timedelta(days=ahead)
    else:
        day = published - timedelta(days=back)
    if "wd2" in spec.parts:
        return day, day + timedelta(days=(WEEKDAYS[spec.parts["wd2"]] - wanted) % 7), True
    return day, day, True


def _weekday_ago(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    monday = published - timedelta(days=published.weekday())
    week = {"last week": -1, "next week": 1, "this week": 0, "week": 1}[spec.parts["r"]]
    day = monday + timedelta(days=7 * week + WEEKDAYS[spec.parts["wd"]])
    return day, day, True


def _unit_window(unit: str, offset: int, published: date) -> Window:
    """The week, month, quarter or year that lies *offset* from the publication day's."""
    if unit in ("week", "fortnight"):
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * offset)
        return monday, monday + timedelta(days=6 if unit == "week" else 13), False
    if unit == "weekend":
        saturday = published - timedelta(days=published.weekday()) + timedelta(days=5 + 7 * offset)
        return saturday, saturday + timedelta(days=1), False
    if unit == "month":
        number = published.year * 12 + published.month - 1 + offset
        return _month(number // 12, number % 12 + 1)
    if unit == "quarter":
        number = published.year * 4 + (published.month - 1) // 3 + offset
        return date(number // 4, 3 * (number % 4) + 1, 1), _month(number // 4, 3 * (number % 4) + 3)[1], False
    if unit == "decade":
        first = published.year // 10 * 10 + 10 * offset
        return date(first, 1, 1), date(first + 9, 12, 31), False
    return date(published.year + offset, 1, 1), date(published.year + offset, 12, 31), False


def _offset(relation: str, unit: str, published: date, tense: Tense) -> int:
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


def _rel_unit(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window | None:
    relation, unit = spec.parts["r"], spec.parts["u"]
    if relation in ("that", "the same", "the following", "the previous"):
        if anchor is None:
            return None
        shift = {"the following": 1, "the previous": -1}.get(relation, 0)
        return _unit_window(unit, shift, anchor)
    if relation == "the past":
        return published - timedelta(days=_UNIT_DAYS.get(unit, 7)), published, False
    first, last, _ = _unit_window(unit, _offset(relation, unit, published, tense), published)
    if relation in ("this", "the current"):
        if tense == "past":
            return first, min(last, published), False
        if tense == "future":
            return max(first, published), last, False
    return first, last, False


def _part_rel(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    relation = "this" if spec.parts["r"] == "the" else spec.parts["r"]
    first, last, _ = _unit_window(spec.parts["u"], _offset(relation, spec.parts["u"], published, tense), published)
    part = spec.parts["p"]
    if part == "earlier" and relation == "this":
        return first, published, False
    if part == "later" and relation == "this":
        return published, last, False
    return _part(part, first, last)


def _end_of(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    relation = "this" if spec.parts["r"] == "the" else spec.parts["r"]
    first, last, _ = _unit_window(spec.parts["u"], _offset(relation, spec.parts["u"], published, tense), published)
    return _part(spec.parts["p"], first, last)


def _year_end(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    return date(published.year, 12, 1), date(published.year, 12, 31), False


def _deictic(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window | None:
    word = spec.parts["w"]
    if word.endswith("in the day"):
        return published, published, True
    offset = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }.get(word, 0)
    first = published + timedelta(days=offset)
    if word == "overnight":
        return published - timedelta(days=1), published, False
    return first, first, True


def _add(day: date, count: int, unit: str) -> Window:
    """*count* units from *day*, as wide as such words are meant."""
    if unit in ("month", "year", "quarter", "decade"):
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
        number = day.year * 12 + day.month - 1 + months
        year, month = number // 12, number % 12 + 1
        if unit in ("year", "decade"):
            return date(year, 1, 1), date(year, 12, 31), False
        return _month(year, month)
    target = day + timedelta(days=count * _UNIT_DAYS[unit])
    if unit == "day":
        return target, target, True
    return target - timedelta(days=3), target + timedelta(days=3), False


def _ago(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    first, last, whole = _add(published, -_count(spec), _unit(spec))
    vague = spec.parts["n"] in ("few", "a few", "several", "some", "a couple of", "couple of")
    return (
        (first - timedelta(days=3), last + timedelta(days=2), False)
        if vague and _unit(spec) == "day"
        else (first, min(last, published), whole)
    )


def _later(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window | None:
    if anchor is None:
        return None
    sign = 1 if spec.parts["r"] in ("later", "after", "afterward", "afterwards") else -1
    return _add(anchor, sign * _count(spec), _unit(spec))


def _day_rel(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window | None:
    if anchor is None:
        return None
    words = spec.parts["r"]
    unit = words.rsplit(" ", 1)[-1]
    if unit in ("week", "month", "year"):
        return _unit_window(unit, 1 if "following" in words else 0, anchor)
    shift = (
        0
        if "same" in words or words.startswith("that")
        else 1
        if any(w in words for w in ("next", "following", "after", "later"))
        else -1
    )
    day = anchor + timedelta(days=shift)
    return day, day, True


def _from_now(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    return _add(published, _count(spec), _unit(spec))


def _in_units(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window | None:
    if tense == "past":
        return None
    if spec.parts["r"] == "in":
        return _add(published, _count(spec), _unit(spec))
    return published, _add(published, _count(spec), _unit(spec))[1], False


def _count_units(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    days = timedelta(days=_count(spec) * _UNIT_DAYS[_unit(spec)])
    if spec.parts["r"] in ("past", "last", "previous"):
        return published - days, published, False
    return published, published + days, False


def _vague_units(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    reach = timedelta(days={"days": 10, "weeks": 45, "months": 180, "years": 1800}[spec.parts["u"]])
    if spec.parts["r"].startswith(("recent", "past", "last")):
        return published - reach, published, False
    return published, published + reach, False


def _the_nth(spec: Spec, published: date, tense: Tense, anchor: date | None) -> Window:
    wanted = _number(spec.parts["d"])
    offsets = (0, -1, -2) if tense == "past" else (0, 1, 2)
    for offset in offsets:
        first, last, _ = _unit_window("month", offset, published)
        if wanted > last.day:
            continue
        day = first.replace(day=wanted)
        if (tense == "past" and day <= published) or (tense != "past" and day >= published):
            return day, day, True
    return _unit_window("month", 0, published)


_Resolver = Callable[[Spec, date, Tense, "date | None"], "Window | None"]
_RESOLVERS: dict[str, _Resolver] = {
    "iso": _iso, "month_days": _days, "days_month": _days, "part_month": _part_month, "rel_month": _rel_month, "quarter": _quarter,
    "half": _half, "season": _season, "rel_season": _rel_season, "part_year": _part_year, "month_year": _month_only, "month_rel": _month_only,
    "weekday_ago": _weekday_ago, "weekday": _weekday, "end_of": _end_of, "year_end": _year_end, "deictic": _deictic, "part_rel": _part_rel,
    "rel_unit": _rel_unit, "count_units": _count_units, "ago": _ago, "later": _later, "day_rel": _day_rel, "from_now": _from_now,
    "in_units": _in_units, "vague_units": _vague_units, "the_nth": _the_nth, "month": _month_only, "year": _year,
}  # fmt: skip
