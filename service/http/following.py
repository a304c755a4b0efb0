"""
A feed over HTTP: one address answers with a page, as JSON or NDJSON, or with an event stream, as `Accept` says.

Where a client stands is a cursor in every one of them, so that it can page to the end and then listen, or come back to
a stream that it lost with `Last-Event-ID` (which outranks the address: a browser comes back to the same one).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.response.base import ASGIResponse
from msgspec import Meta

from service.domain.errors import InvalidInput, PositionAhead
from service.http.event_streams import MEDIA_TYPE as EVENT_STREAM
from service.http.event_streams import EventStream
from service.http.openapi import NDJSON
from service.http.parameters import AppRequest, Query, Text
from service.http.responses import JSON, Encoded
from service.queries.clocks import read_instant, read_position
from service.subscriptions.envelopes import BATCH_TYPE
from service.subscriptions.following import Follower
from service.subscriptions.sources import Batch

MAX_LIMIT = 1_000
DEFAULT_LIMIT = 100
NOW = "now"
LAST_EVENT_ID = "last-event-id"


class FeedQuery(Query, frozen=True, kw_only=True):
    """Where a feed is to begin, and how long a page is."""

    after: Annotated[
        Text | None,
        Meta(
            description="The cursor after which to begin: 0 for the beginning, `now` for what comes from now on. "
            "Default: 0 for a page, `now` for a stream.",
            examples=["0"],
        ),
    ] = None
    recorded_since: Annotated[
        Text | None,
        Meta(
            description="Begin with what was recorded at this instant or later, in place of `after`.",
            examples=["2026-02-02T18:00:00Z"],
        ),
    ] = None
    limit: Annotated[
        int, Meta(ge=1, le=MAX_LIMIT, description="The most entries of one page; a stream has no end.")
    ] = DEFAULT_LIMIT


def answers(form: Any, example: dict[str, Any]) -> dict[int, ResponseSpec]:
    """What a feed is answered with, as JSON; `openapi.document` adds the other forms."""
    examples = [Example(value=example)]
    return {200: ResponseSpec(form, generate_examples=False, description="A page, or a stream", examples=examples)}


async def respond(request: AppRequest, query: FeedQuery, follower: Follower, wanted: Any) -> ASGIResponse:
    """A page of the feed, or its stream. Raises InvalidInput, InvalidDate, PositionAhead, Unavailable."""
    accepted = request.headers.get("accept", "")
    streaming = EVENT_STREAM in accepted
    after = await _after(request, query, follower)
    if streaming:
        return EventStream(await follower.subscribe(wanted, after))
    batch = await follower.source.read(0 if after is None else after, query.limit, wanted)
    return _page(request, batch, accepted)


async def _after(request: AppRequest, query: FeedQuery, follower: Follower) -> int | None:
    """The cursor to begin after; None for a stream that begins now."""
    streaming = EVENT_STREAM in request.headers.get("accept", "")
    last = request.headers.get(LAST_EVENT_ID)
    if last:
        return await _known(follower, read_position(last, "Last-Event-ID"), "Last-Event-ID")
    if query.recorded_since is not None:
        if query.after is not None:
            raise InvalidInput("after: give either a cursor or recorded_since", field="after")
        moment: datetime = read_instant(query.recorded_since, "recorded_since")
        return await follower.source.before(moment)
    if query.after == NOW or (query.after is None and streaming):
        return None if streaming else await follower.source.head()
    if query.after is None:
        return 0
    if not (query.after.isascii() and query.after.isdigit()):
        raise InvalidInput(f"after: {query.after!r} is not a cursor; give a number from 0 on, or now", field="after")
    return await _known(follower, read_position(query.after, "after"), "after")


async def _known(follower: Follower, cursor: int, field: str) -> int:
    """*cursor*, if it was given out. Raises PositionAhead."""
    if cursor > follower.ring.top and cursor > (head := await follower.source.head()):
        raise PositionAhead(
            f"{field}: {cursor} is beyond the last cursor, which is {head}: it was not given out by this record; "
            "begin again, with after=0 or after=now",
            field=field,
            head=head,
        )
    return cursor


def _page(request: AppRequest, batch: Batch, accepted: str) -> Encoded:
    envelopes = [each.envelope for each in batch.sent]
    again = [(name, value) for name, value in parse_qsl(request.url.query) if name not in {"after", "recorded_since"}]
    target = f"{request.url.path}?{urlencode([*again, ('after', str(batch.reached))])}"
    headers = (
        (b"cache-control", b"no-cache"),
        (b"vary", b"accept"),
        (b"link", f'<{target}>; rel="next"'.encode()),
    )
    if any(kind in accepted for kind in NDJSON):
        return Encoded(b"".join([each + b"\n" for each in envelopes]), headers, kind=NDJSON[0].encode())
    if BATCH_TYPE in accepted:
        return Encoded(b"[%s]" % b",".join(envelopes), headers, kind=BATCH_TYPE.encode())
    items = b",".join(envelopes)
    body = b'{"items":[%s],"reached":%d,"head":%d}' % (items, batch.reached, batch.head)
    return Encoded(body, headers, kind=JSON.encode())
