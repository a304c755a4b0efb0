"""
The book: all lanes of one subject, and what one of them can learn from the others.

Homes are in order from the target itself over its groups to `WORLD`; a later one is more general.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.domain.claims import TariffClaim
from service.domain.tariffs.goods import GENERAL, Scope
from service.domain.tariffs.levels import Lane, Level, agrees
from service.domain.tariffs.reasons import UNNAMED, Reason, likeness
from service.domain.tariffs.statements import Statement

TOTAL = "total"


class Book:
    """
    Lanes by home, scope and component; `homes` is the target, its groups and `WORLD`.

    `told` are those of which something was told, in their order; `stories` has the article version that first printed
    each claim of a story, `first_told` the component's level that each claim told of, of the article that is read.
    """

    def __init__(self, homes: tuple[str, ...]) -> None:
        self.homes = homes
        self.lanes: dict[tuple[str, str], dict[str, Lane]] = {}
        self.scopes: dict[str, Scope] = {}
        self.told: tuple[str, ...] = ()
        self.stories: dict[tuple[str, TariffClaim], tuple[str, int]] = {}
        self.first_told: dict[tuple[str, str], Level] = {}

    def total(self, home: str, scope: Scope) -> Lane:
        """The lane of a scope's total, made when it is first asked for."""
        lanes = self._lanes_of(home, scope)
        return lanes.get(TOTAL) or lanes.setdefault(TOTAL, Lane(home, scope, None))

    def component(self, home: str, scope: Scope, reason: Reason) -> Lane:
        """The lane of the component that *reason* names, under whatever words it was first named there."""
        lanes = self._lanes_of(home, scope)
        known = [(likeness(lane.component, reason), slug) for slug, lane in lanes.items() if lane.component is not None]
        best = max(known, default=(0, ""))
        if best[0]:
            return lanes[best[1]]
        return lanes.setdefault(reason.slug, Lane(home, scope, reason))

    def _lanes_of(self, home: str, scope: Scope) -> dict[str, Lane]:
        lanes = self.lanes.get((home, scope.slug))
        if lanes is None:
            self.scopes.setdefault(scope.slug, scope)
            self.told = tuple(each for each in self.homes if each == home or each in self.told)
            lanes = self.lanes[home, scope.slug] = {}
        return lanes

    def components(self, home: str, slug: str) -> Iterator[Lane]:
        """The component lanes of a scope at one home, in the order in which they were first named."""
        for name, lane in self.lanes.get((home, slug), {}).items():
            if name != TOTAL:
                yield lane

    def existing(self, home: str, slug: str, name: str) -> Lane | None:
        """The lane of that name, if a report has told of it."""
        return self.lanes.get((home, slug), {}).get(name)

    def more_general(self, home: str) -> tuple[str, ...]:
        """
        The homes of which something was told and whose levels apply to *home* too, the most specific first.

        Groups apply to the target only, not to each other.
        """
        if home == self.homes[0]:
            return self.told[self.told[:1] == (home,) :]
        world = self.homes[-1:]
        return world if self.told[-1:] == world and world != (home,) else ()

    def told_with(self, lane: Lane, st: Statement, level: Level) -> tuple[Level, ...]:
        """
        The levels whose fate a new one shares: the general one that it repeats, and the component that it is.

        A total that is charged for one reason alone is that component, told by the same claim.
        """
        twins = [twin for twin in (self.repeated(lane, st),) if twin is not None]
        place = (st.report.claim_id, lane.scope.slug)
        if lane.component is not None:
            self.first_told[place] = level
        elif st.reason is not None and place in self.first_told:
            twins.append(self.first_told[place])
        return tuple(twins)

    def repeated(self, lane: Lane, st: Statement) -> Level | None:
        """
        The level of a more general home that *st* repeats for its own target (rule 14).

        With a date the starts must meet; without one the general level must hold on the day of publication.
        """
        if st.rate is None:
            return None
        name = TOTAL if lane.component is None else lane.component.slug
        for home in self.more_general(lane.home):
            general = self.existing(home, lane.scope.slug, name)
            if general is None:
                continue
            if st.start is None:
                holder = general.holder(st.day)
                if holder is not None and holder.holds_on(st.day) and holder.rate == st.rate:
                    return holder
            else:
                for level in general.started(st.start.last):
                    if level.start.meets(st.start) and level.rate == st.rate and agrees(level, st):
                        return level
        return None

    def ordinary(self, lane: Lane, day: date) -> Level | None:
        """The level that all goods pay on *day*, where *lane* is about some goods only."""
        if lane.scope.slug == "*" or lane.component is not None:
            return None
        for home in (lane.home, *self.more_general(lane.home)):
            general = self.existing(home, GENERAL.slug, TOTAL)
            holder = general.holder(day) if general is not None else None
            if holder is not None and holder.holds_on(day):
                return holder
        return None

    def name_unnamed(self, home: str, scope: Scope, st: Statement) -> None:
        """Let a named component take over the unnamed one that it explains: the same rate from the same days."""
        lanes = self.lanes.get((home, scope.slug), {})
        unnamed = lanes.get(UNNAMED.slug)
        reason = st.component
        if unnamed is None or reason is None or reason is UNNAMED or st.rate is None:
            return
        if any(lane.component is not None and likeness(lane.component, reason) for lane in lanes.values()):
            return
        if any(_explains(level, st) for level in unnamed.levels if level.active):
            lanes[reason.slug] = lanes.pop(UNNAMED.slug)
            unnamed.component, unnamed.changed = reason, True

    def meant_by(self, home: str, scope: Scope, st: Statement) -> Lane | None:
        """The component that an unnamed one must be: it alone has that rate from those days, or now."""
        found = [
            lane
            for lane in self.components(home, scope.slug)
            if lane.component is not UNNAMED and any(_explains(level, st) for level in lane.levels if level.active)
        ]
        return found[0] if len(found) == 1 else None


def _explains(level: Level, st: Statement) -> bool:
    if level.rate is None or level.rate != st.rate or level.void or level.exempt:
        return False
    if st.start is not None:
        return level.start.meets(st.start)
    return level.start.last <= st.day and level.holds_on(st.day)
