"""
The timeline: every meeting at every publication time, kept up as reports come and go.

What a meeting is told to be changes only where its voices do, so only those moments are told, and after a change only
those from the change on. Rectangles of a key are disjoint, and coalesced where nothing changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

import msgspec

from service.domain.meetings.fold import Fold
from service.domain.meetings.line import Crowded, Line
from service.domain.meetings.register import Register
from service.domain.meetings.telling import key_at, spans_of_root
from service.domain.meetings.verdicts import FIRST_MOMENT, Verdict
from service.domain.meetings.voices import voice_of
from service.domain.rectangles import in_order
from service.domain.reports import Report, counting
from service.domain.spans import KNOWN_EVER, Rectangle, Span

Ident = tuple[str, int, datetime]


class Told(NamedTuple):
    """What an occasion is from *moment* on; no spans where it has no voices."""

    moment: datetime
    key: str
    spans: tuple[Span, ...]


class Timeline:
    """All meetings of the reports that are held, over all publication times."""

    def __init__(self, verdicts: Sequence[Verdict] = ()) -> None:
        self._verdicts = verdicts
        self._outdated: set[str] = set()
        self._begin_anew()

    def hold(self, reports: Iterable[Report]) -> None:
        """Take reports in; one that is held already, by claim and version, is replaced."""
        fresh = {_ident(report): report for report in reports}
        for ident, report in sorted(fresh.items(), key=lambda pair: Line.place_of(pair[1])):
            known = self._reports.get(ident)
            if known == report:
                continue
            self._reports[ident] = report
            life = (report.known_from, max(report.counts_until or KNOWN_EVER, report.known_from))
            if known is not None and _but_its_end(known) == _but_its_end(report):
                self._fold.relive(self._numbers[ident], life)
                continue
            if known is not None:
                self._take_out(ident)
            try:
                number = self._numbers[ident] = self._line.enter(Line.place_of(report))
            except Crowded:
                held = {**self._reports, **fresh}
                self._outdated |= {each.key for told in self._told.values() for each in told}
                self._begin_anew()
                return self.hold(held.values())
            self._fold.add(number, voice_of(report), life)
        self._fold.settle()
        return None

    def drop(self, reports: Iterable[Report]) -> None:
        """Let reports go as if they had never been."""
        for ident in map(_ident, reports):
            if self._reports.pop(ident, None) is not None:
                self._take_out(ident)
        self._fold.settle()

    def changes(self) -> dict[str, tuple[Rectangle, ...]]:
        """The rectangles of all keys whose answers changed since the last call, none for keys that are gone."""
        keys, self._outdated = self._outdated, set()
        for root, since in self._fold.dirty.items():
            keys |= self._tell(root, since)
        self._fold.dirty.clear()
        return {key: tuple(self._rectangles_of(key)) for key in sorted(keys)}

    def _begin_anew(self) -> None:
        self._line = Line()
        self._fold = Fold(Register(self._verdicts))
        self._reports: dict[Ident, Report] = {}
        self._numbers: dict[Ident, int] = {}
        self._told: dict[int, list[Told]] = {}
        self._roots: dict[str, set[int]] = defaultdict(set)

    def _take_out(self, ident: Ident) -> None:
        number = self._numbers.pop(ident)
        since, _ = self._fold.register.lives[number]
        self._fold.relive(number, (since, since))

    def _tell(self, root: int, since: datetime) -> set[str]:
        """Tell an occasion anew from *since* on; the keys of which rectangles may differ by it."""
        told = self._told.setdefault(root, [])
        kept = [each for each in told if each.moment < since]
        fresh: list[Told] = []
        for moment in sorted({since, *self._moments(root, since)}):
            now = Told(moment, key_at(self._fold, root, moment), spans_of_root(self._fold, root, moment))
            before = fresh[-1] if fresh else kept[-1] if kept else None
            if (before.spans if before else ()) != now.spans:
                fresh.append(now)
        self._told[root] = kept + fresh
        keys = {each.key for each in (*told[len(kept) - 1 if kept else 0 :], *fresh)}
        for key in keys:
            if any(each.key == key and each.spans for each in self._told[root]):
                self._roots[key].add(root)
            else:
                self._roots[key].discard(root)
        return keys

    def _moments(self, root: int, since: datetime) -> Iterator[datetime]:
        """When what is told of an occasion may change: with its voices, with those of its moves, with its twins."""
        decisions = self._fold.decisions
        others = (decisions.members.get(root, ()), decisions.movers.get(root, ()), self._fold.register.repeated(root))
        for numbers in others:
            yield from decisions.moments(numbers, since)

    def _rectangles_of(self, key: str) -> Iterator[Rectangle]:
        """The rectangles of a key, by first day and publication time."""
        stretches: dict[date, list[Rectangle]] = defaultdict(list)
        for root in self._roots[key]:
            for each, following in pairwise([*self._told[root], Told(KNOWN_EVER, "", ())]):
                for span in each.spans if each.key == key else ():
                    rectangle = Rectangle(span=span, known_from=each.moment, known_until=following.moment)
                    stretches[span.since_day].append(rectangle)
        for day in sorted(stretches):
            yield from _joined(sorted(stretches[day], key=lambda each: each.known_from))


def spans_at(reports: Iterable[Report], known_by: datetime, verdicts: Sequence[Verdict] = ()) -> tuple[Span, ...]:
    """All meetings as published by *known_by*, sorted by key and first day."""
    held = [each for each in verdicts if each.decided_at is None or each.decided_at <= known_by]
    fold = Fold(Register([msgspec.structs.replace(each, decided_at=None) for each in held]))
    for number, report in enumerate(counting(reports, known_by)):
        fold.add(number, voice_of(report), (FIRST_MOMENT, KNOWN_EVER))
    fold.settle()
    told = (span for root in fold.dirty for span in spans_of_root(fold, root, FIRST_MOMENT))
    return tuple(sorted(told, key=lambda span: (span.key, span.since_day)))


def rectangles(reports: Iterable[Report], verdicts: Sequence[Verdict] = ()) -> tuple[Rectangle, ...]:
    """All meetings at every publication time: what `spans_at` answers at each, coalesced where nothing changes."""
    timeline = Timeline(verdicts)
    timeline.hold(reports)
    return in_order(each for rectangles in timeline.changes().values() for each in rectangles)


def _ident(report: Report) -> Ident:
    return (report.claim_id, report.version, report.known_from)


def _but_its_end(report: Report) -> Report:
    return msgspec.structs.replace(report, counts_until=None)


def _joined(stretches: Iterable[Rectangle]) -> Iterator[Rectangle]:
    """Rectangles of one first day in order of publication time, those that say the same and touch made one."""
    last: Rectangle | None = None
    for each in stretches:
        if last and last.known_until == each.known_from and last.span == each.span:
            last = msgspec.structs.replace(last, known_until=each.known_until)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last
