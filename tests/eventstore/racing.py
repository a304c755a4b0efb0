"""
The race: six writers, three tailing readers, and two transactions held open all the while (`make race`).

Each reader goes on from the last position that it saw, as every consumer of a log does; afterwards what each has seen
is compared with what is committed. The control is the log that one would write first, a `bigserial` table: there a
position is taken before it is committed, and a reader that has gone past it never looks back.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import sys
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import asyncpg
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from tests.eventstore import racing_logs

WRITERS, CALLERS = 6, 4
TARGET = Path("build/race.json")


class Seen(NamedTuple):
    """What one reader has seen of what was committed."""

    reader: str
    committed: int
    seen: int
    lost: int
    twice: int
    out_of_order: int


class Result(NamedTuple):
    """A race: the positions that were acknowledged and are not there, those that are there, and what readers saw."""

    log: str
    acknowledged: int
    missing: int
    gaps: int
    readers: tuple[Seen, ...]

    @property
    def lost(self) -> int:
        return sum(reader.lost for reader in self.readers)

    @property
    def faults(self) -> int:
        wrong = sum(reader.lost + reader.twice + reader.out_of_order for reader in self.readers)
        return wrong + self.missing + self.gaps


async def race(url: str, log: racing_logs.Log, seconds: float, *, processes: bool) -> Result:
    """Let them run in the database at *url*, which nobody else uses; writers are *processes* or tasks."""
    async with asyncpg.create_pool(url, min_size=1) as owner:
        await log.prepare(owner)
        ended = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            async with _held_open(owner, log):
                readers = [tasks.create_task(log.tail(url, way, ended)) for way in log.ways]
                acknowledged = await _write(url, log, seconds, processes=processes)
            ended.set()
        committed = [row["position"] for row in await owner.fetch(log.committed)]
    held = set(committed)
    return Result(
        log.name,
        len(acknowledged),
        len(set(acknowledged) - held) + len(acknowledged) - len(set(acknowledged)),
        committed[-1] - len(committed),
        tuple(_compare(way, held, reader.result()) for way, reader in zip(log.ways, readers, strict=True)),
    )


async def _write(url: str, log: racing_logs.Log, seconds: float, *, processes: bool) -> list[int]:
    """The positions that the writers were told, all of them."""
    if not processes:
        written = await asyncio.gather(*(log.write(url, number, CALLERS, seconds) for number in range(WRITERS)))
    else:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(WRITERS, multiprocessing.get_context("spawn")) as pool:
            jobs = [(log.name, url, number, seconds) for number in range(WRITERS)]
            written = await asyncio.gather(*(loop.run_in_executor(pool, _write_alone, *job) for job in jobs))
    return [position for positions in written for position in positions]


def _write_alone(name: str, url: str, number: int, seconds: float) -> list[int]:
    return asyncio.run(racing_logs.LOGS[name].write(url, number, CALLERS, seconds))


@asynccontextmanager
async def _held_open(owner: asyncpg.Pool, log: racing_logs.Log) -> AsyncIterator[None]:
    """One transaction that has written and one with an old snapshot; both end after the writers."""
    async with (
        owner.acquire() as writing,
        owner.acquire() as reading,
        writing.transaction(),
        reading.transaction(isolation="repeatable_read", readonly=True),
    ):
        await writing.execute(log.holding)
        await reading.fetchval("SELECT pg_current_snapshot()::text")
        yield


def _compare(reader: str, committed: set[int], seen: list[int]) -> Seen:
    turned = sum(later < earlier for earlier, later in pairwise(seen))
    once = set(seen)
    return Seen(reader, len(committed), len(seen), len(committed - once), len(seen) - len(once), turned)


def table(results: list[Result]) -> Table:
    shown = Table("log", "reader", "committed", "seen", "lost", "twice", "out of order")
    for result in results:
        for reader in result.readers:
            shown.add_row(result.log, reader.reader, *(f"{count:,}" for count in reader[1:]))
        shown.add_row(result.log, "(acknowledged)", f"{result.acknowledged:,}", "", f"{result.missing:,}")
    return shown


def write_down(results: list[Result]) -> None:
    TARGET.parent.mkdir(exist_ok=True)
    rows = [result._asdict() | {"readers": [seen._asdict() for seen in result.readers]} for result in results]
    TARGET.write_text(json.dumps(rows, indent=1) + "\n")


async def main(seconds: float, seed: int) -> int:
    random.seed(seed)
    console, results = Console(width=None if sys.stdout.isatty() else 130), []
    with tempfile.TemporaryDirectory() as folder, Progress(console=console) as progress:
        async with Cluster(Path(folder)) as cluster:
            for log in racing_logs.LOGS.values():
                url = await cluster.create_database(f"race_{log.name.split()[0]}")
                await upgrade(url)
                task = progress.add_task(f"{log.name}, {seconds:.0f} s", total=seconds)
                ticking = asyncio.create_task(_tick(progress, task))
                results.append(await race(url, log, seconds, processes=True))
                ticking.cancel()
                progress.update(task, completed=seconds)
    console.print(table(results), f"written to {TARGET}")
    write_down(results)
    ours, control = results
    return 0 if ours.faults == 0 and control.lost > 0 else 1


async def _tick(progress: Progress, task: int) -> None:
    while True:
        await asyncio.sleep(0.5)
        progress.advance(task, 0.5)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each of the two logs")
    parser.add_argument("--seed", type=int, default=1)
    raise SystemExit(asyncio.run(main(**vars(parser.parse_args()))))
