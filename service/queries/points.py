"""
Point look-ups: one subject on one day, by what had been published by one time.

Look-ups that arrive while others are being read are read together: one statement finds the spans of all of them (a
second one those of busy subjects), and one the evidence. Evidence may be read a moment later than the spans, since
what it reads at a log position never changes. Nothing waits for company: the first look-up is read at once.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from service.queries.evidence import Sources, claims_of, sources_of
from service.queries.lookup import page
from service.queries.questions import Found, Question
from service.queries.standing import Reader

if TYPE_CHECKING:
    from asyncpg import Pool

MAX_GROUP = 64
MAX_READERS = 2
"""Groups of one kind that are read side by side: a slow one does not hold up all the others."""


class _Waiting(NamedTuple):
    question: Question
    answer: asyncio.Future[Found | None]


def is_point(question: Question) -> bool:
    """Whether a question can be read with others: one subject, the first page, what is projected now."""
    asked = question.asked
    return bool(question.subjects) and asked.cursor is None and asked.min_position is None


class Points:
    """The look-ups of one event loop."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: dict[str, list[_Waiting]] = defaultdict(list)
        self._readers: dict[str, set[asyncio.Task[None]]] = defaultdict(set)
        self._reader = Reader()

    async def look_up(self, question: Question) -> Found | None:
        """
        One page of spans and one more, with their evidence; None where the tables do not stand at the position asked.

        Raises what reading raises.
        """
        waiting = _Waiting(question, asyncio.get_running_loop().create_future())
        self._waiting[question.kind].append(waiting)
        readers = self._readers[question.kind]
        if len(readers) < MAX_READERS:
            reader = asyncio.create_task(self._read(question.kind), name="point look-ups")
            readers.add(reader)
            reader.add_done_callback(readers.discard)
        return await waiting.answer

    async def _read(self, kind: str) -> None:
        """Read groups until nothing waits."""
        while self._waiting[kind]:
            group = self._waiting[kind][:MAX_GROUP]
            del self._waiting[kind][:MAX_GROUP]
            try:
                await self._read_group([each for each in group if not each.answer.done()])
            except BaseException as error:  # whoever waits hears of it
                for each in group:
                    if not each.answer.done():
                        each.answer.set_exception(error)
                if not isinstance(error, Exception):
                    raise

    async def _read_group(self, group: Sequence[_Waiting]) -> None:
        if not group:
            return
        async with self._pool.acquire() as connection:
            found = await self._reader.read(connection, [each.question for each in group])
            pages = [
                page(each.question, spans) if each.question.clocks.at in {None, held} else None
                for each, (held, spans) in zip(group, found, strict=True)
            ]
            sources: dict[int, Sources] = {}
            for at in {held for held, _ in found}:
                wanted = [
                    span for (held, _), each in zip(found, pages, strict=True) if held == at for span in each or ()
                ]
                sources[at] = await sources_of(connection, wanted, at)
        for each, (held, _), spans in zip(group, found, pages, strict=True):
            if not each.answer.done():
                cited = sources[held]
                whole = spans is not None and all(name in cited for span in spans for name in claims_of(span))
                each.answer.set_result(Found(at=held, spans=spans or (), sources=cited) if whole else None)
