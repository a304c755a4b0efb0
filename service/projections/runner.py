"""
The worker: reads articles, keeps the read models up with the log, and lets the days come.

Any number of workers share the work, in one process or in many: stretches of the log to read, subjects of a full batch
to resolve. Only one at a time writes the read models, with their checkpoint.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING

import asyncpg
import structlog

from service import clock
from service.domain.errors import Conflict, Unavailable
from service.eventstore import ROLE, EventLog, checkpoints
from service.eventstore.away import AWAY
from service.projections import presence
from service.projections.model_reading import ModelReader
from service.projections.projecting import BATCH, Projector
from service.projections.reading import read_batch
from service.projections.writing import CHECKPOINT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from asyncpg import Pool

    from service.intake.model import ModelEndpoint

__all__ = ["BATCH", "CHECKPOINT", "catch_up", "cross_days", "project_batch", "run"]

IDLE_S = 1.0
RETRY_S = 1.0
STALLED_S = 120
"""A worker that has work at hand and does nothing for so long is cut off, and others take over."""
LOG = structlog.get_logger(__name__)
_LAG = """
SELECT (SELECT max(position) FROM log.events) - c.position AS events,
       extract(epoch FROM now() - e.recorded_at)::float8 AS behind_s
FROM checkpoints c JOIN log.events e ON e.position = c.position + 1
WHERE c.name = 'projections'
"""


async def run(database_url: str, stop: asyncio.Event, endpoint: ModelEndpoint | None = None) -> None:
    """
    Work until *stop* is set; a database that goes away is waited for.

    Without an *endpoint* requests for the reader `llm` wait in the log for a worker that has one.
    """
    settings = {"role": ROLE, "idle_in_transaction_session_timeout": f"{STALLED_S}s"}
    async with (
        asyncpg.create_pool(
            database_url, min_size=1, max_size=8, command_timeout=600, server_settings=settings
        ) as pool,
        EventLog(pool) as log,
        endpoint or nullcontext(),
        asyncio.TaskGroup() as tasks,
    ):
        projector = Projector(pool, log)
        tasks.create_task(presence.be_present(pool, stop))
        tasks.create_task(_loop("reading", log, stop, lambda: read_batch(pool, log)))
        tasks.create_task(_loop(CHECKPOINT, log, stop, lambda: _project(pool, log, projector)))
        tasks.create_task(_loop("calendar", log, stop, projector.cross_days))
        if endpoint is not None:
            tasks.create_task(_loop("model-reading", log, stop, ModelReader(pool, log, endpoint).step))


async def _project(pool: Pool, log: EventLog, projector: Projector) -> int:
    """Project a batch, and tell those who wait for its answers in other processes."""
    workers = await presence.count(pool)
    handled = await projector.step(share=workers > 1)
    if handled:
        log.wakeup.tell()
        lag = await pool.fetchrow(_LAG)
        if lag is not None:
            LOG.info("catching up", events=lag["events"], behind_s=round(lag["behind_s"], 1), workers=workers)
    return handled


async def catch_up(pool: Pool, log: EventLog, projector: Projector | None = None) -> int:
    """Read and project until nothing is left to do; the position reached."""
    projector = projector or Projector(pool, log)
    while await read_batch(pool, log) or await projector.step():
        pass
    async with pool.acquire() as connection:
        return await checkpoints.read(connection, CHECKPOINT)


async def project_batch(pool: Pool, log: EventLog, batch: int = BATCH) -> int:
    """Bring the read models up by at most *batch* events; how many were handled. See `Projector.step`."""
    return await Projector(pool, log).step(batch)


async def cross_days(pool: Pool, log: EventLog, now: Callable[[], datetime] = clock.now) -> None:
    """Let all days come that have come by *now*."""
    projector = Projector(pool, log, now)
    while await projector.cross_days():
        pass


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
            LOG.warning("what it needs does not answer, trying again", task=name, error=repr(error))
            await asyncio.sleep(RETRY_S)
