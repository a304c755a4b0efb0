"""
What feeds have of an entry, whatever their format: its id, its addresses, its words with the quotes that prove them.

An id is made of the log's own id and a cursor, so that it names one entry for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote as quoted_part
from urllib.parse import urlsplit

from service.subscriptions.entries import Entry
from service.subscriptions.sentences import quote, quoted, sentence, title

_MOST_QUOTES = 10


class About(NamedTuple):
    """What a feed is called, the service's root, and the addresses of this page, the first and the next (older) one."""

    title: str
    root: str
    address: str
    first: str
    older: str | None

    def feed_id(self, log_id: str) -> str:
        """The id of the feed with these filters, whatever its page and format (RFC 4151)."""
        return f"{_tag(log_id)}:changes:{urlsplit(self.first).query}"


def entry_id(log_id: str, entry: Entry) -> str:
    """The id of an entry."""
    return f"{_tag(log_id)}:change:{entry.cursor}"


def _tag(log_id: str) -> str:
    return f"tag:verbale.net,2026:{log_id}"


def address_of(root: str, entry: Entry) -> str:
    """Where the answer that changed is asked for; the change itself where its words were erased."""
    key = entry.main["key"]
    if key is None:
        return f"{root}/v1/changes?after={entry.cursor - 1}&limit=1"
    return f"{root}/v1/facts/{quoted_part(str(key), safe=':*-')}"


def articles(entry: Entry) -> Sequence[str]:
    """The addresses of the articles that say so, each once."""
    return list(dict.fromkeys(str(source["url"]) for source in quoted(entry.main)))


def terms(entry: Entry) -> Sequence[str]:
    """What an entry is filed under: kind, cause, parties."""
    return [entry.main["kind"], entry.main["cause"], *entry.main["parties"]]


def as_text(entry: Entry) -> str:
    """The news, what else changed with it, and the words that prove it, a line each."""
    besides = [f"Also: {title(each)}" for each in entry.stretches if each is not entry.main]
    quotes = [f"{quote(source)}, {source['url']}" for source in quoted(entry.main)[:_MOST_QUOTES]]
    return "\n".join([sentence(entry.main), *besides, *quotes])


def as_html(entry: Entry) -> str:
    """The same as HTML, the quotes linked to their articles."""
    besides = "".join(f"<li>{escape(title(each))}</li>" for each in entry.stretches if each is not entry.main)
    quotes = "".join(
        f'<blockquote><p><a href="{escape(str(source["url"]))}">{escape(quote(source))}</a></p></blockquote>'
        for source in quoted(entry.main)[:_MOST_QUOTES]
    )
    also = f"<p>Also:</p><ul>{besides}</ul>" if besides else ""
    return f"<p>{escape(sentence(entry.main))}</p>{also}{quotes}"
