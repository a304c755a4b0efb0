"""
Rereading: what reports change that come late, go, or end, and when nothing is changed by them any more.

The book is read twice from before the first of them on, with them and without them. Only as long as the two differ are
answers laid out; what follows stands, and is brought up to what it would be if all had been read with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from service.domain.reports import Report, turning_points
from service.domain.spans import KNOWN_EVER
from service.domain.tariffs.book import Book
from service.domain.tariffs.chronicle import Chronicle, Kept
from service.domain.tariffs.converging import Heirs, Pair, Tellers, bring, differing, heirs, references
from service.domain.tariffs.copies import printed
from service.domain.tariffs.copying import reachable
from service.domain.tariffs.overlay import homes_of
from service.domain.tariffs.reading import Reading
from service.domain.tariffs.resolving import parties_of
from service.domain.unfolding import Changed, Differing, Ident, ident_of

EACH = 4
"""So many moments are compared one after the other, then every so-many-th."""
CROWD, APART = 3, 24
"""So many reports, with fewer moments to each of them than that: something differs until the last of them."""


class _Settled(NamedTuple):
    """What two books differ in at a *moment* from which on they tell the same, and what that is in later books."""

    moment: datetime
    pairs: list[Pair]
    heirs: list[Heirs]


class Rereading:
    """
    Reports that differ, brought into a reading that stood without them.

    `reading` is the one that stands then, of all `reports`, `told` what changed, by key.
    """

    def __init__(
        self,
        subject: str,
        reading: Reading,
        old: dict[Ident, Report],
        found: Iterable[Differing],
        keys: frozenset[str],
    ) -> None:
        self.reading = reading
        self.told: dict[str, list[Changed]] = defaultdict(list)
        self._subject = subject
        self._keys = keys
        self._homes = homes_of(parties_of(subject)[1])
        self.reports = old
        self._to_come = sorted(found, key=_published)
        while self._to_come:
            self._go_through()

    def _go_through(self) -> None:
        """Bring in the first reports to come, and all others that are published until nothing differs any more."""
        begun = _published(self._to_come[0])
        kept = [each for each in self.reading.chronicle.kept if each.moment < begun]
        start = kept[-1] if kept else None
        new = _with(self.reports, self._to_come)
        old, after = _from(self.reports, start), _from(new, start)
        since = min(each.since for each in self._to_come)
        moments = turning_points([*old, *after])
        reading = Reading(self._subject, start, self.reading.cited)
        reading.chronicle.take(after)
        earlier = [moment for moment in moments if moment < since]
        if earlier:
            reading.begin(earlier[-1])
        coming = moments[len(earlier) :]
        settled: _Settled | None = None
        if len(self._to_come) >= CROWD and len(coming) < APART * len(self._to_come):
            reading.go_on(coming)
        else:
            before = Chronicle(self._homes, start)
            before.take(old)
            if earlier:
                before.pass_to(earlier[-1])
            settled = self._read(before, reading, coming, _Last([*old, *after]))
        if settled is None:
            self._take_over(reading, since, [*kept, *reading.chronicle.kept], new)
        else:
            following = next((moment for moment in moments if moment > settled.moment), KNOWN_EVER)
            self._leave(reading, (since, following), settled, kept)

    def _read(self, before: Chronicle, reading: Reading, moments: Sequence[datetime], last: _Last) -> _Settled | None:
        """Read both on until nothing differs any more; None where that does not come."""
        for number, moment in enumerate(moments):
            reading.go_on([moment])
            if number < EACH or number % EACH == 0:
                before.pass_to(moment)
                settled = self._settled(before, reading, moment, last)
                if settled is not None:
                    return settled
        return None

    def _settled(self, before: Chronicle, reading: Reading, moment: datetime, last: _Last) -> _Settled | None:
        """What differs at *moment*, if nothing that follows is told otherwise for it."""
        begun = [each for each in self._to_come if _published(each) <= moment]
        tellers = _tellers(begun)
        if last.of(tellers) > moment or not (before.is_settled(moment) and reading.chronicle.is_settled(moment)):
            return None
        pairs = differing(before.book, reading.chronicle.book, tellers)
        if pairs is None or not self._is_told_to_the_end(pairs, reading.chronicle.book, moment):
            return None
        later = [self.reading.chronicle.book, *(each.book for each in self._kept_after(moment))]
        found = [heirs(book, pairs) for book in later]
        known = [each for each in found if each is not None]
        return _Settled(moment, pairs, known) if len(known) == len(found) else None

    def _is_told_to_the_end(self, pairs: Sequence[Pair], book: Book, moment: datetime) -> bool:
        """Whether no answer that can show the difference turns after *moment*."""
        shown = [pair for pair in pairs if pair.is_shown_apart]
        if not shown:
            return True
        live = self.reading
        twins = {twin.ident for level in chain(reachable(book), reachable(live.chronicle.book)) for twin in level.twins}
        return moment >= live.since and all(
            pair.one.sources
            and pair.other.sources
            and pair.one.ident not in twins
            and live.cited.get(pair.one.sources[0], live.since) <= moment
            for pair in shown
        )

    def _kept_after(self, moment: datetime) -> list[Kept]:
        return [each for each in self.reading.chronicle.kept if each.moment > moment]

    def _take_over(self, reading: Reading, since: datetime, kept: list[Kept], new: dict[Ident, Report]) -> None:
        """Go on with the other *reading*, since it differs to the end."""
        live = self.reading
        self._tell(reading, since, KNOWN_EVER)
        if since > live.since:
            reading.turns = live.turns[: live.turn_at(since)] + reading.turns
            reading.since = live.since
        reading.chronicle.take_over(new.values(), kept)
        self.reading, self.reports, self._to_come = reading, new, []

    def _leave(
        self,
        reading: Reading,
        extent: tuple[datetime, datetime],
        settled: _Settled,
        kept: list[Kept],
    ) -> None:
        """Go on with the reading that stood, brought up to what the other one tells until nothing differs any more."""
        live, (since, until) = self.reading, extent
        shown = [pair for pair in settled.pairs if pair.is_shown_apart]
        self._tell(reading, since, until)
        if until < KNOWN_EVER and shown:
            places = reading.citing({pair.other.sources[0] for pair in shown})
            self._add(reading.told(until, KNOWN_EVER, places))
        if since > live.since:
            live.turns[live.turn_at(since) : live.turn_at(until)] = reading.turns
        begun = [each for each in self._to_come if _published(each) <= settled.moment]
        later = self._kept_after(settled.moment)
        self.reports, self._to_come = _with(self.reports, begun), self._to_come[len(begun) :]
        stories = _tellers(begun).stories
        prints = {printed(each) for each in (*self.reports.values(), *_reports(begun)) if each.story in stories}
        for book in (live.chronicle.book, *(each.book for each in later)):
            for key in prints:
                book.stories.pop(key, None)
            after = reading.chronicle.book.stories
            book.stories.update({key: after[key] for key in prints if key in after})
        for found in settled.heirs:
            bring(found)
        live.at = settled.moment if live.at is None else max(live.at, settled.moment)
        live.chronicle.take_over(self.reports.values(), [*kept, *reading.chronicle.kept, *later])
        live.again(_changed(live.chronicle.book, settled.heirs[0]))

    def _tell(self, reading: Reading, since: datetime, until: datetime) -> None:
        """Tell what *reading* answers in a stretch of time, at the places that turned in it, then or before."""
        live = self.reading
        if since <= live.since:
            self._add(reading.whole(since, until, live.keys() | self._keys | self.told.keys()))
            return
        places = live.turned(since, until)
        for key, days in reading.turned(since, until).items():
            places[key] |= days
        self._add(reading.told(since, until, places))

    def _add(self, told: dict[str, Changed]) -> None:
        for key, changed in told.items():
            self.told[key].append(changed)


class _Last:
    """When the last report of each story and of each article begins to count."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._stories: dict[str, datetime] = {}
        self._articles: dict[str, datetime] = {}
        for report in reports:
            moment = report.known_from
            self._stories[report.story] = max(moment, self._stories.get(report.story, moment))
            self._articles[report.article_id] = max(moment, self._articles.get(report.article_id, moment))

    def of(self, tellers: Tellers) -> datetime:
        """When the last one of some stories and articles does."""
        stories = (self._stories[each] for each in tellers.stories if each in self._stories)
        articles = (self._articles[each] for each in tellers.articles if each in self._articles)
        return max(chain(stories, articles), default=KNOWN_EVER)


def _published(change: Differing) -> datetime:
    return min(each.published_at for each in change.both)


def _reports(found: Iterable[Differing]) -> Iterable[Report]:
    return chain.from_iterable(each.both for each in found)


def _tellers(found: Sequence[Differing]) -> Tellers:
    stories = frozenset(each.story for each in _reports(found))
    return Tellers(stories, frozenset(each.article_id for each in _reports(found)))


def _with(reports: dict[Ident, Report], found: Iterable[Differing]) -> dict[Ident, Report]:
    """Reports once those of *found* have come and gone."""
    result = dict(reports)
    for change in found:
        if change.old is not None:
            result.pop(ident_of(change.old), None)
    for change in found:
        if change.new is not None:
            result[ident_of(change.new)] = change.new
    return result


def _from(reports: dict[Ident, Report], start: Kept | None) -> list[Report]:
    return [each for each in reports.values() if start is None or each.published_at > start.moment]


def _changed(book: Book, found: Heirs) -> set[str]:
    """Mark the lanes in which levels differ in what is shown of them; their scopes."""
    levels = {level for level, pair in found if pair.is_shown_apart}
    slugs: set[str] = set()
    for (_, slug), lanes in book.lanes.items():
        for lane in lanes.values():
            near = chain(lane.levels, chain.from_iterable(map(references, lane.levels)))
            if levels and not levels.isdisjoint(near):
                lane.changed = True
                slugs.add(slug)
    return slugs
