"""
Summing: the total of some days out of what is reported, its components, and what applies more generally.

Each piece names the one rule that decided it (rules 5, 14, 15 and 18 of docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from service.domain.tariffs.book import TOTAL
from service.domain.tariffs.levels import Level
from service.domain.tariffs.pieces import Part, Piece
from service.domain.tariffs.statements import Window
from service.domain.tariffs.stretches import Rival, State, Stretch
from service.domain.tariffs.totals import COUNTRY_RATES, ZERO, Change, Timeline, changes_since, with_changes


class Days(NamedTuple):
    """
    Days from *first* to before *until* on which nothing changes that bears on a scope's total at *home*.

    `lines` are the components that are told of it, `layers` those of more general homes, with their home.
    """

    first: date
    until: date
    home: str
    slug: str
    own: Stretch | None
    lines: dict[str, Timeline]
    layers: dict[str, tuple[str, Timeline]]

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


def sum_of(parts: Iterable[Part]) -> Decimal | None:
    """The sum of the parts' rates, None where none is known."""
    rates = [part.stretch.level.rate for part in parts if part.stretch.level.rate is not None]
    return sum(rates, ZERO) if rates else None


def _unknown(parts: Iterable[Part]) -> bool:
    return any(part.stretch.level.rate is None for part in parts)


def _latest(windows: Iterable[Window]) -> Window:
    return max(windows, key=lambda window: window.last)


def plain(days: Days, own: Stretch, state: State) -> Piece:
    """A piece that one stretch decides alone: exempt, or ended."""
    end = None if state == "exempt" or own.level.void else own.level.end
    since = own.since if end is None else end
    return Piece(
        first=days.first, until=days.until, state=state, rate=None, lead=own, how="reported", rule=state, since=since,
        stop=None, certain=own.certain, home=days.home,
    )  # fmt: skip


def reported(days: Days, own: Stretch, parts: tuple[Part, ...]) -> Piece:
    """The reported total, moved by what components did after it was last reported (rule 15)."""
    level = own.level
    rivals = tuple((rival.level.rate, rival) for rival in own.rivals)
    piece = Piece(
        first=days.first, until=days.until, state="holds", rate=level.rate, lead=own, how="reported",
        rule="contested" if rivals else level.rule, since=own.since, stop=own.stop, certain=own.certain,
        home=days.home, parts=parts, reported=level.rate, summed=sum_of(parts), unknown_part=_unknown(parts),
        rivals=rivals,
    )  # fmt: skip
    if not (days.lines or days.layers):
        return piece
    later = level.rate is not None and days.first > level.anchor
    changes = changes_since(days.lines, level, days.first) if later else []
    layers = _layers(days, level) if later and days.layers else []
    changes += [change for change, _ in layers]
    if not changes or level.rate is None:
        return piece if rivals else _with_inherited(piece)
    rate = with_changes(level.rate, changes, days.lines, days.first)
    ended = rate == 0 and any(change.delta < 0 for change in changes)
    last = max(changes, key=lambda change: change.since.last)
    parts = (*parts, *(part for _, part in layers))
    moved = piece._replace(
        state="ended" if ended else "holds", rate=rate, how="moved", since=last.since, parts=parts,
        summed=sum_of(parts), turn=last.level,
    )  # fmt: skip
    return moved if rivals else _with_inherited(moved._replace(rule="component-difference"))


def _layers(days: Days, total: Level) -> list[tuple[Change, Part]]:
    """What came on top of a reported total because the target is in a group, or for all countries (rule 15)."""
    found = changes_since({name: line for name, (_, line) in days.layers.items()}, total, days.first)
    added: list[tuple[Change, Part]] = []
    for change in found:
        home, line = days.layers[change.name]
        part = line.holding(days.first)
        if change.delta > 0 and part is not None:
            added.append((change, Part(change.name, part, home)))
    return added


def _with_inherited(piece: Piece) -> Piece:
    """The piece with what else its total could be because one of its parts is contested."""
    total = sum_of(piece.parts)
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


def summed(days: Days, parts: tuple[Part, ...], base: Piece | None) -> Piece:
    """The sum of the known components, on top of the general level where they are layers on it (rule 15)."""
    known = [part for part in parts if part.stretch.level.rate is not None]
    lead = max(known or parts, key=lambda part: part.stretch.since.last).stretch
    turns = [lead.since, *(end for part in days.ended_parts() if (end := part.level.end) is not None)]
    total = sum_of(parts)
    if base is not None and base.rate is not None:
        parts, total = _with_base(parts, base, base.rate)
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


def _with_base(parts: tuple[Part, ...], base: Piece, rate: Decimal) -> tuple[tuple[Part, ...], Decimal]:
    """The parts on top of a general level, and what both come to; what is told of both is charged once."""
    known = {part.name: part.stretch.level.rate for part in base.parts}
    if base.reported is not None:  # It includes the parts that are known of it.
        parts = tuple(part for part in parts if known.get(part.name, ZERO) != part.stretch.level.rate)
    own = {part.name for part in parts}
    instead = sum_of(part for part in base.parts if part.name in own)
    below = (Part("baseline", base.lead, base.home),) if base.reported is not None else base.parts
    found = (*(part for part in below if part.name not in own), *parts)
    return found, rate + (sum_of(parts) or ZERO) - (instead or ZERO)


def outlawed(own: Stretch, general: Piece | None) -> bool:
    """Whether a court ended the target's own level: what was older for all does not come back by itself (rule 17)."""
    if own.state != "ended" or own.level.stop_status != "struck_down" or general is None:
        return False
    return max(general.since.last, general.lead.level.last_seen) < own.first


def all_ended(days: Days) -> Piece | None:
    """All known components have ended, and no total was ever reported."""
    ended = days.ended_parts()
    return plain(days, max(ended, key=lambda part: part.first), "ended") if ended else None


def less(days: Days, ordinary: Piece, freed: dict[str, Stretch]) -> Piece:
    """The ordinary total without what goods are freed of; freed of the general level, its own components stay."""
    gone = set(freed) - {TOTAL} | (COUNTRY_RATES if TOTAL in freed else set())
    left = tuple(part for part in ordinary.parts if part.name not in gone)
    whole = ordinary.rate or ZERO
    if TOTAL in freed:
        rate = sum_of(left) or ZERO
    else:
        rate = whole - (sum_of(part for part in ordinary.parts if part.name in gone) or ZERO)
        if gone & COUNTRY_RATES and not any(part.name in COUNTRY_RATES for part in ordinary.parts):
            # What no component explains is the country's share of the rate for all.
            rate -= max(whole - (sum_of(ordinary.parts) or ZERO), ZERO) if left else ZERO
    lead = max(freed.values(), key=lambda part: part.since.last)
    since = _latest((lead.since, ordinary.since))
    if rate <= 0:
        return plain(days, lead, "ended")._replace(how="moved", rule="product-freed", since=since)
    return ordinary._replace(
        first=days.first, until=days.until, rate=rate, how="moved", rule="product-freed", since=since, parts=left,
        certain=lead.certain and ordinary.certain, reported=None, summed=sum_of(left), home=days.home,
    )  # fmt: skip
