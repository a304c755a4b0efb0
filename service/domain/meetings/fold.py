"""
The fold: voices in publication order become occasions (rule 10), and stay what they would be when some are taken out.

Which occasion a voice tells of depends only on itself and on the occasions before it that share its people or parties.
Each decision remembers those, so that taking voices out decides again only what saw a change, and the result is that
of folding from the start without them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from service.domain.meetings import occasion as o
from service.domain.meetings.hearing import CALLED_OFF
from service.domain.meetings.identity import SLIP_DAYS, Fit, fit
from service.domain.meetings.index import Index, Tokens, tokens_of
from service.domain.meetings.keys import key_of
from service.domain.meetings.moves import GOES_ON, REACH, implies_move, reach_of_plan, replaces
from service.domain.meetings.occasion import Occasion
from service.domain.meetings.verdicts import Verdicts
from service.domain.meetings.voices import Voice

_LATER_REACH = timedelta(days=600)
"""So far around a voice are those that may have looked for it: `moves.REACH`, rounded to whole years."""


class Decision(NamedTuple):
    """To which occasion (the number of its first voice) a voice belongs, and the move that it tells of, if any."""

    root: int
    move: Move | None


class Move(NamedTuple):
    """The abandoned occasion, its successor, and whether only the new plan tells of it."""

    abandoned: int
    successor: int
    implied: bool


class Fold:
    """
    Occasions of voices 0 to n-1, which are in publication order.

    `touched` collects the roots whose occasion or moves changed since it was last cleared.
    """

    def __init__(self, voices: Sequence[Voice], verdicts: Verdicts) -> None:
        self.voices = voices
        self.touched: set[int] = set()
        self._verdicts = verdicts
        self._index = Index()
        self._called_off = Index()
        self._tokens: dict[int, tuple[Tokens, Tokens]] = {}
        self._present: set[int] = set()
        self._newest = -1
        self._decided: dict[int, Decision] = {}
        self._members: dict[int, list[int]] = {}
        self._occasions: dict[int, Occasion] = {}
        self._seen_by: dict[int, set[int]] = defaultdict(set)
        self._moves: dict[int, set[int]] = defaultdict(set)
        self._stories: dict[str, list[int]] = defaultdict(list)
        self._repeated: dict[tuple[object, ...], list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)

    def change(self, added: Iterable[int] = (), removed: Iterable[int] = ()) -> None:
        """
        Let voices begin and cease to count, and decide again whatever this may change.

        A voice that comes after all others is decided alone; one that comes between them also by those after it.
        """
        removed = [number for number in removed if number in self._present]
        again = [later for number in removed for later in self._take_out(number)]
        again += [other for number in self._bring_in(sorted(added)) for other in self._after(number)]
        heapify(again)
        while again:
            number = heappop(again)
            while again and again[0] == number:
                heappop(again)
            if number not in self._present:
                continue
            decision, known = self._decide(number), self._decided.get(number)
            if decision == known:
                continue
            newest = number > self._newest
            self._newest = max(self._newest, number)
            moved = self._detach(number) if known else []
            self._attach(number, decision)
            for other in moved if newest else (*moved, *self._watchers(number, decision)):
                heappush(again, other)

    def roots(self) -> Iterator[int]:
        """The first voices of all occasions."""
        return iter(self._members)

    def members(self, root: int) -> Sequence[int]:
        """The voices of the occasion of *root*, in publication order; none where there is no such occasion."""
        return self._members.get(root, ())

    def occasion(self, root: int) -> Occasion:
        """The occasion of *root* as all its voices make it."""
        return self._before(root, len(self.voices))

    def key(self, root: int) -> str:
        """The key of the occasion of *root*; numbered where an analyst parts what one article says word for word."""
        twins = sum(n < root and n in self._members for n in self._repeated[_words(self.voices[root])])
        key = key_of(self.voices[root])
        return f"{key}-{twins + 1}" if twins else key

    def moves(self, root: int) -> list[tuple[int, Move]]:
        """The moves from and to the occasion of *root*, with the voice that tells of each, in publication order."""
        told = ((number, self._decided[number].move) for number in sorted(self._moves[root]))
        return [(number, move) for number, move in told if move is not None]

    def _bring_in(self, numbers: Sequence[int]) -> Sequence[int]:
        """Make voices findable, all before any of them is decided: an article is read as a whole."""
        for number in numbers:
            self._present.add(number)
            if number in self._tokens:
                continue
            voice = self.voices[number]
            tokens = self._tokens[number] = tokens_of(voice)
            self._index.add(number, tokens, voice.days)
            if voice.status in CALLED_OFF:
                self._called_off.add(number, tokens, voice.days)
            self._stories[voice.report.story].append(number)
            self._repeated[_words(voice)].append(number)
            for name in self._verdicts.names(voice):
                self._named[name].append(number)
        return numbers

    def _after(self, number: int) -> Iterator[int]:
        """The voice *number* itself, those of its article, and the later ones that may tell of the same."""
        yield number
        if number > self._newest:
            return
        voice = self.voices[number]
        yield from self._article(number)
        found = {*self._near(number, _LATER_REACH), *self._stories[voice.report.story]}
        found |= {*self._repeated[_words(voice)]}
        found |= {
            n for name in (*self._verdicts.together(voice), *self._verdicts.apart(voice)) for n in self._named[name]
        }
        yield from (other for other in found if other > number and other in self._decided)

    def _take_out(self, number: int) -> list[int]:
        self._present.discard(number)
        return [*self._article(number), *self._detach(number)]

    def _attach(self, number: int, decision: Decision) -> None:
        self._decided[number] = decision
        root, move = decision
        members = self._members.setdefault(root, [])
        if not members:
            self._occasions[root] = o.found(self.voices[root])
            members.append(number)
        elif number > members[-1]:
            self._occasions[root] = o.join(self.occasion(root), self.voices[number])
            members.append(number)
        else:
            insort(members, number)
            self._occasions.pop(root, None)
        if move:
            for end in (move.abandoned, move.successor):
                self._moves[end].add(number)
        self._touch(number, decision)

    def _detach(self, number: int) -> list[int]:
        """Undo a decision; the later voices that may now decide otherwise."""
        decision = root, move = self._decided.pop(number)
        members = self._members[root]
        del members[bisect_left(members, number)]
        self._occasions.pop(root, None)
        if move:
            for end in (move.abandoned, move.successor):
                self._moves[end].discard(number)
        self._touch(number, decision)
        later = self._watchers(number, decision)
        if root == number:
            later += members
        if not members:
            del self._members[root]
        return later

    def _touch(self, number: int, decision: Decision) -> None:
        """Note whose answers change with a decision: the occasion's, those it is linked to, those that share a key."""
        self.touched.add(decision.root)
        if decision.move:
            self.touched.update(decision.move[:2])
        if decision.root == number:
            twins = self._repeated[_words(self.voices[number])]
            self.touched.update(twins)
            for twin in twins if len(twins) > 1 else ():
                self.touched.update(end for _, move in self.moves(twin) for end in move[:2])

    def _watchers(self, number: int, decision: Decision) -> list[int]:
        """The voices after *number* that saw an occasion which *decision* bears on."""
        ends = {decision.root} if decision.move is None else {decision.root, *decision.move[:2]}
        return [other for end in ends for other in self._seen_by[end] if other > number]

    def _before(self, root: int, number: int) -> Occasion:
        """The occasion of *root* as the voices before *number* make it."""
        if number > self._newest:
            number = len(self.voices)
        members = self._members[root]
        upto = len(members) if number > members[-1] else bisect_left(members, number)
        if upto == len(members) and root in self._occasions:
            return self._occasions[root]
        made = o.found(self.voices[members[0]])
        for member in members[1:upto]:
            made = o.join(made, self.voices[member])
        if upto == len(members):
            self._occasions[root] = made
        return made

    def _decide(self, number: int) -> Decision:
        root = self._told_to_join(number)
        if root is None:
            root = self._fitting(number)
        voice = self.voices[number]
        if root is None:
            return Decision(number, self._predecessor(number))
        calls_off = voice.status in CALLED_OFF
        return Decision(root, self._successor(number, root) if calls_off else None)

    def _told_to_join(self, number: int) -> int | None:
        """Rule 1: an analyst's word; and a claim that its own article repeats word for word."""
        voice = self.voices[number]
        partners = [n for name in self._verdicts.together(voice) for n in self._named[name]]
        roots = self._roots(partners, number) or self._roots(self._repeated[_words(voice)], number)
        apart = self._kept_apart(number)
        return next((root for root in roots if root not in apart), None)

    def _kept_apart(self, number: int) -> list[int]:
        """Rule 1: the occasions that an analyst holds to be others."""
        partners = [n for name in self._verdicts.apart(self.voices[number]) for n in self._named[name]]
        return self._roots(partners, number)

    def _fitting(self, number: int) -> int | None:
        """
        Rule 10: the occasion that fits best; for a vague voice only one that stands out.

        A denial without a day answers what was told last.
        """
        voice = self.voices[number]
        apart = self._kept_apart(number)
        own_story = [n for n in self._stories[voice.report.story] if n < number and n in self._decided]
        fits: list[tuple[Fit, int]] = []
        for root in self._roots(self._near(number), number):
            told = [self.voices[n] for n in own_story if self._decided[n].root == root]
            found = fit(voice, self._before(root, number), told) if root not in apart else None
            if found:
                fits.append((found, -root))
        if not fits:
            return None
        if voice.status == "denied" and voice.days.vague:
            return max((found.same_story, self._before(-root, number).last_told, -root) for found, root in fits)[2]
        best, root = max(fits)
        if voice.days.vague and sum(other.clarity == best.clarity for other, _ in fits) > 1:
            return None
        return -root

    def _predecessor(self, number: int) -> Move | None:
        """Rule 11: what the founder of an occasion takes the place of: the nearest occasion that was moved to it."""
        voice = self.voices[number]
        if voice.status not in GOES_ON or not voice.days.stated:
            return None
        movable = {n for n in self._called_off.near(self._tokens[number], voice.days, REACH) if n < number}
        reach = reach_of_plan(voice)
        if reach is not None:
            movable |= {n for n in self._near(number, reach) if n < number and self.voices[n].status == "planned"}
        article = self._article(number)
        moves: list[tuple[int, int, bool]] = []
        for root in self._roots(movable, number):
            old = self._before(root, number)
            own = any(self._decided[n].root == root for n in article if n < number and n in self._decided)
            explicit = replaces(voice, old, [self.voices[n] for n in article])
            if (explicit or implies_move(voice, old, own)) and not self._succeeded(root, number):
                moves.append((abs((old.days.first - voice.days.first).days), root, not explicit))
        return Move(min(moves)[1], number, min(moves)[2]) if moves else None

    def _successor(self, number: int, root: int) -> Move | None:
        """Rule 11: the occasion that the same article has just put in the place of the one that it calls off."""
        article = self._article(number)
        told = [n for n in article if n < number]
        old = o.join(self._before(root, number), self.voices[number])
        for new in self._roots(told, number):
            if (
                new != root
                and new in told
                and replaces(self.voices[new], old, ())
                and not self._succeeded(root, number)
            ):
                return Move(root, new, implied=False)
        return None

    def _succeeded(self, root: int, before: int) -> bool:
        """Whether an earlier voice has told already what became of the occasion."""
        return any(number < before and move.abandoned == root for number, move in self.moves(root))

    def _article(self, number: int) -> list[int]:
        report = self.voices[number].report
        return [
            n
            for n in self._stories[report.story]
            if n in self._present
            and (self.voices[n].report.article_id, self.voices[n].report.version) == (report.article_id, report.version)
        ]

    def _near(self, number: int, reach: timedelta = timedelta(days=SLIP_DAYS)) -> Iterator[int]:
        return self._index.near(self._tokens[number], self.voices[number].days, reach)

    def _roots(self, numbers: Iterable[int], before: int) -> list[int]:
        """The occasions of earlier voices, oldest first; that *before* saw them is remembered."""
        roots = sorted({self._decided[n].root for n in numbers if n < before and n in self._decided})
        for root in roots:
            self._seen_by[root].add(before)
        return roots


def _words(voice: Voice) -> tuple[object, ...]:
    return (voice.report.article_id, *voice.content)
