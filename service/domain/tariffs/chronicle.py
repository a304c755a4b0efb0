"""
The chronicle: the book of a subject as it stands at one publication time after the other.

At every moment it is the book that is read from the beginning; reading on costs what is new, and what ceases to count
costs what was published since. Books are kept on the way, to go back to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from service.domain.reports import Report, counting
from service.domain.spans import KNOWN_EVER
from service.domain.tariffs.book import Book
from service.domain.tariffs.copying import copied
from service.domain.tariffs.resolving import read
from service.domain.tariffs.statements import REVIEWED

KEPT_EVERY = 32
"""After so many readings the book is kept as it stands; after more of them where there are many."""
MOST_KEPT = 24
"""So many books are kept at most; then every other one goes."""


class Kept(NamedTuple):
    """A book as it stood at a moment: no report that was published by then begins or ceases to count later on."""

    moment: datetime
    book: Book


class Stand(NamedTuple):
    """A book, and the scopes of which it was told; None where it is another book than the one before."""

    book: Book
    touched: set[str] | None


class Chronicle:
    """
    Reports in the order in which they are published; what analysts vouched for is read after all of them (rule 1).

    Moments go forward only. One that goes on from a *start* takes only reports that were published after it. `kept` are
    books on the way, in their order.
    """

    def __init__(self, homes: tuple[str, ...], start: Kept | None = None) -> None:
        self.book = Book(homes)
        self.kept: list[Kept] = []
        self._homes = homes
        self._start = start
        self._shown: Book | None = None
        self._reports: list[Report] = []
        self._pinned: list[Report] = []
        self._new: dict[datetime, list[Report]] = defaultdict(list)
        self._turns: dict[datetime, datetime] = {}
        self._read = 0
        self._every = KEPT_EVERY

    def take(self, reports: Iterable[Report]) -> None:
        """Take in reports that are to be read at moments to come."""
        for report in reports:
            if report.review in REVIEWED:
                self._pinned.append(report)
                continue
            self._reports.append(report)
            self._new[report.known_from].append(report)
            if report.counts_until is not None:
                self._turn(report.counts_until, report.published_at)
            if report.known_from > report.published_at:
                self._turn(report.known_from, report.published_at)

    def is_settled(self, moment: datetime) -> bool:
        """Whether no report that was published by *moment* begins or ceases to count later on."""
        return all(back_to > moment for back_to in self._turns.values())

    def take_over(self, reports: Iterable[Report], kept: list[Kept]) -> None:
        """Stand as if *reports*, all that there are, had been read from the beginning, and books *kept* on the way."""
        self._start, self._reports, self.kept = None, list(reports), kept
        self._thin()

    def _turn(self, moment: datetime, back_to: datetime) -> None:
        """Note that at *moment* the book is another one from *back_to* on."""
        self._turns[moment] = min(back_to, self._turns.get(moment, back_to))

    def pass_to(self, moment: datetime) -> None:
        """Read all that begins or ceases to count up to *moment* at once."""
        passed = sorted(each for each in self._new if each <= moment)
        self._new[moment] = [report for each in passed for report in self._new.pop(each)]
        self.read_to(moment)

    def read_to(self, moment: datetime) -> Stand:
        """The book at the next moment at which anything begins or ceases to count."""
        new = self._new.pop(moment, ())
        back_to = min((at for turn, at in self._turns.items() if turn <= moment), default=KNOWN_EVER)
        self._turns = {turn: at for turn, at in self._turns.items() if turn > moment}
        if self._shown is None:
            touched = self._read_from(None, moment)
        elif back_to < KNOWN_EVER:
            touched = self._go_back(back_to, moment)
        else:
            touched = read(self.book, counting(new, moment))
        self._keep(moment)
        pinned = counting(self._pinned, moment)
        before, self._shown = self._shown, self.book
        if pinned:
            self._shown = copied(self.book)
            read(self._shown, pinned)
        return Stand(self._shown, touched if self._shown is before else None)

    def _go_back(self, back_to: datetime, moment: datetime) -> set[str]:
        """Read again what was published from *back_to* on, or longer ago where no book was kept then."""
        while self.kept and self.kept[-1].moment >= back_to:
            self.kept.pop()
        return self._read_from(self.kept[-1] if self.kept else None, moment)

    def _read_from(self, kept: Kept | None, moment: datetime) -> set[str]:
        start = self._start if kept is None else kept
        self.book = Book(self._homes) if start is None else copied(start.book)
        after = (each for each in self._reports if start is None or each.published_at > start.moment)
        return read(self.book, counting(after, moment))

    def _keep(self, moment: datetime) -> None:
        self._read += 1
        if self._read >= self._every:
            self._read = 0
            self.kept.append(Kept(moment, copied(self.book)))
            self._thin()

    def _thin(self) -> None:
        while len(self.kept) > MOST_KEPT:
            del self.kept[::2]
            self._every = 2 * self._every
