"""
The read model of analysts' words on identity: which keys are one thing, and which are not.

A decision counts from the moment at which it was recorded, so that answers at an earlier `known_by` stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.events import EntitiesMerged, EntitiesSplit
from service.domain.identity import Decision
from service.domain.registry import KINDS, Judged
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.eventstore import RecordedEvent

_INSERT = """
INSERT INTO entity_merges (position, kind, keys, verdict, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6)
"""


async def decided(connection: Connection, event: RecordedEvent, decision: EntitiesMerged | EntitiesSplit) -> Dirty:
    """Hold that keys are one, or are not; what they name is resolved again from then on."""
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
    subjects = await connection.fetch("SELECT subject FROM subjects WHERE subject = ANY ($1)", list(decision.keys))
    for row in subjects:
        dirty.mark(row["subject"], event.recorded_at, cause="reviewed")
    if decision.kind == "meeting":
        dirty.mark(decision.kind, event.recorded_at, cause="reviewed")
    return dirty


async def judged(connection: Connection, kind: str, at: int) -> Judged:
    """A kind's answers with what analysts had decided on identity by position *at*."""
    rows = await connection.fetch(
        "SELECT keys, verdict, decided_at FROM entity_merges WHERE kind = $1 AND position <= $2 ORDER BY position",
        kind,
        at,
    )
    return Judged(KINDS[kind], [Decision(tuple(r["keys"]), r["verdict"] == "merged", r["decided_at"]) for r in rows])
