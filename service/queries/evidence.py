"""
Evidence: the words that prove an answer, cut from the stored text when the answer is made.

Independent sources come first, in the resolver's order; a syndicated copy names the article that it repeats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.spans import Span
from service.queries.statements import EVIDENCE, SEPARATOR

if TYPE_CHECKING:
    from asyncpg import Connection


class Cited(msgspec.Struct):
    """
    One claim with its article version: `quotes` is JSON, `copies` are the versions of one story.

    What answers show of it is made once, however many of their items cite it.
    """

    claim_id: str
    article_id: str
    version: int
    ordinal: int
    url: str
    publisher: str
    title: str | None
    published_at: datetime
    quotes: str | None
    copies: list[str] | None
    _shown: list[dict[str, Any]] | None = None

    @property
    def order(self) -> tuple[datetime, str, int, int]:
        """Publication order, as `Report.order` has it."""
        return (self.published_at, self.article_id, self.version, self.ordinal)

    def entries(self) -> list[dict[str, Any]]:
        """One entry a quote; not to be changed, since other items have the same."""
        if self._shown is None:
            self._shown = _entries(self, None)
        return self._shown


_QUOTES = msgspec.json.Decoder(list[tuple[int, int, str | None]])

Sources = Mapping[str, Cited]
"""What claims rest on, by claim id."""


async def sources_of(connection: Connection, spans: Iterable[Span], at: int) -> Sources:
    """What the claims of these spans rest on, as the log held it at position *at*."""
    claim_ids = {claim_id for span in spans for claim_id in claims_of(span)}
    if not claim_ids:
        return {}
    rows = await connection.fetch(EVIDENCE, SEPARATOR.join(claim_ids), at)
    of_story: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for _, article_id, version, *_, story in rows:
        if story is not None:
            of_story[story].append((article_id, f"{article_id}.v{version}"))
    return {row[0]: Cited(*(*row[:-1], _elsewhere(row[1], of_story.get(row[-1])))) for row in rows}


def _elsewhere(article_id: str, prints: Sequence[tuple[str, str]] | None) -> list[str] | None:
    """The versions of other articles among the *prints* of a story."""
    return None if prints is None else [name for other, name in prints if other != article_id]


def claims_of(span: Span) -> Iterable[str]:
    """The ids of every claim that a span's item will cite."""
    yield from span.sources
    for other in span.alternatives:
        yield from other.sources
    for later in span.upcoming:
        yield from later.get("sources", ())


def evidence(claim_ids: Sequence[str], sources: Sources) -> list[dict[str, Any]]:
    """The evidence of one item: one entry a quote, copies of a story behind the independent sources."""
    found = [sources[claim_id] for claim_id in claim_ids if claim_id in sources]
    if len(found) == 1 or not any(each.copies for each in found):
        return [entry for each in found for entry in each.entries()]
    first: list[dict[str, Any]] = []
    copies: list[dict[str, Any]] = []
    versions = {f"{each.article_id}.v{each.version}": each for each in found}
    for each in found:
        original = _original(each, versions)
        if original is None:
            first += each.entries()
        else:
            copies += _entries(each, original)
    return first + copies


def _original(cited: Cited, versions: Mapping[str, Cited]) -> str | None:
    """The article that *cited* repeats: the earliest of the same story among these, None for the story's first."""
    if not cited.copies:
        return None
    story = [versions[copy] for copy in cited.copies if copy in versions]
    earliest = min(story, key=lambda each: each.order, default=cited)
    return earliest.article_id if earliest.order[:3] < cited.order[:3] else None


def _entries(cited: Cited, original: str | None) -> list[dict[str, Any]]:
    repeats = {} if original is None else {"copy_of": original}
    quotes = () if cited.quotes is None else _QUOTES.decode(cited.quotes)
    return [
        {
            "article_id": cited.article_id,
            "version": cited.version,
            "claim_id": cited.claim_id,
            "url": cited.url,
            "publisher": cited.publisher,
            "title": cited.title,
            "published_at": cited.published_at,
            **repeats,
            "quote": words,
            "start": start,
            "end": end,
        }
        for start, end, words in quotes
    ]
