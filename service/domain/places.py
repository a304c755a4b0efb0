"""
Places: which country a place is in, and which place contains another.

A place is known by its words: buildings lie in cities and cities in countries by the table, and words that the table
does not know tell venues of one city apart ("Ashford Hall, Nairobi" is in Nairobi and is not "Brook House, Nairobi").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from service.domain.data import load
from service.domain.folding import fold, words
from service.domain.parties import code_of, countries, is_code, is_group, name_of, surface_forms

_PARTS = re.compile(r"\s*[,;()]\s*")
_INSIDE = re.compile(r"\s+(?:in|at|of|near|outside|inside|on)\s+")
_AMBIGUOUS = frozenset(load("ambiguous_forms"))
_STOP = frozenset({"the", "of", "in", "at", "on", "near", "and", "city", "capital"})


class _Gazetteer:
    """Nodes are folded names or country codes; every node but a country has one parent; `words` are of their names."""

    def __init__(self) -> None:
        self.node: dict[str, str] = {}
        self.parent: dict[str, str] = {}
        self.printed: dict[str, str] = {}
        for code, cities in load("places").items():
            for names, sites in cities.items():
                self._add(names, code, sites)
        for form, party in surface_forms().items():
            if party.kind in ("capital", "seat") and not is_group(party.code):
                self._add(form, party.code, ())
        # Brussels stands for the Union among parties, but it lies in Belgium.
        for code in countries():
            self.printed.setdefault(name_of(code), code)
        self.words: dict[str, set[str]] = {}
        for name, node in self.node.items():
            self.words.setdefault(node, set()).update(name.split())

    def _add(self, names: str, parent: str, sites: Any) -> None:
        printed = names.split("|")
        known = [self.node[fold(name)] for name in printed if fold(name) in self.node]
        node = known[0] if known else fold(printed[0])
        self.parent.setdefault(node, parent)
        for name in printed:
            self.node.setdefault(fold(name), node)
            self.printed.setdefault(name, node)
        for site in sites:
            if isinstance(site, dict):
                for inner, within in site.items():
                    self._add(inner, node, within)
            else:
                self._add(site, node, ())

    def chain(self, node: str | None) -> tuple[str, ...]:
        """*node* and all that contains it, the country last."""
        found: list[str] = []
        while node is not None:
            found.append(node)
            node = self.parent.get(node)
        return tuple(found)


_TABLE = _Gazetteer()


def _exact(text: str) -> str | None:
    folded = fold(text)
    node = _TABLE.node.get(folded) or _TABLE.node.get(folded.removeprefix("the "))
    if node:
        return node
    form = surface_forms().get(text)
    if form and form.kind == "demonym":
        return None
    code = code_of(text)
    return code if code and not is_group(code) else None


def _inside(text: str) -> Iterator[str]:
    """Known places among the capitalised words of *text*, longest first."""
    tokens = text.replace("’", "'").split()  # noqa: RUF001 - the apostrophe that news prints
    for size in range(min(len(tokens), 5), 0, -1):
        for start in range(len(tokens) - size + 1):
            run = tokens[start : start + size]
            node = _TABLE.node.get(fold(" ".join(run).removesuffix("'s"))) if run[0][:1].isupper() else None
            if node:
                yield node


def _known(part: str) -> list[str]:
    """The known places of a part of a text: itself, or what its prepositions join."""
    whole = _exact(part)
    return [whole] if whole else [node for node in map(_exact, _INSIDE.split(part)) if node]


@lru_cache(maxsize=1 << 14)
def _find(text: str) -> str | None:
    """The most specific known node that *text* names; the broader part wins where its parts disagree."""
    text = text.strip()
    node = _exact(text)
    if node:
        return node
    parts = [known for part in _PARTS.split(text) for known in _known(part)]
    if parts:
        return next(part for part in parts if parts[-1] in _TABLE.chain(part))
    return next(_inside(text), None)


@lru_cache(maxsize=1 << 14)
def _own_words(text: str) -> frozenset[str]:
    """The words of *text* that its known node and what contains it do not account for."""
    chain = _TABLE.chain(_find(text))
    names = {word for node in chain for word in _TABLE.words.get(node, ())}
    return (
        frozenset(words(text)) - names - _STOP - {w for n in chain if is_code(n) for w in (*words(name_of(n)), fold(n))}
    )


def country_of(place: str) -> str | None:
    """The code of the country that *place* is in (or is), None where that is not known."""
    chain = _TABLE.chain(_find(place))
    return chain[-1] if chain and is_code(chain[-1]) else None


def contains(outer: str, inner: str) -> bool:
    """Whether *inner* is *outer* or lies in it: Washington contains the State Department."""
    inner_words = frozenset(words(inner))
    node = _find(outer)
    own = _own_words(outer)
    if node is None:
        return bool(own) and own <= inner_words
    return node in _TABLE.chain(_find(inner)) and own <= inner_words


def agree(a: str, b: str) -> bool:
    """Whether *a* and *b* can be the same place: one contains the other."""
    return contains(a, b) or contains(b, a)


def more_specific(a: str, b: str) -> str:
    """The one of two places that tells more: the deeper one, then the one with more words of its own, then *a*."""

    def depth(text: str) -> tuple[int, int]:
        return (len(_TABLE.chain(_find(text))), len(_own_words(text)))

    return b if depth(b) > depth(a) else a


@lru_cache(maxsize=1)
def surface_places() -> Mapping[str, str]:
    """
    Every place as printed ("Kuala Lumpur", "the White House"), with the code of its country.

    Names that as often mean something else ("Nice", "Austin") are left out; `country_of` knows them too.
    """
    named = ((text, node) for text, node in _TABLE.printed.items() if "(" not in text and text not in _AMBIGUOUS)
    printed = {text: _TABLE.chain(node)[-1] for text, node in named}
    return MappingProxyType(printed)
