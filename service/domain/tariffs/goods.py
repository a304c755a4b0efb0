"""
Scopes of goods: what the product words of a claim or a question cover.

A scope's slug parses back to the same scope, so that keys and labels can be read again. Words that set goods apart
by an agreement or a quota have a side: goods inside it are a scope of their own, goods outside are the ordinary case.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from service.domain.data import load
from service.domain.folding import fold
from service.domain.parties import surface_forms

_TABLE: dict[str, dict[str, Any]] = load("products")
_FILLER = frozenset((
    "a", "an", "the", "all", "most", "many", "any", "other", "various", "its", "their", "good", "product", "item",
    "import", "export", "shipment", "article", "merchandise", "everything", "of", "from", "made", "foreign", "imported",
    "origin", "total", "commodity", "incoming", "outgoing", "general", "and", "in",
))  # fmt: skip
_VAGUE = frozenset((
    "certain", "some", "selected", "specific", "several", "particular", "few", "number", "range", "wide", "list",
    "listed",
))  # fmt: skip
_PACTS = (
    r"agreement|pact|deal|usmca|cusma|t mec|tmec|nafta|treaty|accord|rules? of origin|fta|cptpp|preference|framework"
)
_INSIDE = rf"compl(?:y|ies|iant|iance|ying)|qualif\w+|meet(?:s|ing)?|satisf\w+|eligible|in agreement|(?:{_PACTS})"
_NEGATED = (
    r"not|non|outside|out of|fail\w*|dont|do not|without|ineligible|noncompl\w+|except|excluded|exempt from|beyond"
)
_QUOTA = re.compile(r"\b(quota|first [\d,. ]*\d|up to [\d,. ]*\d|within [\d,. ]*\d)\b")
_OVER_QUOTA = re.compile(
    r"\b(over|above|beyond|outside|out of|exceed\w*|more than|in excess of|after)\b[^,]*?(\bquota\b|\d)"
)
_SHARE = re.compile(r"^(?:[a-z]+ ){0,2}(\d+(?:\.\d+)?) ?(?:%|percent|per cent)")
_SPLIT = re.compile(r"\s*(?:[,;:/]|\band\b|\bor\b|&|\bas well as\b|\bincluding\b|\bsuch as\b)\s*")
_RANGE = re.compile(r"\branging from\b(.*)")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_YEAR = re.compile(r"\b(?:each|every|a|per) (?:year|annum)\b|\bannually\b")


class Scope(NamedTuple):
    """
    Goods as one item: `slug` in keys, `words` as shown, `side` of an agreement or quota ("in-quota") or "".

    `within` are the slugs of the wider kinds that it is part of, the nearest first; never its own.
    """

    slug: str
    words: str
    side: str
    within: tuple[str, ...]


GENERAL = Scope("*", "*", "", ())
"""All, or most, goods."""


def _singular(word: str) -> str:
    if len(word) < 3 or word.endswith(("ss", "us", "is", "gas")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "toes")):
        return word[:-2]
    return word.removesuffix("s")


def _names() -> dict[tuple[str, ...], str]:
    named: dict[tuple[str, ...], str] = {}
    for slug, entry in _TABLE.items():
        for name in (slug.replace("-", " "), *entry["words"]):
            named[tuple(_singular(word) for word in fold(name).split())] = slug
    return named


_NAMES = _names()
_LONGEST = max(map(len, _NAMES))


def _wider(slug: str) -> tuple[str, ...]:
    """The kinds that *slug* is part of, nearest first."""
    found: list[str] = []
    nearest = list(_TABLE[slug]["in"])
    while nearest:
        found += nearest
        nearest = [wider for each in nearest for wider in _TABLE[each]["in"]]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 14)
def scopes_of(product: str) -> tuple[Scope, ...]:
    """
    The items that *product* lists, in order and distinct; never empty.

    "steel, aluminium and copper" is three items; "all goods" and "99% of goods" are `GENERAL`.
    """
    text = product.strip().casefold()
    side, text = _side(text)
    share = _SHARE.match(text)
    if share and float(share[1]) >= 50:
        text = ""
    text = _RANGE.sub(lambda found: "," + re.sub(r"\bto\b", ",", found[1]), text)
    items: list[Scope] = []
    for part in _SPLIT.split(_PARENTHESIS.sub(_bracketed, text)):
        scope = _item(part, items[-1] if items else None)
        if scope is not None and scope.slug not in {item.slug for item in items}:
            items.append(scope)
    return tuple(dict.fromkeys(_sided(scope, side) for scope in items or [GENERAL]))


def _bracketed(found: re.Match[str]) -> str:
    """Other names in brackets are items of their own ("vehicles (cars)"); what narrows stays with its goods."""
    named = _kind(tuple(map(_singular, fold(found[1]).split())))
    return f", {found[1]}, " if named else f" {found[1]} "


def _side(text: str) -> tuple[str, str]:
    """Which side of an agreement or quota the words stand on, and the words without saying so."""
    plain = re.sub(r"[-_\u2019']", " ", text)
    if _OVER_QUOTA.search(plain):
        return "outside-quota", _YEAR.sub("", _OVER_QUOTA.sub("", plain))
    if _QUOTA.search(plain):
        rest = _YEAR.sub("", _QUOTA.sub("", plain))
        return "in-quota", re.sub(r"\b(in|under|within|the)\b", " ", rest)
    if not re.search(rf"\b(?:{_INSIDE}|noncompl\w+)\b", plain):
        return "", text
    negated = re.search(rf"\b(?:{_NEGATED})\b", plain) is not None
    return ("outside-agreement" if negated else "in-agreement"), _named_before(plain)


def _named_before(plain: str) -> str:
    """The goods that are named in words about an agreement: "cars that meet the pact's rules" are cars."""
    kept = re.sub(rf"\b(?:{_INSIDE}|{_NEGATED}|noncompl\w+)\b", "|", plain)
    goods = [part for part in kept.split("|") if _kind(tuple(map(_singular, fold(part).split())))]
    text = goods[0] if goods else ""
    return re.split(r"\b(?:that|which|under|covered|with|do|does|the)\b", text)[0]


def _sided(scope: Scope, side: str) -> Scope:
    """The scope on its side: inside is a scope of its own; outside shares the slug of the ordinary case."""
    if not side:
        return scope
    words = f"{'goods' if scope.slug == '*' else scope.words} {side.replace('-', ' ')}"
    if side.startswith("outside"):
        return scope._replace(words=words, side=side)
    base = "goods" if scope.slug == "*" else scope.slug
    return Scope(f"{base}-{side}", words, side, tuple(f"{each}-{side}" for each in scope.within))


def _item(part: str, before: Scope | None) -> Scope | None:
    """The scope of one listed item, None for words that name no goods ("all goods", "and")."""
    kept = tuple(_singular(word) for word in fold(part).split() if not _names_party(word))
    if kept and kept[-1] in ("part", "component") and before is not None and set(kept[:-1]) <= _FILLER:
        kept = (*(_singular(word) for word in before.slug.split("-")), kept[-1])
    kind, start, length = _kind(kept) or ("", 0, 0)
    own = tuple(word for i, word in enumerate(kept) if start <= i < start + length or word not in _FILLER | _VAGUE)
    if not own:
        vague = any(word in _VAGUE for word in kept)
        return Scope("certain-goods", "certain goods", "", ()) if vague and before is None else None
    if not kind:
        return Scope("-".join(own), " ".join(own), "", ())
    rest = tuple(word for i, word in enumerate(kept) if not start <= i < start + length and word in own)
    also = _kind(rest)
    if not rest or (also and also[2] == len(rest) and also[0] in (kind, *_wider(kind))):
        return Scope(kind, kind.replace("-", " "), "", _wider(kind))
    slug, words = "-".join([kind, *sorted(rest)]), " ".join([*rest, kind.replace("-", " ")])
    return Scope(slug, words, "", (kind, *_wider(kind)))


def _names_party(word: str) -> bool:
    forms = surface_forms()
    return word.capitalize() in forms or (len(word) == 2 and word.upper() in forms)


@lru_cache(maxsize=1 << 14)
def _kind(words: tuple[str, ...]) -> tuple[str, int, int] | None:
    """The kind of goods that *words* name, by the longest and last name in them: its slug, place and length."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            slug = _NAMES.get(words[start : start + length])
            if slug is not None:
                return slug, start, length
    return None


@lru_cache(maxsize=1 << 14)
def distance(scope: Scope, asked: Scope) -> int | None:
    """
    How far *scope* is from the goods *asked* for: 0 the same, more for wider kinds, None where it does not cover them.

    Goods outside an agreement never answer for goods inside it, nor the other way round (rule 19).
    """
    inside = scope.side.startswith("in-")
    opposite = scope.side.startswith("outside-") and asked.side == scope.side.replace("outside-", "in-")
    if opposite or (inside and scope.side != asked.side):
        return None
    ordinary = int(asked.side.startswith("in-") and not inside)
    slug, wanted = _ordinary(scope.slug, scope.side), _ordinary(asked.slug, asked.side)
    wider = [_ordinary(each, asked.side) for each in asked.within]
    if slug == wanted:
        return ordinary
    if slug in wider:
        return 2 * (wider.index(slug) + 1) + ordinary
    return 2 * (len(wider) + 1) + ordinary if slug == "*" else None


def _ordinary(slug: str, side: str) -> str:
    """The slug of the same goods without their side."""
    bare = slug.removesuffix(f"-{side}") if side else slug
    return "*" if bare == "goods" else bare
