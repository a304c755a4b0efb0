"""Ten harms in a row, as in `make chaos`, which does many more of more kinds: what was acknowledged stands, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import disk
from tests.chaos.campaign import carry_out, plan
from tests.chaos.faults import Cutting, kill_postgres, kill_writer, stop_at_once, terminate, wired
from tests.chaos.logs import strike
from tests.chaos.world import opened


async def test_whatever_goes_wrong_what_was_acknowledged_stands_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as world, wired(world.cluster.url()) as wire:
        cut = Cutting(wire)
        faults = [cut, terminate, kill_postgres, cut, kill_writer, cut, terminate, stop_at_once, terminate, cut]
        counts = await strike(world, faults, wire.url, number=1, seed=1, callers=[3], most=20)
        assert counts.acknowledged > 20
        assert counts.sent_again + counts.unanswered > 0


async def test_a_plan_has_every_kind_and_follows_from_its_seed() -> None:
    planned = plan(100, 7, {})
    assert [run.kind for run in planned] == [run.kind for run in plan(100, 7, {})]
    assert len({run.kind for run in planned}) == 12
    assert disk.KIND not in {run.kind for run in plan(100, 7, {disk.KIND: "no room"})}


@pytest.mark.slow
async def test_twenty_runs_of_every_kind_violate_nothing() -> None:
    reason = disk.impossible()
    runs = [run async for run in carry_out(plan(20, 3, {} if reason is None else {disk.KIND: reason}), 3)]
    assert len(runs) == 20
    assert [run.violation for run in runs if run.violation is not None] == []
