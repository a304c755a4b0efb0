"""The log's migration: forward, back, and equal to what is declared."""

from __future__ import annotations

import asyncpg
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.eventstore import tables
from service.postgres.engine import create_engine
from service.postgres.migrate import downgrade, upgrade

DECLARED = {table.fullname for table in tables.METADATA.tables.values() if table.schema == "log"} | {"checkpoints"}


async def test_back_and_forward_again_leaves_an_empty_log(database: str) -> None:
    await downgrade(database)
    connection = await asyncpg.connect(database)
    assert await connection.fetchval("SELECT to_regnamespace('log')::text") is None
    assert await connection.fetchval("SELECT to_regclass('public.checkpoints')::text") is None
    await connection.close()
    await upgrade(database)
    connection = await asyncpg.connect(database)
    assert await connection.fetchval("SELECT count(*) FROM log.events") == 0
    await connection.close()


def _differences(connection: sa.Connection) -> list[str]:
    def ours(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
        if kind == "schema":
            return name in {None, "log"}
        return kind != "table" or f"{parents['schema_name'] or ''}.{name}".removeprefix(".") in DECLARED

    declared = sa.MetaData()
    for name in sorted(DECLARED):
        tables.METADATA.tables[name].to_metadata(declared)
    options = {"compare_server_default": True, "include_schemas": True, "include_name": ours}
    context = MigrationContext.configure(connection, opts=options)
    return [str(each) for each in compare_metadata(context, declared)]


async def test_the_migrated_tables_are_the_declared_ones(database: str) -> None:
    engine = create_engine(database)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()
