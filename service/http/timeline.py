"""`GET /v1/timeline`: what happened, or is due to, in order."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from service.http.answering import answered
from service.http.dates import From, To, window
from service.http.forms import TimelineAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, Parties, parties
from service.http.vocabularies import Kinds
from service.queries import timeline
from service.queries.questions import Asked


@get("/timeline", tags=["record"], summary="What happened, in order", responses=answers(TimelineAnswer))
async def show_timeline(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    party: Parties = None,
    kind: Kinds = None,
    from_: From = None,
    to: To = None,
) -> Response[Any]:
    """
    Levels that began, statuses that changed and meetings on their days, of all these parties, as known.

    `as_of` divides what had happened from what was `upcoming` on that day.
    """
    first_day, last_day = window(from_, to)
    answer = await request.app.state.desk.read_for(
        asked,
        lambda connection: timeline.timeline(
            connection,
            asked,
            parties=parties(party),
            kinds=tuple(kind or ()),
            first_day=first_day,
            last_day=last_day,
        ),
    )
    return answered(request, asked, answer)
