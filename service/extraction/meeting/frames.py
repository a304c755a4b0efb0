"""
Frames: which reader takes which class of verbs.

The first reader that knows what to make of a clause has it; a clause that tells of no meeting adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from service.extraction.meeting import changes, encounters, gatherings, together, travel
from service.extraction.meeting.scene import Scene
from service.extraction.parts import Clause

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
    "send": travel.sending,
    "attend": gatherings.attending,
    "organise": gatherings.organising,
    "take_place": gatherings.taking_place,
    "gather": encounters.meeting,
    "deal_signed": together.signing,
    "deal_done": together.signing,
}


@cache
def _of(classes: tuple[str, ...]) -> tuple[Callable[[Scene, Clause], bool], ...]:
    """The readers of a verb of *classes*, in their order."""
    return tuple(reader for name, reader in _READERS.items() if name in classes)


def read(scene: Scene) -> None:
    """Add what the verbs of a sentence tell to its scene, with the first tokens of the chunks that they told of."""
    for clause in scene.sentence.clauses:
        scene.begin()
        if clause.verb.classes and any(reader(scene, clause) for reader in _of(clause.verb.classes)):
            continue
        if clause.verb.lemma in ("be", "expect"):
            travel.being(scene, clause) or together.by_phone(scene, clause)
        else:
            together.of_any_verb(scene, clause)
