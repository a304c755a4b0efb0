"""
One event into the read models: which handler takes which type.

Types that no read model needs are passed over by name, so that a new type cannot be forgotten in silence.
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
    TextErased,
)
from service.projections import articles, claims, entities, erasing, parking
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.eventstore import RecordedEvent


async def apply(connection: Connection, event: RecordedEvent) -> Dirty:
    """Bring *event* into the tables of articles and claims; the subjects that must be resolved again."""
    match event.payload:
        case ArticleRecorded() | ArticleRevised():
            return await articles.version_recorded(connection, event, event.payload)
        case ArticleRetracted():
            return await articles.retracted(connection, event, event.payload)
        case ClaimsExtracted():
            return await claims.extracted(connection, event, event.payload)
        case ClaimReviewed():
            return await claims.reviewed(connection, event, event.payload)
        case EntitiesMerged() | EntitiesSplit():
            return await entities.decided(connection, event, event.payload)
        case TextErased():
            return await erasing.erased(connection, event.payload)
        case EventSkipped():
            return await parking.skipped(connection, event.payload)
        case other:
            raise IntegrityError(f"no read model knows what to do with {type(other).__name__}", position=event.position)
