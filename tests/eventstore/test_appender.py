"""What the group commit does at its edges: full queues, connections that die, callers that go."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from service.domain.errors import DuplicateEvent, Unavailable
from service.domain.events import ArticleRetracted
from service.eventstore import EventLog, NewEvent, appender, uuid7
from service.eventstore.calls import Writing

KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1"


def retraction(stream: str = "art-1", reason: str = "withdrawn", **fields: Any) -> NewEvent:
    payload = ArticleRetracted(article_id=stream, retracted_at=datetime(2026, 2, 2, tzinfo=UTC), reason=reason)
    return NewEvent(stream=stream, payload=payload, **fields)


async def cut_all(database: str) -> None:
    surgeon = await asyncpg.connect(database)
    await surgeon.execute(KILL, surgeon.get_server_pid())
    await surgeon.close()


async def test_more_callers_than_may_wait_are_all_served(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appender, "MAX_WAITING", 5)
    async with asyncpg.create_pool(database, min_size=1) as pool, EventLog(pool) as log:
        for _ in range(2):
            await asyncio.gather(*(log.append([retraction(f"art-{n}")]) for n in range(60)))
        assert await log.head() == 120


@pytest.mark.parametrize("noticed", [True, False])
async def test_a_log_whose_idle_connection_was_cut_closes_quietly(database: str, *, noticed: bool) -> None:
    async with asyncpg.create_pool(database, min_size=1) as pool:
        log = EventLog(pool)
        await log.append([retraction()])
        await cut_all(database)
        if noticed:
            await asyncio.sleep(0.05)
        await log.close()
        assert await pool.fetchval("SELECT count(*) FROM log.events") == 1


async def test_a_connection_that_dies_while_it_is_prepared_goes_back_to_the_pool(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, cuts = Writing.on, 0

    async def cut_first(connection: asyncpg.Connection) -> Writing:
        nonlocal cuts
        cuts += 1
        if cuts <= 3:
            await cut_all(database)
        return await prepare(connection)

    monkeypatch.setattr(Writing, "on", cut_first)
    async with asyncpg.create_pool(database, min_size=1, max_size=2) as pool, EventLog(pool) as log:
        assert (await log.append([retraction()])).position == 1
    assert cuts == 4


async def test_a_caller_that_goes_leaves_its_neighbours_their_answers(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1) as pool, EventLog(pool) as log:
        tasks = [asyncio.create_task(log.append([retraction(f"art-{n}")])) for n in range(30)]
        await asyncio.sleep(0)
        for task in tasks[::3]:
            task.cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        stayed = [answer.position for answer in answers if not isinstance(answer, BaseException)]
        assert len(set(stayed)) == 20
        assert await log.verify() == await log.head() >= 20


async def test_a_closed_log_takes_no_more(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1) as pool:
        log = EventLog(pool)
        waiting = [asyncio.create_task(log.append([retraction(f"art-{n}")])) for n in range(5)]
        await asyncio.sleep(0)
        await log.close()
        assert sorted(answer.position for answer in await asyncio.gather(*waiting)) == [1, 2, 3, 4, 5]
        with pytest.raises(Unavailable):
            await log.append([retraction()])


async def test_an_event_id_is_found_again_in_an_older_partition(database: str) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("UPDATE log.head SET partition_rows = 4; DROP TABLE log.events_1; DELETE FROM log.partitions")
    await owner.close()
    first = retraction(event_id=uuid7())
    async with asyncpg.create_pool(database, min_size=1) as pool, EventLog(pool) as log:
        await log.append([first])
        for number in range(12):
            await log.append([retraction(f"art-{number + 2}")])
        again = await log.append([first])
        assert (again.position, again.duplicate) == (1, True)
        with pytest.raises(DuplicateEvent):
            await log.append([retraction(reason="another", event_id=first.event_id)])
        assert await log.head() == 13
