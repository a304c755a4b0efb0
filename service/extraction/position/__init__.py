"""
Positions: which red lines, demands, support, opposition and conditions parties are told to hold, and on what.

A position needs a party that holds it, directly or through who speaks for it; experts and companies hold none.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.claims import PositionClaim
from service.domain.folding import fold
from service.extraction.document import Document
from service.extraction.position import lines, sides, wants
from service.extraction.position.reading import Reading


def claims(document: Document) -> Iterable[PositionClaim]:
    """The positions that *document* tells of, each once."""
    held: list[PositionClaim] = []
    reading = Reading(document)
    for sentence in document.sentences:
        reading.enter(sentence)
        for clause in sentence.clauses:
            for claim in (*lines.read(reading, clause), *wants.read(reading, clause), *sides.read(reading, clause)):
                _add(held, claim)
            reading.note(clause)
        for claim in (*wants.nominal(reading), *sides.nominal(reading)):
            _add(held, claim)
    return held


def _add(held: list[PositionClaim], claim: PositionClaim) -> None:
    """Add *claim* unless one on the same or a part of the same words is held."""
    words = set(fold(claim.topic).split())
    for other in held:
        others = set(fold(other.topic).split())
        if other.actor == claim.actor and other.stance == claim.stance and (words <= others or others <= words):
            return
    held.append(claim)
