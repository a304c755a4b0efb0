"""Spans and pieces that are exchanged for some days join with those around them."""

from __future__ import annotations

from datetime import date

from service.domain.spans import Span
from service.domain.tariffs.answers import spliced_spans
from service.domain.tariffs.pieces import Extent


def test_what_says_the_same_as_the_days_before_and_after_is_one_span_with_them():
    old = [_span(1, 10, "25"), _span(10, 20, "50"), _span(20, 28, "25")]
    assert spliced_spans(old, Extent(_day(10), _day(20)), [_span(10, 20, "25")]) == [_span(1, 28, "25")]


def test_what_says_something_else_cuts_the_span_that_it_lies_in():
    new = spliced_spans([_span(1, 28, "25")], Extent(_day(10), _day(20)), [_span(10, 20, "50")])
    assert new == [_span(1, 10, "25"), _span(10, 20, "50"), _span(20, 28, "25")]


def _day(number: int) -> date:
    return date(2025, 3, number)


def _span(first: int, until: int, rate: str) -> Span:
    return Span(
        key="tariff:US:IN:*:total", since_day=_day(first), until_day=_day(until), value={"rate": rate}, rule="observed",
        sources=("a",),
    )  # fmt: skip
