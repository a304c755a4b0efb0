"""How the days of a meeting are read: the event's own, a window in which they lie, or what tense leaves open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.domain.meetings.days import MEMORY, WIDEST, Days, gap_days, overlap, read_days, within

PUBLISHED = date(2024, 5, 15)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2024-05-20", True),
        ("2024-05-20/2024-05-23", True),
        ("2024-05-21/2024-05-27", True),  # seven days that are no calendar week
        ("2024-05-20/2024-05-26", False),  # next week, Monday to Sunday
        ("2024-05-19/2024-05-25", False),  # next week, Sunday to Saturday
        ("2024-06-01/2024-06-07", False),  # the first week of June
        ("2024-06-01/2024-06-10", False),  # early June
        ("2024-06-10/2024-06-20", False),  # the middle of June
        ("2024-06-21/2024-06-30", False),  # late June
        ("2024-05-15/2024-05-31", False),  # later this month
        ("2024-05-16/2024-05-19", False),  # later this week
        ("2024-06", False),
        ("2024-06-XX", False),
        ("2024", False),
        ("2024-06-03/2024-06-25", False),  # longer than any meeting
    ],
)
def test_days_are_the_events_own_unless_words_stand_behind_them(text: str, exact: bool) -> None:
    assert read_days(text, "planned", PUBLISHED).exact is exact


@pytest.mark.parametrize(
    ("status", "text", "first", "last"),
    [
        ("held", "../2024-05-15", PUBLISHED - MEMORY, date(2024, 5, 16)),
        ("planned", "2024-05-15/..", date(2024, 5, 14), PUBLISHED + MEMORY),
        ("ongoing", "2024-05-15~", date(2024, 5, 8), date(2024, 5, 22)),
        ("postponed", "", PUBLISHED - MEMORY / 2, PUBLISHED + MEMORY),
    ],
)
def test_tense_bounds_what_has_no_date(status: str, text: str, first: date, last: date) -> None:
    assert read_days(None, status, PUBLISHED) == Days(text, first, last, stated=False, exact=False)


def test_a_plan_for_this_month_begins_when_it_is_told_and_a_report_of_it_ends_then() -> None:
    planned, held = (read_days("2024-05", status, PUBLISHED) for status in ("planned", "held"))

    assert (planned.first, planned.last) == (date(2024, 5, 14), date(2024, 5, 31))
    assert (held.first, held.last) == (date(2024, 5, 1), date(2024, 5, 16))


def test_from_a_day_on_names_the_first_day_of_an_event_that_ends() -> None:
    days = read_days("2024-06-03/..", "planned", PUBLISHED)

    assert (days.text, days.first, days.last, days.exact) == ("2024-06-03~", date(2024, 6, 3), date(2024, 6, 16), True)


def test_up_to_a_day_is_undated_but_for_its_end() -> None:
    days = read_days("../2024-05-01", "held", PUBLISHED)

    assert (days.first, days.last, days.vague) == (date(2024, 5, 1) - MEMORY, date(2024, 5, 1), True)


def test_a_decade_counts_as_its_last_years() -> None:
    days = read_days("199X", "held", PUBLISHED)

    assert (days.first, days.last) == (date(1999, 12, 31) - WIDEST, date(1999, 12, 31))


@pytest.mark.parametrize(("text", "vague"), [("2024-06-01/2024-07-15", False), ("2024-06-01/2024-07-16", True)])
def test_a_window_is_vague_from_46_days_on(text: str, vague: bool) -> None:
    assert read_days(text, "cancelled", PUBLISHED).vague is vague


def test_overlap_gap_and_containment_count_days() -> None:
    early, late = (
        read_days(text, "held", date(2025, 1, 1)) for text in ("2024-05-01/2024-05-03", "2024-05-03/2024-05-05")
    )
    after = read_days("2024-05-06", "held", date(2025, 1, 1))

    assert overlap(early, late)
    assert not overlap(late, after)
    assert (gap_days(early, late), gap_days(late, after), gap_days(after, early)) == (0, 1, 3)
    assert within(after, read_days("2024-05", "held", date(2025, 1, 1)))
    assert not within(late, early)
    assert early.width == 3


def test_the_ends_of_the_calendar_are_no_error() -> None:
    assert read_days(None, "planned", date.max).last == date.max
    assert read_days(None, "held", date.min + timedelta(days=3)).first == date.min
