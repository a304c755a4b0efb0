"""
As-of answers on records of many sizes, with the skew of real news (`make bench-asof`, `SIZES=100000,1000000`).

The tables are filled without the log (`filling.py`) and asked (`asking.py`); what is written and rebuilt is measured on
news that go the whole way (`writing.py`). Ten million claims take 38 GB of disk and ten minutes. Prints a table and writes
build/bench-asof.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg

from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from tests.bench import asking, writing
from tests.bench.filling import fill, prepare, sizes_of

TARGET = Path("build/bench-asof.json")
_READING = {"jit": "off", "plan_cache_mode": "force_generic_plan", "enable_memoize": "off"}
"""What the service asks with."""
_FILLING = {"maintenance_work_mem": "1GB", "max_wal_size": "4GB", "autovacuum": "off"}
"""What indexes of millions of rows are made with; answers depend on none of it."""
_WEIGHT = """
SELECT sum(pg_total_relation_size(oid))::bigint AS all, sum(pg_indexes_size(oid))::bigint AS indexes
FROM pg_class WHERE relname LIKE '%_rectangles' AND relkind = 'r'
"""


async def measure(sizes: Sequence[int], articles: int, rebuilt: int, folder: Path | None) -> dict[str, Any]:
    results: dict[str, Any] = {"cores": os.cpu_count(), "sizes": {}}
    with tempfile.TemporaryDirectory(dir=folder) as place:
        async with Cluster(Path(place), durable=False, configuration=_FILLING) as cluster:
            if articles:
                results["writing"] = await writing.measure(cluster, articles, rebuilt)
                writing.show(results["writing"])
            url = await cluster.create_database("sized", None)
            await upgrade(url)
            connection = await asyncpg.connect(url, command_timeout=None, server_settings=_READING)
            await prepare(connection, sizes)
            for total in sizes:
                results["sizes"][total] = await at_size(connection, total)
            await connection.close()
    took = asking.folding()
    results["folding"] = took._asdict()
    sys.stdout.write(f"folding the hottest subject at read time, once it is loaded: {took.p50_ms:,.0f} ms\n")
    return results


async def at_size(connection: asyncpg.Connection, total: int) -> dict[str, Any]:
    """What tables with the answers to so many claims weigh, and how fast they are asked."""
    begun = time.perf_counter()
    claims = await fill(connection, total)
    count = sum(claims.values())
    weight, indexes = await connection.fetchrow(_WEIGHT)
    sys.stdout.write(
        f"{count:,} claims, {weight // count:,} bytes each in rectangles, {indexes // count:,} of them in indexes; "
        f"filled in {time.perf_counter() - begun:,.0f} s\n"
    )
    sys.stdout.flush()
    told = {}
    async for what, each in asking.measure(connection, sizes_of(total)):
        told[what] = each._asdict()
        sys.stdout.write(f"  {what:58s} {each.p50_ms:10.3f} ms  p99 {each.p99_ms:10.3f} ms  of {each.questions:,}\n")
        sys.stdout.flush()
    return {"claims": claims, "bytes_a_claim": weight // count, "of_them_indexes": indexes // count, **told}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="100000", help="claims of the records, with commas between them")
    options.add_argument(
        "--articles", type=int, default=4_000, help="articles that are projected as they come; 0 for none"
    )
    options.add_argument("--rebuilt", type=int, default=10_000, help="articles of the record that is made again")
    options.add_argument("--folder", type=Path, help="where the database's files go while it runs")
    given = options.parse_args()
    results = asyncio.run(
        measure([int(size) for size in given.sizes.split(",")], given.articles, given.rebuilt, given.folder)
    )
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(results, indent=1) + "\n")
    sys.stdout.write(f"written to {TARGET}\n")


if __name__ == "__main__":
    main()
