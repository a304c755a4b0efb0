"""
The fold: voices in publication order become occasions, at every publication time at once (rule 10).

What is held equals, at every moment, folding the voices that count then from the first to the last. To change some
of them decides again only what looked at a change, from the moment of the change on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush

from service.domain.meetings.deciding import Decider
from service.domain.meetings.decisions import Decision, Decisions
from service.domain.meetings.register import Life, Register
from service.domain.meetings.verdicts import FIRST_MOMENT
from service.domain.meetings.voices import Voice
from service.domain.spans import KNOWN_EVER


class Fold:
    """
    Decisions on the voices of *register* over all publication times.

    `dirty` has for each occasion whose answers changed the first moment at which they did, since it was last emptied.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self.decisions = Decisions()
        self.decider = Decider(register, self.decisions)
        self.dirty: dict[int, datetime] = {}
        self._due: list[tuple[datetime, int]] = []
        self._added: set[int] = set()
        self._newest = -1
        self._reached = FIRST_MOMENT

    def add(self, number: int, voice: Voice, life: Life) -> None:
        """Let a new voice count from and until; `settle` decides it."""
        self.register.enter(number, voice)
        self.register.lives[number] = life
        self._added.add(number)
        self._call(number, (*life, *self.register.judged(number)))

    def relive(self, number: int, life: Life) -> None:
        """Let a voice count from and until other moments; an empty life takes it out."""
        steps = self.decisions.moments([number], FIRST_MOMENT)
        self._call(number, {*self.register.lives[number], *life, *steps})
        self.register.lives[number] = life

    def settle(self) -> None:
        """Decide everything that is due, moment by moment, at each in publication order."""
        while self._due:
            moment, number = heappop(self._due)
            while self._due and self._due[0] == (moment, number):
                heappop(self._due)
            counts = self.register.counts(number, moment)
            decision = self.decider.decide(number, moment) if counts else None
            known = self.decisions.at(number, moment)
            if decision != known:
                self._hold(number, moment, known, decision)
                self._announce(number, moment, known, decision)
            self._newest = max(self._newest, number)
            if moment < self._reached and decision is not None:
                self._come_back(number, moment)
            self._reached = max(self._reached, moment)
        self._added.clear()

    def _call(self, number: int, moments: Iterable[datetime]) -> None:
        for moment in moments:
            if moment < KNOWN_EVER:
                heappush(self._due, (moment, number))

    def _hold(self, number: int, moment: datetime, known: Decision | None, decision: Decision | None) -> None:
        self._touch(number, moment, known)
        self.decisions.hold(number, moment, decision)
        self._touch(number, moment, decision)
        if number <= self._newest:
            for end in _ends(known) | _ends(decision):
                self.decider.forget(end)

    def _announce(self, number: int, moment: datetime, known: Decision | None, decision: Decision | None) -> None:
        """Let all that looked at what a decision changes decide again, each when it counts."""
        appears = known is None or decision is None
        due = {mate for mate in self.register.story(number) if appears and self.decisions.knows(mate)}
        if number < self._newest:
            for end in _ends(known) | _ends(decision):
                due |= {other for other in self.decider.seen_by[end] if other > number}
            if appears:
                due |= self.register.later(number)
        for other in due - {number}:
            since, until = self.register.lives[other]
            # What comes together with it and before it has seen the article as a whole.
            together = since == moment and other < number and {other, number} <= self._added
            if max(since, moment) < until and not together:
                heappush(self._due, (max(since, moment), other))

    def _come_back(self, number: int, moment: datetime) -> None:
        """Call a voice again for when next it, or something that it has looked at, changes as far as was decided."""
        decisions, looked_at = self.decisions, self.decider.looked_at
        roots = {decisions.root_at(other, moment) for other in looked_at}
        bound = (decisions.members, decisions.movers)
        mates = {mate for root in roots for table in bound for mate in table.get(root, ())}
        before = {other for other in looked_at | mates if other < number and self._may_change(other)}
        change = decisions.next_change(before.union(self.register.story(number), {number}), moment)
        if change is not None and change < self.register.lives[number][1]:
            heappush(self._due, (change, number))

    def _may_change(self, number: int) -> bool:
        """Whether a voice does anything but begin to count when it is published."""
        return number in self.decisions.restless or self.register.is_late(number)

    def _touch(self, number: int, moment: datetime, decision: Decision | None) -> None:
        """Note whose answers change: the occasion's, those it is linked to, those that share a key with it."""
        ends = _ends(decision)
        if decision and decision.root == number:
            for twin in self.register.repeated(number):
                ends |= {twin, *(end for _, move in self.decisions.moves_at(twin, moment) for end in move[:2])}
        for end in ends:
            self.dirty[end] = min(moment, self.dirty.get(end, moment))


def _ends(decision: Decision | None) -> set[int]:
    if decision is None:
        return set()
    return {decision.root} if decision.move is None else {decision.root, *decision.move[:2]}
