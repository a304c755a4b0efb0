"""What holds for every state, whatever the papers say and in whatever order they arrive."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.domain import edtf
from service.domain.claims import (
    MEMBERSHIP_STATUSES,
    NEGOTIATION_STATUSES,
    STANCES,
    MembershipClaim,
    NegotiationClaim,
    OfficeClaim,
    Participant,
    PositionClaim,
)
from service.domain.kinds import membership, negotiation, office, position
from service.domain.reports import Report, turning_points
from service.domain.spans import FIRST_DAY, LAST_DAY

START = datetime(2025, 11, 1, tzinfo=UTC)
PARTIES = (Participant(type="country", code="IN"), Participant(type="country", code="US"))

dates = st.none() | st.sampled_from(
    ["2025", "2025-11", "2025-11-10", "2025-11-10/2025-11-14", "../2025-11-12", "2025-11/..", "2025-12-05", "2025-12",
     "2025-01/2025-10", "2026-23", "2025-11-20~", "/2025-11-02", "[2025-11-05..2025-11-25]"]
)  # fmt: skip
CLAIMS = {
    membership: st.builds(
        MembershipClaim,
        member=st.just("IN"),
        initiative=st.sampled_from(["Pax Silica", "the Pax Silica initiative"]),
        status=st.sampled_from(MEMBERSHIP_STATUSES),
        date=dates,
    ),
    negotiation: st.builds(
        NegotiationClaim,
        parties=st.just(PARTIES),
        subject=st.sampled_from(["trade deal", "bilateral trade agreement", "interim deal", "the deal", "visas"]),
        status=st.sampled_from(NEGOTIATION_STATUSES),
        date=dates,
    ),
    position: st.builds(
        PositionClaim,
        actor=st.just("IN"),
        stance=st.sampled_from(STANCES),
        topic=st.sampled_from(["dairy", "dairy market", "agriculture and dairy", "rice", "Russian oil"]),
    ),
    office: st.builds(
        OfficeClaim,
        person=st.sampled_from(["S. Jaishankar", "Jaishankar", "Subrahmanyam Jaishankar", "A. Rao", "Anil Rao", "Rao"]),
        role=st.sampled_from(["External Affairs Minister", "foreign minister", "Union minister", "ambassador"]),
        country=st.just("IN"),
        date=dates,
    ),
}
SUBJECTS = {
    membership: "membership:pax-silica:IN", negotiation: "negotiation:IN-US", position: "position:IN", office: "office:IN",
}  # fmt: skip
KINDS = pytest.mark.parametrize("kind", CLAIMS, ids=lambda kind: kind.__name__.rpartition(".")[2])


@st.composite
def tellings(draw, kind, most=7):
    """Reports of some articles, some of them copies or ended."""
    reports = []
    for number in range(draw(st.integers(0, most))):
        published = START + timedelta(hours=draw(st.integers(0, 24 * 45)))
        copied = reports and draw(st.booleans()) and draw(st.booleans())
        claims = draw(st.lists(CLAIMS[kind], min_size=1, max_size=2))
        ended = draw(st.none() | st.integers(1, 20))
        reports += [
            Report(
                claim_id=f"{number}.{ordinal}",
                claim=claim,
                article_id=f"a{number}",
                version=1,
                position=number + 1,
                ordinal=ordinal,
                published_at=published,
                publisher="P",
                story=reports[0].story if copied else f"s{number}",
                counts_until=None if ended is None else published + timedelta(days=ended),
            )
            for ordinal, claim in enumerate(claims, 1)
        ]
    return reports


moments = st.integers(-2, 24 * 70).map(lambda hours: START + timedelta(hours=hours))


@KINDS
@given(data=st.data(), known_by=moments)
def test_the_order_of_arrival_never_matters(kind, data, known_by):
    reports = data.draw(tellings(kind))
    shuffled = data.draw(st.permutations(reports))
    assert kind.resolve(SUBJECTS[kind], reports, known_by) == kind.resolve(SUBJECTS[kind], shuffled, known_by)


@KINDS
@given(data=st.data(), known_by=moments)
def test_what_is_published_later_never_matters(kind, data, known_by):
    reports = data.draw(tellings(kind))
    by_then = [report for report in reports if report.published_at <= known_by]
    assert kind.resolve(SUBJECTS[kind], reports, known_by) == kind.resolve(SUBJECTS[kind], by_then, known_by)


@KINDS
@given(data=st.data(), known_by=moments)
def test_spans_of_a_key_are_disjoint_and_in_order(kind, data, known_by):
    spans = kind.resolve(SUBJECTS[kind], data.draw(tellings(kind)), known_by)
    assert list(spans) == sorted(spans, key=lambda span: (span.key, span.since_day))
    for span in spans:
        assert FIRST_DAY <= span.since_day < span.until_day <= LAST_DAY
        assert span.key == SUBJECTS[kind] or span.key.startswith(f"{SUBJECTS[kind]}:")
    for one, other in pairwise(spans):
        assert one.key != other.key or one.until_day <= other.since_day


@KINDS
@given(data=st.data(), known_by=moments)
def test_an_answer_rests_on_reports_that_count_and_names_its_rule(kind, data, known_by):
    reports = data.draw(tellings(kind))
    counting = {r.claim_id for r in reports if r.published_at <= known_by and (r.counts_until or known_by) >= known_by}
    for span in kind.resolve(SUBJECTS[kind], reports, known_by):
        assert span.sources
        assert set(span.sources) <= counting
        assert span.rule
        assert span.contested == bool(span.alternatives)
        for text in (span.since, span.until):
            assert text is None or edtf.parse(text)


@KINDS
@given(data=st.data(), known_by=moments)
def test_a_retracted_article_was_never_published_from_then_on(kind, data, known_by):
    reports = data.draw(tellings(kind))
    claim = data.draw(CLAIMS[kind])
    told = data.draw(moments)
    ended = told + timedelta(days=data.draw(st.integers(0, 30)))
    extra = Report(
        claim_id="x.1", claim=claim, article_id="x", version=1, position=99, ordinal=1, published_at=told, publisher="P",
        story="x", counts_until=ended,
    )  # fmt: skip
    later = max(known_by, ended)
    assert kind.resolve(SUBJECTS[kind], [*reports, extra], later) == kind.resolve(SUBJECTS[kind], reports, later)


@KINDS
@given(data=st.data())
def test_between_turning_points_nothing_changes(kind, data):
    reports = data.draw(tellings(kind, most=5))
    points = turning_points(reports)
    for point, following in pairwise(points):
        before = following - timedelta(seconds=1)
        if before > point:
            assert kind.resolve(SUBJECTS[kind], reports, point) == kind.resolve(SUBJECTS[kind], reports, before)


@KINDS
@given(data=st.data(), known_by=moments)
def test_a_second_telling_of_one_story_changes_no_value(kind, data, known_by):
    reports = [replace(r, counts_until=None) for r in data.draw(tellings(kind, most=5))]
    copies = [
        replace(
            r, claim_id=f"c{r.claim_id}", article_id=f"c{r.article_id}", published_at=r.published_at + timedelta(days=1)
        )
        for r in reports
    ]
    once = kind.resolve(SUBJECTS[kind], reports, known_by)
    twice = kind.resolve(SUBJECTS[kind], [*reports, *copies], known_by)
    shape = [(s.key, s.since_day, s.until_day, s.standing, s.certainty, s.contested, s.since) for s in once]
    assert shape == [(s.key, s.since_day, s.until_day, s.standing, s.certainty, s.contested, s.since) for s in twice]
