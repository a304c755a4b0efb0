"""
What goes wrong: each fault strikes while the writer writes, at a moment that chance chooses, and mends what it broke.

After it the writer has to go on by itself, but for the one whose fault it is to be killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg

from tests.chaos.world import World, Writing, kill_all
from tests.eventstore.wire import Cut, Wire

Fault = Callable[[World, Writing, random.Random], Awaitable[None]]
TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
BUSY = "SELECT count(*) FROM generate_series(1, 100000000000)"


async def kill_writer(world: World, writing: Writing, chance: random.Random) -> None:
    """kill -9 of the writing process; the next one asks again for what the first one left open."""
    for _ in range(chance.choice((1, 1, 2))):
        writing.kill()
        await writing.end()
        await writing.start()
        await writing.goes_on(chance.randrange(1, 50))


async def kill_postgres(world: World, writing: Writing, chance: random.Random) -> None:
    """kill -9 of every process of Postgres."""
    pids = world.cluster.folder.processes()
    chance.shuffle(pids)
    kill_all(pids)
    await world.restart()


async def kill_postmaster(world: World, writing: Writing, chance: random.Random) -> None:
    """kill -9 of Postgres' first process alone: a busy backend goes on, and must be gone before the next start."""
    orphan = await asyncpg.connect(world.cluster.url())
    busy = asyncio.create_task(orphan.fetchval(BUSY))
    await asyncio.sleep(0.05)
    assert world.cluster.pid is not None
    os.kill(world.cluster.pid, signal.SIGKILL)
    while world.cluster.alive():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    world.cluster.folder.release()  # as if the process that held the folder had been killed too
    await world.cluster.start()
    await asyncio.wait({busy})
    assert busy.exception() is not None
    orphan.terminate()


async def stop_at_once(world: World, writing: Writing, chance: random.Random) -> None:
    """The immediate stop: no checkpoint, no farewell."""
    assert world.cluster.pid is not None
    os.kill(world.cluster.pid, signal.SIGQUIT)
    while world.cluster.alive():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await world.restart()


async def terminate(world: World, writing: Writing, chance: random.Random) -> None:
    """Every connection of others is ended by the server, some times in a row."""
    for _ in range(chance.randrange(1, 12)):
        await world.pool.execute(TERMINATE)
        await asyncio.sleep(chance.choice((0.001, 0.01, 0.03, 0.1, 0.3)))


class Cutting:
    """Connections that die at a byte; the writer is connected through `wire`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def __call__(self, world: World, writing: Writing, chance: random.Random) -> None:
        """Cut off some statements: most after COMMIT was sent and done, before the answer came."""
        for _ in range(chance.randrange(1, 6)):
            of = chance.choice(("answer", "answer", "answer", "request"))
            self._wire.arm(Cut(of, chance.choice((0.0, chance.random()))))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wire.struck.wait(), 30)
            await asyncio.sleep(chance.random() * 0.05)


FAULTS: dict[str, Fault] = {
    "kill -9 of the writer": kill_writer,
    "kill -9 of Postgres, all of it": kill_postgres,
    "kill -9 of the postmaster alone": kill_postmaster,
    "immediate stop of Postgres": stop_at_once,
    "connections terminated": terminate,
}
ON_THE_WIRE = "answer lost after COMMIT"


@contextlib.asynccontextmanager
async def wired(url: str) -> AsyncIterator[Wire]:
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:
        async with Wire(url, Path(folder)) as wire:
            yield wire
