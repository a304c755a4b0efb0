"""
Overlays: what the duties on groups and on all countries mean for one target, day by day.

Membership counts on the day itself: a group's duty applies to a member from its accession to its leaving.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from service.domain.parties import is_group, memberships_of
from service.domain.tariffs.pieces import Extent
from service.domain.tariffs.stretches import Stretch
from service.domain.tariffs.totals import Timeline

WORLD = "WORLD"


@lru_cache(maxsize=1 << 10)
def homes_of(target: str) -> tuple[str, ...]:
    """The target, the groups that it is or was in, and `WORLD`: the homes of claims that bear on it."""
    joined = (each.group for each in memberships_of(target)) if not is_group(target) else ()
    return tuple(dict.fromkeys((target, *joined, WORLD)))


class Reach:
    """Which homes' levels apply to *target* on which days."""

    def __init__(self, target: str) -> None:
        self.target = target
        self._stretches = {home: [m for m in memberships_of(target) if m.group == home] for home in homes_of(target)}

    def applies(self, home: str, day: date) -> bool:
        """Whether a level of *home* applies on *day*."""
        if home in (self.target, WORLD):
            return True
        return any(m.since <= day and (m.until is None or day < m.until) for m in self._stretches.get(home, ()))

    def edges(self, home: str) -> Iterator[date]:
        """The days on which the target joined or left *home*."""
        for membership in self._stretches.get(home, ()):
            yield membership.since
            if membership.until is not None:
                yield membership.until

    def overlay(self, lines: Sequence[tuple[str, Timeline]], extent: Extent) -> Iterator[tuple[Stretch, str]]:
        """
        One component at several homes, as it is for the target on the days of *extent*; each with its stretch's home.

        A more specific home has the word on the days that it speaks of; once its level has ended, a more general one
        that begins later applies.
        """
        edges = {*extent}
        for home, line in lines:
            edges.update(line.edges(*extent))
            edges.update(day for day in self.edges(home) if extent.first < day < extent.until)
        for first, until in pairwise(sorted(edges)):
            best = self._best(lines, first)
            if best is not None:
                yield best[0]._replace(first=first, until=until), best[1]

    def _best(self, lines: Sequence[tuple[str, Timeline]], day: date) -> tuple[Stretch, str] | None:
        ended: tuple[Stretch, str] | None = None
        for home, line in lines:
            part = line.at(day)
            if part is None or not self.applies(home, day):
                continue
            if part.state != "ended" and (ended is None or part.since.last >= ended[0].first):
                return part, home
            ended = ended or (part, home)
        return ended
