"""
The worker: reads articles and keeps the read models up with the log.

The read models move with their checkpoint in one transaction, so a kill at any moment leaves them at a position of
the log, and the next start goes on from there. One worker projects at a time; others stand by.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncpg
import structlog

from service.domain.errors import Conflict, Unavailable
from service.eventstore import ROLE, EventLog, checkpoints
from service.eventstore.away import AWAY
from service.projections import parking
from service.projections.applying import apply
from service.projections.dirty import Dirty
from service.projections.reading import read_batch
from service.projections.resolving import resolve_again

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from asyncpg import Connection, Pool

    from service.eventstore import RecordedEvent

CHECKPOINT = "projections"
BATCH = 500
IDLE_S = 1.0
RETRY_S = 1.0
LOG = structlog.get_logger(__name__)


async def run(database_url: str, stop: asyncio.Event) -> None:
    """Work until *stop* is set; a database that goes away is waited for."""
    async with (
        asyncpg.create_pool(
            database_url, min_size=1, max_size=5, command_timeout=600, server_settings={"role": ROLE}
        ) as pool,
        EventLog(pool) as log,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(_loop("reading", log, stop, lambda: read_batch(pool, log)))
        tasks.create_task(_loop(CHECKPOINT, log, stop, lambda: _project_and_tell(pool, log)))


async def _project_and_tell(pool: Pool, log: EventLog) -> int:
    """Project a batch, and tell those who wait for its answers in other processes."""
    handled = await project_batch(pool, log)
    if handled:
        log.wakeup.tell()
    return handled


async def catch_up(pool: Pool, log: EventLog) -> int:
    """Read and project until nothing is left to do; the position reached."""
    while await read_batch(pool, log) or await project_batch(pool, log):
        pass
    async with pool.acquire() as connection:
        return await checkpoints.read(connection, CHECKPOINT)


async def project_batch(pool: Pool, log: EventLog, batch: int = BATCH) -> int:
    """
    Bring the read models up by at most *batch* events; how many were handled.

    A batch that fails is tried event by event, so that one bad event parks alone. What is the database's fault
    (Conflict, a lost connection, a full disk) is raised: nothing was handled then.
    """
    async with pool.acquire() as connection:
        after = await checkpoints.read(connection, CHECKPOINT)
    events = [event async for event in log.read(after, batch)]
    if not events:
        return 0
    if not await _try(pool, events, after):
        for event in events:
            await _try(pool, [event], event.position - 1)
    return len(events)


async def _try(pool: Pool, events: Sequence[RecordedEvent], after: int) -> bool:
    """Whether *events* are handled: projected, or parked when there is but one."""
    async with pool.acquire() as connection:
        try:
            async with connection.transaction():
                await _project(connection, events, after)
        except (Conflict, *AWAY):
            raise
        except Exception as error:  # noqa: BLE001 (whatever an event does to a projection, the next one goes on)
            if len(events) > 1:
                LOG.warning("a batch failed, its events are tried one by one", after=after, error=repr(error))
                return False
            await parking.go_past(connection, CHECKPOINT, events[0], error)
    return True


async def _project(connection: Connection, events: Sequence[RecordedEvent], after: int) -> None:
    await checkpoints.lock(connection, CHECKPOINT)
    dirty = Dirty()
    for event in events:
        dirty.merge(await apply(connection, event))
    position = events[-1].position
    await resolve_again(connection, dirty, position)
    await checkpoints.advance(connection, CHECKPOINT, after, position)


async def _loop(name: str, log: EventLog, stop: asyncio.Event, step: Callable[[], Awaitable[int]]) -> None:
    """Do *step* as long as it finds work, and wait for news when it finds none."""
    while not stop.is_set():
        try:
            seen = await log.head()
            if not await step():
                await log.wait(seen, IDLE_S)
        except Conflict:
            continue
        except (Unavailable, *AWAY, asyncpg.PostgresError) as error:
            LOG.warning("the database does not answer, trying again", task=name, error=repr(error))
            await asyncio.sleep(RETRY_S)
