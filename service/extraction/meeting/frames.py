"""
Frames: which reader takes which class of verbs.

The first reader that knows what to make of a clause has it; a clause that tells of no meeting adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from service.extraction.document import Document
from service.extraction.meeting import changes, encounters, gatherings, travel
from service.extraction.meeting.drafts import Draft
from service.extraction.meeting.scene import Scene
from service.extraction.parts import Clause, Sentence

_READERS: dict[str, Callable[[Scene, Clause], bool]] = {
    "discuss": encounters.discussing,
    "upset": changes.changing,
    "cancel": changes.changing,
    "move": changes.changing,
    "deny": changes.changing,
    "meet": encounters.meeting,
    "speak": encounters.speaking,
    "call": encounters.calling,
    "inform": encounters.informing,
    "host": gatherings.hosting,
    "hold": gatherings.holding,
    "visit": travel.visiting,
    "attend": gatherings.attending,
    "organise": gatherings.organising,
    "take_place": gatherings.taking_place,
    "gather": encounters.meeting,
    "deal_signed": encounters.signing,
    "deal_done": encounters.signing,
}


_ANY_VERB = (encounters.witnessing, encounters.dining, encounters.by_phone, encounters.agreeing)
"""What is read of any other verb."""


def read(document: Document, sentence: Sentence, held: list[Draft]) -> set[int]:
    """Add what the verbs of *sentence* tell to *held*; the first tokens of the chunks that they told of."""
    scene = Scene(document, sentence, held)
    for clause in sentence.clauses:
        scene.begin()
        for name, reader in () if _READERS.keys().isdisjoint(clause.verb.classes) else _READERS.items():
            if name in clause.verb.classes and reader(scene, clause):
                break
        else:
            if clause.verb.lemma in ("be", "expect"):
                travel.being(scene, clause)
            else:
                any(reader(scene, clause) for reader in _ANY_VERB)
    return scene.told
