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
    return [
        msgspec.structs.replace(each, country=told.get(fold(each.name)) or _country(lines, paragraphs, each, home))
        if _open(each)
        else each
        for each in sightings
    ]


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
