"""
The read model of analysts' words on identity: which keys are one thing, and which are not.

A decision counts from the moment at which it was recorded, so that answers at an earlier `known_by` stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.events import EntitiesMerged, EntitiesSplit
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.eventstore import RecordedEvent

_INSERT = """
INSERT INTO entity_merges (position, kind, keys, verdict, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6)
"""


async def decided(connection: Connection, event: RecordedEvent, decision: EntitiesMerged | EntitiesSplit) -> Dirty:
    """Hold that keys are one, or are not; the kind's whole subject is resolved again from then on."""
    verdict = "split" if isinstance(decision, EntitiesSplit) else "merged"
    await connection.execute(
        _INSERT,
        event.position,
        decision.kind,
        list(decision.keys),
        verdict,
        event.recorded_at,
        decision.reason,
    )
    dirty = Dirty()
    dirty.mark(decision.kind, event.recorded_at)
    return dirty
