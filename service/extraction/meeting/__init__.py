"""
Meetings: who meets, visits or calls whom, where and when, and whether it took place.

`frames` reads clauses, `nominal` reads noun phrases, `drafts` makes one claim of everything that an article tells of
one occasion.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.claims import MeetingClaim
from service.extraction.document import Document
from service.extraction.meeting import drafts, frames, nominal


def claims(document: Document) -> Iterable[MeetingClaim]:
    """The meetings that *document* tells of."""
    held: list[drafts.Draft] = []
    for sentence in document.sentences:
        told = frames.read(document, sentence, held)
        nominal.read(document, sentence, held, told)
    found = (drafts.claim(draft, document.today) for draft in held)
    return [claim for claim in found if claim is not None]
