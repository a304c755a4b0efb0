"""
Unfolding: the answers of one subject over all publication times, kept up as reports come and go.

What an unfolding tells equals, at every publication time, a resolution from the beginning; in whatever order and in
however many steps its reports were held and dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, Protocol

import msgspec

from service.domain.reports import Report
from service.domain.spans import KNOWN_EVER, Rectangle

Ident = tuple[str, int, datetime]


class Changed(NamedTuple):
    """
    What one key's answers are from the publication time *since* to before *until*; else they stand as they stood.

    The *rectangles* begin at *since* at the earliest, where an answer that goes on is told again, and are known until
    *until* at the latest. They are sorted by first day and publication time; none means that the key has no answers.
    With *days*, only the answers whose first day is among them are told: all others stand as they stood.
    """

    since: datetime
    rectangles: tuple[Rectangle, ...]
    until: datetime = KNOWN_EVER
    days: frozenset[date] | None = None


Changes = dict[str, tuple[Changed, ...]]
"""By key, what changed: one stretch of publication time after the other."""


class Unfolding(Protocol):
    """
    One subject, held in memory. Its cost is that of what changes, so that a hot subject can be kept and added to.

    Reports are known by claim, version and the moment from which they count. Nothing is told until `changes`.
    """

    def hold(self, reports: Iterable[Report]) -> None:
        """Take reports in; one that is held already is replaced, be it that it ends now."""

    def drop(self, reports: Iterable[Report]) -> None:
        """Let reports go as if they had never been; those that are not held are passed over."""

    def changes(self, since: datetime | None = None) -> Changes:
        """
        The answers of all keys that may differ since the last call; those left out stand as they stood.

        With *since*, what is answered before that moment is known to whoever asks, and may be left out.
        """


class Differing(NamedTuple):
    """A report that came, went, or took the place of *old*."""

    old: Report | None
    new: Report | None

    @property
    def both(self) -> tuple[Report, ...]:
        """The old and the new one, those that there are."""
        return tuple(each for each in self if each is not None)

    @property
    def since(self) -> datetime:
        """The first publication time at which it makes a difference."""
        if self.new is None:
            return min((each.known_from for each in self.both), default=KNOWN_EVER)
        return first_difference(self.old, self.new)


class Held:
    """The reports of an unfolding, and from when on the last ones that came or went make a difference."""

    def __init__(self) -> None:
        self._reports: dict[Ident, Report] = {}
        self._since = KNOWN_EVER
        self._differing: dict[Ident, Differing] = {}

    @property
    def reports(self) -> tuple[Report, ...]:
        """All that are held."""
        return tuple(self._reports.values())

    def hold(self, reports: Iterable[Report]) -> None:
        """Take reports in; one that is held already is replaced."""
        for report in reports:
            ident = ident_of(report)
            known = self._reports.get(ident)
            if known == report:
                continue
            self._note(ident, known, report)
            self._reports[ident] = report
            self._since = min(self._since, first_difference(known, report))

    def drop(self, reports: Iterable[Report]) -> None:
        """Let reports go as if they had never been."""
        for report in reports:
            ident = ident_of(report)
            known = self._reports.pop(ident, None)
            if known is not None:
                self._since = min(self._since, known.known_from)
                self._note(ident, known, None)

    def _note(self, ident: Ident, known: Report | None, report: Report | None) -> None:
        noted = self._differing.pop(ident, None)
        old = known if noted is None else noted.old
        if old != report:
            self._differing[ident] = Differing(old, report)

    def taken(self, since: datetime | None = None) -> tuple[datetime, list[Differing]]:
        """
        The first moment at which something differs since the last call, and the reports that do.

        It is not before *since*, if anything differs at all.
        """
        begin = self._since if since is None or self._since == KNOWN_EVER else max(since, self._since)
        taken = (begin, list(self._differing.values()))
        self._since, self._differing = KNOWN_EVER, {}
        return taken


def ident_of(report: Report) -> Ident:
    """What a report is known by: a claim that an analyst speaks on has one report for each stretch of time."""
    return (report.claim_id, report.version, report.known_from)


def first_difference(known: Report | None, report: Report) -> datetime:
    """The first publication time at which holding *report* in place of *known* makes a difference."""
    if known == report:
        return KNOWN_EVER
    if known is not None and msgspec.structs.replace(known, counts_until=report.counts_until) == report:
        ends = (known.counts_until or KNOWN_EVER, report.counts_until or KNOWN_EVER)
        return max(report.known_from, min(ends))
    return report.known_from
