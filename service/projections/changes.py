"""
The change feed: every difference in what is answered of a key, as known now, with the days on which it differs.

Sources that only say the same once more are no change. Cursors run 1, 2, 3, … in commit order, with a gap where the
law had words erased: whoever writes holds the projections' checkpoint. Nothing is ever written twice, since a change
is the difference between what stands in the tables and what replaces it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from service.domain.spans import FIRST_DAY, LAST_DAY
from service.eventstore import checkpoints
from service.projections.rows import Row

if TYPE_CHECKING:
    from asyncpg import Connection

CHECKPOINT = "changes"
"""Its position is the last cursor that was given out."""
DAY_CAME, RESOLVER = "day", "resolver"
"""Why an answer became another one, besides those of `dirty.CAUSES`: its day came, or a new resolver answers."""
_ABOUT_THE_ROW = frozenset({"since_day", "until_day"})
_COLUMNS = ("cursor", "position", "day", "cause", "kind", "key", "parties", "since_day", "until_day", "before", "after")


class Change(NamedTuple):
    """On the days from *since_day* to before *until_day* the answer was *before* and is *after*; spans as JSON."""

    cause: str
    kind: str
    key: str
    parties: list[str]
    since_day: date
    until_day: date
    before: str | None
    after: str | None


def differences(cause: str, kind: str, before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """What changed of one key between two states as known now, in the order of the days."""
    edges = sorted({day for row in (*before, *after) for day in (row.since_day, row.until_day)})
    found: list[Change] = []
    for first, until in pairwise(edges):
        old, new = on_day(before, first), on_day(after, first)
        if same(old, new):
            continue
        change = change_of(cause, kind, (first, until), old, new)
        last = found[-1] if found else None
        if last and last.until_day == first and (last.before, last.after) == (change.before, change.after):
            found[-1] = last._replace(until_day=until)
        else:
            found.append(change)
    return found


def change_of(cause: str, kind: str, days: tuple[date, date], old: Row | None, new: Row | None) -> Change:
    """The change from one row to another on some days; one of them may be missing."""
    told = new or old
    assert told is not None
    facets = sorted({facet for row in (old, new) if row for facet in row.facets if facet.startswith("party:")})
    parties = [facet.partition(":")[2] for facet in facets]
    return Change(cause, kind, told.key, parties, *days, old and old.span, new and new.span)


def on_day(rows: Iterable[Row], day: date) -> Row | None:
    """The row that holds on *day*, of rows that do not overlap."""
    return next((row for row in rows if row.since_day <= day < row.until_day), None)


def same(old: Row | None, new: Row | None) -> bool:
    """Whether two rows answer the same, whoever says so and whatever else they hold of."""
    if old is None or new is None:
        return old is new
    return old.span == new.span or answer_of(old.span) == answer_of(new.span)


@lru_cache(maxsize=1 << 10)
def answer_of(span: str) -> Any:
    """What a span answers, without its sources and the days of its row."""
    told = msgspec.json.decode(span)
    return _without_sources({name: value for name, value in told.items() if name not in _ABOUT_THE_ROW})


def _without_sources(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _without_sources(value) for name, value in told.items() if name != "sources"}
    if isinstance(told, list):
        return [_without_sources(value) for value in told]
    return told


def turning_days(rows: Iterable[Row]) -> set[date]:
    """The days on which the answer of a key, as known now, may become another one."""
    return {day for row in rows for day in (row.since_day, row.until_day)} - {FIRST_DAY, LAST_DAY}


async def write(connection: Connection, changes: Sequence[Change], position: int, day: date) -> None:
    """Append to the feed what changed at a log position, on the calendar's *day*. The checkpoint is held."""
    if not changes:
        return
    last = await checkpoints.read(connection, CHECKPOINT)
    rows = [
        (cursor, position, day, each.cause, each.kind, each.key, each.parties, *each[4:])
        for cursor, each in enumerate(changes, start=last + 1)
    ]
    await connection.copy_records_to_table("changes", records=rows, columns=_COLUMNS)
    await checkpoints.advance(connection, CHECKPOINT, last, last + len(rows))
