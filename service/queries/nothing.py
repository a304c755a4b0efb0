"""
Why an answer is empty: not known yet, known but not in force on that day, or never heard of.

The three never mix: whatever was published by then comes before what was published later, and that before silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from service.domain import edtf
from service.domain.spans import Span
from service.queries.clocks import Clocks, echo
from service.queries.elsewhere import elsewhere
from service.queries.questions import Asked, Question

if TYPE_CHECKING:
    from asyncpg import Connection


async def reason(connection: Connection, questions: Sequence[Question], asked: Asked, at: int) -> dict[str, Any]:
    """`{"reason", "explain"}` for questions to which the log up to *at* gives no item."""
    clocks = asked.clocks
    about = [(await elsewhere(connection, question, at), question) for question in questions]
    standing = [(span, question) for held, question in about for span in await held.standing()]
    known = [span for span, question in standing if question.pick([span])]
    if known:
        return _on_other_days(known, clocks)
    if any(question.past([span]) for span, question in standing):
        return {"reason": "not-in-force", "explain": "It is reported to have ended; what it was is not."}
    later = [await held.told_later(_picks(question)) for held, question in about]
    first = min((moment for moment in later if moment is not None), default=None)
    if first is not None:
        return {
            "reason": "not-known-yet",
            "explain": f"Nothing published by {echo(clocks.known_by)} says so; the first article that does "
            f"is of {echo(first)}. Ask with a later known_by.",
            "known_from": echo(first),
        }
    for held, question in about:
        if await held.was_told(_picks(question)):
            return {
                "reason": "unknown",
                "explain": "What was once published about it had been withdrawn or corrected by then.",
            }
    return {"reason": "unknown", "explain": "No article held here says anything about it."}


def _picks(question: Question) -> Callable[[Span], bool]:
    return lambda span: bool(question.pick([span]))


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
