"""What is so in every tale: read on it is as read anew, totals are the sums that they say, what is to come is named."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest
from msgspec.structs import replace

from service.domain.kinds import tariff
from service.domain.reports import turning_points
from service.domain.spans import Span
from tests.domain.tariffs import test_boundaries, test_quarrels, test_said_twice
from tests.domain.tariffs.tales import Tale, reports_of

TALES = [*test_said_twice.TALES, *test_boundaries.TALES, *test_quarrels.TALES]


def subject_of(tale: Tale) -> str:
    return tariff.lookup(*tale.parties.split())[0]


def read(tale: Tale) -> Iterator[list[Span]]:
    """All that is answered at every publication time at which it changes, as it is read on."""
    subject = subject_of(tale)
    inputs = tariff.inputs(subject)
    reports = [each for each in reports_of(tale) if tariff.subjects(each.claim)[0] in inputs]
    unfolded = tariff.rectangles(subject, reports, None)
    for moment in turning_points(reports):
        spans = [each.span for each in unfolded if each.known_from <= moment < each.known_until]
        assert spans == sorted(tariff.resolve(subject, reports, moment), key=lambda span: (span.key, span.since_day))
        yield spans


def adds_up(span: Span) -> bool:
    """Whether a total is what it says that it is: a sum of its parts, or what was reported."""
    value = span.value
    if value.get("answered_by") not in ("sum", "reported") or not value["components"]:
        return True
    rates = [Decimal(part["rate"]) for part in value["components"] if part["rate"] is not None]
    told = value["sum"] is None if not rates else value["sum"] is not None and Decimal(value["sum"]) == sum(rates)
    return told and value["rate"] == value["sum" if value["answered_by"] == "sum" else "reported"]


def is_announced(one: Span, other: Span) -> bool:
    """Whether the change from a reported level to the next one on its announced day is told on the days before."""
    reported = all(each.value.get("answered_by", "reported") == "reported" for each in (one, other))
    if not reported or other.standing != "scheduled" or one.standing == "scheduled" or one.until_day != other.since_day:
        return True
    return any(each["value"]["rate"] == other.value["rate"] for each in one.upcoming)


def says_where_it_is_from(span: Span, target: str) -> bool:
    """Whether a level that was told for others, and only such a one, says for whom."""
    general = span.rule.startswith("general-applies") or span.value.get("answered_by") == "general"
    return ("declared_for" in span.value) == general and span.value.get("declared_for") != target


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_at_every_moment_the_answers_of_a_tale_hold_together(tale):
    target = subject_of(tale).rpartition(":")[2]
    for spans in read(tale):
        for span in spans:
            assert adds_up(span), span
            assert says_where_it_is_from(span, target), span
            assert len(span.sources) == len(set(span.sources)) > 0
            assert span.contested == bool(span.alternatives)
        for one, other in pairwise(spans):
            if one.key == other.key:
                assert one.until_day <= other.since_day
                assert one.until_day < other.since_day or replace(one, until_day=other.until_day) != replace(
                    other, since_day=one.since_day
                )
                assert is_announced(one, other), (one, other)
