"""
A campaign: many runs of every kind, one after the other, in an order that follows from the seed.

What cannot be done on this machine is left out with its reason, and its runs go to the other kinds.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec

from tests.chaos import disk, logs, serving, subscribers
from tests.chaos.checks import Counts, Violation
from tests.chaos.world import World, opened

WEIGHTS = {
    "kill -9 of the writer": 5,
    "kill -9 of Postgres, all of it": 5,
    "kill -9 of the postmaster alone": 1,
    "immediate stop of Postgres": 4,
    "connections terminated": 3,
    logs.ON_THE_WIRE: 5,
    disk.KIND: 2,
    serving.SERVER: 1,
    serving.APPLICATION: 1,
    serving.WORKER: 1,
    serving.DATABASE: 1,
    subscribers.KIND: 3,
}
_COMPARE_EVERY = 4
_MOST_VIOLATIONS = 5


class Run(msgspec.Struct):
    """One run and what came of it: counts, or a violation; `seconds` it took."""

    number: int
    kind: str
    counts: Counts | None = None
    violation: str | None = None
    seconds: float = 0.0


def plan(runs: int, seed: int, left_out: dict[str, str]) -> list[Run]:
    """So many runs of the kinds that are not *left_out*, by their weights, in the order of the seed."""
    weights = {kind: weight for kind, weight in WEIGHTS.items() if kind not in left_out}
    kinds = list(weights)
    more = random.Random(f"{seed} kinds").choices(kinds, list(weights.values()), k=max(0, runs - len(kinds)))
    chosen = (kinds + more)[:runs]
    random.Random(f"{seed} order").shuffle(chosen)
    return [Run(number, kind) for number, kind in enumerate(chosen, 1)]


async def carry_out(runs: list[Run], seed: int) -> AsyncIterator[Run]:
    """The *runs* as they are done; ends early after too many violations. Raises Violation for the log as a whole."""
    violations = 0
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        async with opened(Path(folder)) as world, AsyncExitStack() as stack:
            work = _Work(world, seed, stack)
            for run in runs:
                if run.kind != disk.KIND:
                    yield await work.do(run)
                    violations += run.violation is not None
                    if violations >= _MOST_VIOLATIONS:
                        return
            await world.ledger.whole()
    on_disk = {run.number: run for run in runs if run.kind == disk.KIND}
    if on_disk:
        start = time.monotonic()
        async for outcome in disk.runs(seed, list(on_disk)):
            run = on_disk[outcome.number]
            run.counts, run.violation = outcome.counts, outcome.violation
            run.seconds, start = time.monotonic() - start, time.monotonic()
            yield run


class _Work:
    """Does one run after the other in one world; the service is started when it is first needed."""

    def __init__(self, world: World, seed: int, stack: AsyncExitStack) -> None:
        self._world = world
        self._seed = seed
        self._stack = stack
        self._service: serving.Served | None = None
        self._served = 0

    async def do(self, run: Run) -> Run:
        start = time.monotonic()
        try:
            if run.kind == subscribers.KIND:
                run.counts = await subscribers.run(await self._ready(), run.number, self._seed)
            elif run.kind in serving.KINDS:
                run.counts = await self._serve(run)
            else:
                run.counts = await logs.run(self._world, run.kind, run.number, self._seed)
        except* Violation as violations:
            run.violation = "; ".join(str(each) for each in violations.exceptions)
            await self._world.ledger.resume()
        run.seconds = time.monotonic() - start
        return run

    async def _ready(self) -> serving.Served:
        if self._service is None:
            self._service = await self._stack.enter_async_context(serving.served(self._world))
        await self._service.ready()
        return self._service

    async def _serve(self, run: Run) -> Counts:
        service = await self._ready()
        self._served += 1
        compare = run.kind == serving.WORKER or self._served % _COMPARE_EVERY == 1
        return await serving.run(service, run.kind, run.number, self._seed, compare=compare)
