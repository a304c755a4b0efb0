"""Negotiations: which talks the parties are in, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.kinds import negotiation
from service.domain.spans import Span
from service.queries.questions import Asked, Question


def negotiations(
    asked: Asked, *, parties: tuple[str, ...] = (), subject: str | None = None, status: str | None = None
) -> Question:
    """Talks of all *parties* (codes) on *subject* (words), the best match first."""

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return [span for span in negotiation.matching(subject, spans) if status in {None, span.value["status"]}]

    return Question(
        kind="negotiation",
        asked=asked,
        filters=(("parties", parties), ("subject", subject), ("status", status)),
        facets=tuple(f"party:{code}" for code in parties),
        pick=pick,
        ranked=subject is not None,
    )
