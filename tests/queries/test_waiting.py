"""Who waits for the projections is woken by their progress, whichever process makes it."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from service.eventstore.wakeup import Wakeup
from service.queries.waiting import Waiting

ADVANCE = """
INSERT INTO checkpoints (name, position) VALUES ('projections', $1)
ON CONFLICT (name) DO UPDATE SET position = excluded.position
"""


async def test_many_who_wait_are_woken_by_another_process(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.queries.waiting.PAUSE_S", 3_600)  # without the net, only news can wake
    async with (
        asyncpg.create_pool(database, min_size=1, max_size=6) as pool,
        asyncpg.create_pool(database, min_size=1, max_size=6) as elsewhere,
    ):
        here, worker = Wakeup(pool), Wakeup(elsewhere)
        waiting = Waiting(pool, here)
        waiters = [asyncio.create_task(waiting.until_projected(position)) for position in range(1, 301)]
        for position in (100, 200, 300):
            await asyncio.sleep(0.05)
            assert not any(waiter.done() for waiter in waiters[position - 100 :]), "nobody is woken too early"
            await elsewhere.execute(ADVANCE, position)
            worker.tell()
            done, _ = await asyncio.wait(waiters[:position], timeout=60)
            assert len(done) == position
        await asyncio.gather(*waiters)
        await here.close()
        await worker.close()


async def test_who_stops_waiting_leaves_the_others_alone(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool:
        wakeup = Wakeup(pool)
        waiting = Waiting(pool, wakeup)
        gone, stays = (asyncio.create_task(waiting.until_projected(1)) for _ in range(2))
        await asyncio.sleep(0.05)
        gone.cancel()
        await pool.execute(ADVANCE, 1)
        wakeup.tell()
        await stays
        assert gone.cancelled()
        await wakeup.close()
