"""
Composing: a duty that is told as the sum of others ("is made up of a 10% baseline and 20% over fentanyl").

Invariant: the parts are on the goods and parties of the whole; the whole keeps its own rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.extraction.parts import Clause
from service.extraction.tariffs import effects, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.pronouns import stands_in

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames

PART = "part"
"""The hint of a statement that tells a part of the duty spoken of before."""
_COMBINING = frozenset(("combine", "comprise", "compose", "consist", "merge", "stack", "bundle", "unite"))
_RATED = 2


def composed(frames: Frames, clause: Clause, subject: Duty | None, objects: Sequence[Duty]) -> bool:
    """As in "The levy combines a 10% duty with a further 40%"; whether the clause tells parts of a duty."""
    verb = clause.verb
    made_up = verb.lemma in ("make", "be") and any(
        frames.view.lower(at) == "up" and frames.view.lower(at + 1) == "of" for at in range(verb.head, verb.last + 1)
    )
    summed = verb.lemma == "be" and any(
        frames.view.lower(at) in ("sum", "total", "combination", "product") and frames.view.lower(at + 1) == "of"
        for at in range(verb.last, verb.last + 3)
    )
    if not (made_up or summed or verb.lemma in _COMBINING) or (subject is None and not stands_in(frames, clause)):
        return False
    parts = [duty for duty in objects if duty.rate is not None]
    whole = frames.statement(subject) if subject is not None else None
    if len(parts) < (1 if subject is not None else _RATED):
        return False
    for duty in parts:
        statement = frames.statement(duty)
        statement.parent, statement.hints = whole, (*statement.hints, PART)
        statement.basis = "baseline" if statement.basis == "baseline" else "component"
        statement.status, statement.rank, statement.frame = "in_force", 3, "duty_hold"
        statement.drop = False
        timing.apply(statement, "duty_hold", duty.dates, frames.today)
    if whole is not None and not whole.status:
        status = effects.status_of("duty_hold", verb)
        whole.status, whole.rank, whole.frame = status or "in_force", 1, "duty_be"
    return True
