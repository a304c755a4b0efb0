"""
Memberships: who joins, leaves, is invited to or belongs to which initiative.

A claim needs a member (a party) and a named initiative, or one that the article has named before. Hypotheticals,
wishes and denials are no claims.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.claims import MembershipClaim
from service.domain.initiatives import slug_of
from service.extraction.document import Document
from service.extraction.initiatives import Memory
from service.extraction.membership import nouns, verbs
from service.extraction.membership.reading import Reading

_STAGE = {"member": "in", "joined": "in", "partner": "in", "left": "out", "leaving": "out"}


def claims(document: Document) -> Iterable[MembershipClaim]:
    """The memberships that *document* tells of."""
    memory = Memory(document)
    found: list[MembershipClaim] = []
    for sentence in document.sentences:
        memory.enter(sentence)
        reading = Reading(document, sentence, memory)
        found += verbs.read(reading)
        found += nouns.read(reading)
        memory.note(sentence)
    return _settled(found)


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
