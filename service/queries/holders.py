"""Positions that parties hold, and offices that people hold."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.folding import fold
from service.domain.people import same_person
from service.domain.spans import Span
from service.queries.questions import Asked, Question


def positions(
    asked: Asked, *, actor: str | None = None, topic: str | None = None, stance: str | None = None
) -> Question:
    """Red lines and demands of *actor* (a party's code), on topics that hold all words of *topic*."""
    wanted = set(fold(topic or "").split())

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return [
            span
            for span in spans
            if wanted <= set(fold(span.value.get("topic") or "").split()) and stance in {None, span.value.get("stance")}
        ]

    return Question(
        kind="position",
        asked=asked,
        filters=(("actor", actor), ("topic", topic), ("stance", stance)),
        facets=() if actor is None else (f"party:{actor}",),
        pick=pick,
    )


def offices(
    asked: Asked, *, person: str | None = None, role: str | None = None, country: str | None = None
) -> Question:
    """Who holds which office: of *country* (a code), by any form of the person's name, by words of the role."""
    wanted = set(fold(role or "").split())

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return [
            span
            for span in spans
            if (person is None or same_person(person, span.value["person"]))
            and wanted <= set(fold(span.value.get("role") or "").split())
        ]

    return Question(
        kind="office",
        asked=asked,
        filters=(("person", person), ("role", role), ("country", country)),
        facets=() if country is None else (f"party:{country}",),
        pick=pick,
    )
