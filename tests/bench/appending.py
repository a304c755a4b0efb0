"""Appending single durable events from 256 callers, against COPY of the same rows in batches."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from service.domain.events import ArticleRecorded
from service.eventstore import EventLog, NewEvent
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade

ROUNDS = 3
CALLERS = 256
EVENTS = 20_000
BATCH = 1_000


def event(number: int, tag: str) -> NewEvent:
    return NewEvent(
        stream=f"{tag}-{number}",
        payload=ArticleRecorded(
            article_id=f"{tag}-{number}",
            version=1,
            url=f"https://example.org/{tag}/{number}",
            publisher="The Example",
            title="A title of the usual length, with a name or two",
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
            published_at_assumed=False,
            text_sha256=f"{number:064x}",
            text_length=4000,
            story=f"{number:064x}",
        ),
    )


async def measure(folder: Path) -> dict[str, Any]:
    ours, peer = [], []
    async with Cluster(folder) as cluster:
        url = await cluster.ensure_database()
        await upgrade(url)
        async with asyncpg.create_pool(url, min_size=2, max_size=4) as pool:
            for number in range(ROUNDS):
                ours.append(await _append(pool, f"r{number}"))
                peer.append(await _copy(pool, number))
    return {
        "what": f"appending, {CALLERS} callers",
        "unit": "events/s",
        "ours": ours,
        "peer": peer,
        "against": f"by COPY in batches of {BATCH:,}",
    }


async def _append(pool: asyncpg.Pool, tag: str) -> float:
    events = [event(number, tag) for number in range(EVENTS)]
    async with EventLog(pool) as log:

        async def caller(share: list[NewEvent]) -> None:
            for each in share:
                await log.append([each])

        started = time.perf_counter()
        await asyncio.gather(*(caller(events[first::CALLERS]) for first in range(CALLERS)))
        return EVENTS / (time.perf_counter() - started)


async def _copy(pool: asyncpg.Pool, number: int) -> float:
    """Copy the rows that were appended last into a table with the same columns and indexes."""
    async with pool.acquire() as connection:
        rows = await connection.fetch("SELECT * FROM log.events ORDER BY position DESC LIMIT $1", EVENTS)
        target = f"copied_{number}"
        await connection.execute(f"CREATE TABLE {target} (LIKE log.events INCLUDING ALL)")
        records = [tuple(row) for row in reversed(rows)]
        started = time.perf_counter()
        for first in range(0, EVENTS, BATCH):
            await connection.copy_records_to_table(target, records=records[first : first + BATCH])
        return EVENTS / (time.perf_counter() - started)
