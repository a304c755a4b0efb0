"""What is the database's fault is tried again; it never sets an event aside."""

from __future__ import annotations

import asyncio

import asyncpg

from service.eventstore import EventLog
from service.intake.recording import record
from service.intake.submission import article_id_of
from service.projections import parking
from service.projections.runner import project_batch, run
from tests.projections.stories import EVIDENCE, NOW, Sent

SERVICE = {"role": "verbale_service"}
CANCEL = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
CLAIM = {"kind": "position", "actor": "US", "stance": "demand", "topic": "dairy", "evidence": EVIDENCE}
ARTICLE = Sent(1, 3, [CLAIM]).submission(1)
ID = article_id_of(ARTICLE.url)


async def test_a_statement_that_the_database_gave_up_sets_no_event_aside(database: str) -> None:
    async with (
        asyncpg.create_pool(database, min_size=1) as owner,
        asyncpg.create_pool(database, min_size=1, server_settings=SERVICE) as pool,
        EventLog(pool) as log,
    ):
        done = await record(log, ARTICLE, NOW)
        async with owner.acquire() as holding, holding.transaction():
            await holding.execute("LOCK TABLE article_versions, claims IN ACCESS EXCLUSIVE MODE")
            projecting = asyncio.create_task(project_batch(pool, log))
            while not projecting.done():  # the batch, and then what is tried alone
                await owner.execute(CANCEL)
                await asyncio.wait({projecting}, timeout=0.02)
        assert isinstance(projecting.exception(), asyncpg.QueryCanceledError)
        assert await parking.parked(pool) == []
        while await project_batch(pool, log):
            pass
        assert await pool.fetchval("SELECT position FROM checkpoints WHERE name = 'projections'") == done.position


async def test_a_worker_outlives_its_connections(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1) as owner:
        stop = asyncio.Event()
        working = asyncio.create_task(run(database, stop))
        for _ in range(20):
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            )
            await asyncio.sleep(0.02)
            assert not working.done(), working.exception()
        async with EventLog(owner) as log:
            await record(log, ARTICLE, NOW)
            while not await owner.fetchval("SELECT true FROM article_versions WHERE article_id = $1", ID):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        stop.set()
        await working
