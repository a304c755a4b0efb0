"""
The chronicle: the book of a subject as it stands at one publication time after the other.

At every moment it is the book that is read from the beginning; reading on costs what is new, and what ceases to count
costs what was published since.
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
"""After so many readings the book is kept as it stands, to go back to."""
MOST_KEPT = 12
"""So many books are kept at most; of older ones every other one goes."""


class Stand(NamedTuple):
    """A book, and the scopes of which it was told; None where it is another book than the one before."""

    book: Book
    touched: set[str] | None


class Chronicle:
    """
    Reports in the order in which they are published; what analysts vouched for is read after all of them (rule 1).

    `moments` go forward only.
    """

    def __init__(self, homes: tuple[str, ...]) -> None:
        self._homes = homes
        self._book = Book(homes)
        self._shown: Book | None = None
        self._reports: list[Report] = []
        self._pinned: list[Report] = []
        self._new: dict[datetime, list[Report]] = defaultdict(list)
        self._turns: dict[datetime, datetime] = {}
        self._kept: list[tuple[datetime, Book]] = []
        self._read = 0

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

    def _turn(self, moment: datetime, back_to: datetime) -> None:
        """Note that at *moment* the book is another one from *back_to* on."""
        self._turns[moment] = min(back_to, self._turns.get(moment, back_to))

    def read_to(self, moment: datetime) -> Stand:
        """The book at the next moment at which anything begins or ceases to count."""
        back_to = min((at for turn, at in self._turns.items() if turn <= moment), default=KNOWN_EVER)
        self._turns = {turn: at for turn, at in self._turns.items() if turn > moment}
        if self._shown is None:
            touched = self._read_from(None, moment)
        elif back_to < KNOWN_EVER:
            touched = self._go_back(back_to, moment)
        else:
            touched = read(self._book, counting(self._new.get(moment, ()), moment))
        self._keep(moment)
        pinned = counting(self._pinned, moment)
        before, self._shown = self._shown, self._book
        if pinned:
            self._shown = copied(self._book)
            read(self._shown, pinned)
        return Stand(self._shown, touched if self._shown is before else None)

    def _go_back(self, back_to: datetime, moment: datetime) -> set[str]:
        """Read again what was published from *back_to* on, or longer ago where no book was kept then."""
        while self._kept and self._kept[-1][0] >= back_to:
            self._kept.pop()
        if not self._kept:
            return self._read_from(None, moment)
        kept_at, book = self._kept[-1]
        self._book = copied(book)
        return self._read_from(kept_at, moment)

    def _read_from(self, after: datetime | None, moment: datetime) -> set[str]:
        if after is None:
            self._book = Book(self._homes)
        return read(
            self._book,
            counting((report for report in self._reports if after is None or report.published_at > after), moment),
        )

    def _keep(self, moment: datetime) -> None:
        self._read += 1
        if self._read % KEPT_EVERY == 0 and self._turns:
            self._kept.append((moment, copied(self._book)))
            if len(self._kept) > MOST_KEPT:
                del self._kept[-MOST_KEPT // 2 :: -2]
