"""
Differences: every answer that is not the same at two triples of day, publication time and log position, and why.

Keys are found by their rectangles and told page by page; equal triples have no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from service.domain.claims import KINDS
from service.domain.errors import InvalidDate
from service.domain.registry import RESOLVER_VERSION
from service.domain.spans import Span
from service.queries import cursor as cursors
from service.queries import facts
from service.queries.clocks import Clocks, echo, read_clocks
from service.queries.comparing import Detail
from service.queries.corners import Point, Way, corners_of
from service.queries.evidence import Sources, sources_of
from service.queries.items import item
from service.queries.lookup import position, settle, snapshot
from service.queries.questions import DEFAULT_LIMIT, Asked, Question
from service.queries.walking import Difference, explain, walk

if TYPE_CHECKING:
    from asyncpg import Connection

MAX_STRETCHES = 4
"""So many times more keys are looked for to fill a page; it may hold fewer differences than asked for."""
_BATCH = 500


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is compared: the answers at two triples of clocks, of some kinds about all of some parties, or of one key.

    `given` are the client's own words, by which a cursor knows its question.
    """

    one: Clocks
    other: Clocks
    kinds: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    key: str | None = None
    detail: Detail = "answer"
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    given: tuple[str | None, ...] = ()

    def questions(self) -> list[Question]:
        """What is compared, kind by kind. Raises InvalidInput for a key of no kind."""
        asked = Asked(clocks=self.other)
        if self.key is not None:
            return [facts.fact(asked, self.key)]
        facets = tuple(f"party:{code}" for code in self.parties)
        return [
            Question(kind=kind, asked=asked, facets=facets) for kind in KINDS if not self.kinds or kind in self.kinds
        ]


class Differences(msgspec.Struct, kw_only=True):
    """The differences as they are sent, from the one triple to the other."""

    begun: dict[str, Any] = msgspec.field(name="from")
    ended: dict[str, Any] = msgspec.field(name="to")
    resolver: str = RESOLVER_VERSION
    items: list[dict[str, Any]] = msgspec.field(default_factory=list)
    next_cursor: str | None = None


async def diff(connection: Connection, compared: Compared) -> Differences:
    """
    One page of differences, by kind and key.

    Raises InvalidInput, InvalidDate (for a day that is several), PositionAhead, Behind.
    """
    name = cursors.fingerprint(
        ("diff", compared.kinds, compared.parties, compared.key, compared.detail, compared.given)
    )
    number, after = 0, ""
    if compared.cursor is not None:
        place = cursors.read(compared.cursor, name)
        number, after = place.question, place.key
        ended = (place.as_of, place.known_by, place.at)
        compared = _resumed(compared, place.begun or ended, ended)
    for clocks, field in ((compared.other, "to_as_of"), (compared.one, "from_as_of")):
        if clocks.first_day != clocks.last_day:
            raise InvalidDate(f"{field}: days are compared, and {clocks.as_of} is several; give a date", field=field)
    async with snapshot(connection):
        held = await position(connection)
        points = await _points(connection, compared, held)
        told = Differences(begun=_echo(compared.one, points[0]), ended=_echo(compared.other, points[3]))
        reached = await _collect(connection, compared, points, (number, after), told, held)
    if reached is not None:
        begun = (compared.one.as_of, compared.one.known_by, points[0].at)
        last = compared.other
        cursor = cursors.Cursor(name, *reached, last.first_day, last.as_of, last.known_by, points[3].at, begun)
        told.next_cursor = cursors.write(cursor)
    return told


def _resumed(compared: Compared, begun: tuple[str, datetime, int], ended: tuple[str, datetime, int]) -> Compared:
    """The same comparison at the clocks of its first page."""
    one, other = (read_clocks(known_by, as_of, None, str(at)) for as_of, known_by, at in (begun, ended))
    return replace(compared, one=one, other=other)


async def _points(connection: Connection, compared: Compared, held: int) -> Way:
    """The corners of the way: each but the first has moved one clock."""
    one, other = compared.one, compared.other
    last = await settle(connection, other.at, held, "to_at")
    first = await settle(connection, one.at, held, "from_at")
    return (
        Point(one.first_day, one.known_by, first),
        Point(one.first_day, one.known_by, last),
        Point(one.first_day, other.known_by, last),
        Point(other.first_day, other.known_by, last),
    )


async def _collect(
    connection: Connection,
    compared: Compared,
    points: Way,
    start: tuple[int, str],
    told: Differences,
    held: int,
) -> tuple[int, str] | None:
    """
    Put one page of differences into *told*; where there may be more, the place of the last key looked at.

    The tables stand at *held*.
    """
    number, after = start
    looked = 0
    for count, question in enumerate(compared.questions()[number:], number):
        corners = await corners_of(connection, question, points, held)
        going_on: str | None = after if count == number else ""
        while going_on is not None:
            room = compared.limit - len(told.items)
            keys, reached = await corners.differing(going_on, _BATCH)
            found = await walk(corners, keys, compared.detail)
            page = found[:room]
            await explain(connection, corners, page, points, compared.detail)
            told.items += await _documents(connection, page, points)
            if len(found) > room:
                return count, page[-1].key if page else going_on
            looked += 1
            if looked >= MAX_STRETCHES and reached is not None:
                return count, reached
            going_on = reached
    return None


async def _documents(connection: Connection, found: Sequence[Difference], way: Way) -> list[dict[str, Any]]:
    """The differences as answers show them."""
    first, *_, last = way
    ours = [span for each in found for step in each.steps[1:] for span in (step.before,) if span is not None]
    ours += [each.steps[-1].after for each in found if each.steps[-1].after is not None]
    theirs = [each.steps[0].before for each in found if each.steps[0].before is not None]
    if first.at == last.at:
        then = now = await sources_of(connection, [*theirs, *ours], last.at)
    else:
        then = await sources_of(connection, theirs, first.at)
        now = await sources_of(connection, ours, last.at)

    def shown(kind: str, span: Span | None, sources: Sources) -> dict[str, Any] | None:
        return None if span is None else item(kind, span, sources)

    return [
        {
            "kind": each.kind,
            "key": each.key,
            "cause": each.cause,
            "changed": list(each.members),
            "before": shown(each.kind, each.steps[0].before, then),
            "after": shown(each.kind, each.steps[-1].after, now),
            "steps": [
                {
                    "clock": step.clock,
                    "cause": step.cause,
                    "changed": list(step.members),
                    "known_from": None if step.known_from is None else echo(step.known_from),
                    "after": shown(each.kind, step.after, now),
                    "because": [happened.document() for happened in step.because],
                }
                for step in each.steps
            ],
        }
        for each in found
    ]


def _echo(clocks: Clocks, point: Point) -> dict[str, Any]:
    """A triple as answers tell it."""
    return {"as_of": clocks.as_of, "known_by": echo(clocks.known_by), "at": point.at}
