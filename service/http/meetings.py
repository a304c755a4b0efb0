"""`GET /v1/meetings`: who met whom, or is to meet, where and when, and what became of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from msgspec import Meta

from service.http.answering import respond
from service.http.dates import Windowed
from service.http.forms import MeetingAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Parties, Text, parties, read
from service.http.responses import Encoded
from service.http.vocabularies import MeetingStatus
from service.queries import meetings

Persons = Annotated[
    list[Text],
    Meta(
        description="Somebody who takes part, by any form of the name; several must all take part.",
        examples=[["S. Jaishankar"]],
    ),
]


class MeetingQuery(Windowed, frozen=True, kw_only=True):
    """What `GET /v1/meetings` takes."""

    party: Parties = msgspec.field(default_factory=list)
    person: Persons = msgspec.field(default_factory=list)
    status: MeetingStatus = None


@get(
    "/meetings",
    tags=["record"],
    summary="Meetings, visits and calls",
    opt=takes(MeetingQuery),
    responses=answers(MeetingAnswer),
)
async def list_meetings(request: AppRequest) -> Encoded:
    """
    Meetings of all these parties and persons whose days may lie from `from` to `to`, undated ones included.

    A meeting that was moved is found at its old days and at its new ones.
    """
    query = read(request, MeetingQuery)
    first_day, last_day = query.window()
    question = meetings.meetings(
        query.asked(request),
        parties=parties(query.party),
        persons=tuple(query.person),
        first_day=first_day,
        last_day=last_day,
        status=query.status,
    )
    return await respond(request, question)
