"""
Homelands: whose officers people are whose titles do not say so ("Deputy Prime Minister Ho Duc Phoc").

A country comes from another mention of the person, from the words before the title, from the sentences before it, or
from the dateline; where two countries are as likely, none is taken. What a title says itself is never changed.
"""

from __future__ import annotations

from collections import Counter
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
_OPENING = frozenset(("“", '"'))
_CLOSING = frozenset(("”", '"'))
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
    house = _house(sightings)
    for each in sightings:
        if _open(each):
            beside = (
                _listed(lines[each.sentence], done, each) or _beside(lines[each.sentence], done, each, told) or house
            )
            holder = held.get((_office(each), home))
            away = holder is not None and holder != fold(each.name).split()[-1]  # another one holds it at home
            country = told.get(fold(each.name)) or _country(lines, paragraphs, each, beside or (None if away else home))
            done.append(msgspec.structs.replace(each, country=country))
        else:
            done.append(each)
    return done


def _office(sighting: Sighting) -> str:
    return fold(sighting.role or "")


def _house(sightings: Sequence[Sighting]) -> str | None:
    """
    The country whose officers the article names without saying of where they are, as papers do at home.

    Everybody's president is named so everywhere: one country's officers count only if they are more than that.
    """
    counts: Counter[str] = Counter()
    for name, role in {
        (fold(each.name).split()[-1], each.role) for each in sightings if each.role and not each.country
    }:
        held = people.known_as(name, role)
        if held is not None and held.country not in (None, "US") and held.role is not None:
            counts[held.country] += 1
    ranked = counts.most_common(2)
    return ranked[0][0] if len(ranked) == 1 or (ranked and ranked[0][1] > ranked[1][1]) else None


def _listed(tokens: Sequence[Token], done: Sequence[Sighting], each: Sighting) -> str | None:
    """The country of the officers that one is listed with: "Foreign Minister A, Trade Minister B and Health Minister C"."""
    last = done[-1] if done else None
    if last is None or last.sentence != each.sentence or last.role is None or not 0 < each.begin - last.end <= 2:
        return None
    if any(token.lower not in (",", "and", "&") for token in tokens[last.end : each.begin]):
        return None
    known = people.known_as(last.name, last.role)
    return last.country or (known.country if known is not None else None)


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
    """
    The first party of *tokens* that no preposition places; "" where it stands beside another, None for none.

    What stands in quotation marks is somebody's words and tells nothing of who speaks them.
    """
    at = 0
    quoted = _quoted(tokens)
    while at < len(tokens):
        held = gazetteer.match(tokens, at)
        if held is None or at in quoted:
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


def _quoted(tokens: Sequence[Token]) -> frozenset[int]:
    """The positions inside quotation marks that are closed."""
    found: set[int] = set()
    opened: int | None = None
    for at, token in enumerate(tokens):
        if opened is not None and token.text in _CLOSING:
            found.update(range(opened, at))
            opened = None
        elif token.text in _OPENING:
            opened = at
    return frozenset(found)
