"""What is so in every case: a timeline that is kept up, in whatever order papers come and go, is one that is read anew."""

from __future__ import annotations

import pytest

from service.domain.kinds import meeting
from service.domain.reports import Report, turning_points
from service.domain.spans import Rectangle, Span
from tests.domain.meetings import test_boundaries, test_life_of_a_meeting, test_one_or_two, test_word_against_word
from tests.domain.meetings.telling import Case, all_of

MODULES = (test_boundaries, test_life_of_a_meeting, test_one_or_two, test_word_against_word)
CASES = [case for module in MODULES for case in module.CASES]


class Kept:
    """The answers of a timeline, key by key, as its changes tell them."""

    def __init__(self) -> None:
        self.timeline = meeting.Timeline()
        self.held: dict[str, tuple[Rectangle, ...]] = {}

    def hold(self, *reports: Report) -> None:
        self.timeline.hold(reports)
        self.held |= self.timeline.changes()

    def drop(self, *reports: Report) -> None:
        self.timeline.drop(reports)
        self.held |= self.timeline.changes()

    def at(self, moment) -> list[Span]:
        found = (each for of_key in self.held.values() for each in of_key)
        spans = (each.span for each in found if each.known_from <= moment < each.known_until)
        return sorted(spans, key=lambda span: (span.key, span.since_day))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_is_the_same_however_its_papers_come_and_go(case: Case) -> None:
    reports = all_of(case.papers)
    forth, back = Kept(), Kept()
    for report in reports:
        forth.hold(report)
    for report in reversed(reports):
        back.hold(report)
    back.drop(reports[0])
    back.hold(reports[0])
    for moment in turning_points(reports):
        spans = list(meeting.resolve("meeting", reports, moment))
        assert forth.at(moment) == spans
        assert back.at(moment) == spans
