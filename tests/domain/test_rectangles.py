"""Rectangles are the answers at every publication time, each kept as long as it stands."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import PositionClaim
from service.domain.rectangles import rectangles
from service.domain.reports import Report, counting
from service.domain.spans import FIRST_DAY, LAST_DAY, Span

START = datetime(2025, 1, 1, tzinfo=UTC)


def report(number, topic, published, ended=None):
    return Report(
        claim_id=f"c{number}",
        claim=PositionClaim(actor="IN", stance="demand", topic=topic),
        article_id=f"a{number}",
        version=1,
        position=number,
        ordinal=1,
        published_at=START + timedelta(days=published),
        publisher="P",
        story=f"a{number}",
        counts_until=None if ended is None else START + timedelta(days=ended),
    )


def latest(reports, _known_by):
    """A resolver for these tests: the latest topic holds, from the day of its publication on."""
    if not reports:
        return ()
    last = reports[-1]
    day = last.published_at.date()
    past = Span(key="k", since_day=FIRST_DAY, until_day=day, value={}, rule="none", sources=())
    now = Span(
        key="k", since_day=day, until_day=LAST_DAY, value={"topic": last.claim.topic}, rule="latest", sources=("s",)
    )
    return (past, now)


reports_strategy = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 8), st.none() | st.integers(9, 12)), max_size=6
).map(lambda rows: [report(i, *row) for i, row in enumerate(rows, 1)])
moments = st.integers(-1, 14).map(lambda days: START + timedelta(days=days, hours=1))


@given(reports_strategy, moments)
def test_rectangles_answer_as_resolving_at_that_moment_does(reports, known_by):
    standing = [r.span for r in rectangles(latest, reports) if r.known_from <= known_by < r.known_until]
    assert standing == sorted(latest(counting(reports, known_by), known_by), key=lambda span: span.since_day)


@given(reports_strategy)
def test_rectangles_of_a_key_never_overlap(reports):
    found = rectangles(latest, reports)
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            same_days = one.span.since_day < other.span.until_day and other.span.since_day < one.span.until_day
            same_time = one.known_from < other.known_until and other.known_from < one.known_until
            assert not (one.span.key == other.span.key and same_days and same_time)


@given(reports_strategy, moments)
def test_resolving_from_a_moment_on_gives_what_stands_from_then_on(reports, since):
    def shape(found):
        return sorted((str(r.span), max(r.known_from, since), r.known_until) for r in found if r.known_until > since)

    assert shape(rectangles(latest, reports, since)) == shape(rectangles(latest, reports))


def test_a_later_report_that_says_the_same_extends_the_rectangle_only_if_its_sources_do_not_count():
    found = rectangles(lambda reports, _: tuple(_constant(len(reports) > 0)), [report(1, "a", 0), report(2, "a", 5)])
    assert [(r.known_from, r.known_until.year) for r in found] == [(START, 9999)]


def _constant(any_report):
    if any_report:
        yield Span(key="k", since_day=date(2025, 1, 1), until_day=LAST_DAY, value={}, rule="r", sources=("first",))
