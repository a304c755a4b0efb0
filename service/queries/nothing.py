"""
Why an answer is empty: not known yet, known but not in force on that day, or never heard of.

The three never mix: whatever was published by then comes before what was published later, and that before silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain import edtf
from service.domain.spans import Rectangle, Span
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
    about = [(each, question) for question in questions for each in await _anywhere(connection, question, at)]
    found = [each for each, question in about if question.pick([each.span])]
    known = [each.span for each in pinned.visible(found, clocks)]
    if known:
        return _on_other_days(known, clocks)
    past = [each for each, question in about if question.past([each.span])]
    if pinned.visible(past, clocks):
        return {"reason": "not-in-force", "explain": "It is reported to have ended; what it was is not."}
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


def _on_other_days(known: Sequence[Span], clocks: Clocks) -> dict[str, Any]:
    """Why nothing of what is known holds on these days, or not as certainly as it is asked."""
    if any(span.since_day <= clocks.last_day and clocks.first_day < span.until_day for span in known):
        said = f"Known, but not for certain on all of {clocks.as_of}; ask with match=possible for what may hold."
        return {"reason": "not-in-force", "explain": said}
    ended = [span for span in known if span.until_day <= clocks.first_day]
    to_come = _first_of_each(span for span in known if span.since_day > clocks.last_day)
    before = max(ended, key=lambda span: span.until_day, default=None)
    return between(before, min(to_come, key=_first_told, default=None))


def between(before: Span | None, after: Span | None) -> dict[str, Any]:
    """Why nothing holds between two spans: it had ended, or not begun, or its beginning is not told."""
    if before is None and after is not None and not _begins(after):
        return {
            "reason": "unknown",
            "explain": f"It is first told of for {after.since_day}; when it began is not told.",
        }
    held = [] if before is None else [f"it held to {before.until_day - timedelta(days=1)}"]
    holds = [] if after is None else [f"it begins on {after.since_day}"]
    return {"reason": "not-in-force", "explain": f"Known, but not in force: {' and '.join(held + holds)}."}


def _begins(span: Span) -> bool:
    """Whether a first day on which it can have begun is told."""
    return span.since is not None and edtf.parse(span.since).earliest is not None


def _first_of_each(spans: Iterable[Span]) -> list[Span]:
    """The earliest span of each key: with it begins what is known."""
    first: dict[str, Span] = {}
    for span in sorted(spans, key=lambda each: each.since_day):
        first.setdefault(span.key, span)
    return list(first.values())


def _first_told(span: Span) -> tuple[bool, date, str]:
    """By which a span with a told beginning comes first, then the earliest."""
    return (not _begins(span), span.since_day, span.key)


async def _anywhere(connection: Connection, question: Question, at: int) -> list[Rectangle]:
    if at < await position(connection):
        return await pinned.rectangles(connection, question, at)
    scope, argument = question.scope
    if question.subjects:
        scope, argument = "subject", await home(connection, question)
    rows = await connection.fetch(ANYWHERE[question.kind, scope], _BOUND, argument, question.clocks.known_by)
    return [
        Rectangle(span=_SPAN.decode(row["span"]), known_from=row["known_from"], known_until=row["known_until"])
        for row in rows
    ]
