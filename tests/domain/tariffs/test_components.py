"""Components and totals: what is added, what ends, and which of two sums answers."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "a component on top of a known total is added to it",
        "US IN",
        [
            article("2025-08-07", "Malabar Mail", "25 in_force from 2025-08-07"),
            article("2025-08-08", "Coromandel Post", "25 signed as component because buying Russian crude from 2025-08-27"),
        ],
        [
            ("2025-08-20", "25 since 2025-08-07"),
            ("2025-08-27", "50 since 2025-08-27"),
            ("/Russian oil 2025-08-20", "none"),
            ("/Russian oil 2025-08-27", "25 signed scheduled since 2025-08-27"),
        ],
    ),
    Tale(
        "fentanyl, then reciprocal: with no reported total it is the sum of the components",
        "US CN",
        [
            article("2025-02-05", "Pearl Courier", "10 in_force as component because fentanyl from 2025-02-04"),
            article("2025-03-04", "Pearl Courier", "20 in_force as component because the flow of fentanyl from 2025-03-04 was 10"),
            article("2025-04-03", "Bund Review", "34 announced as component because reciprocal from 2025-04-09"),
        ],
        [
            ("2025-02-10", "10 since 2025-02-04"),
            ("2025-03-10", "20 since 2025-03-04"),
            ("2025-04-10", "54 since 2025-04-09"),
            ("/opioids 2025-02-10", "10"),
            ("/reciprocal 2025-04-10", "34"),
        ],
    ),
    Tale(
        "a rise announced for a rise that had not come yet amends it",
        "US CN",
        [
            article("2025-04-03", "Bund Review", "34 announced as component because reciprocal from 2025-04-09"),
            article("2025-04-08", "Pearl Courier", "84 announced as component because reciprocal from 2025-04-09 was 34"),
            article("2025-04-10", "Bund Review", "125 in_force as component because reciprocal from 2025-04-10 was 84"),
        ],
        [
            ("/reciprocal 2025-04-09 known 2025-04-05", "34"),
            ("/reciprocal 2025-04-09 known 2025-04-08", "84"),
            ("/reciprocal 2025-04-09", "84"),
            ("/reciprocal 2025-04-12", "125 since 2025-04-10"),
        ],
    ),
    Tale(
        "a component that changes moves the reported total by the difference",
        "US CN",
        [
            article("2025-05-15", "Bund Review", "30 in_force from 2025-05-14", "20 in_force as component because fentanyl", "10 in_force as component because reciprocal"),
            article("2025-11-01", "Pearl Courier", "10 announced as component because fentanyl from 2025-11-10 was 20"),
        ],
        [
            ("2025-11-05", "30"),
            ("2025-11-10", "20 since 2025-11-10"),
            ("/fentanyl 2025-11-12", "10"),
            ("/reciprocal 2025-11-12", "10"),
        ],
    ),
    Tale(
        "a component that ends leaves the others standing",
        "US BR",
        [
            article("2025-08-06", "Folha do Porto", "50 in_force from 2025-08-06", "40 in_force as component because the trial of a former president from 2025-08-06", "10 in_force as component because reciprocal from 2025-04-05"),
            article("2026-02-25", "Gazeta Sul", "40 lifted as component because the trial to 2026-02-19"),
        ],
        [
            ("2026-02-10 known 2026-01-01", "50"),
            ("2026-02-19", "50"),
            ("2026-02-20", "10 since 2026-02-20"),
            ("/the trial 2026-02-21", "none"),
        ],
    ),
    Tale(
        "two components that end together are taken off together, whatever the article calls the rest",
        "US BR",
        [
            article("2025-08-06", "Folha do Porto", "50 in_force from 2025-08-06", "40 in_force as component because the trial from 2025-08-06", "10 in_force as component because reciprocal from 2025-04-05"),
            article("2026-02-25", "Gazeta Sul", "40 struck_down as component because the trial to 2026-02-23", "10 struck_down as component because reciprocal to 2026-02-23"),
        ],
        [("2026-02-23", "50 since 2025-08-06"), ("2026-02-24", "none"), ("/reciprocal 2026-02-24", "none")],
    ),
    Tale(
        "an article that reports the new total itself is believed over the difference",
        "US KR",
        [
            article("2025-08-08", "Han Ledger", "25 in_force from 2025-08-07", "10 in_force as component because the digital services law from 2025-08-07"),
            article("2025-12-05", "Busan Sheet", "15 in_force from 2025-11-14", "10 lifted as component because the digital services law to 2025-11-13"),
        ],
        [("2025-11-13", "25"), ("2025-11-14", "15 since 2025-11-14")],
    ),
    Tale(
        "a total reported after a component ended outranks the old total",
        "US BR",
        [
            article("2025-08-06", "Folha do Porto", "50 in_force from 2025-08-06"),
            article("2026-01-10", "Gazeta Sul", "35 in_force as component because the trial", "50 in_force"),
            article("2026-03-01", "Folha do Porto", "12 in_force"),
        ],
        [("2026-01-11", "50"), ("2026-03-01", "12"), ("2026-03-15", "12")],
    ),
    Tale(
        "additional and baseline are parts where the article gives the total",
        "US BR",
        [article("2025-08-06", "Folha do Porto", "40 in_force as additional from 2025-08-06", "10 in_force as baseline", "50 in_force as total on most goods from 2025-08-06")],
        [("2025-08-10", "50 since 2025-08-06")],
    ),
    Tale(
        "a layer on what all countries pay",
        "US BR",
        [
            article("2025-04-06", "Gazeta Sul", "WORLD: 10 in_force as baseline from 2025-04-05"),
            article("2025-07-31", "Folha do Porto", "40 signed as component because the trial of a former president from 2025-08-06"),
        ],
        [("2025-07-01", "10 since 2025-04-05"), ("2025-08-10", "50 since 2025-08-06"), ("/trial 2025-08-10", "40")],
    ),
    Tale(
        "a penalty without a figure makes no total, and a later figure takes its place",
        "US IN",
        [
            article("2025-07-30", "Malabar Mail", "25 announced from 2025-08-01", "- announced as component because Russian arms and energy from 2025-08-01"),
            article("2025-08-06", "Malabar Mail", "25 signed as component because Russian oil from 2025-08-27"),
        ],
        [
            ("2025-08-05 known 2025-07-31", "25 or atleast 25"),
            ("/Russian energy 2025-08-05 known 2025-07-31", "- since 2025-08-01"),
            ("/Russian oil 2025-08-05", "none"),
            ("/Russian oil 2025-08-28", "25"),
        ],
    ),
    Tale(
        "an unnamed layer is the one that has its rate and day",
        "US IN",
        [
            article("2025-08-06", "Malabar Mail", "25 signed as component because Russian oil from 2025-08-27"),
            article("2025-08-20", "Coromandel Post", "25 announced as component from 2025-08-27"),
            article("2025-09-20", "Coromandel Post", "25 in_force as component from 2025-08-27"),
        ],
        [("/Russian oil 2025-09-01", "25 in_force since 2025-08-27"), ("2025-09-01", "25 since 2025-08-27")],
    ),
    Tale(
        "a legal basis is a component of its own",
        "US WORLD",
        [article("2026-02-21", "Potomac Record", "10 signed as additional because Section 122 of the Trade Act from 2026-02-24 to 2026-07-23")],
        [("/Section 122 2026-03-01", "10 since 2026-02-24 until 2026-07-23"), ("2026-03-01", "10"), ("2026-07-24", "none")],
    ),
    Tale(
        "the country rate takes the place of the rate for all",
        "US IN",
        [
            article("2025-04-03", "Malabar Mail", "WORLD: 10 announced as baseline from 2025-04-05", "26 announced as component because reciprocal from 2025-04-09"),
        ],
        [("2025-04-06", "10 since 2025-04-05"), ("2025-04-10", "26 since 2025-04-09")],
    ),
    Tale(
        "an end that names a part of the total by its rate alone takes that part off",
        "US BR",
        [
            article("2025-08-06", "Folha do Porto", "50 in_force from 2025-08-06", "40 in_force as component because the trial from 2025-08-06"),
            article("2026-02-25", "Gazeta Sul", "40 lifted to 2026-02-19"),
        ],
        [("2026-02-19", "50"), ("2026-02-25", "10 since 2026-02-20")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_the_sum(tale: Tale) -> None:
    assert check(tale) == []
