"""
The gazetteer: the parties' names, adjectives, capitals and seats as phrases to look up in running tokens.

Built once from the domain's tables; a phrase stands for exactly one party, the longest phrase wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec

from service.domain.initiatives import surface_initiatives
from service.domain.parties import is_group, surface_forms
from service.domain.places import surface_places
from service.extraction.parts import Form, Token
from service.extraction.tokens import tokenize

_FORMS: dict[str, Form] = {
    "name": "name", "alias": "name", "group": "name", "demonym": "adjective", "capital": "capital", "seat": "capital",
}  # fmt: skip


_WORDS = 1 << 12
"""So many printed words are remembered with what they stand for: articles bring new ones for ever."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """
    What a phrase stands for: a party's `code`, and in which `form`; `exact` must match capitals as printed, and
    `capital` begins with one.
    """

    code: str
    form: Form
    text: str
    exact: bool
    group: bool
    ambiguous: bool
    seat: bool
    capital: bool


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    """First word to the phrases that start with it, the longest first; words as `Token.lower`."""
    table: dict[str, dict[tuple[str, ...], Entry]] = {}
    for text, form in surface_forms().items():
        words = tuple(token.lower for token in tokenize(text, 0, len(text)))
        if words[0] == "the" and len(words) > 1:
            words = words[1:]
        entry = Entry(
            form.code,
            _FORMS[form.kind],
            text,
            text.isupper() and len(text) <= 6,
            is_group(form.code),
            form.ambiguous,
            form.kind == "seat",
            text.removeprefix("the ")[0].isupper(),
        )
        table.setdefault(words[0], {}).setdefault(words, entry)
    return {first: tuple(sorted(rows.items(), key=lambda row: -len(row[0]))) for first, rows in table.items()}


def match(tokens: Sequence[Token], at: int) -> tuple[Entry, int] | None:
    """The longest phrase at token *at* and how many tokens it takes, None if there is none."""
    token = tokens[at]
    rows = phrases().get(token.lower)
    if rows is None:
        return None
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    for words, entry in rows:
        size = len(words)
        if size > 1 and (words[1] != following or not _follow(tokens, at, words)):
            continue
        if entry.capital and not token.text[0].isupper():
            continue
        if entry.exact and not token.text.replace(".", "").replace("-", "").isupper() and not token.text[0].isdigit():
            continue
        return entry, size
    return None


def _follow(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    """Whether *words*, of which the first two stand at token *at*, stand there as a whole."""
    size = len(words)
    if at + size > len(tokens):
        return False
    return size == 2 or all(tokens[at + k].lower == words[k] for k in range(2, size))


@cache
def _names(kind: str) -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """First word to the places or initiatives that start with it, the longest first: words, name, country or slug."""
    source = surface_places() if kind == "place" else surface_initiatives()
    parties = surface_forms()
    table: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
    for text, code in source.items():
        if text in parties:
            continue
        words = tuple(token.lower for token in tokenize(text, 0, len(text)))
        if words[0] == "the" and len(words) > 1:
            words = words[1:]
        table.setdefault(words[0], {}).setdefault(words, (text, code))
    return {
        first: tuple((words, *row) for words, row in sorted(rows.items(), key=lambda item: -len(item[0])))
        for first, rows in table.items()
    }


def match_name(tokens: Sequence[Token], at: int, kind: str) -> tuple[str, str, int] | None:
    """The longest place or initiative (*kind*) at token *at*: its name, its country or slug, how many tokens it takes."""
    token = tokens[at]
    rows = _names(kind).get(token.lower)
    if rows is None:
        return None
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    for words, text, code in rows:
        size = len(words)
        if size > 1 and (words[1] != following or not _follow(tokens, at, words)):
            continue
        if text[0].isupper() and not token.text[0].isupper():
            continue
        if text.isupper() and not token.text.isupper():
            continue
        return text, code, size
    return None


@cache
def firsts() -> frozenset[str]:
    """The words that a party, a place or an initiative can begin with, as `Token.lower`."""
    return frozenset((*phrases(), *_names("place"), *_names("initiative")))


@cache
def lower_case() -> frozenset[str]:
    """The lower-case words that a party, a place or an initiative can begin with ("every country")."""
    parties = {
        first for first, rows in phrases().items() if any(row[1].text.removeprefix("the ")[0].islower() for row in rows)
    }
    names = {
        first
        for kind in ("place", "initiative")
        for first, rows in _names(kind).items()
        if any(row[1][0].islower() for row in rows)
    }
    return frozenset(parties | names)


@lru_cache(maxsize=_WORDS)
def single(word: str) -> Entry | None:
    """What one printed word stands for, None if it names no party."""
    for words, entry in phrases().get(word.lower(), ()):
        if len(words) == 1 and word[0].isupper() and (not entry.exact or word.replace(".", "").isupper()):
            return entry
    return None


@lru_cache(maxsize=_WORDS)
def split_pair(word: str) -> tuple[str, ...]:
    """
    The parties of a hyphenated word ("India-US", "US-China-Japan"), or the first one of "US-led", "Russian-origin".

    Empty where the first part names no party.
    """
    parts = [part for part in word.replace("–", "-").replace("‑", "-").split("-") if part]
    codes: list[str] = []
    for part in parts:
        entry = single(part)
        if entry is None:
            break
        codes.append(entry.code)
    if codes and (len(codes) == len(parts) or (len(codes) == 1 and parts[1].islower())):
        return tuple(codes)
    return ()
