"""The schema goes forward and back, and is what the code declares."""

from __future__ import annotations

import asyncio

import asyncpg

from service.postgres import migrate, revisions

OURS = "nspname !~ '^pg_' AND nspname <> 'information_schema'"
RELATIONS = f"""
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND c.relname NOT LIKE 'alembic_version%'
"""
FUNCTIONS = f"SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}"


async def value(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_the_migrated_schema_is_the_declared_one(database: str) -> None:
    assert await revisions.current(database) == revisions.newest()
    await migrate.differences(database)


def test_the_numbers_of_the_files_tell_what_alembic_takes_for_the_newest() -> None:
    assert migrate.behind(revisions.newest())
    assert migrate.head() == revisions.newest()


async def test_it_goes_back_to_nothing_and_forward_again(database: str) -> None:
    await migrate.downgrade(database)
    assert await revisions.current(database) is None
    assert await value(database, RELATIONS) == 0
    assert await value(database, FUNCTIONS) == 0
    await migrate.upgrade(database)
    await migrate.differences(database)


async def test_every_step_goes_back_by_itself(database: str) -> None:
    for revision in migrate.behind(revisions.newest()):
        await migrate.downgrade(database, revision)
        assert await revisions.current(database) == (None if revision == "base" else revision)


async def test_two_at_the_same_time_wait_for_each_other(empty_database: str) -> None:
    await asyncio.gather(*(migrate.upgrade(empty_database) for _ in range(3)))
    assert await revisions.current(empty_database) == revisions.newest()


async def test_a_new_database_is_at_no_revision(empty_database: str) -> None:
    assert await revisions.current(empty_database) is None
    assert migrate.behind(None) == ()
