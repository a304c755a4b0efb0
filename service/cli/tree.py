"""
The process tree of `verbale up`: database, migrations, worker, server.

They live and die together: when one part ends, for whatever reason, all others are ended; when this process dies,
kill -9 included, the kernel ends them (on Linux; elsewhere the next start does).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import msgspec
import structlog

from service.cli import options
from service.domain.errors import SetupError
from service.eventstore import signing
from service.postgres.cluster import Cluster
from service.postgres.lifeline import die_with_parent
from service.postgres.revisions import ensure_newest
from service.settings import Settings, is_loopback

_READY_TIMEOUT_S = 120.0
_POLL_S = 0.05
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_log = structlog.get_logger(__name__)


class Tree:
    """The parts that run for *settings*; `start` them, `ended` waits for the first to end, `stop` ends them all."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cluster: Cluster | None = None
        self._children: dict[str, asyncio.subprocess.Process] = {}

    @property
    def base_url(self) -> str:
        """Where the API is reached from this machine."""
        host = self._settings.host if is_loopback(self._settings.host) else "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self._settings.port}"

    async def start(self) -> None:
        """Start all parts; the API answers when this returns. Raises SetupError; call `stop` all the same."""
        options.check_address(self._settings)
        settings = self._settings
        url = settings.database_url
        if url is None:
            self._cluster = Cluster(self._settings.data_dir)
            await self._cluster.start()
            url = await self._cluster.ensure_database()
            settings = signing.with_own_key(settings)
        await ensure_newest(url)
        settings = msgspec.structs.replace(settings, database_url=url)
        for part in ("work", "serve"):
            await self._spawn(part, settings)
        await self._ready()

    async def _spawn(self, part: str, settings: Settings) -> None:
        self._children[part] = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service.cli", part),
            stdin=asyncio.subprocess.DEVNULL,
            env=options.environment(settings),
            start_new_session=True,  # one process group a part, so that it can be ended whole
            preexec_fn=die_with_parent(signal.SIGKILL),
        )

    async def _ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.base_url, trust_env=False, timeout=5) as client:
            for _ in range(int(_READY_TIMEOUT_S / _POLL_S)):
                if (gone := self._gone()) is not None:
                    raise SetupError(f"{gone} while starting; what it printed above says why.")
                with contextlib.suppress(httpx.HTTPError):
                    answer = await client.get("/readyz")
                    # Webhooks that waited while nothing ran are for the worker, which has only just been started.
                    if answer.status_code == httpx.codes.OK or answer.json().get("stuck"):
                        return
                await asyncio.sleep(_POLL_S)
        raise SetupError(f"{self.base_url}/readyz did not answer 200 within {_READY_TIMEOUT_S:.0f} seconds.")

    def _gone(self) -> str | None:
        if self._cluster is not None and not self._cluster.alive():
            return "The database has ended"
        for part, process in self._children.items():
            if process.returncode is not None:
                return f"`verbale {part}` has ended with status {process.returncode}"
        return None

    async def ended(self) -> str:
        """Wait until a part has ended; which one and how."""
        while (gone := self._gone()) is None:  # noqa: ASYNC110 - a process tells nobody that it has ended
            await asyncio.sleep(_POLL_S)
        return gone

    async def stop(self) -> None:
        """End all parts, the server first and the database last; no process of them is left."""
        for process in reversed(self._children.values()):
            await self._end(process)
        self._children.clear()
        if self._cluster is not None:
            await self._cluster.stop()

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            # A little longer than the part gives itself.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self._settings.shutdown_timeout_s + 2)
        # What the part itself had started, and the part when it does not listen.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def run(settings: Settings, when_ready: Callable[[str], Coroutine[Any, Any, bool]]) -> int:
    """
    Start a tree, call *when_ready* with the API's address, and keep the tree until a stop signal when it says True.

    The exit status: 0 when asked to stop or *when_ready* was all, 1 when a part ended by itself. Raises what the start
    or *when_ready* raises, after everything has been taken down.
    """
    tree = Tree(settings)
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in _STOP_SIGNALS:
        loop.add_signal_handler(number, asked.set)
    living = asyncio.create_task(_live(tree, when_ready))
    asking = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({living, asking}, return_when=asyncio.FIRST_COMPLETED)
        if not living.done():
            living.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await living
            return 0
        return await living
    finally:
        asking.cancel()
        await asyncio.shield(tree.stop())


async def _live(tree: Tree, when_ready: Callable[[str], Coroutine[Any, Any, bool]]) -> int:
    await tree.start()
    ending: asyncio.Task[str] = asyncio.create_task(tree.ended())
    telling: asyncio.Task[bool] = asyncio.create_task(when_ready(tree.base_url))
    try:
        await asyncio.wait({ending, telling}, return_when=asyncio.FIRST_COMPLETED)
        if telling.done() and not await telling:
            return 0
        _log.error("a part has ended, so all others are ended", part=await ending)
        return 1
    finally:
        for task in (ending, telling):
            task.cancel()
        await asyncio.gather(ending, telling, return_exceptions=True)
