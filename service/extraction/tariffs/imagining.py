"""
Imagining: sentences that suppose, ask or dream and therefore state nothing, and answers to what was asked.

Whole sentences only; a single imagined clause is the frames' business.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.lexicon import phrase_at, phrase_in, phrases
from service.extraction.tariffs.statements import Statement, of_duty
from service.extraction.tariffs.view import View

_OPENERS = frozenset(("if", "should", "had", "were", "might", "could", "would"))
_REAL = frozenset(("will", "is", "are"))
_WOULD = frozenset(("would", "could", "might"))
_SUBJECT = 3
_MARKS = "“\"‘'-–—•*("


def question(view: View) -> bool:
    """Whether the sentence is a question."""
    return any(token.text == "?" for token in view.tokens[-2:])


_SUPPLANTED = frozenset((("instead", "of"), ("place", "of"), ("lieu", "of"), ("rather", "than"), ("no", "longer")))
_BETWEEN = 4


def supplanted(view: View, at: int) -> bool:
    """Whether the figure at token *at* is what another takes the place of: "instead of an additional 25%"."""
    before = at - 1
    while (
        before > 0
        and at - before <= _BETWEEN
        and view.tag(before) in ("DET", "ADJ", "ADV")
        and view.lower(before) != "longer"
    ):
        before -= 1
    return (view.lower(before - 1), view.lower(before)) in _SUPPLANTED


def imagined(view: View, *, previous: bool) -> bool:
    """Whether the sentence only imagines: "Suppose …", "Were it to …", or what such a one (*previous*) leads to."""
    start = 0
    while start < view.size - 1 and view.tokens[start].text in _MARKS:
        start += 1
    if phrase_at(view.tokens, start, "hypothetical"):
        return True
    if view.lower(start) in _OPENERS and _REAL.isdisjoint(view.said):
        return True
    return previous and not _WOULD.isdisjoint(view.said)


def corrected(view: View) -> bool:
    """Whether the sentence only repeats what an earlier version got wrong."""
    return not view.said.isdisjoint(phrases("earlier_versions")) and phrase_in(view.tokens, "earlier_versions")


def denied(view: View) -> bool:
    """Whether the sentence says that what it names never was, or is not so."""
    return not view.said.isdisjoint(phrases("denials")) and phrase_in(view.tokens, "denials")


def never(frames: Frames, statements: Sequence[Statement]) -> list[Statement]:
    """As in "The 18% in the joint statement never entered the schedule": a figure alone that is denied."""
    told = {statement.duty.first for statement in statements if statement.duty is not None}
    found = []
    for duty in frames.duties:
        if duty.bare and duty.left.definite and duty.first not in told and duty.first <= _SUBJECT:
            statement = of_duty(frames.view.index, duty)
            statement.status, statement.rank, statement.frame = "withdrawn", 3, "duty_hold"
            found.append(statement)
    return found


def answer(frames: Frames) -> list[Statement]:
    """As in "A: 30%.": a sentence that is a figure answers the question before it."""
    view = frames.view
    rest = [token for at, token in enumerate(view.tokens) if view.rate_of[at] is None and token.text not in ".:A"]
    if len(view.rates) != 1 or len(rest) > 2:
        return []
    statement = Statement(
        view.index, None, 0, view.size, definite=True, status="in_force", rank=3, frame="duty_hold", hints=("back",)
    )
    statement.put(view.rates[0])
    return [statement]
