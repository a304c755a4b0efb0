"""
Deciding: which occasion a voice tells of, by what is before it at one moment (rules 1, 9, 10 and 11).

A decision depends on the voice, on the occasions before it that share its people or parties, and on its own article;
`seen_by` remembers which occasions each decision has looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from service.domain.meetings import occasion as o
from service.domain.meetings.decisions import Decision, Decisions, Move
from service.domain.meetings.hearing import CALLED_OFF
from service.domain.meetings.identity import Fit, fit
from service.domain.meetings.moves import GOES_ON, implies_move, replaces
from service.domain.meetings.occasion import Occasion
from service.domain.meetings.register import Register


class Decider:
    """
    Decides voices of *register*, given the *decisions* on those before them.

    `looked_at` has the voices that the last decision looked for, whether they counted or not.
    """

    def __init__(self, register: Register, decisions: Decisions) -> None:
        self._register = register
        self._decisions = decisions
        self._still: dict[int, list[Occasion]] = {}
        self._made: dict[int, tuple[list[int], list[Occasion]]] = {}
        self.seen_by: dict[int, set[int]] = defaultdict(set)
        self.looked_at: set[int] = set()

    def decide(self, number: int, moment: datetime) -> Decision:
        """The decision on a voice that counts at *moment*."""
        self.looked_at = set()
        root = self._told_to_join(number, moment)
        if root is None:
            root = self._fitting(number, moment)
        if root is None:
            return Decision(number, self._predecessor(number, moment))
        calls_off = self._register.voices[number].status in CALLED_OFF
        return Decision(root, self._successor(number, root, moment) if calls_off else None)

    def occasion(self, root: int, moment: datetime, before: int | None = None) -> Occasion:
        """The occasion of *root* as its voices make it at *moment*, all or those *before* a number."""
        decisions = self._decisions
        members = decisions.members[root]
        if decisions.is_still(root, moment) and (before is None or members[-1] < before):
            states = self._still.setdefault(root, [])
            self._extend(states, members)
            return states[-1]
        there = [member for member in decisions.members_at(root, moment) if before is None or member < before]
        known, states = self._made.get(root, ([], []))
        same = next(
            (i for i, (a, b) in enumerate(zip(known, there, strict=False)) if a != b), min(len(known), len(there))
        )
        states = states[:same]
        self._extend(states, there)
        self._made[root] = (there, states)
        return states[-1]

    def forget(self, root: int) -> None:
        """Drop what was made of an occasion whose voices have changed otherwise than by one more at the end."""
        self._still.pop(root, None)

    def _extend(self, states: list[Occasion], members: list[int]) -> None:
        voices = self._register.voices
        for member in members[len(states) :]:
            states.append(o.join(states[-1], voices[member]) if states else o.found(voices[member]))

    def _told_to_join(self, number: int, moment: datetime) -> int | None:
        """Rule 1: an analyst's word; and a claim that its own article repeats word for word."""
        partners = self._register.together(number, moment)
        roots = self._roots(partners, number, moment) or self._roots(self._register.repeated(number), number, moment)
        if not roots:
            return None
        apart = self._roots(self._register.apart(number, moment), number, moment)
        return next((root for root in roots if root not in apart), None)

    def _fitting(self, number: int, moment: datetime) -> int | None:
        """
        Rule 10: the occasion that fits best; for a vague voice only one that stands out.

        A denial without a day answers what was told last.
        """
        register, voice = self._register, self._register.voices[number]
        apart = self._roots(register.apart(number, moment), number, moment)
        own_story = [(n, self._decisions.root_at(n, moment)) for n in register.story(number) if n < number]
        fits: list[tuple[Fit, int]] = []
        for root in self._roots(register.near(number), number, moment):
            told = [register.voices[n] for n, where in own_story if where == root]
            found = fit(voice, self.occasion(root, moment, number), told) if root not in apart else None
            if found:
                fits.append((found, -root))
        if not fits:
            return None
        if voice.status == "denied" and voice.days.vague:
            last = [(found.same_story, self.occasion(-root, moment, number).last_told, -root) for found, root in fits]
            return max(last)[2]
        best, root = max(fits)
        if voice.days.vague and sum(other.clarity == best.clarity for other, _ in fits) > 1:
            return None
        return -root

    def _predecessor(self, number: int, moment: datetime) -> Move | None:
        """Rule 11: what the founder of an occasion takes the place of: the nearest occasion that was moved to it."""
        register, voice = self._register, self._register.voices[number]
        if voice.status not in GOES_ON or not voice.days.stated:
            return None
        movable = self._roots(register.movable(number), number, moment)
        if not movable:
            return None
        article = register.article(number, moment)
        own = {self._decisions.root_at(n, moment) for n in article if n < number}
        mates = [register.voices[n] for n in article]
        moves: list[tuple[int, int, bool]] = []
        for root in movable:
            old = self.occasion(root, moment, number)
            explicit = replaces(voice, old, mates)
            if (explicit or implies_move(voice, old, root in own)) and not self._succeeded(root, number, moment):
                moves.append((abs((old.days.first - voice.days.first).days), root, not explicit))
        return Move(min(moves)[1], number, min(moves)[2]) if moves else None

    def _successor(self, number: int, root: int, moment: datetime) -> Move | None:
        """Rule 11: the occasion that the same article has just put in the place of the one that it calls off."""
        voices = self._register.voices
        told = [n for n in self._register.article(number, moment) if n < number]
        roots = self._roots(told, number, moment)
        if not told or self._succeeded(root, number, moment):
            return None
        old = o.join(self.occasion(root, moment, number), voices[number])
        mates = [voices[n] for n in self._register.article(number, moment)]
        founded = [new for new in roots if new in told and new != root and replaces(voices[new], old, mates)]
        return Move(root, founded[0], implied=False) if founded else None

    def _succeeded(self, root: int, before: int, moment: datetime) -> bool:
        """Whether an earlier voice has told already what became of the occasion."""
        moves = self._decisions.moves_at(root, moment)
        return any(number < before and move.abandoned == root for number, move in moves)

    def _roots(self, numbers: Iterable[int], before: int, moment: datetime) -> list[int]:
        """The occasions of earlier voices, oldest first; that *before* saw them is remembered."""
        root_at = self._decisions.root_at
        earlier = [number for number in numbers if number < before]
        self.looked_at.update(earlier)
        found = {root_at(number, moment) for number in earlier}
        roots = sorted(root for root in found if root is not None)
        for root in roots:
            self.seen_by[root].add(before)
        return roots
