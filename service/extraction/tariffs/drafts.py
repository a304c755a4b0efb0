"""
Drafts: claims in the making, each of one duty in one state, and those that a pause leaves behind.

Invariant: evidence is what the statements themselves stand on, and no more than a few stretches of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.domain.claims import Evidence
from service.extraction.tariffs import timing
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

CLASSES = {
    "threatened": "live",
    "proposed": "live",
    "announced": "live",
    "signed": "live",
    "in_force": "live",
    "reduced": "live",
    "suspended": "off",
    "delayed": "off",
    "lifted": "dead",
    "expired": "dead",
    "struck_down": "dead",
    "withdrawn": "dead",
    "exempt": "exempt",
}
"""Whether a duty in a state is live, held back, dead or exempted."""
MOST_EVIDENCE = 3
_EXACT = 10


class Draft(msgspec.Struct):
    """A claim in the making."""

    imposer: str
    target: str
    product: str
    statement: Statement
    status: str
    spans: list[Evidence]
    seen: list[int] = []


def evidence(views: Sequence[View], statement: Statement) -> Evidence:
    """Where *statement* stands, as characters of the text."""
    return span(views, statement.sentence, statement.first, statement.last)


def span(views: Sequence[View], sentence: int, first: int, last: int) -> Evidence:
    """The characters of the tokens from *first* to before *last* of a sentence."""
    tokens = views[sentence].tokens
    last = max(min(last, len(tokens)), first + 1)
    return Evidence(tokens[first].start, tokens[last - 1].end)


def restarts(statement: Statement) -> bool:
    """Whether it tells the day on which a duty that is held back begins: "and will start on March 11"."""
    return (
        statement.frame in ("duty_start", "duty_return")
        and statement.status == "announced"
        and statement.valid_from is not None
    )


def restart(views: Sequence[View], drafts: list[Draft], paused: Draft, statement: Statement) -> None:
    """The duty that *paused* holds back is announced for the day that *statement* tells; the pause lasts until then."""
    begin = statement.valid_from
    held = paused.statement
    if begin is None:
        return
    if held.valid_to is None and len(begin) == _EXACT:
        held.valid_to = timing.day_before(begin)
    if held.valid_from == begin:
        held.valid_from = None
    again = msgspec.structs.replace(held, valid_from=begin, valid_to=None, frame=statement.frame, rank=statement.rank)
    spans = [*paused.spans[: MOST_EVIDENCE - 1], evidence(views, statement)]
    drafts.append(Draft(paused.imposer, paused.target, paused.product, again, "announced", spans))
