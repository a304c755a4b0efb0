"""
How soon subscribers hear of a change, and what each costs: `make bench-subscribe`.

Postgres, the server, the clients and the writer are processes of their own on this machine. Changes are written as the
projections write them; a bare LISTEN hears of the same commits in the same run. Writes build/bench-subscribe.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import httpx
import msgspec

from service.eventstore import EventLog, checkpoints
from service.eventstore.wakeup import Wakeup
from service.intake.recording import record
from service.intake.submission import Submission
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from service.projections.changes import write
from service.projections.runner import catch_up
from tests.cli.processes import command, descendants, free_port
from tests.http.stories import LEVELS
from tests.subscriptions.changing import DAY, change

TARGET = Path("build/bench-subscribe.json")
COUNTS = (1, 100, 1_000, 5_000)
RUNS = ((5, 8.0), (200, 4.0))
"""Changes a second, and for how many seconds."""
MAX_DELIVERIES = 1_000_000
"""A run is shorter where it would come to more of them."""
TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """What a process has taken: bytes of memory now, and seconds of CPU so far."""

    memory: int
    cpu_s: float


def cost_of(pid: int) -> Cost:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return Cost(int(fields[21]) * os.sysconf("SC_PAGE_SIZE"), (int(fields[11]) + int(fields[12])) / TICKS)


class Writer:
    """Writes one change a commit, and notes when each was committed."""

    def __init__(self, pool: asyncpg.Pool, sources: tuple[str, ...]) -> None:
        self.pool = pool
        self.wakeup = Wakeup(pool)
        self.sources = sources
        self.cursor = 0

    async def write(self, rate: float, seconds: float) -> dict[int, float]:
        commits: dict[int, float] = {}
        loop = asyncio.get_running_loop()
        begun, count = loop.time(), max(1, int(rate * seconds))
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
            self.cursor += 1
            async with self.pool.acquire() as connection, connection.transaction():
                await checkpoints.lock(connection, "projections")
                await write(connection, [change(self.cursor, self.sources)], 2, DAY)
                await connection.execute("SELECT pg_notify('bench', $1)", str(self.cursor))
            commits[self.cursor] = time.monotonic()
            self.wakeup.tell()
        return commits


@asynccontextmanager
async def served(database: str, folder: Path) -> AsyncIterator[tuple[int, int]]:
    """A server of its own: its port, and the process that runs the application."""
    port = free_port()
    with (folder / "serve.log").open("ab") as errors:
        process = subprocess.Popen(  # noqa: ASYNC220
            command("serve", "--port", str(port)),
            stdout=errors,
            stderr=errors,
            env={**os.environ, "DATABASE_URL": database, "VERBALE_SHUTDOWN_TIMEOUT_S": "10"},
        )
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            while True:
                try:
                    await client.get(f"http://127.0.0.1:{port}/healthz")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield port, max(descendants(process.pid), key=lambda pid: cost_of(pid).memory)
    finally:
        process.terminate()
        process.wait()


async def talk(process: asyncio.subprocess.Process, line: str) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line.encode() + b"\n")
    await process.stdin.drain()
    return json.loads(await process.stdout.readline())


async def measure(writer: Writer, database: str, folder: Path, count: int) -> list[dict[str, Any]]:
    """What so many subscribers cost and hear, at each rate."""
    found = []
    async with served(database, folder) as (port, pid):
        before = cost_of(pid)
        clients = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.sse_client", str(port), str(count), database,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24,
        )  # fmt: skip
        assert clients.stdout is not None
        assert (await clients.stdout.readline()).strip() == b"ready"
        each = (cost_of(pid).memory - before.memory) / count
        for rate, seconds in RUNS:
            spent = cost_of(pid).cpu_s
            commits = await writer.write(rate, min(seconds, MAX_DELIVERIES / rate / count))
            told = await talk(clients, f"wait {writer.cursor}")
            spent = cost_of(pid).cpu_s - spent
            told |= await talk(clients, f"report {json.dumps(commits)}")
            told |= {"subscribers": count, "changes_a_second": rate, "memory_each_kb": round(each / 1024, 1)}
            told["cpu_each_delivery_us"] = round(spent / max(1, told["deliveries"]) * 1e6, 1)
            found.append(told)
            show(told)
        assert clients.stdin is not None
        clients.stdin.close()
        await clients.wait()
    return found


def show(told: dict[str, Any]) -> None:
    sys.stdout.write(
        "{subscribers:6,d} subscribers, {changes_a_second:4d}/s: p50 {p50_ms:8.1f} ms  p99 {p99_ms:8.1f} ms  "
        "max {max_ms:8.1f} ms  (bare LISTEN p50 {bare[p50_ms]:.1f}, p99 {bare[p99_ms]:.1f})  "
        "{memory_each_kb:6.1f} kB each  {cpu_each_delivery_us:6.1f} us CPU a delivery  "
        "{deliveries:9,d} delivered, {missing} missing, {faults} lost or doubled, {lost} cut\n".format(**told)
    )
    sys.stdout.flush()


async def run(counts: list[int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        async with Cluster(Path(place) / "pg", durable=False) as cluster:
            database = await cluster.create_database("bench")
            await upgrade(database)
            async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool:
                async with EventLog(pool) as log:
                    await record(log, msgspec.convert(LEVELS, Submission), datetime.now(UTC))
                    await catch_up(pool, log)
                sources = tuple(row["claim_id"] for row in await pool.fetch("SELECT claim_id FROM claims"))
                writer = Writer(pool, sources)
                writer.cursor = await pool.fetchval("SELECT max(cursor) FROM changes")
                for count in counts:
                    found += await measure(writer, database, Path(place), count)
                await writer.wakeup.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default=",".join(map(str, COUNTS)), help="how many subscribers")
    counts = [int(each) for each in parser.parse_args().counts.split(",")]
    results = asyncio.run(run(counts))
    bare = statistics.median(each["bare"]["p50_ms"] for each in results)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps({"cores": os.cpu_count(), "bare_p50_ms": bare, "results": results}, indent=1) + "\n")
    sys.stdout.write(f"written to {TARGET}\n")


if __name__ == "__main__":
    main()
