"""`GET /v1/diff`: what is answered otherwise at two triples of day, publication time and log position, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get
from msgspec import Meta

from service.domain.errors import InvalidInput
from service.http.answering import validated
from service.http.change_forms import DiffAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Parties, Query, Text, both, parties, read
from service.http.responses import Encoded
from service.http.vocabularies import Detail, Kinds
from service.queries import diff
from service.queries.asking import Desk
from service.queries.clocks import Clocks, read_clocks, read_position
from service.queries.questions import DEFAULT_LIMIT, MAX_LIMIT


class DiffQuery(Query, frozen=True, kw_only=True):
    """What `GET /v1/diff` takes."""

    from_as_of: Annotated[
        Text | None, Meta(description="The day of the one side. Default: that of the other.", examples=["2026-02-01"])
    ] = None
    from_known_by: Annotated[
        Text | None,
        Meta(
            description="By when it had been published, on the one side. Default: that of the other.",
            examples=["2026-02-01"],
        ),
    ] = None
    from_at: Annotated[
        Text | None, Meta(description="What the service held, on the one side. Default: that of the other.")
    ] = None
    to_as_of: Annotated[
        Text | None, Meta(description="The day of the other side. Default: today, UTC.", examples=["2026-03-02"])
    ] = None
    to_known_by: Annotated[
        Text | None,
        Meta(description="By when it had been published, on the other side. Default: now.", examples=["2026-03-02"]),
    ] = None
    to_at: Annotated[
        Text | None, Meta(description="What the service held, on the other side. Default: all that is projected.")
    ] = None
    kind: Kinds = msgspec.field(default_factory=list)
    party: Parties = msgspec.field(default_factory=list)
    pair: Annotated[Text | None, Meta(description="Only answers about both of two parties.", examples=["US-IN"])] = None
    key: Annotated[Text | None, Meta(description="Only the answer for this key, as items carry it.")] = None
    detail: Detail = "answer"
    min_position: Annotated[
        Text | None,
        Meta(description="Wait until this log position is projected: the position that a write answered with."),
    ] = None
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="The most differences of one page.")] = DEFAULT_LIMIT
    cursor: Annotated[
        Text | None, Meta(description="The `next_cursor` of the page before, with the same parameters.")
    ] = None

    def sides(self, now: datetime) -> tuple[Clocks, Clocks]:
        """The clocks of both sides, asked *now*. Raises InvalidDate, InvalidInput, PositionAhead."""
        ended = (self.to_as_of, self.to_known_by, self.to_at)
        begun = (self.from_as_of, self.from_known_by, self.from_at)
        as_of, known_by, at = (own if own is not None else other for own, other in zip(begun, ended, strict=True))
        other = read_clocks(now, *ended, prefix="to_")
        return read_clocks(now, as_of, known_by, at, prefix="from_"), other


@get(
    "/diff",
    tags=["record"],
    summary="What is answered otherwise, and why",
    opt=takes(DiffQuery),
    responses=answers(DiffAnswer),
)
async def show_diff(request: AppRequest) -> Encoded:
    """
    Every answer that differs between two triples of clocks, with the steps that lead from the one to the other.

    The clocks are moved one by one: the log position, then the publication time, then the day. Both sides are answered
    by the rules of this release, so the cause `resolver` never stands here: a rebuild tells it in the change feed.
    """
    query = read(request, DiffQuery)
    desk: Desk = request.app.state.desk
    one, other = query.sides(desk.now())
    if query.pair is not None and query.party:
        raise InvalidInput("pair: give either a pair or parties", field="pair")
    compared = diff.Compared(
        one=one,
        other=other,
        kinds=tuple(query.kind),
        parties=parties(query.party) if query.pair is None else tuple(sorted(set(both(query.pair)))),
        key=query.key,
        detail=query.detail,
        limit=query.limit,
        cursor=query.cursor,
        given=(query.from_as_of, query.from_known_by, query.from_at, query.to_as_of, query.to_known_by, query.to_at),
    )
    if query.min_position is not None:
        await desk.reach(read_position(query.min_position, "min_position"))
    answer = await desk.read(lambda connection: diff.diff(connection, compared))
    paged = query.cursor is not None
    echoes = sum(side.defaulted for side in (one, other))
    return validated(
        request,
        answer,
        pinned=paged or (one.pinned and other.pinned),
        moment=answer.ended["known_by"] if echoes and not paged else None,
        echoes=echoes,
    )
