"""
Wake-up: whoever waits for something to be recorded or projected, in this process or another, hears of it at once.

News say only that it is time to look; what there is, the log and the checkpoints say. So news that are lost cost the
pause of a slow poll, and never an event. They are told by NOTIFY, from a connection of its own, at most once in
`INTERVAL_S`: in the transaction of an append NOTIFY takes a lock that all of a server's databases share.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import asyncpg
import structlog

if TYPE_CHECKING:
    from asyncpg import Pool

CHANNEL = "verbale"
INTERVAL_S = 0.02
"""Between two NOTIFYs of one process."""
PING_S = 1.0
"""How often a quiet connection is asked whether it still lives."""
ANSWER_S = 5.0
"""A connection that takes longer to answer is given up."""
_LONGEST_PAUSE_S = 1.0
_SPARE_FROM = 3

_TELL = f"NOTIFY {CHANNEL}"
_PING = "SELECT 1"
# Nothing here need outlive a crash, and a flush would hold up the appends'.
_SETTINGS = "SET synchronous_commit = off"
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
LOG = structlog.get_logger(__name__)


class Wakeup:
    """
    Tells news to other processes and hears theirs, over one connection of *pool*, held from the first use on.

    A pool of fewer than three has none to spare: then news are told when this is closed, and the slow poll hears them.
    `heard` counts the news; read it before you look for what you wait for, and give it to `wait`.
    """

    def __init__(self, pool: Pool) -> None:
        self.heard = 0
        self._pool = pool
        self._pid = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self._untold = False
        self._stirred = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._lost = False
        self._closed = False

    def tell(self) -> None:
        """Something was recorded or projected: wake those who wait here now, and those in other processes soon."""
        self._wake()
        self._untold = True
        self._stirred.set()
        self._start()

    async def wait(self, heard: int, timeout_s: float) -> None:
        """Return once there are news beyond the count *heard*, or after *timeout_s* seconds."""
        self._start()
        if self.heard != heard:
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            async with asyncio.timeout(timeout_s):
                await waiter
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(waiter)

    async def close(self) -> None:
        """Tell what is untold, and give the connection back."""
        self._closed = True
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        if self._untold and not self._pool.is_closing():
            self._untold = False
            with contextlib.suppress(*_FAILURES):
                async with asyncio.timeout(ANSWER_S):
                    await self._pool.execute(_TELL)

    def _wake(self) -> None:
        self.heard += 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    def _start(self) -> None:
        if self._task is None and not self._closed and self._pool.get_max_size() >= _SPARE_FROM:
            self._task = asyncio.create_task(self._run(), name="wake-up")

    async def _run(self) -> None:
        """Keep one connection that tells and hears, for as long as the pool lives."""
        await asyncio.sleep(INTERVAL_S)  # who only appends a little and ends never needs it
        pause = INTERVAL_S
        while not self._pool.is_closing():
            try:
                async with self._connection() as connection:
                    self._wake()  # what was told while nobody listened
                    pause = INTERVAL_S
                    await self._tell_and_hear(connection)
                error = None
            except _FAILURES as failure:
                error = repr(failure)
            LOG.info("the wake-up connection is lost, another one is made; the slow poll goes on", error=error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    @contextlib.asynccontextmanager
    async def _connection(self) -> Any:
        connection: Any = await self._pool.acquire()
        try:
            self._lost = False
            connection.add_termination_listener(self._lose)
            async with asyncio.timeout(ANSWER_S):
                self._pid = connection.get_server_pid()
                await connection.execute(_SETTINGS)
                await connection.add_listener(CHANNEL, self._hear)
            yield connection
        finally:
            # Closed, not kept: it may be broken, and nobody else should hear what it listens to.
            with contextlib.suppress(*_FAILURES):
                connection.terminate()
            with contextlib.suppress(*_FAILURES):
                await asyncio.shield(self._pool.release(connection))

    async def _tell_and_hear(self, connection: Any) -> None:
        while not self._lost:
            if self._untold:
                self._untold = False
                try:
                    await connection.execute(_TELL, timeout=ANSWER_S)
                except BaseException:
                    self._untold = True
                    raise
                await asyncio.sleep(INTERVAL_S)
                continue
            self._stirred.clear()
            try:
                async with asyncio.timeout(PING_S):
                    await self._stirred.wait()
            except TimeoutError:
                # A connection that is cut without a word stays silent for ever; only asking tells.
                await connection.execute(_PING, timeout=ANSWER_S)

    def _hear(self, _connection: Any, sender: int, _channel: str, _payload: str) -> None:
        if sender != self._pid:  # those who wait here were woken before it was told
            self._wake()

    def _lose(self, _connection: Any) -> None:
        self._lost = True
        self._stirred.set()
