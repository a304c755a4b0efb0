"""
The word lists of the duty grammar, loaded once from `words.yaml` beside this module.

Every list is lower case; phrases of several words are matched token by token, the longest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from service.extraction.parts import Token

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Phrases = dict[str, tuple[tuple[str, ...], ...]]


@cache
def _tables() -> dict[str, Any]:
    text = resources.files("service.extraction.tariffs").joinpath("words.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, _LOADER)  # noqa: S506 - the safe loader, in C where there is one
    return loaded


@cache
def words(name: str) -> frozenset[str]:
    """The list *name* as a set of words."""
    return frozenset(str(word) for word in _tables()[name])


@cache
def nouns(name: str) -> dict[str, str]:
    """The list *name* as nouns: singular and plural forms to the singular."""
    found: dict[str, str] = {}
    for noun in words(name):
        plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
        if noun.endswith(("x", "ch", "sh", "ss")):
            plural = noun + "es"
        found.setdefault(noun, noun)
        found.setdefault(plural, noun)
    return found


@cache
def makers() -> dict[str, str]:
    """Makers, in the plural, to what they make."""
    return dict(_tables()["makers"])


@cache
def bases() -> dict[str, str]:
    """Adjective to the basis that it gives a duty; the first basis that lists it wins."""
    found: dict[str, str] = {}
    for basis, adjectives in _tables()["basis"].items():
        for adjective in adjectives:
            found.setdefault(adjective, basis)
    return found


@cache
def phrases(name: str) -> _Phrases:
    """The list *name* as phrases: first word to the phrases that begin with it, the longest first."""
    return _by_first(_tables()[name])


@cache
def predicates() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word to the predicates that begin with it, the longest first, each with its verb class."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, entries in _tables()["predicates"].items():
        for entry in entries:
            parts = tuple(entry.split())
            found.setdefault(parts[0], []).append((parts, name))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def phrase_at(tokens: Sequence[Token], at: int, name: str) -> int:
    """How many tokens the longest phrase of the list *name* takes at token *at*; 0 for none."""
    if at >= len(tokens):
        return 0
    found = phrases(name).get(tokens[at].lower)
    if found is None:
        return 0
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    for parts in found:
        if len(parts) == 1 or (parts[1] == following and matches(tokens, at, parts)):
            return len(parts)
    return 0


def phrase_in(tokens: Sequence[Token], name: str) -> bool:
    """Whether a phrase of the list *name* stands anywhere in *tokens*."""
    firsts = phrases(name)
    return any(phrase_at(tokens, at, name) for at, token in enumerate(tokens) if token.lower in firsts)


def predicate_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The class of the predicate at token *at* and the tokens it takes."""
    if at >= len(tokens):
        return None
    for parts, name in predicates().get(tokens[at].lower, ()):
        if matches(tokens, at, parts):
            return name, len(parts)
    return None


def matches(tokens: Sequence[Token], at: int, parts: Sequence[str]) -> bool:
    """Whether the tokens from *at* are *parts*, in lower case."""
    if at + len(parts) > len(tokens):
        return False
    for k, part in enumerate(parts):  # noqa: SIM110 - called for every token
        if tokens[at + k].lower != part:
            return False
    return True


def _by_first(entries: Iterable[str]) -> _Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        parts = tuple(entry.split())
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in found.items()}
