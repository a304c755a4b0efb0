"""Meetings that no frame of a verb tells: what stands around two people, or around somebody and a place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.domain.claims import MeetingClaim, kind_of
from service.extraction import weighing
from service.extraction.reader import extract

PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)


def told(text: str) -> list[MeetingClaim]:
    return [
        claim for claim in extract(text, PUBLISHED) if isinstance(claim, MeetingClaim) and kind_of(claim) == "meeting"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In Lisbon, Foreign Minister Penny Wong and her Portuguese counterpart, Paulo Rangel, agreed on a plan on Tuesday.",
        "Prime Minister Mark Carney and President Claudia Sheinbaum settled the row at a lunch in Mexico City on Thursday.",
        "Foreign Minister Penny Wong saw Foreign Minister Wang Yi for two hours in Jakarta.",
    ],
)
def test_two_people_of_two_countries_who_do_something_together_at_a_place_have_met(text: str) -> None:
    (claim,) = told(text)
    assert len(claim.participants) == 2
    assert claim.status == "held"


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Penny Wong criticised Foreign Minister Wang Yi in a speech on Tuesday.",
        "Foreign Minister Penny Wong said that Foreign Minister Wang Yi had misread the treaty.",
        "President Claudia Sheinbaum replied to the duties that President Donald Trump announced on Thursday.",
    ],
)
def test_who_only_speaks_of_somebody_has_not_met_him(text: str) -> None:
    assert told(text) == []


def test_what_a_frame_has_told_is_not_told_again() -> None:
    text = "Foreign Minister Penny Wong met Foreign Minister Wang Yi in Jakarta on Tuesday."
    assert len(told(text)) == 1


def test_a_feature_without_a_weight_counts_nothing() -> None:
    table = weighing.tables("meeting")["meet"]
    assert weighing.total(table, ["never seen"]) == weighing.total(table, []) == 0
    assert weighing.chance(0) == 0.5
