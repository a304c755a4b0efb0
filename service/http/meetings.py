"""`GET /v1/meetings`: who met whom, or is to meet, where and when, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from service.http.answering import respond
from service.http.dates import From, To, window
from service.http.forms import MeetingAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, Parties, parties
from service.http.vocabularies import MeetingStatus
from service.queries import meetings
from service.queries.questions import Asked

Persons = Annotated[
    list[str] | None,
    QueryParameter(
        name="person",
        description="Somebody who takes part, by any form of the name; several must all take part.",
        examples=[Example(value=["S. Jaishankar"])],
    ),
]


@get("/meetings", tags=["record"], summary="Meetings, visits and calls", responses=answers(MeetingAnswer))
async def list_meetings(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    party: Parties = None,
    person: Persons = None,
    from_: From = None,
    to: To = None,
    status: MeetingStatus = None,
) -> Response[Any]:
    """
    Meetings of all these parties and persons whose days may lie from `from` to `to`, undated ones included.

    A meeting that was moved is found at its old days and at its new ones.
    """
    first_day, last_day = window(from_, to)
    question = meetings.meetings(
        asked,
        parties=parties(party),
        persons=tuple(person or ()),
        first_day=first_day,
        last_day=last_day,
        status=status,
    )
    return await respond(request, question)
