"""
The look-up: a question's spans out of the tables, or out of the fold when it is pinned to an older position.

Whatever is read for one answer is read of one moment of the database, and `at` is the position of that moment.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from service.domain.errors import PositionAhead
from service.domain.spans import Span
from service.queries import pinned
from service.queries.questions import Found, Question, everything
from service.queries.runs import answering, holds, runs, whole
from service.queries.standing import standing
from service.queries.statements import CHECKPOINT, HEAD, LISTING

if TYPE_CHECKING:
    from asyncpg import Connection

_SPAN = msgspec.json.Decoder(Span)
_BEFORE_ALL = ("", date.min)
_BATCH, _LARGEST_BATCH = 500, 5_000
MAX_RANKED = 50_000
"""A ranked list orders so many spans at most; who asks for more of them gets those with the first keys."""

Place = tuple[str, date]
"""Where a span stands in a list: its key and last day, before which no other span of the key begins."""


class Behind(Exception):
    """The projections have not yet reached the position that was asked for."""


@asynccontextmanager
async def snapshot(connection: Connection) -> AsyncIterator[None]:
    """Everything that is read inside is read of one moment; within another snapshot, of that one's."""
    if connection.is_in_transaction():
        yield
        return
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        yield


async def find(
    connection: Connection, question: Question, after: Place | None = None, held: int | None = None
) -> Found:
    """
    The spans of one page and one more, so that the caller sees whether there are more.

    Read it inside a `snapshot`; *held* is the position that the tables stand at, where it was already read in it.
    Raises PositionAhead for a position beyond the head, Behind for one that the projections still have to reach.
    """
    held = await position(connection) if held is None else held
    at = await settle(connection, question.clocks.at, held)
    if at < held:
        return await _find_older(connection, question, after, at)
    if question.subjects:
        _, (spans,) = await standing(connection, [question])
        return Found(at=at, spans=page(question, spans, after))
    if question.ranked:
        return Found(at=at, spans=page(question, await _listed(connection, question, _BEFORE_ALL, MAX_RANKED), after))
    return Found(at=at, spans=await _listed(connection, question, after or _BEFORE_ALL, question.limit + 1))


async def position(connection: Connection) -> int:
    """The log position that the read models stand at."""
    held = await connection.fetchval(CHECKPOINT)
    return 0 if held is None else int(held)


async def settle(connection: Connection, asked: int | datetime | None, held: int, field: str = "at") -> int:
    """The position to answer from: *asked*, or *held*, which the tables stand at. Raises PositionAhead, Behind."""
    if asked is None or asked == held:
        return held
    at = await position_at(connection, asked) if isinstance(asked, datetime) else asked
    if at > held:
        head = int(await connection.fetchval(HEAD))
        if at > head:
            raise PositionAhead(
                f"{field}: {at} is beyond the head of the log, which is {head}; leave it out for the head",
                field=field,
                head=head,
            )
        raise Behind
    return at


async def position_at(connection: Connection, moment: datetime) -> int:
    """The last position that was recorded by *moment*; 0 before the first. Times of recording never run back."""
    low, high = 0, int(await connection.fetchval(HEAD))
    while low < high:
        middle = (low + high + 1) // 2
        recorded_at = await connection.fetchval("SELECT recorded_at FROM log.events WHERE position = $1", middle)
        if recorded_at <= moment:
            low = middle
        else:
            high = middle - 1
    return low


async def home(connection: Connection, question: Question) -> str | None:
    """The first subject of a question's chain that has claims of its own."""
    rows = await connection.fetch("SELECT subject FROM subjects WHERE subject = ANY ($1)", question.subjects)
    known = {row["subject"] for row in rows}
    return next((subject for subject in question.subjects if subject in known), None)


async def _find_older(connection: Connection, question: Question, after: Place | None, at: int) -> Found:
    """As `find`, at an older position: what has moved since is folded, and all else stands in the tables."""
    if question.subjects or question.key is not None:
        found = await pinned.rectangles(connection, question, at)
        spans = [each.span for each in pinned.standing(found, question.clocks)]
        return Found(at=at, spans=page(question, spans, after))
    moved = await pinned.moved(connection, question.kind, at)
    folded = [rectangle for _, rectangle in await pinned.resolved(connection, question, at, moved)]
    spans = [each.span for each in pinned.standing(folded, question.clocks)]
    if question.ranked:
        spans += await _listed(connection, question, _BEFORE_ALL, MAX_RANKED, moved)
        return Found(at=at, spans=page(question, sorted(spans, key=place_of), after))
    wanted, start = question.limit + 1, after or _BEFORE_ALL
    picked = [span for span in answering(question.pick(spans), question) if place_of(span) > start]
    picked += await _listed(connection, question, start, wanted, moved)
    return Found(at=at, spans=sorted(picked, key=place_of)[:wanted])


def place_of(span: Span) -> Place:
    """Where *span* stands."""
    return (span.key, span.until_day - timedelta(days=1))


def page(question: Question, spans: Sequence[Span], after: Place | None = None) -> Sequence[Span]:
    """One page and one more of the spans that answer, in the order that the question's pick gives them."""
    picked = answering(question.pick(spans), question)
    places = [place_of(span) for span in picked]
    start = places.index(after) + 1 if after in places else 0
    return picked[start : start + question.limit + 1]


async def _listed(
    connection: Connection, question: Question, after: Place, wanted: int, without: Collection[str] = ()
) -> list[Span]:
    """
    So many spans out of the tables, batch by batch, so that a narrow filter never loads them whole.

    None of the subjects *without*.
    """
    clocks = question.clocks
    scope, argument = question.scope
    size = wanted + 1 if question.pick is everything else max(wanted, _BATCH)
    size = min(size, _LARGEST_BATCH)
    found: list[Span] = []
    going_on: list[Span] = []
    while len(found) < wanted:
        rows = await connection.fetch(
            LISTING[question.kind, scope],
            clocks.first_day,
            clocks.last_day,
            clocks.known_by,
            *after,
            size,
            argument,
            without,
        )
        batch = [_SPAN.decode(row["span"]) for row in rows]
        ended = len(rows) < size
        picked = [*going_on, *question.pick(batch)]
        grouped = runs(picked, question)
        going_on = [] if ended or not grouped else grouped.pop()
        found += [whole(run) for run in grouped if holds(run, question)]
        if ended:
            break
        after, size = (batch[-1].key, batch[-1].since_day), max(size, _BATCH)
    return found[:wanted]
