"""
Unfoldings that are kept in memory between one batch and the next, so that a busy subject costs what changes of it.

The least recently used go first; what is kept at one position is used only where nobody has resolved the subject since.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from service.domain.registry import kind_of_subject
from service.domain.reports import Report
from service.domain.unfolding import Changes, Ident, ident_of

MAX_REPORTS = 150_000
"""So many reports are kept, of all subjects together: some hundred megabytes."""
MAX_NAMES = 50_000
"""So many subjects are remembered that were resolved once, so that they are kept when they come again."""


class Entry:
    """One subject in memory: its unfolding, the reports that it holds, and the position that it stands at."""

    def __init__(self, subject: str, reports: Iterable[Report]) -> None:
        self.position = 0
        self.size = 0
        self._unfolding = kind_of_subject(subject).unfold(subject)
        self._held: dict[str, dict[Ident, Report]] = defaultdict(dict)
        by_article: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            by_article[report.article_id].append(report)
        self.take(by_article)

    def take(self, by_article: dict[str, list[Report]]) -> None:
        """Hold what articles tell now, and let go of what they told before."""
        gone: list[Report] = []
        new: list[Report] = []
        for article_id, reports in by_article.items():
            known = self._held[article_id]
            told = {ident_of(report): report for report in reports}
            gone += [report for ident, report in known.items() if ident not in told]
            new += [report for ident, report in told.items() if known.get(ident) != report]
            self._held[article_id] = told
            self.size += len(told) - len(known)
        if gone:
            self._unfolding.drop(gone)
        if new:
            self._unfolding.hold(new)

    def changes(self, since: datetime | None = None) -> Changes:
        """The answers that may differ since the last call; those before *since* may be left out."""
        return self._unfolding.changes(since)


class Kept:
    """What one worker keeps; empty it takes up nothing, and everything works without it."""

    def __init__(self, max_reports: int = MAX_REPORTS) -> None:
        self._max_reports = max_reports
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._names: OrderedDict[str, None] = OrderedDict()
        self._size = 0

    def borrow(self, subject: str, position: int | None) -> Entry | None:
        """What is kept of *subject* if it stands at *position*; it is out until it is given back."""
        entry = self._entries.pop(subject, None)
        if entry is None:
            return None
        self._size -= entry.size
        return entry if entry.position == position else None

    def comes_again(self, subject: str) -> bool:
        """Whether *subject* was asked for lately, and is worth to be kept."""
        known = subject in self._names
        self._names[subject] = None
        self._names.move_to_end(subject)
        if len(self._names) > MAX_NAMES:
            self._names.popitem(last=False)
        return known

    def give_back(self, entries: Sequence[tuple[str, Entry]], position: int) -> None:
        """Keep *entries*, which stand at *position* now that it is committed."""
        for subject, entry in entries:
            if entry.size > self._max_reports:
                continue
            entry.position = position
            self._entries[subject] = entry
            self._size += entry.size
        while self._size > self._max_reports:
            _, oldest = self._entries.popitem(last=False)
            self._size -= oldest.size
