"""
Sightings: where a sentence names a person, with the title, the country and the apposition around the name.

A sighting never overlaps another; `sure` ones introduce a person to the article's cast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from service.extraction import gazetteer, titles
from service.extraction.parts import Token
from service.extraction.people import NOT_NAMES, name_end, printed

_MARKS = frozenset(("PUNCT", "POSS"))
_BUILT = frozenset(
    "airport university stadium bridge hall palace street road avenue square centre center hospital international memorial prize award foundation library".split()
)
_BORN = frozenset(("prince", "princess", "sheikh", "general", "admiral", "crown prince", "senator", "ambassador"))
"""Titles that say less of somebody than the office told after the name."""


class Sighting(msgspec.Struct, frozen=True, gc=False):
    """
    A name in tokens `first` to before `last`; `begin` and `end` take in title, country and what follows the name.

    `title` is where an office in apposition stands; `sure` tells that a title or an honorific makes it a person.
    """

    sentence: int
    begin: int
    first: int
    last: int
    end: int
    name: str
    role: str | None = None
    country: str | None = None
    sure: bool = False
    title: tuple[int, int] | None = None


@cache
def _opening() -> frozenset[str]:
    """The words without a capital that a title, a party, a place or an initiative can begin with."""
    figures = frozenset(first for first in gazetteer.firsts() if not first[0].isalpha())
    return gazetteer.lower_case() | titles.firsts() | figures


def openings(tokens: Sequence[Token]) -> list[int]:
    """The tokens that a name, a title or another mention can begin with, of which there are few."""
    opening = _opening()
    return [
        at
        for at, token in enumerate(tokens)
        if (token.text != token.lower or token.lower in opening or "-" in token.lower) and token.tag not in _MARKS
    ]


def sightings(tokens: Sequence[Token], opening: Sequence[int], sentence: int) -> list[Sighting]:
    """
    The personal names of a sentence with the titles around them; `sure` where a title or an honorific says so.

    *opening* are the `openings` of *tokens*.
    """
    found: list[Sighting] = []
    opens, honorifics = titles.firsts(), titles.honorifics()
    past = 0
    for at in opening:
        if at < past:
            continue
        token = tokens[at]
        title = titles.find(tokens, at) if token.lower in opens or "-" in token.lower else None
        if title is not None:
            named = _titled(tokens, title, sentence)
            found += named
            past = named[-1].end if named else title.last
            continue
        if token.text[0].isupper() and gazetteer.match(tokens, at) is None:
            honorific = token.lower in honorifics and token.lower != "he"
            first = at + 1 if honorific else at
            last = name_end(tokens, first)
            if last > first:
                found.append(_untitled(tokens, sentence, at, first, last, honorific=honorific))
                past = found[-1].last
    return [each for each in found if each.name]  # "Datuk Dr" at the end of a cut text names nobody


def _titled(tokens: Sequence[Token], title: titles.Title, sentence: int) -> list[Sighting]:
    """The name or names right after a title: "President Donald Trump", "Prime Ministers Modi and Ishiba"."""
    first = title.last
    if first < len(tokens) and tokens[first].lower in titles.honorifics():
        first += 1
    last = name_end(tokens, first)
    if last == first and _country_as_given_name(tokens, first):
        last = name_end(tokens, first + 1)
    if last < len(tokens) and last > first and tokens[last].tag == "NAME" and tokens[last].lower in _BUILT:
        return []
    if last == first or (
        not title.plural
        and title.role.islower()
        and title.last - title.first == 1
        and title.prefix == title.first
        and title.role in ("chief", "head", "general")
    ):
        return _named_after_comma(tokens, title, sentence)
    role = _singular(title)
    end, country = _of_country(tokens, last)
    if title.role.lower() in _BORN and end < len(tokens) and tokens[end].text == ",":
        held = _untitled(tokens, sentence, title.prefix, first, last, honorific=True)
        if held.title is not None:
            return [held]  # "Prince Faisal bin Farhan, Minister of Foreign Affairs of Saudi Arabia"
    found = [
        Sighting(
            sentence,
            title.prefix,
            first,
            last,
            end,
            printed(tokens, first, last),
            role,
            country or title.country,
            sure=True,
        )
    ]
    while title.plural and end < len(tokens) and tokens[end].lower in (",", "and", "&"):
        first = end + 1
        while first < len(tokens) and tokens[first].lower in ("and", "&"):
            first += 1
        last = name_end(tokens, first)
        if last == first:
            break
        end, country = _of_country(tokens, last)
        found.append(
            Sighting(
                sentence,
                first,
                first,
                last,
                end,
                printed(tokens, first, last),
                role,
                country or title.country,
                sure=True,
            )
        )
    return found


def _country_as_given_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a country's name is somebody's given name: "Foreign Minister Israel Katz"."""
    if at + 1 >= len(tokens) or tokens[at + 1].tag != "NAME" or not tokens[at + 1].text.istitle():
        return False
    entry = gazetteer.single(tokens[at].text)
    return entry is not None and entry.form in ("name", "capital") and titles.find(tokens, at + 1) is None


def _singular(title: titles.Title) -> str:
    if not title.plural:
        return title.role
    return " ".join(
        word[:-1] if word.lower().endswith("s") and word.lower()[:-1] in titles.heads() else word
        for word in title.role.split()
    )


def _named_after_comma(tokens: Sequence[Token], title: titles.Title, sentence: int) -> list[Sighting]:
    """The name in apposition after a title: "its chief negotiator, Darpan Jain,"."""
    first = title.last + 1
    if first >= len(tokens) or tokens[title.last].text != ",":
        return []
    if title.plural:
        return _several_after_comma(tokens, title, sentence)
    last = name_end(tokens, first)
    if last - first < 2 and not (last > first and last < len(tokens) and tokens[last].text == ","):
        return []
    if (
        last < len(tokens)
        and tokens[last].text not in (",", ".", "(", "—", "–", ")")
        and tokens[last].tag not in ("VBD", "VERB", "AUX", "MODAL", "PREP", "CONJ", "SUB")
    ):
        return []
    return [
        Sighting(
            sentence,
            title.prefix,
            first,
            last,
            last,
            printed(tokens, first, last),
            title.role,
            title.country,
            sure=True,
        )
    ]


def _several_after_comma(tokens: Sequence[Token], title: titles.Title, sentence: int) -> list[Sighting]:
    """The names after a plural title: "the foreign ministers, A and B,", "her trade and finance ministers, A and B"."""
    spans: list[tuple[int, int]] = []
    first = title.last + 1
    while first < len(tokens):
        last = name_end(tokens, first)
        if last - first < 2:
            break
        spans.append((first, last))
        joined = last < len(tokens) and (tokens[last].text == "," or tokens[last].lower in ("and", "&"))
        first = last + 1 if joined else len(tokens)
        if first < len(tokens) and tokens[first].lower in ("and", "&"):
            first += 1
    if len(spans) < 2:
        return []
    role = _singular(title)
    fields = re.split(r",? and |, ", role.rsplit(" ", 1)[0]) if " " in role else []
    apart = len(fields) == len(spans)
    return [
        Sighting(
            sentence, first if at else title.prefix, first, last, last, printed(tokens, first, last),
            f"{fields[at]} {role.rsplit(' ', 1)[1]}" if apart else role, title.country, sure=True,
        )
        for at, (first, last) in enumerate(spans)
    ]  # fmt: skip


def _of_country(tokens: Sequence[Token], last: int) -> tuple[int, str | None]:
    if last + 1 < len(tokens) and tokens[last].lower == "of":
        at = last + 2 if tokens[last + 1].lower == "the" else last + 1
        party = gazetteer.match(tokens, at) if at < len(tokens) else None
        if party is not None:
            return at + party[1], party[0].code
    return last, None


def _untitled(
    tokens: Sequence[Token], sentence: int, begin: int, first: int, last: int, *, honorific: bool
) -> Sighting:
    """A name without a title before it; one in apposition after it counts: "Wang Yi, China's foreign minister,"."""
    end, country = _of_country(tokens, last)
    name = printed(tokens, first, last)
    if end + 1 < len(tokens) and tokens[end].text in (",", "(", "—", "–"):
        at = end + 1
        while at < len(tokens) and at < end + 8:
            title = titles.find(tokens, at)
            if title is not None:
                if title.plural or name_end(tokens, title.last) > title.last:
                    break
                return Sighting(
                    sentence,
                    begin,
                    first,
                    last,
                    last,
                    name,
                    title.role,
                    title.country or _house_country(tokens, title.last) or country,
                    sure=True,
                    title=(title.prefix, title.last),
                )
            if tokens[at].text == "," or tokens[at].tag in ("VBD", "VERB", "AUX", "MODAL", "PREP", "WH", "CONJ"):
                break
            at += 1
    owner = _owner(tokens, begin)
    goes_on = last < len(tokens) and tokens[last].tag == "NAME" and tokens[last].lower in NOT_NAMES
    if owner is not None and last - first > 1 and not goes_on:
        return Sighting(sentence, begin, first, last, end if country else last, name, None, country or owner, sure=True)
    return Sighting(sentence, begin, first, last, end if country else last, name, None, country, sure=honorific)


def _house_country(tokens: Sequence[Token], at: int) -> str | None:
    """The country of the house that an office is in: "special secretary in India's commerce department"."""
    if at + 2 >= len(tokens) or tokens[at].lower not in ("in", "at", "of", "for"):
        return None
    start = at + 2 if tokens[at + 1].lower == "the" else at + 1
    found = gazetteer.match(tokens, start)
    if found is None or found[0].seat or start + found[1] >= len(tokens):
        return None
    owns = tokens[start + found[1]].tag == "POSS" or found[0].form == "adjective"
    return found[0].code if owns else None


_PEOPLE_NOUNS = frozenset(
    """counterpart leader diplomat official aide billionaire economist tycoon negotiator analyst strongman opposite-number politician
    lawmaker host guest colleague""".split()
)


_OPPOSITES = frozenset(("counterpart", "counterparts", "colleague", "colleagues"))


def _owner(tokens: Sequence[Token], at: int) -> str | None:
    """The country that owns a name: "India's S Jaishankar", "his Japanese counterpart Shigeru Ishiba"."""
    index = at - 1
    if index > 1 and tokens[index].text == "," and tokens[index - 1].lower in _OPPOSITES:
        index -= 1  # "his Chinese counterpart, Wang Yi"
    if index > 0 and (tokens[index].lower in _PEOPLE_NOUNS or tokens[index].lower in _OPPOSITES):
        index -= 1
    elif index < 1 or tokens[index].tag != "POSS":
        return None
    if tokens[index].tag == "POSS":
        index -= 1
    for size in (3, 2, 1):
        start = index - size + 1
        found = gazetteer.match(tokens, start) if start >= 0 else None
        if found is not None and found[1] == size and not found[0].seat:
            return found[0].code
    return None
