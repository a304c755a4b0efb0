"""
Elsewhere: what is held within a question's scope on other days and at other publication times.

Asked only when nothing answers. Of a subject or a key it is looked for by how long it is known, and no further than
to the first that will do: on a busy one the rest would be hundreds of thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec.structs import replace

from service.domain.kinds import meeting
from service.domain.spans import LAST_DAY, Rectangle, Span
from service.queries import pinned
from service.queries.lookup import home, position
from service.queries.questions import Question
from service.queries.standing import standing
from service.queries.statements import EARLIER, LATER, LISTING, Scope

if TYPE_CHECKING:
    from asyncpg import Connection

_SPAN = msgspec.json.Decoder(Span)
_BOUNDS = (20, 2_000)
"""So many rectangles are looked through at first, and at most."""
_EVER = LAST_DAY - timedelta(days=1)

Picks = Callable[[Span], bool]


class Elsewhere(Protocol):
    """What a question might be answered with on another day, or at another publication time."""

    async def standing(self) -> Sequence[Span]:
        """What stands on any day at the question's publication time, at most 2,000."""

    async def told_later(self, picks: Picks) -> datetime | None:
        """The first later publication time at which something came to stand that *picks* takes."""

    async def was_told(self, picks: Picks) -> bool:
        """Whether anything that *picks* takes stood at an earlier publication time, and no longer at this one."""


async def elsewhere(connection: Connection, question: Question, at: int) -> Elsewhere:
    """What the log held of it at position *at*: out of the tables, or of the fold where they stand at a later one."""
    if at < await position(connection):
        return _Folded(question, await pinned.rectangles(connection, question, at))
    if question.subjects:
        subject = await home(connection, question)
        return _Folded(question, ()) if subject is None else _Tabled(connection, question, "subject", subject)
    return _Tabled(connection, question, *question.scope)


class _Tabled:
    def __init__(self, connection: Connection, question: Question, scope: Scope, argument: Any) -> None:
        self._connection = connection
        self._question = question
        self._scope = scope
        self._argument = argument
        whole = question.kind == meeting.SUBJECT and scope == "all"  # meetings are one subject (ADR-0011)
        self._told: tuple[Scope, Any] = ("subject", meeting.SUBJECT) if whole else (scope, argument)

    async def standing(self) -> Sequence[Span]:
        kind, known_by = self._question.kind, self._question.clocks.known_by
        if self._scope == "subject":
            clocks = replace(self._question.clocks, first_day=date.min, last_day=_EVER)
            always = replace(self._question, asked=replace(self._question.asked, clocks=clocks))
            return (await standing(self._connection, [always]))[1][0]
        asked = (date.min, _EVER, known_by, "", date.min, _BOUNDS[-1], self._argument, ())
        return [_SPAN.decode(row[0]) for row in await self._connection.fetch(LISTING[kind, self._scope], *asked)]

    async def told_later(self, picks: Picks) -> datetime | None:
        return next((known_from for span, known_from in await self._read(LATER, picks)), None)

    async def was_told(self, picks: Picks) -> bool:
        return bool(await self._read(EARLIER, picks))

    async def _read(self, statements: dict[tuple[str, Scope], str], picks: Picks) -> list[tuple[Span, datetime]]:
        """Those that *picks* takes, of the first few; of all where none of the few is taken."""
        scope, argument = self._told
        statement = statements[self._question.kind, scope]
        for bound in _BOUNDS:
            rows = await self._connection.fetch(statement, bound, argument, self._question.clocks.known_by)
            told = ((_SPAN.decode(row["span"]), row["known_from"]) for row in rows)
            taken = [each for each in told if picks(each[0])]
            if taken or len(rows) < bound:
                return taken
        return []


class _Folded:
    def __init__(self, question: Question, found: Sequence[Rectangle]) -> None:
        self._found = found
        self._clocks = question.clocks

    async def standing(self) -> Sequence[Span]:
        return [each.span for each in pinned.visible(self._found, self._clocks)]

    async def told_later(self, picks: Picks) -> datetime | None:
        later = (each for each in self._found if each.known_from > self._clocks.known_by)
        return min((each.known_from for each in later if picks(each.span)), default=None)

    async def was_told(self, picks: Picks) -> bool:
        return any(each.known_until <= self._clocks.known_by and picks(each.span) for each in self._found)
