"""
Pieces: a scope's total over the days, put together from reports, components and more general levels.

Pieces of one scope are disjoint and in order; each names the one rule that decided it (rules 5, 14, 15 and 18).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from service.domain.spans import FIRST_DAY, LAST_DAY
from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.goods import GENERAL
from service.domain.tariffs.overlay import Reach
from service.domain.tariffs.statements import Window
from service.domain.tariffs.stretches import Rival, State, Stretch, stretches
from service.domain.tariffs.totals import COUNTRY_RATES, ZERO, Timeline, changes_since, with_changes

How = Literal["reported", "moved", "sum", "general"]


class Part(NamedTuple):
    """A component that is part of a total on a day; `rate` is None where no report gives a figure."""

    name: str
    stretch: Stretch
    home: str


class Piece(NamedTuple):
    """
    A total on the days from *first* to before *until*.

    `lead` is the stretch that decides, `how` which of the possible answers it is; `reported` is the total that
    reports give for these days, `summed` that of the known `parts`.
    """

    first: date
    until: date
    state: State
    rate: Decimal | None
    lead: Stretch
    how: How
    rule: str
    since: Window
    stop: Window | None
    certain: bool
    home: str
    parts: tuple[Part, ...] = ()
    reported: Decimal | None = None
    summed: Decimal | None = None
    unknown_part: bool = False
    rivals: tuple[tuple[Decimal | None, Rival], ...] = ()


class Totals:
    """
    The totals of every home and scope of a book, each laid out once.

    `leaning` are the scopes whose totals depend on the ordinary one.
    """

    def __init__(self, book: Book, reach: Reach) -> None:
        self.book = book
        self.reach = reach
        self._general_homes = {home: book.more_general(home) for home in book.homes}
        self._lines: dict[tuple[str, str, str], Timeline] = {}
        self._components: dict[tuple[str, str], dict[str, Timeline]] = {}
        self._pieces: dict[tuple[str, str], list[Piece]] = {}
        self.leaning: set[str] = set()

    def line(self, home: str, slug: str, name: str) -> Timeline:
        """The timeline of one lane, empty where no report told of it."""
        key = (home, slug, name)
        if key not in self._lines:
            lane = self.book.existing(home, slug, name)
            self._lines[key] = Timeline(stretches(lane) if lane is not None else [])
        return self._lines[key]

    def components(self, home: str, slug: str) -> dict[str, Timeline]:
        """The timelines of a scope's components at one home, by name."""
        key = (home, slug)
        if key not in self._components:
            self._components[key] = {
                name: self.line(home, slug, name) for name in self.book.lanes.get(key, ()) if name != TOTAL
            }
        return self._components[key]

    def pieces(self, home: str, slug: str) -> list[Piece]:
        """The total of a scope at *home*, with what applies to it from more general homes."""
        key = (home, slug)
        if key not in self._pieces:
            find = self._ordinary if slug == GENERAL.slug else self._narrow
            own, lines = self.line(home, slug, TOTAL), self.components(home, slug)
            days = (Days(first, until, home, slug, own.at(first), lines) for first, until in self._edges(home, slug))
            self._pieces[key] = joined(piece for each in days if (piece := find(each)) is not None)
        return self._pieces[key]

    def at(self, home: str, slug: str, day: date) -> Piece | None:
        """The piece of a day."""
        for piece in self.pieces(home, slug):
            if piece.until > day:
                return piece if piece.first <= day else None
        return None

    def _edges(self, home: str, slug: str) -> Iterable[tuple[date, date]]:
        """The days on which what bears on the total changes, as intervals between them."""
        edges = {FIRST_DAY, LAST_DAY}
        lines = [self.line(home, slug, TOTAL), *self.components(home, slug).values()]
        for other in self._general_homes[home]:
            if (other, slug) in self.book.lanes:
                lines += [self.line(other, slug, TOTAL), *self.components(other, slug).values()]
                edges.update(self.reach.edges(other))
                edges.update(day for piece in self.pieces(other, slug) for day in (piece.first, piece.until))
        for line in lines:
            edges.update(line.edges())
        if slug != GENERAL.slug and any(each.state != "holds" for line in lines for each in line.stretches):
            edges.update(day for piece in self.pieces(home, GENERAL.slug) for day in (piece.first, piece.until))
            self.leaning.add(slug)
        return pairwise(sorted(edges))

    def _ordinary(self, days: Days) -> Piece | None:
        """The total of all goods: reported and moved, else summed on the general one, else that one."""
        own, parts = days.own, days.parts()
        if own is not None and own.state == "holds":
            return _reported(days, own, parts)
        general = self._general(days)
        if own is not None and _outlawed(own, general):
            return _plain(days, own, "ended")
        spared = days.spared()
        if spared is not None and general is not None and general.lead.level.born > spared.level.told_day:
            spared = None  # The duty for all is newer than what was said of sparing anyone.
        if parts:
            replaced = spared is not None or any(part.name in COUNTRY_RATES for part in parts)
            layered = any(part.stretch.level.basis == "component" for part in parts)
            base = general if layered and not replaced and general is not None and general.state == "holds" else None
            return _summed(days, parts, base)
        if spared is not None:
            return _plain(days, spared, "exempt")
        if general is not None:
            return days.applying(general)
        if own is not None:
            return _plain(days, own, own.state)
        return _all_ended(days)

    def _narrow(self, days: Days) -> Piece | None:
        """The total of some goods (rule 18): their own, or what is left of the ordinary one."""
        own, parts = days.own, days.parts()
        if own is not None and own.state == "holds":
            return _reported(days, own, parts)
        general = self._general(days)
        if own is not None and own.state == "exempt":
            later = general is None or (own.level.dated and general.lead.since.last <= own.level.start.last)
            if general is None or general.state != "holds" or later:
                return _plain(days, own, "exempt")
        if parts:
            return _summed(days, parts, None)
        again = general is not None and general.how != "moved" and own is not None and general.since.last >= own.first
        if own is not None and own.state == "ended" and not again:
            ordinary = self.at(days.home, GENERAL.slug, days.first)
            later = ordinary is not None and ordinary.state == "holds" and ordinary.since.last >= own.first
            return None if later else _plain(days, own, "ended")
        left = self._what_is_left(days)
        if left is not None:
            return left
        return days.applying(general) if general is not None else None

    def _general(self, days: Days) -> Piece | None:
        """What the target's groups, or else all countries, pay."""
        for other in self._general_homes[days.home]:
            if self.reach.applies(other, days.first):
                piece = self.at(other, days.slug, days.first)
                if piece is not None and piece.state != "ended":
                    return piece
        return None

    def _what_is_left(self, days: Days) -> Piece | None:
        """The ordinary total less the components that the goods are free of; nothing left is no duty (rule 18)."""
        ordinary = self.at(days.home, GENERAL.slug, days.first)
        if ordinary is None or ordinary.state != "holds":
            return None
        freed: dict[str, Stretch] = {}
        for other in (days.home, *self._general_homes[days.home]):
            if other != days.home and not self.reach.applies(other, days.first):
                continue
            lines = list(self.components(other, days.slug).items())
            if other != days.home:
                lines.append((TOTAL, self.line(other, days.slug, TOTAL)))
            for name, line in lines:
                part = line.at(days.first)
                if part is not None and part.state != "holds" and (name != TOTAL or part.state == "ended"):
                    freed.setdefault(name, part)
        return _less(days, ordinary, freed) if freed else None


class Days(NamedTuple):
    """Days from *first* to before *until* on which nothing changes that bears on a scope's total at *home*."""

    first: date
    until: date
    home: str
    slug: str
    own: Stretch | None
    lines: dict[str, Timeline]

    def parts(self) -> tuple[Part, ...]:
        """The components that are charged."""
        found = ((name, line.holding(self.first)) for name, line in self.lines.items())
        return tuple(Part(name, part, self.home) for name, part in found if part is not None)

    def spared(self) -> Stretch | None:
        """What exempts the target from the level for all, be it of a total or of the component that takes its place."""
        if self.own is not None and self.own.state == "exempt":
            return self.own
        found = (line.at(self.first) for name, line in self.lines.items() if name in COUNTRY_RATES)
        return next((part for part in found if part is not None and part.state == "exempt"), None)

    def ended_parts(self) -> list[Stretch]:
        """The components that have ended."""
        found = (line.at(self.first) for line in self.lines.values())
        return [part for part in found if part is not None and part.state == "ended"]

    def applying(self, general: Piece) -> Piece:
        """A more general home's piece, as it applies."""
        rule = general.rule if general.how in ("sum", "general") else "general-applies"
        return general._replace(first=self.first, until=self.until, how="general", rule=rule)


def _sum(parts: Iterable[Part]) -> Decimal | None:
    rates = [part.stretch.level.rate for part in parts if part.stretch.level.rate is not None]
    return sum(rates, ZERO) if rates else None


def _unknown(parts: Iterable[Part]) -> bool:
    return any(part.stretch.level.rate is None for part in parts)


def _latest(windows: Iterable[Window]) -> Window:
    return max(windows, key=lambda window: window.last)


def _plain(days: Days, own: Stretch, state: State) -> Piece:
    """A piece that one stretch decides alone: exempt, or ended."""
    end = None if state == "exempt" or own.level.void else own.level.end
    since = own.since if end is None else end
    return Piece(
        first=days.first, until=days.until, state=state, rate=None, lead=own, how="reported", rule=state, since=since,
        stop=None, certain=own.certain, home=days.home,
    )  # fmt: skip


def _reported(days: Days, own: Stretch, parts: tuple[Part, ...]) -> Piece:
    """The reported total, moved by what components did after it was last reported (rule 15)."""
    level = own.level
    rivals = tuple((rival.level.rate, rival) for rival in own.rivals)
    piece = Piece(
        first=days.first, until=days.until, state="holds", rate=level.rate, lead=own, how="reported",
        rule="contested" if rivals else level.rule, since=own.since, stop=own.stop, certain=own.certain,
        home=days.home, parts=parts, reported=level.rate, summed=_sum(parts), unknown_part=_unknown(parts),
        rivals=rivals,
    )  # fmt: skip
    changes = changes_since(days.lines, level, days.first) if level.rate is not None else []
    if not changes or level.rate is None:
        return piece if rivals else _with_inherited(piece)
    rate = with_changes(level.rate, changes, days.lines, days.first)
    ended = rate == 0 and any(change.delta < 0 for change in changes)
    since = _latest(change.since for change in changes)
    moved = piece._replace(state="ended" if ended else "holds", rate=rate, how="moved", since=since)
    return moved if rivals else _with_inherited(moved._replace(rule="component-difference"))


def _with_inherited(piece: Piece) -> Piece:
    """The piece with what else its total could be because one of its parts is contested."""
    total = _sum(piece.parts)
    if piece.rate is None or total is None:
        return piece
    found: list[tuple[Decimal | None, Rival]] = []
    for part in piece.parts:
        for rival in part.stretch.rivals:
            other = total - (part.stretch.level.rate or ZERO) + (rival.level.rate or ZERO)
            if total == piece.rate:
                found.append((other, rival))
            elif other == piece.rate:
                found.append((total, Rival(part.stretch.level, part.stretch.since)))
    return piece._replace(rivals=tuple(found), rule="contested") if found else piece


def _summed(days: Days, parts: tuple[Part, ...], base: Piece | None) -> Piece:
    """The sum of the known components, on top of the general level where they are layers on it (rule 15)."""
    known = [part for part in parts if part.stretch.level.rate is not None]
    lead = max(known or parts, key=lambda part: part.stretch.since.last).stretch
    turns = [lead.since, *(end for part in days.ended_parts() if (end := part.level.end) is not None)]
    total = _sum(parts)
    if base is not None and base.rate is not None:
        total = (total or ZERO) + base.rate
        parts = (*base.parts, Part("baseline", base.lead, base.home), *parts)
        turns.append(base.since)
    rivals = tuple(
        (total - part.stretch.level.rate + rival.level.rate, rival)
        for part in parts
        for rival in part.stretch.rivals
        if total is not None and rival.level.rate is not None and part.stretch.level.rate is not None
    )
    stops = [part.stretch.stop for part in parts if part.stretch.stop is not None]
    return Piece(
        first=days.first, until=days.until, state="holds", rate=total, lead=lead, how="sum",
        rule="contested" if rivals else "sum-of-components", since=_latest(turns),
        stop=min(stops, key=lambda window: window.first, default=None),
        certain=all(part.stretch.certain for part in parts), home=days.home, parts=parts, summed=total,
        unknown_part=_unknown(parts), rivals=rivals,
    )  # fmt: skip


def _outlawed(own: Stretch, general: Piece | None) -> bool:
    """Whether a court ended the target's own level: what was older for all does not come back by itself (rule 17)."""
    if own.state != "ended" or own.level.stop_status != "struck_down" or general is None:
        return False
    return max(general.since.last, general.lead.level.last_seen) < own.first


def _all_ended(days: Days) -> Piece | None:
    """All known components have ended, and no total was ever reported."""
    ended = days.ended_parts()
    return _plain(days, max(ended, key=lambda part: part.first), "ended") if ended else None


def _less(days: Days, ordinary: Piece, freed: dict[str, Stretch]) -> Piece:
    """The ordinary total without what goods are freed of; freed of the general level, its own components stay."""
    gone = set(freed) - {TOTAL} | (COUNTRY_RATES if TOTAL in freed else set())
    left = tuple(part for part in ordinary.parts if part.name not in gone)
    whole = ordinary.rate or ZERO
    if TOTAL in freed:
        rate = _sum(left) or ZERO
    else:
        rate = whole - (_sum(part for part in ordinary.parts if part.name in gone) or ZERO)
        if gone & COUNTRY_RATES and not any(part.name in COUNTRY_RATES for part in ordinary.parts):
            # What no component explains is the country's share of the rate for all.
            rate -= max(whole - (_sum(ordinary.parts) or ZERO), ZERO) if left else ZERO
    lead = max(freed.values(), key=lambda part: part.since.last)
    since = _latest((lead.since, ordinary.since))
    if rate <= 0:
        return _plain(days, lead, "ended")._replace(how="moved", rule="product-freed", since=since)
    return ordinary._replace(
        first=days.first, until=days.until, rate=rate, how="moved", rule="product-freed", since=since, parts=left,
        certain=lead.certain and ordinary.certain, reported=None, summed=_sum(left), home=days.home,
    )  # fmt: skip


def joined(found: Iterable[Piece]) -> list[Piece]:
    """Pieces with those joined that touch and say the same."""
    result: list[Piece] = []
    for piece in found:
        last = result[-1] if result else None
        if (
            last is not None
            and last.until == piece.first
            and last._replace(first=piece.first, until=piece.until) == piece
        ):
            result[-1] = last._replace(until=piece.until)
        else:
            result.append(piece)
    return result
