"""
How Alembic reaches the database.

The service hands over a connection with its transaction (service/postgres/migrate.py); the `alembic` command itself
works on DATABASE_URL.
"""

from __future__ import annotations

import asyncio
import os

import sqlalchemy as sa
from alembic import context
from sqlalchemy.pool import NullPool

import service.eventstore.tables  # noqa: F401 - declares the log's tables on METADATA
from service.domain.errors import SetupError
from service.postgres.engine import create_engine
from service.tables import METADATA


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """What autogenerate looks at: the schemas public and log, without the log's partitions, which come by need."""
    if kind == "schema":
        return name in {None, "log"}
    return not (kind == "table" and str(name).startswith("events_"))


def migrate(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_server_default=True,
        include_schemas=True,
        include_name=ours,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_from_environment() -> None:
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise SetupError("Set DATABASE_URL to the database that is to be migrated, or use `verbale migrate`.")
    engine = create_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


if context.is_offline_mode():
    raise SetupError("Migrations run on a live database only; leave --sql away.")
handed_over = context.config.attributes.get("connection")
if handed_over is None:
    asyncio.run(migrate_from_environment())
else:
    migrate(handed_over)
