"""
A desk that publishes, corrects, retracts and reviews in any order, and a reader who only takes over what changed.

After every step the reader knows what a resolution from the beginning tells (law 4), whose rectangles never overlap
(law 2); a step changes no answer of an earlier publication time than its own (law 3), and no order matters (law 5).
"""

from datetime import timedelta
from itertools import groupby

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from service.domain.kinds import membership, negotiation
from service.domain.reports import Report
from tests.domain.states.test_laws import CLAIMS, SUBJECTS
from tests.domain.tariffs.test_laws import CLAIMS as TARIFFS
from tests.domain.tariffs.test_laws import FIRST
from tests.domain.tariffs.test_laws import SUBJECT as TARIFF
from tests.domain.test_unfolding import Known, whole
from tests.examples import examples

KINDS = {TARIFF: TARIFFS, SUBJECTS[membership]: CLAIMS[membership], SUBJECTS[negotiation]: CLAIMS[negotiation]}
hours = st.integers(0, 24 * 90)


class Desk(RuleBasedStateMachine):
    """The reports of one subject as they are sent in, and what a reader knows of it."""

    @initialize(subject=st.sampled_from(sorted(KINDS)))
    def open(self, subject: str) -> None:
        self.subject = subject
        self.known = Known(subject)
        self.held: list[Report] = []
        self.before = self.known.all()
        self.since = FIRST

    @rule(data=st.data(), when=hours, paper=st.sampled_from("ABC"), copied=st.booleans())
    def publish(self, data, when, paper, copied) -> None:
        number = len(self.held)
        story = self.held[0].story if copied and self.held else f"s{number}"
        report = Report(
            claim_id=f"c{number}", claim=data.draw(KINDS[self.subject]), article_id=f"a{number}", version=1,
            position=number + 1, ordinal=1, published_at=FIRST + timedelta(hours=when), publisher=paper, story=story,
        )  # fmt: skip
        self.step([*self.held, report], report, report.published_at)

    @rule(data=st.data(), days=st.integers(0, 40))
    def retract(self, data, days) -> None:
        if self.held:
            report = data.draw(st.sampled_from(self.held))
            end = min(report.published_at + timedelta(days=days), report.counts_until or FIRST + timedelta(days=999))
            self.exchange(report, msgspec.structs.replace(report, counts_until=end), end)

    @rule(data=st.data())
    def confirm(self, data) -> None:
        if self.held:
            report = data.draw(st.sampled_from(self.held))
            self.exchange(report, msgspec.structs.replace(report, review="confirmed"), report.published_at)

    def exchange(self, old: Report, new: Report, since) -> None:
        self.step([new if each is old else each for each in self.held], new, since)

    def step(self, held: list[Report], report: Report, since) -> None:
        self.before, self.since, self.held = self.known.all(), since, held
        self.known.unfolding.hold([report])
        self.known.take()

    @invariant()
    def the_reader_knows_what_a_resolution_from_the_beginning_tells(self) -> None:
        if self.held:
            assert self.known.all() == whole(self.subject, self.held)
            assert self.known.all() == whole(self.subject, self.held[::-1])

    @invariant()
    def rectangles_of_a_key_never_overlap(self) -> None:
        for _, of_key in groupby(self.known.all() if self.held else (), key=lambda each: each.span.key):
            found = list(of_key)
            for i, one in enumerate(found):
                for other in found[i + 1 :]:
                    apart_in_days = one.span.until_day <= other.span.since_day
                    assert apart_in_days or one.known_until <= other.known_from or other.known_until <= one.known_from

    @invariant()
    def no_answer_of_an_earlier_publication_time_changes(self) -> None:
        def earlier(rectangles) -> set:
            return {
                (each.span.key, each.span.since_day, each.known_from, min(each.known_until, self.since), each.span.rule)
                for each in rectangles
                if each.known_from < self.since
            }

        if self.held:
            assert earlier(self.before) == earlier(self.known.all())


TestDesk = Desk.TestCase
TestDesk.settings = settings(examples(8), stateful_step_count=20)
