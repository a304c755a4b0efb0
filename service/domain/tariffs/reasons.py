"""
Reasons of duties: which words name one and the same component.

"Purchases of Russian energy", "Russian oil imports" and "India buys Russian oil" are one component; so are a duty's
legal basis and its common name where trade law makes them one. Only the words decide, never the order of reports.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from service.domain.data import load
from service.domain.folding import fold
from service.domain.parties import demonyms_of, name_of, surface_forms

_TABLE = load("tariff_reasons")
_PLAIN = frozenset(_TABLE["plain"].split())
_SECTION = re.compile(r"\b(?:section|sec) (\d{2,4}[a-z]?)\b")


def _stem(word: str) -> str:
    """A word without its plural: "opioids" as "opioid"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _phrases(group: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (" ".join(map(_stem, fold(phrase).split())), slug) for slug, given in _TABLE[group].items() for phrase in given
    )


_FAMILIES = _phrases("families")
_THEMES = dict(_phrases("themes"))


class Reason(NamedTuple):
    """
    Why a component is charged: its `slug`, and the `marks` by which other words for it are known.

    `names` are the persons, laws and things that the words name besides, `words` all words that tell something;
    `known` marks are of the tables, others are words.
    """

    slug: str
    marks: frozenset[str]
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    known: bool = True


UNNAMED = Reason("unnamed", frozenset())
"""A component whose reason no report has given."""


@lru_cache(maxsize=1 << 13)
def reason_of(words: str, imposer: str = "", target: str = "") -> Reason:
    """
    The component that *words* name, for a duty of *imposer* on *target* (codes, which are no reason themselves).

    Words that say nothing ("the additional levy") give `UNNAMED`.
    """
    folded = fold(words).split()
    text = " ".join(map(_stem, folded))
    found = [slug for phrase, slug in _FAMILIES if re.search(rf"\b{phrase}\b", text)]
    found += [f"section-{number}" for number in _SECTION.findall(" ".join(folded))]
    families = list(dict.fromkeys(found))
    countries, themes, rest = _split(folded, {imposer, target})
    names = frozenset(word for word in rest if word.capitalize() in words)
    telling = frozenset(_stem(word) for word in folded if word not in _PLAIN)
    if families:
        return Reason(families[0], frozenset(families), names, telling)
    if countries:
        country = fold((*demonyms_of(countries[0]), name_of(countries[0]))[0]).replace(" ", "-")
        return Reason("-".join([country, *themes[:1]]), frozenset([*countries, *themes]), names, telling)
    if themes:
        return Reason(themes[0], frozenset(themes), names, telling)
    return Reason("-".join(rest[:3]), frozenset(rest), names, telling, known=False) if rest else UNNAMED


def _split(folded: list[str], own: set[str]) -> tuple[list[str], list[str], list[str]]:
    """The countries, themes and other telling words of a reason, in order and distinct."""
    forms = surface_forms()
    countries, themes, rest = [], [], []
    for word in folded:
        form = forms.get(word.capitalize()) or (forms.get(word.upper()) if len(word) < 4 else None)
        if form is not None and word not in _PLAIN:
            if form.code not in own:
                countries.append(form.code)
        elif _stem(word) in _THEMES:
            themes.append(_THEMES[_stem(word)])
        elif word not in _PLAIN and _stem(word) not in _PLAIN and not word.isdigit():
            rest.append(_stem(word))
    return list(dict.fromkeys(countries)), list(dict.fromkeys(themes)), list(dict.fromkeys(rest))


@lru_cache(maxsize=1 << 14)
def likeness(a: Reason, b: Reason) -> int:
    """How alike two reasons are: 0 for different ones, more the more of their marks and names agree."""
    if a.slug == b.slug:
        return 100
    shared = len(a.marks & b.marks)
    if shared and shared >= min(len(a.marks), len(b.marks)):
        return 10 * shared
    if a.names & b.names:
        return len(a.names & b.names)
    loose = not (a.known and b.known) and a.words and b.words
    return int(bool(loose) and (a.words <= b.words or b.words <= a.words))


BASELINE = reason_of("baseline")
"""The part of a total that all, or most, countries pay."""
