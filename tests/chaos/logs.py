"""Runs against the log: a writing process, one fault, and the comparison of the log with what the writer noted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from tests.chaos.checks import Counts
from tests.chaos.faults import FAULTS, ON_THE_WIRE, Cutting, Fault, wired
from tests.chaos.journal import read
from tests.chaos.world import World, Writing

KINDS = (*FAULTS, ON_THE_WIRE)


async def run(world: World, kind: str, number: int, seed: int) -> Counts:
    """One run; what it chooses follows from *seed* and *number*. Raises Violation."""
    if kind == ON_THE_WIRE:
        async with wired(world.cluster.url()) as wire:
            return await strike(world, [Cutting(wire)], wire.url, number, seed)
    return await strike(world, [FAULTS[kind]], world.cluster.url(), number, seed)


async def strike(
    world: World,
    faults: Sequence[Fault],
    url: str,
    number: int,
    seed: int,
    *,
    callers: Sequence[int] = (1, 4, 12, 32),
    most: int = 200,
) -> Counts:
    """
    Let *faults* strike one after the other, each while the writer writes through *url*, and compare.

    Before each fault the writer, with as many callers as chance takes out of *callers*, gets on by up to *most* appends.
    """
    chance = random.Random(f"{seed} {number}")
    journal = world.folder / f"run-{number}.ndjson"
    writing = Writing(url, journal, f"r{number}", seed, chance.choice(callers))
    try:
        await writing.start()
        for fault in faults:
            await writing.goes_on(chance.randrange(1, most))
            await asyncio.sleep(chance.random() * 0.2)
            await fault(world, writing, chance)
        await writing.goes_on(5)
        await writing.stop()
    finally:
        await writing.end()
    counts = await world.ledger.check(read(journal))
    journal.unlink()
    return counts
