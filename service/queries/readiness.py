"""Readiness: what has to be true before answers can be trusted."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import lru_cache

import asyncpg
import msgspec

from service.eventstore.away import AWAY
from service.postgres.revisions import newest
from service.queries.asking import Desk

TIMEOUT_S = 3.0
STALLED_S = 30.0
"""Projections that have work and have not moved for so long stand still."""

_STATE = """
SELECT (SELECT max(version_num) FROM alembic_version) AS revision,
       coalesce((SELECT max(position) FROM log.events), 0) AS head,
       (SELECT size FROM log.heads ORDER BY number DESC LIMIT 1) AS signed,
       coalesce(c.position, 0) AS position, (SELECT count(*) FROM parked_events) AS parked,
       (SELECT extract(epoch FROM now() - greatest(e.recorded_at, c.advanced_at)) FROM log.events e
        WHERE e.position = coalesce(c.position, 0) + 1)::float8 AS still_s,
       (SELECT extract(epoch FROM now() - e.recorded_at) FROM log.events e
        WHERE e.position = coalesce(c.position, 0) + 1)::float8 AS behind_s,
       (SELECT d.position FROM checkpoints d WHERE d.name = 'calendar') AS calendar,
       (SELECT count(*) FROM schedule s WHERE s.day <= $1) AS overdue
FROM (SELECT 1) one LEFT JOIN checkpoints c ON c.name = 'projections'
"""


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """
    Whether questions can be answered; `head` and `position` are those of the log and of the projections.

    `behind_s` is for how long the first event that is not in the answers yet has been recorded, 0 where all are in.

    `signed` is how many events the newest signed head covers, null where none was signed (see `verbale head`).
    `parked` counts the events that a worker could not handle and went past: look at `verbale parked list`.
    `calendar` is the last day whose changes were recorded as it came, null before the first one; `overdue` counts the
    answers that turned on a day which has come and are not in the change feed yet.
    """

    ready: bool
    reason: str
    head: int | None = None
    position: int | None = None
    behind_s: float | None = None
    signed: int | None = None
    parked: int | None = None
    calendar: str | None = None
    overdue: int | None = None


@lru_cache(maxsize=1)
def _revision() -> str | None:
    return newest()


async def readiness(desk: Desk) -> Readiness:
    """Whether the database is there, migrated, and projected; never raises for one that is not."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            row = await desk.pool.fetchrow(_STATE, desk.now().date())
    except asyncpg.UndefinedTableError:
        return Readiness(ready=False, reason="the database is not migrated: run `verbale migrate`")
    except (asyncpg.PostgresError, *AWAY) as error:
        return Readiness(ready=False, reason=f"the database does not answer ({type(error).__name__})")
    reason = "ready"
    if row["revision"] != _revision():
        reason = f"the schema is at {row['revision']}, this release needs {_revision()}: run `verbale migrate`"
    elif row["still_s"] is not None and row["still_s"] > STALLED_S:
        reason = f"the projections have stood still for {row['still_s']:.0f} s: look at `verbale work`"
    return Readiness(
        ready=reason == "ready",
        reason=reason,
        head=row["head"],
        position=row["position"],
        behind_s=max(row["behind_s"] or 0.0, 0.0),
        signed=row["signed"],
        parked=row["parked"],
        calendar=None if row["calendar"] is None else date.fromordinal(row["calendar"]).isoformat(),
        overdue=row["overdue"],
    )
