"""
A disk that fills up: the database on a small file system in memory, in a mount namespace of its own.

Started by the other runs as a process of its own (`python -m tests.chaos.disk FOLDER SEED NUMBER...`), in which the
file system can be mounted without being root outside. Prints one line of JSON a run.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec

from tests.chaos.checks import Counts, Violation
from tests.chaos.logs import strike
from tests.chaos.world import ROOT, World, Writing, opened

KIND = "disk full"
SIZE = "224m"
_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
_MOUNT = 'mount -t tmpfs -o size="$0" verbale "$1" && shift && exec "$@"'
_FULL_S = 15.0


class Outcome(msgspec.Struct):
    """One run as it is handed over: its number, and its counts or what was violated."""

    number: int
    counts: Counts | None = None
    violation: str | None = None


def impossible() -> str | None:
    """Why no disk can be filled here, None where one can."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return "needs Linux and the program unshare"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(_inside(folder, "true"), capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"no file system can be mounted here: {done.stderr.strip()}"


def _inside(folder: str, *command: str) -> list[str]:
    return [*_NAMESPACE, "sh", "-c", _MOUNT, SIZE, folder, *command]


async def runs(seed: int, numbers: Sequence[int]) -> AsyncIterator[Outcome]:
    """Do the runs with these *numbers* on a disk of their own."""
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        command = (sys.executable, "-m", "tests.chaos.disk", folder, str(seed), *map(str, numbers))
        process = await asyncio.create_subprocess_exec(
            *_inside(folder, *command), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        async for line in process.stdout:
            yield msgspec.json.decode(line, type=Outcome)
        if await process.wait() != 0:
            raise Violation(f"the runs on a full disk ended with status {process.returncode}")


class Filling:
    """Leaves the disk at *place* without room until the writer is told so, then makes room again."""

    def __init__(self, place: Path) -> None:
        self._place = place

    async def __call__(self, world: World, writing: Writing, chance: random.Random) -> None:
        ballast, told = self._place / "ballast", writing.told(b'"unknown"')
        spare = chance.choice((0, 8_192, 300_000, 3_000_000))
        try:
            with ballast.open("wb") as file:
                loop = asyncio.get_running_loop()
                until = loop.time() + _FULL_S
                while writing.told(b'"unknown"') == told and world.cluster.alive() and loop.time() < until:
                    status = os.statvfs(self._place)
                    free = status.f_bavail * status.f_frsize - spare
                    with contextlib.suppress(OSError):  # the database was faster
                        os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), max(1, free))
                    await asyncio.sleep(0.02)
                await asyncio.sleep(chance.random() * 0.5)
        finally:
            ballast.unlink()
        if not world.cluster.alive():
            await world.restart()


async def main(place: Path, seed: int, numbers: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        async with opened(Path(folder), place / "data", max_wal_size="48MB", min_wal_size="32MB") as world:
            for number in numbers:
                outcome = Outcome(number)
                try:
                    outcome.counts = await strike(world, [Filling(place)], world.cluster.url(), number, seed)
                except Violation as violation:
                    outcome.violation = str(violation)
                sys.stdout.write(msgspec.json.encode(outcome).decode() + "\n")
                sys.stdout.flush()
            await world.ledger.whole()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), [int(number) for number in sys.argv[3:]]))
