"""
Laying out: the totals of a book's homes and scopes over the days, kept up as reports come in.

After every `refresh` they equal totals that are laid out from the beginning; only days that can differ are laid again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.goods import GENERAL
from service.domain.tariffs.levels import Lane
from service.domain.tariffs.overlay import Reach
from service.domain.tariffs.pieces import ALWAYS, Extent, Extents, Piece, edges_of, first_day, joined, spliced, union
from service.domain.tariffs.stretches import Stretch, lives
from service.domain.tariffs.summing import Days, all_ended, less, outlawed, plain, reported, summed
from service.domain.tariffs.totals import COUNTRY_RATES, Timeline

_NOTHING = Timeline([])


def _line(lane: Lane, held: Timeline | None) -> Timeline:
    """A lane laid out, the one that is *held* where nothing can differ."""
    if held is not None and not (lane.changed or lane.twinned):
        return held
    lane.changed = False
    return Timeline(lives(lane))


def _days_of(found: Iterable[Stretch]) -> Extents:
    return union(Extent(each.first, each.until) for each in found)


class Totals:
    """
    The totals of every home and scope of a book, which are laid out again only where reports changed them.

    `leaning` are the scopes whose totals depend on the ordinary one.
    """

    def __init__(self, book: Book, reach: Reach) -> None:
        self.book = book
        self.reach = reach
        self.leaning: set[str] = set()
        self._lines: dict[tuple[str, str], dict[str, Timeline]] = {}
        self._pieces: dict[tuple[str, str], list[Piece]] = {}

    def line(self, home: str, slug: str, name: str) -> Timeline:
        """The timeline of one lane, empty where no report told of it."""
        return self._lines.get((home, slug), {}).get(name, _NOTHING)

    def components(self, home: str, slug: str) -> dict[str, Timeline]:
        """The timelines of a scope's components at one home, by name."""
        return {name: line for name, line in self._lines.get((home, slug), {}).items() if name != TOTAL}

    def refresh(self, slug: str, ordinary: Extents) -> tuple[Extents, dict[str, Extents]]:
        """
        Take in what was told of a scope: the days on which its totals may differ, and those of each lane.

        *ordinary* are the days on which what all goods pay was changed.
        """
        apart, named = self._take_in(slug)
        leans = slug != GENERAL.slug and slug not in self.leaning and self._is_leaning(slug)
        if leans:
            self.leaning.add(slug)
        # A lane that is named for the first time keeps the more general ones of its name out on all days.
        found = ALWAYS if leans or named else self._widened(slug, [each for one in apart.values() for each in one])
        if slug in self.leaning and ordinary:
            found = union((*ordinary, *found))
        for home in reversed(self.book.homes):
            if (home, slug) in self._pieces:
                for extent in found:
                    fresh = self._found(home, slug, extent)
                    self._pieces[home, slug] = spliced(self._pieces[home, slug], extent, fresh)
        return found, {name: _days_of(stretches) for name, stretches in apart.items()}

    def _take_in(self, slug: str) -> tuple[dict[str, list[Stretch]], bool]:
        """Lay the lanes of a scope out: the stretches that came or went, by component, and whether lanes did."""
        apart: dict[str, list[Stretch]] = {}
        named = False
        for home in self.book.told:
            lanes = self.book.lanes.get((home, slug))
            if lanes is None:
                continue
            held = self._lines.get((home, slug), {})
            fresh = {name: _line(lane, held.get(name)) for name, lane in lanes.items()}
            for name in (each for each in {**held, **fresh} if held.get(each) is not fresh.get(each)):
                differing = held.get(name, _NOTHING).differing(fresh.get(name, _NOTHING))
                if differing:
                    apart.setdefault(name, []).extend(differing)
            named = named or held.keys() != fresh.keys()
            self._lines[home, slug] = fresh
        return apart, named

    def _is_leaning(self, slug: str) -> bool:
        lines = (line for home in self.book.told for line in self._lines.get((home, slug), {}).values())
        return any(each.state != "holds" for line in lines for each in line.stretches)

    def _widened(self, slug: str, apart: Sequence[Stretch]) -> Extents:
        """The days of *apart*, and those of totals that were last reported on days on which a component differs."""
        if not apart:
            return ()
        told = union(Extent(min(each.since.first, each.first), each.until) for each in apart)
        totals = [
            Extent(each.first, each.until)
            for home in self.book.told
            for each, anchor in self.line(home, slug, TOTAL).reported()
            if any(extent.first <= anchor <= extent.until for extent in told)
        ]
        return union((*_days_of(apart), *totals))

    def pieces(self, home: str, slug: str) -> list[Piece]:
        """The total of a scope at *home*, with what applies to it from more general homes."""
        key = (home, slug)
        if key not in self._pieces:
            self._pieces[key] = self._found(home, slug, *ALWAYS)
        return self._pieces[key]

    def at(self, home: str, slug: str, day: date) -> Piece | None:
        """The piece of a day."""
        pieces = self.pieces(home, slug)
        i = bisect_right(pieces, day, key=first_day) - 1
        return pieces[i] if i >= 0 and day < pieces[i].until else None

    def _found(self, home: str, slug: str, extent: Extent) -> list[Piece]:
        """The pieces of the days of *extent*."""
        find = self._ordinary if slug == GENERAL.slug else self._narrow
        own, lines = self.line(home, slug, TOTAL), self.components(home, slug)
        edges = pairwise(sorted(self._edges(home, slug, extent)))
        days = (
            Days(first, until, home, slug, own.at(first), lines, self._layers(home, slug, first))
            for first, until in edges
        )
        return joined(piece for each in days if (piece := find(each)) is not None)

    def _layers(self, home: str, slug: str, day: date) -> dict[str, tuple[str, Timeline]]:
        """The components that are told of the target's groups, or of all countries, on *day*: the home of each."""
        applying = [each for each in self.book.more_general(home) if self.reach.applies(each, day)]
        if not applying:
            return {}
        return {
            name: (other, line)
            for other in reversed(applying)
            for name, line in self.components(other, slug).items()
            if name not in self._lines.get((home, slug), {})
        }

    def _edges(self, home: str, slug: str, extent: Extent) -> set[date]:
        """The days of *extent* on which what bears on the total changes, its ends included."""
        edges = set(extent)
        lines = list(self._lines.get((home, slug), {}).values())
        for other in self.book.more_general(home):
            if (other, slug) in self.book.lanes:
                lines += self._lines[other, slug].values()
                edges.update(day for day in self.reach.edges(other) if extent.first < day < extent.until)
                edges.update(edges_of(self.pieces(other, slug), extent))
        for line in lines:
            edges.update(line.edges(*extent))
        if slug in self.leaning:
            edges.update(edges_of(self.pieces(home, GENERAL.slug), extent))
        return edges

    def _ordinary(self, days: Days) -> Piece | None:
        """The total of all goods: reported and moved, else summed on the general one, else that one."""
        own, parts = days.own, days.parts()
        if own is not None and own.state == "holds":
            total = reported(days, own, parts)
            later = self._general(days) if total.state == "ended" else None
            return days.applying(later) if later is not None and later.since.last >= total.since.last else total
        general = self._general(days)
        if own is not None and outlawed(own, general):
            return plain(days, own, "ended")
        spared = days.spared()
        if spared is not None and general is not None and general.lead.level.born > spared.level.told_day:
            spared = None  # The duty for all is newer than what was said of sparing anyone.
        if parts:
            replaced = spared is not None or any(part.name in COUNTRY_RATES for part in parts)
            layered = any(part.stretch.level.basis == "component" for part in parts)
            base = general if layered and not replaced and general is not None and general.state == "holds" else None
            return summed(days, parts, base)
        if spared is not None:
            return plain(days, spared, "exempt")
        if general is not None:
            return days.applying(general)
        if own is not None:
            return plain(days, own, own.state)
        return all_ended(days)

    def _narrow(self, days: Days) -> Piece | None:
        """The total of some goods (rule 18): their own, or what is left of the ordinary one."""
        own, parts = days.own, days.parts()
        if own is not None and own.state == "holds":
            left = self._what_is_left(days, repeated=own)
            return left if left is not None else reported(days, own, parts)
        general = self._general(days)
        if own is not None and own.state == "exempt":
            later = general is None or (own.level.dated and general.lead.since.last <= own.level.start.last)
            if general is None or general.state != "holds" or later:
                return plain(days, own, "exempt")
        if parts:
            return summed(days, parts, None)
        again = general is not None and general.how != "moved" and own is not None and general.since.last >= own.first
        if own is not None and own.state == "ended" and not again:
            ordinary = self.at(days.home, GENERAL.slug, days.first)
            later = ordinary is not None and ordinary.state == "holds" and ordinary.since.last >= own.first
            return None if later else plain(days, own, "ended")
        left = self._what_is_left(days)
        if left is not None:
            return left
        return days.applying(general) if general is not None else None

    def _general(self, days: Days) -> Piece | None:
        """What the target's groups, or else all countries, pay."""
        for other in self.book.more_general(days.home):
            if self.reach.applies(other, days.first):
                piece = self.at(other, days.slug, days.first)
                if piece is not None and piece.state != "ended":
                    return piece
        return None

    def _what_is_left(self, days: Days, repeated: Stretch | None = None) -> Piece | None:
        """
        The ordinary total less the components that the goods are free of; nothing left is no duty (rule 18).

        Of goods with a level of their own only where it repeats the ordinary one, and for what they were freed of
        after it was last seen.
        """
        ordinary = self.at(days.home, GENERAL.slug, days.first)
        if ordinary is None or ordinary.state != "holds":
            return None
        if repeated is not None and not (ordinary.rate == repeated.level.rate and ordinary.since.meets(repeated.since)):
            return None
        freed: dict[str, Stretch] = {}
        for other in (days.home, *self.book.more_general(days.home)):
            if other != days.home and not self.reach.applies(other, days.first):
                continue
            lines = list(self.components(other, days.slug).items())
            if other != days.home:
                lines.append((TOTAL, self.line(other, days.slug, TOTAL)))
            for name, line in lines:
                part = line.at(days.first)
                if part is None or (repeated is not None and part.since.last <= repeated.level.last_seen):
                    continue
                if part.state != "holds" and (name != TOTAL or part.state == "ended"):
                    freed.setdefault(name, part)
        return less(days, ordinary, freed) if freed else None
