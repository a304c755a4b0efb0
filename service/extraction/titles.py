"""
Titles: where an office is named ("External Affairs Minister", "the US under secretary of state for growth").

A title is a stretch of tokens that ends in a head of the table, with its country where the words give one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec

from service.extraction import gazetteer, words
from service.extraction.parts import Token

_SENT = frozenset(("ambassador", "envoy", "commissioner", "representative"))
_REALMS = frozenset(("Republic", "Federation", "Confederation", "Union", "Nation", "Kingdom"))
_POSTED = _SENT | {"minister", "consul", "d'affaires"}
_OF = frozenset(("of", "for"))
_SEATED = frozenset(
    (
        "press",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "chief",
        "adviser",
        "advisor",
        "trade",
        "economic",
        "national",
        "official",
        "aide",
    )
)
_WORDS = 9
"""A title has at most so many words before what "of" and "for" add to it."""
_NOT_FIRST = frozenset(("and", "&", "it", "then", "first", "top", "lead"))


class Title(msgspec.Struct, frozen=True, gc=False):
    """
    An office in tokens `first` to before `last`; `role` is its words as printed without the country.

    `prefix` is the first token with the country before it; `plural` titles are held by the names listed after them.
    """

    first: int
    last: int
    prefix: int
    role: str
    country: str | None
    plural: bool = False
    definite: bool = False


@cache
def _table() -> dict[str, Any]:
    return dict(words.table("offices.yaml"))


@cache
def heads() -> frozenset[str]:
    """Head nouns of offices in the singular."""
    return frozenset(_table()["heads"])


@cache
def modifiers() -> frozenset[str]:
    """Words that may stand before a head."""
    return frozenset(_table()["modifiers"])


@cache
def honorifics() -> frozenset[str]:
    """Words before a name that tell that it is a person's."""
    return frozenset(_table()["honorifics"])


@cache
def particles() -> frozenset[str]:
    """Lower-case words inside personal names."""
    return frozenset(_table()["particles"])


@cache
def agencies() -> dict[str, str]:
    """Bodies whose initials stand before a title, with their country."""
    return {name: code for code, names in _table()["agencies"].items() for name in names}


@cache
def national() -> dict[str, str | None]:
    """Titles that one country alone uses."""
    return dict(_table()["national"])


@cache
def initials() -> dict[str, str]:
    """Offices by the initials that stand for them: "PM", "EAM"."""
    return dict(_table()["initials"])


@cache
def firsts() -> frozenset[str]:
    """Every word that a title can begin with, hyphenated ones apart."""
    short = {name.lower() for name in initials()}
    return modifiers() | heads() | {f"{head}s" for head in heads()} | {"d'affaires", "d'affaire"} | short


@cache
def _head_forms() -> dict[str, tuple[str, bool]]:
    """A head as printed in lower case to its singular, and whether it is a plural."""
    forms = {f"{head}s": (head, True) for head in heads()} | {head: (head, False) for head in heads()}
    return forms | dict.fromkeys(("d'affaires", "d'affaire"), ("chargé d'affaires", False))


def find(tokens: Sequence[Token], at: int) -> Title | None:
    """The title that starts at token *at* (its country or determiner may stand before), None if there is none."""
    token = tokens[at]
    if token.lower not in firsts() and "-" not in token.lower:
        return None
    if token.text in initials() and _is_office(tokens, at):
        prefix, before = _before(tokens, at)
        role = initials()[token.text]
        held = prefix if before else at
        return Title(at, at + 1, held, role, before or _national(role), definite=_definite(tokens, held))
    last, plural, index, inner = 0, False, at, None
    known, fields = _head_forms(), modifiers()
    limit = min(len(tokens), at + _WORDS)
    while index < limit:
        lower = tokens[index].lower
        head = known.get(lower)
        if head is not None:
            last, plural = index + 1, head[1]
        elif index > at and inner is None and not last and (party := gazetteer.match(tokens, index)) is not None:
            inner = (index, party[1], party[0].code)
            index += party[1] - 1
        elif lower not in fields and not _capitalised_modifier(tokens, index, at):
            break
        index += 1
    while last > at + 1 and (
        tokens[at].text in _NOT_FIRST or (tokens[at].text == "under" and tokens[at + 1].lower != "secretary")
    ):
        at += 1
    if not last or tokens[at].text in _NOT_FIRST or (inner is not None and inner[0] >= last):
        return None
    last, country, named = _extend(tokens, last)
    if named == last and _goes_on(tokens, last):
        last = named = last + 1  # "Vice Minister of Commerce and International Trade Representative"
    role = " ".join(
        token.text
        for k, token in enumerate(tokens[at:named], at)
        if inner is None or not inner[0] <= k < inner[0] + inner[1]
    ).replace(" ,", ",")
    prefix, before = _before(tokens, at)
    agency = tokens[prefix].text if before is None and prefix < at else None
    if agency is not None:
        role, before = f"{agency} {role}", agencies().get(agency)
    told = before or (inner[2] if inner is not None else None) or country or _national(role)
    return Title(at, last, prefix, role, told, plural, _definite(tokens, prefix))


def _is_office(tokens: Sequence[Token], at: int) -> bool:
    """Whether initials stand for an office by themselves: no time of the day ("3:10 PM"), no part of a title."""
    if at > 0 and (tokens[at - 1].tag == "NUM" or tokens[at - 1].text[-1].isdigit()):
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].lower not in _head_forms()


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Whether a capitalised head follows the field that an office ends in."""
    if last >= len(tokens) or not tokens[last].text[0].isupper() or tokens[last].lower not in _head_forms():
        return False
    return tokens[last - 1].lower in modifiers()


def _capitalised_modifier(tokens: Sequence[Token], index: int, at: int) -> bool:
    """A capitalised word inside a title that the table does not know: "Women Affairs Minister"."""
    return (
        index > at
        and tokens[index].text[0].isupper()
        and index + 1 < len(tokens)
        and tokens[index + 1].lower in _head_forms()
        and gazetteer.match(tokens, index) is None
    )


def _extend(tokens: Sequence[Token], last: int) -> tuple[int, str | None, int]:
    """
    Take in "of State", "for Trade and Agriculture", "of the Treasury", "of Uruguay" after the head.

    Where that ends, its country if one is named, and where the office's own words end.
    """
    country = None
    if last + 2 < len(tokens) and tokens[last].lower == "to" and tokens[last - 1].lower in _SENT:
        party = gazetteer.match(tokens, last + 1 + (tokens[last + 1].lower == "the"))
        end = last + 1 + (tokens[last + 1].lower == "the") + (party[1] if party is not None else 0)
        if party is not None and end < len(tokens) and (tokens[end].text[0].isupper() or tokens[end].text == ","):
            return end, None, last  # "US Ambassador to India Sergio Gor", "Japan's ambassador to China, Kenji Kanasugi"
    if last + 2 < len(tokens) and tokens[last].lower == "in" and tokens[last - 1].lower in _POSTED:
        party = gazetteer.match(tokens, last + 1)
        if party is not None and last + 1 + party[1] < len(tokens) and tokens[last + 1 + party[1]].text == ",":
            return last + 1 + party[1], None, last  # "China's ambassador in Canberra, Cheng Jingye"
    while last + 1 < len(tokens) and tokens[last].lower in _OF:
        at = last + 1
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        party = gazetteer.match(tokens, at)
        if party is not None and party[0].form == "name":
            if country is not None:
                break
            return at + party[1], party[0].code, last
        end = at
        while end < len(tokens) and end - at < 8 and (_portfolio(tokens, end) or (end > at and _listed(tokens, end))):
            end += 1
        while end > at and tokens[end - 1].lower in ("and", "&"):
            end -= 1
        if end == at and tokens[at].text in _REALMS and (at + 1 >= len(tokens) or tokens[at + 1].lower != "of"):
            end = at + 1  # "the President of the Republic"
        if end == at:
            break
        last = end
        if end < len(tokens) and tokens[end].text == "," and tokens[last - 1].text[0].isupper():
            break
    return last, country, last


def _listed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma parts two fields of one office: "Minister of Industry, Trade and Investment"."""
    if tokens[at].text != "," or at + 3 >= len(tokens) or not tokens[at + 1].text[0].isupper():
        return False
    after = [token.lower for token in tokens[at + 1 : at + 5]]
    joins = next((k for k, word in enumerate(after) if word in ("and", "&")), 0)
    return joins > 0 and joins + 1 < len(after) and all(w in modifiers() for w in (*after[:joins], after[joins + 1]))


def _portfolio(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word at *at* names a field of government, or stands before one that does ("Tribal Affairs")."""
    token = tokens[at]
    if token.lower in modifiers():
        return True
    before = tokens[at - 1]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if not token.text[0].isupper() or token.tag == "PUNCT":
        return False
    if after is not None and after.text[0].isupper() and after.lower in modifiers():
        return True
    # A field that the table does not know stands between "for" and a mark: "minister for North America, Jesús Seade".
    opens = before.lower == "for" or (before.text[0].isupper() and at > 1 and tokens[at - 2].lower == "for")
    closes = after is None or after.text == "," or (after.text[0].isupper() and opens and before.lower == "for")
    return opens and closes


def _before(tokens: Sequence[Token], at: int) -> tuple[int, str | None]:
    """The country ("US", "India's", "Indian") or the agency that stands before a title, and where it starts."""
    index = at - 1
    if index >= 0 and tokens[index].tag == "POSS":
        index -= 1
    if index < 0:
        return at, None
    known = gazetteer.phrases()
    for size in (4, 3, 2, 1):
        start = index - size + 1
        if start < 0 or tokens[start].lower not in known:
            continue
        found = gazetteer.match(tokens[start : index + 1], 0)
        if found is not None and found[1] == size and (not found[0].seat or tokens[at].lower in _SEATED):
            return start, found[0].code
    word = tokens[index].text
    if word.isupper() and word.isalpha() and 2 < len(word) < 9 and tokens[index].tag == "NAME":
        return index, None
    return at, None


def _definite(tokens: Sequence[Token], prefix: int) -> bool:
    return prefix > 0 and tokens[prefix - 1].lower in ("the", "his", "her", "its", "their")


@lru_cache(maxsize=1 << 12)
def _national(role: str) -> str | None:
    lower = role.lower()
    if "secretary of state for" in lower:
        return "GB"
    return next((code for title, code in national().items() if code and title in lower), None)
