"""Goods and targets: which scope answers, who is meant by all countries and by a group."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "the most specific scope answers, all goods otherwise",
        "US MX",
        [article("2025-08-02", "El Faro", "25 in_force from 2025-03-04", "50 in_force on steel, aluminium and copper from 2025-06-04", "0 in_force on goods that comply with the USMCA from 2025-03-07")],
        [
            ("steel 2025-08-02", "50"), ("aluminum 2025-08-02", "50"), ("toys 2025-08-02", "25"), ("2025-08-02", "25"),
            ("goods that meet the agreement 2025-08-02", "0"), ("goods outside the agreement 2025-08-02", "25"),
            ("goods that meet the agreement 2025-03-05", "25"),
        ],
    ),
    Tale(
        "goods outside an agreement are not those that meet it",
        "US CA",
        [
            article("2025-03-08", "Maple Wire", "25 in_force on Canadian goods outside the trade agreement from 2025-03-04", "- exempt on goods that meet the trade agreement from 2025-03-07"),
            article("2025-08-01", "Prairie Sun", "35 in_force on goods not covered by USMCA from 2025-08-01 was 25"),
        ],
        [
            ("goods outside the agreement 2025-08-05", "35 since 2025-08-01"),
            ("USMCA-compliant goods 2025-08-05", "exempt"),
            ("goods outside the agreement 2025-05-05", "25"),
            ("goods that meet the agreement 2025-03-05", "none"),
        ],
    ),
    Tale(
        "a rate for energy beside the rate for the rest",
        "US CA",
        [article("2025-03-04", "Maple Wire", "25 in_force from 2025-03-04", "10 in_force on energy from 2025-03-04")],
        [("crude oil 2025-03-10", "10"), ("natural gas 2025-03-10", "10"), ("lumber 2025-03-10", "25")],
    ),
    Tale(
        "exempt goods, and goods that are not",
        "US BR",
        [article("2025-08-06", "Folha do Porto", "50 in_force from 2025-08-06", "- exempt on orange juice, civil aircraft and energy products")],
        [("orange juice 2025-08-10", "exempt"), ("aircraft 2025-08-10", "exempt"), ("coffee 2025-08-10", "50"), ("oil 2025-08-10", "exempt")],
    ),
    Tale(
        "goods that one component spares pay what is left; nothing left is no duty",
        "US BR",
        [
            article("2025-08-06", "Folha do Porto", "50 in_force from 2025-08-06", "40 in_force as component because the trial from 2025-08-06", "10 in_force as component because reciprocal from 2025-04-05"),
            article("2025-11-15", "Gazeta Sul", "- exempt on coffee, beef and bananas as component because reciprocal from 2025-11-13"),
            article("2025-11-21", "Folha do Porto", "40 lifted on coffee and beef as component because the trial from 2025-11-20"),
        ],
        [
            ("coffee 2025-11-10", "50"),
            ("coffee 2025-11-15 known 2025-11-16", "40 since 2025-11-13"),
            ("coffee 2025-11-15", "40"),
            ("coffee 2025-11-20", "none"),
            ("bananas 2025-11-25", "40"),
            ("steel 2025-11-25", "50"),
        ],
    ),
    Tale(
        "goods freed for all countries keep the duty on one country",
        "US BR",
        [
            article("2025-04-06", "Gazeta Sul", "WORLD: 10 in_force as baseline from 2025-04-05"),
            article("2025-08-06", "Folha do Porto", "40 in_force as component because the trial from 2025-08-06"),
            article("2025-11-15", "Gazeta Sul", "WORLD: - lifted on coffee, beef and bananas from 2025-11-13"),
            article("2025-11-21", "Folha do Porto", "- lifted on coffee from 2025-11-20"),
        ],
        [
            ("coffee 2025-11-10", "50"), ("coffee 2025-11-15", "40"), ("coffee 2025-11-22", "none"),
            ("beef 2025-11-22", "40"),
        ],
    ),
    Tale(
        "goods whose own duty has ended take a general one only if it starts later",
        "US IN",
        [
            article("2025-08-08", "Malabar Mail", "25 in_force from 2025-08-07", "50 in_force on copper from 2025-08-01"),
            article("2026-01-10", "Coromandel Post", "50 lifted on copper to 2025-12-31"),
            article("2026-02-21", "Malabar Mail", "25 struck_down to 2026-02-23", "WORLD: 10 signed from 2026-02-24"),
        ],
        [("copper 2025-12-31", "50"), ("copper 2026-01-15", "none"), ("copper 2026-02-25", "10 since 2026-02-24")],
    ),
    Tale(
        "goods that pay the ordinary rate pay it since the ordinary day",
        "US TH",
        [
            article("2025-08-08", "Siam Post", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Chao Line", "19 in_force on rubber"),
        ],
        [("tyres 2025-09-01", "19 since 2025-08-07"), ("rubber 2025-10-02", "19 since 2025-08-07")],
    ),
    Tale(
        "a separate duty on goods from all countries is not added to the country's",
        "US TR",
        [
            article("2025-04-04", "Bosporus Note", "WORLD: 25 in_force on steel and aluminium from 2025-03-12", "15 announced from 2025-08-07"),
            article("2025-06-05", "Bosporus Note", "WORLD: 50 in_force on steel and aluminium from 2025-06-04 was 25"),
        ],
        [
            ("steel 2025-05-01", "25 since 2025-03-12"), ("steel 2025-09-01", "50 since 2025-06-04"),
            ("2025-09-01", "15"), ("steel 2025-03-11", "25 or none"),
        ],
    ),
    Tale(
        "a country's own rate on goods outranks that for all countries",
        "US GB",
        [
            article("2025-06-05", "Clyde Herald", "WORLD: 50 in_force on steel and aluminium from 2025-06-04", "25 in_force on steel and aluminium"),
            article("2025-07-01", "Thames Echo", "10 in_force from 2025-04-05", "10 in_force on cars within the quota from 2025-06-30"),
        ],
        [("steel 2025-07-01", "25"), ("aluminium 2025-07-01", "25"), ("toys 2025-07-01", "10"), ("cars within the quota 2025-07-02", "10 since 2025-06-30")],
    ),
    Tale(
        "a duty on the union applies to its members on the days of their membership",
        "US HR",
        [article("2025-08-08", "Adria Sheet", "EU: 15 in_force from 2025-08-07", "EU: 4 in_force on films from 2010-01-01")],
        [("2025-08-10", "15 since 2025-08-07"), ("films 2012-01-01", "none"), ("films 2014-01-01", "4")],
    ),
    Tale(
        "who left the union no longer pays its rate",
        "CN GB",
        [article("2019-05-01", "Thames Echo", "EU: 9 in_force on brandy from 2018-01-01")],
        [("brandy 2019-06-01", "9"), ("brandy 2020-02-01", "none")],
    ),
    Tale(
        "an own rate outranks the group's, the group's that for all",
        "US ZA",
        [
            article("2025-08-01", "Cape Record", "WORLD: 10 in_force from 2025-04-05", "BRICS: 12 in_force from 2025-07-10"),
            article("2025-08-09", "Cape Record", "30 in_force from 2025-08-07"),
        ],
        [("2025-05-01", "10"), ("2025-07-15", "12 since 2025-07-10"), ("2025-08-10", "30 since 2025-08-07")],
    ),
    Tale(
        "a country of which nothing was told pays what all pay",
        "US UY",
        [article("2025-04-06", "Gazeta Sul", "WORLD: 10 in_force as baseline from 2025-04-05")],
        [("2025-05-01", "10 since 2025-04-05"), ("2025-04-04", "none"), ("/baseline 2025-05-01", "10")],
    ),
    Tale(
        "a country that is spared what all pay",
        "US CA",
        [article("2025-04-03", "Maple Wire", "WORLD: 10 announced from 2025-04-05", "- exempt", "25 in_force as component because fentanyl and migration from 2025-03-04")],
        [("2025-04-10", "25 since 2025-03-04"), ("/fentanyl 2025-04-10", "25")],
    ),
    Tale(
        "a country that is spared, and pays nothing else",
        "US RU",
        [article("2025-04-03", "Neva Letter", "WORLD: 10 announced from 2025-04-05", "- exempt")],
        [("2025-04-10", "exempt or none")],
    ),
    Tale(
        "a country's figure that repeats the one for all lives and ends with it",
        "US AR",
        [
            article("2026-02-21", "Pampa News", "WORLD: 10 signed from 2026-02-24 to 2026-07-23", "10 announced from 2026-02-24 to 2026-07-23"),
            article("2026-02-22", "Rio Line", "WORLD: 15 announced from 2026-02-24 was 10", "15 announced from 2026-02-24"),
            article("2026-02-27", "Potomac Record", "WORLD: 10 in_force from 2026-02-24 to 2026-07-23"),
        ],
        [
            ("2026-03-01 known 2026-02-21", "10"), ("2026-03-01 known 2026-02-23", "15"),
            ("2026-03-01", "10 in_force since 2026-02-24"), ("2026-07-24", "none"),
        ],
    ),
    Tale(
        "a list that grows still speaks of each of its goods",
        "CN US",
        [
            article("2025-02-10", "Pearl Courier", "15 in_force on coal and liquefied natural gas from 2025-02-10", "10 in_force on crude oil and trucks from 2025-02-10"),
            article("2025-03-10", "Bund Review", "15 in_force on chicken, wheat, corn and cotton from 2025-03-10", "10 in_force on soybeans, pork and beef from 2025-03-10"),
        ],
        [("LNG 2025-03-11", "15"), ("crude 2025-03-11", "10"), ("maize 2025-03-11", "15"), ("soya beans 2025-03-11", "10"), ("wine 2025-03-11", "none")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_whom_and_what_it_hits(tale: Tale) -> None:
    assert check(tale) == []
