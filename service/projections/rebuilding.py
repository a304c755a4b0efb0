"""
Rebuilding: every read model made again from the log, aside, and then taken over.

Readers never see a missing or half-made answer: the new tables grow in a schema of their own, and what differs from
the standing ones is written in one transaction that holds the projections' checkpoint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

import asyncpg
import msgspec

from service.eventstore import EventLog, checkpoints
from service.projections import changes, crossing, parking, sharing
from service.projections.changes import RESOLVER, Change
from service.projections.changes import differences as differences_of
from service.projections.outcomes import TABLES as RECTANGLE_TABLES
from service.projections.rows import Row
from service.projections.runner import BATCH, CHECKPOINT, project_batch

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

ASIDE = "rebuilding"
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
_CURRENT = """
SELECT key, since_day, known_from, until_day, known_until, reach, subject, facets, span FROM {one}.{table} s
WHERE known_until = '9999-12-31T00:00:00Z' AND EXISTS (
  SELECT FROM {one}.{table} a FULL JOIN {other}.{table} b USING (key, since_day, known_from)
  WHERE key = s.key AND (a.known_until = '9999-12-31T00:00:00Z' OR b.known_until = '9999-12-31T00:00:00Z')
    AND (a.*)::text IS DISTINCT FROM (b.*)::text)
"""
"""Rows as known now of the keys of which any is another one in the other schema."""
Progress = Callable[[int, int], None]


class Difference(msgspec.Struct, frozen=True):
    """How the rebuilt *table* differs from the standing one: rows to go and rows to come, with the first few keys."""

    table: str
    gone: int
    new: int
    examples: tuple[str, ...]


async def rebuild(database_url: str, progress: Progress, *, compare_only: bool = False) -> list[Difference]:
    """
    Make the read models again and take over what differs; with *compare_only* the standing ones stay as they are.

    *progress* is called with the events done and the events in all. Needs the right to create a schema.
    """
    async with asyncpg.create_pool(database_url, min_size=1, max_size=2, command_timeout=None) as standing:
        await _prepare(standing)
        try:
            async with (
                asyncpg.create_pool(
                    database_url,
                    min_size=1,
                    max_size=2,
                    command_timeout=None,
                    server_settings={"search_path": f"{ASIDE}, public"},
                ) as aside,
                EventLog(aside) as log,
                standing.acquire() as connection,
            ):
                done = await _replay(aside, log, 0, await checkpoints.read(connection, CHECKPOINT), progress)
                async with connection.transaction():
                    held = await checkpoints.lock(connection, CHECKPOINT)
                    await sharing.ungather(connection)
                    await _replay(aside, log, done, held, progress)
                    if not compare_only:
                        await parking.take_over(connection, CHECKPOINT, ASIDE)
                    return await _take_over(connection, compare_only=compare_only)
        finally:
            await standing.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")


async def _prepare(pool: Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        await connection.execute(f"CREATE SCHEMA {ASIDE}")
        for table in (*TABLES, *_BESIDES):
            await connection.execute(f"CREATE TABLE {ASIDE}.{table} (LIKE public.{table} INCLUDING ALL)")
        await connection.execute(
            f"INSERT INTO {ASIDE}.checkpoints SELECT * FROM public.checkpoints WHERE name = $1",  # noqa: S608
            crossing.CHECKPOINT,
        )


async def _replay(pool: Pool, log: EventLog, done: int, to: int, progress: Progress) -> int:
    """Project the events after *done* up to *to*, and none beyond: the standing tables know no more either."""
    while done < to:
        done += await project_batch(pool, log, min(BATCH, to - done))
        progress(done, to)
    return done


async def _take_over(connection: Connection, *, compare_only: bool) -> list[Difference]:
    differences = []
    await connection.execute(f"DELETE FROM {ASIDE}.schedule WHERE day <= $1", await crossing.reached(connection))  # noqa: S608
    if not compare_only:
        await _tell_changes(connection)
    for table, key in TABLES.items():
        gone, new = await _differing(connection, table, key), await _differing(connection, table, key, flipped=True)
        if gone or new:
            examples = tuple(dict.fromkeys([*gone[:5], *new[:5]]))
            differences.append(Difference(table, len(gone), len(new), examples))
        if not compare_only and (gone or new):
            await connection.execute(f"DELETE FROM public.{table} s WHERE {_missing(table, key, 's', ASIDE)}")  # noqa: S608
            await connection.execute(
                f"INSERT INTO public.{table} SELECT a.* FROM {ASIDE}.{table} a WHERE {_missing(table, key, 'a', 'public')}"  # noqa: E501, S608
            )
    if differences and not compare_only:
        await connection.execute("DELETE FROM resolved_subjects")  # what workers keep in memory, they read again
    return differences


async def _tell_changes(connection: Connection) -> None:
    """Append to the feed what a rebuild changes of the answers as known now; what it leaves as it is, is not told."""
    told: list[Change] = []
    for table in RECTANGLE_TABLES:
        kind = table.removesuffix("_rectangles")
        rows: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
        for number, (one, other) in enumerate((("public", ASIDE), (ASIDE, "public"))):
            for row in await connection.fetch(_CURRENT.format(one=one, other=other, table=table)):
                rows[row["key"]][number].append(Row(*row))
        for key in sorted(rows):
            told += differences_of(RESOLVER, kind, *rows[key])
    position = await checkpoints.read(connection, CHECKPOINT)
    await changes.write(connection, told, position, await crossing.reached(connection))


async def _differing(connection: Connection, table: str, key: tuple[str, ...], *, flipped: bool = False) -> list[str]:
    one, other = (ASIDE, "public") if flipped else ("public", ASIDE)
    shown = " || ' ' || ".join(f"s.{name}::text" for name in key)
    rows = await connection.fetch(
        f"SELECT {shown} AS shown FROM {one}.{table} s WHERE {_missing(table, key, 's', other)} ORDER BY 1"  # noqa: S608
    )
    return [row["shown"] for row in rows]


def _missing(table: str, key: tuple[str, ...], alias: str, other: str) -> str:
    """The SQL condition that a row of *alias* has no equal, byte for byte, in the *other* schema's table."""
    same = " AND ".join(f"o.{name} = {alias}.{name}" for name in key)
    return f"NOT EXISTS (SELECT FROM {other}.{table} o WHERE {same} AND (o.*)::text = ({alias}.*)::text)"
