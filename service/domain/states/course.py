"""
The course of one key: the spans that its notices give, kept up as notices come.

What it tells is a function of the notices that are shown and of nothing that was shown before: where they begin with
those, only what is new is worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from service.domain.spans import Span
from service.domain.states.denials import Denials
from service.domain.states.disputes import Dispute, Starts, contested
from service.domain.states.notices import Notice, Vocabulary
from service.domain.states.passing import Effective
from service.domain.states.pieces import Pieces
from service.domain.states.plans import Plans
from service.domain.states.spanning import Describe, Record, episodes_of, spans_of_episode
from service.domain.states.support import Support
from service.domain.states.sweeping import Stretch, Told, timeline


class _Episode:
    """What supports an episode, and the spans that were made of it, with all that they were made from."""

    __slots__ = ("made_from", "spans", "support")

    def __init__(self, since: date) -> None:
        self.support = Support(since)
        self.made_from: tuple[object, ...] = ()
        self.spans: Sequence[Span] = ()


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
        self._episodes: dict[tuple[str, date], _Episode] = {}

    def spans(
        self,
        key: str,
        notices: Sequence[Notice],
        vocabulary: Vocabulary,
        describe: Describe,
        names: tuple[object, ...] = (),
    ) -> tuple[Span, ...]:
        """
        The spans of *key*, sorted by first day; *notices* in any order.

        What *describe* gives follows from the notice, and from *names*.
        """
        kept, denying = list(notices), frozenset[str]()
        disputes: list[Dispute] = []
        if vocabulary.denies is not None:
            kept, denying = self._denials.show(kept, vocabulary)
        if vocabulary.starts:
            kept, disputes = self._starts.show(kept, vocabulary)
        self._gather(kept)
        effective = kept if vocabulary.yields is None else self._effective.show(kept, vocabulary)
        seen = [notice for notice in effective if not notice.scheduled]
        self._pieces.show(seen)
        self._plans.show(effective, vocabulary)
        plans, by_day = tuple(self._plans.standing), vocabulary.by_day

        def alike(one: Notice, other: Notice) -> bool:
            return one.state not in by_day or describe(one) == describe(other)

        stretches = timeline(Told(self._pieces, seen, plans, vocabulary, alike), joined=not disputes)
        record = Record(key, denying, plans, describe, by_day)
        episodes = episodes_of(contested(stretches, disputes) if disputes else stretches)
        known, self._episodes = self._episodes, {}
        around = [None, *episodes, None]
        spans: list[Span] = []
        for before, episode, after in zip(around, episodes, around[2:], strict=False):
            held = self._supported(known, episode)
            beside = (before[-1] if before else None, after[0] if after else None)
            made_from = (episode, beside, plans, denying, names, held.support.count)
            if held.made_from != made_from:
                held.made_from = made_from
                held.spans = spans_of_episode(record, episode, _told(held.support, episode), beside)
            spans += held.spans
        return tuple(spans)

    def _gather(self, kept: list[Notice]) -> None:
        """Hold what counts by its state; what supports an episode is gone on with, or gathered anew."""
        known = len(self._kept)
        if kept[:known] != self._kept:
            known = 0
            self._by_state.clear()
            self._episodes.clear()
        for notice in kept[known:]:
            self._by_state[notice.state].append(notice)
        self._kept = kept

    def _supported(self, known: Mapping[tuple[str, date], _Episode], episode: Sequence[Stretch]) -> _Episode:
        """An episode with all that supports it."""
        place = (episode[0].notice.state, episode[0].since)
        held = known.get(place)
        if held is None or not held.support.take(self._by_state[place[0]], episode[-1].until):
            held = _Episode(place[1])
            held.support.take(self._by_state[place[0]], episode[-1].until)
        self._episodes[place] = held
        return held


def _told(support: Support, episode: Sequence[Stretch]) -> Support:
    """What supports an episode; where nobody tells of its days, the notice that opens it."""
    if support.telling is None:
        support = Support(episode[0].since)
        support.add(episode[0].opening)
    return support
