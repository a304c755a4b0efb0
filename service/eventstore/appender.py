"""
Group commit: whoever appends while a group is being written is part of the next one.

One writer a process takes what waits, sends it as one statement that commits by itself, and answers each caller with
the caller's own outcome. Nothing is answered before it is durable; a group whose fate is unknown (the connection died)
is sent again, and its event ids tell what of it was recorded the first time.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import asyncpg

from service.domain.errors import InvalidInput, Unavailable, VerbaleError
from service.eventstore.calls import call, settle
from service.eventstore.groups import MAX_GROUP_EVENTS, Pending, gather
from service.eventstore.records import Appended

if TYPE_CHECKING:
    from asyncpg import Pool

MAX_WAITING = 10_000
"""Appends that may wait; who comes later waits outside, in order."""
GIVE_UP_S = 30.0
"""How long the database may be away before the callers are told."""
STATEMENT_TIMEOUT_S = 60.0
IDLE_S = 5.0
"""After so long without appends the connection goes back to the pool."""

_SESSION = """
SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET work_mem = '64MB'; SET lock_timeout = '10s'
"""
_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InternalClientError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
)


class Appender:
    """The one writer of this process; `recorded` is called with the highest position after each group."""

    def __init__(self, pool: Pool, recorded: Callable[[int], None]) -> None:
        self._pool = pool
        self._recorded = recorded
        self._waiting: list[Pending] = []
        self._room = asyncio.Semaphore(MAX_WAITING)
        self._arrived = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._extend_at = 0
        self._closed = False

    async def append(self, pending: Pending) -> Appended:
        """
        Wait until *pending* is durable, or refused.

        Raises VersionConflict, DuplicateEvent, and Unavailable when the database stays away: whether the events are
        recorded is unknown then, and trying again with the same event ids is safe.
        """
        async with self._room:
            if self._closed:
                raise Unavailable("The log is closed: this process is shutting down.")
            if self._writer is None:
                self._writer = asyncio.create_task(self._write(), name="log writer")
            self._waiting.append(pending)
            self._arrived.set()
            return await pending.answer

    async def close(self) -> None:
        """Write what waits, then stop; what comes later is refused."""
        self._closed = True
        self._arrived.set()
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        """Take groups until nothing has come for a while; the connection is held meanwhile."""
        connection: Any = None
        try:
            while True:
                self._arrived.clear()
                group, self._waiting = gather(self._waiting)
                if group:
                    connection = await self._settle(connection, group)
                elif not await self._more():
                    return
        finally:
            self._writer = None  # before the next await, so that whoever comes now starts another
            _fail(self._waiting, Unavailable("The log's writer was stopped; append again."))
            if connection is not None:
                await self._pool.release(connection)

    async def _more(self) -> bool:
        if self._closed:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), IDLE_S)
        return bool(self._waiting)

    async def _settle(self, connection: Any, group: Sequence[Pending]) -> Any:
        """Write *group* and answer everyone in it; returns the connection to go on with."""
        deadline = asyncio.get_running_loop().time() + GIVE_UP_S
        pause = 0.01
        while True:
            try:
                connection = connection or await self._connect()
                await self._send(connection, group)
            except _AWAY as error:
                if connection is not None:
                    await self._drop(connection)
                    connection = None
                if asyncio.get_running_loop().time() > deadline:
                    _fail(group, _unavailable(error))
                    return None
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)
            except asyncpg.PostgresError as error:
                await self._refused(connection, group, error)
                return connection
            except BaseException as error:
                _fail(group, _unavailable(error))
                if connection is not None:
                    await self._drop(connection)
                if not isinstance(error, Exception):
                    raise
                return None
            else:
                return connection

    async def _connect(self) -> Any:
        connection = await self._pool.acquire(timeout=GIVE_UP_S)
        try:
            await connection.execute(_SESSION)
        except BaseException:
            await self._drop(connection)
            raise
        return connection

    async def _drop(self, connection: Any) -> None:
        connection.terminate()
        with contextlib.suppress(Exception):
            await self._pool.release(connection)

    async def _refused(self, connection: Any, group: Sequence[Pending], error: asyncpg.PostgresError) -> None:
        """The statement failed as a whole: nothing of it is recorded, so find out whose fault it is."""
        if isinstance(error, asyncpg.CheckViolationError) and "no partition" in str(error):
            await connection.fetchval("SELECT log.extend()")
            await self._settle(connection, group)
        elif len(group) > 1:
            for pending in group:
                await self._settle(connection, [pending])
        elif isinstance(error, asyncpg.DataError | asyncpg.IntegrityConstraintViolationError):
            _fail(group, InvalidInput(f"The database refused the event: {error}"))
        else:
            _fail(group, _unavailable(error))

    async def _send(self, connection: Any, group: Sequence[Pending]) -> None:
        statement, arguments = call(group)
        highest = settle(group, await connection.fetchrow(statement, *arguments, timeout=STATEMENT_TIMEOUT_S))
        if highest:
            self._recorded(highest)
        if highest >= self._extend_at:
            self._extend_at = await connection.fetchval("SELECT log.extend()")


def _unavailable(error: BaseException) -> Unavailable:
    return Unavailable(
        f"The log could not be written ({type(error).__name__}: {error}). Whether the events are recorded is unknown; "
        "append them again with the same event ids."
    )


def _fail(group: Sequence[Pending], error: VerbaleError) -> None:
    for pending in group:
        if not pending.answer.done():
            pending.answer.set_exception(error)


assert MAX_WAITING > MAX_GROUP_EVENTS
