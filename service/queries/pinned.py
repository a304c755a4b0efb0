"""
Answers at an older log position, folded from the claims that the log held then.

For the position of the tables the fold gives what the tables hold: both call the same functions on the same reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.domain.facets import facets_of
from service.domain.registry import KINDS, subject_of
from service.domain.reports import Report
from service.domain.spans import Rectangle
from service.projections.reports import load
from service.queries.clocks import Clocks
from service.queries.questions import Question

if TYPE_CHECKING:
    from asyncpg import Connection

_SUBJECTS = "SELECT DISTINCT subject FROM claims WHERE kind = $1 AND position <= $2 ORDER BY subject"
_HELD = "SELECT DISTINCT subject FROM claims WHERE subject = ANY($1) AND position <= $2"


async def rectangles(connection: Connection, question: Question, at: int) -> list[Rectangle]:
    """Every rectangle that the tables held for a question's scope when they stood at position *at*, by key."""
    kind = KINDS[question.kind]
    subjects = await _subjects(connection, question, at)
    inputs = {home for subject in subjects for home in kind.inputs(subject)}
    by_home: dict[str, list[Report]] = defaultdict(list)
    for report in await load(connection, sorted(inputs), at):
        by_home[subject_of(report.claim)].append(report)
    found = [
        rectangle
        for subject in subjects
        for rectangle in kind.rectangles(subject, [r for home in kind.inputs(subject) for r in by_home[home]], None)
    ]
    wanted = set(question.facets)
    return sorted(
        (
            each
            for each in found
            if (question.key is None or each.span.key == question.key)
            and (not wanted or wanted <= set(facets_of(each.span.value)))
        ),
        key=lambda each: (each.span.key, each.span.since_day, each.known_from),
    )


async def _subjects(connection: Connection, question: Question, at: int) -> list[str]:
    """The subjects to resolve: the first of the chain that had claims of its own, or all of the kind."""
    if question.subjects:
        rows = await connection.fetch(_HELD, list(question.subjects), at)
        held = {row["subject"] for row in rows}
        return [subject for subject in question.subjects if subject in held][:1]
    return [row["subject"] for row in await connection.fetch(_SUBJECTS, question.kind, at)]


def standing(found: Sequence[Rectangle], clocks: Clocks) -> list[Rectangle]:
    """The rectangles that lie on the question's days, for who knows what was published by then."""
    return [
        each
        for each in visible(found, clocks)
        if each.span.since_day <= clocks.last_day and each.span.until_day > clocks.first_day
    ]


def visible(found: Sequence[Rectangle], clocks: Clocks) -> list[Rectangle]:
    """The rectangles of any day, for who knows what was published by then."""
    return [each for each in found if each.known_from <= clocks.known_by < each.known_until]
