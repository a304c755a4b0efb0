"""The database that things happen to, on a disk with real flushes, and the process that writes to it meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg

from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from tests.chaos.checks import Ledger, Violation

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90.0
_POLL_S = 0.02
_ACKNOWLEDGED = (b'"recorded"', b'"held"')


class World:
    """A cluster with one database, open to whoever wants to harm it; `ledger` tells what stands in its log."""

    def __init__(self, cluster: Cluster, folder: Path, pool: asyncpg.Pool) -> None:
        self.cluster = cluster
        self.folder = folder
        self.pool = pool
        self.ledger = Ledger(pool)

    async def restart(self) -> None:
        """Postgres again, after it was killed; nothing of the old one is left."""
        await self.cluster.stop()
        await self.cluster.start()


@contextlib.asynccontextmanager
async def opened(folder: Path, data: Path | None = None, **configuration: str) -> AsyncIterator[World]:
    """A new world; journals go to *folder*, the database to *data* (a folder in it by default)."""
    async with Cluster(data or folder / "data", configuration=configuration) as cluster:
        url = await cluster.ensure_database()
        await upgrade(url)
        async with asyncpg.create_pool(url, min_size=0, max_size=4) as pool:
            await pool.execute("CREATE TABLE tally (position bigint NOT NULL)")
            yield World(cluster, folder, pool)


class Writing:
    """A writing process, and its journal, which its successors go on with."""

    def __init__(self, url: str, journal: Path, name: str, seed: int, callers: int) -> None:
        self._arguments = (url, str(journal), name)
        self._more = (str(seed), str(callers))
        self._lives = 0
        self._process: asyncio.subprocess.Process | None = None
        self.journal = journal
        self.errors = journal.with_suffix(".err")

    async def start(self) -> None:
        self._lives += 1
        url, journal, name = self._arguments
        with self.errors.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.chaos.writer", url, journal, f"{name}.{self._lives}", *self._more),
                cwd=ROOT,
                stdout=errors,
                stderr=errors,
            )

    def kill(self) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    def acknowledged(self) -> int:
        return sum(self.told(word) for word in _ACKNOWLEDGED)

    def told(self, word: bytes) -> int:
        """How often *word* stands in the journal."""
        return self.journal.read_bytes().count(word) if self.journal.exists() else 0

    async def goes_on(self, by: int) -> None:
        """Wait until *by* more appends are acknowledged. Raises Violation when that never comes."""
        assert self._process is not None
        start = self.acknowledged()
        for _ in range(int(PATIENCE_S / _POLL_S)):
            if self.acknowledged() >= start + by:
                return
            if self._process.returncode is not None:
                raise Violation(f"the writer ended with {self._process.returncode}: {self._said()}")
            await asyncio.sleep(_POLL_S)
        raise Violation(f"the writer got no answer for {PATIENCE_S:.0f} s: {self._said()}")

    async def stop(self) -> None:
        """Let it finish what it is at. Raises Violation when it hangs or fails."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            status = await asyncio.wait_for(self._process.wait(), PATIENCE_S)
        except TimeoutError:
            raise Violation(f"the writer does not end: {self._said()}") from None
        if status != 0:
            raise Violation(f"the writer ended with {status}: {self._said()}")

    async def end(self) -> None:
        """Whatever it is at, it ends now."""
        if self._process is not None and self._process.returncode is None:
            self.kill()
            await self._process.wait()

    def _said(self) -> str:
        return self.errors.read_text(errors="replace")[-2000:] if self.errors.exists() else ""


def kill_all(pids: list[int], number: signal.Signals = signal.SIGKILL) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
