"""
The log's speed beside its peers' (`make bench`, or `python -m tests.bench.log` for this part alone).

Every round measures everyone once, those that are compared one after the other, and a ratio is the median of the
rounds' ratios, so that a noisy machine disturbs both alike. Twice: on a disk whose flush takes 1 ms (simulated: a folder
in memory where there is one, and a library preloaded into Postgres that sleeps 1 ms in each fdatasync), and on the disk
as it is. Writes build/bench_log.json.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import itertools
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from service.domain.claims import Evidence, TariffClaim
from service.domain.events import ClaimsExtracted, Reader
from service.eventstore import EventLog, NewEvent
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from tests.bench import log_peers
from tests.bench.log_peers import Eventsourcing
from tests.bench.slow_flush import available, slow_flush

TARGET = Path("build/bench_log.json")
MEMORY = Path("/dev/shm")
ROUNDS = 3
SECONDS = 0.8
FLUSH_US = 1_000
PAGE = 1_000
REPLAYED = 30_000
COPIED = 20_000
CALLERS = (1, 8, 64, 256)
CONNECTIONS = (1, 8, 32)
READER = Reader(name="rules", version="1")
CLAIM = TariffClaim(
    imposer="US",
    target="IN",
    rate=Decimal(50),
    status="in_force",
    valid_from="2025-08-27",
    evidence=(Evidence(10, 90),),
)
"""With its claim an event is what most events of the log are, and about 500 bytes long."""
COMPARED = (
    ("append, 1 caller", "plain table, 1 connection", 0.85),
    ("append, 8 callers", "plain table, 8 connections", None),
    ("append, 64 callers", "plain table, 8 connections", 4),
    ("append, 64 callers", "bare table, 8 connections", None),
    ("append, 256 callers", "plain table, 32 connections", None),
    ("batches of 100, 1 caller", "COPY of 1,000", None),
    ("batches of 100, 4 callers", "COPY of 1,000", None),
    ("batches of 1,000, 1 caller", "COPY of 1,000", 0.85),
    ("batches of 1,000, 4 callers", "COPY of 1,000", 0.85),
    ("batches of 1,000, 4 callers", "COPY of 1,000 to the bare table", None),
    ("replay, decoded", "SELECT of the same columns", None),
    ("replay, decoded", "eventsourcing, replay, decoded", 1.6),
    ("append, 1 caller", "eventsourcing, 1 caller", None),
    ("append, 8 callers", "eventsourcing, 8 callers", 5),
    ("append, 64 callers", "eventsourcing, 64 callers", 25),
    ("append, 256 callers", "eventsourcing, 256 callers", 20),
)
"""Ours, the peer, and the ratio to reach, if one is set."""


def many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count > 1)}"


def events(tag: str) -> Iterator[NewEvent]:
    for number in itertools.count():
        name = f"art-{tag}-{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
        payload = ClaimsExtracted(article_id=name, version=1, reader=READER, claims=(CLAIM,))
        yield NewEvent(stream=name, payload=payload)


def made(tag: str, count: int) -> Iterator[NewEvent]:
    """Events, the first *count* of them made already, as the peers' rows are; nothing of them is encoded."""
    supply = events(tag)
    return itertools.chain(list(itertools.islice(supply, count)), supply)


async def append(log: EventLog, tag: str, callers: int, seconds: float, batch: int = 1) -> float:
    """Events a second; each caller waits until its own are durable before it appends the next."""
    supply = made(tag, int(seconds * (30_000 if callers > 8 or batch > 1 else 5_000)))
    counts = [0] * callers
    gc.collect()
    gc.freeze()
    started = time.perf_counter()

    async def one(caller: int) -> None:
        while time.perf_counter() - started < seconds:
            counts[caller] += len((await log.append(list(itertools.islice(supply, batch)))).positions)

    await asyncio.gather(*(one(caller) for caller in range(callers)))
    took = time.perf_counter() - started
    gc.unfreeze()
    return sum(counts) / took


async def replay(log: EventLog, count: int) -> float:
    started = time.perf_counter()
    seen = 0
    async for event in log.read(limit=count):
        assert event.payload
        seen += 1
    return seen / (time.perf_counter() - started)


class Bench(NamedTuple):
    """What a round needs; *peer* is None where `eventsourcing` is left out."""

    log: EventLog
    pool: asyncpg.Pool
    peer: Eventsourcing | None
    seconds: float

    async def round(self, number: int) -> AsyncIterator[tuple[str, float]]:
        """Everyone's rates, those that are compared side by side."""
        tag = f"r{number}"
        rows = (log_peers.row(event, datetime.now(UTC)) for event in events(f"p{number}"))
        for callers, connections in zip(CALLERS, (1, 8, None, 32), strict=True):
            if connections is not None:
                yield await self._insert("plain", connections, rows)
            yield (
                f"append, {many(callers, 'caller')}",
                await append(self.log, f"{tag}c{callers}", callers, self.seconds),
            )
            if callers == 64:
                yield await self._insert("bare", 8, rows)
            if self.peer is not None:
                rate = await asyncio.to_thread(self.peer.measure, callers=callers, seconds=self.seconds)
                yield f"eventsourcing, {many(callers, 'caller')}", rate
        for batch, callers in ((100, 1), (100, 4), (1_000, 1)):
            yield await self._batches(tag, batch, callers)
        yield await self._copy("plain", rows)
        yield await self._batches(tag, 1_000, 4)
        yield await self._copy("bare", rows)
        yield "replay, decoded", await replay(self.log, REPLAYED)
        async with self.pool.acquire() as connection:
            yield "SELECT of the same columns", await log_peers.select(connection, "plain", REPLAYED, PAGE)
        if self.peer is not None:
            yield "eventsourcing, replay, decoded", await asyncio.to_thread(self.peer.measure, count=5_000, page=PAGE)

    async def _batches(self, tag: str, batch: int, callers: int) -> tuple[str, float]:
        rate = await append(self.log, f"{tag}b{batch}x{callers}", callers, self.seconds, batch)
        return f"batches of {batch:,}, {many(callers, 'caller')}", rate

    async def _insert(self, table: str, connections: int, rows: Iterator[tuple[Any, ...]]) -> tuple[str, float]:
        ready = list(itertools.islice(rows, int(self.seconds * 2_500 * min(connections, 8))))
        async with contextlib.AsyncExitStack() as stack:
            acquired = [await stack.enter_async_context(self.pool.acquire()) for _ in range(connections)]
            rate = await log_peers.insert(acquired, table, ready, self.seconds)
        return f"{table} table, {many(connections, 'connection')}", rate

    async def _copy(self, table: str, rows: Iterator[tuple[Any, ...]]) -> tuple[str, float]:
        ready = list(itertools.islice(rows, COPIED))
        async with self.pool.acquire() as connection:
            rate = await log_peers.copy(connection, table, ready, 1_000)
        return f"COPY of 1,000{' to the bare table' if table == 'bare' else ''}", rate


async def measure(
    folder: Path, rounds: int, seconds: float, tell: Callable[[str], Any], *, with_peer: bool
) -> dict[str, list[float]]:
    """Rates by name, one a round; *tell* is called with the name of each."""
    found: dict[str, list[float]] = defaultdict(list)
    async with Cluster(folder, configuration={"max_connections": "100", "shared_buffers": "512MB"}) as cluster:
        url = await cluster.ensure_database()
        await upgrade(url)
        peer = Eventsourcing(url) if with_peer else None
        async with asyncpg.create_pool(url, min_size=2, max_size=40) as pool, EventLog(pool) as log:
            async with pool.acquire() as connection:
                await log_peers.create(connection)
            for number in range(rounds):
                async for name, rate in Bench(log, pool, peer, seconds).round(number):
                    found[name].append(rate)
                    tell(f"round {number + 1} of {rounds}: {name}, {rate:,.0f} a second")
            await log.verify()
        if peer is not None:
            peer.close()
    return found


@contextlib.contextmanager
def disk(slow_us: int) -> Iterator[Path]:
    """A folder for a cluster, whose flushes take so long at least."""
    place = MEMORY if slow_us and MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="verbale-bench-", dir=place))
    try:
        with slow_flush(folder / "library", slow_us) if slow_us else contextlib.nullcontext():
            yield folder / "data"
    finally:
        shutil.rmtree(folder)


def ratios(found: dict[str, list[float]]) -> list[dict[str, Any]]:
    """What is compared: the medians of both sides, and the median of the rounds' ratios."""
    return [
        {
            "ours": ours,
            "peer": peer,
            "ratio": round(statistics.median(a / b for a, b in zip(found[ours], found[peer], strict=True)), 3),
            "ours_per_s": round(statistics.median(found[ours])),
            "peer_per_s": round(statistics.median(found[peer])),
            "to_reach": wanted,
        }
        for ours, peer, wanted in COMPARED
        if ours in found and peer in found
    ]


def table(title: str, compared: Sequence[dict[str, Any]]) -> str:
    lines = [title]
    for each in compared:
        goal = "" if each["to_reach"] is None else f"(to reach: {each['to_reach']})"
        ours, peer = (f"{each[side]:28s} {each[f'{side}_per_s']:8,d}/s" for side in ("ours", "peer"))
        lines.append(f"  {ours}   {peer}   ratio {each['ratio']:6.2f} {goal}".rstrip())
    return "\n".join(lines) + "\n"


def run(
    rounds: int = ROUNDS,
    seconds: float = SECONDS,
    flush_us: int = FLUSH_US,
    only: str | None = None,
    *,
    with_peer: bool = True,
) -> dict[str, Any]:
    """Measure on both disks, with progress and a table for each; writes `TARGET` and returns what it holds."""
    disks = {"slow": flush_us if available() else 0, "real": 0}
    results: dict[str, Any] = {}
    for name, slow_us in disks.items():
        if only not in {None, name} or (name == "slow" and not slow_us):
            continue
        title = f"The log, a flush takes {slow_us / 1000:g} ms" if slow_us else "The log, the disk as it is"
        columns = (TextColumn("{task.description}"), TimeElapsedColumn(), TextColumn("{task.fields[last]}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress, disk(slow_us) as folder:
            task = progress.add_task(title, last="starting")
            tell = lambda last, task=task: progress.update(task, last=last)  # noqa: E731
            found = asyncio.run(measure(folder, rounds, seconds, tell, with_peer=with_peer))
        compared = ratios(found)
        sys.stdout.write(table(title, compared))
        sys.stdout.flush()
        results[name] = {"flush_us": slow_us or None, "ratios": compared, "rates": found}
    answer = {"cores": os.cpu_count(), "load": os.getloadavg(), "rounds": rounds, "results": results}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(answer, indent=1) + "\n")
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement")
    parser.add_argument("--flush-us", type=int, default=FLUSH_US, help="of the slow disk")
    parser.add_argument("--without-eventsourcing", action="store_true")
    parser.add_argument("--only", choices=("slow", "real"))
    given = parser.parse_args()
    run(given.rounds, given.seconds, given.flush_us, given.only, with_peer=not given.without_eventsourcing)


if __name__ == "__main__":
    main()
