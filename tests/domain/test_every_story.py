"""What is so in every story: answers that are kept up as reports come, end and go are those that are read anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

import pytest
from msgspec.structs import replace

from service.domain.kinds import tariff
from service.domain.registry import kind_of_subject
from service.domain.reports import Report, turning_points
from service.domain.spans import KNOWN_EVER
from service.domain.unfolding import first_difference
from tests.domain.states import test_whole_memberships, test_whole_states
from tests.domain.states.telling import papers
from tests.domain.states.whole import MEMBERSHIP, OFFICE, POSITION, TALKS
from tests.domain.tariffs import test_long_stories, test_pairs
from tests.domain.tariffs.tales import reports_of
from tests.domain.test_unfolding import Known, whole

SUBJECTS = {
    MEMBERSHIP: "membership:harbour-accord:KE", TALKS: "negotiation:GB-KE", OFFICE: "office:KE", POSITION: "position:KE"
}  # fmt: skip
Story = tuple[str, list[Report]]


def states() -> Iterator[Story]:
    for told in (*test_whole_memberships.WHOLE, *test_whole_states.WHOLE):
        yield SUBJECTS[told.kind], papers(told.papers, told.kind.claim)


def duties() -> Iterator[Story]:
    for tale in (*test_long_stories.TALES, *test_pairs.TALES):
        subject = tariff.lookup(*tale.parties.split())[0]
        yield subject, [each for each in reports_of(tale) if tariff.subjects(each.claim)[0] in tariff.inputs(subject)]


STORIES = [*islice(states(), 0, None, 2), *islice(duties(), 4)]
NUMBERS = pytest.mark.parametrize("number", range(len(STORIES)))


def otherwise(reports: Sequence[Report]) -> Iterator[list[Report]]:
    """The reports as they are, with the first one ending with the last, and with it counting from then on only."""
    yield list(reports)
    first, *rest = reports
    last = max(each.published_at for each in reports)
    if last > first.published_at:
        yield [replace(first, counts_until=last), *rest]
        yield [replace(first, counts_from=last), *rest]


@NUMBERS
def test_at_every_moment_the_answers_are_those_of_what_counts_then(number: int) -> None:
    subject, told = STORIES[number]
    kind = kind_of_subject(subject)
    for reports in otherwise(told):
        rectangles = kind.rectangles(subject, reports, None)
        for moment in turning_points(reports):
            spans = [each.span for each in rectangles if each.known_from <= moment < each.known_until]
            read = kind.resolve(subject, reports, moment)
            assert spans == sorted(read, key=lambda span: (span.key, span.since_day))


@NUMBERS
def test_what_is_kept_up_is_what_is_read_anew(number: int) -> None:
    subject, told = STORIES[number]
    known = Known(subject)
    for report in told:
        known.unfolding.hold([report])
        known.take()
    first, last = told[0], told[-1]
    known.unfolding.hold([first])
    known.take()
    assert known.all() == whole(subject, told)
    known.unfolding.drop([first])
    known.take()
    assert known.all() == whole(subject, told[1:])
    end = last.published_at + timedelta(days=1)
    for ended in (replace(first, counts_until=end), replace(first, counts_until=end + timedelta(days=1)), first):
        known.unfolding.hold([ended])
        known.take()
        assert known.all() == whole(subject, [ended, *told[1:]])


def test_a_report_makes_a_difference_from_when_it_counts_and_an_end_from_the_earlier_of_two() -> None:
    report = STORIES[0][1][0]
    end = report.published_at + timedelta(days=3)
    ended, later = replace(report, counts_until=end), replace(report, counts_until=end + timedelta(days=2))
    assert first_difference(None, report) == report.published_at
    assert first_difference(report, report) == KNOWN_EVER
    assert first_difference(report, ended) == end
    assert first_difference(ended, report) == end
    assert first_difference(ended, later) == end
    assert first_difference(later, ended) == end
    assert first_difference(report, replace(report, publisher="Other")) == report.published_at
    assert first_difference(report, replace(report, counts_until=report.published_at)) == report.published_at
