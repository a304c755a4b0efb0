"""
Loading: what events hold of articles and claims, in large batches, without resolving anything.

What stands afterwards in the tables of articles and claims is what projecting event by event leaves there; an event
that cannot be held is parked, as it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from service.eventstore import checkpoints
from service.projections import parking
from service.projections.applying import apply
from service.projections.projecting import UNAVAILABLE
from service.projections.writing import CHECKPOINT

if TYPE_CHECKING:
    from asyncpg import Pool

    from service.eventstore import EventLog, RecordedEvent

BATCH = 5_000
_ANALYZE = "ANALYZE article_versions, article_stories, claims"
"""Each time that the tables have doubled: the planner takes those that were just filled for empty ones."""
LOG = structlog.get_logger(__name__)


class Loader:
    """Brings tables of articles and claims up, and notes the `subjects` that are to be resolved then."""

    def __init__(self, pool: Pool, log: EventLog) -> None:
        self.subjects: set[str] = set()
        self._pool = pool
        self._log = log
        self._analyzed = 0

    async def step(self, after: int, to: int) -> int:
        """Hold the next events after position *after*, none beyond *to*; the position reached."""
        events = [event async for event in self._log.read(after, min(BATCH, to - after))]
        if not await self._try(events, after):
            for event in events:
                await self._try([event], event.position - 1)
        if events[-1].position >= 2 * self._analyzed:
            await self._pool.execute(_ANALYZE)
            self._analyzed = events[-1].position
        return events[-1].position

    async def _try(self, events: Sequence[RecordedEvent], after: int) -> bool:
        """Whether *events* are handled: held, or parked when there is but one."""
        async with self._pool.acquire() as connection:
            try:
                async with connection.transaction():
                    dirty = await apply(connection, events)
                    await checkpoints.advance(connection, CHECKPOINT, after, events[-1].position)
            except UNAVAILABLE:
                raise
            except Exception as error:  # noqa: BLE001 (whatever an event does, the next one goes on)
                if len(events) > 1:
                    LOG.warning("a batch failed, its events are tried one by one", after=after, error=repr(error))
                    return False
                await parking.go_past(connection, CHECKPOINT, events[0], error)
                return True
        self.subjects.update(dirty.marks)
        return True
