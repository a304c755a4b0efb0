"""
The read model of articles: versions, retractions, and which versions carry one syndicated text.

Whatever changes how long, or as whose copy, a claim counts marks the claim's subject.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from service.domain import syndication, titles
from service.domain.events import ArticleRecorded, ArticleRetracted
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.eventstore import RecordedEvent

_INSERT_VERSION = """
INSERT INTO article_versions (article_id, version, position, recorded_at, url, publisher, title, published_at,
                              published_at_assumed, text_sha256, sketch, sketch_keys)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""

_LIKELY_COPIES = """
SELECT article_id, version, sketch, published_at FROM article_versions
WHERE sketch_keys && $1 AND article_id <> $2
  AND published_at BETWEEN $3::timestamptz - $4::interval AND $3::timestamptz + $4::interval
"""

_INSERT_COPY = """
INSERT INTO article_copies (article_id, version, other_id, other_version, position)
VALUES ($1, $2, $3, $4, $5), ($3, $4, $1, $2, $5)
"""


async def version_recorded(connection: Connection, event: RecordedEvent, article: ArticleRecorded) -> Dirty:
    """Hold an article version; versions of the same article and copies elsewhere may now count differently."""
    sketch_keys = list(syndication.keys(article.story))
    await connection.execute(
        _INSERT_VERSION,
        article.article_id,
        article.version,
        event.position,
        event.recorded_at,
        article.url,
        article.publisher,
        await _title(connection, article),
        article.published_at,
        article.published_at_assumed,
        article.text_sha256,
        article.story,
        sketch_keys,
    )
    dirty = Dirty()
    await _mark_article(connection, dirty, article.article_id, article.published_at)
    likely = await connection.fetch(
        _LIKELY_COPIES, sketch_keys, article.article_id, article.published_at, syndication.REPRINT_SPAN
    )
    for other in likely:
        if syndication.are_copies(article.story, other["sketch"]):
            other_id, other_version = other["article_id"], other["version"]
            await connection.execute(
                _INSERT_COPY, article.article_id, article.version, other_id, other_version, event.position
            )
            await _mark_article(connection, dirty, other_id, max(other["published_at"], article.published_at))
    return dirty


async def _title(connection: Connection, article: ArticleRecorded) -> str | None:
    if article.title_sha256 is None:
        return article.title
    text = await connection.fetchval(
        "SELECT text FROM log.texts WHERE sha256 = decode($1, 'hex')", article.title_sha256
    )
    return None if text is None else titles.title_of(text)


async def retracted(connection: Connection, event: RecordedEvent, retraction: ArticleRetracted) -> Dirty:
    """Hold that the publisher withdrew an article: its claims stop counting at the retraction's own time."""
    await connection.execute(
        "INSERT INTO article_retractions (article_id, position, retracted_at, reason) VALUES ($1, $2, $3, $4)",
        retraction.article_id,
        event.position,
        retraction.retracted_at,
        retraction.reason,
    )
    dirty = Dirty()
    await _mark_article(connection, dirty, retraction.article_id, retraction.retracted_at)
    return dirty


async def _mark_article(connection: Connection, dirty: Dirty, article_id: str, since: datetime) -> None:
    rows = await connection.fetch("SELECT DISTINCT subject FROM claims WHERE article_id = $1", article_id)
    for row in rows:
        dirty.mark(row["subject"], since)
