"""
Components and totals: how a total follows its components when no report has told it anew (rules 5 and 15).

A reported total includes the components of the day on which it was last reported; what they do afterwards moves it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from service.domain.tariffs.book import Book
from service.domain.tariffs.levels import Lane, Level
from service.domain.tariffs.statements import Window, day_window
from service.domain.tariffs.stretches import Life, Stretch, lives

ZERO = Decimal(0)
COUNTRY_RATES = frozenset({"reciprocal", "baseline"})
"""Components that take the place of the rate for all countries, and of a country's total that nothing else explains."""


class Timeline:
    """The stretches of a lane, to be asked by day."""

    def __init__(self, found: Sequence[Life]) -> None:
        self.lives = [life for life in found if life.stretches]
        self.stretches = [each for life in self.lives for each in life.stretches]
        self._firsts = [each.first for each in self.stretches]
        self._undated = [each for each in self.stretches if each.state == "holds" and not each.level.dated]

    def at(self, day: date) -> Stretch | None:
        """The stretch that *day* lies in."""
        i = bisect_right(self._firsts, day) - 1
        return self.stretches[i] if i >= 0 and day < self.stretches[i].until else None

    def holding(self, day: date) -> Stretch | None:
        """The stretch that *day* lies in, if a duty is charged then."""
        found = self.at(day)
        return found if found is not None and found.state == "holds" else None

    def included(self, day: date) -> Stretch | None:
        """What a total that was reported on *day* includes: a level that holds, or one that may have begun by then."""
        found = self.holding(day)
        if found is None:
            found = next((each for each in self._undated if each.level.start.first <= day < each.first), None)
        return found

    def edges(self, first: date, until: date) -> Iterator[date]:
        """The days after *first* and before *until* on which the state changes."""
        for i in range(max(bisect_right(self._firsts, first) - 1, 0), len(self.stretches)):
            each = self.stretches[i]
            if each.first >= until:
                break
            if first < each.first:
                yield each.first
            if first < each.until < until:
                yield each.until

    def reported(self) -> Iterator[tuple[Stretch, date]]:
        """Every stretch, with the day on which its level was last reported."""
        for life in self.lives:
            yield from zip(life.stretches, life.anchors, strict=True)

    def differing(self, other: Timeline) -> list[Stretch]:
        """The stretches of both that the other does not have."""
        ours, theirs = ({id(life.stretches): life.stretches for life in each.lives} for each in (self, other))
        return [each for place in ours.keys() ^ theirs.keys() for each in ours.get(place) or theirs[place]]


class Change(NamedTuple):
    """How far a component moves a total, and from when on."""

    name: str
    delta: Decimal
    since: Window
    level: Level


def moved_total(book: Book, lane: Lane, level: Level, day: date) -> tuple[Decimal | None, date | None]:
    """
    What the reported total *level* has become on *day* by what its components did since it was last reported.

    Gives the rate (None where nothing moved it) and the day from which it is so, if that is known.
    """
    lines = {name: Timeline(lives(each)) for name, each in _named(book, lane)}
    changes = changes_since(lines, level, day)
    if not changes or level.rate is None:
        return None, None
    last = max(change.since.last for change in changes)
    return with_changes(level.rate, changes, lines, day), last


def summed_total(book: Book, lane: Lane, day: date) -> tuple[Decimal | None, date | None]:
    """What the components of a total that no report has told come to on *day*, and the day from which they do."""
    lines = [Timeline(lives(each)) for _, each in _named(book, lane)]
    parts = [part for line in lines if (part := line.holding(day)) is not None]
    if not parts or any(part.level.rate is None or not part.level.dated for part in parts):
        return None, None
    ended = [part.first for line in lines if (part := line.at(day)) is not None and part.state == "ended"]
    return sum((part.level.rate or ZERO for part in parts), ZERO), max([*(part.since.last for part in parts), *ended])


def _named(book: Book, lane: Lane) -> Iterator[tuple[str, Lane]]:
    for each in book.components(lane.home, lane.scope.slug):
        assert each.component is not None
        yield each.component.slug, each


def with_changes(rate: Decimal, changes: Sequence[Change], lines: dict[str, Timeline], day: date) -> Decimal:
    """A total moved by its components' changes; the components that are left stand at least (rule 5)."""
    result = rate + sum((change.delta for change in changes), ZERO)
    if any(change.delta < 0 for change in changes):
        left = [part.level.rate or ZERO for line in lines.values() if (part := line.holding(day)) is not None]
        result = max(result, sum(left, ZERO))
    return max(result, ZERO)


def changes_since(lines: dict[str, Timeline], total: Level, day: date) -> list[Change]:
    """What components did between the day on which *total* was last reported and *day*."""
    anchor = total.anchor
    if day <= anchor:
        return []
    before = {name: line.included(anchor) for name, line in lines.items()}
    explained = sum((part.level.rate or ZERO for part in before.values() if part is not None), ZERO)
    unexplained = (total.rate or ZERO) - explained
    found = []
    for name, line in lines.items():
        change = _change(name, before[name], line, day) or _first_told_to_end(name, line, day, unexplained)
        if change is None or change.delta == 0 or _told_together(change, total):
            continue
        if before[name] is None and change.delta > 0 and not _adds(change, total, explained):
            continue
        found.append(change)
    return found


def _change(name: str, old: Stretch | None, line: Timeline, day: date) -> Change | None:
    new = line.holding(day)
    if new is None:
        if old is None:
            return None
        since = old.stop if old.stop is not None else day_window(old.until)
        return Change(name, -(old.level.rate or ZERO), since, old.level)
    was = old.level.rate if old is not None else None
    return Change(name, (new.level.rate or ZERO) - (was or ZERO), new.since, new.level)


def _first_told_to_end(name: str, line: Timeline, day: date, unexplained: Decimal) -> Change | None:
    """A part of the total of which nothing was told until it ended."""
    part = line.at(day)
    if part is None or not part.level.void or part.level.previous is None or part.level.previous > unexplained:
        return None
    return Change(name, -part.level.previous, part.since, part.level)


def _told_together(change: Change, total: Level) -> bool:
    """Whether the article that told of the change reported the total that includes it."""
    close = abs(change.since.last - total.start.last) <= timedelta(days=1)
    return close and bool(change.level.articles & total.articles)


def _adds(change: Change, total: Level, explained: Decimal) -> bool:
    """Whether a component that starts comes on top of the total: a new layer on a duty, and not that duty itself."""
    level = change.level
    if level.basis != "component" or level.previous is not None or not level.dated:
        return False
    return change.name not in COUNTRY_RATES or (total.rate is not None and explained >= total.rate)
