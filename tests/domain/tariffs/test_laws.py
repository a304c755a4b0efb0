"""The laws of resolving, for any reports: order, later reports and threats never matter, spans of a key are disjoint."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import groupby, pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.claims import BASES, TARIFF_STATUSES, TariffClaim
from service.domain.kinds import tariff
from service.domain.reports import Report
from service.domain.spans import Span
from tests.domain import anew

SUBJECT = "tariff:US:IN"
FIRST = datetime(2025, 1, 1, 12, tzinfo=UTC)
ALWAYS = datetime(2030, 1, 1, tzinfo=UTC)
RATES = st.sampled_from([Decimal(rate) for rate in (10, 15, 18, 25, 26, 50)])
DAYS = st.integers(-20, 500).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
DATES = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    st.tuples(DAYS, st.integers(1, 40)).map(lambda pair: f"{pair[0]}/{pair[0] + timedelta(days=pair[1])}"),
    DAYS.map(lambda day: f"../{day}"),
)
CLAIMS = st.builds(
    TariffClaim,
    imposer=st.just("US"),
    target=st.sampled_from(["IN", "IN", "IN", "WORLD", "BRICS"]),
    product=st.sampled_from(["*", "*", "*", "steel", "steel and aluminium", "medicines", "goods that meet the agreement"]),
    rate=st.one_of(RATES, RATES, RATES, st.none()),
    rate_op=st.sampled_from(["eq", "eq", "eq", "eq", "upto", "atleast"]),
    basis=st.sampled_from(BASES),
    component_reason=st.sampled_from([None, None, None, "reciprocal", "Russian oil", "purchases of Russian energy", "fentanyl"]),
    previous_rate=st.one_of(st.none(), st.none(), RATES),
    status=st.sampled_from([*TARIFF_STATUSES, "in_force", "in_force", "announced", "announced"]),
    valid_from=st.one_of(st.none(), DATES),
    valid_to=st.one_of(st.none(), st.none(), DATES),
)  # fmt: skip


@st.composite
def reports(draw: st.DrawFn, most: int = 14) -> list[Report]:
    """Reports of up to *most* articles, each with one to three claims."""
    found = []
    for number in range(draw(st.integers(0, most))):
        published = FIRST + timedelta(hours=draw(st.integers(0, 24 * 420)))
        publisher = draw(st.sampled_from(["A", "B", "C"]))
        story = draw(st.sampled_from([f"story-{number}"] * 4 + ["story-0"]))
        for ordinal, claim in enumerate(draw(st.lists(CLAIMS, min_size=1, max_size=3))):
            found.append(
                Report(
                    claim_id=f"{number}.{ordinal}",
                    claim=claim,
                    article_id=f"a{number:02d}",
                    version=1,
                    position=number,
                    ordinal=ordinal,
                    published_at=published,
                    publisher=publisher,
                    story=story,
                )  # fmt: skip
            )
    return found


def resolved(found: list[Report], known_by: datetime = ALWAYS) -> tuple[Span, ...]:
    return tariff.resolve(SUBJECT, found, known_by)


@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(found: list[Report], random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert resolved(shuffled) == resolved(found)


@given(reports(), st.integers(0, 420))
def test_what_is_published_later_never_matters(found: list[Report], days: int) -> None:
    known_by = FIRST + timedelta(days=days)
    assert resolved(found, known_by) == resolved([r for r in found if r.published_at <= known_by], known_by)


@given(reports())
def test_spans_of_a_key_are_disjoint_and_in_order(found: list[Report]) -> None:
    spans = resolved(found)
    assert [span.key for span in spans] == sorted(span.key for span in spans)
    for _, of_key in groupby(spans, key=lambda span: span.key):
        held = list(of_key)
        assert all(span.since_day < span.until_day for span in held)
        assert all(a.until_day <= b.since_day for a, b in pairwise(held))


@given(reports(), reports(most=3), st.integers(0, 420))
def test_a_retracted_report_leaves_no_trace_from_its_retraction_on(found, added, days) -> None:
    retraction = FIRST + timedelta(days=days)
    gone = [
        msgspec.structs.replace(r, claim_id=f"x{r.claim_id}", article_id=f"x{r.article_id}", counts_until=retraction)
        for r in added
        if r.published_at < retraction
    ]
    assert resolved([*found, *gone], max(retraction, ALWAYS)) == resolved(found, max(retraction, ALWAYS))


@given(reports(), st.lists(CLAIMS, min_size=1, max_size=4), st.sampled_from(["threatened", "proposed"]))
def test_threats_change_no_level(found: list[Report], claims: list[TariffClaim], status: str) -> None:
    threats = [
        Report(
            claim_id=f"t{i}",
            claim=msgspec.structs.replace(claim, status=status),
            article_id="threat",
            version=1,
            position=99,
            ordinal=i,
            published_at=FIRST + timedelta(days=50 * i),
            publisher="T",
            story="threat",
        )  # fmt: skip
        for i, claim in enumerate(claims)
    ]
    assert resolved([*found, *threats]) == resolved(found)


@given(reports(most=8), st.integers(0, 420), st.integers(0, 420), st.sampled_from([None, 60, 200]))
def test_reading_on_is_the_same_as_reading_again(found, ended, reviewed, since) -> None:
    varied = [
        msgspec.structs.replace(
            r,
            counts_until=r.published_at + timedelta(days=ended) if r.position % 4 == 1 else None,
            review="confirmed" if reviewed < 100 and r.position % 5 == 2 else None,
        )
        for r in found
    ]
    start = None if since is None else FIRST + timedelta(days=since)
    whole = anew.rectangles(partial(tariff.resolve, SUBJECT), varied)
    if start is not None:
        known = (msgspec.structs.replace(each, known_from=max(each.known_from, start)) for each in whole)
        whole = tuple(each for each in known if each.known_from < each.known_until)
    assert tariff.rectangles(SUBJECT, varied, start) == whole


@given(reports())
def test_every_span_names_its_sources_and_its_rule_and_can_be_sent(found: list[Report]) -> None:
    given_ids = {report.claim_id for report in found}
    for span in resolved(found):
        assert span.rule
        assert span.sources
        assert set(span.sources) <= given_ids
        assert msgspec.json.decode(msgspec.json.encode(span.value)) == span.value
        assert span.contested == bool(span.alternatives)
        assert msgspec.json.encode(span.upcoming)
        for text in (span.since, span.until):
            assert text is None or edtf.parse(text)


@given(reports())
def test_an_answer_has_one_span_a_scope_and_day(found: list[Report]) -> None:
    spans = resolved(found)
    for span in spans[:5]:
        holding = [each for each in spans if each.since_day <= span.since_day < each.until_day]
        for goods in ("*", "steel", "medicines"):
            assert len(tariff.select(holding, goods, "total")) <= 1


@given(reports())
def test_a_syndicated_copy_changes_no_rate(found: list[Report]) -> None:
    copies = [
        msgspec.structs.replace(
            r,
            claim_id=f"c{r.claim_id}",
            article_id=f"z{r.article_id}",
            publisher="Z",
            published_at=r.published_at + timedelta(minutes=1),
        )  # fmt: skip
        for r in found[:3]
    ]
    rates = {(span.key, span.since_day): span.value["rate"] for span in resolved(found)}
    assert rates == {(span.key, span.since_day): span.value["rate"] for span in resolved([*found, *copies])}
