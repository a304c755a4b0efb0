"""
Shortening: spans with the first few of the claims that they rest on, for answers that hold many of them.

The few are those that the whole evidence would begin with: independent sources in the resolver's order, then copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from service.domain.spans import Span
from service.queries.evidence import claims_of
from service.queries.statements import SEPARATOR, STORIES

if TYPE_CHECKING:
    from asyncpg import Connection

Version = tuple[str, int]
Stories = Mapping[Version, tuple[int, datetime]]


async def shortened(connection: Connection, spans: Sequence[Span], most: int, at: int) -> list[Span]:
    """The same spans with at most so many claims in each list of them, by what was a copy at position *at*."""
    articles = {claim_id.partition(".v")[0] for span in spans for claim_id in claims_of(span)}
    rows = await connection.fetch(STORIES, SEPARATOR.join(articles), at) if articles else ()
    stories = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    return [_short(span, most, stories) for span in spans]


def count(shown: dict[str, Any], span: Span) -> None:
    """Put into the item of a span how many claims the whole of it rests on, wherever evidence of it is shown."""
    shown["evidence_total"] = len(span.sources)
    for each, other in zip(shown["alternatives"], span.alternatives, strict=True):
        each["evidence_total"] = len(other.sources)
    for each, later in zip(shown["next"], span.upcoming, strict=True):
        each["evidence_total"] = len(later.get("sources", ()))


def _short(span: Span, most: int, stories: Stories) -> Span:
    return replace(
        span,
        sources=first_few(span.sources, most, stories),
        alternatives=tuple(replace(each, sources=first_few(each.sources, most, stories)) for each in span.alternatives),
        upcoming=tuple(
            {**each, "sources": first_few(each["sources"], most, stories)} if "sources" in each else each
            for each in span.upcoming
        ),
    )


def first_few(claim_ids: Sequence[str], most: int, stories: Stories) -> tuple[str, ...]:
    """The first *most* of one list of evidence; *stories* are those of article versions, with their publication."""
    if not stories or len(claim_ids) <= most:
        return tuple(claim_ids[:most])
    told = [(claim_id, _version(claim_id)) for claim_id in claim_ids]
    of_story: dict[int, list[tuple[datetime, Version]]] = defaultdict(list)
    for _, version in told:
        if version in stories:
            story, published_at = stories[version]
            of_story[story].append((published_at, version))
    copies = {version for prints in of_story.values() for version in _copies(prints)}
    independent = [claim_id for claim_id, version in told if version not in copies]
    return (*independent, *(claim_id for claim_id, version in told if version in copies))[:most]


def _copies(prints: Sequence[tuple[datetime, Version]]) -> Iterable[Version]:
    """Those of one story before which another article printed it."""
    first = min(prints)
    other = min((each for each in prints if each[1][0] != first[1][0]), default=None)
    for each in prints:
        earlier = other if each[1][0] == first[1][0] else first
        if earlier is not None and earlier < each:
            yield each[1]


def _version(claim_id: str) -> Version:
    """The article version that a claim was read in, as its id has it."""
    article_id, _, rest = claim_id.partition(".v")
    return article_id, int(rest.partition(".")[0])
