"""Steps between answers are the same where only the first and the last of like versions are looked at."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service.domain.spans import FIRST_DAY, LAST_DAY, Alternative, Span
from service.queries.steps import Version, steps_of
from service.queries.versions import Stored, told_apart
from tests.projections.stories import START

SPANS = st.builds(
    lambda rate, parts, contested, claim_ids, standing: Span(
        key="tariff:US:IN:*:total",
        since_day=FIRST_DAY,
        until_day=LAST_DAY,
        value={"rate": rate, "sum": [{"rate": rate, "sources": parts}]},
        rule="effective-date",
        sources=tuple(claim_ids),
        standing=standing,
        contested=contested,
        alternatives=(Alternative(value={"rate": "7"}, sources=tuple(claim_ids[:1])),) if contested else (),
    ),
    st.sampled_from(["10", "25"]),
    st.lists(st.sampled_from("ab"), max_size=2),
    st.booleans(),
    st.lists(st.sampled_from("cde"), min_size=1, max_size=3),
    st.sampled_from(["observed", "assumed"]),
)
VERSIONS = st.lists(
    st.tuples(SPANS, st.integers(1, 3), st.sampled_from([0, 0, 0, 1]), st.sampled_from("ppq")), max_size=12
)


@given(
    drawn=VERSIONS, after=st.integers(-1, 20), known_by=st.integers(0, 30), detail=st.sampled_from(["answer", "everything"])
)  # fmt: skip
def test_steps_do_not_depend_on_what_was_passed_over(drawn, after, known_by, detail) -> None:
    stored, hour = [], 0
    for span, lasts, gap, subject in drawn:
        begun = START + timedelta(hours=hour + gap)
        hour += gap + lasts
        text = msgspec.json.encode(span).decode()
        stored.append(Stored(text, begun, START + timedelta(hours=hour), subject))
    whole = [Version(msgspec.json.decode(each.span, type=Span), *each[1:]) for each in stored]
    ends = START + timedelta(hours=after), START + timedelta(hours=known_by)
    assert steps_of(told_apart(stored, detail), *ends, detail) == steps_of(whole, *ends, detail)
    assert len(told_apart(stored, detail)) <= len(whole)
