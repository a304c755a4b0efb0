"""
Standing: what holds for subjects on some days, by what had been published by some time.

Most subjects have a handful of rectangles, which are gone through; those of a busy one are looked for by how long they
are known. Both ways find the same, each in one statement and so of one moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.spans import Span
from service.queries.questions import Question
from service.queries.statements import QUIET, SEPARATOR, STANDING

if TYPE_CHECKING:
    from asyncpg import Connection

MAX_BUSY = 10_000
"""So many busy subjects are remembered, so that they are not taken for quiet ones first."""
_SPAN = msgspec.json.Decoder(Span)


async def standing(connection: Connection, questions: Sequence[Question]) -> tuple[int, list[list[Span]]]:
    """
    The position that the tables stand at, and for each question of one kind the spans of its first known subject.

    However many rectangles it has.
    """
    rows = await connection.fetch(STANDING[questions[0].kind], *_asked(questions))
    found: list[list[Span]] = [[] for _ in questions]
    for place, _, span in rows:
        if span is not None:
            found[place - 1].append(_SPAN.decode(span))
    return rows[0]["at"] or 0, found


async def standing_quietly(
    connection: Connection, questions: Sequence[Question]
) -> tuple[int, list[list[Span] | None]]:
    """The same at a quarter of the cost for subjects with few rectangles; None for a busy one."""
    rows = await connection.fetch(QUIET[questions[0].kind], *_asked(questions))
    found: list[list[Span] | None] = [[] for _ in questions]
    for place, _, busy, span in rows:
        held = found[place - 1]
        if busy:
            found[place - 1] = None
        elif span is not None and held is not None:
            held.append(_SPAN.decode(span))
    return rows[0]["at"] or 0, found


class Reader:
    """Reads quiet subjects in the one way and busy ones in the other, and remembers which are busy."""

    def __init__(self) -> None:
        self._busy: set[tuple[str, ...]] = set()

    async def read(self, connection: Connection, questions: Sequence[Question]) -> list[tuple[int, Sequence[Span]]]:
        """For each question of one kind the position that the tables stood at, and what holds."""
        found: dict[int, tuple[int, Sequence[Span]]] = {}
        quiet = [place for place, question in enumerate(questions) if question.subjects not in self._busy]
        if quiet:
            held, told = await standing_quietly(connection, [questions[place] for place in quiet])
            found = {place: (held, spans) for place, spans in zip(quiet, told, strict=True) if spans is not None}
        busy = [place for place in range(len(questions)) if place not in found]
        if busy:
            if len(self._busy) > MAX_BUSY:
                self._busy.clear()
            self._busy |= {questions[place].subjects for place in busy}
            held, several = await standing(connection, [questions[place] for place in busy])
            found |= {place: (held, spans) for place, spans in zip(busy, several, strict=True)}
        return [found[place] for place in range(len(questions))]


def _asked(questions: Sequence[Question]) -> tuple[list[Any], ...]:
    """What both statements take, a list each with an entry a question."""
    clocks = [question.clocks for question in questions]
    return (
        [SEPARATOR.join(question.subjects) for question in questions],
        [each.first_day for each in clocks],
        [each.last_day for each in clocks],
        [each.known_by for each in clocks],
    )
