"""
Support: everything that tells of one episode of a state, gathered once and added to.

What it answers is a function of the notices that were taken, in whatever order they came.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from service.domain.states.notices import Notice

MOST_SOURCES = 24
"""So many sources a span names at most; the deciding one, then the first and the last to say so."""

_Order = tuple[datetime, str, int, int]
_Rank = tuple[Any, ...]


def telling(notice: Notice) -> _Rank:
    """Which of an episode's notices describes it: reviewed before come to pass, then dated, precise, late."""
    precise = -notice.width_days if notice.dated else 0
    reviewed = notice.report.review is not None
    return (reviewed, not notice.implied, not notice.scheduled, notice.dated, precise, notice.order)


class Support:
    """The notices of a state that begin before the end of an episode and see any of its days or later ones."""

    def __init__(self, since: date) -> None:
        self.telling: Notice | None = None
        """The one that describes it."""
        self._since = since
        self._until = date.min
        self.count = 0
        """So many were taken."""
        self._read = 0
        self._later: list[Notice] = []
        self._rank: _Rank = ()
        self._dated = False
        self._stories: set[str] = set()
        self._claims: set[str] = set()
        self._sources: list[tuple[_Order, str]] = []
        self._windows: dict[tuple[bool, _Rank, date | None, date], _Rank] = {}
        self._days: dict[_Rank, list[date]] = defaultdict(list)

    def take(self, of_state: Sequence[Notice], until: date) -> bool:
        """Go on with the notices of the state, for an episode until then; whether that can be gone on with."""
        if until < self._until:
            return False
        fresh = of_state[self._read :]
        if until > self._until:
            fresh = [*self._later, *fresh]
            self._until, self._later = until, []
        self._read = len(of_state)
        for notice in fresh:
            if notice.last >= self._until:
                self._later.append(notice)
            elif notice.through >= self._since:
                self.add(notice)
        return True

    def add(self, notice: Notice) -> None:
        """Take one notice in."""
        report, rank = notice.report, telling(notice)
        self.count += 1
        if self.telling is None or rank > self._rank:
            self.telling, self._rank = notice, rank
        self._dated = self._dated or (notice.dated and not notice.implied)
        self._stories.add(report.story)
        if report.claim_id not in self._claims:
            self._claims.add(report.claim_id)
            insort(self._sources, (report.order, report.claim_id))
        if notice.dated or notice.implied or notice.first is not None:
            window = (notice.dated, rank[:3], notice.first, notice.last)
            self._windows[window] = max(rank, self._windows.get(window, rank))
        else:
            insort(self._days[rank[:5]], notice.last)

    @property
    def is_confirmed(self) -> bool:
        """Whether several stories tell of a start, one of them with its date."""
        return self._dated and len(self._stories) > 1

    def window(self) -> tuple[date | None, date | None]:
        """The days on which the state began: windows are intersected, those that tell more before others (rule 3)."""
        low: date | None = None
        high: date | None = None
        told: list[tuple[_Rank, date | None, list[date]]] = [
            (rank, first, [last]) for (_, _, first, last), rank in self._windows.items()
        ]
        told += [(rank, None, days) for rank, days in self._days.items()]
        for _, first, days in sorted(told, key=lambda each: each[0], reverse=True):
            # Of days by which it had begun only the first one that can be makes a difference.
            last = days[min(bisect_left(days, low), len(days) - 1)] if low else days[0]
            fresh = (max(low, first) if low and first else low or first, min(high, last) if high else last)
            if fresh[0] is None or fresh[0] <= fresh[1]:
                low, high = fresh
        return low, high

    def sources(self, deciding: Notice) -> tuple[str, ...]:
        """The deciding claim first, then the others in publication order: within the bound the first and the last."""
        own, half = deciding.report.claim_id, MOST_SOURCES // 2
        told = self._sources
        if len(told) + (own not in self._claims) <= MOST_SOURCES:
            return (own, *(each for _, each in told if each != own))
        first = [each for _, each in told[:half] if each != own]
        last = [each for _, each in told[-half - 1 :] if each != own]
        return (own, *first[: half - 1], *last[-half:])
