"""Workers killed, connections cut, receivers that fail: each change arrives, in order, and a repeat says that it is one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import AsyncIterator

import asyncpg
import pytest

from service.eventstore.wakeup import Wakeup
from service.subscriptions.filters import Filter
from service.subscriptions.webhooks import leasing, listing
from service.subscriptions.webhooks.running import Worker
from service.subscriptions.webhooks.sending import Caller
from tests.subscriptions.receiving import (
    LOOPBACK,
    Answer,
    Received,
    Receiver,
    at_once,
    settled,
    shown,
    subscribe,
    tell,
    working,
)

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'worker'"


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as found:
        yield found


def check(receiver: Receiver, path: str, wanted: list[int]) -> int:
    """Hold what came in at *path* to the promise; how many repeats there were."""
    got = [each for each in receiver.received if each.line.split()[1] == path]
    ids: dict[int, str] = {}
    newest = -1
    for each in got:
        place = wanted.index(each.cursor)
        assert place in {newest, newest + 1}, f"{each.cursor} came after {wanted[newest]}"
        newest = max(newest, place)
        assert ids.setdefault(each.cursor, each.id) == each.id
    assert list(ids) == wanted
    assert len(set(ids.values())) == len(wanted)
    return len(got) - len(wanted)


@contextlib.asynccontextmanager
async def process(database: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A real `verbale work`, killed at the end if it still runs."""
    environment = {
        **os.environ, "DATABASE_URL": database, "VERBALE_WEBHOOK_ALLOW": "127.0.0.1", "VERBALE_LOG_LEVEL": "error",
    }  # fmt: skip
    command = (sys.executable, "-m", "service.cli", "work")
    started = await asyncio.create_subprocess_exec(*command, env=environment, stdin=asyncio.subprocess.DEVNULL)
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def test_a_worker_that_is_killed_in_mid_delivery_leaves_nothing_out(pool: asyncpg.Pool, database: str) -> None:
    taken = asyncio.Event()

    async def behave(each: Received) -> Answer:
        if each.cursor == 3 and not taken.is_set():
            taken.set()
            await asyncio.sleep(30)
        return 200, {}

    async with Receiver(behave) as receiver:
        made = await subscribe(pool, f"{receiver.url}/a", timeout_s=0.5)
        await tell(pool, 6)
        async with process(database) as first:
            await asyncio.wait_for(taken.wait(), 60)
            first.kill()
            assert await first.wait() < 0
        assert (await listing.show(pool, made.id)).cursor == 2
        async with working(pool):
            await receiver.until(lambda: 6 in receiver.cursors, 60)
            await settled(pool, made.id)
    assert check(receiver, "/hook/a", [1, 2, 3, 4, 5, 6]) == 1


class Crashing:
    """Workers of this process that end without a word, as if their process had been killed, and are replaced."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._running: list[tuple[asyncpg.Pool, Worker, Wakeup, asyncio.Event, asyncio.Task[None]]] = []

    async def start(self) -> None:
        settings = {"application_name": "worker"}
        pool = await asyncpg.create_pool(self._database, min_size=0, max_size=4, server_settings=settings)
        wakeup, stop = Wakeup(pool), asyncio.Event()
        worker = Worker(pool, Caller(LOOPBACK), wakeup)
        self._running.append((pool, worker, wakeup, stop, asyncio.create_task(worker.run(stop))))

    async def crash(self) -> None:
        pool, worker, wakeup, stop, running = self._running.pop(0)
        tasks = {*worker.at_work, running}
        stop.set()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=30)
        assert all(task.done() for task in tasks)
        await wakeup.close()
        pool.terminate()


async def campaign(pool: asyncpg.Pool, database: str, rounds: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(leasing, "MARGIN_S", 0.3)
    chance = random.Random(seed)

    async def behave(_: Received) -> Answer:
        drawn = chance.random()
        if drawn < 0.05:
            await asyncio.sleep(1.0)  # longer than an attempt may last
        if drawn < 0.15:
            return None
        return (chance.choice([500, 429, 404, 301]) if drawn < 0.3 else 204), {}

    async with Receiver(behave) as receiver:
        everything = await subscribe(pool, f"{receiver.url}/all", timeout_s=0.5)
        some = await subscribe(pool, f"{receiver.url}/some", Filter(parties=("BR",)), timeout_s=0.5)
        workers = Crashing(database)
        for _ in range(2):
            await workers.start()
        of_some: list[int] = []
        last = 0
        for _ in range(rounds):
            party = chance.choice(["IN", "BR"])
            before, last = last, await tell(pool, chance.randrange(1, 6), party)
            of_some += range(before + 1, last + 1) if party == "BR" else ()
            await asyncio.sleep(chance.random() * 0.2)
            await at_once(pool)
            drawn = chance.random()
            if drawn < 0.3:
                await workers.crash()
                await workers.start()
            elif drawn < 0.5:
                await pool.fetchval(CUT)
        receiver.behave = lambda _: (200, {})
        await at_once(pool)
        for made, of in ((everything, last), (some, of_some[-1] if of_some else 0)):
            await shown(pool, made.id, lambda found, of=of: found.cursor >= of, 300)
        for _ in range(2):
            await workers.crash()
        repeats = check(receiver, "/hook/all", list(range(1, last + 1)))
        return repeats + check(receiver, "/hook/some", of_some)


async def test_whatever_fails_each_change_arrives_in_order(
    pool: asyncpg.Pool, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await campaign(pool, database, 20, 1, monkeypatch) > 0, "some were sent again"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
async def test_whatever_fails_for_long_each_change_arrives_in_order(
    pool: asyncpg.Pool, database: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await campaign(pool, database, 100, seed, monkeypatch) > 0


@pytest.mark.slow
async def test_workers_that_are_killed_again_and_again_leave_nothing_out(pool: asyncpg.Pool, database: str) -> None:
    chance = random.Random(7)

    async def behave(_: Received) -> Answer:
        await asyncio.sleep(chance.random() * 0.05)
        return 200, {}

    async with Receiver(behave) as receiver:
        made = await subscribe(pool, f"{receiver.url}/a", timeout_s=0.5)
        for _ in range(10):
            last = await tell(pool, 40)
            before = len(receiver.received)
            async with process(database):
                await receiver.until(
                    lambda before=before: len(receiver.received) > before + chance.randrange(5, 30), 60
                )
        async with process(database) as final:
            await shown(pool, made.id, lambda found: found.cursor >= last, 300)
            final.terminate()
            assert await asyncio.wait_for(final.wait(), 30) == 0
    check(receiver, "/hook/a", list(range(1, last + 1)))
