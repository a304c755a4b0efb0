"""
Several workers on one record: each event once, whoever dies when, and nothing but what one worker would leave.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from service.domain.errors import Conflict
from service.eventstore import EventLog
from service.intake.recording import record
from service.projections import presence, sharing
from service.projections.projecting import Projector
from service.projections.reading import read_batch
from service.projections.rebuilding import rebuild
from service.projections.runner import CHECKPOINT
from tests.projections.stories import EVIDENCE, Sent
from tests.projections.test_calendar import Calendar, in_step

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORKERS = 3
LOST = (Conflict, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


def article(number: int, chance: random.Random) -> Sent:
    countries = ["IN", "CN", "BR", "JP", "WORLD"]
    claims: list[dict[str, Any]] = [
        {"kind": "tariff", "imposer": "US", "target": chance.choice(countries), "rate": chance.choice([10, 25]),
         "basis": "total", "status": "in_force", "evidence": EVIDENCE},
        {"kind": "membership", "member": chance.choice(["IN", "JP", "US"]), "initiative": "Quad",
         "status": chance.choice(["member", "left", "invited"]), "evidence": EVIDENCE},
    ]  # fmt: skip
    return Sent(number, chance.randint(0, 40), claims)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[tuple[asyncpg.Pool, EventLog]]:
    async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool, EventLog(pool) as log:
        yield pool, log


async def fill(log: EventLog, articles: int, chance: random.Random) -> None:
    """As many articles with claims, two events each."""
    for number in range(articles):
        await record(log, article(number, chance).submission(number), NOW)


async def work(url: str, batch: int) -> None:
    """A worker that reads and projects, together with others, until it is ended."""
    while True:
        with suppress(*LOST):
            async with connected(url) as (pool, log):
                projector = Projector(pool, log, lambda: NOW)
                while True:
                    if not (await read_batch(pool, log) or await projector.step(batch, share=True)):
                        await asyncio.sleep(0.01)


async def until(found: Callable[[], Awaitable[bool]]) -> None:
    while not await found():  # noqa: ASYNC110 (what other processes do tells nobody)
        await asyncio.sleep(0.02)


async def until_projected(pool: asyncpg.Pool, log: EventLog) -> None:
    async def projected() -> bool:
        position = await pool.fetchval("SELECT position FROM checkpoints WHERE name = $1", CHECKPOINT)
        return position == await log.head()

    await until(projected)


async def assert_as_one_worker_leaves_it(url: str, pool: asyncpg.Pool, log: EventLog) -> None:
    assert await pool.fetchval("SELECT count(*) FROM shared_subjects") == 0
    assert await pool.fetch("SELECT * FROM parked_events") == []
    assert await rebuild(url, lambda *_: None) == []
    calendar = Calendar(pool, log, NOW.date())
    feed = await calendar.changes()
    assert [change["cursor"] for change in feed] == list(range(1, len(feed) + 1))
    assert in_step(feed) == await calendar.standing(NOW.date())


async def test_workers_that_die_leave_their_part_to_the_others(database):
    chance = random.Random(4)
    async with connected(database) as (pool, log):
        await fill(log, 40, chance)
        workers = [asyncio.create_task(work(database, 10)) for _ in range(WORKERS)]
        done = asyncio.create_task(until_projected(pool, log))
        while not done.done():
            await asyncio.sleep(chance.random() / 10)
            doomed = chance.randrange(WORKERS)
            if chance.random() < 0.5:
                workers[doomed].cancel()
                workers[doomed] = asyncio.create_task(work(database, 10))
            else:
                await pool.execute(
                    """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%shared_subjects%'
                       LIMIT 1"""
                )
        await done
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await assert_as_one_worker_leaves_it(database, pool, log)


async def test_a_batch_is_resolved_by_all_and_seen_as_a_whole(database):
    async with connected(database) as (pool, log), connected(database) as (other_pool, other_log):
        await fill(log, 20, random.Random(7))
        one, other = Projector(pool, log, lambda: NOW), Projector(other_pool, other_log, lambda: NOW)
        seen = set()

        async def look() -> None:
            while True:
                seen.add(await pool.fetchval("SELECT position FROM checkpoints WHERE name = $1", CHECKPOINT))
                await asyncio.sleep(0)

        async def step(projector: Projector) -> None:
            for _ in range(4):
                with suppress(Conflict):
                    await projector.step(20, share=True)

        looking = asyncio.create_task(look())
        await asyncio.gather(step(one), step(other))
        looking.cancel()
        assert seen <= {None, 0, 20, 40}
        await until_projected(pool, log)
        await assert_as_one_worker_leaves_it(database, pool, log)


async def test_what_is_gathered_is_taken_back_where_it_cannot_be_resolved(database):
    async with connected(database) as (pool, log):
        await fill(log, 10, random.Random(2))
        # A claim whose row no reader can have written: the resolver cannot read it, whoever tries.
        projector = Projector(pool, log, lambda: NOW)
        assert await projector.step(4)
        await pool.execute("UPDATE claims SET body = '{}' WHERE claim_id = (SELECT min(claim_id) FROM claims)")
        while await projector.step(8, share=True):
            pass
        assert await pool.fetchval("SELECT position FROM checkpoints WHERE name = $1", CHECKPOINT) == await log.head()
        assert await pool.fetchval("SELECT position FROM checkpoints WHERE name = $1", sharing.ALONE)
        assert await pool.fetchval("SELECT count(*) FROM parked_events")
        await rebuild(database, lambda *_: None)
        assert await pool.fetch("SELECT * FROM parked_events") == []


async def test_workers_are_counted_as_long_as_they_live(database):
    async with connected(database) as (pool, _):

        async def there(number: int) -> bool:
            return await presence.count(pool) == number

        stop = asyncio.Event()
        present = [asyncio.create_task(presence.be_present(pool, stop)) for _ in range(2)]
        await until(lambda: there(2))
        present[0].cancel()
        await asyncio.gather(present[0], return_exceptions=True)
        await until(lambda: there(1))
        stop.set()
        await present[1]
        assert await presence.count(pool) == 0


@pytest.mark.slow
async def test_worker_processes_that_are_killed_leave_what_one_would(database):
    chance = random.Random(11)
    async with connected(database) as (pool, log):
        await fill(log, 600, chance)
        environment = {**os.environ, "DATABASE_URL": database, "VERBALE_LOG_LEVEL": "error"}
        command = (sys.executable, "-m", "service.cli", "work")
        workers = [await asyncio.create_subprocess_exec(*command, env=environment) for _ in range(WORKERS)]
        done = asyncio.create_task(until_projected(pool, log))
        while not done.done():
            await asyncio.wait({done}, timeout=1 + chance.random() * 3)
            doomed = chance.randrange(WORKERS)
            workers[doomed].send_signal(signal.SIGKILL)
            await workers[doomed].wait()
            workers[doomed] = await asyncio.create_subprocess_exec(*command, env=environment)
        await done
        for worker in workers:
            worker.terminate()
            await worker.wait()
        await assert_as_one_worker_leaves_it(database, pool, log)
