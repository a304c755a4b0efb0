"""`GET /v1/events`: the raw log, every event once and in order, as pages or as an event stream."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.response.base import ASGIResponse
from msgspec import Meta

from service.domain.errors import InvalidInput
from service.domain.events import CATALOGUE
from service.http.following import FeedQuery, answers, respond
from service.http.forms import Form
from service.http.openapi import streams, takes
from service.http.parameters import AppRequest, Text, read
from service.subscriptions.envelopes import EventEnvelope
from service.subscriptions.sources import EventFilter


class EventsQuery(FeedQuery, frozen=True, kw_only=True):
    """What `GET /v1/events` takes; its cursors are log positions."""

    type: Annotated[
        list[Text],
        Meta(description="Only events of these types, such as article.retracted.", examples=[["text.erased"]]),
    ] = msgspec.field(default_factory=list)
    stream: Annotated[Text | None, Meta(description="Only events of this stream: an article's id, for most.")] = None

    def wanted(self) -> EventFilter:
        """The filter. Raises InvalidInput."""
        unknown = sorted(set(self.type) - set(CATALOGUE.names))
        if unknown:
            raise InvalidInput(
                f"type: {unknown[0]!r} is no type of event; there are {', '.join(CATALOGUE.names)}", field="type"
            )
        return EventFilter(types=tuple(sorted(set(self.type))), stream=self.stream)


class EventsAnswer(Form, frozen=True, kw_only=True):
    """
    A page of events, oldest first.

    All that was asked for up to the position `reached` has been told: the next page is the one after it. `head` is the
    log's last position.
    """

    items: list[EventEnvelope]
    reached: int
    head: int


EXAMPLE = {
    "items": [
        {
            "specversion": "1.0",
            "id": "01a2022a-2ded-7c34-93c8-8075d7a5f7bb",
            "source": "urn:uuid:0f6efdfe-4983-43bd-af34-901f195ae701",
            "type": "net.verbale.log.article.retracted",
            "subject": "art-5d1f0c7a9be24c3d8a10",
            "time": "2025-09-02T10:00:00Z",
            "recordedtime": "2025-09-02T10:00:00Z",
            "sequence": "0000000000000000241",
            "datacontenttype": "application/json",
            "data": {
                "position": 241,
                "event_id": "01a2022a-2ded-7c34-93c8-8075d7a5f7bb",
                "type": "article.retracted",
                "stream": "art-5d1f0c7a9be24c3d8a10",
                "stream_version": 3,
                "payload": {
                    "article_id": "art-5d1f0c7a9be24c3d8a10",
                    "retracted_at": "2025-09-02T09:30:00Z",
                    "reason": "The publisher withdrew it",
                },
                "metadata": {},
            },
        }
    ],
    "reached": 241,
    "head": 241,
}


@get(
    "/events",
    tags=["log"],
    summary="The events of the log, in order",
    opt=takes(EventsQuery) | streams(),
    responses=answers(EventsAnswer, EXAMPLE),
)
async def show_events(request: AppRequest) -> ASGIResponse:
    """
    The log's events after a position, each a CloudEvent with its payload.

    With `Accept: text/event-stream` the events as they come, for as long as you listen; come back with
    `Last-Event-ID` and you miss none. With `Accept: application/x-ndjson` a page has one event a line.
    """
    query = read(request, EventsQuery)
    return await respond(request, query, request.app.state.following.events, query.wanted())
