"""
Decisions over time: to which occasion each voice belongs, at every publication time.

A voice's decisions are a step function of the publication time: it changes where the voice begins or ceases to
count, and where something before it does. Everything here is looked up at a moment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple


class Move(NamedTuple):
    """The abandoned occasion, its successor, and whether only the new plan tells of it (rule 11)."""

    abandoned: int
    successor: int
    implied: bool


class Decision(NamedTuple):
    """The occasion (the number of its first voice) that a voice belongs to, and the move that it tells of, if any."""

    root: int
    move: Move | None


Step = tuple[datetime, Decision | None]


class Decisions:
    """
    The step functions of all voices; None where a voice does not count.

    `members` and `movers` list who has ever belonged to an occasion, or told of a move from or to it; `restless` are
    the voices with more than one step.
    """

    def __init__(self) -> None:
        self._steps: dict[int, list[Step]] = {}
        self.members: dict[int | None, list[int]] = {}
        self.movers: dict[int | None, set[int]] = defaultdict(set)
        self.restless: set[int] = set()
        self._restless: dict[int, int] = defaultdict(int)
        self._last_step: dict[int, datetime] = {}

    def at(self, number: int, moment: datetime) -> Decision | None:
        """The decision of a voice at *moment*."""
        steps = self._steps.get(number)
        if steps is None or moment < steps[0][0]:
            return None
        if len(steps) == 1:
            return steps[0][1]
        return steps[bisect_right(steps, moment, key=_when) - 1][1]

    def root_at(self, number: int, moment: datetime) -> int | None:
        """The occasion of a voice at *moment*."""
        decision = self.at(number, moment)
        return None if decision is None else decision.root

    def is_root(self, number: int, moment: datetime) -> bool:
        """Whether a voice is the first of an occasion at *moment*."""
        return self.root_at(number, moment) == number

    def is_still(self, root: int, moment: datetime) -> bool:
        """Whether all who ever belonged to an occasion do so from *moment* on, as far as is decided."""
        return not self._restless[root] and self._last_step[root] <= moment

    def members_at(self, root: int, moment: datetime) -> list[int]:
        """The voices of an occasion at *moment*, in publication order."""
        return [number for number in self.members.get(root, ()) if self.root_at(number, moment) == root]

    def moves_at(self, root: int, moment: datetime) -> Iterator[tuple[int, Move]]:
        """The moves from and to an occasion at *moment*, each with the voice that tells of it, in publication order."""
        for number in sorted(self.movers.get(root, ())):
            decision = self.at(number, moment)
            if decision and decision.move and root in decision.move[:2]:
                yield number, decision.move

    def moments(self, numbers: Iterable[int], since: datetime) -> Iterator[datetime]:
        """The moments from *since* on at which decisions of *numbers* change."""
        for number in numbers:
            for when, _ in self._steps.get(number, ()):
                if when >= since:
                    yield when

    def next_change(self, numbers: Iterable[int], moment: datetime) -> datetime | None:
        """The first moment after *moment* at which a decision of *numbers* changes."""
        found = (
            steps[at][0] for steps in self._of(numbers) if (at := bisect_right(steps, moment, key=_when)) < len(steps)
        )
        return min(found, default=None)

    def knows(self, number: int) -> bool:
        """Whether a voice has ever been decided."""
        return number in self._steps

    def hold(self, number: int, moment: datetime, decision: Decision | None) -> None:
        """Let a voice's decision be *decision* from *moment* to its next step."""
        steps = self._steps.setdefault(number, [])
        self._strike(number, steps)
        at = bisect_left(steps, moment, key=_when)
        if at < len(steps) and steps[at][0] == moment:
            del steps[at]
        before = steps[at - 1][1] if at else None
        if decision != before:
            steps.insert(at, (moment, decision))
            at += 1
        if at < len(steps) and steps[at][1] == decision:
            del steps[at]
        self._enlist(number, steps)
        if len(steps) > 1:
            self.restless.add(number)
        else:
            self.restless.discard(number)
        if not steps:
            del self._steps[number]

    def _strike(self, number: int, steps: Sequence[Step]) -> None:
        for root in _roots(steps):
            self.members[root].remove(number)
            self._restless[root] -= len(steps) > 1

    def _enlist(self, number: int, steps: Sequence[Step]) -> None:
        for root in _roots(steps):
            insort(self.members.setdefault(root, []), number)
            self._restless[root] += len(steps) > 1
            self._last_step[root] = max(steps[0][0], self._last_step.get(root, steps[0][0]))
        for _, decision in steps:
            for end in decision.move[:2] if decision and decision.move else ():
                self.movers[end].add(number)

    def _of(self, numbers: Iterable[int]) -> Iterator[list[Step]]:
        return (self._steps[number] for number in numbers if number in self._steps)


def _when(step: Step) -> datetime:
    return step[0]


def _roots(steps: Sequence[Step]) -> set[int]:
    return {decision.root for _, decision in steps if decision is not None}
