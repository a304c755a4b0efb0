"""
Meetings: who meets, visits or calls whom, where and when, and whether it took place.

`frames` reads clauses, `nominal` reads noun phrases, `drafts` makes one claim of everything that an article tells of
one occasion.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.claims import MeetingClaim
from service.extraction.disavowing import disavowed
from service.extraction.document import Document
from service.extraction.meeting import disputes, drafts, frames, likely, nominal
from service.extraction.meeting.scene import Scene
from service.extraction.parts import Sentence

_ASKING = frozenset(("how", "why", "what", "when", "where", "which", "who", "whether"))


def claims(document: Document) -> Iterable[MeetingClaim]:
    """The meetings that *document* tells of."""
    found = (drafts.claim(draft, document.today) for draft in drafted(document))
    return [claim for claim in found if claim is not None]


def drafted(document: Document, judge: likely.Judge = likely.weighed) -> list[drafts.Draft]:
    """What *document* tells of meetings, where *judge* says how likely each is that no frame tells."""
    held: list[drafts.Draft] = []
    for sentence in document.sentences:
        if _asks(sentence) or disavowed(document, sentence):
            continue
        scene = Scene(document, sentence, held)
        if disputes.suppose(scene, frames.read):
            continue
        frames.read(scene)
        disputes.read(scene)
        nominal.read(scene)
        likely.read(scene, judge)
    return held


def _asks(sentence: Sentence) -> bool:
    """Whether a heading announces what is to be told ("How often they have met") and tells nothing itself."""
    return sentence.heading and bool(sentence.tokens) and sentence.tokens[0].lower in _ASKING
