"""The three clocks as texts: what each means, and what means nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidDate, InvalidInput, PositionAhead
from service.queries.clocks import echo, read_at, read_clocks, read_days, read_instant

NOW = datetime(2026, 2, 2, 18, 30, tzinfo=UTC)


def test_the_defaults_are_today_now_and_what_is_projected() -> None:
    clocks = read_clocks(NOW)
    assert (clocks.as_of, clocks.first_day, clocks.last_day) == ("2026-02-02", date(2026, 2, 2), date(2026, 2, 2))
    assert (clocks.known_by, clocks.at) == (NOW, None)
    assert (clocks.defaulted, clocks.pinned) == (True, False)


def test_only_all_three_clocks_with_a_position_pin_an_answer() -> None:
    assert read_clocks(NOW, "2026-01-01", "2026-01-01", "7").pinned
    assert not read_clocks(NOW, "2026-01-01", "2026-01-01", "2026-01-01T00:00:00Z").pinned
    assert not read_clocks(NOW, None, "2026-01-01", "7").pinned


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-08-27", "2025-08-27", "2025-08-27"),
        ("2025-08", "2025-08-01", "2025-08-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-08-27/2025-09-02", "2025-08-27", "2025-09-02"),
        ("2025-08/..", "2025-08-01", "9999-12-30"),
        ("../..", "0001-01-01", "9999-12-30"),
    ],
)
def test_a_vague_day_is_the_days_that_it_can_be(text: str, first: str, last: str) -> None:
    assert read_days(text, "as_of") == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "today", "2026-02-30", "2026-13", "20260202", "9999-12-31"])
def test_a_text_that_is_no_day_names_its_parameter(text: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        read_days(text, "as_of")
    assert caught.value.field == "as_of"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-02-02", "2026-02-02T23:59:59.999999Z"),
        ("2026-02-02T18:00:00Z", "2026-02-02T18:00:00Z"),
        ("2026-02-02T18:00:00", "2026-02-02T18:00:00Z"),
        ("2026-02-02T23:30:00+05:30", "2026-02-02T18:00:00Z"),
        ("2026-02-02T23:30:00 05:30", "2026-02-02T18:00:00Z"),
        ("2026-02-02T18:00:00.25Z", "2026-02-02T18:00:00.250000Z"),
    ],
)
def test_a_date_is_the_end_of_its_day_and_a_plus_may_be_lost_in_an_address(text: str, instant: str) -> None:
    assert echo(read_instant(text, "known_by")) == instant


@pytest.mark.parametrize("text", ["", "now", "2026-02-30", "2026-02-02T25:00", "0001-01-01T00:00:00+14:00", "7"])
def test_a_text_that_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate):
        read_instant(text, "known_by")


def test_at_is_a_position_or_an_instant_that_has_come() -> None:
    assert read_at("0", NOW) == 0
    assert read_at("120", NOW) == 120
    assert read_at("2026-02-02T18:00:00Z", NOW) == datetime(2026, 2, 2, 18, tzinfo=UTC)
    with pytest.raises(PositionAhead):
        read_at("2026-02-02", NOW)
    for text in ("-1", "1.5", "head", "²", "9" * 20):
        with pytest.raises(InvalidInput):
            read_at(text, NOW)


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_echoed_instant_reads_as_itself(moment: datetime) -> None:
    assert read_instant(echo(moment), "known_by") == moment
