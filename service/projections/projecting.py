"""
Projecting: a batch of events into the read models, in one transaction with the checkpoint.

A kill at any moment leaves the read models at a position of the log. What is kept in memory between batches is kept
only of what was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from service import clock
from service.domain.errors import Conflict
from service.eventstore import checkpoints
from service.eventstore.away import AWAY
from service.projections import crossing, parking, sharing
from service.projections.applying import apply
from service.projections.collecting import SELDOM
from service.projections.dirty import Dirty
from service.projections.due import affected
from service.projections.kept import Kept
from service.projections.resolving import resolve
from service.projections.writing import CHECKPOINT, NOBODYS, write

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

    from service.eventstore import EventLog, RecordedEvent

BATCH = 2_000
"""So many events are projected at a time where they wait: what many of them touch is worked out once."""
SHARED_BATCH = 500
"""So many are taken where workers share them: few enough that a worker that dies leaves little behind."""
UNAVAILABLE = (Conflict, *AWAY)
"""What is no event's fault: nothing was handled then, and trying again may help."""
LOG = structlog.get_logger(__name__)


class Projector:
    """One worker's part in the projections of the log; *now* gives the day that the calendar moves on to."""

    def __init__(
        self, pool: Pool, log: EventLog, now: Callable[[], datetime] = clock.now, kept: Kept | None = None
    ) -> None:
        self._pool = pool
        self._log = log
        self._now = now
        self._kept = Kept() if kept is None else kept

    async def step(self, batch: int = BATCH, *, share: bool = False) -> int:
        """
        Bring the read models up by at most *batch* events, or help to; how many were handled, 0 if there are none.

        With *share* a full batch is resolved together with other workers. A batch that fails is tried event by event,
        so that one bad event parks alone. What is the database's fault is raised (Conflict, a lost connection).
        """
        async with self._pool.acquire() as connection:
            after = await checkpoints.read(connection, CHECKPOINT)
            shared_to = await checkpoints.read(connection, sharing.GATHERED)
            alone_to = await checkpoints.read(connection, sharing.ALONE)
        if shared_to > after:
            return await sharing.help_out(self._pool, self._kept, self._now().date())
        alone = after < alone_to
        share = share and not alone
        most = min(batch, SHARED_BATCH) if share else batch
        events = [event async for event in self._log.read(after, most)]
        if not events:
            return 0
        if share and len(events) == most and await self._try(events, after, share=True):
            return await sharing.help_out(self._pool, self._kept, self._now().date())
        if alone or not await self._try(events, after):
            for event in events:
                await self._try([event], event.position - 1, keep=not alone)
        return len(events)

    async def cross_days(self) -> bool:
        """Let the next day of the schedule come, if it has; whether there may be more."""
        if self._now().date() <= await crossing.reached(self._pool):
            return False
        async with self._pool.acquire() as connection, connection.transaction():
            position = await checkpoints.lock(connection, CHECKPOINT)
            return await crossing.cross(connection, self._now().date(), position)

    async def _try(
        self, events: Sequence[RecordedEvent], after: int, *, share: bool = False, keep: bool = True
    ) -> bool:
        """Whether *events* are handled: projected or shared, or parked when there is but one."""
        async with self._pool.acquire() as connection:
            try:
                with SELDOM:
                    if share:
                        await self._share(connection, events, after)
                    else:
                        await self._project(connection, events, after, keep=keep)
            except UNAVAILABLE:
                raise
            except Exception as error:  # noqa: BLE001 (whatever an event does to a projection, the next one goes on)
                if len(events) > 1 or share:
                    LOG.warning("a batch failed, its events are tried one by one", after=after, error=repr(error))
                    return False
                await parking.go_past(connection, CHECKPOINT, events[0], error)
        return True

    async def _project(
        self, connection: Connection, events: Sequence[RecordedEvent], after: int, *, keep: bool
    ) -> None:
        position = events[-1].position
        async with connection.transaction():
            await self._begin(connection, after)
            due = await affected(connection, await apply(connection, events), events[-1].position)
            resolved = await resolve(connection, due.marks, position, self._kept)
            today = await crossing.day(connection, self._now().date())
            await write(connection, resolved.outcomes, position if keep else NOBODYS, position, today)
            await checkpoints.advance(connection, CHECKPOINT, after, position)
        if keep:
            self._kept.give_back(resolved.entries, position)

    async def _share(self, connection: Connection, events: Sequence[RecordedEvent], after: int) -> None:
        async with connection.transaction():
            await self._begin(connection, after)
            due = await affected(connection, await apply(connection, events), events[-1].position)
            await sharing.gather(connection, due.marks, events[-1].position)

    async def _begin(self, connection: Connection, after: int) -> None:
        """Hold the checkpoint, which must be at *after*, with nothing gathered beyond it. Raises Conflict."""
        held = await checkpoints.lock(connection, CHECKPOINT)
        gathered = await checkpoints.read(connection, sharing.GATHERED)
        if held != after or gathered > after:
            raise Conflict(
                f"Another worker projects on from position {held}; read the checkpoint again.",
                name=CHECKPOINT,
                expected=after,
                actual=max(held, gathered),
            )


async def resolve_again(connection: Connection, dirty: Dirty, position: int) -> None:
    """
    Bring what *dirty* marks up to the position of the checkpoint, which the caller holds, outside of any batch.

    Raises Conflict while a batch is shared: what is gathered of it is not to be resolved twice.
    """
    gathered = await checkpoints.read(connection, sharing.GATHERED)
    if gathered > position:
        raise Conflict(
            f"Workers are at the events up to position {gathered}; try again in a moment.",
            name=CHECKPOINT,
            expected=position,
            actual=gathered,
        )
    due = await affected(connection, dirty, position)
    resolved = await resolve(connection, due.marks, position, Kept())
    await write(connection, resolved.outcomes, NOBODYS, position, await crossing.reached(connection))
