"""
Corners: the points between which answers are compared, and what answers them.

Where every point is at the position that the tables stand at, rectangles that hold both ends of the way are never
read: their answers cannot differ. At an older position the claims are folded as they were held then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from service.domain.spans import Rectangle, Span
from service.queries import pinned, tariffs
from service.queries.questions import Question
from service.queries.statements import AHEAD, CORNERS, DIFFERING, TURNS
from service.queries.steps import Version

if TYPE_CHECKING:
    from asyncpg import Connection

STRETCH = 50_000
"""So many rectangles of all keys are looked through at once."""
MAX_TURNS = 200
"""So many versions of an answer are looked back over, to find the one that changed it."""
_SPAN = msgspec.json.Decoder(Span)


class Point(NamedTuple):
    """A day, a publication time and a log position."""

    day: date
    known_by: datetime
    at: int


Way = tuple[Point, Point, Point, Point]
"""From one triple to the other, one clock a leg."""


class Corners(Protocol):
    """What answers at the points of a way, for one kind."""

    kind: str

    async def differing(self, after: str, size: int) -> tuple[list[str], str | None]:
        """
        The next keys in order whose answers may differ between the ends of the way, at most so many.

        And the key after which to go on, None where there is no more. One call looks through a bounded stretch.
        """

    async def spans(self, keys: Sequence[str]) -> tuple[list[dict[str, Span]], dict[str, str]]:
        """The answers to these keys at each point, and the subjects of the keys."""

    async def turns(self, keys: Sequence[str]) -> dict[str, list[Version]]:
        """How the answers went along the leg of publication time, oldest first."""


async def corners_of(connection: Connection, question: Question, way: Way, held: int) -> Corners:
    """The corners of a way for the answers in a question's scope; the tables stand at *held*."""
    if all(point.at == held for point in way):
        return _Tabled(connection, question, way)
    first = await pinned.resolved(connection, question, way[0].at)
    last = first if way[3].at == way[0].at else await pinned.resolved(connection, question, way[3].at)
    return _Folded(question.kind, way, first, last)


class _Tabled:
    """Corners out of the tables."""

    def __init__(self, connection: Connection, question: Question, way: Way) -> None:
        self.kind = question.kind
        self._connection = connection
        self._scope = question.scope
        self._way = way

    async def differing(self, after: str, size: int) -> tuple[list[str], str | None]:
        first, _, _, last = self._way
        scope, argument = self._scope
        if scope == "key":
            return [argument] if argument > after else [], None
        between = tariffs.between(argument) if scope == "facets" and self.kind == tariffs.KIND else None
        if between is not None:
            scope, argument = "subjects", between
        ahead = await self._connection.fetchval(AHEAD[self.kind], after, STRETCH) if scope == "all" else None
        asked = (first.day, first.known_by, last.day, last.known_by, after, size, argument, ahead)
        keys = [row[0] for row in await self._connection.fetch(DIFFERING[self.kind, scope], *asked)]
        return keys, keys[-1] if len(keys) == size else ahead

    async def spans(self, keys: Sequence[str]) -> tuple[list[dict[str, Span]], dict[str, str]]:
        days, times = [point.day for point in self._way], [point.known_by for point in self._way]
        found: list[dict[str, Span]] = [{} for _ in self._way]
        subjects = {}
        for place, key, subject, span in await self._connection.fetch(CORNERS[self.kind], keys, days, times):
            found[place - 1][key] = _SPAN.decode(span)
            subjects[key] = subject
        return found, subjects

    async def turns(self, keys: Sequence[str]) -> dict[str, list[Version]]:
        _, start, end, _ = self._way
        low, high = sorted((start.known_by, end.known_by))
        rows = await self._connection.fetch(TURNS[self.kind], keys, end.day, low, high, MAX_TURNS)
        found: dict[str, list[Version]] = {key: [] for key in keys}
        for key, span, known_from, known_until, subject in reversed(rows):
            found[key].append(Version(_SPAN.decode(span), known_from, known_until, subject))
        return found


class _Folded:
    """Corners out of the rectangles of both positions."""

    def __init__(
        self, kind: str, way: Way, first: Sequence[tuple[str, Rectangle]], last: Sequence[tuple[str, Rectangle]]
    ) -> None:
        self.kind = kind
        self._way = way
        self._last = last
        self._spans = [
            {each.span.key: each.span for _, each in found if _holds(each, point)}
            for point, found in zip(way, (first, last, last, last), strict=True)
        ]
        self._subjects = {each.span.key: subject for subject, each in (*first, *last)}

    async def differing(self, after: str, size: int) -> tuple[list[str], str | None]:
        first, *_, last = self._spans
        differ = (key for key in first.keys() | last.keys() if key > after and first.get(key) != last.get(key))
        keys = sorted(differ)[:size]
        return keys, keys[-1] if len(keys) == size else None

    async def spans(self, keys: Sequence[str]) -> tuple[list[dict[str, Span]], dict[str, str]]:
        wanted = set(keys)
        found = [{key: span for key, span in each.items() if key in wanted} for each in self._spans]
        return found, self._subjects

    async def turns(self, keys: Sequence[str]) -> dict[str, list[Version]]:
        _, start, end, _ = self._way
        low, high = sorted((start.known_by, end.known_by))
        found: dict[str, list[Version]] = {key: [] for key in keys}
        for subject, each in sorted(self._last, key=lambda pair: pair[1].known_from):
            span = each.span
            on_the_day = span.since_day <= end.day < span.until_day
            if span.key in found and on_the_day and each.known_until > low and each.known_from <= high:
                found[span.key].append(Version(span, each.known_from, each.known_until, subject))
        return found


def _holds(rectangle: Rectangle, point: Point) -> bool:
    span = rectangle.span
    on_the_day = span.since_day <= point.day < span.until_day
    return on_the_day and rectangle.known_from <= point.known_by < rectangle.known_until
