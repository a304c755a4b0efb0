"""
Negotiations: who talks with whom about what, and how far they are.

`phrases` finds what is negotiated, `parties` who negotiates, `frames` what the clause around says of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from service.domain.claims import NegotiationClaim
from service.domain.folding import fold
from service.extraction.document import Document
from service.extraction.negotiation import frames
from service.extraction.negotiation.parties import Table

_GENERIC = frozenset(
    ("talks", "negotiations", "discussions", "deal", "agreement", "pact", "the", "a", "on", "of", "trade")
)
_WEAK = frozenset(("ongoing",))


def claims(document: Document) -> Iterable[NegotiationClaim]:
    """The negotiations that *document* tells of: one claim for each parties, subject and status."""
    table = Table(document)
    found: list[frames.Reading] = []
    for sentence in document.sentences:
        found += frames.read(document, sentence, table)
    return _settled(found)


def _settled(found: list[frames.Reading]) -> list[NegotiationClaim]:
    """*found* without repetitions, and without background mentions of talks that something firmer is said of."""
    held: list[frames.Reading] = []
    for reading in sorted(found, key=lambda r: r.weak):
        twin = next((k for k, other in enumerate(held) if _same(other.claim, reading.claim)), None)
        if twin is None:
            held.append(reading)
        elif held[twin].sentence == reading.sentence and held[twin].claim.status in _WEAK:
            date = reading.claim.date or held[twin].claim.date
            held[twin] = msgspec.structs.replace(reading, claim=msgspec.structs.replace(reading.claim, date=date))
        elif held[twin].claim.status == reading.claim.status:
            if held[twin].claim.date is None and reading.claim.date is not None:
                held[twin] = reading
        elif not reading.weak and reading.claim.status not in _WEAK:
            held.append(reading)
    return [reading.claim for reading in held]


def _same(a: NegotiationClaim, b: NegotiationClaim) -> bool:
    if {p.code for p in a.parties} != {p.code for p in b.parties}:
        return False
    words_a, words_b = (set(fold(c.subject).split()) - _GENERIC for c in (a, b))
    return not words_a or not words_b or bool(words_a & words_b)
