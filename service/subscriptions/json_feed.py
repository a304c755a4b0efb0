"""
Changes as a JSON Feed (version 1.1, jsonfeed.org/version/1.1), paged towards the oldest.

Equal entries give equal bytes.
"""

from __future__ import annotations

from typing import Any

import msgspec

from service.subscriptions.entries import Entry
from service.subscriptions.entry_texts import About, address_of, articles, as_html, as_text, entry_id, terms
from service.subscriptions.newest import Newest
from service.subscriptions.sentences import sentence, title

VERSION = "https://jsonfeed.org/version/1.1"


class FeedItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change, or those of one moment together; `external_url` is the article that decides."""

    id: str
    url: str
    external_url: str | None = None
    title: str
    summary: str
    content_text: str
    content_html: str
    date_published: str
    date_modified: str
    tags: list[str]
    language: str = "en"


class Feed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of the feed, the newest first; `next_url` is the page with what is older."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    next_url: str | None = None
    authors: list[dict[str, str]]
    items: list[FeedItem]


def document(about: About, page: Newest) -> bytes:
    """The feed as application/feed+json."""
    feed = Feed(
        version=VERSION,
        title=about.title,
        home_page_url=f"{about.root}/",
        feed_url=about.first,
        description="Every change of an answer, with the articles that say so; the newest first.",
        next_url=about.older,
        authors=[{"name": "Verbale"}],
        items=[_item(entry, about, page.log_id) for entry in page.entries],
    )
    return msgspec.json.encode(feed)


def _item(entry: Entry, about: About, log_id: str) -> FeedItem:
    found: Any = articles(entry)
    return FeedItem(
        id=entry_id(log_id, entry),
        url=address_of(about.root, entry),
        external_url=found[0] if found else None,
        title=title(entry.main),
        summary=sentence(entry.main),
        content_text=as_text(entry),
        content_html=as_html(entry),
        date_published=entry.changes[0]["recorded_at"],
        date_modified=entry.changes[-1]["recorded_at"],
        tags=list(terms(entry)),
    )
