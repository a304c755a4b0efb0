"""
Positions: what a party demands, supports or opposes, topic by topic.

The subject is all positions of an actor (`position:IN`); a key is one topic, with demands apart from stands, since
both can hold at once. A newer stand on a topic ends the older one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from service.domain.claims import Claim, PositionClaim
from service.domain.errors import InvalidClaim
from service.domain.reports import Report, counting
from service.domain.spans import Span
from service.domain.states import Memory, Notice, Vocabulary, read, spans_of, told_at
from service.domain.topics import grouped, matches_topic, slug_of

__all__ = ["inputs", "matches_topic", "resolve", "subjects"]

_ASKS = frozenset({"demand", "condition"})
_FAMILY = {"supports": "for", "opposes": "against", "red_line": "against"}

VOCABULARY = Vocabulary(
    state_of=lambda stance: stance,
    stage=lambda _stance: 0,
    family=lambda stance: _FAMILY.get(stance, "ask"),
    lasting=frozenset(),
    follows=lambda earlier, later: earlier == later,
    denies=lambda _state, _other: False,
    cancels=lambda family, plan: {family, plan} == {"for", "against"},
    yields=lambda _state, _other: False,
)


def subjects(claim: Claim) -> tuple[str, ...]:
    """The one home subject: `position:<actor>`."""
    if not isinstance(claim, PositionClaim):
        raise InvalidClaim(f"a position claim was expected, not {type(claim).__name__}")
    return (f"position:{claim.actor}",)


def inputs(subject: str) -> tuple[str, ...]:
    """An actor's positions depend on the claims about them alone."""
    return (subject,)


def resolve(
    subject: str, reports: Sequence[Report], known_by: datetime, memory: Memory | None = None
) -> tuple[Span, ...]:
    """
    What the actor holds on each topic on each day, as published by *known_by*.

    Spans are disjoint per key, and sorted by key and first day. The order of *reports* never matters.
    """
    held = [report for report in counting(reports, known_by) if isinstance(report.claim, PositionClaim)]
    heads = grouped(_claim(report).topic for report in held)
    by_key: dict[str, list[Report]] = defaultdict(list)
    for report in held:
        claim = _claim(report)
        axis = "ask" if claim.stance in _ASKS else "stand"
        by_key[f"{subject}:{slug_of(heads[claim.topic])}:{axis}"].append(report)
    told, memory = told_at(held), memory or Memory()
    spans: list[Span] = []
    for key in sorted(by_key):
        notices = [
            notice
            for r in by_key[key]
            for notice in memory.notices(r, told[r.story], partial(_notices, r, told[r.story]))
        ]
        spans += memory.spans(key, notices, None, partial(spans_of, key, notices, VOCABULARY, _describe))
    return tuple(spans)


def _notices(report: Report, told: datetime) -> tuple[Notice]:
    return (read(report, _claim(report).stance, None, told, VOCABULARY),)


def _describe(notice: Notice) -> dict[str, Any]:
    claim = _claim(notice.report)
    return {"actor": claim.actor, "stance": claim.stance, "topic": claim.topic}


def _claim(report: Report) -> PositionClaim:
    assert isinstance(report.claim, PositionClaim)
    return report.claim
