"""
Cleaning: which stretches of an article's text are prose, which are headings, and which are the page around it.

Nothing is rewritten: blocks are offsets into the text as it came, in order and disjoint, and noise is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from service.domain.places import country_of, surface_places

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MARK = re.compile(r"^[\s>*#•·▪◦–—-]*(?:[\d]{1,2}[.)]\s+)?")
_NOISE = re.compile(
    r"""^(?:advertisement|advertorial|quick\ reads?(?:\s*view\ all)?|view\ all|read\ (?:more|also|full|next)\b.*|also\ read\b.*
    |share(?:\ (?:this|on|via)\b.*)?|tweet|print|e-?mail|comments?(?:\ \(\d+\))?|\d+\ comments?|subscribe\b.*|sign\ (?:up|in)\b.*|log\ in.*
    |follow\ us\b.*|(?:photo|image|picture|file\ photo|caption|credit|getty|video)\b\s*(?:credit|by|courtesy)?\s*[:|/(].*
    |related\ (?:stories|articles|news|topics|content)\b.*|recommended\b.*|trending\b.*|most\ (?:read|viewed|popular)\b.*
    |(?:first\ )?published(?:\ on|\ at|:|\s+\d).*|(?:last\ )?updated(?:\ on|\ at|:|\s+\d).*|posted(?:\ on|\ at|:).*|edited\ by\b.*|written\ by\b.*
    |reported\ by\b.*|by\ [A-Z][\w.'-]+(?:\ [A-Z][\w.'-]+){0,3}|\d+\ min(?:ute)?s?\ read|listen\ to\ this.*|story\ continues\b.*|continue\ reading.*
    |all\ rights\ reserved.*|copyright\b.*|©.*|\(?(?:this|the)\ (?:story|article|copy|report)\ (?:has\ been|was|is)\ (?:auto|published|not|first|edited).*
    |tags?\s*:.*|topics?\s*:.*|click\ here.*|download\b.*app.*|watch\s*[:|].*|cookies?\b.*|we\ use\ cookies.*|newsletter.*|skip\ to\b.*|menu|home
    |breaking\ news|live\ (?:updates?|blog)s?|top\ stories|latest\ news|ends?|end\ of\ (?:readout|statement|release)|\W*|\[.{0,40}\])\s*[.:!]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_DATELINE = re.compile(
    r"(?P<place>(?:[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3})(?:\s?[/,]\s?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3}){0,2})"
    r"(?P<date>,?\s?(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})(?:,?\s(?:19|20)\d\d)?)?"
    r"(?P<agency>\s?\([\w. /-]{2,30}\))?(?:\s?(?P<mark>:|—|–|--?)|(?<=\)))\s+(?=[\"“‘'A-Z0-9])"
)
_GLUED = re.compile(
    r"(?:Advertisement|Quick Reads|View All|View More|Read More|Read Full Story|Also Read|Show More|Load More)+"
    r"(?=[A-Z\"“‘][a-zA-Z])"
)
"""Labels of a page that ran into the first word of the text when the page was made text: "View AllIn recent weeks"."""
_PARTS = re.compile(r"[:—–)-]\s")
"""What ends every dateline."""
_END_MARKS = frozenset(".!?:;…")
_CLOSING = "'\"”’)]"


_OPENING = 2000
"""So many characters are searched for a dateline."""
_TEXTS = 8
"""So many texts are remembered with their home: the rules of each kind ask for that of the one being read."""


class Block(msgspec.Struct, frozen=True):
    """A stretch of text to be read: one paragraph or heading, without its list mark."""

    start: int
    end: int
    kind: Literal["prose", "heading"]


def is_noise(line: str) -> bool:
    """Whether *line* belongs to the page and not to the article."""
    return _NOISE.match(line.strip(" \t*#>|-–—•")) is not None


def blocks(text: str) -> tuple[Block, ...]:
    """
    The paragraphs and headings of *text*, in order.

    Lines that were wrapped in the middle of a sentence are one block. A heading is a short line without an end mark.
    """
    found: list[Block] = []
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.strip() or is_noise(line):
            continue
        mark = _MARK.match(line)
        start = match.start() + (mark.end() if mark else 0)
        end = match.start() + len(line.rstrip())
        if start >= end:
            continue
        marked = mark is not None and mark.group().strip() != ""
        if found and not marked and _continues(text, found[-1], start):
            found[-1] = Block(found[-1].start, end, "prose")
            continue
        glued = _GLUED.match(text, start, end)
        start = glued.end() if glued else start
        start += _dateline(text[start:end])
        ended = _ends(line)
        kind: Literal["prose", "heading"] = "prose" if ended or end - start > 160 else "heading"
        found.append(Block(start, end, kind))
    return tuple(found)


def _ends(line: str) -> bool:
    """Whether *line* ends as sentences do, quotation marks and blanks aside."""
    return line.rstrip().rstrip(_CLOSING)[-1:] in _END_MARKS


def _dateline(line: str) -> int:
    """How many characters of *line* are a dateline: "NEW DELHI, Feb 2 (Agency) — "."""
    match = _DATELINE.match(line) if _PARTS.search(line) else None
    if match is None or match.end() >= len(line) - 20:
        return 0
    if match.group("mark") == ":" and line[match.end()].isdigit():
        return 0  # "Vietnam: 20%" is a line of a list
    place = match.group("place")
    if match.group("mark") is None:  # "NEW DELHI, Feb 2 (Agency) The government"
        return match.end() if place.isupper() and match.group("date") else 0
    if match.group("agency") or match.group("date"):
        return match.end()
    parts = [part.strip() for part in re.split("[/,]", place)]
    if place.isupper() and len(place) > 3:
        return match.end() if match.group("mark") != ":" or all(country_of(part.title()) for part in parts) else 0
    return match.end() if all(part in surface_places() for part in parts) else 0


@lru_cache(maxsize=_TEXTS)
def home(text: str) -> str | None:
    """The country of the first dateline of *text*: where its reporter writes, and whose officers need no country."""
    for match in _LINE.finditer(text[:_OPENING]):
        size = _dateline(match.group())
        if size:
            place = _DATELINE.match(match.group())
            assert place is not None
            return country_of(re.split("[/,]", place.group("place"))[0].strip().title())
    return None


def _continues(text: str, previous: Block, start: int) -> bool:
    gap = text[previous.end : start]
    if gap.count("\n") != 1 or _ends(text[max(previous.start, previous.end - 8) : previous.end]):
        return False
    return text[start].islower() or text[previous.end - 1] in ",-–—" or previous.end - previous.start > 60
