"""
Runs under subscribers: they follow the feed of the served database while parts of it are killed or cut off.

They drop, stall and come back all the while. Afterwards each must have every change that the table holds, once and in
order, whatever became of the transactions that were under way.
"""

from __future__ import annotations

import asyncio
import contextlib
import random

import asyncpg

from service.domain.errors import Conflict
from service.eventstore.away import AWAY
from tests.chaos import serving
from tests.chaos.checks import Counts, Violation
from tests.chaos.faults import TERMINATE
from tests.subscriptions.changing import change, tell
from tests.subscriptions.faithful import Faithful, all_there

KIND = "harm under subscribers"
CONNECTIONS = "connections"
_FAULTS = (CONNECTIONS, CONNECTIONS, CONNECTIONS, serving.APPLICATION, serving.SERVER, serving.WORKER, serving.DATABASE)
_SUBSCRIBERS = 8
_HEAD = "SELECT coalesce(max(cursor), 0) FROM changes"


async def run(service: serving.Served, number: int, seed: int) -> Counts:
    """One run: as `serving.run`, with subscribers; `events` counts what they were sent. Raises Violation."""
    chance = random.Random(f"{seed} {number} subscribers")
    begun, over, told = await _head(service.url), asyncio.Event(), asyncio.Event()
    clients = [
        Faithful(f"{service.address}/v1/changes", begun, random.Random(chance.random())) for _ in range(_SUBSCRIBERS)
    ]
    following = [asyncio.create_task(client.follow(over)) for client in clients]
    telling = asyncio.create_task(_tell(service.url, told, chance))
    try:
        fault = chance.choice(_FAULTS)
        if fault == CONNECTIONS:
            counts = await _terminate(service, chance)
        else:
            counts = await serving.run(service, fault, number, seed, compare=False)
        told.set()
        await telling
        head = await _head(service.url)
        try:
            await all_there(clients, head)
        except TimeoutError:
            raise Violation(f"subscribers stand at {sorted(client.cursor for client in clients)} of {head}") from None
    finally:
        over.set()
        for task in (*following, telling):
            task.cancel()
        await asyncio.gather(*following, telling, return_exceptions=True)
    for client in clients:
        if (wrong := client.wrong(head)) is not None:
            raise Violation(f"a subscriber after {fault}: {wrong}")
    return counts._replace(events=sum(len(client.seen) for client in clients))


async def _terminate(service: serving.Served, chance: random.Random) -> Counts:
    """Every connection to the database is ended, the listeners' too, some times in a row."""
    for _ in range(chance.randrange(2, 12)):
        connection = await asyncpg.connect(service.url)
        await connection.execute(TERMINATE)
        await connection.close()
        await asyncio.sleep(chance.choice((0.01, 0.1, 0.3)))
    return Counts()


async def _tell(url: str, stopped: asyncio.Event, chance: random.Random) -> None:
    """Append changes until *stopped*, over connections that are ended too."""
    number = 0
    while not stopped.is_set():
        with contextlib.suppress(Conflict, *AWAY, asyncpg.PostgresError):
            async with asyncpg.create_pool(url, min_size=0, max_size=1, timeout=5) as pool:
                while not stopped.is_set():
                    number += 1
                    await tell(pool, *[change(number) for _ in range(chance.choice((1, 1, 5)))])
                    await asyncio.sleep(chance.choice((0, 0.005, 0.02)))
        await asyncio.sleep(0.05)


async def _head(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(_HEAD)
        return found
    finally:
        await connection.close()
