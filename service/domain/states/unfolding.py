"""
Unfolding: what the keys of a subject answer at one publication time after the other, kept up as reports come and go.

Equal, at every moment, to a roll of the reports that count then. Reports that are newer than all others cost what they
change; what comes late, goes or ends lets all be told anew from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from service.domain.rectangles import in_order
from service.domain.reports import Report, counting, turning_points
from service.domain.spans import KNOWN_EVER, Rectangle, Span
from service.domain.states.roll import Roll
from service.domain.unfolding import Changed, Changes, Held


class _Turning:
    """What one key answers from a moment on, day by day as each answer begins."""

    def __init__(self, since: datetime, standing: Iterable[Span]) -> None:
        self._since = since
        self._open = {span.since_day: (span, since) for span in standing}
        self._closed: list[Rectangle] = []
        self._days: set[date] = set()

    def turn(self, moment: datetime, spans: Iterable[Span]) -> None:
        """Let the key answer so from a moment on."""
        standing = {span.since_day: span for span in spans}
        for day, (span, known_from) in list(self._open.items()):
            if standing.get(day) == span:
                continue
            self._days.add(day)
            del self._open[day]
            if known_from < moment:
                self._closed.append(Rectangle(span=span, known_from=known_from, known_until=moment))
        for day, span in standing.items():
            if day not in self._open:
                self._days.add(day)
                self._open[day] = (span, moment)

    def changed(self) -> Changed:
        """All that the key answers."""
        return Changed(self._since, tuple(sorted(self._found(self._open), key=_place)))

    def differing(self) -> Changed | None:
        """What of it became another answer; None where nothing did."""
        if not self._days:
            return None
        return Changed(self._since, tuple(sorted(self._found(self._days), key=_place)), days=frozenset(self._days))

    def _found(self, days: Iterable[date]) -> Iterator[Rectangle]:
        yield from self._closed
        for day in days:
            if day in self._open:
                span, known_from = self._open[day]
                yield Rectangle(span=span, known_from=known_from, known_until=KNOWN_EVER)


def _place(rectangle: Rectangle) -> tuple[date, datetime]:
    return (rectangle.span.since_day, rectangle.known_from)


class Unfolding(Held):
    """A subject's answers, kept up. *begin* gives the empty roll of its kind."""

    def __init__(self, begin: Callable[[], Roll]) -> None:
        super().__init__()
        self._begin = begin
        self._roll = begin()
        self._at: datetime | None = None
        self._standing: dict[str, tuple[Span, ...]] = {}
        self._keys: set[str] = set()

    def changes(self, since: datetime | None = None) -> Changes:
        """The answers of the keys that may differ since the last call."""
        asked = since
        since, found = self.taken(since)
        if since == KNOWN_EVER:
            return {}
        new = [each.new for each in found if each.old is None and each.new is not None]
        if asked is not None or len(new) < len(found) or self._at is None:
            return self._tell_anew(since)
        late = [report for report in new if report.known_from <= self._at]
        told = self._tell_late(late) if late else {}
        if told is None:
            return self._tell_anew(since)
        if len(late) < len(new):
            for key, changed in self._tell_on([report for report in new if report.known_from > self._at]).items():
                told[key] = (*told.get(key, ()), *changed)
        return told

    def _tell_late(self, late: Sequence[Report]) -> Changes | None:
        """What turns by reports that come late, of their keys alone; None where others may turn."""
        first = min(report.known_from for report in late)
        if any(_turns_later(report, first) for report in self.reports):
            return None
        since: dict[str, datetime] = {}
        for report in sorted(late, key=lambda each: each.order):
            key = self._roll.insert(report)
            if key is None:
                return None
            since.setdefault(key, report.known_from)
        told: Changes = {}
        for key in sorted(since):
            turning = _Turning(since[key], ())
            for moment, spans in self._roll.again(key, since[key]):
                turning.turn(moment, spans)
                self._standing[key] = spans
            told[key] = (turning.changed(),)
        self._keys |= told.keys()
        return told

    def _tell_on(self, new: Sequence[Report]) -> Changes:
        """What turns by reports that are newer than all others."""
        turnings: dict[str, _Turning] = {}
        for moment, keys in self._walk(turning_points(new), new):
            for key in keys:
                before, spans = self._standing.get(key, ()), self._roll.spans(key)
                if key not in turnings:
                    turnings[key] = _Turning(moment, before)
                turnings[key].turn(moment, spans)
                self._standing[key] = spans
        self._keys |= turnings.keys()
        told = ((key, turning.differing()) for key, turning in sorted(turnings.items()))
        return {key: (changed,) for key, changed in told if changed is not None}

    def _tell_anew(self, since: datetime) -> Changes:
        """All answers from *since* on."""
        held = self.reports
        ends = [each.counts_until for each in held if each.counts_until is not None and each.counts_until >= since]
        late = [each for each in held if each.known_from >= since]
        before = (each for each in held if each.known_from < since)
        counted = [each for each in before if each.counts_until is None or each.counts_until >= since]
        if counted or self._at is not None:
            self._begin_with(counted)
        turnings: dict[str, _Turning] = {}
        for moment, keys in self._walk(sorted({since, *(each.known_from for each in late), *ends}), held):
            for key in self._keys.union(self._roll.files) if moment == since else keys:
                if key not in turnings:
                    turnings[key] = _Turning(since, ())
                turnings[key].turn(moment, self._roll.spans(key))
        self._keys |= turnings.keys()
        self._standing = {key: self._roll.spans(key) for key in self._keys}
        return {key: (turnings[key].changed(),) for key in sorted(self._keys)}

    def _begin_with(self, reports: Iterable[Report]) -> None:
        self._roll = self._begin()
        self._roll.take(sorted(reports, key=lambda each: each.order))

    def _walk(self, moments: Sequence[datetime], reports: Iterable[Report]) -> Iterator[tuple[datetime, Iterable[str]]]:
        """Let the roll be what counts at one moment after the other; the keys of which it may tell something else."""
        beginning: dict[datetime, list[Report]] = defaultdict(list)
        ending: set[datetime | None] = set()
        for report in reports:
            beginning[report.known_from].append(report)
            ending.add(report.counts_until)
        for moment in moments:
            new = sorted(beginning.get(moment, ()), key=lambda each: each.order)
            last = self._roll.last
            if moment in ending or (new and last is not None and new[0].order < last.order):
                gone = frozenset(self._roll.files)
                self._begin_with(counting(self.reports, moment))
                keys = gone.union(self._roll.files)
            else:
                keys = self._roll.take(new)
            self._at = moment
            yield moment, keys


def _turns_later(report: Report, moment: datetime) -> bool:
    """Whether a report ends from a moment on, or begins to count then without being published then."""
    if report.counts_until is not None and report.counts_until >= moment:
        return True
    return report.known_from >= moment and report.known_from != report.published_at


def rectangles(
    begin: Callable[[], Roll], reports: Sequence[Report], since: datetime | None = None
) -> tuple[Rectangle, ...]:
    """What is answered at every publication time from *since* on (from the beginning when None)."""
    unfolding = Unfolding(begin)
    unfolding.hold(reports)
    told = unfolding.changes(since)
    return in_order(each for found in told.values() for changed in found for each in changed.rectangles)
