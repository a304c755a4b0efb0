"""`GET /v1/feed.atom`, `GET /v1/feed.json`: the changes of answers for feed readers, the newest first."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from msgspec import Meta

from service.domain.errors import InvalidInput
from service.domain.parties import name_of
from service.http.changes import ChangesQuery
from service.http.documents import document
from service.http.following import NOW
from service.http.openapi import takes
from service.http.parameters import AppRequest, Text, read
from service.http.responses import Encoded
from service.queries.asking import Desk
from service.queries.clocks import read_instant, read_position
from service.subscriptions import atom, feed, json_feed
from service.subscriptions.entry_texts import About
from service.subscriptions.filters import Filter
from service.subscriptions.newest import Newest, read_newest

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
_HELD = ResponseSpec(None, description="The client holds this feed (`If-None-Match`, `If-Modified-Since`)")


class FeedsQuery(ChangesQuery, frozen=True, kw_only=True):
    """What the feeds take: all that `GET /v1/changes` does, and from where on a page is older."""

    before: Annotated[
        Text | None,
        Meta(
            description="Only what is older than this cursor; the address of the next page has it.", examples=["1000"]
        ),
    ] = None


def _answers(kind: str, form: type, example: object) -> dict[int, ResponseSpec]:
    said = "The newest changes, the newest first"
    spec = ResponseSpec(
        form, generate_examples=False, media_type=kind, description=said, examples=[Example(value=example)]
    )
    return {200: spec, 304: _HELD}


_ID = "tag:verbale.net,2026:0b9c7f4e-5a0e-4c8e-9d53-0f5f4f9ad9f1:change:3"
_ADDRESS = "http://127.0.0.1:8080/v1"
_TITLE = "United States total tariff on India (all goods): 50% → 18% from 1 March 2026"
_SUMMARY = f"{_TITLE}, as reported by The Example (3 February 2026)."
_QUOTE = "“From March 1 the American duty on Indian goods falls to 18 percent.” The Example, 3 February 2026"
_RECORDED_AT = "2026-02-03T09:00:02.511394Z"
_ATOM_EXAMPLE = f"""<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:verbale.net,2026:0b9c7f4e-5a0e-4c8e-9d53-0f5f4f9ad9f1:changes:</id>
<title>Changes</title><updated>{_RECORDED_AT}</updated><author><name>Verbale</name></author>
<link rel="self" href="{_ADDRESS}/feed.atom" type="application/atom+xml" />
<entry><id>{_ID}</id><title>{_TITLE}</title><published>{_RECORDED_AT}</published><updated>{_RECORDED_AT}</updated>
<summary>{_SUMMARY}</summary></entry></feed>
"""
_JSON_EXAMPLE = {
    "version": json_feed.VERSION,
    "title": "Changes",
    "home_page_url": "http://127.0.0.1:8080/",
    "feed_url": f"{_ADDRESS}/feed.json",
    "description": "Every change of an answer, with the articles that say so; the newest first.",
    "authors": [{"name": "Verbale"}],
    "items": [
        {
            "id": _ID,
            "url": f"{_ADDRESS}/facts/tariff:US:IN:*:total",
            "external_url": "https://news.example/truce",
            "title": _TITLE,
            "summary": _SUMMARY,
            "content_text": f"{_SUMMARY}\n{_QUOTE}, https://news.example/truce",
            "content_html": f'<p>{_SUMMARY}</p><blockquote><p><a href="https://news.example/truce">{_QUOTE}</a></p>'
            "</blockquote>",
            "date_published": _RECORDED_AT,
            "date_modified": _RECORDED_AT,
            "tags": ["tariff", "world", "IN", "US"],
        }
    ],
}


@get(
    "/feed.atom",
    tags=["feeds"],
    summary="Changes as an Atom feed",
    opt=takes(FeedsQuery),
    responses=_answers(ATOM, str, _ATOM_EXAMPLE),
)
async def show_atom(request: AppRequest) -> Encoded:
    """
    What `GET /v1/changes` tells, in plain English for feed readers: the changes of one answer at one moment together.

    The newest come first; the link `next` leads to what is older. An entry keeps its id for ever.
    """
    about, page = await _read(request)
    body = await asyncio.to_thread(atom.document, about, page)
    return document(request, body, ATOM.encode(), modified=page.recorded_at)


@get(
    "/feed.json",
    tags=["feeds"],
    summary="Changes as a JSON Feed",
    opt=takes(FeedsQuery),
    responses=_answers(JSON_FEED, json_feed.Feed, _JSON_EXAMPLE),
)
async def show_json_feed(request: AppRequest) -> Encoded:
    """
    The same as a JSON Feed, version 1.1.

    The newest come first; `next_url` leads to what is older. An item keeps its id for ever.
    """
    about, page = await _read(request)
    body = await asyncio.to_thread(json_feed.document, about, page)
    return document(request, body, JSON_FEED.encode(), modified=page.recorded_at)


async def _read(request: AppRequest) -> tuple[About, Newest]:
    query = read(request, FeedsQuery)
    wanted = query.wanted()
    desk: Desk = request.app.state.desk
    before = None if query.before is None else read_position(query.before, "before")
    page = await read_newest(desk.pool, await _after(desk, query), before, query.limit, wanted)
    root = str(request.base_url).rstrip("/")
    first = _address(request, root, None)
    older = None if page.older is None else _address(request, root, page.older)
    return About(_title(wanted), root, _address(request, root, before), first, older), page


async def _after(desk: Desk, query: FeedsQuery) -> int:
    """The cursor above which the feed begins. Raises InvalidInput, InvalidDate."""
    if query.recorded_since is not None:
        if query.after is not None:
            raise InvalidInput("after: give either a cursor or recorded_since", field="after")
        return await feed.before(desk.pool, read_instant(query.recorded_since, "recorded_since"))
    if query.after == NOW:
        return await feed.head(desk.pool)
    return 0 if query.after is None else read_position(query.after, "after")


def _address(request: AppRequest, root: str, before: int | None) -> str:
    """The address of this feed's page before a cursor, its parameters in one order."""
    asked = sorted((name, value) for name, value in parse_qsl(request.url.query) if name != "before")
    said = urlencode([*asked, *([] if before is None else [("before", str(before))])])
    return f"{root}{request.url.path}{f'?{said}' if said else ''}"


def _title(wanted: Filter) -> str:
    """What a feed with this filter is called: `Changes: tariffs of India and United States`."""
    kinds = ", ".join(f"{kind}s" for kind in wanted.kinds)
    parties = " and ".join(name_of(code) for code in wanted.parties)
    about = " of ".join(words for words in (kinds or ("answers" if parties else ""), parties) if words)
    rest = [wanted.key or "", ", ".join(wanted.causes)]
    told = "; ".join(words for words in (about, *rest) if words)
    return f"Changes: {told}" if told else "Changes"
