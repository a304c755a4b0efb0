"""
Positions: what a party demands, supports or opposes, topic by topic.

The subject is all positions of an actor (`position:IN`); a key is one topic, with demands apart from stands, since
both can hold at once. A newer stand on a topic ends the older one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service.domain.claims import Claim, PositionClaim
from service.domain.errors import InvalidClaim
from service.domain.reports import Report, counting
from service.domain.spans import Span
from service.domain.states import File, Notice, Roll, Vocabulary, read
from service.domain.topics import LIKENESS, grouped, likeness, matches_topic, slug_of

__all__ = ["inputs", "matches_topic", "resolve", "subjects"]

_ASKS = frozenset({"demand", "condition"})
_FAMILY = {"supports": "for", "opposes": "against", "red_line": "against"}

VOCABULARY = Vocabulary(
    state_of=lambda stance: stance,
    stage=lambda _stance: 0,
    family=lambda stance: _FAMILY.get(stance, "ask"),
    lasting=frozenset(),
    follows=lambda earlier, later: earlier == later,
    cancels=lambda family, plan: {family, plan} == {"for", "against"},
)


def subjects(claim: Claim) -> tuple[str, ...]:
    """The one home subject: `position:<actor>`."""
    if not isinstance(claim, PositionClaim):
        raise InvalidClaim(f"a position claim was expected, not {type(claim).__name__}")
    return (f"position:{claim.actor}",)


def inputs(subject: str) -> tuple[str, ...]:
    """An actor's positions depend on the claims about them alone."""
    return (subject,)


def resolve(subject: str, reports: Sequence[Report], known_by: datetime) -> tuple[Span, ...]:
    """
    What the actor holds on each topic on each day, as published by *known_by*.

    Spans are disjoint per key, and sorted by key and first day. The order of *reports* never matters.
    """
    roll = Positions(subject)
    roll.take(counting(reports, known_by))
    return roll.all()


class Positions(Roll):
    """What is told of an actor's positions."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self._heads: Mapping[str, str] = {}

    def names(self, report: Report) -> str:
        """The topic as it is printed."""
        return _claim(report).topic

    def knows(self, report: Report) -> bool:
        """A topic is like one that was told before, or a new one: those before it stay what they are."""
        if _claim(report).topic in self._heads:
            return True
        before = self._heads
        topics = sorted((order, topic) for topic, order in self.first.items() if isinstance(topic, str))
        self._heads = grouped(topic for _, topic in topics)
        return all(self._heads[topic] == head for topic, head in before.items())

    def is_apart(self, report: Report) -> bool:
        """A topic that is like no other is one of its own, and no other one becomes part of it."""
        topic = _claim(report).topic
        return all(other == topic or likeness(other, topic) < LIKENESS for other in self._heads)

    def file(self, report: Report, told: datetime) -> str:
        """A key is a topic's demands, or its stands."""
        claim = _claim(report)
        axis = "ask" if claim.stance in _ASKS else "stand"
        key = f"{self.subject}:{slug_of(self._heads[claim.topic])}:{axis}"
        return self.filed(key, report, [read(report, claim.stance, None, told, VOCABULARY)])

    def answers(self, key: str, file: File) -> tuple[Span, ...]:
        """What the actor holds on a topic."""
        return file.course.spans(key, file.notices, VOCABULARY, _describe)


def _describe(notice: Notice) -> dict[str, Any]:
    claim = _claim(notice.report)
    return {"actor": claim.actor, "stance": claim.stance, "topic": claim.topic}


def _claim(report: Report) -> PositionClaim:
    assert isinstance(report.claim, PositionClaim)
    return report.claim
