"""
Writing: outcomes into the tables, with the schedule of days to come and the feed of changes.

Everything is written in the transaction that moves the projections' checkpoint, which the caller holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from service.projections import changes
from service.projections.due import family_of
from service.projections.outcomes import Outcome
from service.projections.rows import Row

if TYPE_CHECKING:
    from asyncpg import Connection

CHECKPOINT = "projections"
"""Its position is that of the read models; answers stand at it."""

NOBODYS = 0
"""The position of what nobody may keep in memory."""

_DELETE = """
DELETE FROM {table} t USING unnest($1::text[], $2::date[], $3::timestamptz[]) AS g (key, since_day, known_from)
WHERE (t.key, t.since_day, t.known_from) = (g.key, g.since_day, g.known_from)
"""
_END = """
UPDATE {table} t SET known_until = e.known_until, reach = e.reach
FROM unnest($1::text[], $2::date[], $3::timestamptz[], $4::timestamptz[], $5::smallint[])
  AS e (key, since_day, known_from, known_until, reach)
WHERE (t.key, t.since_day, t.known_from) = (e.key, e.since_day, e.known_from)
"""
_LIST = """
INSERT INTO subjects (subject, family) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING
"""
_STAND = """
INSERT INTO resolved_subjects (subject, position) SELECT s, $2 FROM unnest($1::text[]) s
ON CONFLICT (subject) DO UPDATE SET position = excluded.position
"""
_UNSCHEDULE = """
DELETE FROM schedule s USING unnest($1::date[], $2::text[]) AS g (day, key) WHERE (s.day, s.key) = (g.day, g.key)
"""
_SCHEDULE = """
INSERT INTO schedule (day, key, kind) SELECT * FROM unnest($1::date[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING
"""


async def write(connection: Connection, outcomes: Sequence[Outcome], stand: int, position: int, today: date) -> None:
    """
    Write what subjects answer at a log position, on the calendar's day *today*.

    They *stand* at that position for whoever keeps them in memory, or at `NOBODYS`, so that nobody does.
    """
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        by_kind[each.kind].append(each)
    for kind, found in by_kind.items():
        await _write_rows(connection, f"{kind}_rectangles", found)
    fresh = [each.subject for each in outcomes if each.fresh]
    if fresh:
        await connection.execute(_LIST, fresh, [family_of(subject) for subject in fresh])
    await connection.execute(_STAND, [each.subject for each in outcomes], stand)
    await _write_schedule(connection, outcomes, today)
    await changes.blank(connection, [key for each in outcomes for key in each.forgotten])
    await changes.write(connection, [change for each in outcomes for change in each.changes], position, today)


async def _write_rows(connection: Connection, table: str, outcomes: Iterable[Outcome]) -> None:
    gone = [place for each in outcomes for place in each.gone]
    if gone:
        await connection.execute(_DELETE.format(table=table), *_columns(gone))
    ended = [row for each in outcomes for row in each.ended]
    if ended:
        await connection.execute(_END.format(table=table), *_columns(ended))
    new = [row for each in outcomes for row in each.new]
    if new:
        await connection.copy_records_to_table(table, records=new, columns=Row._fields)


async def _write_schedule(connection: Connection, outcomes: Iterable[Outcome], today: date) -> None:
    """Let the schedule have the days after *today* on which the answers of the keys turn now."""
    gone: list[tuple[date, str]] = []
    new: list[tuple[date, str, str]] = []
    for each in outcomes:
        for key, (before, after) in each.turns.items():
            gone += [(day, key) for day in before - after if day > today]
            new += [(day, key, each.kind) for day in after - before if day > today]
    if gone:
        await connection.execute(_UNSCHEDULE, *_columns(gone))
    if new:
        await connection.execute(_SCHEDULE, *_columns(new))


def _columns(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
