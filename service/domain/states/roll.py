"""
The roll of a subject: its reports in publication order, filed by the key that they bear on.

What a key answers follows from the reports that were taken; only keys of which something new was told are worked out
again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime

from service.domain.reports import Report
from service.domain.spans import Span
from service.domain.states.course import Course
from service.domain.states.notices import Notice


class File:
    """What is told of one key, and what it answered when it was last asked; None once something new is told."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.notices: list[Notice] = []
        self.course = Course()
        self.spans: tuple[Span, ...] | None = None


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

    @abstractmethod
    def knows(self, report: Report) -> bool:
        """Take note of the names in a report; whether all that was filed before stays where it is."""

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
            if not self.knows(report):
                known = 0
        if not known:
            gone, self.files = self.files, {}
        told_of = [self.file(report, told) for report, told in self._taken[known:]]
        return frozenset(told_of).union(gone)

    def filed(self, key: str, report: Report, notices: Iterable[Notice]) -> str:
        """Hold what a report tells of a key."""
        file = self.files.get(key)
        if file is None:
            file = self.files[key] = File()
        file.reports.append(report)
        file.notices += notices
        file.spans = None
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
