"""
Initiatives: one slug for each, however its name is printed.

Acronym and full name fold together by the table, by the text that prints both, and for unseen names by their words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from service.domain.data import load
from service.domain.folding import fold
from service.domain.parties import code_of

_LEAD = re.compile(r"^(?:(?:the|a|an|(?:\w+ )?led)\s+)+")
_BODY = re.compile(
    r"(?:\s+(?:initiative|grouping|group|alliance|coalition|bloc|club|programme|program|platform|project|"
    r"(?:executive )?steering committee|secretariat))+$"
)
_FORM = frozenset({
    "partnership", "framework", "pact", "agreement", "accord", "accords", "deal", "treaty", "network", "declaration",
    "forum", "organization", "council", "summit", "compact", "dialogue", "convention",
})  # fmt: skip
_BOTH = re.compile(r"^(?P<full>.+?)\s*\((?P<short>[A-Z][\w&+.-]{1,14})\)$")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "a", "an", "with", "against", "by"})
_ENTRIES: dict[str, list[str]] = load("initiatives")


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for slug, names in _ENTRIES.items():
        for name in (slug, *names):
            table.setdefault(_bare(name), slug)
    return table


def _bare(name: str) -> str:
    folded = (
        " ".join(fold(name).replace("+", " plus").split())
        .replace("organisation", "organization")
        .replace("programme", "program")
    )
    folded = folded.replace("co operation", "cooperation").replace("defence", "defense")
    return _LEAD.sub("", folded) or folded


@lru_cache(maxsize=1 << 13)
def slug_of(name: str) -> str:
    """
    The slug of the initiative that *name* names: words in lower case joined by hyphens (`pax-silica`).

    Aliases and acronyms of known initiatives give the known slug, with or without a leading "China's". Of an unseen
    one the leading article and a trailing "initiative", "grouping" or the like are dropped; "Full Name (FN)" is its
    full name.
    """
    both = _BOTH.match(name.strip())
    if both:
        short, full = _table().get(_bare(both["short"])), _table().get(_bare(both["full"]))
        return full or short or slug_of(both["full"])
    bare = _bare(name)
    first, _, rest = bare.partition(" ")
    owned = rest if rest and (code_of(first) or code_of(first.removesuffix("s"))) else bare
    for known in (bare, _BODY.sub("", bare), owned, _BODY.sub("", owned)):
        if known in _table():
            return _table()[known]
    return "-".join(_BODY.sub("", bare).split())


def acronym_of(name: str) -> str:
    """The initials of a name's words, small words left out: `msp` for Minerals Security Partnership."""
    return "".join(word[0] for word in _bare(name).split() if word not in _SMALL)


def same_initiative(a: str, b: str) -> bool:
    """
    Whether two names mean one initiative: equal slugs, an acronym of the other, or the other with words added.

    Names of which one is known and the other is not are the same only by slug, since the table has all its aliases.
    """
    slug_a, slug_b = slug_of(a), slug_of(b)
    if slug_a == slug_b:
        return True
    if slug_a in _ENTRIES and slug_b in _ENTRIES:
        return False
    if _is_acronym(a, b) or _is_acronym(b, a):
        return True
    if slug_a in _ENTRIES or slug_b in _ENTRIES:
        return False
    words_a, words_b = set(slug_a.split("-")) - _SMALL, set(slug_b.split("-")) - _SMALL
    shared, differing = words_a & words_b, words_a ^ words_b
    return (words_a <= words_b or words_b <= words_a) and (len(shared) >= 2 or (bool(shared) and differing <= _FORM))


def _is_acronym(short: str, full: str) -> bool:
    short = short.strip().removeprefix("the ")
    letters = fold(short)
    return (
        len(letters) >= 3
        and " " not in letters
        and sum(c.isupper() for c in short) >= 2
        and letters in {acronym_of(full), "".join(word[0] for word in fold(full).split())}
    )


def name_of(slug: str) -> str | None:
    """The name under which a known initiative is shown, None for an unseen one."""
    names = _ENTRIES.get(slug)
    return names[0] if names else None


@lru_cache(maxsize=1)
def surface_initiatives() -> Mapping[str, str]:
    """Every name of a known initiative as printed, with its slug."""
    return MappingProxyType({name: slug for slug, names in _ENTRIES.items() for name in names})
