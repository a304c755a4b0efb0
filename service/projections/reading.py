"""
The reading worker: every article version without a reading gets one, in log order.

A reading's id is a function of its content, so a worker that is killed and starts again, or two that run side by
side, leave one reading in the log.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from service.domain import titles
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
    words = await _words(log, article)
    claims: tuple[Claim, ...] = ()
    try:
        claims = await _claims(words)
    except Exception as error:
        LOG.exception("an article could not be read", article=article.article_id)
        await parking.note(pool, CHECKPOINT, event, error)
    await _append(log, article, claims)


async def read_again(log: EventLog, event: RecordedEvent) -> None:
    """Append what the reader finds in the article version of *event* now. Raises whatever the reader does."""
    assert isinstance(event.payload, ArticleRecorded)
    await _append(log, event.payload, await _claims(await _words(log, event.payload)))


async def _words(log: EventLog, article: ArticleRecorded) -> Article | None:
    """What there is to read, None once it is erased."""
    text, title = await log.text(article.text_sha256), article.title
    if article.title_sha256 is not None:
        stored = await log.text(article.title_sha256)
        title = None if stored is None else titles.title_of(stored)
    return None if text is None else Article(text, article.published_at, title)


async def _claims(words: Article | None) -> tuple[Claim, ...]:
    return () if words is None else await asyncio.to_thread(RulesReader().read, words)


async def _append(log: EventLog, article: ArticleRecorded, claims: tuple[Claim, ...]) -> None:
    name = Reader(name=RulesReader.name, version=RulesReader.version)
    event, texts = reading(article.article_id, article.version, name, claims, actor="reader")
    await log.append([event], texts=texts)
