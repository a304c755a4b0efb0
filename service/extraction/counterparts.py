"""
Counterparts: which office "his Chinese counterpart Wang Yi" holds, told by the office of whoever he is compared with.

An office is only copied where its holder is named in the same sentence and holds it anywhere in the article.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.domain.folding import fold
from service.extraction import people
from service.extraction.parts import Token
from service.extraction.sightings import Sighting

_OPPOSITE = frozenset(("counterpart", "counterparts", "colleague", "number"))
_ABROAD = {
    "external affairs minister": "foreign minister",
    "secretary of state": "foreign minister",
    "foreign secretary": "foreign minister",
    "treasury secretary": "finance minister",
    "chancellor of the exchequer": "finance minister",
    "commerce secretary": "commerce minister",
    "defense secretary": "defence minister",
    "defence secretary": "defence minister",
}
"""What an office that few countries call so is called elsewhere."""


def filled(lines: Sequence[Sequence[Token]], sighted: Sequence[Sighting]) -> list[Sighting]:
    """*sighted* with the offices of counterparts; `sentence` counts in *lines*."""
    offices = _offices(sighted)
    done: list[Sighting] = []
    for each in sighted:
        if each.role is None and each.sure and each.sentence >= 0 and _compared(lines[each.sentence], each):
            role = _role_beside(done, each, offices)
            if role is not None:
                held = people.known_as(each.name, None)
                role = held.role if held is not None and held.role else role
                first = max(each.begin - 3, 0)
                each = msgspec.structs.replace(each, role=role, title=(first, each.begin))  # noqa: PLW2901 (the same one)
        done.append(each)
    return done


def _offices(sighted: Sequence[Sighting]) -> dict[str, str]:
    """Folded surnames to offices, as titles give them."""
    held: dict[str, str] = {}
    for each in sighted:
        if each.role is not None:
            held.setdefault(fold(each.name).split()[-1], each.role)
    return held


def _compared(tokens: Sequence[Token], sighting: Sighting) -> bool:
    at = sighting.begin - 1
    if at > 1 and tokens[at].text == ",":
        at -= 1
    return at > 0 and tokens[at].lower in _OPPOSITE


def _role_beside(done: Sequence[Sighting], each: Sighting, offices: dict[str, str]) -> str | None:
    for other in reversed(done):
        if other.sentence != each.sentence:
            return None
        name = fold(other.name).split()
        role = other.role or (offices.get(name[-1]) if name else None)
        if role is not None and other.country != each.country:
            return _ABROAD.get(fold(role), role)
    return None
