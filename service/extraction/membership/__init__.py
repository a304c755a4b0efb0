"""
Memberships: who joins, leaves, is invited to or belongs to which initiative.

A claim needs a member (a party) and a named initiative, or one that the article has named before. Hypotheticals,
wishes and denials are no claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain.claims import MembershipClaim
from service.domain.initiatives import slug_of
from service.extraction.disavowing import disavowed
from service.extraction.document import Document
from service.extraction.initiatives import Memory
from service.extraction.membership import nouns, verbs, weighed
from service.extraction.membership.reading import Reading

_STAGE = {"member": "in", "joined": "in", "partner": "in", "left": "out", "leaving": "out"}


def claims(document: Document) -> Iterable[MembershipClaim]:
    """The memberships that *document* tells of."""
    best = [each for each in map(weighed.chosen, _places(document)) if each is not None]
    told = [claim for each, _ in best if each.ruled for claim in each.tell()]
    known = {(claim.member, slug_of(claim.initiative)) for claim in told}
    for each, _ in sorted((pair for pair in best if not pair[0].ruled), key=lambda pair: -pair[1]):
        new = [claim for claim in each.tell() if (claim.member, slug_of(claim.initiative)) not in known]
        known |= {(claim.member, slug_of(claim.initiative)) for claim in new}
        told += new
    return _settled(told)


def proposals(document: Document) -> Iterator[list[tuple[list[str], MembershipClaim]]]:
    """What is chosen among, place by place: each candidate's features and first claim. Weights are fitted on these."""
    for place in _places(document):
        yield [(each.features, each.tell()[0]) for each in place]


def _places(document: Document) -> Iterator[list[weighed.Candidate]]:
    """What rules tell, and what else may be meant, in turn; what is chosen is noted before the next is read."""
    memory = Memory(document)
    thread = weighed.Thread(document, memory)
    for sentence in document.sentences:
        memory.enter(sentence)
        reading = Reading(document, sentence, memory)
        told = [*verbs.read(reading), *nouns.read(reading)]
        if told and disavowed(document, sentence):
            continue
        memory.note(sentence)
        thread.note(sentence)
        for claim in told:
            found = weighed.ruled(reading, thread, claim)
            if found:
                yield thread.noted(found)
        for place in weighed.places(reading, thread, {(c.member, slug_of(c.initiative)) for c in told}):
            yield thread.noted(place)


def _settled(found: list[MembershipClaim]) -> list[MembershipClaim]:
    """
    *found* with one claim a member, initiative and stage: the dated one, then the first.

    That who has left had joined is no claim of its own, unless it is told when.
    """
    held: dict[tuple[str, str, str], MembershipClaim] = {}
    for claim in found:
        key = (claim.member, slug_of(claim.initiative), _STAGE.get(claim.status, claim.status))
        first = held.get(key)
        if first is None or (first.date is None and claim.date is not None):
            held[key] = claim
    gone = {(member, slug) for member, slug, stage in held if stage == "out"}
    return [c for k, c in held.items() if k[:2] not in gone or c.status != "joined" or c.date is not None]
