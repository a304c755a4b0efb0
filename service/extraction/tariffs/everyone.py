"""
Every country, in words: "nearly every other trading partner", "all of its suppliers", "the rest of the world".

Invariant: only whole phrases count, the longest one; a country's own name never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from service.extraction.parts import Token
from service.extraction.tariffs.lexicon import phrase_at, phrases

_NEARLY = frozenset(("nearly", "almost", "virtually", "practically", "roughly", "about", "just", "the"))
_QUANTIFIERS = frozenset(("all", "every", "each", "most", "any"))
_OPENERS = _NEARLY | _QUANTIFIERS
_BETWEEN = frozenset(
    ("of", "its", "their", "the", "other", "others", "remaining", "trading", "trade", "foreign", "'s", "’s")
)
_COUNTRIES = frozenset(
    (
        "country",
        "countries",
        "nation",
        "nations",
        "partner",
        "partners",
        "economy",
        "economies",
        "supplier",
        "suppliers",
    )
)
_LONGEST = 6


@cache
def firsts() -> frozenset[str]:
    """Every word that words for every country can begin with."""
    return _OPENERS | phrases("world").keys()


def everyone(tokens: Sequence[Token], at: int) -> int:
    """How many tokens words for every country take at token *at*, 0 for none."""
    if at >= len(tokens) or tokens[at].lower not in firsts():
        return 0
    return max(phrase_at(tokens, at, "world"), _quantified(tokens, at))


def _quantified(tokens: Sequence[Token], at: int) -> int:
    """As in "nearly every other trading partner", "most of America's partners"."""
    if at >= len(tokens) or tokens[at].lower not in _OPENERS:
        return 0
    ahead = at
    while ahead < len(tokens) and ahead < at + 2 and tokens[ahead].lower in _NEARLY:
        ahead += 1
    if ahead >= len(tokens) or tokens[ahead].lower not in _QUANTIFIERS:
        return 0
    last = min(len(tokens), ahead + 1 + _LONGEST)
    for k in range(ahead + 1, last):
        if tokens[k].lower in _COUNTRIES:
            return k + 1 - at
        owner = tokens[k].tag == "NAME" and k + 1 < last and tokens[k + 1].tag == "POSS"
        if tokens[k].lower not in _BETWEEN and not owner:
            return 0
    return 0
