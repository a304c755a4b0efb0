"""Rates as newsrooms print them, and the figures that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction import numbers
from service.extraction.numbers import is_movement, is_share, rates, value_of


def read(text: str) -> list[tuple[str, str, str]]:
    """Quote with its operator, value and operator name of each rate."""
    return [(text[rate.lead : rate.end], str(rate.value), rate.op) for rate in rates(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a 39 per cent levy", "39"),
        ("a thirty-nine percent levy", "39"),
        ("a 25-percent duty", "25"),
        ("a 25pc duty", "25"),
        ("duty of 7.5%", "7.5"),
        ("duty of 12½ per cent", "12.5"),
        ("two and a half per cent", "2.5"),
        ("one hundred and ten per cent", "110"),
        ("a hundred percent tariff", "100"),
        ("a 1,500% tariff", "1500"),
        ("a rate of 0%", "0"),
    ],
)
def test_a_figure_is_read_in_every_spelling(text: str, value: str) -> None:
    (rate,) = rates(text)
    assert rate.value == Decimal(value)
    assert rate.op == "eq"


@pytest.mark.parametrize(
    ("text", "quote", "value", "op"),
    [
        ("tariffs of up to 50%", "up to 50%", "50", "upto"),
        ("a rate of no higher than 15%", "no higher than 15%", "15", "upto"),
        ("capped at 15 percent", "capped at 15 percent", "15", "upto"),
        ("as high as 41 per cent", "as high as 41 per cent", "41", "upto"),
        ("at least 20%", "at least 20%", "20", "atleast"),
        ("as low as 10%", "as low as 10%", "10", "atleast"),
        ("tariffs that can exceed 125%", "exceed 125%", "125", "atleast"),
        ("20% or more", "20% or more", "20", "atleast"),
    ],
)
def test_an_operator_is_read_with_its_words(text: str, quote: str, value: str, op: str) -> None:
    assert read(text) == [(quote, value, op)]


@pytest.mark.parametrize("text", ["between 10% and 41%", "10-41%", "10% to 41%", "10 to 41 per cent", "10–41 percent"])
def test_a_range_is_one_rate_with_both_bounds(text: str) -> None:
    (rate,) = rates(text)
    assert (rate.op, rate.value, rate.high) == ("range", Decimal(10), Decimal(41))


@pytest.mark.parametrize(
    "text",
    ["cut from 50 to 18 per cent", "cut from 50% to 18%", "cut from 50% to 18.", "from 50 percent down to 18, says"],
)
def test_a_change_is_two_rates_and_the_unit_is_shared(text: str) -> None:
    assert [str(rate.value) for rate in rates(text)] == ["50", "18"]


def test_figures_in_a_list_share_the_last_unit() -> None:
    assert [str(rate.value) for rate in rates("duties of 10, 15 and 25 per cent respectively")] == ["10", "15", "25"]


@pytest.mark.parametrize(
    "text", ["on April 2 and 10% later", "in 2018 and 25% later", "under Section 301 and 10% later"]
)
def test_a_day_a_year_and_a_section_borrow_no_unit(text: str) -> None:
    assert len(rates(text)) == 1


@pytest.mark.parametrize("text", ["25 basis points", "25 bps", "$25 million", "25 countries", "a 25-day pause", "$5%"])
def test_other_figures_are_no_rates(text: str) -> None:
    assert rates(text) == ()


@pytest.mark.parametrize(
    "text", ["24 percentage points", "24 per cent points", "a 24-point cut", "24 percentage-points"]
)
def test_percentage_points_are_told_apart(text: str) -> None:
    (rate,) = rates(text)
    assert rate.points


@pytest.mark.parametrize("text", ["96% of goods", "99 per cent of its tariff lines", "a 20 per cent stake"])
def test_a_share_is_no_rate_of_anything(text: str) -> None:
    assert is_share(text, rates(text)[0])


@pytest.mark.parametrize(
    "text", ["25% of the value", "25 percent of the customs value", "a 25% tariff", "25% of that rate"]
)
def test_a_part_of_the_value_is_a_rate(text: str) -> None:
    assert not is_share(text, rates(text)[0])


@pytest.mark.parametrize("text", ["3.6% inflation", "a 20% rise", "6 per cent growth", "a 35% chance"])
def test_growth_and_odds_are_movements(text: str) -> None:
    assert is_movement(text, rates(text)[0])


def test_words_give_their_value() -> None:
    assert [value_of(text) for text in ("a hundred and ten", "thirty-nine", "¾", "1,250")] == [
        Decimal(110), Decimal(39), Decimal("0.75"), Decimal(1250)
    ]  # fmt: skip


@given(st.text(alphabet="0123456789 %.,-–½abcdefprcnt toandhundredone", max_size=120))
def test_spans_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    last = 0
    for rate in rates(text):
        assert last <= rate.lead <= rate.start < rate.end <= len(text)
        last = rate.end


@pytest.mark.parametrize("words", [*numbers._UPTO.split("|"), *numbers._ATLEAST.split("|")])
@pytest.mark.parametrize("around", ["{} 25%", "({} 25%", "“{} an additional 25%", "well-{} \n25%"])
def test_every_word_for_a_bound_is_seen_by_the_cheap_look_too(words: str, around: str) -> None:
    (rate,) = numbers.rates(around.format(words))
    assert rate.op == ("upto" if words in numbers._UPTO.split("|") else "atleast")


@pytest.mark.parametrize("joint", ["-", " – ", "—", ", ", " to ", " and ", " or ", " to up ", " TO about "])
def test_every_joint_of_figures_is_seen_by_the_cheap_look_too(joint: str) -> None:
    found = numbers.rates(f"duties of 10{joint}25%")
    assert {10, 25} <= {value for rate in found for value in (rate.value, rate.high)}
