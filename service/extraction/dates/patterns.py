"""
Patterns: the forms in which news writes dates, each with a name that its resolver goes by.

Matches are disjoint and in order; the first pattern of the list that matches at a place wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from service.extraction.parts import Token

MONTHS = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"], 1
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(["monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat", "sunday sun"])
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-one": 21, "thirty": 30, "forty": 40, "forty-five": 45,
    "sixty": 60, "ninety": 90, "a couple of": 2, "couple of": 2, "a few": 3, "few": 3, "several": 4, "some": 3, "half a": 0, "coming": 1,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_UNIT = r"(?:day|week|fortnight|month|quarter|year|decade)s?"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen|twenty(?:-one)?|thirty|forty(?:-five)?|sixty|ninety|(?:a )?couple of|(?:a )?few|several|some)"
_PART = r"(?:early|late|mid|mid-|middle of|the middle of|beginning of|the beginning of|start of|the start of|end of|the end of|the close of|later in|earlier in|earlier|later|the first half of|the second half of|the first (?:days|week) of|the last (?:days|week) of|the (?:first|second|third|fourth|final) week of)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_DAYPART = r"(?:\s(?:morning|afternoon|evening|night|noon|midnight))?"
_THIS = r"(?:this|last|next|the current|the past|the coming|the previous|the following|the same|that)"

_NOMINAL = r"(?:(?:the|its|their|his|her|both|all)\s)?(?:[a-z]+(?:ing|tion|ment|ture|ature)|entry|date|deal|decision|order|ruling|vote|summit|visit|calls?|talks|deadline|sides|parties)\b(?:\s(?:the|of|into|by|both|each|all)\b)*"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("clock", r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:a\.?m\b\.?|p\.?m\b\.?|hours|gmt|utc|ist|edt|est)(?:\s(?:e[ds]?t|p[ds]?t|gmt|utc|ist|local time)\b)?"),
    ("iso", r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])\b"),
    ("month_days", rf"\b(?:(?P<wd>{_WEEKDAY}),?\s(?:the\s)?\(?)?(?P<m>{_MONTH})\s(?P<d>{_DAY})(?:\s?(?P<j>-|–|—|to|through|until|and|&|or|,)\s?(?P<e>{_DAY})(?!\d|\s(?:{_MONTH})|%|\sper))?(?:,?\s(?P<y>{_YEAR}))?(?:,?\s(?P<ly>last|this|next)\syear)?\b(?!%|\sper)"),
    ("days_month", rf"\b(?:(?P<wd>{_WEEKDAY}),?\s(?:the\s)?\(?)?(?P<d>{_DAY})(?:\s?(?P<j>-|–|—|to|through|until|and|&|or)\s?(?P<e>{_DAY}))?\s(?:of\s)?(?P<m>{_MONTH})(?:,?\s(?P<y>{_YEAR}))?(?:,?\s(?P<ly>last|this|next)\syear)?\b"),
    ("part_month", rf"\b(?P<p>{_PART})[\s-]?(?P<m>{_MONTH})\b(?:,?\s(?:of\s)?(?P<y>{_YEAR}))?(?:\s(?:of\s)?(?P<ly>last|this|next)\syear)?"),
    ("rel_month", rf"\b(?P<r>last|next|this|this past|this coming)\s(?P<m>{_MONTH})\b(?!\s\d)"),
    ("quarter", rf"\b(?:the\s)?(?:(?P<q>first|second|third|fourth|last)\squarter|q(?P<n>[1-4]))(?:\sof)?(?:\s(?P<y>{_YEAR})|\s(?P<ly>last|this|next)\syear)?\b"),
    ("half", rf"\b(?:the\s)?(?P<h>first|second|latter)\shalf\sof\s(?:(?P<y>{_YEAR})|(?P<ly>last|this|next)\syear)\b"),
    ("season", rf"\b(?:(?P<p>early|late)\s)?(?:(?P<r>last|this|next|the)\s)?(?P<s>{_SEASON})(?:\sof)?\s(?P<y>{_YEAR})\b"),
    ("rel_season", rf"\b(?:(?P<p>early|late|later|earlier)\s)?(?P<r>last|this|next|this coming|this past)\s(?P<s>{_SEASON})\b"),
    ("part_year", rf"\b(?P<p>{_PART})[\s-]?(?P<y>{_YEAR})\b"),
    ("month_year", rf"\b(?P<m>{_MONTH}),?\s(?:of\s)?(?P<y>{_YEAR})\b"),
    ("month_rel", rf"\b(?P<m>{_MONTH})\s(?:of\s)?(?P<ly>last|this|next)\syear\b"),
    ("weekday_ago", rf"\b(?P<wd>{_WEEKDAY}){_DAYPART}\s(?P<r>last week|next week|this week|week)\b"),
    ("weekday", rf"\b(?:(?P<p>early|late|earlier on|later on)\s)?(?:(?P<r>last|next|this|this past|this coming|the following|the previous|the coming)\s)?(?P<wd>{_WEEKDAY}){_DAYPART}\b(?:\s?(?P<j>-|–|to|through|and)\s?(?P<wd2>{_WEEKDAY})\b)?"),
    ("end_of", r"\b(?:the\s)?(?P<p>end|beginning|start|middle|close|turn)\sof\s(?:(?P<r>this|last|next|the)\s)(?P<u>week|month|quarter|year|decade)\b"),
    ("year_end", r"\b(?:year(?:'s|’s)?[\s-]end|month(?:'s|’s)?[\s-]end)\b"),
    ("deictic", r"\b(?P<w>the day before yesterday|the day after tomorrow|yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening)|last night|overnight|earlier in the day|later in the day)\b"),
    ("part_rel", r"\b(?P<p>early|late|earlier|later|mid|the end of|the beginning of|the start of|late in|early in)[\s-](?P<r>this|last|next|the)\s(?P<u>week|month|year|quarter|weekend)\b"),
    ("rel_unit", rf"\b(?P<r>{_THIS})\s(?P<u>week|weekend|month|quarter|year|fortnight|decade)\b"),
    ("count_units", rf"\b(?:(?:the|over the|within the|in the)\s)?(?P<r>past|last|next|coming|following|previous)\s(?P<n>{_COUNT})\s(?P<u>{_UNIT})\b"),
    ("vague_units", r"\b(?:in|over|within|during)\s(?:the\s)?(?P<r>coming|next few|next|recent|past few|past|last few|last)\s(?P<u>days|weeks|months|years)\b"),
    ("ago", rf"\b(?P<n>{_COUNT})[\s-](?P<u>{_UNIT})\sago\b"),
    ("later", rf"\b(?P<n>{_COUNT})\s(?P<u>{_UNIT})\s(?P<r>later|earlier|afterwards?|(?:before|after)(?=\s?(?:[.,;:)]|$)|\s{_NOMINAL}))\b(?P<x>\s{_NOMINAL})?"),
    ("day_rel", r"\b(?P<r>the (?:next|following|previous|same) day|that (?:same )?day|the (?:week|month|year) (?:before|after)(?=\s?(?:[.,;:)]|$))|the day before|the day after|a day (?:later|earlier|before)|the same week|the same month|the following (?:week|month|year))\b"),
    ("from_now", rf"\b(?P<n>{_COUNT})\s(?P<u>{_UNIT})\s(?:from\s(?:now|today)|hence)\b"),
    ("in_units", rf"\b(?P<r>in|within|inside)\s(?:about\s|around\s|roughly\s|just\s|less than\s|under\s)?(?:the next\s)?(?P<n>{_COUNT})[\s-](?P<u>{_UNIT})(?:(?:'|’)?\s?time)?\b(?!\s(?:ago|later|of|old|after|following|from|before))"),
    ("for_units", rf"\b(?:for|lasting)\s(?:a\sfurther\s|another\s|an\sadditional\s|an\sinitial\s|about\s|at least\s|up to\s)?(?P<n>{_COUNT})[\s-](?:more\s)?(?P<u>{_UNIT})\b(?!\sago)"),
    ("the_nth", r"\b(?:on|by|until|from|till)\sthe\s(?P<d>(?:3[01]|[12]?\d)(?:st|nd|rd|th))\b(?!\s[a-z]*(?:century|anniversary|round|meeting|time|edition|summit|session|package))"),
    ("month", rf"\b(?P<m>{_MONTH})\b(?!\s\d)"),
    ("year", rf"\b(?P<y>{_YEAR})\b(?![-,]\d|\s?%|\sper)"),
)  # fmt: skip

_PREFIX = re.compile(
    r"(?:^|(?<=[\s(,“\"—–]))(?P<w>retroactive to|retroactively (?:to|from)|backdated to|retrospectively from|effective(?: (?:from|on|as of))?|starting(?: (?:from|on|in))?|beginning(?: (?:from|on|in))?|with effect from|from as early as|as of|as from|since"
    r"|from|until|till|up to|through|by|before|prior to|ahead of|after|following|no later than|not before|on|in|at|during|over|between|of|for|dated)\s(?:about\s|around\s|at least\s|as early as\s|as late as\s|the\s)?$"
)
RELATIONS = {
    "retroactive to": "from", "retroactively to": "from", "retroactively from": "from", "backdated to": "from", "retrospectively from": "from",
    "effective": "from", "effective from": "from", "effective on": "from", "effective as of": "from", "starting": "from", "starting from": "from",
    "starting on": "from", "starting in": "from", "beginning": "from", "beginning from": "from", "beginning on": "from", "beginning in": "from",
    "with effect from": "from", "from as early as": "from", "as of": "from", "as from": "from", "since": "from", "from": "from", "until": "until",
    "till": "until", "up to": "until", "through": "until", "by": "by", "no later than": "by", "before": "before", "prior to": "before",
    "ahead of": "before", "after": "after", "following": "after", "not before": "after",
}  # fmt: skip
_UNITS = """day days week weeks weekend month months quarter quarters year years fortnight fortnights decade decades q1 q2 q3 q4 yesterday
    today tomorrow tonight overnight morning afternoon evening night monday tuesday wednesday thursday friday saturday sunday spring
    summer autumn fall winter"""
_TELLS = {**dict.fromkeys(_UNITS.split(), "u"), **dict.fromkeys(MONTHS, "m")}
"""The words of which a date without a figure has one, to which of `_NEEDS` they are."""
_NEEDS = {
    "f": "clock iso part_year the_nth year",
    "m": "part_month rel_month month",
    "u": """quarter deictic rel_season weekday_ago weekday end_of year_end part_rel rel_unit count_units vague_units ago later day_rel from_now
        in_units for_units""",
    "fm": "month_days days_month month_year",
    "fu": "season",
    "mu": "month_rel",
}
"""What has to stand in a sentence, a figure, the name of a month or a unit of time, to the patterns that cannot do without."""
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[a-z0-9]+")
_WORDS = 1 << 13
"""So many printed words are remembered with what they tell of dates: articles bring new ones for ever."""
_COUNTED = "an one two three four five six seven eight nine ten eleven twelve fourteen fifteen eighteen twenty thirty forty sixty ninety couple few several some"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_OPENINGS: tuple[tuple[str, str], ...] = (
    ("0", "clock iso days_month ago later from_now year"),
    (" ".join(MONTHS), "month_days month_year month_rel month"),
    (_DAYS, "month_days days_month weekday_ago weekday"),
    (_COUNTED, "ago later from_now"),
    ("a", "ago later day_rel from_now"),
    ("the", "part_month quarter half season part_year weekday end_of deictic part_rel rel_unit count_units day_rel"),
    ("early late", "part_month season rel_season part_year weekday part_rel"),
    ("earlier later", "part_month rel_season part_year weekday deictic part_rel"),
    ("mid", "part_month part_year part_rel"),
    ("beginning end middle start", "part_month part_year end_of"),
    ("close turn", "end_of"),
    ("last", "rel_month quarter season rel_season weekday deictic rel_unit count_units"),
    ("next", "rel_month season rel_season weekday rel_unit count_units"),
    ("this", "rel_month season rel_season weekday deictic rel_unit"),
    ("that", "rel_unit day_rel"),
    ("first second", "quarter half"),
    ("third fourth q1 q2 q3 q4", "quarter"),
    ("latter", "half"),
    ("spring summer autumn fall winter", "season"),
    ("month year", "year_end"),
    ("overnight today tomorrow tonight yesterday", "deictic"),
    ("coming following past previous", "count_units"),
    ("in within", "count_units vague_units in_units"),
    ("over", "count_units vague_units"),
    ("during", "vague_units"),
    ("inside", "in_units"),
    ("for lasting", "for_units"),
    ("by from on till until", "the_nth"),
)
"""First words ("0" for figures) to the patterns that can begin with them: no other is tried there."""


@cache
def _joined(names: str) -> re.Pattern[str]:
    """The patterns of *names* as one, in the order of `PATTERNS`; the last group that matched is its name."""
    wanted = names.split()
    return re.compile(
        "|".join(
            f"(?P<p_{name}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', pattern)})"
            for name, pattern in PATTERNS
            if name in wanted
        )
    )


@cache
def _opened(has: frozenset[str]) -> dict[str, str]:
    """First words ("0" for figures) to the patterns that can begin with them in a sentence that *has* these things of `_NEEDS`."""
    held = {name for need, names in _NEEDS.items() if not has.issuperset(need) for name in names.split()}
    opened: dict[str, str] = {}
    for words, names in _OPENINGS:
        left = " ".join(name for name in names.split() if name not in held)
        if left:
            opened.update(dict.fromkeys(words.split(), left))
    return opened


_OPENING = frozenset(word for words, _ in _OPENINGS for word in words.split())
_AFTER_THE = frozenset(
    """beginning start middle end close turn first second third fourth last final latter current past coming previous following same next
    day week month year spring summer autumn fall winter q1 q2 q3 q4""".split()
)
"""The words that a date can go on with after "the"."""
_MARKED = _OPENING | _AFTER_THE | _TELLS.keys()
"""All words that tell anything of dates; what is no plain word can be made of some of them."""
_BEFORE = frozenset(
    """to from backdated effective on of starting in beginning early since until till through by before ahead after following than
    at during over between for dated about around least late the""".split()
)
"""The words that a date's preposition can end in."""
_EACH = {name: re.compile(pattern) for name, pattern in PATTERNS}


class Spec(msgspec.Struct, frozen=True, gc=False):
    """A stretch `start` to `end` of the text that names days, by which pattern, with its parts and its preposition."""

    start: int
    end: int
    name: str
    parts: dict[str, str]
    prefix: str = ""
    prefix_start: int = -1


class _Mark(NamedTuple):
    """What a token tells of dates: the things of `_NEEDS` that it is, and the words in it that a date can begin with."""

    tells: str
    words: tuple[tuple[int, str], ...]


class _Candidate(NamedTuple):
    """A match of some pattern, and the token that it begins in."""

    match: re.Match[str]
    token: int


def find(text: str, start: int, end: int, tokens: Sequence[Token]) -> list[Spec]:
    """The dates of `text[start:end]`, whose tokens are *tokens*, unresolved."""
    marked = [
        (at, mark)
        for at, token in enumerate(tokens)
        if (token.lower in _MARKED or not token.lower.isalpha()) and (mark := _mark(token.text)) is not None
    ]
    has = frozenset("".join([mark.tells for _, mark in marked]))
    if not has:
        return []
    sentence = text[start:end]
    lower = _lowered(sentence)
    found: list[Spec] = []
    for match, token in _candidates(lower, start, tokens, marked, _opened(has)):
        name = (match.lastgroup or "")[2:]
        at = match.start()
        inner = _EACH[name].match(lower, at)
        if inner is None or not _plausible(sentence, name, inner):
            continue
        parts = {key: value for key, value in inner.groupdict().items() if value}
        led = token > 0 and tokens[token - 1].lower.rpartition("-")[2] in _BEFORE
        before = _PREFIX.search(lower, max(0, at - 32), at) if led else None
        prefix = before.group("w") if before else ""
        if name in ("in_units", "the_nth"):
            prefix = lower[at : match.end()].split()[0]
        first = start + before.start() if before else -1
        found.append(Spec(start + at, start + match.end(), name, parts, prefix, first))
    return found


def _lowered(text: str) -> str:
    """*text* in lower case, every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=_WORDS)
def _mark(word: str) -> _Mark | None:
    """What the token *word* tells of dates, None if nothing."""
    lower = _lowered(word)
    words = [(match.start(), match.group()) for match in _WORD.finditer(lower)]
    tells = {_TELLS[each] for _, each in words if each in _TELLS} | ({"f"} if _FIGURE.search(lower) else set())
    opening = tuple(
        (at, "0" if each[0] <= "9" else each)
        for at, each in words
        if each[0] <= "9" or each in _OPENING or each in _AFTER_THE
    )
    return _Mark("".join(sorted(tells)), opening) if tells or opening else None


def _candidates(
    lower: str, start: int, tokens: Sequence[Token], marked: Sequence[tuple[int, _Mark]], opened: dict[str, str]
) -> Iterator[_Candidate]:
    """The matches of any pattern, disjoint and in order; at each word only the patterns that can begin with it are tried."""
    floor = 0
    for index, (token, mark) in enumerate(marked):
        for offset, word in mark.words:
            names = opened.get(word)
            at = tokens[token].start - start + offset
            if names is None or at < floor or (word == "the" and not _goes_on(marked, index)):
                continue
            match = _joined(names).match(lower, at)
            if match is not None:
                floor = match.end()
                yield _Candidate(match, token)


def _goes_on(marked: Sequence[tuple[int, _Mark]], index: int) -> bool:
    """Whether a date can go on after the "the" that is the marked token at *index*."""
    if index + 1 >= len(marked) or marked[index + 1][0] != marked[index][0] + 1:
        return False
    words = marked[index + 1][1].words
    return bool(words) and words[0][1] in _AFTER_THE


def _plausible(sentence: str, name: str, match: re.Match[str]) -> bool:
    if name in ("month", "part_month", "rel_month"):
        at = match.start("m")
        if not sentence[at].isupper():
            return False
        word = match.group("m")
        if name == "month" and word in ("may", "march", "mar", "sep"):
            before = sentence[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
            return before in (
                "in",
                "since",
                "until",
                "till",
                "by",
                "from",
                "through",
                "during",
                "after",
                "before",
                "of",
                "late",
                "early",
                "for",
            )
        return True
    if name in ("weekday", "weekday_ago"):
        return sentence[match.start("wd")].isupper()
    if name in ("month_days", "days_month"):
        return sentence[match.start("m")].isupper()
    if name == "year":
        before = sentence[: match.start()].rstrip()[-1:]
        return before not in ("$", "€", "£", "₹", "#") and not sentence[match.end() :].startswith(
            (" people", " jobs", " troops", " tonnes", " goods", " firms")
        )
    return True
