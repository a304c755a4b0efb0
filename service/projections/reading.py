"""
The reading workers: every article version without a reading gets one, and so does every request for another.

The log is handed out in stretches, each read by the worker that holds its lock; one that dies leaves its stretch to the
others. A reading's id is a function of its content, so an article that is read twice leaves one reading in the log.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from service.domain import titles
from service.domain.claims import Claim
from service.domain.errors import Conflict, IntegrityError, Unavailable
from service.domain.events import ArticleRecorded, ArticleRevised, ClaimsExtracted, Reader, ReadingRequested
from service.eventstore import checkpoints
from service.eventstore.away import AWAY
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
    cared_for = {
        (event.payload.article_id, event.payload.version)
        for event in events
        if isinstance(event.payload, ClaimsExtracted | ReadingRequested)
    }
    for event in events:
        match event.payload:
            case ArticleRecorded(article_id=article_id, version=version):
                if (article_id, version) not in cared_for and not await _is_cared_for(log, event.payload):
                    await _read(pool, log, event)
            case ReadingRequested(reader="rules"):
                await _read(pool, log, event)


async def _is_cared_for(log: EventLog, article: ArticleRecorded) -> bool:
    """Whether an article version was read, or its reader is named: it is read when that is handled."""
    async for event in log.read(stream=article.article_id, types=[ClaimsExtracted.type, ReadingRequested.type]):
        assert isinstance(event.payload, ClaimsExtracted | ReadingRequested)
        if event.payload.version == article.version:
            return True
    return False


async def _read(pool: Pool, log: EventLog, event: RecordedEvent) -> None:
    """
    Append the reading that an article, or somebody's request, waits for.

    Where the reader fails the event is parked with the error, and an article that nobody has read before is held as
    read, with no claims.
    """
    try:
        await read_again(log, event)
    except (Unavailable, Conflict, *AWAY):
        raise
    except Exception as error:
        LOG.exception("an article could not be read", article=event.stream, position=event.position)
        await parking.note(pool, CHECKPOINT, event, error)
        if isinstance(event.payload, ArticleRecorded):
            await _append(log, event.payload, (), None)


async def read_again(log: EventLog, event: RecordedEvent) -> None:
    """Append what the rules find now in the article version that *event* is about. Raises whatever they do."""
    article = await article_of(log, event)
    words = await words_of(log, article)
    claims = () if words is None else await asyncio.to_thread(RulesReader().read, words)
    await _append(log, article, claims, event.event_id if isinstance(event.payload, ReadingRequested) else None)


async def article_of(log: EventLog, event: RecordedEvent) -> ArticleRecorded:
    """The article version that *event* records or wants read. Raises IntegrityError where there is none."""
    if isinstance(event.payload, ArticleRecorded):
        return event.payload
    assert isinstance(event.payload, ReadingRequested)
    async for each in log.read(stream=event.stream, types=[ArticleRecorded.type, ArticleRevised.type]):
        assert isinstance(each.payload, ArticleRecorded)
        if each.payload.version == event.payload.version:
            return each.payload
    raise IntegrityError(
        f"{event.stream} has no version {event.payload.version} to read: skip it with `verbale parked skip`.",
        position=event.position,
    )


async def words_of(log: EventLog, article: ArticleRecorded) -> Article | None:
    """What there is to read, None once it is erased."""
    text, title = await log.text(article.text_sha256), article.title
    if article.title_sha256 is not None:
        stored = await log.text(article.title_sha256)
        title = None if stored is None else titles.title_of(stored)
    return None if text is None else Article(text, article.published_at, title)


async def _append(log: EventLog, article: ArticleRecorded, claims: tuple[Claim, ...], request: UUID | None) -> None:
    name = Reader(name=RulesReader.name, version=RulesReader.version)
    event, texts = reading(article.article_id, article.version, name, claims, actor="reader", request=request)
    await log.append([event], texts=texts)
