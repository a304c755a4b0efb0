"""What a second paper says some hours after the first one changes no answer, be it a copy or its own words."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from service.domain.reports import Report
from tests.domain.tariffs import (
    test_components,
    test_endings,
    test_further_stories,
    test_goods_and_everyone,
    test_long_stories,
    test_more_pairs,
    test_pairs,
    test_starts,
    test_stories_of_all_regions,
)
from tests.domain.tariffs.tales import Tale, check, reports_of

MODULES = (
    test_stories_of_all_regions, test_further_stories, test_long_stories, test_pairs, test_more_pairs, test_endings,
    test_components, test_starts, test_goods_and_everyone,
)  # fmt: skip
TALES = [tale for module in MODULES for tale in module.TALES]


def quarrels(tale: Tale) -> bool:
    """Whether a further voice can settle something."""
    return any("contested" in answer for _, answer in tale.asks)


def repeated(tale: Tale, number: int, hours: int, story: str | None) -> list[Report]:
    """The reports of *tale*, those of its article *number* told once more by another paper."""
    told = reports_of(tale)
    again = [
        replace(
            report, claim_id=f"again {report.claim_id}", article_id="again", publisher="Echo", position=99, version=1,
            published_at=report.published_at + timedelta(hours=hours), story=story or report.story,
        )
        for report in told
        if report.position == number
    ]  # fmt: skip
    return [*told, *again]


@pytest.mark.parametrize("tale", [tale for tale in TALES[:40] if not quarrels(tale)], ids=str)
def test_a_paper_that_says_the_same_changes_nothing(tale):
    assert check(tale, repeated(tale, len(tale.articles) // 2 + 1, 6, "of its own")) == []


@pytest.mark.slow
@pytest.mark.parametrize("tale", [tale for tale in TALES if not quarrels(tale)], ids=str)
def test_no_paper_that_says_the_same_changes_anything(tale):
    for number in range(1, len(tale.articles) + 1):
        assert check(tale, repeated(tale, number, 6, "of its own")) == []


@pytest.mark.slow
@pytest.mark.parametrize("tale", TALES, ids=str)
def test_no_copy_changes_anything(tale):
    for number in range(1, len(tale.articles) + 1):
        assert check(tale, repeated(tale, number, 20, None)) == []
