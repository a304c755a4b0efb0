"""
What the log is measured against.

Tables that the same rows are written to and read from by asyncpg as fast as it goes: `plain` has the columns and the
indexes of the log's table, `bare` the columns and a primary key alone. The rows are encoded and hashed beforehand; the
log encodes and hashes as it appends. And the library `eventsourcing`, which has an environment of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg

from service.domain.events import encode
from service.eventstore import NewEvent, uuid7
from service.eventstore.tables import RARE_TYPES

PEER = Path("build/eventsourcing")
PEER_PACKAGES = ("eventsourcing==9.5.*", "psycopg[binary,pool]")
COLUMNS = (
    "recorded_at", "stream_version", "event_id", "version", "type", "stream", "previous_hash", "leaf_hash", "payload",
    "metadata",
)  # fmt: skip
TABLES = ("bare", "plain")
_HASH = bytes(range(32))


async def create(connection: asyncpg.Connection) -> None:
    for table in TABLES:
        await connection.execute(f"CREATE TABLE {table} (LIKE log.events INCLUDING DEFAULTS)")
        await connection.execute(f"ALTER TABLE {table} ALTER position ADD GENERATED ALWAYS AS IDENTITY")
        await connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (position)")
    await connection.execute("CREATE UNIQUE INDEX ON plain (event_id)")
    await connection.execute("CREATE UNIQUE INDEX ON plain (stream, stream_version)")
    await connection.execute(f"CREATE INDEX ON plain (type, position) WHERE {RARE_TYPES}")


def row(event: NewEvent, moment: Any) -> tuple[Any, ...]:
    payload = encode(event.payload).decode()
    return (moment, 1, uuid7(), 1, event.payload.type, event.stream, _HASH, _HASH, payload, "{}")


async def insert(
    connections: Sequence[asyncpg.Connection], table: str, rows: Sequence[tuple[Any, ...]], seconds: float
) -> float:
    """Rows a second, each its own commit, as many at once as there are connections, until time or rows are over."""
    names = ", ".join(COLUMNS)
    places = ", ".join(f"${number}" for number in range(1, len(COLUMNS) + 1))
    supply = iter(rows)
    statements = [await c.prepare(f"INSERT INTO {table} ({names}) VALUES ({places})") for c in connections]
    started = time.perf_counter()
    counts = [0] * len(statements)

    async def one(number: int, statement: Any) -> None:
        for row in supply:
            await statement.fetch(*row)
            counts[number] += 1
            if time.perf_counter() - started >= seconds:
                break

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
    while seen < count and (rows := await statement.fetch(after, min(page, count - seen))):
        seen += len(rows)
        after = rows[-1][0]
    return seen / (time.perf_counter() - started)


class Eventsourcing:
    """The peer's process (tests/bench/eventsourcing_peer.py); what it needs is installed when it is first asked for."""

    def __init__(self, url: str) -> None:
        python = PEER / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", PEER], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER_PACKAGES], check=True)
        parts = urlsplit(url)
        environment = {
            **os.environ,
            "PEER_DATABASE": parts.path.strip("/"),
            "PEER_HOST": parse_qs(parts.query)["host"][0],
            "PEER_USER": parts.username or "postgres",
        }
        script = Path(__file__).with_name("eventsourcing_peer.py")
        self._process = subprocess.Popen(
            [python, script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def measure(self, **task: Any) -> float:
        """Events a second, of appending (*callers*, *seconds*) or of reading (*count*, *page*)."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
