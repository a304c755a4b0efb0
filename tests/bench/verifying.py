"""
How fast the log is verified, its tree stored and its events proved (`python -m tests.bench.verifying`).

Events of about 500 bytes, as in `tests.bench.log`, in a database of its own. Rates are events a second; beside each, the
processor time that it takes an event, which a busy machine does not change. Writes build/bench_verifying.json.
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
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.domain.claims import Evidence, TariffClaim
from service.domain.events import ClaimsExtracted, Reader
from service.eventstore import EventLog, NewEvent, heads, proofs, stretches, tiles, verify
from service.eventstore.audit import audit
from service.eventstore.verify import START, Page
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade

TARGET = Path("build/bench_verifying.json")
BATCH = 1_000
PROOFS = 200
CLAIM = TariffClaim(
    imposer="US",
    target="IN",
    rate=Decimal(50),
    status="in_force",
    valid_from="2025-08-27",
    evidence=(Evidence(10, 90),),
)


async def fill(pool: asyncpg.Pool, events: int) -> None:
    async with EventLog(pool) as log:
        for first in range(0, events, BATCH):
            batch = [f"art-{number}" for number in range(first, first + BATCH)]
            read = [
                ClaimsExtracted(article_id=each, version=1, reader=Reader(name="rules", version="1"), claims=(CLAIM,))
                for each in batch
            ]
            await log.append(
                [NewEvent(stream=each, payload=payload) for each, payload in zip(batch, read, strict=True)]
            )


async def verified(pool: asyncpg.Pool, checked: AsyncIterator[Page], last: int) -> float:
    begun = time.perf_counter()
    await audit(pool, checked, START, last)
    return last / (time.perf_counter() - begun)


async def measure(place: Path, events: int) -> dict[str, Any]:
    found: dict[str, Any] = {"events": events, "cores": os.cpu_count()}
    async with Cluster(place, durable=False) as cluster:
        url = await cluster.create_database("verifying")
        await upgrade(url)
        async with asyncpg.create_pool(url, min_size=1, max_size=3) as pool:
            await fill(pool, events)
            last = await verify.head(pool)
            begun = time.perf_counter()
            await tiles.grow(pool, last)
            found["tree stored, events/s"] = last / (time.perf_counter() - begun)
            cpu = time.process_time()
            found["verified by this process, events/s"] = await verified(pool, verify.pages(pool, START, last), last)
            found["of that its own processor, us/event"] = (time.process_time() - cpu) / last * 1e6
            for processes in {1, os.cpu_count() or 1}:
                checked = stretches.checked(url, START, last, processes, set)
                found[f"verified by {processes} other, events/s"] = await verified(pool, checked, last)
            async for _ in heads.sign_all(pool, Ed25519PrivateKey.generate()):
                pass
            chosen = [random.randint(1, last) for _ in range(PROOFS)]
            for name, prove in (("inclusion", proofs.inclusion), ("consistency", proofs.consistency)):
                took = []
                for position in chosen:
                    begun = time.perf_counter()
                    await prove(pool, position, last)
                    took.append(time.perf_counter() - begun)
                found[f"{name} proof, ms at the median"] = statistics.median(took) * 1e3
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as place:
        found = asyncio.run(measure(Path(place), events))
    for what, value in found.items():
        sys.stdout.write(f"{what:42s} {value:12,.1f}\n")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":  # the processes that it starts read this module
    main()
