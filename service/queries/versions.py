"""
Versions of an answer: what stood for one key on one day, as one publication followed another.

Most articles say again what was said. Of versions on end that tell the same only the first and the last are decoded,
since it is with these that steps between answers begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from service.domain.spans import Span
from service.queries import pinned
from service.queries.comparing import Detail
from service.queries.identity import Turn
from service.queries.questions import Question
from service.queries.statements import REVISIONS
from service.queries.steps import Version

if TYPE_CHECKING:
    from asyncpg import Connection

_SPAN = msgspec.json.Decoder(Span)
_SOURCES = re.compile(r'"sources":\[[^\]]*\]')
"""In the JSON of a span: who says something, which no comparison of what is told looks at."""


class Positions(NamedTuple):
    """The log position that is asked about, and the one that the tables stand at."""

    at: int
    held: int


class Stored(NamedTuple):
    """A version as it was read: of the tables the span's JSON, of the fold the span."""

    span: str | Span
    known_from: datetime
    known_until: datetime
    subject: str

    def within(self, since: datetime, until: datetime) -> Stored:
        """The same for as long as it stood between two publication times."""
        if since <= self.known_from and self.known_until <= until:
            return self
        return self._replace(known_from=max(self.known_from, since), known_until=min(self.known_until, until))


async def versions_of(
    connection: Connection, question: Question, turns: Sequence[Turn], after: datetime, positions: Positions, most: int
) -> tuple[list[Stored], bool]:
    """
    What stood for the key on the day at any publication time after *after*, by then; whichever key answered for it.

    At most so many, and whether that is the whole.
    """
    found: list[Stored] = []
    for since, until, key in turns:
        if since <= question.clocks.known_by and until > after and len(found) <= most:
            told = await _read(connection, replace(question, key=key), max(after, since), positions, most)
            found += [each.within(since, until) for each in told if each.known_from < until]
    return found[:most], len(found) <= most


def told_apart(found: Sequence[Stored], detail: Detail) -> list[Version]:
    """The versions between which the steps lie; where everything is compared, all of them."""
    kept = list(found) if detail == "everything" else list(_ends(found))
    return [Version(each.span if isinstance(each.span, Span) else _SPAN.decode(each.span), *each[1:]) for each in kept]


def _ends(found: Sequence[Stored]) -> Iterator[Stored]:
    """The first and the last of versions on end that tell the same; the first as known until the last began."""
    texts = [_SOURCES.sub("", each.span) if isinstance(each.span, str) else None for each in found]
    goes_on = [
        text is not None and text == following and one.known_until == other.known_from and one.subject == other.subject
        for (text, following), (one, other) in zip(pairwise(texts), pairwise(found), strict=True)
    ]
    first = 0
    for place, each in enumerate(found):
        if place < len(goes_on) and goes_on[place]:
            continue
        if first < place:
            yield found[first]._replace(known_until=each.known_from)
        yield each
        first = place + 1


async def _read(
    connection: Connection, question: Question, after: datetime, positions: Positions, most: int
) -> list[Stored]:
    """The versions of the question's own key, and one more than *most* where there are more."""
    clocks = question.clocks
    if positions.at < positions.held:
        folded = [
            Stored(each.span, each.known_from, each.known_until, subject)
            for subject, each in await pinned.resolved(connection, question, positions.at)
            if each.span.since_day <= clocks.first_day < each.span.until_day
            and each.known_from <= clocks.known_by
            and each.known_until > after
        ]
        return sorted(folded, key=lambda each: each.known_from)[: most + 1]
    rows = await connection.fetch(
        REVISIONS[question.kind], question.key, clocks.first_day, clocks.known_by, after, most + 1
    )
    return [Stored(*row) for row in rows]
