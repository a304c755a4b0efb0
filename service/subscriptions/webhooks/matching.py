"""
Matching: which new changes are for whom, looked at once for all subscriptions.

A checkpoint tells up to where was looked. A subscription that has nothing to wait for costs nothing but this: it is
not asked after, and not written to, until a change comes that its filter matches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from service.projections.changes import CHECKPOINT as CHANGES
from service.subscriptions.filters import Filter, Marks

if TYPE_CHECKING:
    from asyncpg import Connection, Pool, Record

CHECKPOINT = "webhooks"
BATCH = 1_000
"""So many changes are looked at in one transaction."""
_BEGIN = """
INSERT INTO checkpoints (name, position)
SELECT $1, coalesce((SELECT position FROM checkpoints WHERE name = $2), 0) ON CONFLICT DO NOTHING
"""
_LOOKED = "SELECT position FROM checkpoints WHERE name = $1 FOR SHARE"
_HOLD = "SELECT position FROM checkpoints WHERE name = $1 FOR UPDATE SKIP LOCKED"
_NEWS = """
SELECT cursor, kind, key, parties, cause, until_day, certainty, rate_change FROM changes
WHERE cursor > $1 ORDER BY cursor LIMIT $2
"""
_VERSION = "SELECT count(*), coalesce(max(number), 0) FROM subscriptions"
_FILTERS = "SELECT id, filter FROM subscriptions ORDER BY id"
# The cursor of one that waited for nothing goes to where its first change is: all before it was looked at.
_MARK = """
UPDATE subscriptions s SET matched = greatest(s.matched, m.last),
  cursor = CASE WHEN s.matched <= s.cursor THEN greatest(s.cursor, m.first - 1) ELSE s.cursor END,
  due_at = CASE WHEN s.matched <= s.cursor AND s.replay_last IS NULL THEN now() ELSE s.due_at END
FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS m (id, first, last)
WHERE s.id = m.id AND m.last > s.cursor
"""
_ADVANCE = "UPDATE checkpoints SET position = $2, advanced_at = now() WHERE name = $1"


async def looked(connection: Connection) -> int:
    """
    Up to which cursor was looked; nobody looks further while the caller's transaction lasts.

    Before the first look that is all: there was nobody for whom anything could have been.
    """
    await connection.execute(_BEGIN, CHECKPOINT, CHANGES)
    position: int = await connection.fetchval(_LOOKED, CHECKPOINT)
    return position


class Matcher:
    """One worker's part in looking; keeps the filters while no subscription comes or goes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._filters: dict[str, Filter] = {}
        self._version: tuple[int, int] | None = None

    async def look(self) -> int:
        """Mark the subscriptions that the next changes are for; how many were looked at, 0 if another worker does."""
        async with self._pool.acquire() as connection, connection.transaction():
            after = await connection.fetchval(_HOLD, CHECKPOINT)
            if after is None:
                await connection.execute(_BEGIN, CHECKPOINT, CHANGES)
                return 0
            rows = await connection.fetch(_NEWS, after, BATCH)
            if not rows:
                return 0
            await self._refresh(connection)
            hits = self._hits([(row["cursor"], _marks(row)) for row in rows])
            if hits:
                first, last = zip(*hits.values(), strict=True)
                await connection.execute(_MARK, list(hits), first, last)
            await connection.execute(_ADVANCE, CHECKPOINT, rows[-1]["cursor"])
        return len(rows)

    async def _refresh(self, connection: Connection) -> None:
        version = tuple(await connection.fetchrow(_VERSION))
        if version != self._version:
            rows = await connection.fetch(_FILTERS)
            # In the order of the ids, in which rows are locked when they are marked.
            self._filters = {row["id"]: msgspec.json.decode(row["filter"], type=Filter) for row in rows}
            self._version = version

    def _hits(self, news: list[tuple[int, Marks]]) -> dict[str, tuple[int, int]]:
        """For each subscription the first and the last of these changes that is for it."""
        hits: dict[str, tuple[int, int]] = {}
        for subscription, wanted in self._filters.items():
            found = [cursor for cursor, marks in news if wanted.matches(marks)]
            if found:
                hits[subscription] = (found[0], found[-1])
        return hits


def _marks(row: Record) -> Marks:
    return Marks(
        row["kind"],
        row["key"],
        frozenset(row["parties"]),
        row["cause"],
        row["until_day"],
        row["certainty"],
        row["rate_change"],
    )
