"""Meetings, visits and calls: who met whom, or is to, on days that may lie in a window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from service.domain.kinds import meeting
from service.domain.spans import Span
from service.queries.questions import Asked, Question

KIND = "meeting"


def meetings(
    asked: Asked,
    *,
    parties: tuple[str, ...] = (),
    persons: tuple[str, ...] = (),
    first_day: date | None = None,
    last_day: date | None = None,
    status: str | None = None,
) -> Question:
    """
    Meetings of all *parties* (codes) and all *persons* (any form of their names) whose days may lie in the window.

    Undated meetings lie in every window; a moved one is found at its old days and at its new ones. They come by
    their first possible day, or by key where every meeting is asked for.
    """
    window = (first_day, last_day)
    ranked = bool(parties or persons or first_day or last_day)

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        found = [
            span
            for span in spans
            if status in {None, span.value["status"]} and meeting.matches(span.value, parties, persons, window)
        ]
        return sorted(found, key=lambda span: (meeting.order_of(span.value), span.key)) if ranked else found

    return Question(
        kind=KIND,
        asked=asked,
        filters=(("parties", parties), ("persons", persons), ("window", window), ("status", status)),
        facets=tuple(f"party:{code}" for code in parties),
        pick=pick,
        ranked=ranked,
    )
