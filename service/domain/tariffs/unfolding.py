"""
Unfolding: a book that grows with each publication, and the answers that it gave after each of them.

Equal, at every moment, to a book that was read from the beginning; only what a publication touches is laid out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from service.domain.rectangles import in_order
from service.domain.reports import Report, turning_points
from service.domain.spans import KNOWN_EVER, Rectangle
from service.domain.tariffs.reading import Reading
from service.domain.tariffs.rereading import Rereading
from service.domain.tariffs.statements import REVIEWED
from service.domain.unfolding import Changed, Changes, Differing, Held, Ident, ident_of

ON_THE_WAY = 16
"""So many books are kept of a past that is read at once."""


def rectangles(subject: str, reports: Sequence[Report], since: datetime | None = None) -> tuple[Rectangle, ...]:
    """What is answered of *subject* at every publication time from *since* on (from the beginning when None)."""
    reading = Reading(subject)
    reading.chronicle.take(reports)
    moments = turning_points(reports)
    if since is not None:
        moments = [since, *(moment for moment in moments if moment > since)]
    if not moments:
        return ()
    reading.go_on(moments)
    return in_order(
        each for changed in reading.whole(moments[0], KNOWN_EVER, ()).values() for each in changed.rectangles
    )


class Unfolding(Held):
    """
    A subject's answers, kept up.

    Reports that are newer than all others are read on. Of what comes late, goes or ends as much is read again as it
    takes until nothing differs any more, but all of it where analysts spoke (rule 1).
    """

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._subject = subject
        self._reading: Reading | None = None
        self._keys: set[str] = set()

    def changes(self, since: datetime | None = None) -> Changes:
        """The answers of the keys that may differ since the last call."""
        asked = since
        since, found = self.taken(since)
        if since == KNOWN_EVER:
            return {}
        reading = self._reading
        if reading is None or asked is not None or self._is_spoken_on(reading, found):
            told = self._read_anew(since)
        else:
            told = self._read_on(reading, found)
        self._keys |= told.keys()
        return told

    def _is_spoken_on(self, reading: Reading, found: Sequence[Differing]) -> bool:
        """Whether reports come late or go where analysts spoke."""
        if all(_is_new(each, reading) for each in found):
            return False
        return any(each.review in REVIEWED for each in (*self.reports, *(e.old for e in found if e.old is not None)))

    def _read_anew(self, since: datetime) -> Changes:
        """All answers from *since* on."""
        reading = self._reading = Reading(self._subject, cited={})
        reading.chronicle.take(self.reports)
        moments = turning_points(self.reports)
        before = [moment for moment in moments if moment < since]
        for moment in before[:: len(before) // ON_THE_WAY + 1]:
            reading.chronicle.pass_to(moment)
        if before:
            reading.chronicle.pass_to(before[-1])
        reading.begin(since)
        reading.go_on(moments[len(before) + (since in moments) :])
        return {key: (each,) for key, each in reading.whole(since, KNOWN_EVER, self._keys).items()}

    def _read_on(self, reading: Reading, found: Sequence[Differing]) -> Changes:
        """The answers that may differ by the reports *found*."""
        told: dict[str, list[Changed]] = defaultdict(list)
        old: dict[Ident, Report] | None = None
        while late := [each for each in found if not _is_new(each, reading)]:
            old = self._before(found) if old is None else old
            found = [each for each in found if _is_new(each, reading)]
            rereading = Rereading(self._subject, reading, old, late, frozenset(self._keys | told.keys()))
            reading, old = rereading.reading, rereading.reports
            for key, changed in rereading.told.items():
                told[key] += changed
        new = [each.new for each in found if each.new is not None]
        if new:
            reading.chronicle.take(new)
            moments = turning_points(new)
            reading.go_on(moments)
            for key, each in reading.told(moments[0], KNOWN_EVER, reading.turned(moments[0])).items():
                told[key].append(each)
        self._reading = reading
        return {key: tuple(told[key]) for key in sorted(told)}

    def _before(self, found: Sequence[Differing]) -> dict[Ident, Report]:
        """The reports that were held before those *found* came or went."""
        held = {ident_of(report): report for report in self.reports}
        for each in reversed(found):
            if each.new is not None:
                held.pop(ident_of(each.new), None)
            if each.old is not None:
                held[ident_of(each.old)] = each.old
        return held


def _is_new(each: Differing, reading: Reading) -> bool:
    """Whether a report only came, and counts from after all that was read."""
    return each.old is None and each.new is not None and reading.at is not None and each.new.known_from > reading.at
