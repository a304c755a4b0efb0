"""
Answers at an older log position, folded from the claims that the log held then.

For the position of the tables the fold gives what the tables hold: both call the same functions on the same reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from service.domain.facets import facets_of
from service.domain.registry import KINDS, subject_of
from service.domain.reports import Report
from service.domain.spans import Rectangle
from service.projections.entities import judged
from service.projections.reports import load
from service.queries.clocks import Clocks
from service.queries.questions import Question
from service.queries.statements import MOVED

if TYPE_CHECKING:
    from asyncpg import Connection

_SUBJECTS = "SELECT DISTINCT subject FROM claims WHERE kind = $1 AND position <= $2 ORDER BY subject"
_OF_PARTIES = frozenset({"party", "imposer", "target", "member"})
_FAMILIES = """
SELECT DISTINCT other.subject FROM subjects s JOIN subjects other ON other.family = s.family WHERE s.subject = ANY ($1)
"""
_DECIDED = "SELECT position, keys FROM entity_merges WHERE kind = $1"
_HELD = "SELECT DISTINCT subject FROM claims WHERE subject = ANY($1) AND position <= $2"


async def rectangles(connection: Connection, question: Question, at: int) -> list[Rectangle]:
    """Every rectangle that the tables held for a question's scope when they stood at position *at*, by key."""
    return [rectangle for _, rectangle in await resolved(connection, question, at)]


async def resolved(
    connection: Connection, question: Question, at: int, only: Collection[str] | None = None
) -> list[tuple[str, Rectangle]]:
    """The same, each with its subject; of *only* these subjects where they are given."""
    kind = await judged(connection, question.kind, at)
    subjects = [each for each in await _subjects(connection, question, at) if only is None or each in only]
    inputs = {home for subject in subjects for home in kind.inputs(subject)}
    by_home: dict[str, list[Report]] = defaultdict(list)
    for report in await load(connection, sorted(inputs), at):
        by_home[subject_of(report.claim)].append(report)
    found = [
        (subject, rectangle)
        for subject in subjects
        for rectangle in kind.rectangles(subject, [r for home in kind.inputs(subject) for r in by_home[home]], None)
    ]
    wanted = set(question.facets)
    return sorted(
        (
            (subject, each)
            for subject, each in found
            if (question.key is None or each.span.key == question.key)
            and (not wanted or wanted <= set(facets_of(each.span.value)))
        ),
        key=lambda pair: (pair[1].span.key, pair[1].span.since_day, pair[1].known_from),
    )


async def moved(connection: Connection, kind: str, at: int) -> set[str]:
    """The subjects of a kind whose answers may be others than at position *at*: all other rectangles stood then."""
    homes = {row["subject"] for row in await connection.fetch(MOVED, kind, at)}
    homes |= await _decided(connection, kind, homes, at)
    rows = await connection.fetch(_FAMILIES, list(homes))
    inputs = KINDS[kind].inputs
    return homes | {row["subject"] for row in rows if not homes.isdisjoint(inputs(row["subject"]))}


async def _decided(connection: Connection, kind: str, homes: Collection[str], at: int) -> set[str]:
    """What a decision since *at* bears on, and what was ever told to be one with that or with *homes*."""
    reached = set(homes)
    rows = await connection.fetch(_DECIDED, kind)
    reached |= {key for row in rows if row["position"] > at for key in row["keys"]}
    size = 0
    while size < len(reached):
        size = len(reached)
        reached |= {key for row in rows if not reached.isdisjoint(row["keys"]) for key in row["keys"]}
    return reached


async def _subjects(connection: Connection, question: Question, at: int) -> list[str]:
    """The subjects to resolve: the first of the chain that had claims of its own, the key's, or all of the kind."""
    if question.key is not None:
        parts = question.key.split(":")
        begun = [":".join(parts[:count]) for count in range(1, len(parts) + 1)]
        rows = await connection.fetch(_HELD, begun, at)
        return sorted(row["subject"] for row in rows)
    if question.subjects:
        rows = await connection.fetch(_HELD, list(question.subjects), at)
        held = {row["subject"] for row in rows}
        return [subject for subject in question.subjects if subject in held][:1]
    rows = await connection.fetch(_SUBJECTS, question.kind, at)
    return [row["subject"] for row in rows if _may_have(row["subject"], question.facets)]


def _may_have(subject: str, facets: Sequence[str]) -> bool:
    """Whether answers of a subject can have these facets: all but a meeting's name the parties that they are about."""
    _, *named = subject.split(":")
    if not named:
        return True
    codes = {code for part in named for code in part.split("-")}
    about = (facet.partition(":") for facet in facets)
    return all(name not in _OF_PARTIES or code in codes for name, _, code in about)


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
