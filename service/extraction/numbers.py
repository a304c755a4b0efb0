"""
Rates in running text: "39 per cent", "thirty-nine percent", "as low as 10%", "between 10% and 41%", "duty-free".

A rate is a figure with its unit; what the figure is about (a duty, growth, a share) is for the reader of its
sentence to say, with `is_share` and `is_movement` for the two commonest other uses. Pure, linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

Operator = Literal["eq", "upto", "atleast", "range"]

_UNITS = {
    "zero": 0,
    "nil": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

_WORD = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SPELLED = (
    rf"(?:(?:(?:{_WORD}|an?)[\s-]hundred(?:[\s-]and)?(?:[\s-](?:{_WORD})){{0,2}})|(?:{_WORD})(?:[\s-](?:{_WORD}))?)"
    r"(?:\sand\sa\s(?:half|quarter))?"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,6}(?:\.\d{1,6})?[½¼¾]?|[½¼¾]"
_NUMBER = rf"(?:{_DIGITS}|\b{_SPELLED})"
_POINTS = r"(?:[\s-]?(?:percentage|per[\s-]?cent(?:age)?)[\s-]points?|\s(?:basis\s)?points?\b|[\s-]point\b)"
_PERCENT = r"(?:\s?%|[\s-]?per[\s-]?cents?\b|\s?p\.?c\.?(?=[\s,;.)])|\s?pct\b)"
_FIGURE = re.compile(rf"(?<![\w.,$€£₹¥])({_NUMBER})(?:({_POINTS})|({_PERCENT}))", re.IGNORECASE)

# A figure that takes its unit from the one after it ("from 50 to 18 per cent", "10, 15 and 25%", "10-15%").
_SIBLING = re.compile(
    rf"(?<![\w.,$€£₹¥%-])({_NUMBER})(\s?(?:-|–|—|,|\bto\b|\band\b|\bor\b)\s?(?:(?:up|down|about)\s)?)$", re.IGNORECASE
)
_JOINING = frozenset(("-", "–", "—", ",", "to", "and", "or", "up", "down", "about"))
"""What a match of `_SIBLING` ends with."""
_NO_SIBLING = re.compile(
    r"(?:\b(?:jan|feb|march|mar|april|apr|may|june|jun|july|jul|aug|sept?|oct|nov|dec|january|february|august|september"
    r"|october|november|december|section|article|annex|chapter|page|phase|round|day|part|week|no\.?|in|on|since)\.?\s)$",
    re.IGNORECASE,
)
# A figure that takes it from the one before ("cut from 25% to 18", "to 18% from 25").
_TRAILER = re.compile(rf"\s(?:down\s|up\s)?(?:to|from)\s({_NUMBER})(?=[.,;:)](?!\d)|\s(?:by|in|on|under|for)\b|$)")

_UPTO = (
    r"up to|as much as|as high as|no more than|not more than|no higher than|not higher than|at most|a maximum of"
    r"|maximum of|not exceeding|not to exceed|not exceed|cannot exceed|never exceed|capped at|a cap of|a ceiling of"
    r"|below|under|less than|lower than"
    r"|to a maximum of|rising to as much as|peak of"
)
_ATLEAST = (
    r"at least|no less than|not less than|no lower than|not lower than|as low as|as little as|a minimum of|minimum of"
    r"|above|over|more than|higher than|exceeding|exceed|exceeds|in excess of|upwards of|upward of|a floor of|north of"
)
_LEAD = re.compile(rf"\b(?:({_UPTO})|({_ATLEAST}))\s(?:an?\s|about\s|around\s|some\s|additional\s)*$", re.IGNORECASE)
# In "goes up to 50%" the "up" is the verb's.
_GOES = re.compile(
    r"\b(?:go|goes|going|went|gone|moved?|climb(?:ed|s|ing)?|jump(?:ed|s|ing)?|step(?:ped|s|ping)?|put|push(?:ed|es|ing)?|bump(?:ed|s|ing)?"
    r"|jack(?:ed|s|ing)?|ratchet(?:ed|s|ing)?|hiked?|creep|crept|shot|shoots?)\sup\sto\s(?:an?\s|about\s)?$",
    re.IGNORECASE,
)
_LEADING = frozenset(
    [*re.findall(r"[a-z]+(?=[|])", f"{_UPTO}|{_ATLEAST}|"), "a", "an", "about", "around", "some", "additional"]
)
"""Every word that a match of `_LEAD` or `_GOES` ends with."""
_TAIL = re.compile(
    r"\s?(?:(or less|or lower|or below|at most|at the most)|(or more|or higher|and above|or above|plus\b|-plus|\+))",
    re.IGNORECASE,
)

# "96% of the goods" counts goods; "25% of their value" and "24 points of that rate" are still rates.
_SHARE = re.compile(
    r"\s(?:share|stake|of\s(?!(?:the\s|their\s|its\s|that\s|this\s)?(?:customs\s|declared\s|entered\s|import\s)?"
    r"(?:value|price|rate|duty|tariff(?!\slines?)|ad valorem)\b))",
    re.IGNORECASE,
)
_MOVEMENT = re.compile(
    r"\s(?:(?:annual|yearly|quarterly|monthly|year-on-year|yoy|sharp|average|real|further)\s)?(?:growth|rise|increase"
    r"|jump|surge|gain|drop|fall|decline|slump|plunge|contraction|inflation|unemployment|interest|chance|probability"
    r"|likelihood|stake|share|discount|margin|turnout|majority|year[\s-]on[\s-]year|(?:higher|lower|more|less)\sthan)\b",
    re.IGNORECASE,
)
_LEAD_WINDOW = 48
_ZERO = re.compile(
    r"\b(?:(?<=to )(?:zero|nil)\b|(?<=at )(?:zero|nil)\b|(?:zero|nil)(?=[\s-]"
    r"(?:tariff|dut(?:y|ies)|rate|lev(?:y|ies)|customs|import))"
    r"|(?:duty|tariff)[\s-]free\b|free of (?:(?:customs|import|all|any)\s)*(?:duty|duties|tariffs?)\b"
    r"|(?<=pay )nothing\b(?=\s(?:in|to|on|at|when)\b)|(?<=pay )no (?=dut(?:y|ies)|tariffs?)"
    r"|without (?:paying )?(?:any )?(?:duty|duties|tariffs?)\b|zero-rated\b)"
    r"(?!\s?(?:%|per|emission))",
    re.IGNORECASE,
)
_UNITS_TOLD = ("%", "cent", "pc", "p.c", "point")
"""What every figure of `_FIGURE` has in it."""
_ZEROS_TOLD = ("zero", "free", "nil", "nothing", "without", "no dut", "no tar")
"""What every match of `_ZERO` has in it."""
_SIBLING_BOUND = 1000  # "in 2018 and 25%": a year borrows no unit


class Rate(msgspec.Struct, frozen=True, gc=False):
    """
    A figure in percent, or in percentage points, as it stands in the text.

    `start`, `end` span figure and unit, `lead` is where its operator words begin ("up to"; equal to `start`
    without any). For a range `value` is the lower and `high` the upper bound.
    """

    start: int
    end: int
    lead: int
    value: Decimal
    op: Operator = "eq"
    high: Decimal | None = None
    points: bool = False


def value_of(text: str) -> Decimal:
    """The value of a figure in digits or English words ("1,250", "12½", "thirty-nine", "a hundred and ten")."""
    text = text.lower().replace(",", "").strip()
    if text[0].isdigit() or text[0] in _FRACTIONS:
        fraction = _FRACTIONS.get(text[-1], Decimal(0))
        whole = text.rstrip("½¼¾")
        return (Decimal(whole) if whole else Decimal(0)) + fraction
    total = Decimal(0)
    for word in re.split(r"[\s-]+", text):
        if word == "hundred":
            total = (total or Decimal(1)) * 100
        elif word in ("half", "quarter"):
            total += Decimal("0.5") if word == "half" else Decimal("0.25")
        else:
            total += _UNITS.get(word, _TENS.get(word, 0))
    return total


def rates(text: str, start: int = 0, end: int | None = None) -> tuple[Rate, ...]:
    """Every rate in `text[start:end]`, in order of place, ranges folded into one."""
    end = len(text) if end is None else end
    lower = text[start:end].lower()
    figures, zeros = any(map(lower.__contains__, _UNITS_TOLD)), any(map(lower.__contains__, _ZEROS_TOLD))
    if not figures and not zeros:
        return ()  # most sentences: the patterns cost a hundred times what these words cost
    found = list(_figures(text, start, end)) if figures else []
    if zeros:
        found += [
            Rate(match.start(), match.end(), match.start(), Decimal(0))
            for match in _ZERO.finditer(text, start, end)
            if not any(rate.lead < match.end() and match.start() < rate.end for rate in found)
        ]
        found.sort(key=lambda rate: rate.start)
    return tuple(_fold_ranges(text, found))


def is_share(text: str, rate: Rate) -> bool:
    """Whether the figure counts a part of something: "96% of goods", "a 20 per cent stake"."""
    return _SHARE.match(text, rate.end) is not None


def is_movement(text: str, rate: Rate) -> bool:
    """Whether the figure measures growth, inflation, interest or odds by the words that follow it."""
    return _MOVEMENT.match(text, rate.end) is not None


def _figures(text: str, start: int, end: int) -> Iterator[Rate]:
    """Figures with their own unit, each with the neighbours that borrow it."""
    floor = start
    for match in _FIGURE.finditer(text, start, end):
        points = match.group(2) is not None
        if points and "basis" in match.group(2):
            floor = match.end()
            continue
        if not points:
            yield from _siblings(text, floor, match.start())
        yield _rate(text, match.start(), match.end(), match.group(1), floor, points=points)
        floor = match.end()
        if not points and (trailer := _TRAILER.match(text, match.end(), end)):
            yield _rate(text, trailer.start(1), trailer.end(1), trailer.group(1), floor, points=False)
            floor = trailer.end()


def _word_before(text: str, floor: int, at: int) -> str:
    """The letters, or else the mark, right before *at* and its blanks, in lower case."""
    near = text[max(floor, at - _LEAD_WINDOW) : at].rstrip().lower()
    first = len(near)
    while first and near[first - 1].isalpha():
        first -= 1
    return near[first:] or near[-1:]


def _siblings(text: str, floor: int, before: int) -> list[Rate]:
    """The figures right before *before* that share its unit, in order of place."""
    chain: list[tuple[int, int, str]] = []
    while _word_before(text, floor, before) in _JOINING and (
        match := _SIBLING.search(text, max(floor, before - _LEAD_WINDOW), before)
    ):
        chain.append((match.start(1), match.end(1), match.group(1)))
        before = match.start(1)
    if not chain or value_of(chain[-1][2]) >= _SIBLING_BOUND or _NO_SIBLING.search(text, floor, before):
        return []
    return [_rate(text, first, last, figure, floor, points=False) for first, last, figure in reversed(chain)]


def _rate(text: str, start: int, end: int, figure: str, floor: int, *, points: bool) -> Rate:
    """The rate of one figure with the operator before or after it."""
    op: Operator = "eq"
    lead = start
    leads = _word_before(text, floor, start) in _LEADING
    if leads and _GOES.search(text, max(floor, start - _LEAD_WINDOW), start):
        pass
    elif leads and (before := _LEAD.search(text, max(floor, start - _LEAD_WINDOW), start)):
        op, lead = ("upto" if before.group(1) else "atleast"), before.start()
    elif after := _TAIL.match(text, end):
        op, end = ("upto" if after.group(1) else "atleast"), after.end()
    return Rate(start=start, end=end, lead=lead, value=value_of(figure), op=op, points=points)


_BETWEEN = re.compile(
    r"\b(?:between|ranging from|ranges? from|ranged from|range of|anywhere from|anything from)\s(?:about\s)?$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s?(?:-|–|—|to|and)\s?", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from)\s(?:about\s)?$", re.IGNORECASE)


def _fold_ranges(text: str, found: list[Rate]) -> Iterator[Rate]:
    """Two neighbours become one range in "between 10 and 15%", "10-15%", "10 to 15 per cent" (not "from 10 to 15")."""
    skip = False
    for rate, following in zip(found, [*found[1:], None][: len(found)], strict=True):
        if skip:
            skip = False
            continue
        if following is not None and _is_range(text, rate, following):
            skip = True
            between = _BETWEEN.search(text, max(0, rate.start - _LEAD_WINDOW), rate.start)
            lead = between.start() if between else rate.lead
            yield Rate(rate.start, following.end, lead, rate.value, "range", following.value, rate.points)
        else:
            yield rate


def _is_range(text: str, low: Rate, high: Rate) -> bool:
    """Whether the two figures are the bounds of one rate."""
    joint = text[low.end : high.start].strip().lower()
    if low.points != high.points or low.value >= high.value or not _JOIN.fullmatch(text, low.end, high.start):
        return False
    before = (max(0, low.start - _LEAD_WINDOW), low.start)
    if joint in ("-", "–", "—"):
        return True
    if _BETWEEN.search(text, *before):
        return True
    return joint == "to" and not _FROM.search(text, *before)
