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

_RULES = tuple(
    (module.concerns, module.read) for module in (phrases, terms, lines, wants, sides, verdicts, musts, echoes)
)
"""Whether a clause can concern a module, by what is looked up at once, and what the module reads of it."""


def claims(document: Document) -> Iterable[PositionClaim]:
    """The positions that *document* tells of, each once."""
    reading = Reading(document)
    for sentence in document.sentences:
        reading.enter(sentence)
        for clause in sentence.clauses:
            concerned = [read for concerns, read in _RULES if concerns(reading, clause)]
            if concerned and reading.held(clause):
                for read in concerned:
                    reading.add(read(reading, clause))
        if not reading.nouns.isdisjoint(sides.PEOPLE):
            reading.add(sides.nominal(reading))
        if not reading.nouns.isdisjoint(nouns.NOUNS):
            reading.add(nouns.read(reading))
        reading.leave()
    return reading.told
