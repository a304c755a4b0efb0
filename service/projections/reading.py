"""
The reading workers: every article version without a reading gets one.

The log is handed out in stretches, each read by the worker that holds its lock; one that dies leaves its stretch to the
others. A reading's id is a function of its content, so an article that is read twice leaves one reading in the log.
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
    from asyncpg import Connection, Pool

    from service.eventstore import EventLog, RecordedEvent

CHECKPOINT = "reading"
"""Up to its position every article was read."""
HANDED_OUT = "reading-handed-out"
BATCH = 50
LOG = structlog.get_logger(__name__)

_HAND_OUT = "INSERT INTO reading_ranges (first, last) VALUES ($1, $2)"
_TAKE = "SELECT first, last FROM reading_ranges ORDER BY first LIMIT 1 FOR UPDATE SKIP LOCKED"
_FINISH = "DELETE FROM reading_ranges WHERE first = $1"
_REST = "SELECT min(first) - 1 FROM reading_ranges"


async def read_batch(pool: Pool, log: EventLog) -> int:
    """Read the articles of one stretch of the log that no other worker reads; how many events were handled."""
    async with pool.acquire() as connection, connection.transaction():
        taken = await connection.fetchrow(_TAKE)
        if taken is None:
            return await _hand_out(connection, log)
        await _read_range(pool, log, taken["first"], taken["last"])
        await connection.execute(_FINISH, taken["first"])
    await _advance(pool)
    return int(taken["last"] - taken["first"] + 1)


async def _hand_out(connection: Connection, log: EventLog) -> int:
    """Cut the log beyond what is handed out into stretches; how many events are in them."""
    after = await checkpoints.lock(connection, HANDED_OUT)
    after = max(after, await checkpoints.read(connection, CHECKPOINT))
    head = min(await log.head(), after + 20 * BATCH)
    for first in range(after + 1, head + 1, BATCH):
        await connection.execute(_HAND_OUT, first, min(first + BATCH - 1, head))
    if head > after:
        await connection.execute("UPDATE checkpoints SET position = $2 WHERE name = $1", HANDED_OUT, head)
    return head - after


async def _advance(pool: Pool) -> None:
    """Move the checkpoint to where the first stretch that is not finished begins."""
    async with pool.acquire() as connection, connection.transaction():
        handed_out = await checkpoints.lock(connection, HANDED_OUT)
        after = await checkpoints.lock(connection, CHECKPOINT)
        rest = await connection.fetchval(_REST)
        to = handed_out if rest is None else rest
        if to > after:
            await checkpoints.advance(connection, CHECKPOINT, after, to)


async def _read_range(pool: Pool, log: EventLog, first: int, last: int) -> None:
    events = [event async for event in log.read(first - 1, last - first + 1)]
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
