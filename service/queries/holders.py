"""Positions that parties hold, and offices that people hold."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.kinds import office, position
from service.domain.spans import Span
from service.queries.questions import Asked, Question


def positions(
    asked: Asked, *, actor: str | None = None, topic: str | None = None, stance: str | None = None
) -> Question:
    """Red lines and demands of *actor* (a party's code), on topics that answer to *topic*."""

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return [
            span
            for span in spans
            if stance in {None, span.value["stance"]}
            and (topic is None or position.matches_topic(topic, span.value["topic"]))
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
    """Who holds which office: of *country* (a code), by any form of the person's name, and of the
    role's.
    """

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return [
            span
            for span in spans
            if (person is None or office.matches_person(person, span.value))
            and (role is None or office.matches_role(role, span.value))
        ]

    return Question(
        kind="office",
        asked=asked,
        filters=(("person", person), ("role", role), ("country", country)),
        facets=() if country is None else (f"party:{country}",),
        pick=pick,
    )
