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


def _asked(questions: Sequence[Question]) -> tuple[list[Any], ...]:
    """What both statements take, a list each with an entry a question."""
    clocks = [question.clocks for question in questions]
    return (
        [SEPARATOR.join(question.subjects) for question in questions],
        [each.first_day for each in clocks],
        [each.last_day for each in clocks],
        [each.known_by for each in clocks],
    )
