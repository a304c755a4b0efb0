"""
Parties: countries, territories and groups of states, under every name that the news gives them.

A party is named by its ISO 3166-1 alpha-2 code, `EU`, `WORLD` or a group's code (`BRICS`, `QUAD`); codes are for ever,
names and memberships follow the tables in `domain/data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

import msgspec
import pycountry

from service.domain.data import load
from service.domain.errors import UnknownParty
from service.domain.folding import fold

FormKind = Literal["name", "alias", "demonym", "capital", "seat", "group"]

_COUNTRIES: dict[str, dict[str, Any]] = load("countries")
_GROUPS: dict[str, dict[str, Any]] = load("groups")
_AMBIGUOUS = frozenset(load("ambiguous_forms"))
_WITHOUT_PLURAL = frozenset({"French", "Dutch", "Frenchmen", "Irishmen"})
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_FIELDS: tuple[tuple[str, FormKind], ...] = (
    ("aliases", "alias"), ("capitals", "capital"), ("demonyms", "demonym"), ("seats", "seat"),
)  # fmt: skip


class Form(msgspec.Struct, frozen=True):
    """What a text form names: a party's *code*, by its name or by a metonym; *ambiguous* forms need a second sign."""

    code: str
    kind: FormKind
    ambiguous: bool = False


class Membership(msgspec.Struct, frozen=True):
    """One stretch of a group's membership: from *since* to before *until*, None while it lasts."""

    group: str
    member: str
    since: date
    until: date | None = None


def _stretches() -> Iterator[Membership]:
    for group, entry in _GROUPS.items():
        for stretch in entry.get("members", ()):
            for member in stretch["codes"]:
                yield Membership(group, member, stretch["since"], stretch.get("until"))


_MEMBERSHIPS = tuple(_stretches())


def _plural(demonym: str) -> str | None:
    """The plural of a demonym that forms one in -s ("Indians", not "Chineses" or "Spanishs")."""
    irregular = demonym.endswith(("ese", "sh", "s", "x", "z")) or demonym in _WITHOUT_PLURAL
    return None if irregular else f"{demonym}s"


def _forms_of(code: str, entry: dict[str, Any], *, group: bool) -> Iterator[tuple[str, Form]]:
    yields = entry.get("yields", ())
    name: FormKind = "group" if group else "name"
    named: list[tuple[str, FormKind]] = [(entry["name"], name)]
    for field, kind in _FIELDS:
        for text in entry.get(field, ()):
            named.append((text, name if group and kind == "alias" else kind))
            plural = _plural(text) if kind == "demonym" else None
            if plural:
                named.append((plural, kind))
    for text, kind in named:
        if text not in yields:
            yield text, Form(code, kind, text in _AMBIGUOUS)


@lru_cache(maxsize=1)
def surface_forms() -> Mapping[str, Form]:
    """
    Every form in which a text names a party, as printed ("U.S.", "Indians", "the Kremlin"), with what it names.

    Forms are case-sensitive and hold no possessives; bare codes ("IN") are not among them unless the news writes
    them ("US", "EU"). Where a name and a metonym share a form the name wins; Brussels is the EU's.
    """
    forms: dict[str, Form] = {}
    for code, entry in _COUNTRIES.items():
        for text, form in _forms_of(code, entry, group=False):
            forms.setdefault(text, form)
    for code, entry in _GROUPS.items():
        forms.update(_forms_of(code, entry, group=True))
    return MappingProxyType(forms)


@lru_cache(maxsize=1)
def _folded() -> dict[str, str]:
    table = {code: code for code in _GROUPS if len(code) > 2}
    folded = {fold(text): form.code for text, form in surface_forms().items()}
    for country in pycountry.countries:
        for field in ("alpha_3", "name", "official_name", "common_name"):
            if (text := getattr(country, field, None)) and country.alpha_2 in _COUNTRIES:
                folded.setdefault(fold(text), country.alpha_2)
    return {fold(text): code for text, code in table.items()} | folded


@lru_cache(maxsize=1 << 14)
def code_of(text: str) -> str | None:
    """
    The code of the party that *text* names (a code, name, demonym, alias, capital or seat), None if it names none.

    Two-letter codes are taken in capitals only, so that "in" and "it" name nobody; a leading "the" and a final "'s" are
    dropped.
    """
    text = text.strip()
    return _named(text) or _named(_POSSESSIVE.sub("", text))


def _named(text: str) -> str | None:
    if is_code(text):
        return text
    form = surface_forms().get(text)
    if form:
        return form.code
    folded = fold(text)
    if len(folded) < 2 or (len(text) == 2 and text.isalpha() and text.islower()):
        return None
    return _folded().get(folded) or _folded().get(folded.removeprefix("the ")) or _folded().get(f"the {folded}")


def required_code(text: str) -> str:
    """The code of *text*, in any case; raises `UnknownParty`, with the nearest names, for what names no party."""
    code = code_of(text) or code_of(text.strip().upper())
    if code is None:
        near = [name_of(_folded()[match]) for match in get_close_matches(fold(text), _folded(), n=3)]
        hint = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "use an ISO code such as IN, or EU"
        raise UnknownParty(f"{text!r} is not a country or group that is known here; {hint}", party=text)
    return code


def is_code(code: str) -> bool:
    """Whether *code* is a party's code, in capitals."""
    return code in _COUNTRIES or code in _GROUPS


def is_group(code: str) -> bool:
    """Whether *code* names a group of states (`EU` and `WORLD` are two)."""
    return code in _GROUPS


def name_of(code: str) -> str:
    """The short English name; raises `UnknownParty` for what is not a code."""
    entry = _COUNTRIES.get(code) or _GROUPS.get(code)
    if entry is None:
        raise UnknownParty(f"{code!r} is not a party's code; use ISO 3166-1 alpha-2, such as IN", party=code)
    return str(entry["name"])


def countries() -> tuple[str, ...]:
    """The codes of all countries and territories, in alphabetical order."""
    return tuple(_COUNTRIES)


def groups() -> tuple[str, ...]:
    """The codes of all groups."""
    return tuple(_GROUPS)


def capital_of(code: str) -> str | None:
    """The seat of a country's government, None where it has none or *code* is a group's."""
    capitals: list[str] = _COUNTRIES.get(code, {}).get("capitals", [])
    return capitals[0] if capitals else None


def demonyms_of(code: str) -> tuple[str, ...]:
    """A country's adjectives, the commonest first."""
    return tuple(_COUNTRIES.get(code, {}).get("demonyms", ()))


@lru_cache(maxsize=1 << 14)
def groups_of(code: str, on: date | None = None) -> tuple[str, ...]:
    """The groups that *code* belongs to on the day *on*, or by the latest list with None; `WORLD` is not listed."""
    return tuple(dict.fromkeys(m.group for m in _MEMBERSHIPS if m.member == code and _holds(m, on)))


@lru_cache(maxsize=1 << 12)
def members_of(group: str, on: date | None = None) -> tuple[str, ...]:
    """The members of *group* on the day *on*, or by the latest list with None, in alphabetical order."""
    return tuple(sorted({m.member for m in _MEMBERSHIPS if m.group == group and _holds(m, on)}))


def _holds(membership: Membership, on: date | None) -> bool:
    if on is None:
        return membership.until is None
    return membership.since <= on and (membership.until is None or on < membership.until)


@lru_cache(maxsize=1 << 12)
def memberships_of(code: str) -> tuple[Membership, ...]:
    """Every stretch of *code*'s membership in any group, past ones too."""
    return tuple(each for each in _MEMBERSHIPS if each.member == code)
