"""
Rebuilding: every read model made again from the log, aside, and then taken over.

Readers never see a missing or half-made answer: the new tables grow in a schema of their own, and what differs from
the standing ones is written in one transaction that holds the projections' checkpoint.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import asyncpg
import msgspec
import structlog

from service import clock
from service.eventstore import EventLog, checkpoints
from service.projections import aside, changes, crossing, parking, sharing
from service.projections.aside import TABLES
from service.projections.changes import RESOLVER, Change
from service.projections.changes import differences as differences_of
from service.projections.loading import Loader
from service.projections.outcomes import TABLES as RECTANGLE_TABLES
from service.projections.resolving_whole import WORTH, NotResolvedError, Stand, plan, resolve_all
from service.projections.rows import Row
from service.projections.runner import BATCH, CHECKPOINT, project_batch

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

__all__ = ["TABLES", "Difference", "rebuild"]

ASIDE = aside.SCHEMA
LOG = structlog.get_logger(__name__)
TRIES = 5
"""So often a comparison looks for a moment at which nobody projects; then it makes others wait."""
FEW = 500
"""So few events may be left for the time that nobody else projects."""
LOADING, RESOLVING, REPLAYING = "Loading events", "Resolving claims", "Replaying events since"
COMPARING = "Comparing tables"
"""What is done, in this order, and of what."""
_CURRENT = """
SELECT key, since_day, known_from, until_day, known_until, reach, subject, facets, span FROM {one}.{table} s
WHERE known_until = '9999-12-31T00:00:00Z' AND EXISTS (
  SELECT FROM {one}.{table} a FULL JOIN {other}.{table} b USING (key, since_day, known_from)
  WHERE key = s.key AND (a.known_until = '9999-12-31T00:00:00Z' OR b.known_until = '9999-12-31T00:00:00Z')
    AND (a.*)::text IS DISTINCT FROM (b.*)::text)
"""
"""Rows as known now of the keys of which any is another one in the other schema."""
Progress = Callable[[str, int, int], None]


class Difference(msgspec.Struct, frozen=True):
    """How the rebuilt *table* differs from the standing one: rows to go and rows to come, with the first few keys."""

    table: str
    gone: int
    new: int
    examples: tuple[str, ...]


async def rebuild(
    database_url: str, progress: Progress, *, compare_only: bool = False, processes: int | None = None
) -> list[Difference]:
    """
    Make the read models again and take over what differs; with *compare_only* the standing ones stay as they are.

    Projecting waits while differences are taken over, and goes on while they are only looked for.

    *progress* is called with what is done, how much of it, and how much in all. So many *processes* resolve, as many as
    there are cores if None and the record is worth it. Needs the right to create a schema. Raises Conflict where
    another rebuild is at work.
    """
    async with (
        asyncpg.create_pool(database_url, min_size=1, max_size=2, command_timeout=None) as standing,
        standing.acquire() as connection,
    ):
        await aside.take(connection)
        await aside.create(connection)
        try:
            async with aside.pool(database_url, 4) as pool, EventLog(pool) as log:
                done = await _make(pool, log, database_url, await _reached(connection), processes, progress)
                while done < (reached := await _reached(connection)) - FEW:
                    done = await _replay(pool, log, done, reached, progress)
                if compare_only:
                    for _ in range(TRIES):
                        done, day = await _catch_up(connection, pool, log, done, progress)
                        found = await _compared_beside(connection, done, day, progress)
                        if found is not None:
                            return found
                async with connection.transaction():
                    await _catch_up(connection, pool, log, done, progress)
                    progress(COMPARING, 0, len(TABLES))
                    if compare_only:
                        return await _compared(connection)
                    await parking.take_over(connection, CHECKPOINT, ASIDE)
                    found = await _take_over(connection)
                progress(COMPARING, len(TABLES), len(TABLES))
                return found
        finally:
            await aside.drop(standing)


async def _reached(connection: Connection) -> int:
    return await checkpoints.read(connection, CHECKPOINT)


async def _make(
    pool: Pool, log: EventLog, database_url: str, to: int, processes: int | None, progress: Progress
) -> int:
    """Fill the tables aside up to position *to*, each subject resolved once; the position reached."""
    loader, done = Loader(pool, log), 0
    while done < to:
        done = await loader.step(done, to)
        progress(LOADING, done, to)
    await aside.index(pool, ("article_versions", "article_stories", "claims", "claim_reviews"))
    async with pool.acquire() as connection:
        today = await crossing.day(connection, clock.now().date())
    claims = await plan(pool, loader.subjects, to)
    wanted = min(os.cpu_count() or 1, 1 + claims // WORTH) if processes is None else processes
    try:
        await resolve_all(
            pool, database_url, Stand(to, today), wanted, lambda done, whole: progress(RESOLVING, done, whole)
        )
    except NotResolvedError as error:
        LOG.warning("a subject could not be resolved, its events are tried one by one", error=str(error))
        async with pool.acquire() as connection:
            await aside.create(connection)
        done = await _replay(pool, log, 0, to, progress)
    await aside.index(pool, TABLES)
    return done


async def _replay(pool: Pool, log: EventLog, done: int, to: int, progress: Progress) -> int:
    """Project the events after *done* up to *to*, and none beyond: the standing tables know no more either."""
    while done < to:
        done += await project_batch(pool, log, min(BATCH, to - done))
        progress(REPLAYING, done, to)
    return done


async def _catch_up(
    connection: Connection, pool: Pool, log: EventLog, done: int, progress: Progress
) -> tuple[int, date]:
    """Bring the tables aside to where the standing ones are, while nobody projects; the position and the day."""
    async with connection.transaction():
        held = await checkpoints.lock(connection, CHECKPOINT)
        await sharing.ungather(connection)
        done = await _replay(pool, log, done, held, progress)
        day = await crossing.reached(connection)
        await connection.execute(f"DELETE FROM {ASIDE}.schedule WHERE day <= $1", day)  # noqa: S608
    return done, day


async def _compared_beside(connection: Connection, at: int, day: date, progress: Progress) -> list[Difference] | None:
    """What differs, read in one snapshot while others project on; None where they were faster than it was taken."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        gathered = await checkpoints.read(connection, sharing.GATHERED)
        if await _reached(connection) != at or gathered > at or await crossing.reached(connection) != day:
            return None
        progress(COMPARING, 0, len(TABLES))
        found = await _compared(connection)
    progress(COMPARING, len(TABLES), len(TABLES))
    return found


async def _compared(connection: Connection) -> list[Difference]:
    differences = []
    for table, key in TABLES.items():
        gone, new = await _differing(connection, table, key), await _differing(connection, table, key, flipped=True)
        if gone or new:
            examples = tuple(dict.fromkeys([*gone[:5], *new[:5]]))
            differences.append(Difference(table, len(gone), len(new), examples))
    return differences


async def _take_over(connection: Connection) -> list[Difference]:
    """Let the standing tables be what those aside are; how they differed."""
    await _tell_changes(connection)
    differences = await _compared(connection)
    for table in (each.table for each in differences):
        key = TABLES[table]
        await connection.execute(f"DELETE FROM public.{table} s WHERE {_missing(table, key, 's', ASIDE)}")  # noqa: S608
        await connection.execute(
            f"INSERT INTO public.{table} SELECT a.* FROM {ASIDE}.{table} a WHERE {_missing(table, key, 'a', 'public')}"  # noqa: S608
        )
    if differences:
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
    return f"NOT EXISTS (SELECT FROM {other}.{table} o WHERE {same} AND (o) *= ({alias}))"
