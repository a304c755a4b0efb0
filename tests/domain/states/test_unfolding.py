"""What is kept up of states is what is resolved anew, whatever comes late, is corrected, goes or is spoken on."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.domain.registry import kind_of_subject
from tests.domain import anew
from tests.domain.states.telling import membership as membered
from tests.domain.states.telling import papers
from tests.domain.states.telling import position as positioned
from tests.domain.states.test_laws import CLAIMS, KINDS, START, SUBJECTS, tellings
from tests.domain.test_unfolding import Known
from tests.examples import examples

STEPS = ("keep", "keep", "wait", "drop", "end", "confirm", "correct")


def resolved_anew(kind, reports):
    return anew.rectangles(partial(kind.resolve, SUBJECTS[kind]), reports)


def otherwise(data, kind, some, what):
    """A report once its article ended, or an analyst confirmed or corrected it."""
    later = some.published_at + timedelta(days=data.draw(st.integers(1, 40)))
    if what == "end":
        return replace(some, counts_until=max(later, some.known_from + timedelta(days=1)))
    if what == "confirm":
        return replace(some, review="confirmed")
    return replace(some, review="corrected", claim=data.draw(CLAIMS[kind]), counts_from=later, counts_until=None)


@KINDS
@examples(40)
@given(data=st.data())
def test_whatever_comes_late_goes_or_is_corrected_the_answers_are_those_that_are_resolved_anew(kind, data):
    known, held = Known(SUBJECTS[kind]), []
    for report in data.draw(st.permutations(data.draw(tellings(kind, most=9)))):
        known.unfolding.hold([report])
        held.append(report)
        what = data.draw(st.sampled_from(STEPS))
        some = data.draw(st.sampled_from(held))
        if what in ("drop", "end", "confirm", "correct"):
            held.remove(some)
        if what == "correct":
            known.unfolding.drop([some])
        if what == "drop":
            known.unfolding.drop([some])
        elif what in ("end", "confirm", "correct"):
            new = otherwise(data, kind, some, what)
            held.append(new)
            known.unfolding.hold([new])
        if what != "wait":
            known.take()
    known.take()
    assert known.all() == resolved_anew(kind, held)


@KINDS
@examples(15)
@given(data=st.data())
def test_a_long_story_of_few_words_is_told_report_by_report_and_late_ones_turn_what_they_turn(kind, data):
    claims = data.draw(st.lists(CLAIMS[kind], min_size=2, max_size=4))
    hours = data.draw(st.lists(st.integers(0, 24 * 200), min_size=20, max_size=50, unique=True))
    told = [
        replace(
            papers("2025-01-01 Herald: joined", membered)[0], claim_id=f"c{n}", claim=data.draw(st.sampled_from(claims)),
            article_id=f"a{n}", story=f"s{n}", position=n, published_at=START + timedelta(hours=hour),
        )
        for n, hour in enumerate(hours, 1)
    ]  # fmt: skip
    late = data.draw(st.lists(st.sampled_from(told), max_size=6, unique_by=id))
    on_time = sorted((report for report in told if report not in late), key=lambda report: report.order)
    known = Known(SUBJECTS[kind])
    for report in [*on_time, *late]:
        known.unfolding.hold([report])
        known.take()
    assert known.all() == resolved_anew(kind, told)


@KINDS
@examples(15)
@given(data=st.data())
def test_what_is_told_from_a_moment_on_is_what_stands_from_then_on(kind, data):
    reports = data.draw(tellings(kind).filter(bool))
    since = data.draw(st.sampled_from(reports)).known_from + timedelta(hours=data.draw(st.integers(0, 30)))

    def shape(found):
        return sorted((str(r.span), max(r.known_from, since), r.known_until) for r in found if r.known_until > since)

    told = kind_of_subject(SUBJECTS[kind]).rectangles(SUBJECTS[kind], reports, since)
    assert shape(told) == shape(resolved_anew(kind, reports))


TOPICS = """
    2026-01-10 Herald: opposes dairy imports
    2026-01-12 Herald: demand visas
    2026-01-20 Herald: opposes dairy imports
    2026-02-01 Herald: supports dairy imports
"""


@pytest.mark.parametrize("late", [0, 1, 2, 3])
def test_a_report_turns_nothing_but_its_own_topic(late):
    told = papers(TOPICS, positioned)
    unfolding = kind_of_subject("position:KE").unfold("position:KE")
    unfolding.hold(report for report in told if report is not told[late])
    unfolding.changes()
    unfolding.hold([told[late]])
    topic = "visa:ask" if late == 1 else "dairy-import:stand"
    assert {key.partition(":KE:")[2] for key in unfolding.changes()} == {topic}


def test_a_repeat_tells_only_the_days_of_answers_that_name_it():
    told = papers(
        """
        2026-01-10 Herald: invited
        2026-02-10 Herald: joined 2026-02-09
        2026-03-01 Times: member
        """,
        membered,
    )
    subject = "membership:harbour-accord:KE"
    unfolding = kind_of_subject(subject).unfold(subject)
    unfolding.hold(told[:2])
    unfolding.changes()
    unfolding.hold(told[2:])
    ((changed,),) = unfolding.changes().values()
    assert changed.since == told[2].published_at
    assert all(each.span.value["status"] in ("joined", "member") for each in changed.rectangles)
    assert {each.span.since_day for each in changed.rectangles} <= changed.days
