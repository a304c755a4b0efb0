"""
Aside: the schema in which read models are made again, unseen by readers.

Its tables are like the standing ones, without the indexes that only readers need until all is in them. They are not
logged: what a crash leaves of them is thrown away by the next rebuild.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncpg

from service.domain.errors import Conflict
from service.projections import crossing
from service.projections.outcomes import TABLES as RECTANGLE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asyncpg import Connection, Pool

SCHEMA = "rebuilding"
TABLES: dict[str, tuple[str, ...]] = {
    "article_versions": ("article_id", "version"),
    "article_stories": ("article_id", "version", "position"),
    "article_words": ("article_id", "version"),
    "article_retractions": ("article_id", "position"),
    "claims": ("claim_id",),
    "claim_reviews": ("claim_id", "position"),
    "entity_merges": ("position",),
    "subjects": ("subject",),
    "schedule": ("day", "key"),
    **dict.fromkeys(RECTANGLE_TABLES, ("key", "since_day", "known_from")),
}
"""The read models with their primary keys: all that `rebuild` makes again."""
_BESIDES = ("parked_events", "checkpoints", "resolved_subjects", "shared_subjects", "changes")
"""What projecting needs besides, and a rebuild throws away."""
_BARE = ("article_words", "subjects", "schedule", *RECTANGLE_TABLES)
"""Tables that nothing is looked up in while they are filled."""
_WORK = f"""
CREATE UNLOGGED TABLE {SCHEMA}.work (
  number integer PRIMARY KEY, subjects text[] NOT NULL, claims bigint NOT NULL, done boolean NOT NULL DEFAULT false,
  error text
)
"""
_INDEXES = """
SELECT format('%I', tablename) AS table, indexdef AS definition FROM pg_indexes s
WHERE schemaname = 'public' AND tablename = ANY ($1)
  AND NOT EXISTS (SELECT FROM pg_indexes a WHERE a.schemaname = $2 AND a.tablename = s.tablename
                  AND split_part(a.indexdef, ' USING ', 2) = split_part(s.indexdef, ' USING ', 2))
ORDER BY tablename, indexname
"""
_LOCK = 0x56455243
"""Of the advisory lock that one rebuild at a time holds."""
_SETTINGS = {"search_path": f"{SCHEMA}, public", "maintenance_work_mem": "128MB", "synchronous_commit": "off"}


def pool(database_url: str, size: int) -> Pool:
    """Connections that find the tables aside before the standing ones."""
    return asyncpg.create_pool(database_url, min_size=1, max_size=size, command_timeout=None, server_settings=_SETTINGS)


async def take(connection: Connection) -> None:
    """Keep other rebuilds away as long as *connection* lives. Raises Conflict where there is one."""
    if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
        raise Conflict("Another rebuild is at work on this database; wait for it to end.")


async def create(connection: Connection) -> None:
    """Make the schema anew; what a rebuild that died left in it is gone."""
    async with connection.transaction():
        await drop(connection)
        await connection.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in (*TABLES, *_BESIDES):
            without = " EXCLUDING INDEXES" if table in _BARE else ""
            await connection.execute(
                f"CREATE UNLOGGED TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL{without})"
            )
        await connection.execute(_WORK)
        await connection.execute(
            f"INSERT INTO {SCHEMA}.checkpoints SELECT * FROM public.checkpoints WHERE name = $1",  # noqa: S608
            crossing.CHECKPOINT,
        )


async def drop(connection: Connection | Pool) -> None:
    """Throw the schema away."""
    await connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


async def index(pool: Pool, tables: Iterable[str]) -> None:
    """Give *tables* the indexes that the standing ones have and they have not, and the planner an idea of them."""
    names = list(tables)
    by_table: dict[str, list[str]] = {name: [] for name in names}
    for row in await pool.fetch(_INDEXES, names, SCHEMA):
        definition: str = row["definition"]
        by_table[row["table"]].append(definition.replace(" ON public.", f" ON {SCHEMA}.", 1))
    async with asyncio.TaskGroup() as tasks:
        for name, definitions in by_table.items():
            tasks.create_task(_index(pool, name, definitions))


async def _index(pool: Pool, table: str, definitions: list[str]) -> None:
    async with pool.acquire() as connection:
        for definition in definitions:
            await connection.execute(definition)
        await connection.execute(f"ANALYZE {SCHEMA}.{table}")
