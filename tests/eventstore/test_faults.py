"""What the log does when the world fails it: connections that die, partitions that fill, hands that reach inside."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from service.domain.errors import IntegrityError
from service.domain.events import ArticleRetracted
from service.eventstore import EventLog, NewEvent

SERVICE = {"role": "verbale_service"}


def retraction(stream: str = "art-1", **fields) -> NewEvent:
    payload = ArticleRetracted(article_id=stream, retracted_at=datetime(2026, 2, 2, tzinfo=UTC), reason="withdrawn")
    return NewEvent(stream=stream, payload=payload, **fields)


async def test_connections_cut_under_load_lose_nothing_and_double_nothing(database: str) -> None:
    acknowledged: list[int] = []
    async with asyncpg.create_pool(database, min_size=1, server_settings=SERVICE) as pool, EventLog(pool) as log:
        surgeon = await asyncpg.connect(database)
        ended = asyncio.Event()

        async def caller(number: int) -> None:
            for turn in range(25):
                done = await log.append([retraction(f"art-{number}-{turn}")])
                acknowledged.append(done.position)

        async def cut() -> None:
            while not ended.is_set():
                await surgeon.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                await asyncio.sleep(0.2)

        cutting = asyncio.create_task(cut())
        await asyncio.gather(*(caller(number) for number in range(8)))
        ended.set()
        await cutting
        await surgeon.close()
        assert sorted(acknowledged) == list(range(1, 201))
        assert await log.verify() == 200


async def test_connections_that_are_cut_as_fast_as_they_are_made_hold_up_and_no_more(database: str) -> None:
    async with (
        asyncpg.create_pool(database, min_size=1) as surgeons,
        asyncpg.create_pool(database, min_size=1, server_settings=SERVICE) as pool,
        EventLog(pool) as log,
    ):
        appending = [asyncio.create_task(log.append([retraction(f"art-{n}")])) for n in range(50)]
        for _ in range(50):
            await surgeons.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.03)
        done = await asyncio.gather(*appending)
        assert sorted(each.position for each in done) == list(range(1, 51))


async def test_partitions_are_made_ahead_of_need(database: str) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("UPDATE log.head SET partition_rows = 4")
    await owner.execute("DROP TABLE log.events_1")
    await owner.execute("DELETE FROM log.partitions")
    async with asyncpg.create_pool(database, min_size=1, server_settings=SERVICE) as pool, EventLog(pool) as log:
        for number in range(30):
            await log.append([retraction(f"art-{number % 3}")])
        assert [event.position async for event in log.read()] == list(range(1, 31))
        assert await log.stream_version("art-1") == 10
        assert await log.verify() == 30
    assert await owner.fetchval("SELECT max(last_position) FROM log.partitions") >= 32
    for change in ("UPDATE log.events_5 SET version = 2", "DELETE FROM log.events_5", "TRUNCATE log.events_5"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await owner.execute(change)
    await owner.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log.events SET payload = replace(payload::text, 'withdrawn', 'withdrawm')::json WHERE position = 3",
        "UPDATE log.events SET recorded_at = recorded_at + interval '1 microsecond' WHERE position = 3",
        "DELETE FROM log.events WHERE position = 3",
        "UPDATE log.events SET position = CASE position WHEN 3 THEN 40 ELSE 3 END WHERE position IN (3, 4)",
    ],
    ids=["a byte flipped", "a time moved", "a row deleted", "two rows moved"],
)
async def test_what_the_owner_changes_is_found_and_named(database: str, change: str) -> None:
    owner = await asyncpg.connect(database)
    async with asyncpg.create_pool(database, min_size=1, server_settings=SERVICE) as pool, EventLog(pool) as log:
        for number in range(6):
            await log.append([retraction(f"art-{number}")])
        await owner.execute(f"ALTER TABLE log.events DISABLE TRIGGER refuse_change; {change}")
        with pytest.raises(IntegrityError) as found:
            await log.verify()
        assert found.value.facts["position"] == 3
    await owner.close()
