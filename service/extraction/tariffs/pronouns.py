"""
Read clauses that speak of a duty without naming it: "it", "that", "the rate".

Invariant: a statement made here always waits for an earlier duty to complete it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.extraction.parts import Clause, DateMention
from service.extraction.tariffs import extents, scopes, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement, of_duty

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames


PAPER = "paper"
"""The hint of a statement that tells of all duties which a document orders: "the law takes effect in January"."""
_STOPS = frozenset(("duty_suspend", "duty_end", "duty_delay", "duty_extend"))
_DEEDS = frozenset(
    ("duty_impose", "duty_announce", "duty_hit", "duty_threaten", "duty_float", "duty_raise", "duty_cut")
)


def pronoun_object(frames: Frames, clause: Clause) -> list[Statement]:
    """As in "US customs has collected it on goods of all countries": an amendment of what the pronoun stands for."""
    view = frames.view
    at = clause.verb.last
    if view.lower(at) not in ("it", "them") or clause.verb.lemma in ("put", "place", "set", "make", "take"):
        return []
    statement = Statement(
        view.index, None, clause.first, min(clause.last, view.size), definite=True, imposers=frames.agent(clause)
    )
    if view.lower(at + 1) in ("on", "against"):
        scope = scopes.read(view, at + 2, extents.extent(view, at + 2, clause.last))
        statement.hints, statement.narrowed = ("scope",), scope.targets
    frames.extra.append(statement)
    return [statement]


def life_before(frames: Frames, subject: Duty, dates: Sequence[DateMention]) -> list[DateMention]:
    """A duty that ends and says since when it stood ("18% since February 7, goes") is told twice."""
    since = [date for date in subject.dates if date.relation == "from" and date.value is not None]
    if since and subject.rate is not None:
        stood = of_duty(frames.view.index, subject)
        stood.status, stood.rank, stood.frame = "in_force", 2, "duty_hold"
        timing.apply(stood, "duty_hold", since, frames.today)
        frames.extra.append(stood)
    return [date for date in dates if date not in since]


def stands_in(frames: Frames, clause: Clause) -> bool:
    """Whether the subject is a pronoun or a noun that stands for a duty spoken of before ("it", "the measure")."""
    subject = frames.subject(clause)
    if not subject:
        return False
    tokens = frames.view.tokens
    lower = tokens[subject[0].head].lower
    acts = clause.verb.voice == "active" and _DEEDS & set(clause.verb.classes)
    if clause.verb.voice == "active" and clause.objects and _STOPS & set(clause.verb.classes):
        return False  # "it … shelved its controls"
    if acts and any(mention.form == "pronoun" and mention.codes for mention in subject[0].mentions):
        return False
    if lower in ("it", "they", "that", "this", "these", "both"):
        return True
    return subject[0].definite and lower in nouns("stand_ins")


def of_pronoun(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """An amendment of the duty that the subject stands for."""
    first = frames.subject(clause)[0].first
    statement = Statement(
        frames.view.index, None, min(first, clause.verb.first), max(clause.last, clause.verb.last), definite=True
    )
    end = statement.last
    while end > clause.verb.last and frames.view.tag(end - 1) in ("PUNCT", "CONJ"):
        end -= 1
    statement.last = end
    if frames.subject(clause)[0].lemma in listed("papers") | listed("drafts"):
        statement.hints = (PAPER,)
    for duty in objects:
        if duty.prep == "from":
            statement.previous = duty.rate.value if duty.rate else None
        elif statement.rate is None:
            statement.put(duty.rate)
            statement.hints = ("back",)
        frames.made[duty.first] = statement
    if not objects:
        frames.extra.append(statement)
    return [statement]


def amend_last(frames: Frames, clause: Clause, name: str, dates: Sequence[DateMention]) -> None:
    """As in ", to start on February 10", ", starting on Monday": days for the duties told just before."""
    for statement in frames.made.values():
        if statement.valid_from is None and not statement.drop and statement.first < clause.first:
            timing.apply(statement, name, dates, frames.today)


def widen(frames: Frames, statement: Statement, clause: Clause) -> None:
    """Let the evidence reach from the subject over the verb to the duty, where they stand in one clause."""
    verb = clause.verb
    subject = frames.subject(clause)
    if (
        subject
        and subject[0].first < verb.first <= statement.first
        and verb.first - subject[0].first <= 14
        and statement.first - verb.first <= 12
    ):
        statement.first = subject[0].first
    if verb.last <= statement.first and statement.first - verb.first <= 12:
        statement.first = verb.first
    elif verb.first >= statement.last and verb.last - statement.last <= 8:
        statement.last = verb.last
