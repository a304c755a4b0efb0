"""
The log's speed beside its peers' (`python -m tests.bench.log`): the table of docs/log.md.

Every round measures everyone once, one after the other, and medians are compared, so that a noisy machine disturbs all
alike. Twice: on a disk whose flush takes 1 ms (simulated: a folder in memory where there is one, and a library
preloaded into Postgres that sleeps 1 ms in each fdatasync), and on the disk as it is. Writes build/bench_log.json.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg

from service.domain.claims import Evidence, TariffClaim
from service.domain.events import ClaimsExtracted, Reader
from service.eventstore import EventLog, NewEvent
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from tests.bench import log_peers
from tests.bench.slow_flush import available, slow_flush

TARGET = Path("build/bench_log.json")
PEER = Path("build/eventsourcing")
PEER_PACKAGES = ("eventsourcing==9.5.*", "psycopg[binary,pool]")
MEMORY = Path("/dev/shm")
CALLERS = (1, 8, 64, 256)
CONNECTIONS = (1, 8, 32)
PAGE = 1_000
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
    ("append, 1 caller", "plain table (same), 1 connections", 0.85),
    ("append, 1 caller", "plain table (bare), 1 connections", None),
    ("append, 64 callers", "plain table (same), 8 connections", 4),
    ("append, 64 callers", "plain table (bare), 8 connections", None),
    ("batches of 1,000, 1 caller", "COPY of 1,000 (same)", 0.85),
    ("batches of 1,000, 4 callers", "COPY of 1,000 (same)", 0.85),
    ("batches of 1,000, 4 callers", "COPY of 1,000 (bare)", None),
    ("replay, decoded", "SELECT of the same columns", None),
    ("replay, decoded", "eventsourcing, replay, decoded", 1.6),
    ("append, 8 callers", "eventsourcing, 8 callers", 5),
    ("append, 64 callers", "eventsourcing, 64 callers", 25),
    ("append, 256 callers", "eventsourcing, 256 callers", 20),
)


def events(tag: str) -> Iterator[NewEvent]:
    for number in itertools.count():
        name = f"art-{tag}-{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
        payload = ClaimsExtracted(article_id=name, version=1, reader=READER, claims=(CLAIM,))
        yield NewEvent(stream=name, payload=payload)


async def append(log: EventLog, tag: str, callers: int, seconds: float, batch: int = 1) -> float:
    """Events a second; each caller waits until its own are durable before it appends the next."""
    supply = events(tag)
    counts = [0] * callers
    started = time.perf_counter()

    async def one(caller: int) -> None:
        while time.perf_counter() - started < seconds:
            counts[caller] += len((await log.append(list(itertools.islice(supply, batch)))).positions)

    await asyncio.gather(*(one(caller) for caller in range(callers)))
    return sum(counts) / (time.perf_counter() - started)


async def replay(log: EventLog, count: int) -> float:
    started = time.perf_counter()
    seen = 0
    async for event in log.read(limit=count):
        assert event.payload
        seen += 1
    return seen / (time.perf_counter() - started)


class Eventsourcing:
    """The peer's process; None for a rate where it cannot be installed."""

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
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


async def one_round(
    number: int, log: EventLog, pool: asyncpg.Pool, peer: Eventsourcing | None, seconds: float
) -> dict[str, float]:
    rates: dict[str, float] = {}
    tag = f"r{number}"
    moment = datetime.now(UTC)
    supply = (log_peers.row(event, moment) for event in events(f"p{number}"))
    for callers in CALLERS:
        name = f"append, {callers} caller{'s' * (callers > 1)}"
        rates[name] = await append(log, f"{tag}c{callers}", callers, seconds)
        if peer is not None:
            rates[f"eventsourcing, {callers} caller{'s' * (callers > 1)}"] = peer.measure(
                callers=callers, seconds=seconds
            )
    for batch, callers in ((100, 1), (100, 4), (1000, 1), (1000, 4)):
        name = f"batches of {batch:,}, {callers} caller{'s' * (callers > 1)}"
        rates[name] = await append(log, f"{tag}b{batch}x{callers}", callers, seconds, batch)
    for table in log_peers.TABLES:
        for count in CONNECTIONS:
            rows = list(itertools.islice(supply, int(seconds * 20_000)))
            async with contextlib.AsyncExitStack() as stack:
                connections = [await stack.enter_async_context(pool.acquire()) for _ in range(count)]
                rate = await log_peers.insert(connections, table, rows, seconds)
            rates[f"plain table ({table}), {count} connections"] = rate
        rows = list(itertools.islice(supply, 30_000))
        async with pool.acquire() as connection:
            rates[f"COPY of 1,000 ({table})"] = await log_peers.copy(connection, table, rows, 1_000)
    rates["replay, decoded"] = await replay(log, 50_000)
    async with pool.acquire() as connection:
        rates["SELECT of the same columns"] = await log_peers.select(connection, "same", 50_000, PAGE)
    if peer is not None:
        rates["eventsourcing, replay, decoded"] = peer.measure(count=5_000, page=PAGE)
    return rates


async def measure(folder: Path, rounds: int, seconds: float, *, with_peer: bool) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    async with Cluster(folder, configuration={"max_connections": "100", "shared_buffers": "512MB"}) as cluster:
        url = await cluster.ensure_database()
        await upgrade(url)
        peer = Eventsourcing(url) if with_peer else None
        async with asyncpg.create_pool(url, min_size=2, max_size=40) as pool, EventLog(pool) as log:
            async with pool.acquire() as connection:
                await log_peers.create(connection)
            for number in range(rounds):
                for name, rate in (await one_round(number, log, pool, peer, seconds)).items():
                    found[name].append(rate)
            await log.verify()
        if peer is not None:
            peer.close()
    return found


@contextlib.contextmanager
def disk(slow_us: int) -> Iterator[Path]:
    place = MEMORY if slow_us and MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="verbale-bench-", dir=place))
    try:
        with slow_flush(folder / "library", slow_us) if slow_us else contextlib.nullcontext():
            yield folder / "data"
    finally:
        shutil.rmtree(folder)


def table(title: str, found: dict[str, list[float]], say: Callable[[str], Any]) -> list[dict[str, Any]]:
    say(f"\n{title}\n")
    middle = {name: statistics.median(rates) for name, rates in found.items()}
    for name, rate in middle.items():
        spread = f"{min(found[name]):9,.0f} .. {max(found[name]):9,.0f}"
        say(f"  {name:38s} {rate:9,.0f} a second   ({spread})\n")
    ratios = []
    for ours, theirs, wanted in COMPARED:
        if ours in middle and theirs in middle:
            ratio = middle[ours] / middle[theirs]
            goal = "" if wanted is None else f"(to reach: {wanted})"
            say(f"  {ours:28s} / {theirs:38s} {ratio:7.2f} {goal}\n")
            ratios.append({"ours": ours, "peer": theirs, "ratio": round(ratio, 3), "to_reach": wanted})
    return ratios


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each measurement")
    parser.add_argument("--flush-us", type=int, default=1_000, help="of the slow disk")
    parser.add_argument("--without-eventsourcing", action="store_true")
    parser.add_argument("--only", choices=("slow", "real"))
    given = parser.parse_args()
    disks = {"slow": given.flush_us if available() else 0, "real": 0}
    results = {}
    for name, slow_us in disks.items():
        if given.only not in {None, name} or (name == "slow" and not slow_us):
            continue
        with disk(slow_us) as folder:
            found = asyncio.run(measure(folder, given.rounds, given.seconds, with_peer=not given.without_eventsourcing))
        title = f"A flush takes {slow_us / 1000:g} ms" if slow_us else "The disk as it is"
        results[name] = {"rates": found, "ratios": table(title, found, sys.stdout.write)}
        sys.stdout.flush()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps({"cores": os.cpu_count(), "results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
