"""The fixtures that every other test of the database stands on."""

from __future__ import annotations

import asyncio

import asyncpg


async def test_an_async_test_gets_a_database(database: str) -> None:
    connection = await asyncpg.connect(database)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.execute("CREATE TABLE of_this_test (x int)")
    await connection.close()


def test_the_next_test_sees_nothing_of_it(database: str) -> None:
    async def look() -> object:
        connection = await asyncpg.connect(database)
        try:
            return await connection.fetchval("SELECT to_regclass('of_this_test')")
        finally:
            await connection.close()

    assert asyncio.run(look()) is None


async def test_a_connection_that_is_left_open_does_not_keep_the_database(database: str) -> None:
    connection = await asyncpg.connect(database)
    assert not connection.is_closed()
    connection.terminate()
