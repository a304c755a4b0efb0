"""
The roll of a subject: its reports in publication order, filed by the key that they bear on.

What a key answers follows from the reports that were taken; only keys of which something new was told are worked out
again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from service.domain.reports import Report
from service.domain.spans import Span
from service.domain.states.course import Course
from service.domain.states.notices import Notice

Order = tuple[datetime, str, int, int]


class File:
    """What is told of one key, and what it answered when it was last asked; None once something new is told."""

    def __init__(self, told: Iterable[tuple[Report, Sequence[Notice]]] = ()) -> None:
        self.told: list[tuple[Report, Sequence[Notice]]] = []
        self.notices: list[Notice] = []
        self.course = Course()
        self.spans: tuple[Span, ...] | None = None
        self._tally: Counter[Hashable] = Counter()
        self._tallied = 0
        for report, notices in told:
            self.add(report, notices)

    def add(self, report: Report, notices: Sequence[Notice]) -> None:
        """Hold what a report tells."""
        self.told.append((report, notices))
        self.notices += notices
        self.spans = None

    def tally(self, what: Callable[[Report], Hashable]) -> Counter[Any]:
        """How many of the reports say each thing; what is counted is the same whenever it is asked for."""
        self._tally.update(what(report) for report, _ in self.told[self._tallied :])
        self._tallied = len(self.told)
        return self._tally


class Roll(ABC):
    """
    The reports of one subject that count at a moment.

    Copies of one story are dated by the first of them.
    """

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.files: dict[str, File] = {}
        self._taken: list[tuple[Report, datetime]] = []
        self._told: dict[str, datetime] = {}
        self.first: dict[Hashable, Order] = {}
        """When each of the words by which reports are filed was told first."""
        self._is_moved = False

    @abstractmethod
    def names(self, report: Report) -> Hashable:
        """The words of a report by which it is filed."""

    @abstractmethod
    def knows(self, report: Report) -> bool:
        """Take note of the names in a report; whether all that was filed before stays where it is."""

    @abstractmethod
    def is_apart(self, report: Report) -> bool:
        """Whether the names in a report have nothing to do with others, whenever they are told."""

    @abstractmethod
    def file(self, report: Report, told: datetime) -> str:
        """File a report of a story that was first told at that moment; the key."""

    @abstractmethod
    def answers(self, key: str, file: File) -> tuple[Span, ...]:
        """The spans of a key."""

    @property
    def last(self) -> Report | None:
        """The report that was taken last."""
        return self._taken[-1][0] if self._taken else None

    def take(self, reports: Iterable[Report]) -> frozenset[str]:
        """
        Take reports in that are published after all that were taken, in publication order.

        The keys of which something else is told now.
        """
        known = len(self._taken)
        gone: Iterable[str] = ()
        for report in reports:
            told = self._told.setdefault(report.story, report.published_at)
            self._taken.append((report, told))
            self.first.setdefault(self.names(report), report.order)
            if not self.knows(report):
                known, self._is_moved = 0, True
        if not known:
            gone, self.files = self.files, {}
        told_of = [self.file(report, told) for report, told in self._taken[known:]]
        return frozenset(told_of).union(gone)

    def insert(self, report: Report) -> str | None:
        """
        Take in a report that was published before others; the key, None where others may be filed elsewhere by it.

        What was told before it in its words is filed as it was, and all that came after them.
        """
        names, told = self.names(report), self._told.get(report.story)
        if self._is_moved or (told and told > report.published_at):
            return None
        if names not in self.first or self.first[names] > report.order:
            if not self.is_apart(report):
                return None
            self.first[names] = report.order
            if not self.knows(report):
                return None
        told = self._told.setdefault(report.story, report.published_at)
        insort(self._taken, (report, told), key=_order)
        key = self.file(report, told)
        self.files[key] = File(sorted(self.files[key].told, key=_order))
        return key

    def again(self, key: str, since: datetime) -> Iterator[tuple[datetime, tuple[Span, ...]]]:
        """What a key answers from *since* on, at one publication time of its reports after the other."""
        told = self.files[key].told
        place = bisect_left(told, since, key=lambda each: each[0].published_at)
        file = self.files[key] = File(told[:place])
        for moment, some in groupby(told[place:], key=lambda each: each[0].published_at):
            for report, notices in some:
                file.add(report, notices)
            yield moment, self.spans(key)

    def filed(self, key: str, report: Report, notices: Iterable[Notice]) -> str:
        """Hold what a report tells of a key."""
        if key not in self.files:
            self.files[key] = File()
        self.files[key].add(report, tuple(notices))
        return key

    def spans(self, key: str) -> tuple[Span, ...]:
        """What a key answers, sorted by first day; nothing where nothing is told of it."""
        file = self.files.get(key)
        if file is None:
            return ()
        if file.spans is None:
            file.spans = self.answers(key, file)
        return file.spans

    def all(self) -> tuple[Span, ...]:
        """What all keys answer, sorted by key and first day."""
        return tuple(span for key in sorted(self.files) for span in self.spans(key))


def _order(told: tuple[Report, object]) -> Order:
    return told[0].order
