"""
Why an answer is empty: not known yet, known but not in force on that day, or never heard of.

The three never mix: whatever was published by then comes before what was published later, and that before silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.spans import FIRST_DAY, LAST_DAY, Rectangle, Span
from service.queries import pinned
from service.queries.clocks import Clocks, echo
from service.queries.lookup import home, position
from service.queries.questions import Asked, Question
from service.queries.statements import ANYWHERE

if TYPE_CHECKING:
    from asyncpg import Connection

_SPAN = msgspec.json.Decoder(Span)
_BOUND = 2_000


async def reason(connection: Connection, questions: Sequence[Question], asked: Asked, at: int) -> dict[str, Any]:
    """`{"reason", "explain"}` for questions to which the log up to *at* gives no item."""
    clocks = asked.clocks
    found = [
        each
        for question in questions
        for each in await _anywhere(connection, question, at)
        if question.pick([each.span])
    ]
    known = sorted(pinned.visible(found, clocks), key=lambda each: (each.span.since_day, each.span.key))
    if known:
        return {"reason": "not-in-force", "explain": _other_days(known, clocks)}
    later = [each for each in found if each.known_from > clocks.known_by]
    if later:
        first = echo(min(each.known_from for each in later))
        return {
            "reason": "not-known-yet",
            "explain": f"Nothing published by {echo(clocks.known_by)} says so; the first article that does "
            f"is of {first}. Ask with a later known_by.",
            "known_from": first,
        }
    if found:
        return {
            "reason": "unknown",
            "explain": "What was once published about it had been withdrawn or corrected by then.",
        }
    return {"reason": "unknown", "explain": "No article held here says anything about it."}


async def _anywhere(connection: Connection, question: Question, at: int) -> list[Rectangle]:
    if at < await position(connection):
        return await pinned.rectangles(connection, question, at)
    scope, argument = question.scope
    if question.subjects:
        scope, argument = "subject", await home(connection, question)
    rows = await connection.fetch(ANYWHERE[question.kind, scope], _BOUND, argument)
    return [
        Rectangle(span=_SPAN.decode(row["span"]), known_from=row["known_from"], known_until=row["known_until"])
        for row in rows
    ]


def _other_days(known: Sequence[Rectangle], clocks: Clocks) -> str:
    """The nearest days on which it did, or will, hold."""
    before = [each.span for each in known if each.span.until_day <= clocks.first_day]
    after = [each.span for each in known if each.span.since_day > clocks.last_day]
    said = []
    if before:
        said.append(f"it held {_days(max(before, key=lambda span: span.until_day))}")
    if after:
        said.append(f"it holds {_days(min(after, key=lambda span: span.since_day))}")
    days = " and ".join(said) or "not for certain on all of these days"
    return f"Known, but not in force on {clocks.as_of}: as published by {echo(clocks.known_by)}, {days}."


def _days(span: Span) -> str:
    first = "" if span.since_day == FIRST_DAY else f"from {span.since_day} "
    last = "until further notice" if span.until_day == LAST_DAY else f"to {span.until_day - timedelta(days=1)}"
    return f"{first}{last}"
