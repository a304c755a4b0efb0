"""
The read model of articles: versions and retractions.

Whatever changes how long, or as whose copy, a claim counts marks the claim's subject.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from service.domain import syndication, titles
from service.domain.events import ArticleRecorded, ArticleRetracted
from service.projections import stories, words
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncpg import Connection

    from service.eventstore import RecordedEvent

_COLUMNS = (
    "article_id", "version", "position", "recorded_at", "url", "publisher", "title", "published_at",
    "published_at_assumed", "text_sha256", "sketch", "sketch_keys",
)  # fmt: skip


class Recorded(NamedTuple):
    """An article version and where the log holds it."""

    position: int
    recorded_at: datetime
    article: ArticleRecorded


async def recorded(connection: Connection, versions: Sequence[Recorded]) -> Dirty:
    """Hold article versions, in the order of the log; copies elsewhere may count differently now."""
    kept_titles = await _titles(connection, versions)
    rows = [
        (
            article.article_id,
            article.version,
            position,
            recorded_at,
            article.url,
            article.publisher,
            article.title if article.title_sha256 is None else kept_titles.get(article.title_sha256),
            article.published_at,
            article.published_at_assumed,
            article.text_sha256,
            article.story,
            list(syndication.keys(article.story)),
        )
        for position, recorded_at, article in versions
    ]
    await connection.copy_records_to_table("article_versions", records=rows, columns=_COLUMNS)
    await words.hold(connection, [each.position for each in versions])
    dirty = Dirty()
    likely = await stories.with_likely_copies(connection, [each.position for each in versions])
    for position, _, article in versions:
        if position in likely:
            dirty.merge(await stories.join(connection, position, article))
    return dirty


async def _titles(connection: Connection, versions: Sequence[Recorded]) -> dict[str, str]:
    """The titles that are kept beside the log, by their SHA-256, without those that are erased."""
    wanted = [article.title_sha256 for _, _, article in versions if article.title_sha256 is not None]
    if not wanted:
        return {}
    rows = await connection.fetch(_TITLES, wanted)
    return {row["sha256"]: titles.title_of(row["text"]) for row in rows}


async def mark_revised(connection: Connection, dirty: Dirty, versions: Sequence[Recorded]) -> None:
    """Mark what the earlier versions of revised articles tell of: they stop counting at the revision's time."""
    since = {each.article.article_id: each.article.published_at for each in versions if each.article.version > 1}
    for _, _, article in versions:
        if article.article_id in since:
            since[article.article_id] = min(since[article.article_id], article.published_at)
    if since:
        for row in await connection.fetch(_TOLD, list(since)):
            dirty.mark(row["subject"], since[row["article_id"]], row["article_id"], "corrected")


async def retracted(connection: Connection, event: RecordedEvent, retraction: ArticleRetracted) -> Dirty:
    """Hold that the publisher withdrew an article: its claims stop counting at the retraction's own time."""
    await connection.execute(
        "INSERT INTO article_retractions (article_id, position, retracted_at, reason) VALUES ($1, $2, $3, $4)",
        retraction.article_id,
        event.position,
        retraction.retracted_at,
        retraction.reason,
    )
    dirty = await stories.retracted(connection, event.position, retraction.article_id, retraction.retracted_at)
    for row in await connection.fetch(_TOLD, [retraction.article_id]):
        dirty.mark(row["subject"], retraction.retracted_at, retraction.article_id, "retracted")
    return dirty


_TITLES = """
SELECT w.sha256, t.text FROM unnest($1::text[]) AS w (sha256)
JOIN log.texts t ON t.sha256 = decode(w.sha256, 'hex') WHERE t.text IS NOT NULL
"""
_TOLD = "SELECT DISTINCT article_id, subject FROM claims WHERE article_id = ANY ($1)"
