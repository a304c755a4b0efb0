"""
Courses: what is so of one subject from when on, stage by stage, as all papers have it that make no mistake.

A course follows from what it is drawn with, and nothing that is told of it changes it.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

AHEAD = timedelta(days=14)
"""So long before a stage begins it is known; every second report of these days tells of it."""


class Stage(NamedTuple):
    """What is so from its first day on: a status, and a percentage where the kind has one."""

    first: date
    status: str
    rate: int | None = None


class Course:
    """The stages of one subject between two days, the first of which begins before them."""

    kinds: ClassVar[dict[str, int]]
    """What stages there are, and how often of a hundred."""
    to_come: ClassVar[str]
    """How a stage is told of that has not begun."""
    lasting: ClassVar[int]
    """Days that a stage lasts on average."""

    def __init__(self, drawn: random.Random, first: date, last: date) -> None:
        self._stages: list[Stage] = []
        day = first - timedelta(days=drawn.randint(30, 400))
        while day <= last:
            self._stages.append(self._draw(drawn, day))
            day += timedelta(days=1 + int(drawn.expovariate(1 / self.lasting)))
        self._firsts = [stage.first for stage in self._stages]

    @classmethod
    def scattered(cls, drawn: random.Random, day: date) -> Stage:
        """A stage of its own for a report of *day*, which agrees with no other report."""
        away = timedelta(days=drawn.randint(1, 30))
        stage = cls._draw(drawn, day - away)
        return stage if drawn.random() < 0.9 else stage._replace(first=day + away, status=cls.to_come)

    def told_on(self, day: date, drawn: random.Random, mistaken: float) -> Stage:
        """The stage that a report of *day* tells of: the one that stands, the next one, or by mistake the last one."""
        i = bisect_right(self._firsts, day) - 1
        if i + 1 < len(self._stages) and self._firsts[i + 1] - day <= AHEAD and drawn.random() < 0.5:
            return self._stages[i + 1]._replace(status=self.to_come)
        return self._stages[i - 1 if i > 0 and drawn.random() < mistaken else i]

    @classmethod
    def _draw(cls, drawn: random.Random, day: date) -> Stage:
        return Stage(day, drawn.choices(list(cls.kinds), list(cls.kinds.values()))[0])


class Duty(Course):
    """A duty of one party on one product of another."""

    kinds: ClassVar = {"in_force": 88, "suspended": 6, "lifted": 6}
    to_come = "announced"
    lasting = 150

    @classmethod
    def _draw(cls, drawn: random.Random, day: date) -> Stage:
        return super()._draw(drawn, day)._replace(rate=5 * drawn.randint(1, 12))


class Membership(Course):
    """One party's membership of one initiative."""

    kinds: ClassVar = {"member": 90, "suspended": 5, "left": 5}
    to_come = "expected_to_join"
    lasting = 700


class Talks(Course):
    """Negotiations between two parties on one subject."""

    kinds: ClassVar = {"ongoing": 60, "launched": 15, "stalled": 15, "concluded": 10}
    to_come = "proposed"
    lasting = 200


class Office(Course):
    """Who somebody is."""

    kinds: ClassVar = {"Foreign Minister": 50, "Ambassador": 50}
    to_come = "Foreign Minister"
    lasting = 900


class Stance(Course):
    """Where one party stands on one topic."""

    kinds: ClassVar = {"red_line": 25, "demand": 25, "supports": 25, "opposes": 25}
    to_come = "supports"
    lasting = 600
