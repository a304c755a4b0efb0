"""Which form each date is read as, at each word that can begin one: no other word is looked at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import document
from service.extraction.dates.patterns import PATTERNS, find
from service.extraction.tokens import tokenize

EXAMPLES = {
    "clock": ("5:30 pm", "9 a.m. local time"),
    "iso": ("2026-02-04",),
    "month_days": ("February 4", "Feb. 4, 2026", "Wednesday, February 4", "February 4 to 6"),
    "days_month": ("4 February", "the 4th of February 2026", "Wednesday 4 February", "2nd to 4th February"),
    "part_month": ("early February", "late-February", "mid-February", "the end of February", "later in February", "start of February", "the first week of February", "middle of May"),
    "rel_month": ("last August", "next August", "this August", "this coming August"),
    "quarter": ("the first quarter", "fourth quarter of 2026", "third quarter last year", "last quarter of 2026", "q3 2026"),
    "half": ("the first half of 2026", "second half of 2026", "the latter half of last year", "latter half of 2026"),
    "season": ("spring 2026", "the summer of 2026", "early autumn 2026", "late fall of 2026", "last winter of 2026", "this spring of 2026", "next spring of 2026"),
    "rel_season": ("last summer", "early next autumn", "late this winter", "later this spring", "earlier this summer", "this coming fall"),
    "part_year": ("early 2026", "late 2026", "mid-2026", "the beginning of 2026", "end of 2026", "later in 2026", "earlier in 2026"),
    "month_year": ("February 2026", "Sept of 2026"),
    "month_rel": ("February last year", "August of next year"),
    "weekday_ago": ("Monday last week", "Friday morning next week"),
    "weekday": ("Monday", "last Tuesday", "next Wednesday", "this Thursday", "early Friday", "late Saturday", "later on Sunday", "the following Monday", "earlier on Tuesday"),
    "end_of": ("the end of this week", "start of next month", "middle of the year", "close of the quarter", "turn of the decade", "beginning of the week"),
    "year_end": ("year-end", "month's end"),
    "deictic": ("today", "tonight", "yesterday", "tomorrow", "overnight", "this morning", "the day before yesterday", "earlier in the day", "later in the day"),
    "part_rel": ("early next week", "late last year", "earlier this month", "later this year", "mid next week", "late in the year"),
    "rel_unit": ("last week", "next month", "this year", "that month", "the current quarter", "the same week"),
    "count_units": ("the past two weeks", "last three months", "next 30 days", "coming two weeks", "following two weeks", "previous ten years", "past five days", "over the last two weeks", "within the next two weeks", "in the coming three days"),
    "vague_units": ("in recent weeks", "over coming weeks", "within the coming months", "during the last few years"),
    "ago": ("a week ago", "an hour or two years ago", "two months ago", "10 days ago", "twenty-one days ago", "a few years ago", "several weeks ago", "couple of days ago", "some years ago"),
    "later": ("two days later", "a week earlier", "21 days after signing", "forty-five days before the deadline", "few weeks afterwards"),
    "day_rel": ("the next day", "that day", "the following day", "the same day", "that same day"),
    "from_now": ("two weeks from now", "a month from today", "90 days hence"),
    "in_units": ("in two weeks", "within 30 days", "inside a month", "in about ten days' time"),
    "for_units": ("for 90 days", "lasting two weeks", "for an additional 30 days"),
    "the_nth": ("on the 27th", "by the 1st", "until the 3rd", "from the 22nd", "till the 4th"),
    "month": ("in February", "since Oct."),
    "year": ("in 2026", "2019"),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, _ in PATTERNS])
def test_a_date_is_found_at_each_word_that_can_begin_it(name: str) -> None:
    for words in EXAMPLES[name]:
        text = f"It was told {words}, they say."
        assert [spec.name for spec in find(text, 0, len(text), tokenize(text, 0, len(text)))] == [name], words


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("He announced a 50% duty as of August 1.", "2025-07-10", "2025-08-01"),
        ("Parliament approved the increase from January 1.", "2025-12-22", "2026-01-01"),
        ("They extended the truce until November 10.", "2025-08-12", "2025-11-10"),
        ("The duty was collected since October 14.", "2025-10-10", "2024-10-14"),
        ("The ban ran until May 10.", "2025-08-12", "2025-05-10"),
        ("He signed the order on November 3.", "2025-10-30", "2024-11-03"),
    ],
)
def test_what_was_decided_begins_and_ends_soon_after(text: str, published: str, day: str) -> None:
    read = document.read(text, datetime.fromisoformat(published).replace(tzinfo=UTC), None)
    assert [date.value for sentence in read.sentences for date in sentence.dates] == [day]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("The visit that was set for March 14 was called off.", "2026-03-16", "2026-03-14"),
        ("The visit that was set for March 14 was called off.", "2026-03-10", "2026-03-14"),
        ("He was to speak in Paris on May 3.", "2024-05-10", "2024-05-03"),
        ("The summit was set for October 20.", "2026-03-10", "2026-10-20"),
        ("The visit was postponed to May 14.", "2026-04-09", "2026-05-14"),
    ],
)
def test_what_was_planned_for_a_day_may_have_passed(text: str, published: str, day: str) -> None:
    read = document.read(text, datetime.fromisoformat(published).replace(tzinfo=UTC), None)
    assert [date.value for sentence in read.sentences for date in sentence.dates] == [day]
