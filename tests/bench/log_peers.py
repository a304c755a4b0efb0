"""
What the log is measured against: the same rows in a plain table, written and read by asyncpg as fast as it goes.

`same` has the columns and the indexes of the log's table, `bare` the columns and a primary key alone. The peers get
rows that are encoded beforehand; the log encodes and hashes as it appends.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from typing import Any

import asyncpg

from service.domain.events import encode
from service.eventstore import NewEvent, uuid7
from service.eventstore.tables import RARE_TYPES

COLUMNS = (
    "recorded_at", "stream_version", "event_id", "version", "type", "stream", "previous_hash", "leaf_hash", "payload",
    "metadata",
)  # fmt: skip
TABLES = ("bare", "same")
_HASH = bytes(range(32))


async def create(connection: asyncpg.Connection) -> None:
    for table in TABLES:
        await connection.execute(f"CREATE TABLE {table} (LIKE log.events INCLUDING DEFAULTS)")
        await connection.execute(f"ALTER TABLE {table} ALTER position ADD GENERATED ALWAYS AS IDENTITY")
        await connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (position)")
    await connection.execute("CREATE UNIQUE INDEX ON same (event_id)")
    await connection.execute("CREATE UNIQUE INDEX ON same (stream, stream_version)")
    await connection.execute(f"CREATE INDEX ON same (type, position) WHERE {RARE_TYPES}")


def row(event: NewEvent, moment: Any) -> tuple[Any, ...]:
    payload = encode(event.payload).decode()
    return (moment, 1, uuid7(), 1, event.payload.type, event.stream, _HASH, _HASH, payload, "{}")


async def insert(
    connections: Sequence[asyncpg.Connection], table: str, rows: Sequence[tuple[Any, ...]], seconds: float
) -> float:
    """Rows a second, each its own commit, as many at once as there are connections."""
    names = ", ".join(COLUMNS)
    places = ", ".join(f"${number}" for number in range(1, len(COLUMNS) + 1))
    supply = iter(rows)
    statements = [await c.prepare(f"INSERT INTO {table} ({names}) VALUES ({places})") for c in connections]
    started = time.perf_counter()
    counts = [0] * len(statements)

    async def one(number: int, statement: Any) -> None:
        while time.perf_counter() - started < seconds:
            await statement.fetch(*next(supply))
            counts[number] += 1

    await asyncio.gather(*(one(number, statement) for number, statement in enumerate(statements)))
    return sum(counts) / (time.perf_counter() - started)


async def copy(connection: asyncpg.Connection, table: str, rows: Sequence[tuple[Any, ...]], batch: int) -> float:
    """Rows a second by COPY, a commit a batch."""
    started = time.perf_counter()
    for first in range(0, len(rows), batch):
        await connection.copy_records_to_table(table, records=rows[first : first + batch], columns=COLUMNS)
    return len(rows) / (time.perf_counter() - started)


async def select(connection: asyncpg.Connection, table: str, count: int, page: int) -> float:
    """Rows a second of the columns that the log reads, in pages, not decoded."""
    statement = await connection.prepare(
        "SELECT position, event_id, type, version, stream, stream_version, recorded_at, payload::text, metadata::text "
        f"FROM {table} WHERE position > $1 ORDER BY position LIMIT $2"
    )
    started = time.perf_counter()
    after = seen = 0
    for _ in itertools.count():
        rows = await statement.fetch(after, min(page, count - seen))
        if not rows:
            break
        seen += len(rows)
        after = rows[-1][0]
        if seen >= count:
            break
    return seen / (time.perf_counter() - started)
