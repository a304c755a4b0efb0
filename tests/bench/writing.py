"""
How fast claims are projected as they come, and how fast all of them are made again (`python -m tests.bench.writing`).

Rates are in claims a second of processor time: that of the service's process, and that of Postgres with it, where the
system tells (Linux). What is projected as it comes is given as the median of batches of 500 events.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import asyncpg

from service.eventstore import EventLog
from service.intake.recording import record
from service.intake.submission import Submission
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from service.projections.projecting import Projector
from service.projections.rebuilding import rebuild
from tests.bench.news import NOW, News

AT_ONCE = 100
_CLAIMS = "SELECT count(*) FROM claims"
_TO_THE_END = """
INSERT INTO checkpoints (name, position) SELECT 'projections', max(position) FROM log.events
ON CONFLICT (name) DO UPDATE SET position = excluded.position
"""


class _Spent(NamedTuple):
    """Seconds: on the wall, of this process, of Postgres."""

    wall: float
    own: float
    database: float

    @classmethod
    def by_now(cls, cluster: Cluster) -> _Spent:
        return cls(time.perf_counter(), time.process_time(), _spent_below(cluster.pid or 0))

    def rates(self, since: _Spent, claims: int) -> dict[str, float]:
        wall, own, database = (now - then for now, then in zip(self, since, strict=True))
        return {
            "claims/s": claims / wall,
            "claims/s of the service's CPU": claims / own,
            "claims/s of all CPU, Postgres included": claims / (own + database),
        }


def _spent_below(pid: int) -> float:
    """Seconds of processor time of a process and of all that it started."""
    found: dict[int, tuple[int, int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        found[int(place.parent.name)] = (int(fields[1]), sum(int(each) for each in fields[11:15]))

    def below(number: int) -> Iterator[int]:
        yield found[number][1]
        for each, (parent, _) in found.items():
            if parent == number:
                yield from below(each)

    return sum(below(pid)) / os.sysconf("SC_CLK_TCK") if pid in found else 0.0


async def measure(
    cluster: Cluster, articles: int, rebuilt: int, *, scattered: bool = False
) -> dict[str, dict[str, float]]:
    """
    Rates of writing *articles*, the second half of them measured, and of rebuilding a record of *rebuilt* ones.

    With *scattered*, no two reports agree (see `News`).
    """
    steady, again = (News(scattered=scattered).articles(each) for each in (articles, rebuilt))
    return {"steady": await _steady(cluster, steady), "rebuild": await _rebuild(cluster, again)}


async def _steady(cluster: Cluster, coming: Iterator[Submission]) -> dict[str, float]:
    url = await cluster.create_database("steady", None)
    await upgrade(url)
    async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool, EventLog(pool) as log:
        await _fill(log, coming)
        projector, found = Projector(pool, log), []
        claims, since = 0, _Spent.by_now(cluster)
        while await projector.step():
            now, held = _Spent.by_now(cluster), await pool.fetchval(_CLAIMS)
            found.append(now.rates(since, held - claims))
            claims, since = held, _Spent.by_now(cluster)
    await cluster.drop_database("steady")
    half = found[len(found) // 2 :]
    return {what: statistics.median(each[what] for each in half) for what in half[0]}


async def _rebuild(cluster: Cluster, coming: Iterator[Submission]) -> dict[str, float]:
    url = await cluster.create_database("rebuilt", None)
    await upgrade(url)
    async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool, EventLog(pool) as log:
        await _fill(log, coming)
        await pool.execute(_TO_THE_END)
        await rebuild(url, lambda *_: None)
        claims = await pool.fetchval(_CLAIMS)
        since = _Spent.by_now(cluster)
        assert await rebuild(url, lambda *_: None, processes=1) == []
        found = _Spent.by_now(cluster).rates(since, claims)
    await cluster.drop_database("rebuilt")
    return {"claims": claims, **found}


async def _fill(log: EventLog, coming: Iterator[Submission]) -> None:
    while some := list(islice(coming, AT_ONCE)):
        await asyncio.gather(*(record(log, each, NOW) for each in some))


def show(results: dict[str, dict[str, float]]) -> None:
    """Print what was measured."""
    for what, found in results.items():
        for rate, value in found.items():
            sys.stdout.write(f"{what}, {rate:50s} {value:12,.0f}\n")


async def _alone(articles: int, rebuilt: int, *, scattered: bool) -> None:
    with tempfile.TemporaryDirectory() as place:
        async with Cluster(Path(place), durable=False) as cluster:
            show(await measure(cluster, articles, rebuilt, scattered=scattered))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=4_000, help="articles that are projected as they come")
    options.add_argument("--rebuilt", type=int, default=10_000, help="articles of the record that is made again")
    options.add_argument("--scattered", action="store_true", help="no two reports agree: the worst that can come")
    given = options.parse_args()
    asyncio.run(_alone(given.articles, given.rebuilt, scattered=given.scattered))
