"""
Positions: which red lines, demands, support, opposition and conditions parties are told to hold, and on what.

A position needs a party that holds it, directly or through who speaks for it; experts and companies hold none.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.claims import PositionClaim
from service.extraction.document import Document
from service.extraction.position import echoes, lines, musts, nouns, phrases, sides, terms, verdicts, wants
from service.extraction.position.reading import Reading


def claims(document: Document) -> Iterable[PositionClaim]:
    """The positions that *document* tells of, each once."""
    reading = Reading(document)
    for sentence in document.sentences:
        reading.enter(sentence)
        for clause in (each for each in sentence.clauses if reading.held(each)):
            for module in (phrases, terms, lines, wants, sides, verdicts, musts, echoes):
                reading.add(module.read(reading, clause))
        reading.add(sides.nominal(reading))
        reading.add(nouns.read(reading))
        reading.leave()
    return reading.told
