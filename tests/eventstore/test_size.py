"""A log of many partitions: they come while others read and write, and go without harm to the rest."""

from __future__ import annotations

import asyncpg
import pytest

from service.domain.errors import IntegrityError
from tests.eventstore.logs import filled, opened

TINY = (
    "UPDATE log.head SET partition_rows = 8; DROP TABLE log.events_1; DELETE FROM log.partitions; SELECT log.extend()"
)


async def test_partitions_come_while_a_reader_holds_the_whole_log(database: str) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute(TINY)
    async with opened(database) as (_, log), owner.transaction(isolation="repeatable_read"):
        assert await owner.fetchval("SELECT count(*) FROM log.events") == 0
        for number in range(40):
            await filled(log, 1, first=number)
        assert [event.position async for event in log.read()] == list(range(1, 81))
        assert await log.verify() == 80
        assert await owner.fetchval("SELECT count(*) FROM log.events") == 0
    assert await owner.fetchval("SELECT count(*) FROM log.partitions") >= 10
    await owner.close()


async def test_readers_and_writers_go_on_while_a_partition_is_being_made(database: str) -> None:
    owner, reader = await asyncpg.connect(database), await asyncpg.connect(database)
    await owner.execute(TINY)
    await reader.execute("SET lock_timeout = '2s'")
    async with opened(database) as (pool, log):
        await pool.execute("SET lock_timeout = '2s'")
        await filled(log, 1)
        await owner.execute("UPDATE log.head SET partition_rows = 14")
        transaction = owner.transaction()
        await transaction.start()
        await owner.execute("SELECT log.extend()")
        made = await owner.fetchval("SELECT max(last_position) FROM log.partitions")
        held = await reader.fetchval("SELECT max(last_position) FROM log.partitions")
        assert (held, made) == (8, 22)  # it is made, and nobody else sees it yet
        assert await reader.fetchval("SELECT count(*) FROM log.events") == 2
        await filled(log, 1, first=2)
        assert await log.verify() == 4
        await transaction.commit()
        await filled(log, 3, first=3)
        assert await log.verify() == 10
    await reader.close()
    await owner.close()


async def test_a_partition_that_is_detached_leaves_the_rest_as_it_was(database: str) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute(TINY)
    async with opened(database) as (_, log):
        for number in range(12):
            await filled(log, 1, first=number)
        await owner.execute("ALTER TABLE log.events DETACH PARTITION log.events_1 CONCURRENTLY")
        await filled(log, 1, first=12)
        assert [event.position async for event in log.read()] == list(range(9, 27))
        assert await log.verify(9) == 26
        with pytest.raises(IntegrityError, match="Position 1: it is missing"):
            await log.verify()
        assert await owner.fetchval("SELECT count(*) FROM log.events_1") == 8
    await owner.close()
