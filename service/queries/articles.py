"""
Articles: search, and one article with its versions.

An article is listed in the newest version that was published by then and held at that position.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import to_builtins
from msgspec.structs import replace

from service.domain.errors import NotFound
from service.domain.registry import RESOLVER_VERSION
from service.queries import cursor as cursors
from service.queries.claims import claims_of_article
from service.queries.clocks import echo, read_clocks
from service.queries.lookup import position, settle
from service.queries.questions import Answer, Asked
from service.queries.statements import load

if TYPE_CHECKING:
    from asyncpg import Connection, Record

_SEARCH = load("articles")
_VERSIONS = """
SELECT v.article_id, v.version, v.url, v.publisher, v.title, v.published_at, v.published_at_assumed, v.position,
       v.recorded_at, v.text_sha256, t.text,
       (SELECT concat_ws('/', e.payload -> 'reader' ->> 'name', e.payload -> 'reader' ->> 'version')
        FROM log.events e
        WHERE e.stream = v.article_id AND e.type = 'claims.extracted' AND e.position <= $2
          AND (e.payload ->> 'version')::int = v.version
        ORDER BY e.position DESC LIMIT 1) AS reader,
       (SELECT min(r.retracted_at) FROM article_retractions r
        WHERE r.article_id = v.article_id AND r.position <= $2) AS retracted_at,
       (SELECT array_agg(DISTINCT o.article_id ORDER BY o.article_id)
        FROM article_stories k JOIN article_stories o ON o.story = k.story AND o.article_id <> k.article_id
        WHERE (k.article_id, k.version) = (v.article_id, v.version)
          AND k.position <= $2 AND (k.until_position IS NULL OR k.until_position > $2)
          AND o.position <= $2 AND (o.until_position IS NULL OR o.until_position > $2)) AS copies
FROM article_versions v
LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
WHERE v.article_id = $1 AND v.position <= $2 AND v.published_at <= $3
ORDER BY v.version
"""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles are wanted: words in title or text, publisher, parties of the claims, days of publication."""

    asked: Asked
    words: str | None = None
    publisher: str | None = None
    parties: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    @property
    def filters(self) -> tuple[Any, ...]:
        """The client's own filters, by which a cursor knows its question."""
        return (self.words, self.publisher, self.parties, self.first_day, self.last_day, self.asked.given)


async def search(connection: Connection, wanted: Search) -> Answer:
    """The articles that *wanted* describes, newest first. Raises Behind, InvalidInput, PositionAhead."""
    name = cursors.fingerprint(("articles", wanted.filters))
    after: tuple[datetime | None, str] = (None, "")
    if wanted.asked.cursor is not None:
        place = cursors.read(wanted.asked.cursor, name)
        clocks = read_clocks(place.known_by, place.as_of, None, str(place.at))
        wanted = replace(wanted, asked=replace(wanted.asked, clocks=clocks))
        moment, _, article_id = place.key.partition("|")
        after = (datetime.fromisoformat(moment), article_id)
    clocks, limit = wanted.asked.clocks, wanted.asked.limit
    at = await settle(connection, clocks.at, await position(connection))
    rows = await connection.fetch(
        _SEARCH,
        at,
        clocks.known_by,
        wanted.words,
        wanted.publisher,
        wanted.parties,
        _midnight(wanted.first_day),
        None if wanted.last_day is None else _midnight(wanted.last_day + timedelta(days=1)),
        *after,
        limit + 1,
    )
    answer = _answer(wanted.asked, at, [_listed(row) for row in rows[:limit]])
    if len(rows) > limit:
        last = rows[limit - 1]
        key = f"{last['published_at'].isoformat()}|{last['article_id']}"
        answer.next_cursor = cursors.write(cursors.Cursor(name, 0, key, date.min, clocks.as_of, clocks.known_by, at))
    return answer


async def one(connection: Connection, article_id: str, asked: Asked) -> Answer:
    """An article's versions with their texts, oldest first. Raises NotFound, Behind, PositionAhead."""
    clocks = asked.clocks
    at = await settle(connection, clocks.at, await position(connection))
    rows = await connection.fetch(_VERSIONS, article_id, at, clocks.known_by)
    if not rows:
        raise _not_held(article_id, asked, at)
    return _answer(asked, at, [_version(row) for row in rows])


async def claims(connection: Connection, article_id: str, asked: Asked, version: int | None) -> Answer:
    """What was read in an article's versions. Raises NotFound, Behind, PositionAhead."""
    at = await settle(connection, asked.clocks.at, await position(connection))
    held = await connection.fetch(_VERSIONS, article_id, at, asked.clocks.known_by)
    if not any(version in {None, row["version"]} for row in held):
        raise _not_held(article_id, asked, at)
    found = await claims_of_article(connection, article_id, at, version)
    published = {row["version"] for row in held}
    return _answer(asked, at, [to_builtins(claim) for claim in found if claim.version in published])


def _answer(asked: Asked, at: int, items: list[dict[str, Any]]) -> Answer:
    clocks = asked.clocks
    return Answer(as_of=clocks.as_of, known_by=echo(clocks.known_by), at=at, resolver=RESOLVER_VERSION, items=items)


def _not_held(article_id: str, asked: Asked, at: int) -> NotFound:
    return NotFound(
        f"No such version of article {article_id} is held at position {at} that was published by "
        f"{echo(asked.clocks.known_by)}; GET /v1/articles lists those that are",
        field="id",
    )


def _listed(row: Record) -> dict[str, Any]:
    return {
        "id": row["article_id"],
        "version": row["version"],
        "url": row["url"],
        "publisher": row["publisher"],
        "title": row["title"],
        "published_at": row["published_at"],
        "published_at_assumed": row["published_at_assumed"],
        "retracted_at": row["retracted_at"],
        "position": row["position"],
        "reader": row["reader"],
    }


def _version(row: Record) -> dict[str, Any]:
    copies: Sequence[str] = row["copies"] or ()
    return _listed(row) | {
        "recorded_at": row["recorded_at"],
        "text_sha256": row["text_sha256"],
        "text": row["text"],
        "copies": list(copies),
    }


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, UTC)
