"""
The line: numbers for voices in publication order, with room between them for voices that come late.

Of two voices the one that is earlier in `Report.order` has the smaller number; a number never changes.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from service.domain.reports import Report

_ROOM = 1 << 96
"""Between two neighbours at the end of the line."""
_STEP_BITS = 10
"""Voices that come one after the other into one gap each take a 1,024th of it; others halve it."""

Place = tuple[datetime, str, int, int, datetime]


class Crowded(Exception):
    """There is no number left between two neighbours; a line that is made anew has room again."""


class Line:
    """Voices by their place in publication order, which is that of their reports and then of their first moment."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._numbers: list[int] = []
        self._latest = 0

    @staticmethod
    def place_of(report: Report) -> Place:
        """Where a report belongs; a claim that an analyst speaks on has one report for each stretch of time."""
        return (*report.order, report.known_from)

    def enter(self, place: Place) -> int:
        """A number for a place; raises `Crowded`."""
        at = bisect_right(self._places, place)
        left = self._numbers[at - 1] if at else 0
        number = self._between(left, self._numbers[at]) if at < len(self._numbers) else left + _ROOM
        self._places.insert(at, place)
        self._numbers.insert(at, number)
        self._latest = number
        return number

    def _between(self, left: int, right: int) -> int:
        gap = right - left
        if gap < 1 << (_STEP_BITS + 1):
            raise Crowded
        if self._latest == right:
            return right - (gap >> _STEP_BITS)
        return left + (gap >> (_STEP_BITS if self._latest == left else 1))
