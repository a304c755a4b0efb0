"""
From stretches to spans: a state's episodes with their start, their end, and everything that supports them.

Windows of one transition are intersected (rule 3); where they contradict each other the deciding one is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from service.domain import edtf
from service.domain.spans import Alternative, Span
from service.domain.states.notices import Notice
from service.domain.states.support import MOST_SOURCES, Support
from service.domain.states.sweeping import LATER_PUBLICATION, OBSERVED_OUTRANKS_ASSUMED, SOLE_REPORT, Stretch

SAME_TRANSITION = "same-transition-intersected"
EARLIER_STAGE_DENIES = "earlier-stage-denies-later"

Describe = Callable[[Notice], dict[str, Any]]
"""The item's fields for a notice, as JSON."""


_Around = tuple[Stretch | None, Stretch | None]
"""The stretches before and after an episode."""


class Record(NamedTuple):
    """What the spans of one key are made from."""

    key: str
    denying: frozenset[str]
    plans: Sequence[Notice]
    describe: Describe
    by_day: frozenset[str]


def episodes_of(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """Neighbouring stretches of one state, together."""
    episodes: list[list[Stretch]] = []
    for stretch in stretches:
        last = episodes[-1][-1] if episodes else None
        if last and last.notice.state == stretch.notice.state and last.until == stretch.since:
            episodes[-1].append(stretch)
        else:
            episodes.append([stretch])
    return episodes


def spans_of_episode(record: Record, episode: Sequence[Stretch], support: Support, around: _Around) -> list[Span]:
    """The spans of an episode, with what comes before and after it."""
    before, after = around
    state = episode[0].notice.state
    assert support.telling is not None
    since, until = _start(support, episode, before), _end(episode, after)
    value, confirmed = record.describe(support.telling), support.is_confirmed
    plans = [plan for plan in record.plans if plan.state != state] if record.plans else []
    spans: list[Span] = []
    for run in _runs(record, episode, before, plans):
        stretch = run[-1]
        spans.append(Span(
            key=record.key, since_day=run[0].since, until_day=stretch.until,
            value=record.describe(stretch.notice) if state in record.by_day else value,
            rule=_rule(stretch, record.denying, confirmed=confirmed), sources=_sources(support, run),
            standing=stretch.standing, certainty=stretch.certainty, since=since, until=until,
            contested=bool(stretch.losers),
            alternatives=tuple(_alternatives(stretch, before, record.describe)) if stretch.losers else (),
            upcoming=tuple(_upcoming(plan, record.describe) for plan in plans if plan.last >= stretch.until),
        ))  # fmt: skip
    return spans


def _runs(
    record: Record, episode: Sequence[Stretch], before: Stretch | None, plans: Sequence[Notice]
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
            and not (plans and any(last.until <= plan.last < stretch.until for plan in plans))
            and (
                not by_day
                or last.notice is stretch.opening
                or record.describe(last.notice) == record.describe(stretch.opening)
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


def _start(support: Support, episode: Sequence[Stretch], before: Stretch | None) -> str | None:
    """The EDTF text of the window in which the state began; None where nothing bounds it."""
    low, high = support.window()
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
        notice = after.opening
        return edtf.of_window(notice.first if notice.dated else _from(last), notice.last)
    ended = last.notice.ended
    return edtf.of_day(ended) if ended is not None and ended <= last.until else None


def _from(stretch: Stretch) -> date:
    return stretch.until if stretch.standing == "observed" else stretch.since


def _rule(stretch: Stretch, denying: frozenset[str], *, confirmed: bool) -> str:
    if stretch.notice.report.claim_id in denying:
        return EARLIER_STAGE_DENIES
    plain = stretch.rule in (LATER_PUBLICATION, OBSERVED_OUTRANKS_ASSUMED, SOLE_REPORT)
    return SAME_TRANSITION if plain and confirmed and stretch.certainty == "certain" else stretch.rule


def _sources(support: Support, run: Sequence[Stretch]) -> tuple[str, ...]:
    """The claims that decide the run's stretches, the last first, then the others within the bound."""
    if len(run) == 1 and len(run[0].run) < 2:
        return support.sources(run[0].notice)
    deciding: dict[str, None] = {}
    for stretch in reversed(run):
        for notice in reversed(stretch.run or (stretch.notice,)):
            deciding[notice.report.claim_id] = None
            if len(deciding) == MOST_SOURCES:
                return tuple(deciding)
    return tuple(dict.fromkeys((*deciding, *support.sources(run[0].opening))))[:MOST_SOURCES]


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
