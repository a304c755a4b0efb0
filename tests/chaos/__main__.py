"""
Things go wrong under load, at random moments, unattended: `make chaos`.

Each run does one harm, mends it, and compares what stands with what was acknowledged. The same --seed makes the same
choices; --only repeats one run of them. Prints a table and writes build/chaos.json; exits with 1 after a violation.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict
from contextlib import aclosing
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from tests.chaos import disk
from tests.chaos.campaign import WEIGHTS, Run, carry_out, plan
from tests.chaos.checks import Counts

TARGET = Path("build/chaos.json")
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("runs"),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


async def main(runs: int, seed: int, only: int | None, kind: str | None) -> int:
    console, done, start = Console(width=None if sys.stdout.isatty() else 130), list[Run](), time.monotonic()
    reason = disk.impossible()
    left_out = {} if reason is None else {disk.KIND: reason}
    others = {} if kind is None else dict.fromkeys([each for each in WEIGHTS if each != kind], "not asked for")
    planned = [run for run in plan(runs, seed, left_out | others) if only in {None, run.number}]
    with Progress(*COLUMNS, console=console) as progress:
        task = progress.add_task(f"seed {seed}", total=len(planned))
        try:
            async with aclosing(carry_out(planned, seed)) as carried_out:
                async for run in carried_out:
                    done.append(run)
                    progress.update(task, advance=1, description=f"{run.kind}, {run.seconds:.1f} s")
                    if run.violation is not None:
                        progress.console.print(f"run {run.number}, {run.kind}: {run.violation}", markup=False)
        except asyncio.CancelledError:
            progress.console.print("stopped; what was done by then is told all the same")
    by_kind = counted(done)
    console.print(table(by_kind))
    for each, why in left_out.items():
        console.print(f"left out: {each}, {why}", markup=False)
    violations = [f"run {run.number}, {run.kind}: {run.violation}" for run in done if run.violation is not None]
    report = {
        "seed": seed,
        "runs": len(done),
        "seconds": round(time.monotonic() - start),
        "violations": violations,
        "left_out": left_out,
        "kinds": {kind: {"runs": count, **counts._asdict()} for kind, (count, counts, _) in by_kind.items()},
    }
    write_down(report)
    console.print(f"{len(done)} runs in {report['seconds']} s, {len(violations)} violations; written to {TARGET}")
    return 1 if violations or len(done) < len(planned) else 0


def write_down(report: dict[str, object]) -> None:
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(report, indent=1) + "\n")


def counted(done: list[Run]) -> dict[str, tuple[int, Counts, int]]:
    """Runs, counts and violations by kind."""
    found: dict[str, tuple[int, Counts, int]] = defaultdict(lambda: (0, Counts(), 0))
    for run in done:
        runs, counts, violations = found[run.kind]
        found[run.kind] = (runs + 1, counts.plus(run.counts or Counts()), violations + (run.violation is not None))
    return found


def table(by_kind: dict[str, tuple[int, Counts, int]]) -> Table:
    shown = Table("what went wrong", "runs", "acknowledged", "refused", "no answer", "sent again", "held", "violations")
    whole = (sum(runs for runs, _, _ in by_kind.values()), Counts(), sum(broken for _, _, broken in by_kind.values()))
    for _, counts, _ in by_kind.values():
        whole = (whole[0], whole[1].plus(counts), whole[2])
    for kind, (runs, counts, violations) in [*sorted(by_kind.items()), ("all", whole)]:
        shown.add_row(kind, *(f"{count:,}" for count in (runs, *counts[:-1], violations)))
    return shown


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=210)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one run to repeat")
    parser.add_argument("--kind", choices=sorted(WEIGHTS), help="runs of this kind alone")
    raise SystemExit(asyncio.run(main(**vars(parser.parse_args()))))
