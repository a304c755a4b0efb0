"""
Genders: whether "she" or "he" stands for somebody, as honorifics, offices and given names tell.

Nothing is guessed: who tells neither can be both.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from service.domain.folding import fold
from service.extraction import words
from service.extraction.parts import Person

Gender = Literal["she", "he"]
_SHE = frozenset(("she", "her", "hers", "herself"))
_TITLES: dict[str, Gender] = {
    "mr": "he", "mr.": "he", "sir": "he", "king": "he", "prince": "he", "emir": "he", "sheikh": "he", "sultan": "he", "lord": "he", "pope": "he",
    "ms": "she", "ms.": "she", "mrs": "she", "mrs.": "she", "miss": "she", "queen": "she", "princess": "she", "lady": "she", "baroness": "she",
    "dame": "she", "madam": "she", "madame": "she", "sheikha": "she", "congresswoman": "she", "spokeswoman": "she", "chairwoman": "she",
    "congressman": "he", "spokesman": "he", "chairman": "he",
}  # fmt: skip


@cache
def _names() -> dict[str, Gender]:
    table = words.table("given_names.yaml")
    she: dict[str, Gender] = dict.fromkeys(map(str, table["she"]), "she")
    return she | dict.fromkeys((name for name in map(str, table["he"]) if name not in she), "he")


def of_title(word: str) -> Gender | None:
    """What a word before a name ("Ms", "King", "spokesman") tells, None if nothing."""
    return _TITLES.get(word.lower())


@lru_cache(maxsize=1 << 12)
def of(person: Person) -> Gender | None:
    """What the office or the given name of *person* tells, None if nothing."""
    for word in fold(person.role or "").split():
        if word in _TITLES:
            return _TITLES[word]
    held = fold(person.name).split()
    return _names().get(held[0]) if len(held) > 1 else None


def known_name(word: str) -> bool:
    """Whether *word* is a given name that the table knows."""
    return fold(word) in _names()


def asked(pronoun: str) -> Gender:
    """Of whom *pronoun* ("her", "him") speaks."""
    return "she" if pronoun in _SHE else "he"
