"""
Ellipsis: duties whose noun is left out because the sentence before told it ("China's fell to 10%", "Beijing's did too").

Invariant: a possessive stands for a duty only right before a finite verb, and only in talk of duties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.extraction.parts import Clause
from service.extraction.tariffs import scopes
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.modifiers import Left
from service.extraction.tariffs.view import View

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames

ELLIPSIS = "ellipsis"
"""The hint of a statement whose duty has no noun."""
_ALIKE = frozenset(("likewise", "so", "too", "suit"))


def duty_at(view: View, at: int) -> Duty | None:
    """The duty for which the possessive at token *at* stands ("China's fell"), None if a noun follows."""
    if view.tag(at) != "POSS" or view.lower(at) not in ("'s", "’s", "'", "’"):
        return None
    owner = view.party(at - 1)
    verb = view.verb_of[at + 1]
    if owner is None or owner.kind not in ("party", "person") or verb is None or verb.form != "finite":
        return None
    left = Left(owner.first, owner=owner.codes, form="poss", definite=False, determined=True, words=(ELLIPSIS,))
    return Duty(owner.first, at + 1, at, "duty", "", left, None, scopes.Scope())


def likewise(frames: Frames, clause: Clause, subject: Duty | None) -> bool:
    """As in "Beijing's did the same": the duty moves as the one before it did; whether that is what the clause says."""
    view, verb = frames.view, clause.verb
    if subject is None or verb.lemma not in ("do", "follow") or verb.negated:
        return False
    at = verb.last
    same = view.lower(at) in _ALIKE or (view.lower(at) == "the" and view.lower(at + 1) == "same")
    told = any(duty.bare and duty.first >= at for duty in frames.duties)
    if not same or told:
        return False
    statement = frames.statement(subject)
    statement.hints = (*statement.hints, "same rate")
    statement.status = "announced" if verb.tense == "future" else "in_force"
    statement.rank, statement.frame, statement.last = 3, "duty_move", min(at + 2, view.size)
    return True
