"""
Meetings: one streaming subject, since a smaller one would split a meeting between two.

Which claims tell of one meeting is rules 8 to 10 of docs/rules.md, what they say together rules 4, 6 and 11 to 12;
the machinery stands in `domain/meetings`. Keys are the meetings' own (`domain/meetings/keys.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from service.domain.claims import Claim, MeetingClaim
from service.domain.meetings.matching import day_bounds, facets, matches, order_of, person_facets
from service.domain.meetings.timeline import Timeline, spans_at
from service.domain.meetings.timeline import rectangles as all_rectangles
from service.domain.meetings.verdicts import Verdict
from service.domain.reports import Report
from service.domain.spans import Rectangle, Span

SUBJECT = "meeting"

__all__ = [
    "SUBJECT", "Timeline", "Verdict", "day_bounds", "facets", "inputs", "matches", "order_of", "person_facets",
    "rectangles", "resolve", "subjects",
]  # fmt: skip


def subjects(claim: Claim) -> tuple[str, ...]:
    """The home subject of a meeting claim: the one that all of them share."""
    assert isinstance(claim, MeetingClaim)
    return (SUBJECT,)


def inputs(subject: str) -> tuple[str, ...]:
    """The subjects whose claims bear on *subject*: itself."""
    return (subject,)


def resolve(
    subject: str, reports: Sequence[Report], known_by: datetime, verdicts: Sequence[Verdict] = ()
) -> tuple[Span, ...]:
    """
    All meetings as published by *known_by*: spans of many keys, sorted by key and first day.

    *verdicts* are analysts' words on which meetings are one, in the order in which they were decided.
    """
    assert subject == SUBJECT
    return spans_at(reports, known_by, verdicts)


def rectangles(reports: Sequence[Report], verdicts: Sequence[Verdict] = ()) -> tuple[Rectangle, ...]:
    """The same over the whole publication axis, in one pass: disjoint for each key, coalesced where nothing changes."""
    return all_rectangles(reports, verdicts)
