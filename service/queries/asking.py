"""
Asking: a question in, an answer out, waiting for the projections where the question names a position to come.

No connection is held while waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec.structs import replace

from service.domain.errors import PositionAhead, Unavailable
from service.domain.registry import RESOLVER_VERSION
from service.domain.spans import Span
from service.queries import cursor as cursors
from service.queries.clocks import Clocks, Match, echo, read_clocks
from service.queries.evidence import Sources, sources_of
from service.queries.identity import follow
from service.queries.items import item
from service.queries.lookup import Behind, Place, find, place_of, position, settle, snapshot
from service.queries.nothing import reason
from service.queries.points import Points, is_point
from service.queries.questions import Answer, Asked, Question
from service.queries.shortening import count, shortened
from service.queries.statements import HEAD
from service.queries.waiting import PAUSE_S, Waiting

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

    from service.eventstore.wakeup import Wakeup

T = TypeVar("T")

WAIT_S = 5.0
"""How long a read waits for the projections to reach the position that it names."""


class Desk:
    """Where questions are put: a pool of connections, a clock, and news. Safe to share between tasks."""

    def __init__(self, pool: Pool, now: Callable[[], datetime], wakeup: Wakeup, wait_s: float = WAIT_S) -> None:
        self.pool = pool
        self.now = now
        self.wait_s = wait_s
        self.waiting = Waiting(pool, wakeup)
        self._wakeup = wakeup
        self._points = Points(pool)

    def clocks(
        self,
        as_of: str | None = None,
        known_by: str | None = None,
        at: str | None = None,
        match: Match = "possible",
    ) -> Clocks:
        """The clocks of a question that is put now; see `read_clocks`."""
        return read_clocks(self.now(), as_of, known_by, at, match)

    async def ask(self, *questions: Question) -> Answer:
        """
        The answer to one question, or to several with the same clocks as one list.

        Raises InvalidInput for a cursor of another question, PositionAhead, Unavailable.
        """
        first = questions[0]
        if len(questions) == 1 and is_point(first):
            found = await self._points.look_up(first)
            if found is not None and found.spans and len(found.spans) <= first.limit:
                return told(first.asked, found.at, items_of(first, found.spans, found.sources))
        return await self.read_for(first.asked, lambda connection: answer(connection, questions))

    async def read_for(self, asked: Asked, work: Callable[[Connection], Awaitable[T]]) -> T:
        """What *work* reads, once the position that the question waits for is projected."""
        if asked.min_position is not None:
            await self.reach(asked.min_position)
        return await self.read(work)

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """What *work* reads on one connection; tried again while the projections are behind what it wants."""
        deadline = asyncio.get_running_loop().time() + self.wait_s
        while True:
            heard = self._wakeup.heard
            async with self.pool.acquire() as connection:
                try:
                    return await work(connection)
                except Behind:
                    pass
            await self._pause(heard, deadline)

    async def reach(self, wanted: int) -> None:
        """Return once the projections stand at position *wanted*. Raises PositionAhead, Unavailable."""

        async def reached(connection: Connection) -> None:
            if await position(connection) >= wanted:
                return
            head = int(await connection.fetchval(HEAD))
            if wanted > head:
                raise PositionAhead(
                    f"min_position: {wanted} is beyond the head of the log, which is {head}",
                    field="min_position",
                    head=head,
                )
            raise Behind

        await self.read(reached)

    async def _pause(self, heard: int, deadline: float) -> None:
        if asyncio.get_running_loop().time() > deadline:
            raise Unavailable(
                "The projections have not reached that position yet; try again, or look at /readyz", field="at"
            )
        await self._wakeup.wait(heard, PAUSE_S)


async def answer(connection: Connection, questions: Sequence[Question]) -> Answer:
    """
    The answers to *questions*, which have the same clocks, as one list in their order.

    Raises InvalidInput, PositionAhead, and Behind while the projections have to catch up.
    """
    asked = questions[0].asked
    name = cursors.fingerprint([(each.kind, each.filters, asked.given, asked.clocks.match) for each in questions])
    start = Start(0, None)
    if asked.cursor is not None:
        place = cursors.read(asked.cursor, name)
        start = Start(place.question, (place.key, place.day))
        asked = replace(asked, clocks=read_clocks(place.known_by, place.as_of, None, str(place.at), asked.clocks.match))
    async with snapshot(connection):
        questions, followed = await _followed(connection, [replace(each, asked=asked) for each in questions])
        result, last = await _collect(connection, questions, start)
        if not result.items and start.after is None:
            result.nothing = await reason(connection, questions, asked, result.at)
        if followed is not None:
            result.followed = followed
    if last is not None:
        clocks = asked.clocks
        place = cursors.Cursor(name, *last, clocks.as_of, clocks.known_by, result.at)
        result.next_cursor = cursors.write(place)
    return result


async def _followed(connection: Connection, questions: list[Question]) -> tuple[list[Question], dict[str, Any] | None]:
    """The question about one key as the one about the key that answers for it, and how that is told."""
    if questions[0].key is None:
        return questions, None
    at = await settle(connection, questions[0].clocks.at, await position(connection))
    question, followed = await follow(connection, questions[0], at)
    return [question], followed


class Start(NamedTuple):
    """Where a list of answers goes on: in the question with that number, after a place in its answers."""

    question: int
    after: Place | None


async def _collect(
    connection: Connection, questions: Sequence[Question], start: Start
) -> tuple[Answer, tuple[int, str, date] | None]:
    """One page of answers; where there are more, also the number and place of its last one."""
    asked = questions[0].asked
    last: tuple[int, str, date] = (start.question, *(start.after or ("", date.min)))
    pages: list[tuple[Question, Sequence[Span]]] = []
    held = await position(connection)
    at, room, more = held, asked.limit, False
    for number, question in enumerate(questions[start.question :], start.question):
        wanted = replace(question, asked=replace(asked, limit=room))
        found = await find(connection, wanted, start.after if number == start.question else None, held)
        page = found.spans[:room]
        pages.append((question, page))
        at, more = found.at, len(found.spans) > room
        if page:
            last = (number, *place_of(page[-1]))
        if more:
            break
        room -= len(page)
    return told(asked, at, await _documents(connection, asked, pages, at)), last if more else None


async def _documents(
    connection: Connection, asked: Asked, pages: Sequence[tuple[Question, Sequence[Span]]], at: int
) -> list[dict[str, Any]]:
    """The items of some pages, their evidence read at once; where only some of it is wanted, with how much there is."""
    spans = [span for _, page in pages for span in page]
    shown = spans if asked.cites is None else await shortened(connection, spans, asked.cites, at)
    sources = await sources_of(connection, shown, at)
    kinds = [question.kind for question, page in pages for _ in page]
    items = [item(kind, span, sources) for kind, span in zip(kinds, shown, strict=True)]
    if asked.cites is not None:
        for each, whole in zip(items, spans, strict=True):
            count(each, whole)
    return items


def told(asked: Asked, at: int, items: list[dict[str, Any]]) -> Answer:
    """An answer with the clocks that it was asked with."""
    clocks = asked.clocks
    return Answer(as_of=clocks.as_of, known_by=echo(clocks.known_by), at=at, resolver=RESOLVER_VERSION, items=items)


def items_of(question: Question, spans: Sequence[Span], sources: Sources) -> list[dict[str, Any]]:
    """The items that these spans are shown as."""
    return [item(question.kind, span, sources) for span in spans]
