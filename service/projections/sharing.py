"""
Sharing: one batch, resolved by all workers that are there, and written by one of them.

The batch is gathered first: its articles and claims are held, with their positions, and its subjects are listed. Each
worker then takes some of them, by a lock that ends with its transaction, and leaves what is to be written of each. When
nothing is left to resolve, one worker writes all of it with the checkpoint, so that readers see a position of the log
and nothing in between. A worker that dies leaves its subjects to the others; one that stands still is cut off by the
server (`idle_in_transaction_session_timeout`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import structlog

from service.eventstore import checkpoints
from service.eventstore.away import AWAY
from service.projections.dirty import Mark
from service.projections.kept import Kept
from service.projections.outcomes import Outcome
from service.projections.resolving import resolve
from service.projections.writing import CHECKPOINT, write

if TYPE_CHECKING:
    from asyncpg import Connection, Pool, Record

GATHERED = "gathered"
"""The checkpoint of the batch at hand: beyond that of the projections while one is resolved together."""
ALONE = "alone"
"""Up to this position batches are not shared, since one of their events cannot be resolved."""
SHARE = 8
"""So many subjects a worker takes at a time."""
PAUSE_S = 0.02
LOG = structlog.get_logger(__name__)

_LIST = """
INSERT INTO shared_subjects (subject, since, articles, cause, whole, fresh, position)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_TAKE = """
SELECT subject, since, articles, cause, whole, fresh, position FROM shared_subjects
WHERE outcome IS NULL ORDER BY subject LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_LEAVE = """
UPDATE shared_subjects s SET outcome = r.outcome
FROM unnest($1::text[], $2::bytea[]) AS r (subject, outcome) WHERE s.subject = r.subject
"""
_UNGATHER = (
    """DELETE FROM article_words w USING article_versions v
       WHERE v.position > $1 AND (w.article_id, w.version) = (v.article_id, v.version)""",
    "DELETE FROM article_versions WHERE position > $1",
    "DELETE FROM article_stories WHERE position > $1",
    "UPDATE article_stories SET until_position = NULL WHERE until_position > $1",
    "DELETE FROM article_retractions WHERE position > $1",
    "DELETE FROM claims WHERE position > $1",
    "UPDATE claims SET superseded_position = NULL WHERE superseded_position > $1",
    "DELETE FROM claim_reviews WHERE position > $1",
    "DELETE FROM entity_merges WHERE position > $1",
)
_OUTCOME = msgspec.msgpack.Decoder(Outcome)


async def gather(connection: Connection, marks: Mapping[str, Mark], position: int) -> None:
    """List the subjects of a batch up to *position*, for workers to resolve; in the transaction that holds it."""
    rows = [
        (subject, mark.since, sorted(mark.articles), mark.cause, mark.whole, mark.fresh, position)
        for subject, mark in marks.items()
    ]
    await connection.executemany(_LIST, rows)
    await checkpoints.advance(connection, GATHERED, await checkpoints.read(connection, GATHERED), position)


async def help_out(pool: Pool, kept: Kept, today: date) -> int:
    """
    Resolve subjects of the batch at hand until none is left, then write it unless another worker does.

    How many subjects were resolved, or 1 where there was only to wait or to write.
    """
    done = 0
    while taken := await _resolve_some(pool, kept):
        done += taken
    async with pool.acquire() as connection, connection.transaction():
        if not await _write(connection, today):
            await asyncio.sleep(PAUSE_S)
    return max(done, 1)


async def _resolve_some(pool: Pool, kept: Kept) -> int:
    """Resolve some subjects that nobody else has taken; how many."""
    async with pool.acquire() as connection:
        try:
            async with connection.transaction():
                rows = await connection.fetch(_TAKE, SHARE)
                if not rows:
                    return 0
                position: int = rows[0]["position"]
                resolved = await resolve(connection, {row["subject"]: _mark(row) for row in rows}, position, kept)
                left = [msgspec.msgpack.encode(outcome) for outcome in resolved.outcomes]
                await connection.execute(_LEAVE, [outcome.subject for outcome in resolved.outcomes], left)
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001 (which of its events is at fault is found one by one)
            LOG.warning("a shared batch failed, its events are tried one by one", error=repr(error))
            async with connection.transaction():
                await checkpoints.lock(connection, CHECKPOINT)
                await ungather(connection)
            return 0
    kept.give_back(resolved.entries, position)
    return len(rows)


def _mark(row: Record) -> Mark:
    mark = Mark(row["since"], row["cause"])
    mark.articles = set(row["articles"])
    mark.whole, mark.fresh = row["whole"], row["fresh"]
    return mark


async def _write(connection: Connection, today: date) -> bool:
    """Write the batch at hand, if it is resolved and still there."""
    after = await checkpoints.lock(connection, CHECKPOINT)
    position = await checkpoints.read(connection, GATHERED)
    if position <= after:
        return True
    if await connection.fetchval("SELECT count(*) FROM shared_subjects WHERE outcome IS NULL"):
        return False
    rows = await connection.fetch("DELETE FROM shared_subjects RETURNING subject, outcome")
    outcomes = [_OUTCOME.decode(row["outcome"]) for row in sorted(rows, key=lambda row: row["subject"])]
    await write(connection, outcomes, position, position, today)
    await checkpoints.advance(connection, CHECKPOINT, after, position)
    return True


async def ungather(connection: Connection) -> None:
    """
    Take back what was gathered, in a transaction that holds the projections' checkpoint.

    The events of that batch are then tried one by one, by one worker, so that a bad one parks alone.
    """
    after = await checkpoints.read(connection, CHECKPOINT)
    gathered = await checkpoints.read(connection, GATHERED)
    if gathered <= after:
        return
    await connection.execute("DELETE FROM shared_subjects")
    for statement in _UNGATHER:
        await connection.execute(statement, after)
    await checkpoints.advance(connection, GATHERED, gathered, after)
    await checkpoints.advance(connection, ALONE, await checkpoints.read(connection, ALONE), gathered)
