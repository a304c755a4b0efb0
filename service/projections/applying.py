"""
Events into the read models of articles and claims: which handler takes which type.

Articles and readings, nearly all of the log, are taken in runs; what is held afterwards is what one event after the
other would leave. Types that no read model needs are passed over by name, so that a new type cannot be forgotten in
silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import IntegrityError
from service.domain.events import (
    ArticleRecorded,
    ArticleRetracted,
    ArticleRevised,
    ClaimReviewed,
    ClaimsExtracted,
    EntitiesMerged,
    EntitiesSplit,
    EventSkipped,
    ModelAnswered,
    ReadingRequested,
    TextErased,
)
from service.projections import articles, claims, entities, erasing, parking, words
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncpg import Connection

    from service.eventstore import RecordedEvent


class _Run:
    """Articles and readings that follow each other, each reading of another article version."""

    def __init__(self) -> None:
        self.versions: list[articles.Recorded] = []
        self.readings: list[claims.Read] = []
        self._read: set[tuple[str, int]] = set()

    def takes(self, event: RecordedEvent) -> bool:
        """Whether *event* went into the run."""
        match event.payload:
            case ArticleRecorded() | ArticleRevised():
                self.versions.append(articles.Recorded(event.position, event.recorded_at, event.payload))
                return True
            case ClaimsExtracted():
                place = (event.payload.article_id, event.payload.version)
                if place in self._read:
                    return False
                self._read.add(place)
                self.readings.append(claims.Read(event.position, event.payload))
                return True
        return False

    async def finish(self, connection: Connection, dirty: Dirty) -> None:
        """Write what the run holds, and begin the next one."""
        if self.versions:
            dirty.merge(await articles.recorded(connection, self.versions))
        if self.readings:
            dirty.merge(await claims.extracted(connection, self.readings))
        if self.versions:
            await articles.mark_revised(connection, dirty, self.versions)
        self.__init__()  # type: ignore[misc]


async def apply(connection: Connection, events: Sequence[RecordedEvent]) -> Dirty:
    """Bring *events* into the tables of articles and claims, in order; the subjects that must be resolved again."""
    dirty = Dirty()
    run = _Run()
    for event in events:
        if run.takes(event):
            continue
        await run.finish(connection, dirty)
        if not run.takes(event):
            dirty.merge(await _apply_alone(connection, event))
    await run.finish(connection, dirty)
    return dirty


async def _apply_alone(connection: Connection, event: RecordedEvent) -> Dirty:
    match event.payload:
        case ArticleRetracted():
            return await articles.retracted(connection, event, event.payload)
        case ClaimReviewed():
            return await claims.reviewed(connection, event, event.payload)
        case EntitiesMerged() | EntitiesSplit():
            return await entities.decided(connection, event, event.payload)
        case TextErased():
            dirty = await erasing.erased(connection, event.payload)
            await words.erase(connection, event.payload)
            return dirty
        case ReadingRequested() | ModelAnswered():
            return Dirty()  # what comes of them is a reading
        case EventSkipped():
            return await parking.skipped(connection, event.payload)
        case other:
            raise IntegrityError(f"no read model knows what to do with {type(other).__name__}", position=event.position)
