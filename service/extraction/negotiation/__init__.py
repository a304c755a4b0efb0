"""
Negotiations: who talks with whom about what, and how far they are.

`anchors` and `phrases` find what is negotiated, `frames` what the clause around says of it, `parties` and `sides` who may
negotiate; `hints` are what `reading` weighs to tell which of them it is, and whether it is told at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from service.domain.claims import NegotiationClaim
from service.domain.folding import fold
from service.extraction.disavowing import disavowed
from service.extraction.document import Document
from service.extraction.negotiation import reading
from service.extraction.negotiation.frames import Reading
from service.extraction.negotiation.parties import Table

_GENERIC = frozenset(
    """talks negotiations discussions talk negotiation deal deals agreement agreements pact treaty accord settlement understanding text
    the a an on of and for trade tariff tariffs framework arrangement""".split()
)
_WEAK = frozenset(("ongoing",))


def claims(document: Document) -> Iterable[NegotiationClaim]:
    """The negotiations that *document* tells of: one claim for each parties, subject and status."""
    table = Table(document)
    found: list[Reading] = []
    for sentence in document.sentences:
        told = list(reading.read(document, sentence, table))
        found += told if not told or not disavowed(document, sentence) else ()
    return _settled(found)


def _settled(found: list[Reading]) -> list[NegotiationClaim]:
    """
    *found* without repetitions, and without background mentions of talks that something firmer is said of.

    The same parties have one negotiation, unless its subject is another one, or a day of its own tells a further step.
    """
    held: list[Reading] = []
    for told in sorted(found, key=lambda r: r.weak):
        twin = next((k for k, other in enumerate(held) if _twins(other, told)), None)
        if twin is None:
            if not told.weak or all(_parties(other.claim) != _parties(told.claim) for other in held):
                held.append(told)
            continue
        first = held[twin]
        if first.sentence == told.sentence and first.claim.status in _WEAK:
            date = told.claim.date or first.claim.date
            held[twin] = msgspec.structs.replace(told, claim=msgspec.structs.replace(told.claim, date=date))
        elif first.claim.status == told.claim.status:
            if first.claim.date is None and told.claim.date is not None:
                held[twin] = told
        elif not told.weak and told.claim.status not in _WEAK and told.claim.date and first.claim.date:
            held.append(told)
    return [each.claim for each in held]


def _twins(first: Reading, told: Reading) -> bool:
    """Whether two readings are of one negotiation: the same parties, and the same subject or the same sentence."""
    if first.sentence == told.sentence and _parties(first.claim) == _parties(told.claim):
        return first.claim.status == told.claim.status or told.weak or _same(first.claim, told.claim)
    return _same(first.claim, told.claim)


def _parties(claim: NegotiationClaim) -> set[str | None]:
    return {party.code or party.name for party in claim.parties}


def _same(a: NegotiationClaim, b: NegotiationClaim) -> bool:
    if _parties(a) != _parties(b):
        return False
    words_a, words_b = (set(fold(c.subject).split()) - _GENERIC for c in (a, b))
    return not words_a or not words_b or bool(words_a & words_b)


def proposals(document: Document) -> Iterator[list[tuple[list[str], NegotiationClaim]]]:
    """What is chosen among, place by place: each candidate's features and claim. Weights are fitted on these."""
    table = Table(document)
    for sentence in document.sentences:
        for place, _, _ in reading.places(document, sentence, table):
            yield [([*place.features, *each.features], place.claim(each.codes, table)) for each in place.candidates]
