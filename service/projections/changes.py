"""
The change feed: every difference in what is answered of a key, as known now, with the days on which it differs.

Sources that only say the same once more are no change. Cursors run 1, 2, 3, … without gaps in commit order: whoever
writes holds the projections' checkpoint. Nothing is ever written twice, since a change is the difference between what
stands in the tables and what replaces it in the same transaction; and nothing is taken back but words that are erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from service.domain.spans import FIRST_DAY, LAST_DAY, Certainty
from service.eventstore import checkpoints
from service.projections.dirty import ERASED, LEARNED
from service.projections.rows import Row

if TYPE_CHECKING:
    from asyncpg import Connection

CHECKPOINT = "changes"
"""Its position is the last cursor that was given out."""
Cause = Literal["world", "learned", "corrected", "reviewed", "retracted", "erased", "resolver", "day"]
"""Why an answer became another one: those of `dirty.CAUSES`, and these three besides."""
DAY_CAME: Cause = "day"
RESOLVER: Cause = "resolver"
WORLD: Cause = "world"
NO_KEY = ""
"""The key of a change whose words are gone."""
_NEWS = timedelta(days=1)
"""News tell of the day before their publication, of that day and of days to come; what is older is history."""
_ABOUT_THE_ROW = frozenset({"since_day", "until_day"})
_SOURCES = re.compile(r'"sources":\[[^\]]*\]')
"""In JSON, where no text can hold a bare quotation mark; ids of claims have no brackets."""
_COLUMNS = (
    "cursor", "position", "day", "recorded_at", "cause", "kind", "key", "parties", "since_day", "until_day", "before",
    "after", "certainty", "rate_change",
)  # fmt: skip
_LAST = """
SELECT c.position,
  greatest(clock_timestamp(), (SELECT recorded_at FROM changes ORDER BY recorded_at DESC LIMIT 1)) AS now
FROM (SELECT) AS one LEFT JOIN checkpoints c ON c.name = $1
"""
_BLANK = """
UPDATE changes SET cause = 'erased', key = '', before = NULL, after = NULL, rate_change = NULL WHERE key = ANY ($1)
"""


class Change(NamedTuple):
    """
    On the days from *since_day* to before *until_day* the answer was *before* and is *after*; spans as JSON.

    `certainty` is that of the answer now, or of the one that is gone; `rate_change` is how far a rate moved, in
    percentage points, None where none is told.
    """

    cause: str
    kind: str
    key: str
    parties: list[str]
    since_day: date
    until_day: date
    before: str | None
    after: str | None
    certainty: Certainty
    rate_change: Decimal | None


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


def erasures(kind: str, before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """What is left of an answer once words are gone, told as if it were new; where nothing is left, that it is gone."""
    left = differences(ERASED, kind, (), after)
    if left or not before:
        return left
    gone = change_of(ERASED, kind, (before[0].since_day, max(row.until_day for row in before)), before[0], None)
    return [gone._replace(key=NO_KEY, before=None, rate_change=None)]


def change_of(cause: str, kind: str, days: tuple[date, date], old: Row | None, new: Row | None) -> Change:
    """The change from one row to another on some days; one of them may be missing."""
    told = new or old
    assert told is not None
    facets = sorted({facet for row in (old, new) if row for facet in row.facets if facet.startswith("party:")})
    parties = [facet.partition(":")[2] for facet in facets]
    if cause == LEARNED and new is not None and days[0] >= new.known_from.date() - _NEWS:
        cause = WORLD
    moved = _rate_change(old, new) if kind == "tariff" else None
    certainty = answer_of(told.span)["certainty"]
    return Change(cause, kind, told.key, parties, *days, old and old.span, new and new.span, certainty, moved)


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
    """What a span answers, with no sources, and without the days of its row."""
    told = msgspec.json.decode(_SOURCES.sub('"sources":[]', span))
    return {name: value for name, value in told.items() if name not in _ABOUT_THE_ROW}


def _rate_change(old: Row | None, new: Row | None) -> Decimal | None:
    rates = [answer_of(row.span)["value"].get("rate") for row in (old, new) if row is not None]
    told = [None if rate is None else Decimal(rate) for rate in rates]
    if all(rate is None for rate in told):
        return None
    return abs((told[-1] or Decimal(0)) - (told[0] or Decimal(0))) if len(told) == 2 else told[0]


def turning_days(rows: Iterable[Row]) -> set[date]:
    """The days on which the answer of a key, as known now, may become another one."""
    return {day for row in rows for day in (row.since_day, row.until_day)} - {FIRST_DAY, LAST_DAY}


async def write(connection: Connection, changes: Sequence[Change], position: int, day: date) -> None:
    """Append to the feed what changed at a log position, on the calendar's *day*. The checkpoint is held."""
    if not changes:
        return
    row = await connection.fetchrow(_LAST, CHECKPOINT)
    last, now = row["position"] or 0, row["now"]
    rows = [
        (cursor, position, day, now, each.cause, each.kind, each.key, each.parties, *each[4:])
        for cursor, each in enumerate(changes, start=last + 1)
    ]
    await connection.copy_records_to_table("changes", records=rows, columns=_COLUMNS)
    await checkpoints.advance(connection, CHECKPOINT, last, last + len(rows))


async def blank(connection: Connection, keys: Sequence[str]) -> None:
    """Take all words out of what the feed tells of *keys*: that something stood there stays, and where it stood."""
    if keys:
        await connection.execute(_BLANK, keys)
