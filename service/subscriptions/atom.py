"""
Changes as an Atom feed (RFC 4287), paged as RFC 5005 section 3 has it.

Equal entries give equal bytes. What XML cannot hold is left out of texts.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from service.subscriptions.entries import Entry
from service.subscriptions.entry_texts import About, address_of, articles, as_html, entry_id, terms
from service.subscriptions.newest import Newest
from service.subscriptions.sentences import sentence, title

ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"
register_namespace("", ATOM)


def document(about: About, page: Newest) -> bytes:
    """The feed as application/atom+xml, UTF-8."""
    feed = Element(f"{{{ATOM}}}feed")
    _add(feed, "id", about.feed_id(page.log_id))
    _add(feed, "title", about.title)
    _add(feed, "updated", page.entries[0].changes[-1]["recorded_at"] if page.entries else _NEVER)
    _add(_add(feed, "author"), "name", "Verbale")
    _add(feed, "generator", "Verbale")
    _link(feed, "self", about.address, "application/atom+xml")
    _link(feed, "first", about.first, "application/atom+xml")
    if about.older is not None:
        _link(feed, "next", about.older, "application/atom+xml")
    for entry in page.entries:
        _entry(feed, entry, about, page.log_id)
    told: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return told


def _entry(feed: Element, entry: Entry, about: About, log_id: str) -> None:
    element = SubElement(feed, f"{{{ATOM}}}entry")
    _add(element, "id", entry_id(log_id, entry))
    _add(element, "title", title(entry.main))
    _add(element, "published", entry.changes[0]["recorded_at"])
    _add(element, "updated", entry.changes[-1]["recorded_at"])
    _link(element, "alternate", address_of(about.root, entry), "application/json")
    for url in articles(entry):
        _link(element, "via", url)
    for term in terms(entry):
        SubElement(element, f"{{{ATOM}}}category", {"term": term})
    _add(element, "summary", sentence(entry.main))
    _add(element, "content", as_html(entry)).set("type", "html")


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    element = SubElement(parent, f"{{{ATOM}}}{name}")
    if text is not None:
        element.text = _NOT_XML.sub(" ", text)
    return element


def _link(parent: Element, relation: str, href: str, kind: str | None = None) -> None:
    link = {"rel": relation, "href": _NOT_XML.sub(" ", href)}
    SubElement(parent, f"{{{ATOM}}}link", link | ({"type": kind} if kind else {}))
