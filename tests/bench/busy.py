"""
As-of answers in SQL on records of many sizes, with the skew of real news (`make bench-asof`, `--sizes 100000,1000000`).

50,000 subjects, the hottest of 35,000 claims; 15 in 100 claims come late, 35 have vague dates. The tables are filled
without the log: the rectangles of one subject of each size are made by the service's own resolver and repeated under
other keys, with their own days and texts. What is written and rebuilt is measured on a record that goes the whole way.
Prints a table and writes build/bench-asof.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from service.domain.claims import Claim
from service.domain.registry import KINDS
from service.domain.reports import Report, counting
from service.eventstore import EventLog
from service.intake.recording import record
from service.intake.submission import Submission
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from service.projections.projecting import Projector
from service.projections.rebuilding import rebuild
from service.projections.rows import Row, row_of
from service.queries.statements import LISTING, SEPARATOR, STANDING

SUBJECTS, HOTTEST, LATE, VAGUE = 50_000, 35_000, 0.15, 0.35
START, NOW = datetime(2023, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
SAMPLE = "tariff:US:IN"
TARGET = Path("build/bench-asof.json")
TARIFF = KINDS["tariff"]
_CLAIM: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(Claim, strict=False)


def document(drawn: random.Random, day: date) -> dict[str, Any]:
    """A report of a level that changes every second month."""
    known = {"valid_from": (day - timedelta(days=drawn.randint(0, 20))).isoformat()}
    chance = drawn.random()
    if chance < VAGUE:
        known["valid_from"] = known["valid_from"][:7]
    elif chance > 0.7:
        known = {}
    return {
        "kind": "tariff", "imposer": "US", "target": "IN", "basis": "total", "status": "in_force",
        "rate": 10 + 5 * ((day - START.date()).days // 60 % 5), "product": drawn.choice(["*"] * 8 + ["steel", "medicines"]),
        "evidence": [{"start": 0, "end": 5}], **known,
    }  # fmt: skip


def reports(size: int) -> Iterator[Report]:
    """So many reports on one subject, evenly over the years."""
    drawn = random.Random(size)
    for number in range(size):
        published = START + (NOW - START) * number / size
        claim = _CLAIM.decode(msgspec.json.encode(document(drawn, published.date())))
        name = f"art-{number:020x}"
        yield Report(
            claim_id=f"{name}.v1.r1.1", claim=claim, article_id=name, version=1, position=number + 1, ordinal=1,
            published_at=published, publisher=f"Paper {number % 50}", story=f"{name}.v1",
        )  # fmt: skip


def sizes_of(total: int) -> list[int]:
    """Claims of each subject, the hottest first: powers of two that fall with the rank and make about *total*."""
    low, high = 1.0, float(total)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_sizes(middle)) < total else (low, middle)
    return [HOTTEST, *_sizes(low)[1:]]


def _sizes(scale: float) -> list[int]:
    return [
        min(1 << 14, 1 << int(scale / rank).bit_length() - 1) if scale > rank else 1 for rank in range(1, SUBJECTS + 1)
    ]


async def fill(connection: asyncpg.Connection, sizes: Sequence[int]) -> None:
    samples: dict[int, list[Row]] = {}
    for size in sorted(set(sizes)):
        samples[size] = [row_of(SAMPLE, each) for each in TARIFF.rectangles(SAMPLE, list(reports(size)), None)]

    def rows() -> Iterator[Row]:
        for number, size in enumerate(sizes):
            subject = name(number)
            for row in samples[size]:
                facets = [facet.replace("IN", f"{number}") if number else facet for facet in row.facets]
                key = row.key.replace(SAMPLE, subject)
                span = row.span.replace(SAMPLE, subject, 1)
                yield row._replace(key=key, subject=subject, facets=facets, span=span)

    await connection.copy_records_to_table("tariff_rectangles", records=rows(), columns=Row._fields)
    await connection.execute(
        "INSERT INTO subjects SELECT s, 'tariff:US' FROM unnest($1::text[]) s", [name(n) for n in range(len(sizes))]
    )
    await connection.execute("INSERT INTO checkpoints (name, position) VALUES ('projections', 1)")
    await connection.execute("VACUUM ANALYZE")


def name(number: int) -> str:
    return SAMPLE if number == 0 else f"tariff:US:{number}"


async def timed(ask: Callable[[], Awaitable[Any]], seconds: float = 3.0, least: int = 100) -> dict[str, float]:
    """The median and the 99th percentile of *ask*, in milliseconds."""
    took: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(took) < least:
        start = time.perf_counter()
        await ask()
        took.append((time.perf_counter() - start) * 1e3)
    return {"p50_ms": round(statistics.median(took), 3), "p99_ms": round(statistics.quantiles(took, n=100)[-1], 3)}


async def reads(connection: asyncpg.Connection, sizes: Sequence[int]) -> dict[str, dict[str, float]]:
    drawn = random.Random(1)
    weights = [size**0.5 for size in sizes]

    def point(number: int, known_by: datetime) -> Awaitable[Any]:
        return connection.fetch(
            STANDING["tariff"], [SEPARATOR.join([name(number), "tariff:US:WORLD"])], *([[day()]] * 2), [known_by]
        )

    def day() -> date:
        return START.date() + timedelta(days=drawn.randint(0, 1200))

    def then() -> datetime:
        return START + timedelta(minutes=drawn.randint(0, 1_700_000))

    numbers = drawn.choices(range(len(sizes)), weights, k=10_000)
    listing = LISTING["tariff", "key"]
    hot = f"{SAMPLE}:*:total"
    facets = ["party:IN", "party:US"]
    found = {
        "SELECT 1": await timed(lambda: connection.fetch("SELECT 1")),
        "point": await timed(lambda: point(drawn.choice(numbers), then())),
        "point, hottest subject": await timed(lambda: point(0, then())),
        "point, hottest subject, known now": await timed(lambda: point(0, NOW)),
        "history of the hottest key": await timed(
            lambda: connection.fetch(listing, date.min, date(9999, 12, 30), then(), "", date.min, 500, hot)
        ),
        "dossier of the hottest pair, known now": await timed(
            lambda: connection.fetch(
                LISTING["tariff", "facets"], day(), date(9999, 12, 30), NOW, "", date.min, 500, facets
            )
        ),
    }
    held = list(reports(HOTTEST))
    start = time.perf_counter()
    TARIFF.resolve(SAMPLE, counting(held, NOW), NOW)
    found["folding the hottest subject at read time, once, loaded"] = {"p50_ms": (time.perf_counter() - start) * 1e3}
    return found


async def writes(url: str, articles: int) -> dict[str, float]:
    """Claims a second through the log and the projections, in one process, and through a rebuild."""
    drawn = random.Random(3)
    targets = ["IN"] * 7 + ["FR", "DE", "IT", "ES", "JP", "KR", "BR", "MX", "CA", "CN", "VN"]
    async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool, EventLog(pool) as log:

        async def send(first: int, count: int) -> None:
            for number in range(first, first + count):
                late = drawn.random() < LATE
                published = START + timedelta(minutes=10 * (drawn.randrange(number + 1) if late else number))
                words = " ".join(drawn.choice("abcdefghijklmnopqrstuvwxyz") * 3 for _ in range(60))
                claim = {**document(drawn, published.date()), "target": drawn.choice(targets)}
                await record(
                    log,
                    Submission(
                        url=f"https://paper.example/{number}", publisher=f"Paper {number % 50}",
                        published_at=published.isoformat(), text=f"Claim {words}", claims=[claim],
                    ),
                    NOW,
                )  # fmt: skip

        projector = Projector(pool, log)
        await send(0, articles)
        while await projector.step():
            pass
        await send(articles, articles)
        watch = _Watch()
        while await projector.step():
            pass
        steady = watch.rates("steady writes", articles)
    watch = _Watch()
    await rebuild(url, lambda _done, _total: None, compare_only=True)
    return {**steady, **watch.rates("rebuild", 2 * articles)}


class _Watch:
    """Time on the wall, and that of this process's own work: the database works beside it, and others do, too."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def rates(self, what: str, count: int) -> dict[str, float]:
        wall, own = time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]
        return {f"{what}, claims/s": count / wall, f"{what}, claims/s of the worker's CPU": count / own}


async def measure(sizes: Sequence[int], articles: int) -> dict[str, Any]:
    results: dict[str, Any] = {"cores": os.cpu_count(), "sizes": {}}
    with tempfile.TemporaryDirectory() as place:
        async with Cluster(Path(place), durable=False) as cluster:
            url = await cluster.create_database("written", None)
            await upgrade(url)
            results["writing"] = await writes(url, articles)
            for what, rate in results["writing"].items():
                sys.stdout.write(f"{what:56s} {rate:12,.0f}\n")
            await cluster.drop_database("written")
            for total in sizes:
                url = await cluster.create_database(f"of_{total}", None)
                await upgrade(url)
                connection = await asyncpg.connect(url, command_timeout=None)
                spread = sizes_of(total)
                await fill(connection, spread)
                weight = await connection.fetchval("SELECT pg_total_relation_size('tariff_rectangles')")
                found: dict[str, Any] = await reads(connection, spread)
                await connection.close()
                await cluster.drop_database(f"of_{total}")
                results["sizes"][total] = {"claims": sum(spread), "bytes_per_claim": weight // sum(spread), **found}
                sys.stdout.write(
                    f"{sum(spread):,} claims, {weight // sum(spread):,} bytes each of them in rectangles\n"
                )
                for what, each in found.items():
                    sys.stdout.write(f"  {what:54s} {each['p50_ms']:10.3f} ms  p99 {each.get('p99_ms', 0):10.3f} ms\n")
                sys.stdout.flush()
    return results


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="100000", help="claims of the records, with commas between them")
    options.add_argument("--articles", type=int, default=2000, help="articles that are written, twice")
    given = options.parse_args()
    results = asyncio.run(measure([int(size) for size in given.sizes.split(",")], given.articles))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(results, indent=1) + "\n")
    sys.stdout.write(f"written to {TARGET}\n")


if __name__ == "__main__":
    main()
