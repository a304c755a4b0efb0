"""A rebuild beside writers, in several processes, killed half way, and over what cannot be resolved."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from contextlib import suppress

import asyncpg
import pytest

from service.domain.claims import TariffClaim
from service.domain.errors import Conflict
from service.domain.events import ClaimsExtracted, Reader
from service.eventstore import NewEvent
from service.intake.recording import record
from service.projections import aside
from service.projections.projecting import Projector
from service.projections.rebuilding import COMPARING, rebuild
from service.projections.runner import CHECKPOINT, catch_up
from tests.projections.stories import NOW, Sent
from tests.projections.test_sharing import article, connected, fill, until

REBUILD = "import asyncio, sys; from service.projections.rebuilding import rebuild; "
REBUILD += "asyncio.run(rebuild(sys.argv[1], lambda *_: None, processes=2))"


async def test_several_processes_make_what_stands_while_writes_go_on(database):
    chance = random.Random(3)
    async with connected(database) as (pool, log):
        await fill(log, 30, chance)
        projector = Projector(pool, log, lambda: NOW)
        await catch_up(pool, log, projector)
        rebuilding = asyncio.create_task(rebuild(database, lambda *_: None, compare_only=True, processes=2))
        number = 1000
        while not rebuilding.done():
            number += 1
            await record(log, article(number, chance).submission(number), NOW)
            await projector.step()
            await asyncio.sleep(0.05)
        assert await rebuilding == []
        assert number > 1000


async def test_others_project_on_while_tables_are_compared(database):
    async with connected(database) as (pool, log), pool.acquire() as other:
        await fill(log, 20, random.Random(4))
        await catch_up(pool, log, Projector(pool, log, lambda: NOW))
        projecting: list[asyncio.Task[int]] = []

        async def project() -> int:
            async with other.transaction():
                return await other.fetchval(
                    "SELECT position FROM checkpoints WHERE name = $1 FOR UPDATE NOWAIT", CHECKPOINT
                )

        def progress(what: str, done: int, _whole: int) -> None:
            if what == COMPARING and not done:
                projecting.append(asyncio.create_task(project()))

        assert await rebuild(database, progress, compare_only=True, processes=1) == []
        assert await projecting[0] > 0


async def test_a_rebuild_that_is_killed_leaves_answers_as_they_are_and_the_next_one_free(database):
    async with connected(database) as (pool, log):
        await fill(log, 30, random.Random(5))
        await catch_up(pool, log, Projector(pool, log, lambda: NOW))
        before = await answers(pool)
        doomed = await asyncio.create_subprocess_exec(sys.executable, "-c", REBUILD, database, env=dict(os.environ))

        async def half_way() -> bool:
            with suppress(asyncpg.PostgresError):
                return await pool.fetchval(f"SELECT EXISTS (SELECT FROM {aside.SCHEMA}.work)")
            return False

        await until(half_way)
        doomed.send_signal(signal.SIGKILL)
        await doomed.wait()
        assert await answers(pool) == before
        assert await again(database) == []
        assert await pool.fetchval("SELECT to_regnamespace($1)", aside.SCHEMA) is None


async def test_one_rebuild_at_a_time_is_at_work(database):
    async with connected(database) as (pool, _), pool.acquire() as connection:
        await aside.take(connection)
        with pytest.raises(Conflict, match="wait"):
            await rebuild(database, lambda *_: None)


async def test_what_cannot_be_resolved_is_parked_and_all_else_is_answered(database):
    async with connected(database) as (pool, log):
        await fill(log, 5, random.Random(1))
        sent = await record(log, Sent(900, 3, []).submission(900), NOW)
        claim = TariffClaim(imposer="US", target="IN", rate=None, status="announced", valid_from="no date at all")
        read = ClaimsExtracted(article_id=sent.id, version=1, reader=Reader(name="odd", version="1"), claims=(claim,))
        bad = (await log.append([NewEvent(stream=sent.id, payload=read)])).position
        await fill(log, 10, random.Random(2))
        await catch_up(pool, log, Projector(pool, log, lambda: NOW))
        assert await rebuild(database, lambda *_: None) == []
        assert [row["position"] for row in await pool.fetch("SELECT position FROM parked_events")] == [bad]


async def answers(pool: asyncpg.Pool) -> list[asyncpg.Record]:
    found: list[asyncpg.Record] = await pool.fetch(
        "SELECT * FROM tariff_rectangles ORDER BY key, since_day, known_from"
    )
    return found


async def again(database: str) -> list[object]:
    """A rebuild as soon as the server has seen that the last one is gone."""
    while True:
        with suppress(Conflict):
            return list(await rebuild(database, lambda *_: None))
        await asyncio.sleep(0.1)
