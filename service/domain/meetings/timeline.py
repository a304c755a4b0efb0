"""
The timeline: every meeting at every publication time, in one pass (rectangles), or at one of them (spans).

The pass goes from moment to moment: reports that stop counting are taken out of the fold, new ones are added, and
only the meetings that this touched are told again. A verdict of an analyst starts the fold anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from service.domain.meetings.fold import Fold
from service.domain.meetings.items import Link, spans_of
from service.domain.meetings.verdicts import Verdict, Verdicts
from service.domain.meetings.voices import voice_of
from service.domain.rectangles import in_order
from service.domain.reports import Report, counting
from service.domain.spans import KNOWN_EVER, Rectangle, Span


def spans_at(reports: Iterable[Report], known_by: datetime, verdicts: Sequence[Verdict] = ()) -> tuple[Span, ...]:
    """All meetings as published by *known_by*, sorted by key and first day."""
    voices = [voice_of(report) for report in counting(reports, known_by)]
    fold = Fold(voices, Verdicts(verdicts, known_by))
    fold.change(added=range(len(voices)))
    told = (span for root in fold.roots() for span in tell(fold, root))
    return tuple(sorted(told, key=lambda span: (span.key, span.since_day)))


def tell(fold: Fold, root: int) -> tuple[Span, ...]:
    """The answer for the occasion of *root*; none where its voices have all been taken out."""
    members = fold.members(root)
    if not members:
        return ()
    successor = predecessor = None
    for number, move in fold.moves(root):
        other = move.successor if move.abandoned == root else move.abandoned
        link = Link(fold.key(other), fold.voices[number], move.implied)
        if move.abandoned == root:
            successor = successor or link
        else:
            predecessor = predecessor or link
    return spans_of(fold.key(root), fold.occasion(root), [fold.voices[n] for n in members], successor, predecessor)


class Ledger:
    """What has been told so far: open rectangles by key and first day, and closed ones."""

    def __init__(self) -> None:
        self._open: dict[str, dict[date, Rectangle]] = defaultdict(dict)
        self._closed: list[Rectangle] = []
        self._key_of_root: dict[int, str] = {}

    def tell(self, told: dict[int, tuple[Span, ...]], moment: datetime) -> None:
        """Note what holds of the touched roots from *moment* on."""
        gone = {self._key_of_root.pop(root) for root in told if root in self._key_of_root}
        now: dict[str, tuple[Span, ...]] = {}
        for root, spans in told.items():
            if spans:
                self._key_of_root[root] = spans[0].key
                now[spans[0].key] = spans
        for key in gone | now.keys():
            self._replace(key, {span.since_day: span for span in now.get(key, ())}, moment)

    def _replace(self, key: str, spans: dict[date, Span], moment: datetime) -> None:
        standing = self._open[key]
        for day, rectangle in list(standing.items()):
            if spans.get(day) != rectangle.span:
                del standing[day]
                if rectangle.known_from < moment:
                    self._closed.append(
                        Rectangle(span=rectangle.span, known_from=rectangle.known_from, known_until=moment)
                    )
        for day, span in spans.items():
            if day not in standing:
                standing[day] = Rectangle(span=span, known_from=moment, known_until=KNOWN_EVER)

    def rectangles(self) -> tuple[Rectangle, ...]:
        """Everything told, in the one order of rectangles."""
        return in_order([*self._closed, *(each for days in self._open.values() for each in days.values())])


def rectangles(reports: Sequence[Report], verdicts: Sequence[Verdict] = ()) -> tuple[Rectangle, ...]:
    """All meetings at every publication time: what `spans_at` answers at each, coalesced where nothing changes."""
    ordered = sorted((r for r in reports if _ever_counts(r)), key=lambda report: report.order)
    voices = [voice_of(report) for report in ordered]
    begin: dict[datetime, list[int]] = defaultdict(list)
    end: dict[datetime, list[int]] = defaultdict(list)
    for number, report in enumerate(ordered):
        begin[report.known_from].append(number)
        if report.counts_until is not None:
            end[report.counts_until].append(number)
    decided = {verdict.decided_at for verdict in verdicts if verdict.decided_at is not None}
    moments = sorted(begin.keys() | end.keys() | decided)
    ledger = Ledger()
    fold = Fold(voices, Verdicts(verdicts, moments[0]) if moments else Verdicts())
    held: set[int] = set()
    for moment in moments:
        held -= {*end[moment]}
        held |= {*begin[moment]}
        if moment in decided:
            fold, before = Fold(voices, Verdicts(verdicts, moment)), fold
            fold.touched.update(before.roots())
            fold.change(added=held)
        else:
            fold.change(added=begin[moment], removed=end[moment])
        ledger.tell({root: tell(fold, root) for root in fold.touched}, moment)
        fold.touched.clear()
    return ledger.rectangles()


def _ever_counts(report: Report) -> bool:
    return report.counts_until is None or report.known_from < report.counts_until
