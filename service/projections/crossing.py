"""
Crossing days: an answer that becomes another one because its day arrives is recorded as a change when it does.

A day comes at midnight UTC, as the default of `as_of` has it, by the clock that the service is given. The calendar's
day moves forward only, in the transaction that records what it brought: each day once, in order, however many workers
there are, whatever their clocks say, and however late they are.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from service.eventstore import checkpoints
from service.projections import changes
from service.projections.changes import DAY_CAME, Change
from service.projections.rows import Row

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

CHECKPOINT = "calendar"
"""Its position is the calendar's day, as `date.toordinal` counts them."""
_DAY = "SELECT position FROM checkpoints WHERE name = $1"
_BEGIN = "INSERT INTO checkpoints (name, position) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_NEXT = "SELECT min(day) FROM schedule WHERE day <= $1"
_DUE = "DELETE FROM schedule WHERE day <= $1 RETURNING kind, key"
_STANDING = """
SELECT key, since_day, known_from, until_day, known_until, reach, subject, facets, span FROM {table}
WHERE key = ANY ($1) AND known_until = '9999-12-31T00:00:00Z' AND since_day <= $2 AND until_day >= $2
"""


async def day(connection: Connection, today: date) -> date:
    """The calendar's day; *today* where it has not begun yet."""
    if await reached(connection) == date.min:
        await connection.execute(_BEGIN, CHECKPOINT, today.toordinal())
    return await reached(connection)


async def reached(connection: Connection | Pool) -> date:
    """The calendar's day, the first day of all where it has not begun."""
    found = await connection.fetchval(_DAY, CHECKPOINT)
    return date.min if found is None else date.fromordinal(found)


async def cross(connection: Connection, today: date, position: int) -> bool:
    """
    Let the next day of the schedule come that is not after *today*; whether there may be more of them.

    To be called in a transaction that holds the projections' checkpoint, which is at *position*.
    """
    known = await day(connection, today)
    if today <= known:
        return False
    coming: date | None = await connection.fetchval(_NEXT, today)
    if coming is not None:
        await changes.write(connection, await _brought(connection, coming), position, coming)
    await checkpoints.advance(connection, CHECKPOINT, known.toordinal(), (coming or today).toordinal())
    return coming is not None


async def _brought(connection: Connection, coming: date) -> list[Change]:
    """What changes with a day, by key; its entries leave the schedule."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in await connection.fetch(_DUE, coming):
        by_kind[row["kind"]].append(row["key"])
    found: list[Change] = []
    for kind, keys in by_kind.items():
        standing: dict[str, list[Row]] = defaultdict(list)
        for row in await connection.fetch(_STANDING.format(table=f"{kind}_rectangles"), keys, coming):
            standing[row["key"]].append(Row(*row))
        for rows in standing.values():
            old, new = changes.on_day(rows, date.fromordinal(coming.toordinal() - 1)), changes.on_day(rows, coming)
            if not changes.same(old, new):
                until = new.until_day if new else date.max
                found.append(changes.change_of(DAY_CAME, kind, (coming, until), old, new))
    return sorted(found, key=lambda change: change.key)
