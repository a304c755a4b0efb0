"""Who waits hears of what other processes record, whatever happens to the connection it comes by."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from service.domain.events import ArticleRetracted
from service.eventstore import EventLog, NewEvent
from service.eventstore import log as log_module
from service.eventstore import wakeup as wakeup_module
from service.eventstore.wakeup import CHANNEL, INTERVAL_S
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade

LISTENERS = f"""
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('LISTEN "{CHANNEL}"', 'SELECT 1')
"""


@pytest.fixture
def no_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """The net is taken away: what wakes a waiter now can only be news."""
    monkeypatch.setattr(log_module, "POLL_S", 3_600)


@asynccontextmanager
async def process(url: str) -> AsyncIterator[EventLog]:
    """A log with a pool of its own, as another process has."""
    async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool, EventLog(pool) as log:
        yield log


def retraction(stream: str = "art-1") -> NewEvent:
    payload = ArticleRetracted(article_id=stream, retracted_at=datetime(2026, 2, 2, tzinfo=UTC), reason="withdrawn")
    return NewEvent(stream=stream, payload=payload)


async def waits(log: EventLog, after: int) -> asyncio.Task[bool]:
    """A task that waits for events beyond *after*, and has looked before it does."""
    task = asyncio.create_task(log.wait(after, timeout_s=60))
    await listener(log)
    return task


async def listener(log: EventLog) -> int:
    """The server's process at the other end of the wake-up's connection, once there is one."""
    async with asyncio.timeout(30):
        while True:
            found = await log._pool.fetch(LISTENERS)
            if found:
                return int(found[0]["pid"])
            await asyncio.sleep(0.01)


@pytest.mark.usefixtures("no_poll")
async def test_an_append_of_another_process_wakes_who_waits(database: str) -> None:
    async with process(database) as reader, process(database) as writer:
        for position in range(3):
            waiting = await waits(reader, position)
            await writer.append([retraction()])
            assert await waiting


@pytest.mark.usefixtures("no_poll")
async def test_an_append_wakes_others_though_its_process_ends_at_once(database: str) -> None:
    async with process(database) as reader:
        waiting = await waits(reader, 0)
        async with process(database) as writer:
            await writer.append([retraction()])
        assert await waiting


@pytest.mark.usefixtures("no_poll")
async def test_a_listener_whose_connection_is_cut_makes_another_and_catches_up(database: str) -> None:
    async with process(database) as reader, process(database) as writer:
        waiting = await waits(reader, 0)
        surgeon = await asyncpg.connect(database)
        assert await surgeon.fetchval(f"SELECT bool_and(pg_terminate_backend(pid)) FROM ({LISTENERS})")
        await surgeon.close()
        await writer.append([retraction()])
        assert await waiting
        waiting = await waits(reader, 1)
        await writer.append([retraction()])
        assert await waiting


@pytest.mark.usefixtures("no_poll")
async def test_a_listener_whose_connection_falls_silent_makes_another(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wakeup_module, "PING_S", 0.1)
    monkeypatch.setattr(wakeup_module, "ANSWER_S", 0.3)
    async with process(database) as reader:
        waiting = await waits(reader, 0)
        silent = await listener(reader)
        os.kill(silent, signal.SIGSTOP)  # as a network does that loses all packets: nothing is closed, nothing comes
        try:
            async with process(database) as writer:
                await writer.append([retraction()])
            assert await waiting
        finally:
            os.kill(silent, signal.SIGCONT)


@pytest.mark.slow
@pytest.mark.usefixtures("no_poll")
async def test_a_follower_outlives_a_restart_of_the_server(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "pg", durable=False)
    await cluster.start()
    url = await cluster.ensure_database()
    await upgrade(url)
    async with process(url) as reader, process(url) as writer:
        waiting = await waits(reader, 0)
        await cluster.stop()
        await cluster.start()
        await writer.append([retraction()])
        assert await waiting
    await cluster.stop()


async def test_news_are_told_at_most_once_in_the_interval(database: str) -> None:
    told: list[float] = []
    loop = asyncio.get_running_loop()
    hearing = await asyncpg.connect(database)
    await hearing.add_listener(CHANNEL, lambda *_: told.append(loop.time()))
    started = loop.time()
    async with process(database) as log:
        for _ in range(2_000):
            log.wakeup.tell()
            await asyncio.sleep(0)
        for number in range(200):
            await log.append([retraction(f"art-{number}")])
    await hearing.execute("SELECT 1")
    await hearing.close()
    assert 1 <= len(told) <= (loop.time() - started) / INTERVAL_S + 2


async def test_a_pool_without_a_connection_to_spare_is_left_alone(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1, max_size=1) as pool, EventLog(pool) as log:
        for position in (1, 2):
            await log.append([retraction()])
            async with asyncio.timeout(30):
                assert await log.head() == position
