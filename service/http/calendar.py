"""`GET /v1/meetings.ics`: meetings for calendar programs, as RFC 5545 has them."""

from __future__ import annotations

import asyncio
from typing import Annotated

import msgspec
from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from msgspec import Meta

from service.domain.errors import InvalidInput
from service.domain.parties import name_of
from service.http.dates import First, Last, window
from service.http.documents import document
from service.http.meetings import Persons
from service.http.openapi import takes
from service.http.parameters import AppRequest, Parties, Text, Timed, both, parties, read
from service.http.responses import Encoded
from service.http.vocabularies import MeetingStatus
from service.queries.asking import Desk
from service.subscriptions import calendar
from service.subscriptions.calendar_document import document as written

MEDIA_TYPE = "text/calendar"
Pair = Annotated[
    Text | None, Meta(description="Two parties that must both take part, in the place of `party`.", examples=["US-IN"])
]

_EXAMPLE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Verbale//Meetings//EN
NAME:Meetings of India and United States
BEGIN:VEVENT
SUMMARY:Bilateral meeting: S. Jaishankar\\, Marco Rubio
DTSTART;VALUE=DATE:20260203
DTEND;VALUE=DATE:20260204
DTSTAMP:20260131T090000Z
UID:meeting:2026-02-03-in-us-jaishankar-rubio-4e3d3d1a9b@verbale
SEQUENCE:65
LOCATION:Washington
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""
_ANSWERS = {
    200: ResponseSpec(
        str,
        generate_examples=False,
        media_type=MEDIA_TYPE,
        description="The calendar, UTF-8",
        examples=[Example(value=_EXAMPLE)],
    ),
    304: ResponseSpec(None, description="The client holds this calendar (`If-None-Match`, `If-Modified-Since`)"),
}


class CalendarQuery(Timed, frozen=True, kw_only=True):
    """What `GET /v1/meetings.ics` takes: all that `GET /v1/meetings` does, but no pages."""

    party: Parties = msgspec.field(default_factory=list)
    pair: Pair = None
    person: Persons = msgspec.field(default_factory=list)
    status: MeetingStatus = None
    first: First = msgspec.field(name="from", default=None)
    last: Last = msgspec.field(name="to", default=None)


@get(
    "/meetings.ics",
    tags=["feeds"],
    summary="Meetings as a calendar",
    opt=takes(CalendarQuery),
    responses=_ANSWERS,
)
async def show_calendar(request: AppRequest) -> Encoded:
    """
    The meetings that `GET /v1/meetings` answers, the latest 2,000 at most, each on all the days on which it may be.

    A meeting keeps its UID; what was called off, moved, or is told of no more is CANCELLED.
    """
    query = read(request, CalendarQuery)
    if query.pair is not None and query.party:
        raise InvalidInput("pair: give either a pair or parties", field="pair")
    wanted = calendar.Wanted(
        asked=query.timed(request),
        parties=parties(query.party) if query.pair is None else tuple(sorted(set(both(query.pair)))),
        persons=tuple(query.person),
        window=window(query.first, query.last),
        status=query.status,
    )
    desk: Desk = request.app.state.desk
    found = await desk.read_for(wanted.asked, lambda connection: calendar.read(connection, wanted))
    about = [*(name_of(code) for code in wanted.parties), *wanted.persons]
    name = f"Meetings of {' and '.join(about)}" if about else "Meetings"
    body = await asyncio.to_thread(written, name, found)  # a long one takes its time, and others must not wait
    pinned = wanted.asked.pinned
    return document(request, body, b"text/calendar; charset=utf-8", pinned=pinned, modified=found.modified)
