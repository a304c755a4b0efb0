"""
Causes: why an answer changed, and which articles or analysts changed it.

A cause is found where the change is: among what was published at that instant, or recorded between two positions, and
bears on the answer's subject. What the answer cites outranks what it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from service.domain.registry import kind_of_subject
from service.domain.spans import Span
from service.queries.clocks import echo
from service.queries.evidence import claims_of
from service.queries.statements import PUBLISHED, RECORDED, SEPARATOR

if TYPE_CHECKING:
    from asyncpg import Connection

Cause = Literal["world", "learned", "corrected", "retracted", "resolver"]

_CAUSES: dict[str, Cause] = {"published": "learned", "retracted": "retracted"}
"""What happened to which cause; all else (a revision, a review, a new reading) is a correction."""


class Happened(NamedTuple):
    """Something that bears on an answer: what, the article (None for a decision on identity), and its claims."""

    what: str
    article_id: str | None
    version: int | None
    claim_ids: list[str] | None
    reason: str | None
    said_by: str | None
    url: str | None
    publisher: str | None
    title: str | None
    published_at: datetime | None

    @property
    def cause(self) -> Cause:
        """The cause that it is."""
        return _CAUSES.get(self.what, "corrected")

    def document(self) -> dict[str, Any]:
        """How answers show it, without what it does not have."""
        about = {
            "what": self.what,
            "article_id": self.article_id,
            "version": self.version,
            "url": self.url,
            "publisher": self.publisher,
            "title": self.title,
            "published_at": None if self.published_at is None else echo(self.published_at),
            "reason": self.reason,
            "reviewer": self.said_by,
        }
        return {name: part for name, part in about.items() if part is not None}


async def published(connection: Connection, changes: Sequence[tuple[str, datetime]], at: int) -> list[list[Happened]]:
    """What was published at the instant of each of these changes (subject, instant), as held at position *at*."""
    if not changes:
        return []
    homes, moments = [_homes(subject) for subject, _ in changes], [moment for _, moment in changes]
    rows = await connection.fetch(PUBLISHED, homes, moments, at)
    return _placed(rows, len(changes))


async def recorded(
    connection: Connection, subjects: Sequence[str], after: int, at: int, known_by: datetime
) -> list[list[Happened]]:
    """What was recorded for each of these subjects after one position and up to another, and published by then."""
    if not subjects:
        return []
    rows = await connection.fetch(RECORDED, [_homes(subject) for subject in subjects], after, at, known_by)
    return _placed(rows, len(subjects))


def deciding(happened: Sequence[Happened], before: Span | None, after: Span | None) -> list[Happened]:
    """Those that the change itself cites; else those that either answer cites; else all of them."""
    lost, gained = (set(claims_of(span)) if span is not None else set() for span in (before, after))
    for cited in (lost ^ gained, lost | gained):
        found = [each for each in happened if not cited.isdisjoint(each.claim_ids or ())]
        if found:
            return found
    return list(happened)


def named(happened: Sequence[Happened]) -> Cause:
    """The one cause of a change: a withdrawal before a correction, a correction before news."""
    causes = {each.cause for each in happened}
    for cause in ("retracted", "corrected"):
        if cause in causes:
            return cause
    return "learned"


def _homes(subject: str) -> str:
    return SEPARATOR.join(kind_of_subject(subject).inputs(subject))


def _placed(rows: Sequence[Any], count: int) -> list[list[Happened]]:
    """What happened to each of so many answers; an article version that brought and took away is told of once."""
    found: list[dict[tuple[Any, ...], Happened]] = [{} for _ in range(count)]
    for place, *rest in rows:
        each = Happened(*rest)
        told = (each.what, each.article_id, each.version, each.reason)
        known = found[place - 1].get(told)
        claim_ids = [*(known.claim_ids or () if known else ()), *(each.claim_ids or ())]
        found[place - 1][told] = each._replace(claim_ids=claim_ids)
    return [list(each.values()) for each in found]
