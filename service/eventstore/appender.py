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

from service.domain.errors import DuplicateEvent, InvalidInput, Unavailable, VerbaleError, VersionConflict
from service.eventstore.groups import MAX_GROUP_EVENTS, Pending, gather
from service.eventstore.records import Appended

if TYPE_CHECKING:
    from asyncpg import Pool, Record

MAX_WAITING = 10_000
"""Appends that may wait; who comes later waits outside, in order."""
GIVE_UP_S = 30.0
"""How long the database may be away before the callers are told."""
STATEMENT_TIMEOUT_S = 60.0
IDLE_S = 5.0
"""After so long without appends the connection goes back to the pool."""

_SESSION = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET lock_timeout = '10s'"
_APPEND = "SELECT * FROM log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
_APPEND_ONE = "SELECT * FROM log.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
_RECORDED, _HELD, _VERSION, _CONTENT, _NEIGHBOUR = range(5)
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
        alone = len(group) == 1 and len(group[0].rows) == 1 and len(group[0].texts) <= 1
        statement, arguments = (_APPEND_ONE, _argument(group[0])) if alone else (_APPEND, _arguments(group))
        answer = await connection.fetchrow(statement, *arguments, timeout=STATEMENT_TIMEOUT_S)
        highest = _answer(group, answer)
        if highest:
            self._recorded(highest)
        if highest >= self._extend_at:
            self._extend_at = await connection.fetchval("SELECT log.extend()")


def _arguments(group: Sequence[Pending]) -> tuple[list[Any], ...]:
    numbered = [(number, row) for number, pending in enumerate(group) for row in pending.rows]
    expected: list[int | None] = []
    for pending in group:
        expected += [pending.expected_version] + [None] * (len(pending.rows) - 1)
    texts = [(number, *text) for number, pending in enumerate(group) for text in pending.texts]
    return (
        [number for number, _ in numbered],
        [row.event_id for _, row in numbered],
        [row.type for _, row in numbered],
        [row.version for _, row in numbered],
        [row.stream for _, row in numbered],
        expected,
        [row.payload for _, row in numbered],
        [row.metadata for _, row in numbered],
        [row.content_hash for _, row in numbered],
        [number for number, _, _ in texts],
        [sha256 for _, sha256, _ in texts],
        [text for _, _, text in texts],
    )


def _argument(pending: Pending) -> tuple[Any, ...]:
    row = pending.rows[0]
    text = pending.texts[0] if pending.texts else (None, None)
    return (
        row.event_id,
        row.type,
        row.version,
        row.stream,
        pending.expected_version,
        row.payload,
        row.metadata,
        row.content_hash,
        *text,
    )


def _answer(group: Sequence[Pending], answer: Record) -> int:
    """Give each append of *group* its part of what the database said; returns the highest new position or 0."""
    count = sum(len(pending.rows) for pending in group)
    outcomes = answer["o_outcome"] or [_RECORDED] * count
    positions = answer["o_position"] or [None] * count
    moments = answer["o_held_at"] or [None] * count
    versions = answer["o_stream_version"]
    position = (answer["o_first"] or 1) - 1
    start = 0
    for pending in group:
        part = slice(start, start + len(pending.rows))
        start = part.stop
        mine = outcomes[part]
        if mine[0] == _RECORDED:
            first, position = position + 1, position + len(mine)
            places: Sequence[int] = range(first, position + 1)
            moment = answer["o_recorded_at"]
        else:
            places, moment = positions[part], moments[part][-1]
        if pending.answer.done():
            continue
        if mine[0] == _RECORDED or set(mine) == {_HELD}:
            appended = Appended(
                event_ids=tuple(row.event_id for row in pending.rows),
                positions=tuple(places),
                stream_versions=tuple(versions[part]),
                recorded_at=moment,
                duplicate=mine[0] == _HELD,
            )
            pending.answer.set_result(appended)
        else:
            pending.answer.set_exception(_refusal(pending, mine, versions[part], places))
    return position


def _refusal(
    pending: Pending, outcomes: Sequence[int], versions: Sequence[int], positions: Sequence[int]
) -> VerbaleError:
    if _VERSION in outcomes:
        stream, actual = pending.rows[0].stream, versions[0]
        return VersionConflict(
            f"Stream {stream} is at version {actual}, not {pending.expected_version}: read it again and decide anew.",
            stream=stream,
            expected=pending.expected_version,
            actual=actual,
        )
    at = outcomes.index(_CONTENT if _CONTENT in outcomes else _HELD)
    event_id, position = pending.rows[at].event_id, positions[at]
    return DuplicateEvent(
        f"Event {event_id} is held at position {position} with another content or other neighbours: "
        "use a new id for a new event.",
        event_id=str(event_id),
        position=position,
    )


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
