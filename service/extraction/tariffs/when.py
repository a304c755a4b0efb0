"""
Say which of a clause's dates belong to which of its duties.

Invariant: a date is taken from the sentence, never made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from service.extraction.parts import Clause, DateMention
from service.extraction.tariffs import effects
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.merging import JOINING

_APART_MARKERS = frozenset(
    ("when", "after", "if", "because", "who", "which", "that", "before", "while", "as", "and", "but")
)


def is_past(frames: Frames, clause: Clause) -> bool:
    """Whether the clause tells a fact of the past, a gerund through the verb above it ("went on paying")."""
    verb = clause.verb
    if verb.form == "gerund" and clause.parent is not None:
        verb = frames.view.sentence.clauses[clause.parent].verb
    return verb.tense == "past" and verb.modality == "fact"


def lasts_until(frames: Frames, clause: Clause, dates: Sequence[DateMention]) -> bool:
    """Whether the clause tells what was so only until a day, or until then."""
    begin = (
        frames.view.sentence.clauses[clause.parent].first
        if clause.verb.form == "gerund" and clause.parent is not None
        else clause.first
    )
    then = any(frames.view.lower(at) == "until" for at in range(max(begin - 1, 0), clause.verb.first))
    perfect = any(frames.view.tokens[at].lemma == "have" for at in range(clause.verb.first, clause.verb.head))
    return (then or any(date.relation == "until" for date in dates)) and not perfect


def dates_of(frames: Frames, clause: Clause, said: Sequence[Statement]) -> list[DateMention]:
    """The dates of *clause* that say when its duties begin, end or were announced."""
    held = [frames.view.sentence.dates[index] for index in clause.dates]
    for later in frames.view.sentence.clauses[clause.index + 1 :]:
        plain = not any(name.startswith("duty_") for name in later.verb.classes)
        if later.verb.form != "participle" or not plain:
            break
        held += [frames.view.sentence.dates[index] for index in later.dates]
    if clause.verb.form == "gerund" and clause.parent is not None and frames.view.lower(clause.first) == "on":
        above = frames.view.sentence.clauses[clause.parent]
        held += [frames.view.sentence.dates[index] for index in above.dates]
    if not held:
        held = _detached(frames, clause)
    own = [date for statement in said if statement.duty is not None for date in statement.duty.dates]
    return [_bounding(frames, clause, date) for date in held + [date for date in own if date not in held]]


def _bounding(frames: Frames, clause: Clause, date: DateMention) -> DateMention:
    """*date*, as the last day if it is that to which something is prolonged ("prolonged the pause to April 9")."""
    prolonged = "duty_extend" in clause.verb.classes and date.relation == "on" and date.first
    if not prolonged or frames.view.lower(date.first - 1) != "to":
        return date
    return msgspec.structs.replace(date, relation="until")


def _detached(frames: Frames, clause: Clause) -> list[DateMention]:
    """The dates of *clause* that say when its duties begin, end or were announced."""
    """The one starting day that follows in a part without a duty verb: "…, India included, since February 24"."""
    view = frames.view
    found = [
        date
        for date in view.sentence.dates
        if date.relation == "from"
        and date.value is not None
        and date.first >= clause.last
        and (later := view.clause_of[date.first]) is not None
        and later.marker not in _APART_MARKERS
        and not any(name.startswith("duty_") for name in later.verb.classes)
    ]
    return found if len(found) == 1 else []


def stands_elsewhere(date: DateMention, statement: Statement, said: Sequence[Statement]) -> bool:
    """Whether *date* stands in the phrase of another duty, or dates only how this one was announced."""
    duty = statement.duty
    assert duty is not None
    if duty.participle is not None and date in duty.dates:
        return date.relation != "from" and effects.of_participle(duty.participle, ()) != "in_force"
    return date not in duty.dates and any(
        other is not statement
        and other.duty is not None
        and date in other.duty.dates
        and (other.duty.first > duty.first or not duty.bare)
        and other.duty.rate is not None
        and duty.rate is not None
        and not (other.duty.bare and other.duty.prep in JOINING)
        for other in said
    )
