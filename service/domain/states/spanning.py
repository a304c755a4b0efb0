"""
From stretches to spans: a state's episodes with their start, their end, and everything that supports them.

Windows of one transition are intersected (rule 3); where they contradict each other the deciding one is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from service.domain import edtf
from service.domain.reports import Report
from service.domain.spans import Alternative, Span
from service.domain.states.denials import without_denied
from service.domain.states.disputes import contested, settle
from service.domain.states.notices import Notice, Vocabulary
from service.domain.states.sweeping import LATER_PUBLICATION, OBSERVED_OUTRANKS_ASSUMED, SOLE_REPORT, Stretch, timeline

SAME_TRANSITION = "same-transition-intersected"
EARLIER_STAGE_DENIES = "earlier-stage-denies-later"
MOST_SOURCES = 24
"""So many sources a span names at most; the deciding one, then the first and the last to say so."""

Describe = Callable[[Notice], dict[str, Any]]
"""The item's fields for a notice, as JSON."""


_Around = tuple[Stretch | None, Stretch | None]
"""The stretches before and after an episode."""


class _Record(NamedTuple):
    """What the spans of one key are made from."""

    key: str
    denying: frozenset[str]
    plans: Sequence[Notice]
    describe: Describe
    by_day: frozenset[str]


def spans_of(key: str, notices: Sequence[Notice], vocabulary: Vocabulary, describe: Describe) -> tuple[Span, ...]:
    """The spans of *key*, sorted by first day; *notices* in any order."""
    kept, denying = without_denied(notices, vocabulary)
    kept, disputes = settle(kept, vocabulary)
    stretches, plans = timeline(_effective(kept, vocabulary), vocabulary)
    stretches = list(contested(stretches, disputes))
    record = _Record(key, denying, plans, describe, vocabulary.by_day)
    episodes = _episodes(stretches)
    around = [None, *episodes, None]
    return tuple(
        span
        for before, episode, after, support in zip(around, episodes, around[2:], _support(episodes, kept), strict=False)
        for span in _spans(record, episode, support, (before[-1] if before else None, after[0] if after else None))
    )


def _effective(notices: Sequence[Notice], vocabulary: Vocabulary) -> list[Notice]:
    """Leaves out what changes nothing: a passing mention of a state that yields to the one that was told before."""
    states = {notice.state for notice in notices}
    if not any(vocabulary.yields(a, b) for a in states for b in states):
        return list(notices)
    kept: list[Notice] = []
    last: Notice | None = None
    plans: list[Notice] = []
    # Moment by moment, so that a copy meets what its original met.
    for _, moment in groupby(sorted(notices, key=lambda each: each.order), key=lambda each: each.told):
        told = [notice for notice in moment if last is None or not _passing(notice, last, plans, vocabulary)]
        kept += told
        plans += [notice for notice in told if notice.scheduled]
        seen = [notice for notice in (*told, last) if notice is not None and not notice.scheduled]
        last = max(seen, key=lambda notice: (notice.through, notice.order), default=None)
    return kept


def _passing(notice: Notice, last: Notice, plans: Sequence[Notice], vocabulary: Vocabulary) -> bool:
    if not (notice.seen_on_the_day and last.through < notice.day and vocabulary.yields(notice.state, last.state)):
        return False
    # What was to come by then would hold: who sees something else says that it did not come.
    return not any(plan.last <= notice.day and plan.state != notice.state for plan in plans)


def _episodes(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """Neighbouring stretches of one state, together."""
    episodes: list[list[Stretch]] = []
    for stretch in stretches:
        last = episodes[-1][-1] if episodes else None
        if last and last.notice.state == stretch.notice.state and last.until == stretch.since:
            episodes[-1].append(stretch)
        else:
            episodes.append([stretch])
    return episodes


def _support(episodes: Sequence[Sequence[Stretch]], notices: Iterable[Notice]) -> list[list[Notice]]:
    """For each episode, the notices of its state that begin before its end and see any of its days or later ones."""
    found: list[list[Notice]] = [[] for _ in episodes]
    places: dict[str, list[int]] = defaultdict(list)
    for place, episode in enumerate(episodes):
        places[episode[0].notice.state].append(place)
    begins = {state: [episodes[place][0].since for place in of_state] for state, of_state in places.items()}
    ends = {state: [episodes[place][-1].until for place in of_state] for state, of_state in places.items()}
    for notice in notices:
        state = notice.state
        if state in places:
            first, last = bisect_right(ends[state], notice.last), bisect_right(begins[state], notice.through)
            for place in places[state][first:last]:
                found[place].append(notice)
    return found


def _spans(record: _Record, episode: Sequence[Stretch], support: Sequence[Notice], around: _Around) -> list[Span]:
    """The spans of an episode, with what comes before and after it."""
    before, after = around
    state = episode[0].notice.state
    support = support or [episode[0].notice]
    since, until = _start(support, episode, before), _end(episode, after)
    value = record.describe(max(support, key=_telling))
    told, confirmed = _Sources(support), _is_confirmed(support)
    plans = [plan for plan in record.plans if plan.state != state]
    spans: list[Span] = []
    for run in _runs(record, episode, before, plans):
        stretch = run[-1]
        later = [plan for plan in plans if plan.last >= stretch.until]
        spans.append(Span(
            key=record.key, since_day=run[0].since, until_day=stretch.until,
            value=record.describe(stretch.notice) if state in record.by_day else value,
            rule=_rule(stretch, record.denying, confirmed=confirmed), sources=told.of_run(run),
            standing=stretch.standing, certainty=stretch.certainty, since=since, until=until,
            contested=bool(stretch.losers),
            alternatives=tuple(_alternatives(stretch, before, record.describe)),
            upcoming=tuple(_upcoming(plan, record.describe) for plan in later),
        ))  # fmt: skip
    return spans


def _runs(
    record: _Record, episode: Sequence[Stretch], before: Stretch | None, plans: Sequence[Notice]
) -> list[list[Stretch]]:
    """Neighbouring stretches of an episode that say the same, together."""
    by_day = episode[0].notice.state in record.by_day
    runs: list[list[Stretch]] = []
    for stretch in episode:
        last = runs[-1][-1] if runs else None
        same = (
            last is not None
            and last.until == stretch.since
            and (last.standing, last.certainty) == (stretch.standing, stretch.certainty)
            and bool(last.losers) == bool(stretch.losers)
            and not any(last.until <= plan.last < stretch.until for plan in plans)
            and (
                not by_day
                or last.notice is stretch.notice
                or record.describe(last.notice) == record.describe(stretch.notice)
            )
            and (
                not stretch.losers
                or list(_alternatives(last, before, record.describe))
                == list(_alternatives(stretch, before, record.describe))
            )
        )
        if same:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return runs


def _telling(notice: Notice) -> tuple[object, ...]:
    """Which of an episode's notices describes it: reviewed before come to pass, then dated, precise, late."""
    precise = -notice.width_days if notice.dated else 0
    return (
        notice.report.review is not None,
        not notice.implied,
        not notice.scheduled,
        notice.dated,
        precise,
        notice.order,
    )


def _start(support: Sequence[Notice], episode: Sequence[Stretch], before: Stretch | None) -> str | None:
    """The EDTF text of the window in which the state began; None where nothing bounds it."""
    low: date | None = None
    high: date | None = None
    begun = [n for n in support if not n.scheduled] or list(support)
    for notice in sorted([*begun, *(n for n in support if n.scheduled)], key=_telling, reverse=True):
        first, last = notice.first, notice.last
        fresh = (max(low, first) if low and first else low or first, min(high, last) if high else last)
        if fresh[0] is None or fresh[0] <= fresh[1]:
            low, high = fresh
    if before is not None and before.until == episode[0].since and high is not None:
        seen = _last_seen(before, episode[0])
        low = max(low, seen) if low and seen <= high else low or (seen if seen <= high else None)
    return None if high is None else edtf.of_window(low, high)


def _last_seen(before: Stretch, first: Stretch) -> date:
    """The first day on which *first* could have begun: the day after the other state was last seen."""
    seen = before.until if before.standing == "observed" else before.since
    return min(seen, first.since)


def _end(episode: Sequence[Stretch], after: Stretch | None) -> str | None:
    """The EDTF text of the end: where the next state begins, an end that was told, else until further notice."""
    last = episode[-1]
    if after is not None and after.since == last.until:
        notice = after.notice
        return edtf.of_window(notice.first if notice.dated else _from(last), notice.last)
    ended = last.notice.ended
    return edtf.of_day(ended) if ended is not None and ended <= last.until else None


def _from(stretch: Stretch) -> date:
    return stretch.until if stretch.standing == "observed" else stretch.since


def _is_confirmed(support: Sequence[Notice]) -> bool:
    """Whether several stories tell of a start, one of them with its date."""
    return any(n.dated and not n.implied for n in support) and len({n.report.story for n in support}) > 1


def _rule(stretch: Stretch, denying: frozenset[str], *, confirmed: bool) -> str:
    if stretch.notice.report.claim_id in denying:
        return EARLIER_STAGE_DENIES
    plain = stretch.rule in (LATER_PUBLICATION, OBSERVED_OUTRANKS_ASSUMED, SOLE_REPORT)
    return SAME_TRANSITION if plain and confirmed and stretch.certainty == "certain" else stretch.rule


class _Sources:
    """The claim ids of an episode in publication order; each of its spans names the first and the last of them."""

    def __init__(self, support: Sequence[Notice]) -> None:
        reports: list[Report] = [n.report for n in sorted(support, key=lambda n: n.report.order)]
        self._ids = list(dict.fromkeys(report.claim_id for report in reports))
        self._held = frozenset(self._ids)

    def of(self, deciding: Notice) -> tuple[str, ...]:
        """The deciding claim first, then the others within the bound."""
        own, half = deciding.report.claim_id, MOST_SOURCES // 2
        if len(self._ids) + (own not in self._held) <= MOST_SOURCES:
            return (own, *(each for each in self._ids if each != own))
        first = [each for each in self._ids[:half] if each != own]
        last = [each for each in self._ids[-half - 1 :] if each != own]
        return (own, *first[: half - 1], *last[-half:])

    def of_run(self, run: Sequence[Stretch]) -> tuple[str, ...]:
        """The claims that decide the run's stretches, the last first, then the others within the bound."""
        told = self.of(run[0].notice)
        if len(run) == 1:
            return told
        deciding = (stretch.notice.report.claim_id for stretch in reversed(run[1:]))
        return tuple(dict.fromkeys((*deciding, *told)))[:MOST_SOURCES]


def _alternatives(stretch: Stretch, before: Stretch | None, describe: Describe) -> Iterator[Alternative]:
    """What the losers say; of a start that one of them puts later, also what held until then."""
    for loser in stretch.losers:
        sources = (loser.report.claim_id,)
        yield Alternative(value=describe(loser), sources=sources)
        if loser.state == stretch.notice.state:
            old = before is not None and before.until == stretch.since
            value = describe(before.notice) if old and before else {**describe(loser), "status": "none", "date": None}
            yield Alternative(value=value, sources=sources)


def _upcoming(plan: Notice, describe: Describe) -> dict[str, Any]:
    since = edtf.of_window(plan.first, plan.last)
    return {"value": describe(plan), "since": since, "sources": [plan.report.claim_id]}
