"""
Group commit: whoever appends while a group is being written is part of the next one.

One group at a time is on its way; it is sent as one statement that commits by itself, and each caller is answered with
the caller's own outcome. Nothing is answered before it is durable. A group whose fate is unknown, since the connection
died, is sent again: its event ids tell what of it was recorded the first time.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import asyncpg

from service.domain.errors import InvalidInput, Unavailable
from service.eventstore.calls import Writing
from service.eventstore.groups import Pending, gather
from service.eventstore.records import Appended

if TYPE_CHECKING:
    from asyncpg import Pool

MAX_WAITING = 10_000
"""Appends that may wait; who comes later waits outside, in order."""
GIVE_UP_S = 30.0
"""How long the database may be away before the callers are told."""
STATEMENT_TIMEOUT_S = 60.0
IDLE_S = 1.0
"""After so long without appends the connection goes back to the pool."""

_EXTEND = "SELECT log.extend()"
_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.TooManyConnectionsError,
)


class Appender:
    """The one writer of this process; *recorded* is called with the highest position after each group."""

    def __init__(self, pool: Pool, recorded: Callable[[int], None]) -> None:
        self._pool = pool
        self._recorded = recorded
        self._room = asyncio.Event()
        self._waiting: list[Pending] = []
        self._busy = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._writer: asyncio.Task[None] | None = None
        self._writing: Writing | None = None
        self._moment = 0.0  # when the last statement was sent, or the last group was done
        self._timer: asyncio.TimerHandle | None = None
        self._releasing: asyncio.Task[None] | None = None
        self._extend_at = 0
        self._seen: int | None = None  # the head of the log as of our last append
        self._closed = False

    async def append(self, pending: Pending) -> Appended:
        """
        Wait until *pending* is durable, or refused.

        Raises VersionConflict, DuplicateEvent, and Unavailable when the database stays away: whether the events are
        recorded is unknown then, and trying again with the same event ids is safe.
        """
        while len(self._waiting) >= MAX_WAITING:
            self._room.clear()
            await self._room.wait()
        if self._closed:
            raise Unavailable("The log is closed: this process is shutting down.")
        if self._busy:
            self._waiting.append(pending)
            return await pending.answer
        # Nobody is writing: do it here, which spares a lone caller two turns of the event loop.
        self._begin()
        try:
            await self._write([pending])
        finally:
            self._go_on()
        return pending.answer.result()

    async def close(self) -> None:
        """Write what waits, then give the connection back; what comes later is refused."""
        self._closed = True
        await self._idle.wait()
        if self._timer is not None:
            self._timer.cancel()
        if self._releasing is not None:
            await self._releasing
        await self._release()

    def _begin(self) -> None:
        self._busy = True
        self._idle.clear()

    def _go_on(self) -> None:
        """After a lone caller's append: let a task write for those who came meanwhile."""
        if self._waiting:
            self._writer = asyncio.create_task(self._write_all(), name="log writer")
        else:
            self._end()

    def _end(self) -> None:
        self._busy = False
        self._idle.set()
        self._moment = asyncio.get_running_loop().time()

    async def _write_all(self) -> None:
        """Write group after group until nobody waits."""
        try:
            while True:
                if not self._waiting:
                    await asyncio.sleep(0)  # those who were just answered may come back at once
                group, self._waiting = gather(self._waiting)
                self._room.set()
                if not group:
                    return
                await self._write(group)
        finally:
            stopped = Unavailable("The log's writer was stopped; append again with the same event ids.")
            left, self._waiting = self._waiting, []
            _fail(left, stopped)
            self._room.set()
            self._end()

    async def _write(self, group: Sequence[Pending], *, again: bool = False) -> None:
        """Append *group* and answer everyone in it, whatever happens."""
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + GIVE_UP_S, 0.01
        while True:
            try:
                return await self._send(group, again=again)
            except _AWAY as error:
                again = True
                await self._drop()
                if loop.time() > deadline or self._pool.is_closing():
                    return _fail(group, _unavailable(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)
            except asyncpg.PostgresError as error:
                return await self._refused(group, error)
            except Exception as error:  # noqa: BLE001 - a bug of ours must not leave the callers waiting
                await self._drop()
                return _fail(group, error)
            except BaseException:  # cancelled: the loop is being closed, or a lone caller has gone
                for pending in group:
                    pending.answer.cancel()
                await self._drop()
                raise

    async def _send(self, group: Sequence[Pending], *, again: bool) -> None:
        if self._writing is None:
            self._writing = await self._connect()
        self._moment = asyncio.get_running_loop().time()
        if self._timer is None:
            self._watch(IDLE_S)
        highest = await self._writing.append(group, None if again else self._seen)
        if highest:
            self._seen = highest
            self._recorded(highest)
        if highest >= self._extend_at:
            await self._extend()

    async def _connect(self) -> Writing:
        connection = await self._pool.acquire(timeout=GIVE_UP_S)
        try:
            return await Writing.on(connection)
        except BaseException:
            await self._give_back(connection)
            raise

    async def _extend(self) -> None:
        assert self._writing is not None
        self._extend_at = await self._writing.connection.fetchval(_EXTEND)

    async def _refused(self, group: Sequence[Pending], error: asyncpg.PostgresError) -> None:
        """The statement failed as a whole: nothing of it is recorded, so find out whose fault it is."""
        if isinstance(error, asyncpg.CheckViolationError) and "no partition" in str(error):
            await self._extend()
            await self._write(group)
        elif len(group) > 1 and not isinstance(error, asyncpg.InsufficientResourcesError):
            for pending in group:
                await self._write([pending])
        elif isinstance(error, asyncpg.DataError | asyncpg.IntegrityConstraintViolationError):
            _fail(group, InvalidInput(f"The database refused the event: {error}"))
        else:
            _fail(group, _unavailable(error))

    def _watch(self, delay_s: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(delay_s, self._look)

    def _look(self) -> None:
        """
        Runs by the timer: give an idle connection back, cut one that does not answer.

        One timer a second instead of one a statement, which costs a lone caller as much as the encoding.
        """
        self._timer = None
        if self._writing is None:
            return
        quiet = asyncio.get_running_loop().time() - self._moment
        if self._busy and quiet > STATEMENT_TIMEOUT_S:
            _terminate(self._writing.connection)
        elif not self._busy and quiet >= IDLE_S:
            self._releasing = asyncio.create_task(self._release(), name="log release")
            return
        self._watch(IDLE_S)

    async def _release(self) -> None:
        writing, self._writing = self._writing, None
        if writing is None:
            return
        try:
            await writing.off()
            await self._pool.release(writing.connection)
        except (*_AWAY, asyncpg.PostgresError):
            await self._give_back(writing.connection)

    async def _drop(self) -> None:
        """Forget a connection that may be broken; the pool makes another."""
        writing, self._writing = self._writing, None
        if writing is not None:
            await self._give_back(writing.connection)

    async def _give_back(self, connection: Any) -> None:
        """Cut *connection* and return its place to the pool, which may have noticed before us that it is gone."""
        _terminate(connection)
        with contextlib.suppress(Exception):
            await self._pool.release(connection)


def _terminate(connection: Any) -> None:
    with contextlib.suppress(asyncpg.InterfaceError):
        connection.terminate()


def _unavailable(error: BaseException) -> Unavailable:
    return Unavailable(
        f"The log could not be written ({type(error).__name__}: {error}). Whether the events are recorded is unknown; "
        "append them again with the same event ids."
    )


def _fail(group: Sequence[Pending], error: Exception) -> None:
    for pending in group:
        if not pending.answer.done():
            pending.answer.set_exception(error)
