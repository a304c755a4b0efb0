"""
Walking: from one triple of clocks to another, clock by clock, and why each leg changed an answer.

The order is always the same: the log position, then the publication time, then the day. The steps of an answer fit
together, so that their composition is its difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from service.domain.spans import Span
from service.queries import causes
from service.queries.causes import Cause, Happened
from service.queries.comparing import Detail, changed, value_changed
from service.queries.corners import Corners, Point, Way
from service.queries.steps import steps_of

if TYPE_CHECKING:
    from asyncpg import Connection

Clock = Literal["at", "known_by", "as_of"]
CLOCKS: tuple[Clock, ...] = ("at", "known_by", "as_of")
"""The order in which the clocks are moved."""


class Step(msgspec.Struct, kw_only=True):
    """What moving one clock changed in an answer: the cause, from which publication on, and who made it."""

    clock: Clock
    before: Span | None
    after: Span | None
    members: tuple[str, ...]
    cause: Cause = "world"
    known_from: datetime | None = None
    because: Sequence[Happened] = ()


class Difference(NamedTuple):
    """An answer that differs: its kind, key and subject, and the steps that lead from the one to the other."""

    kind: str
    key: str
    subject: str
    members: tuple[str, ...]
    steps: list[Step]

    @property
    def cause(self) -> Cause:
        """Of the last step that changed the value itself; of the last one where none did."""
        telling = [step for step in self.steps if value_changed(step.members)]
        return (telling or self.steps)[-1].cause


async def walk(corners: Corners, keys: Sequence[str], detail: Detail) -> list[Difference]:
    """The answers to these keys that differ, with the steps of each, not yet explained."""
    if not keys:
        return []
    spans, subjects = await corners.spans(keys)
    found = []
    for key in keys:
        way = [each.get(key) for each in spans]
        members = changed(way[0], way[3], detail)
        if not members:
            continue
        steps = [
            Step(clock=clock, before=before, after=after, members=moved)
            for clock, before, after in zip(CLOCKS, way, way[1:], strict=False)
            if (moved := changed(before, after, detail))
        ]
        found.append(Difference(corners.kind, key, subjects[key], members, steps))
    return found


async def explain(
    connection: Connection, corners: Corners, found: Sequence[Difference], way: Way, detail: Detail
) -> None:
    """Say of each step why the answer changed in it."""
    legs = {clock: [(each, step) for each in found for step in each.steps if step.clock == clock] for clock in CLOCKS}
    first, start, end, _ = way
    low, high = sorted((first.at, start.at))
    moved = [each.subject for each, _ in legs["at"]]
    happened = await causes.recorded(connection, moved, low, high, start.known_by)
    for (_, step), all_then in zip(legs["at"], happened, strict=True):
        step.because = causes.deciding(all_then, step.before, step.after)
        step.cause = causes.named(step.because)
    await _explain_learned(connection, corners, legs["known_by"], (start, end), detail)


async def _explain_learned(
    connection: Connection,
    corners: Corners,
    leg: Sequence[tuple[Difference, Step]],
    ends: tuple[Point, Point],
    detail: Detail,
) -> None:
    """Say when the later of the two answers came to be, and what was published then."""
    if not leg:
        return
    low, high = sorted(point.known_by for point in ends)
    turns = await corners.turns([each.key for each, _ in leg])
    turned = [(step, steps_of(turns[each.key], low, high, detail)[0][-1:]) for each, step in leg]
    dated = [(step, turn) for step, found in turned for turn in found]
    happened = await causes.published(connection, [(turn.subject, turn.at) for _, turn in dated], ends[1].at)
    for step, _ in turned:
        step.cause = "learned"
    for (step, turn), all_then in zip(dated, happened, strict=True):
        step.known_from = turn.at
        step.because = causes.deciding(all_then, turn.before, turn.after)
        step.cause = causes.named(step.because)
