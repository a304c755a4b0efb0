"""`GET /v1/timeline`: what happened, or is due to, in order."""

from __future__ import annotations

import msgspec
from litestar import get

from service.http.answering import answered
from service.http.dates import Windowed
from service.http.forms import TimelineAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Parties, parties, read
from service.http.responses import Encoded
from service.http.vocabularies import Kinds
from service.queries import timeline


class TimelineQuery(Windowed, frozen=True, kw_only=True):
    """What `GET /v1/timeline` takes."""

    party: Parties = msgspec.field(default_factory=list)
    kind: Kinds = msgspec.field(default_factory=list)


@get(
    "/timeline",
    tags=["record"],
    summary="What happened, in order",
    opt=takes(TimelineQuery),
    responses=answers(TimelineAnswer),
)
async def show_timeline(request: AppRequest) -> Encoded:
    """
    Levels that began, statuses that changed and meetings on their days, of all these parties, as known.

    `as_of` divides what had happened from what was `upcoming` on that day.
    """
    query = read(request, TimelineQuery)
    asked = query.asked(request)
    first_day, last_day = query.window()
    codes = parties(query.party)
    answer = await request.app.state.desk.read_for(
        asked,
        lambda connection: timeline.timeline(
            connection, asked, parties=codes, kinds=tuple(query.kind), first_day=first_day, last_day=last_day
        ),
    )
    return answered(request, asked, answer)
