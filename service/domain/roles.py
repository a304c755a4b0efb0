"""
Offices by their titles: which titles are one office, and which of them one person holds at a time.

"External Affairs Minister", "Minister of External Affairs" and "EAM" are one office; ambassadors, deputies and union
ministers are many.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from service.domain.data import load
from service.domain.folding import fold
from service.domain.parties import code_of

_WORDS = load("roles")
_PORTFOLIO: dict[str, str] = {fold(name): slug for slug, names in _WORDS["same"].items() for name in names}
_SOLE: dict[str, str] = {fold(name): slug for slug, names in _WORDS["sole"].items() for name in names}
_SHARED = frozenset(_WORDS["shared"])
_OFFICIALS = frozenset(_WORDS["officials"])
_NATIONAL: dict[str, dict[str, str]] = _WORDS["national"]
_SHORT = {"eam": "external affairs minister", "fm": "finance minister", "nsa": "national security adviser"}
_ACTING = re.compile(
    r"^(?:acting|interim|caretaker|current|new|newly appointed|incumbent|the|mr|madam|his excellency)\s+"
)
_OF = re.compile(r"^(minister|secretary|secretary of state) (?:of|for) (?:the )?(?!state\b)(.+)$")
_INITIALS = frozenset({"us", "uk", "eu", "un"})
_TO = re.compile(r"^(?P<rank>ambassador|high commissioner|envoy|special envoy)\b.*?\bto (?:the )?(?P<where>.+)$")
_UNION = re.compile(r"^(?:union|federal|cabinet) (?=\S+.* (?:minister|secretary)$)")


class Role(msgspec.Struct, frozen=True):
    """An office: its *slug*, and whether many hold it at one time."""

    slug: str
    shared: bool


@lru_cache(maxsize=1 << 13)
def role_of(title: str, country: str | None) -> Role:
    """The office that *title* names in *country* (None: unknown, or an organisation's)."""
    text = fold(title)
    text = _SHORT.get(text, text)
    text = _without_country(_ACTING.sub("", text))
    named = _NATIONAL.get(country or "", {}).get(text) or _SOLE.get(text)
    if named:
        return Role(named, shared=False)
    sent = _TO.match(text)
    if sent:
        where = code_of(sent["where"]) or sent["where"].replace(" ", "-")
        return Role(f"{sent['rank'].replace(' ', '-')}-to-{where.lower()}", shared=False)
    text = _UNION.sub("", _OF.sub(_turned, text))
    portfolio, _, head = text.rpartition(" ")
    if head in ("minister", "secretary") and portfolio and not set(portfolio.split()) & _SHARED:
        slug = _PORTFOLIO.get(portfolio, portfolio.replace(" ", "-"))
        office = "secretary" if head == "secretary" and country in _OFFICIALS else "minister"
        return Role(f"{slug}-{office}", shared=False)
    words = text.split()
    return Role(text.replace(" ", "-") or "office", shared=len(words) < 2 or bool(set(words) & _SHARED))


def _turned(match: re.Match[str]) -> str:
    """Minister of Finance, as "finance minister"."""
    return f"{match[2]} {match[1].split()[0]}"


def _without_country(text: str) -> str:
    """The title without the country before it ("Indian", "UK's") or after it ("of India")."""
    words = text.split()
    for size in (3, 2, 1):
        first = " ".join(words[:size])
        named = first in _INITIALS or (len(first) > 2 and (code_of(first) or code_of(first.removesuffix("s"))))
        if len(words) > size and named:
            words = words[size:]
            break
    text = " ".join(words)
    before, _, after = text.rpartition(" of ")
    return before if before and code_of(after) and not before.endswith(("minister", "secretary")) else text


def same_role(asked: str, title: str, country: str | None) -> bool:
    """Whether *title* answers to the *asked* one: one office, or every word of *asked* in it ("minister")."""
    if role_of(asked, country).slug == role_of(title, country).slug:
        return True
    return set(fold(asked).split()) <= set(fold(title).split())
