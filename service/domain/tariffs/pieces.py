"""
Pieces: a total over the days, cut where anything changes that bears on it.

Pieces of one scope are disjoint and in order, and joined where they touch and say the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import compress, count
from operator import is_not
from typing import Literal, NamedTuple

from service.domain.spans import FIRST_DAY, LAST_DAY
from service.domain.tariffs.levels import Level
from service.domain.tariffs.statements import Window
from service.domain.tariffs.stretches import Rival, State, Stretch

How = Literal["reported", "moved", "sum", "general"]


class Part(NamedTuple):
    """A component that is part of a total on a day; `rate` is None where no report gives a figure."""

    name: str
    stretch: Stretch
    home: str


class Piece(NamedTuple):
    """
    A total on the days from *first* to before *until*.

    `lead` is the stretch that decides, `how` which of the possible answers it is; `reported` is the total that
    reports give for these days, `summed` that of the known `parts`. `turn` is the level of a component that moved the
    reported total last, by its start or its end.
    """

    first: date
    until: date
    state: State
    rate: Decimal | None
    lead: Stretch
    how: How
    rule: str
    since: Window
    stop: Window | None
    certain: bool
    home: str
    parts: tuple[Part, ...] = ()
    reported: Decimal | None = None
    summed: Decimal | None = None
    unknown_part: bool = False
    rivals: tuple[tuple[Decimal | None, Rival], ...] = ()
    turn: Level | None = None


class Extent(NamedTuple):
    """Days from *first* to before *until* on which something may differ."""

    first: date
    until: date


Extents = tuple[Extent, ...]
"""Days on which something may differ: disjoint, in order, and apart from each other."""

ALWAYS: Extents = (Extent(FIRST_DAY, LAST_DAY),)


def union(found: Iterable[Extent]) -> Extents:
    """All days of some extents."""
    waiting = sorted(found)
    if len(waiting) <= 1:
        return tuple(waiting)
    result: list[Extent] = []
    for each in waiting:
        if result and each.first <= result[-1].until:
            result[-1] = Extent(result[-1].first, max(result[-1].until, each.until))
        else:
            result.append(each)
    return tuple(result)


def first_day(piece: Piece) -> date:
    """The first day of a piece."""
    return piece.first


def edges_of(pieces: Sequence[Piece], extent: Extent) -> Iterator[date]:
    """The days inside *extent* on which one piece ends or another begins."""
    for i in range(max(bisect_right(pieces, extent.first, key=first_day) - 1, 0), len(pieces)):
        if pieces[i].first >= extent.until:
            break
        yield from (day for day in (pieces[i].first, pieces[i].until) if extent.first < day < extent.until)


def clipped(pieces: Sequence[Piece], extent: Extent) -> Iterator[Piece]:
    """The pieces of the days of *extent*."""
    for i in range(max(bisect_right(pieces, extent.first, key=first_day) - 1, 0), len(pieces)):
        first, until = max(pieces[i].first, extent.first), min(pieces[i].until, extent.until)
        if pieces[i].first >= extent.until:
            break
        if (first, until) == pieces[i][:2]:
            yield pieces[i]
        elif first < until:
            yield pieces[i]._replace(first=first, until=until)


def spliced(pieces: list[Piece], extent: Extent, fresh: Iterable[Piece]) -> list[Piece]:
    """The pieces with those of the days of *extent* exchanged for *fresh* ones."""
    before, after = Extent(FIRST_DAY, extent.first), Extent(extent.until, LAST_DAY)
    start = max(bisect_left(pieces, extent.first, key=first_day) - 1, 0)
    end = bisect_left(pieces, extent.until, key=first_day)
    middle = joined([*clipped(pieces[start:end], before), *fresh, *clipped(pieces[start : end + 1], after)])
    return pieces[:start] + middle + pieces[end + 1 :]


def joined(found: Iterable[Piece]) -> list[Piece]:
    """Pieces with those joined that touch and say the same."""
    result: list[Piece] = []
    for piece in found:
        last = result[-1] if result else None
        if last is not None and last.until == piece.first and last[2:] == piece[2:]:  # all but the days
            result[-1] = last._replace(until=piece.until)
        else:
            result.append(piece)
    return result


def same_at_the_ends(before: Sequence[object], after: Sequence[object]) -> tuple[int, int]:
    """How many things at the beginning of two sequences, and then at their ends, are the very same."""
    most = min(len(before), len(after))
    start = next(compress(count(), map(is_not, before, after)), most)
    end = next(compress(count(), map(is_not, reversed(before), reversed(after))), most)
    return start, min(end, most - start)
