"""
Plans: what is announced and stands, kept up as notices come.

A plan stands until something newer replaces, cancels or contradicts it; in whatever order notices came, those that
stand are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.states.notices import Notice, Vocabulary


class Plans:
    """The scheduled notices that stand among those shown, by the day on which they begin."""

    def __init__(self) -> None:
        self.standing: list[Notice] = []
        self._held: list[Notice] = []

    def show(self, notices: Sequence[Notice], vocabulary: Vocabulary) -> None:
        """Tell of *notices*: what was shown before is gone on with where they begin with it."""
        known = len(self._held)
        if notices[:known] != self._held:
            known, self.standing = 0, []
        self._held = list(notices)
        fresh = [notice for notice in self._held[known:] if notice.scheduled]
        if self.standing:
            new = self._held[known:]
            self.standing = [plan for plan in self.standing if not _is_ended(plan, new, vocabulary)]
        if fresh:
            self.standing += [plan for plan in fresh if not _is_ended(plan, self._held, vocabulary)]
            self.standing.sort(key=lambda plan: (plan.last, plan.order))


def _is_ended(plan: Notice, notices: Sequence[Notice], vocabulary: Vocabulary) -> bool:
    """Whether any of *notices* that is newer ends a plan."""
    return any(later.order > plan.order and _ends(later, plan, vocabulary) for later in notices)


def _ends(later: Notice, plan: Notice, vocabulary: Vocabulary) -> bool:
    if later.report.story == plan.report.story:
        return False
    if later.scheduled:
        return later.state == plan.state
    if later.implied or later.state == plan.state:
        return False
    families = vocabulary.family(later.state), vocabulary.family(plan.state)
    if vocabulary.cancels(*families):
        came_after = later.dated and later.first is not None and later.first > plan.last
        if came_after and (vocabulary.follows(*reversed(families)) or not vocabulary.cancels(*reversed(families))):
            return False  # The plan's day had come by then.
        return later.last > plan.day or later.seen_on_the_day
    seen_after = later.seen_on_the_day and later.day >= plan.last
    return seen_after and not vocabulary.follows(vocabulary.family(plan.state), vocabulary.family(later.state))
