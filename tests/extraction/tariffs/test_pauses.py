"""What holds a duty back, for how long, and when it begins again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction.document import read
from service.extraction.tariffs import claims

DAY = datetime(2025, 8, 12, 12, tzinfo=UTC)
State = tuple[str, str | None, str | None]


def states(text: str) -> list[State]:
    """The states that the one duty of *text* is said to be in, each with its days."""
    return [(claim.status, claim.valid_from, claim.valid_to) for claim in claims(read(text, DAY))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Trump on Friday put off the 25% duty on Canadian goods that was to begin on August 9. It is suspended until "
                "September 10 and will start on September 11, the White House said."
            ),
            [("delayed", "2025-08-09", "2025-09-10"), ("announced", "2025-09-11", None)],
        ),
        (
            "Trump prolonged the pause on his 25% duty on Canadian goods a second time, now to September 30.",
            [("suspended", None, "2025-09-30")],
        ),
        (
            "The pause on the 25% US duty on Canadian goods was prolonged to October 9. The duty will start on October 10.",
            [("suspended", None, "2025-10-09"), ("announced", "2025-10-10", None)],
        ),
        (
            "The EU has put its own duty of 25% on American motorcycles on hold from August 7 to February 6.",
            [("suspended", "2025-08-07", "2026-02-06")],
        ),
        ("The EU ended the pause of its duty of 25% on American motorcycles.", [("in_force", None, None)]),
    ],
)
def test_a_pause_lasts_until_the_duty_begins(text: str, expected: list[State]) -> None:
    assert states(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On Friday Brazil withdrew the 25% duty on American wheat that was to start on November 1.",
        "Trump dropped the threat of a 100% tariff on European goods.",
    ],
)
def test_what_ends_before_it_began_is_withdrawn(text: str) -> None:
    assert states(text) == [("withdrawn", None, None)]


def test_what_was_in_force_is_lifted() -> None:
    text = "On Friday Brazil lifted the 25% duty on American wheat that had started on May 1."
    assert [state for state, _, _ in states(text)] == ["lifted"]


@pytest.mark.parametrize("words", ["instead of the", "in place of the", "and no longer"])
def test_a_figure_that_another_takes_the_place_of_is_no_duty(words: str) -> None:
    text = f"The United States has charged a duty of 35% on Canadian goods since August 1, {words} 25%."
    assert [claim.rate for claim in claims(read(text, DAY))] == [35]
