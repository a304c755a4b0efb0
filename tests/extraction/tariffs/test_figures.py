"""Percentages that no frame takes: which of them are read as duties, and how sure the choice of their parties is."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from service.extraction import document, weighing
from service.extraction.tariffs import claims

DAY = datetime(2025, 8, 4, 12, tzinfo=UTC)


def pairs(text: str) -> set[tuple[str, str, Decimal | None]]:
    return {(claim.imposer, claim.target, claim.rate) for claim in claims(document.read(text, DAY, ""))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The United States announced a 40% tariff on goods from Laos. Kenya was let off with 10%.",
            ("US", "KE", Decimal(10)),
        ),
        (
            "Donald Trump set a tariff of 25% on Indian goods on Friday. Next comes Peru, at 35%.",
            ("US", "PE", Decimal(35)),
        ),
    ],
)
def test_a_figure_that_no_verb_of_duties_reaches_is_read(text: str, expected: tuple[str, str, Decimal]) -> None:
    assert expected in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "The United States announced a 40% tariff on goods from Laos. Growth in Laos slowed to 4%.",
        "The United States announced a 40% tariff on goods from Laos. Shares in Vientiane fell 3%.",
        "The United States announced a 40% tariff on goods from Laos. America takes 12% of its exports.",
    ],
)
def test_figures_of_growth_shares_and_markets_are_no_duties(text: str) -> None:
    assert pairs(text) == {("US", "LA", Decimal(40))}


def test_a_number_that_leaves_out_its_unit_is_read_beside_one_that_has_it() -> None:
    text = "Donald Trump set tariffs of 25% on goods from India, 40 on Laos and 35 on Serbia on Friday."
    assert {("US", "IN", Decimal(25)), ("US", "LA", Decimal(40)), ("US", "RS", Decimal(35))} <= pairs(text)


def test_numbers_that_count_something_are_no_rates() -> None:
    text = (
        "Donald Trump set a tariff of 25% on goods from India. The order runs to 40 pages, has 12 annexes and cost $30."
    )
    assert {rate for _, _, rate in pairs(text)} == {Decimal(25)}


def test_goods_are_those_of_the_noun_that_the_figure_is_said_of() -> None:
    text = "The United States announced tariffs on goods from Brazil on Friday. Coffee from Brazil will pay 40%."
    told = claims(document.read(text, DAY, ""))
    assert {claim.product.lower() for claim in told if claim.rate == Decimal(40)} == {"coffee"}


def test_nobody_imposes_a_duty_on_themselves_or_on_their_own_union() -> None:
    text = "France and the European Union spoke of tariffs on Monday. For the European Union it is 20%, France said."
    assert not any(target in (imposer, "EU") and imposer in ("FR", "EU") for imposer, target, _ in pairs(text))


def test_belief_in_the_best_of_equal_candidates_is_their_share() -> None:
    assert weighing.share(1.0, [1.0, 1.0, 1.0, 1.0]) == pytest.approx(0.25)
    assert weighing.chance(0.0) == pytest.approx(0.5)


def test_evidence_without_a_weight_counts_nothing() -> None:
    assert weighing.total({"seen": 1.0}, ["never seen"]) == 0
