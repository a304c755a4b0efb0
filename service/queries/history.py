"""
History: one key over the days, as known at one publication time, with the days on which nothing is known to hold.

Answers and gaps together cover the days that are asked about, each once: a day that is possible is no gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from service.domain.registry import RESOLVER_VERSION
from service.domain.spans import FIRST_DAY, LAST_DAY, Span
from service.queries import cursor as cursors
from service.queries import facts, nothing
from service.queries.clocks import echo, read_clocks
from service.queries.comparing import Detail
from service.queries.evidence import sources_of
from service.queries.identity import follow
from service.queries.items import item
from service.queries.lookup import find, place_of, position, settle, snapshot
from service.queries.questions import Answer, Asked

if TYPE_CHECKING:
    from asyncpg import Connection

ALL_DAYS = "../.."


class History(Answer, kw_only=True):
    """An answer over the days; `gaps` lie before, between and after the items of the page, in order."""

    gaps: list[dict[str, Any]] = msgspec.field(default_factory=list)


def over_all_days(asked: Asked) -> Asked:
    """The same question on all days, unless the client names some."""
    as_of, known_by, _ = asked.given
    if as_of is not None:
        return asked
    clocks = replace(
        asked.clocks,
        as_of=ALL_DAYS,
        first_day=date.min,
        last_day=LAST_DAY - timedelta(days=1),
        pinned=known_by is not None and isinstance(asked.clocks.at, int),
    )
    return replace(asked, clocks=clocks)


async def history(connection: Connection, asked: Asked, key: str, detail: Detail = "answer") -> History:
    """
    Every answer for *key* on some days, by day, each with the days that it is given for; and the gaps.

    Days on end that say the same are one answer, unless it counts how they are known.

    Raises InvalidInput for a key of no kind or a cursor of another question, PositionAhead, Behind.
    """
    name = cursors.fingerprint(("history", key, detail, asked.given, asked.clocks.match))
    after = None
    if asked.cursor is not None:
        place = cursors.read(asked.cursor, name)
        after = (place.key, place.day)
        asked = replace(asked, clocks=read_clocks(place.known_by, place.as_of, None, str(place.at), asked.clocks.match))
    clocks = asked.clocks
    possible = replace(asked, clocks=replace(clocks, match="possible"))
    question = replace(facts.fact(possible, key), apart="spans" if detail == "everything" else "certainties")
    async with snapshot(connection):
        at = await settle(connection, clocks.at, await position(connection))
        question, followed = await follow(connection, question, at)
        found = await find(connection, question, after)
        page = found.spans[: asked.limit]
        shown = [span for span in page if clocks.match == "possible" or span.certainty == "certain"]
        sources = await sources_of(connection, shown, found.at)
        answer = History(
            as_of=clocks.as_of,
            known_by=echo(clocks.known_by),
            at=found.at,
            resolver=RESOLVER_VERSION,
            items=[
                item(question.kind, span, sources) | {"days": _days(span.since_day, span.until_day)} for span in shown
            ],
        )
        if followed is not None:
            answer.followed = followed
        if page:
            following = found.spans[asked.limit].since_day if len(found.spans) > asked.limit else None
            begin = clocks.first_day if after is None else page[0].since_day
            answer.gaps = _gaps(page, begin, following or clocks.last_day + timedelta(days=1))
        elif after is None:
            answer.nothing = await nothing.reason(connection, [question], asked, found.at)
            answer.gaps = [_gap(clocks.first_day, clocks.last_day + timedelta(days=1), answer.nothing)]
    if len(found.spans) > asked.limit:
        last = page[-1]
        place = cursors.Cursor(name, 0, *place_of(last), clocks.as_of, clocks.known_by, found.at)
        answer.next_cursor = cursors.write(place)
    return answer


def _gaps(page: Sequence[Span], begin: date, end: date) -> list[dict[str, Any]]:
    """The days from *begin* to before *end* on which none of these spans holds, and why."""
    found = []
    before: Span | None = None
    for span in page:
        if begin < span.since_day:
            found.append(_gap(begin, span.since_day, nothing.between(before, span)))
        before, begin = span, span.until_day
    if begin < end:
        found.append(_gap(begin, end, nothing.between(before, None)))
    return found


def _gap(begin: date, end: date, why: dict[str, Any]) -> dict[str, Any]:
    return {**_days(begin, end), **why}


def _days(begin: date, end: date) -> dict[str, Any]:
    """Half-open days: null where there is no bound."""
    return {
        "since": None if begin == FIRST_DAY else begin.isoformat(),
        "until": None if end == LAST_DAY else end.isoformat(),
    }
