"""
Outcomes: what is to be written of a subject, worked out from what is held and what it answers now.

Written, it leaves in the tables what a resolution from the beginning gives; only what differs is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.domain.registry import KINDS, kind_of_subject
from service.domain.unfolding import Changed
from service.projections.changes import Change, differences, erasures, turning_days
from service.projections.dirty import BEGINNING, ERASED, Mark
from service.projections.reach import CLASSES
from service.projections.rows import Place, Row, joined, row_of

if TYPE_CHECKING:
    from asyncpg import Connection

TABLES = tuple(f"{name}_rectangles" for name in KINDS)
"""The tables of resolved answers, one a kind."""

_HELD = f"""
SELECT r.key, r.since_day, r.known_from, r.until_day, r.known_until, r.reach, r.subject, r.facets, r.span
FROM unnest($1::text[], $2::timestamptz[]) AS due (subject, since)
CROSS JOIN {CLASSES} AS classes
CROSS JOIN LATERAL (
  SELECT * FROM {{table}} t
  WHERE t.subject = due.subject AND t.reach = classes.reach
    AND t.known_from >= due.since - classes.width AND t.known_until >= due.since
) r
"""  # noqa: S608 (our own tables' names)
_HELD_OF_KEYS = """
SELECT key, since_day, known_from, until_day, known_until, reach, subject, facets, span FROM {table}
WHERE key = ANY ($1)
"""


class Told(NamedTuple):
    """What changed of a subject's answers, key by key; where *whole*, other keys answer nothing."""

    subject: str
    mark: Mark
    keys: Mapping[str, Sequence[Changed]]
    whole: bool

    @property
    def since(self) -> datetime:
        """The first publication time from which on anything is told."""
        return min((each.since for found in self.keys.values() for each in found), default=self.mark.since)


class Outcome(msgspec.Struct, array_like=True):
    """
    What is to be written of one subject; a `fresh` one is to be listed, too.

    `ended` are rows of which only the time until which they are known is another one. `turns` has for each key that
    changed the days on which its answer turned, and those on which it does now. `forgotten` are keys of which the feed
    holds words that the law had erased.
    """

    subject: str
    kind: str
    fresh: bool
    gone: list[Place] = []
    ended: list[tuple[str, date, datetime, datetime, int]] = []
    new: list[Row] = []
    turns: dict[str, tuple[set[date], set[date]]] = {}
    changes: list[Change] = []
    forgotten: list[str] = []


async def outcomes(connection: Connection, told: Sequence[Told]) -> list[Outcome]:
    """What is to be written of each subject that *told* has, in its order."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        if (each.keys or each.whole) and not each.mark.fresh:
            by_kind[kind_of_subject(each.subject).name].append(each)
    held: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for kind, found in by_kind.items():
        table = f"{kind}_rectangles"
        # What tells of keys from their beginning on may have many others that did not change: all meetings are one.
        by_key = [each for each in found if each.since <= BEGINNING and not each.whole]
        keys = [key for each in by_key for key in each.keys]
        rows = await connection.fetch(_HELD_OF_KEYS.format(table=table), keys) if keys else []
        by_subject = [each for each in found if each not in by_key]
        if by_subject:
            asked = [each.subject for each in by_subject], [each.since for each in by_subject]
            rows += await connection.fetch(_HELD.format(table=table), *asked)
        for row in rows:
            held[row["subject"]][row["key"]].append(Row(*row))
    return [_outcome(each, held[each.subject]) for each in told]


def _outcome(told: Told, held: Mapping[str, list[Row]]) -> Outcome:
    kind = kind_of_subject(told.subject).name
    result = Outcome(told.subject, kind, told.mark.fresh, [], [], [], {}, [], [])
    keys = sorted({*told.keys, *held}) if told.whole else sorted(told.keys)
    for key in keys:
        before = after = held.get(key, ())
        for changed in told.keys.get(key, (Changed(told.since, ()),)):
            after = joined(after, [row_of(told.subject, each) for each in changed.rectangles], changed)
        if _compare(result, before, after):
            old, new = [row for row in before if row.is_current], [row for row in after if row.is_current]
            turns = turning_days(old), turning_days(new)
            if turns[0] != turns[1]:
                result.turns[key] = turns
            if told.mark.cause == ERASED:
                result.forgotten.append(key)
                result.changes += erasures(kind, old, new)
            elif old != new:
                result.changes += differences(told.mark.cause, kind, old, new)
    return result


def _compare(result: Outcome, before: Iterable[Row], after: Iterable[Row]) -> bool:
    """Note in *result* how rows differ; whether they do."""
    wanted = {row.place: row for row in after}
    differ = False
    for row in before:
        new = wanted.pop(row.place, None)
        if new == row:
            continue
        differ = True
        if new is not None and new.known(row.known_from, row.known_until) == row:
            result.ended.append((*row.place, new.known_until, new.reach))
            continue
        result.gone.append(row.place)
        if new is not None:
            result.new.append(new)
    result.new += wanted.values()
    return differ or bool(wanted)
