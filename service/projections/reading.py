"""
The reading worker: every article version without a reading gets one, in log order.

A reading's id is a function of its content, so a worker that is killed and starts again, or two that run side by
side, leave one reading in the log.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from service.domain.claims import Claim
from service.domain.events import ArticleRecorded, ClaimsExtracted, Reader
from service.eventstore import checkpoints
from service.extraction.reader import Article, RulesReader
from service.intake.recording import reading
from service.projections import parking

if TYPE_CHECKING:
    from asyncpg import Pool

    from service.eventstore import EventLog, RecordedEvent

CHECKPOINT = "reading"
BATCH = 200
LOG = structlog.get_logger(__name__)


async def read_batch(pool: Pool, log: EventLog) -> int:
    """Read up to `BATCH` events' worth of articles; how many events were handled."""
    async with pool.acquire() as connection:
        after = await checkpoints.read(connection, CHECKPOINT)
    events = [event async for event in log.read(after, BATCH)]
    if not events:
        return 0
    attached = {
        (event.payload.article_id, event.payload.version)
        for event in events
        if isinstance(event.payload, ClaimsExtracted)
    }
    for event in events:
        if isinstance(event.payload, ArticleRecorded):
            place = (event.payload.article_id, event.payload.version)
            if place not in attached and not await _is_read(log, event.payload):
                await _read(pool, log, event)
    async with pool.acquire() as connection:
        await checkpoints.advance(connection, CHECKPOINT, after, events[-1].position)
    return len(events)


async def _is_read(log: EventLog, article: ArticleRecorded) -> bool:
    async for event in log.read(stream=article.article_id, types=[ClaimsExtracted.type]):
        assert isinstance(event.payload, ClaimsExtracted)
        if event.payload.version == article.version:
            return True
    return False


async def _read(pool: Pool, log: EventLog, event: RecordedEvent) -> None:
    """Append the reading of an article; where the reader fails it is empty, and the event is parked with the error."""
    article = event.payload
    assert isinstance(article, ArticleRecorded)
    reader = RulesReader()
    text = await log.text(article.text_sha256)
    claims: tuple[Claim, ...] = ()
    if text is not None:
        try:
            claims = await asyncio.to_thread(reader.read, Article(text, article.published_at, article.title))
        except Exception as error:
            LOG.exception("an article could not be read", article=article.article_id)
            await parking.note(pool, CHECKPOINT, event, error)
    name = Reader(name=reader.name, version=reader.version)
    await log.append([reading(article.article_id, article.version, name, claims, actor="reader")])
