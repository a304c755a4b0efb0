"""
The course of one key: the spans that its notices give, kept up as notices come.

What it tells is a function of the notices that are shown and of nothing that was shown before: where they begin with
those, only what is new is worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from service.domain.spans import Span
from service.domain.states.denials import Denials
from service.domain.states.disputes import Starts, contested
from service.domain.states.notices import Notice, Vocabulary
from service.domain.states.passing import Effective
from service.domain.states.pieces import Pieces
from service.domain.states.plans import Plans
from service.domain.states.spanning import Describe, Record, episodes_of, spans_of_episode
from service.domain.states.support import Support
from service.domain.states.sweeping import Stretch, Told, timeline


class Course:
    """One key's answers; nothing is held that does not follow from the notices that were shown last."""

    def __init__(self) -> None:
        self._denials = Denials()
        self._starts = Starts()
        self._effective = Effective()
        self._pieces = Pieces()
        self._plans = Plans()
        self._kept: list[Notice] = []
        self._by_state: dict[str, list[Notice]] = defaultdict(list)
        self._supports: dict[tuple[str, date], Support] = {}

    def spans(
        self, key: str, notices: Sequence[Notice], vocabulary: Vocabulary, describe: Describe
    ) -> tuple[Span, ...]:
        """The spans of *key*, sorted by first day; *notices* in any order."""
        kept, denying = self._denials.show(notices, vocabulary)
        kept, disputes = self._starts.show(kept, vocabulary)
        self._gather(kept)
        effective = self._effective.show(kept, vocabulary)
        seen = [notice for notice in effective if not notice.scheduled]
        self._pieces.show(seen)
        self._plans.show(effective, vocabulary)
        plans, by_day = self._plans.standing, vocabulary.by_day

        def alike(one: Notice, other: Notice) -> bool:
            return one.state not in by_day or describe(one) == describe(other)

        stretches = timeline(Told(self._pieces, seen, plans, vocabulary, alike), joined=not disputes)
        record = Record(key, denying, plans, describe, by_day)
        episodes = episodes_of(contested(stretches, disputes) if disputes else stretches)
        supports = self._supported(episodes)
        around = [None, *episodes, None]
        return tuple(
            span
            for before, episode, support, after in zip(around, episodes, supports, around[2:], strict=False)
            for span in spans_of_episode(
                record, episode, support, (before[-1] if before else None, after[0] if after else None)
            )
        )

    def _gather(self, kept: list[Notice]) -> None:
        """Hold what counts by its state; what supports an episode is gone on with, or gathered anew."""
        known = len(self._kept)
        if kept[:known] != self._kept:
            known = 0
            self._by_state.clear()
            self._supports.clear()
        for notice in kept[known:]:
            self._by_state[notice.state].append(notice)
        self._kept = kept

    def _supported(self, episodes: Sequence[Sequence[Stretch]]) -> list[Support]:
        """What supports each episode; where nobody tells of its days, the notice that opens it."""
        known, self._supports = self._supports, {}
        found: list[Support] = []
        for episode in episodes:
            opening, since, until = episode[0].opening, episode[0].since, episode[-1].until
            of_state = self._by_state[opening.state]
            support = known.get((opening.state, since))
            if support is None or not support.take(of_state, until):
                support = Support(since)
                support.take(of_state, until)
            self._supports[opening.state, since] = support
            if support.telling is None:
                support = Support(since)
                support.add(opening)
            found.append(support)
        return found
