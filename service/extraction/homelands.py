"""
Homelands: whose officers people are whose titles do not say so ("Deputy Prime Minister Ho Duc Phoc").

A country comes from another mention of the person, from the words before the title, from the sentences before it, or
from the dateline; where two countries are as likely, none is taken. What a title says itself is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from service.domain.folding import fold
from service.extraction import gazetteer, people
from service.extraction.parts import Token
from service.extraction.sightings import Sighting

_PLACED = frozenset(
    ("in", "at", "to", "from", "with", "on", "against", "of", "by", "into", "for", "near", "via", "over", "between")
)
_REACH = 2
_FAR = 6
"""So many sentences back an article without a dateline may have named the country of its own president."""
_NATIONAL = frozenset(("president", "premier", "minister", "chancellor", "king", "queen", "emir", "secretary"))


def settled(
    lines: Sequence[Sequence[Token]], paragraphs: Sequence[int], sightings: Iterable[Sighting], home: str | None
) -> list[Sighting]:
    """*sightings* with the countries that the article tells; `sentence` counts in *lines*, *home* is the dateline's."""
    sightings = list(sightings)
    told: dict[str, str] = {}
    for each in sightings:
        if each.country is not None and len(each.name.split()) > 1:
            told.setdefault(fold(each.name), each.country)
    held = {(_office(each), each.country): fold(each.name).split()[-1] for each in sightings if each.role and each.name}
    done: list[Sighting] = []
    for each in sightings:
        if _open(each):
            beside = _beside(lines[each.sentence], done, each, told)
            holder = held.get((_office(each), home))
            away = holder is not None and holder != fold(each.name).split()[-1]  # another one holds it at home
            country = told.get(fold(each.name)) or _country(lines, paragraphs, each, beside or (None if away else home))
            done.append(msgspec.structs.replace(each, country=country))
        else:
            done.append(each)
    return done


def _office(sighting: Sighting) -> str:
    return fold(sighting.role or "")


def _beside(tokens: Sequence[Token], done: Sequence[Sighting], each: Sighting, told: dict[str, str]) -> str | None:
    """The country of the officer that one is listed with: "Kamikawa and Defense Minister Minoru Kihara"."""
    last = done[-1] if done else None
    if last is None or last.sentence != each.sentence or last.role or not 0 < each.begin - last.end <= 2:
        return None
    if tokens[each.begin - 1].lower != "and":
        return None
    surname = fold(last.name).split()[-1]
    known = people.known_as(last.name, last.role)
    named = next((code for name, code in told.items() if name.split()[-1] == surname), None)
    return last.country or named or (known.country if known is not None else None)


def _open(sighting: Sighting) -> bool:
    return (
        sighting.sure
        and sighting.role is not None
        and sighting.country is None
        and sighting.sentence >= 0
        and people.known_as(sighting.name, sighting.role) is None
    )


def _country(
    lines: Sequence[Sequence[Token]], paragraphs: Sequence[int], sighting: Sighting, home: str | None
) -> str | None:
    at = sighting.sentence
    found = _acting(lines[at][: sighting.begin])
    while found is None and at > 0 and sighting.sentence - at < _REACH and paragraphs[at - 1] == paragraphs[at]:
        at -= 1
        found = _acting(lines[at])
    if found or home is not None:
        return found or home
    return _far(lines, at) if found is None and _NATIONAL & set(fold(sighting.role or "").split()) else None


def _far(lines: Sequence[Sequence[Token]], at: int) -> str | None:
    """The party that the sentences before *at* tell of, the nearest first; "" among them tells of two."""
    for line in lines[max(0, at - _FAR) : at][::-1]:
        found = _acting(line)
        if found is not None:
            return found or None
    return None


def _acting(tokens: Sequence[Token]) -> str | None:
    """The first party of *tokens* that no preposition places; "" where it stands beside another, None for none."""
    at = 0
    while at < len(tokens):
        held = gazetteer.match(tokens, at)
        if held is None:
            at += 1
            continue
        entry, size = held
        before = tokens[at - 1].lower if at else ""
        if before == "the" and at > 1:
            before = tokens[at - 2].lower
        after = tokens[at + size].lower if at + size < len(tokens) else ""
        if not entry.group or entry.code == "EU":
            if after in ("and", ",") and at + size + 1 < len(tokens) and gazetteer.match(tokens, at + size + 1):
                return ""
            object_ = at > 0 and tokens[at - 1].tag.startswith("V")
            if before not in _PLACED and not object_ and entry.code != "WORLD":
                return entry.code
        at += size
    return None
