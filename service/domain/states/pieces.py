"""
Pieces: who is seen on which day, kept up as notices come.

Pieces are disjoint and sorted, and cut wherever a notice begins or ceases to see; of each state the best notice tells.
Whatever the order in which notices came, the pieces are those of a sweep over all of them.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from service.domain.states.notices import ONE_DAY, Notice

_AT_ONCE, _FEW = 4, 8
"""Where more than one in so many notices are new, and more than a few, all of them are swept again."""


class Seen:
    """A notice with its rank (rule 4) among those that see the same day: the greatest wins."""

    __slots__ = ("notice", "rank", "state")

    def __init__(self, notice: Notice) -> None:
        self.notice, self.state = notice, notice.state
        self.rank = (notice.report.review is not None, not notice.implied, -notice.width_days, notice.order)

    def __lt__(self, other: Seen) -> bool:
        return self.rank > other.rank


Tops = tuple[Seen, ...]
"""The best notice of each state that is seen, the best of all first."""


class Pieces:
    """For each piece its first day, the day before which it ends, and who tells of it."""

    def __init__(self) -> None:
        self.since: list[date] = []
        self.until: list[date] = []
        self.tops: list[Tops] = []
        self._held: list[Notice] = []

    def show(self, notices: Sequence[Notice]) -> None:
        """Be the pieces of *notices*: what was shown before is gone on with where they begin with it."""
        known = len(self._held)
        if notices[:known] != self._held:
            known = 0
            self.since, self.until, self.tops = [], [], []
        self._held = list(notices)
        new = self._held[known:]
        if len(new) > _FEW and len(new) * _AT_ONCE > len(notices):
            self._sweep(notices)
        else:
            for notice in new:
                self._insert(notice)

    def _sweep(self, notices: Sequence[Notice]) -> None:
        """A sweep over the days on which a notice begins or ceases to see."""
        self.since, self.until, self.tops = [], [], []
        starting = sorted(map(Seen, notices), key=lambda seen: (seen.notice.last, seen.notice.order))
        days = sorted({n.last for n in notices} | {n.through + ONE_DAY for n in notices})
        heaps: dict[str, list[Seen]] = {}
        position = 0
        for day, end in pairwise(days):
            while position < len(starting) and starting[position].notice.last <= day:
                heapq.heappush(heaps.setdefault(starting[position].state, []), starting[position])
                position += 1
            tops: list[Seen] = []
            for heap in heaps.values():
                while heap and heap[0].notice.through < day:
                    heapq.heappop(heap)
                if heap:
                    tops.append(heap[0])
            if tops:
                tops.sort()
                self._put(len(self.since), day, end, tuple(tops))

    def _put(self, place: int, since: date, until: date, tops: Tops) -> None:
        self.since.insert(place, since)
        self.until.insert(place, until)
        self.tops.insert(place, tops)

    def _cut(self, place: int, day: date) -> None:
        """Let a piece end before *day*, and another like it begin there."""
        self._put(place + 1, day, self.until[place], self.tops[place])
        self.until[place] = day

    def _insert(self, notice: Notice) -> None:
        seen = Seen(notice)
        alone = (seen,)
        day, end = notice.last, notice.through + ONE_DAY
        place = bisect_right(self.until, day)
        if place < len(self.since) and self.since[place] < day:
            self._cut(place, day)
            place += 1
        while day < end:
            if place == len(self.since) or self.since[place] > day:
                gap = min(end, self.since[place]) if place < len(self.since) else end
                self._put(place, day, gap, alone)
            else:
                if self.until[place] > end:
                    self._cut(place, end)
                self.tops[place] = _with(self.tops[place], seen, alone)
            day = self.until[place]
            place += 1


def _with(tops: Tops, seen: Seen, alone: Tops) -> Tops:
    """Who tells of a piece that *seen* is seen on, too."""
    for top in tops:
        if top.state == seen.state:
            if top < seen:
                return tops
            return alone if len(tops) == 1 else tuple(sorted([seen, *(each for each in tops if each is not top)]))
    return tuple(sorted([seen, *tops]))
