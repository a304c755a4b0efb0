"""A small log of several kinds of events, for tests that move it about."""

from __future__ import annotations

import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg

from service.domain.events import ArticleRecorded, ArticleRetracted, TextErased
from service.eventstore import EventLog, NewEvent, exporting


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def article(number: int, text: str) -> NewEvent:
    payload = ArticleRecorded(
        article_id=f"art-{number}",
        version=1,
        url=f"https://example.org/{number}",
        publisher="Exämple „Zeitung“",
        title='Ein Titel\u2028mit allem \\n und "mehr"',
        published_at=datetime(2026, 2, 2, tzinfo=UTC),
        published_at_assumed=False,
        text_sha256=sha256(text),
        text_length=len(text),
        story="",
    )
    return NewEvent(stream=f"art-{number}", payload=payload)


def retraction(number: int) -> NewEvent:
    payload = ArticleRetracted(
        article_id=f"art-{number}", retracted_at=datetime(2026, 2, 3, tzinfo=UTC), reason="withdrawn"
    )
    return NewEvent(stream=f"art-{number}", payload=payload)


def erasure(number: int, text: str) -> NewEvent:
    payload = TextErased(article_id=f"art-{number}", text_sha256=sha256(text), reason="court order")
    return NewEvent(stream=f"art-{number}", payload=payload)


@asynccontextmanager
async def opened(database: str) -> AsyncIterator[tuple[asyncpg.Pool, EventLog]]:
    settings = {"role": "verbale_service"}
    async with asyncpg.create_pool(database, min_size=1, server_settings=settings) as pool, EventLog(pool) as log:
        yield pool, log


async def filled(log: EventLog, articles: int, first: int = 0) -> None:
    """Record *articles* of them, each with words of its own and a retraction; every tenth shares one text."""
    events, texts = [], {}
    for number in range(first, first + articles):
        text = f"Words of {number if number % 10 else 'an agency'}, with\nlines – and more."
        events += [article(number, text), retraction(number)]
        texts[sha256(text)] = text
    await log.append(events, texts=texts)


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


async def exported(database: str, **bounds: int) -> bytes:
    """The export of the log, made in one go to something that cannot be read back."""
    target = _Pipe()
    async with opened(database) as (pool, _):
        await exporting.export(pool, target, silent, **bounds)
    return target.getvalue()


class _Pipe(io.BytesIO):
    def readable(self) -> bool:
        return False
