"""
Mentions in passing: a state that yields to the one that was told before it changes nothing.

What is left out follows from the notices that are shown; what is told later than all of them is read on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from service.domain.states.notices import Notice, Vocabulary


class Effective:
    """The notices that change something, of those that were shown last."""

    def __init__(self) -> None:
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._held: list[Notice] = []
        self._kept: list[Notice] = []
        self._told: datetime | None = None
        self._last: Notice | None = None
        self._plans: list[Notice] = []
        self._passing: set[int] = set()

    def show(self, notices: Sequence[Notice], vocabulary: Vocabulary) -> list[Notice]:
        """Those of *notices* that are no mention in passing."""
        known = len(self._held)
        new = sorted(notices[known:], key=lambda each: each.order)
        if notices[:known] != self._held or (new and self._told is not None and new[0].told <= self._told):
            self._begin_anew()
            known, new = 0, sorted(notices, key=lambda each: each.order)
        self._read(new, vocabulary)
        self._held = list(notices)
        self._kept += [notice for notice in notices[known:] if id(notice) not in self._passing]
        return self._kept.copy()

    def _read(self, new: Iterable[Notice], vocabulary: Vocabulary) -> None:
        """Moment by moment, so that a copy meets what its original met."""
        for moment, told_then in groupby(new, key=lambda each: each.told):
            told: list[Notice] = []
            for notice in told_then:
                if self._last is not None and _is_passing(notice, self._last, self._plans, vocabulary):
                    self._passing.add(id(notice))
                else:
                    told.append(notice)
            self._plans += [notice for notice in told if notice.scheduled]
            seen = [notice for notice in (*told, self._last) if notice is not None and not notice.scheduled]
            self._last = max(seen, key=lambda notice: (notice.through, notice.order), default=None)
            self._told = moment


def _is_passing(notice: Notice, last: Notice, plans: Sequence[Notice], vocabulary: Vocabulary) -> bool:
    assert vocabulary.yields is not None
    if not (notice.seen_on_the_day and last.through < notice.day and vocabulary.yields(notice.state, last.state)):
        return False
    # What was to come by then would hold: who sees something else says that it did not come.
    return not any(plan.last <= notice.day and plan.state != notice.state for plan in plans)
