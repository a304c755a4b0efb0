"""
The read model of stories: article versions that hang together by being copies of each other.

A story has one row for each version in it, not one for each pair, and what was of one story at a position stays so.
Whose copy a version is, is told from its story by `originals`: the earliest one that it is itself a copy of, and from
the retraction of that one on the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from service.domain import syndication
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from asyncpg import Connection, Record

    from service.domain.events import ArticleRecorded

# Not by publication time (OFFSET 0 keeps it out of the look-up): in four weeks there may be any number of articles.
_HAVE_LIKELY = """
SELECT n.position FROM article_versions n
WHERE n.position = ANY ($1) AND EXISTS (
  SELECT FROM (SELECT * FROM article_versions WHERE sketch_keys && n.sketch_keys OFFSET 0) v
  WHERE v.article_id <> n.article_id AND v.position < n.position
    AND v.published_at BETWEEN n.published_at - $2::interval AND n.published_at + $2::interval)
"""

_LIKELY = """
SELECT DISTINCT ON (coalesce(s.story, v.position)) v.article_id, v.version, v.position, v.published_at, v.sketch, s.story
FROM article_versions v
LEFT JOIN article_stories s ON (s.article_id, s.version) = (v.article_id, v.version) AND s.until_position IS NULL
WHERE v.sketch_keys && $1 AND v.article_id <> $2 AND v.position < $5
  AND v.published_at BETWEEN $3::timestamptz - $4::interval AND $3::timestamptz + $4::interval
ORDER BY coalesce(s.story, v.position), abs(extract(epoch FROM v.published_at - $3)), v.position
"""  # noqa: E501

_OTHERS = """
SELECT v.sketch FROM article_versions v
JOIN article_stories s ON (s.article_id, s.version) = (v.article_id, v.version) AND s.until_position IS NULL
WHERE s.story = $6 AND v.sketch_keys && $1 AND v.article_id <> $2 AND v.position < $5
  AND v.published_at BETWEEN $3::timestamptz - $4::interval AND $3::timestamptz + $4::interval
"""

_SIZE = "SELECT count(*) FROM article_stories WHERE story = $1 AND until_position IS NULL"

_ADD = "INSERT INTO article_stories (article_id, version, position, story, published_at) VALUES ($1, $2, $3, $4, $5)"

_MOVE = """
WITH moved AS (
  UPDATE article_stories SET until_position = $3 WHERE story = ANY ($1) AND until_position IS NULL
  RETURNING article_id, version, published_at
)
INSERT INTO article_stories (article_id, version, position, story, published_at)
SELECT article_id, version, $3, $2, published_at FROM moved
"""

_MEMBERS = """
SELECT m.story, m.article_id, m.version, m.published_at, v.sketch,
       (SELECT min(t.retracted_at) FROM article_retractions t
        WHERE t.article_id = m.article_id AND t.position <= $2 AND t.retracted_at >= m.published_at) AS retracted_at
FROM unnest($1::bigint[]) AS wanted (story)
CROSS JOIN LATERAL (
  SELECT s.story, s.article_id, s.version, s.published_at FROM article_stories s
  WHERE s.story = wanted.story AND s.position <= $2 AND (s.until_position IS NULL OR s.until_position > $2)
  ORDER BY s.published_at, s.article_id, s.version LIMIT $3
) m
JOIN article_versions v ON (v.article_id, v.version) = (m.article_id, m.version)
ORDER BY m.story, m.published_at, m.article_id, m.version
"""

_OF_ARTICLE = "SELECT DISTINCT story FROM article_stories WHERE article_id = $1 AND until_position IS NULL"

_TOLD = """
SELECT DISTINCT article_id, version, subject FROM claims
WHERE (article_id, version) IN (SELECT * FROM unnest($1::text[], $2::int[]))
"""


class Version(NamedTuple):
    """An article version as far as copies go, in publication order."""

    published_at: datetime
    article_id: str
    version: int
    sketch: str

    @property
    def name(self) -> str:
        """What a report calls the story that begins with it."""
        return f"{self.article_id}.v{self.version}"

    def repeats(self, other: Version) -> bool:
        """Whether it is a copy of *other*, which came before it in another article."""
        return (
            other < self
            and other.article_id != self.article_id
            and self.published_at - other.published_at <= syndication.REPRINT_SPAN
            and _are_copies(self.sketch, other.sketch)
        )


class Step(NamedTuple):
    """From a publication time on, the story that a version tells is called so."""

    since: datetime
    story: str


_are_copies = lru_cache(maxsize=1 << 14)(syndication.are_copies)


async def with_likely_copies(connection: Connection, positions: Sequence[int]) -> set[int]:
    """Those of the versions recorded at *positions* that share words with an earlier one; most articles do not."""
    rows = await connection.fetch(_HAVE_LIKELY, positions, syndication.REPRINT_SPAN)
    return {row["position"] for row in rows}


async def join(connection: Connection, position: int, article: ArticleRecorded) -> Dirty:
    """Bring a version that is held now to its copies; the subjects of all that turn out to be copies of it."""
    dirty = Dirty()
    keys = list(syndication.keys(article.story))
    place = (keys, article.article_id, article.published_at, syndication.REPRINT_SPAN, position)
    likely = await connection.fetch(_LIKELY, *place)
    copied = [each for each in likely if await _is_copied(connection, article.story, each, place)]
    if not copied:
        return dirty
    sizes = {
        each["story"]: await connection.fetchval(_SIZE, each["story"]) for each in copied if each["story"] is not None
    }
    story = max(sizes, key=lambda name: (sizes[name], -name), default=position)
    await connection.execute(_ADD, article.article_id, article.version, position, story, article.published_at)
    for each in copied:
        if each["story"] is None:
            version = (each["article_id"], each["version"], position, story, each["published_at"])
            await connection.execute(_ADD, *version)
    moved = [name for name in sizes if name != story]
    if moved:
        await connection.execute(_MOVE, moved, story, position)
    own = Version(article.published_at, article.article_id, article.version, article.story)
    await _mark(connection, dirty, own, [_version(row) for row in await _members(connection, [story], position)])
    return dirty


async def originals(connection: Connection, versions: Mapping[Version, int], at: int) -> dict[Version, list[Step]]:
    """
    Whose copy each of *versions*, which are given with their stories, is over publication time, at position *at*.

    One look at a story's first version is enough, save where that one was retracted, or where copies of copies differ
    so much that they are no copies of it.
    """
    firsts = {row["story"]: row for row in await _members(connection, set(versions.values()), at, 1)}
    found: dict[Version, list[Step]] = {}
    rest: dict[Version, int] = {}
    for version, story in versions.items():
        first = _version(firsts[story])
        if version == first:
            found[version] = [Step(version.published_at, version.name)]
        elif firsts[story]["retracted_at"] is None and version.repeats(first):
            found[version] = [Step(version.published_at, first.name)]
        else:
            rest[version] = story
    members: dict[int, list[Record]] = defaultdict(list)
    for row in await _members(connection, set(rest.values()), at) if rest else ():
        members[row["story"]].append(row)
    for version, story in rest.items():
        found[version] = _steps(version, members[story])
    return found


def _steps(version: Version, members: Iterable[Record]) -> list[Step]:
    """The originals of a version, one after the other as they are retracted; at last it stands for itself."""
    steps: list[Step] = []
    since = version.published_at
    for row in members:
        other = _version(row)
        if (row["retracted_at"] is None or row["retracted_at"] > since) and version.repeats(other):
            steps.append(Step(since, other.name))
            if row["retracted_at"] is None:
                return steps
            since = row["retracted_at"]
    return [*steps, Step(since, version.name)]


async def retracted(connection: Connection, position: int, article_id: str, since: datetime) -> Dirty:
    """The subjects of what turns out to repeat something else, or to stand for itself, once an article is retracted."""
    dirty = Dirty()
    rows = await connection.fetch(_OF_ARTICLE, article_id)
    members = [_version(row) for row in await _members(connection, {row["story"] for row in rows}, position)]
    own = [each for each in members if each.article_id == article_id]
    later = [each for each in members if any(each.repeats(other) for other in own)]
    await _mark_told(connection, dirty, later, since)
    return dirty


async def _members(connection: Connection, names: Iterable[int], at: int, most: int | None = None) -> list[Record]:
    found: list[Record] = await connection.fetch(_MEMBERS, list(names), at, most)
    return found


def _version(row: Record) -> Version:
    return Version(row["published_at"], row["article_id"], row["version"], row["sketch"])


async def _is_copied(connection: Connection, sketch: str, likely: Record, place: tuple[object, ...]) -> bool:
    """Whether *sketch* is a copy of the likeliest of a story, or else of any other of it."""
    if _are_copies(sketch, likely["sketch"]):
        return True
    others = await connection.fetch(_OTHERS, *place, likely["story"]) if likely["story"] is not None else ()
    return any(_are_copies(sketch, other["sketch"]) for other in others)


async def _mark(connection: Connection, dirty: Dirty, own: Version, members: Sequence[Version]) -> None:
    """Mark what is told by those that are copies of *own* now, and of nothing that came before it."""
    earlier = [each for each in members if each < own]
    later = [
        each
        for each in members
        if each > own and each.repeats(own) and not any(each.repeats(other) for other in earlier)
    ]
    await _mark_told(connection, dirty, later, own.published_at)


async def _mark_told(connection: Connection, dirty: Dirty, versions: Sequence[Version], since: datetime) -> None:
    published = {(each.article_id, each.version): each.published_at for each in versions}
    if published:
        places = [article_id for article_id, _ in published], [version for _, version in published]
        for row in await connection.fetch(_TOLD, *places):
            dirty.mark(
                row["subject"], max(since, published[row["article_id"], row["version"]]), row["article_id"], "learned"
            )
