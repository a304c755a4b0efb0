"""Long stories: a year of one duty as papers told it, asked for many days and by many publication times."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "brazil: a baseline, a layer over a trial, goods freed twice, a court",
        "US BR",
        [
            article("2025-04-03", "Gazeta Sul", "WORLD: 10 announced as baseline from 2025-04-05", "10 announced from 2025-04-05"),
            article("2025-07-10", "Folha do Porto", "50 announced from 2025-08-01 was 10"),
            article(
                "2025-07-31", "Potomac Record", "40 signed as component because the prosecution of a former president from 2025-08-06",
                "50 announced from 2025-08-06", "- exempt on orange juice, civil aircraft and energy products",
            ),
            article("2025-08-07", "Folha do Porto", "50 in_force from 2025-08-06", "50 in_force on coffee"),
            article("2025-09-15", "Gazeta Sul", "50 in_force", "100 threatened because BRICS currency plans"),
            article(
                "2025-11-15", "Gazeta Sul", "WORLD: - lifted on coffee, beef and bananas as component because reciprocal from 2025-11-13",
                "40 in_force on coffee and beef from 2025-11-13 was 50",
            ),
            article("2025-11-21", "Folha do Porto", "40 lifted on coffee and beef from 2025-11-13"),
            article(
                "2026-02-21", "Potomac Record", "40 struck_down as component because the prosecution of a former president",
                "WORLD: 10 signed as additional from 2026-02-24 to 2026-07-23",
            ),
        ],
        [
            ("2025-06-01 known 2025-04-04", "10 since 2025-04-05"),
            ("2025-08-03 known 2025-07-11", "50 announced since 2025-08-01"),
            ("2025-08-03 known 2025-08-01", "10 since 2025-04-05"),
            ("2025-08-06", "50 in_force since 2025-08-06"),
            ("2025-12-24 known 2025-09-16", "50 since 2025-08-06"),
            ("orange juice 2025-10-01", "exempt"),
            ("coffee 2025-09-01", "50"),
            ("coffee 2025-11-14 known 2025-11-01", "50"),
            ("coffee 2025-11-14 known 2025-11-16", "40 since 2025-11-13"),
            ("coffee 2025-11-14", "none"),
            ("beef 2025-11-12", "50"),
            ("2026-01-15", "50 since 2025-08-06"),
            ("/prosecution 2026-01-15", "40 since 2025-08-06"),
            ("/prosecution 2026-02-22", "none"),
            ("2026-03-01", "10"),
        ],
    ),
    Tale(
        "canada: an order, a month's pause, an agreement's goods, a rise, a court",
        "US CA",
        [
            article("2025-02-01", "Maple Wire", "25 signed as component because fentanyl and migration from 2025-02-04", "10 signed on energy from 2025-02-04"),
            article("2025-02-03", "Prairie Sun", "25 suspended from 2025-02-04 to 2025-03-03", "10 suspended on energy from 2025-02-04 to 2025-03-03"),
            article("2025-03-04", "Maple Wire", "25 in_force as component because fentanyl and migration from 2025-03-04", "10 in_force on energy from 2025-03-04"),
            article("2025-03-07", "Maple Wire", "- exempt on goods that comply with the trade agreement from 2025-03-07"),
            article("2025-04-03", "Prairie Sun", "WORLD: 10 announced from 2025-04-05", "- exempt as total because reciprocal"),
            article("2025-06-05", "Potomac Record", "WORLD: 50 in_force on steel and aluminium from 2025-06-04 was 25"),
            article("2025-08-01", "Maple Wire", "35 in_force as component on goods outside the trade agreement because fentanyl from 2025-08-01 was 25"),
            article("2025-10-25", "Prairie Sun", "10 threatened because a television advertisement"),
            article("2026-02-21", "Maple Wire", "35 struck_down as component because fentanyl", "WORLD: 10 signed from 2026-02-24"),
        ],
        [
            ("2025-02-10 known 2025-02-02", "25 since 2025-02-04"),
            ("2025-02-10 known 2025-02-04", "none"),
            ("2025-03-05 known 2025-02-04", "25 since 2025-03-04"),
            ("2025-03-05", "25 since 2025-03-04"),
            ("crude oil 2025-03-05", "10 since 2025-03-04"),
            ("goods that meet the agreement 2025-03-06", "25"),
            ("goods that meet the agreement 2025-06-01", "exempt"),
            ("2025-06-01", "25"),
            ("steel 2025-06-10", "50 since 2025-06-04"),
            ("goods outside the agreement 2025-09-01", "35 since 2025-08-01"),
            ("2025-09-01", "35"),
            ("/fentanyl 2025-09-01", "35 since 2025-08-01"),
            ("2026-02-22", "none or exempt"),
            ("2026-02-25", "10 since 2026-02-24"),
            ("potash 2025-03-10", "25"),
        ],
    ),
    Tale(
        "china: layers, a truce, its extension, and a cut",
        "US CN",
        [
            article("2025-02-04", "Pearl Courier", "10 in_force as component because fentanyl from 2025-02-04"),
            article("2025-03-04", "Bund Review", "20 in_force as component because fentanyl from 2025-03-04 was 10"),
            article("2025-04-09", "Pearl Courier", "84 in_force as component because reciprocal from 2025-04-09 was 34", "104 in_force from 2025-04-09"),
            article("2025-04-11", "Bund Review", "125 in_force as component because reciprocal from 2025-04-10 was 84", "145 in_force from 2025-04-10"),
            article(
                "2025-05-12", "Potomac Record", "30 announced from 2025-05-14 was 145", "10 announced as component because reciprocal from 2025-05-14 was 125",
                "20 in_force as component because fentanyl",
            ),
            article("2025-08-12", "Bund Review", "30 in_force", "24 suspended as component because heightened reciprocal rates from 2025-08-12 to 2025-11-09"),
            article("2025-11-01", "Pearl Courier", "10 announced as component because fentanyl from 2025-11-10 was 20"),
            article("2025-11-11", "Bund Review", "20 in_force"),
        ],
        [
            ("2025-02-20", "10"), ("2025-03-10", "20 since 2025-03-04"), ("2025-04-09", "104 since 2025-04-09"),
            ("2025-04-20", "145 since 2025-04-10"), ("2025-05-13 known 2025-05-12", "145"),
            ("2025-05-20", "30 since 2025-05-14"), ("/fentanyl 2025-05-20", "20 since 2025-03-04"),
            ("/reciprocal 2025-05-20", "10 since 2025-05-14"), ("2025-11-12 known 2025-11-02", "20 since 2025-11-10"),
            ("2025-11-12", "20 since 2025-11-10"), ("/fentanyl 2025-11-12", "10 since 2025-11-10"),
            ("2025-10-01", "30"),
        ],
    ),
    Tale(
        "the union: a rate for all, a pause, a letter, a deal that is all-in, cars since an earlier day",
        "US DE",
        [
            article("2025-04-03", "Rhine Post", "EU: 20 announced from 2025-04-09", "WORLD: 10 announced as baseline from 2025-04-05", "WORLD: 25 in_force on cars from 2025-04-03"),
            article("2025-04-10", "Canal Gazette", "EU: 20 suspended from 2025-04-09 to 2025-07-08", "EU: 10 in_force as baseline"),
            article("2025-07-12", "Rhine Post", "EU: 30 announced from 2025-08-01", "EU: 20 suspended to 2025-07-31"),
            article("2025-07-28", "Canal Gazette", "EU: 15 announced as all_in from 2025-08-01 was 30", "EU: 15 announced on cars"),
            article("2025-08-01", "Potomac Record", "EU: 15 signed as all_in from 2025-08-07"),
            article("2025-09-25", "Rhine Post", "EU: 15 reduced as all_in on cars from 2025-08-01 was 27.5", "EU: upto15 in_force as all_in from 2025-08-07"),
        ],
        [
            ("2025-04-20 known 2025-04-04", "20"), ("2025-04-20", "10 since 2025-04-05"),
            ("2025-07-20 known 2025-05-01", "20 since 2025-07-09"), ("2025-08-03 known 2025-07-15", "30 since 2025-08-01"),
            ("2025-08-03 known 2025-07-29", "15 since 2025-08-01"), ("2025-08-03", "10"),
            ("2025-08-10", "15 since 2025-08-07"), ("cars 2025-06-01", "25 or 27.5"), ("cars 2025-08-10", "15 since 2025-08-01"),
            ("cars 2025-08-10 known 2025-08-05", "25"), ("2025-12-01", "15 in_force since 2025-08-07"),
        ],
    ),
    Tale(
        "electric cars: provisional duties, definitive ones by maker, and a denied deal",
        "EU CN",
        [
            article("2024-06-12", "Rhine Post", "10 in_force as baseline on cars", "upto38.1 proposed as additional on electric cars from 2024-07-04"),
            article("2024-07-05", "Canal Gazette", "upto37.6 in_force as additional on electric cars from 2024-07-05"),
            article("2024-10-30", "Rhine Post", "upto35.3 in_force as additional on electric cars from 2024-10-30", "7.8 in_force as additional on electric cars (Tesla) from 2024-10-30"),
            article("2026-01-13", "Canal Gazette", "- proposed on electric cars because a minimum price"),
        ],
        [
            ("cars 2024-07-01", "10"), ("electric cars 2024-07-04", "10 or none"), ("electric cars 2024-08-01", "upto 37.6"),
            ("electric cars 2025-01-01", "upto 35.3 since 2024-10-30"), ("Tesla electric cars 2025-01-01", "7.8"),
            ("petrol cars 2025-01-01", "10"),
        ],
    ),
    Tale(
        "retaliation: announced, cut short, lifted for most goods and kept on some",
        "CA US",
        [
            article("2025-03-04", "Prairie Sun", "25 in_force because retaliation from 2025-03-04", "25 announced on cars from 2025-03-25"),
            article("2025-03-13", "Maple Wire", "25 in_force on steel and aluminium from 2025-03-13"),
            article("2025-04-09", "Maple Wire", "25 in_force on cars from 2025-04-09"),
            article("2025-08-22", "Prairie Sun", "25 lifted on goods that meet the trade agreement from 2025-09-01", "25 in_force on steel, aluminium and cars"),
        ],
        [
            ("cars 2025-04-01 known 2025-03-05", "25 since 2025-03-25"), ("cars 2025-04-01", "25"),
            ("cars 2025-04-10", "25 since 2025-04-09"), ("goods that meet the agreement 2025-08-25", "25"),
            ("goods that meet the agreement 2025-09-02", "none"), ("steel 2025-09-02", "25 since 2025-03-13"),
            ("/retaliation 2025-05-01", "25"),
        ],
    ),
    Tale(
        "switzerland: thirty-one, thirty-nine, fifteen, and a paper that lags",
        "US CH",
        [
            article("2025-04-03", "Zug Blatt", "31 announced from 2025-04-09", "WORLD: 10 announced from 2025-04-05"),
            article("2025-04-10", "Alpenpost", "31 suspended from 2025-04-09", "10 in_force"),
            article("2025-08-01", "Alpenpost", "39 signed from 2025-08-07"),
            article("2025-11-15", "Zug Blatt", "15 announced was 39"),
            article("2025-11-28", "Alpenpost", "39 in_force"),
            article("2025-12-10", "Alpenpost", "15 in_force from 2025-11-14 was 39"),
            article("2025-12-20", "Rhine Post", "39 in_force"),
            article("2025-12-22", "Zug Blatt", "15 in_force"),
        ],
        [
            ("2025-04-15 known 2025-04-04", "31"), ("2025-04-15", "10 since 2025-04-05"),
            ("2025-08-10 known 2025-08-02", "39 signed since 2025-08-07"), ("2025-11-20 known 2025-11-16", "39"),
            ("2025-11-30 known 2025-12-01", "39"), ("2025-11-30", "15 since 2025-11-14"), ("2025-12-21", "15"),
            ("2025-12-21 known 2025-12-21", "contested 15 39"),
        ],
    ),
    Tale(
        "a court's stay: struck down, kept alive, then ended for good",
        "US VN",
        [
            article("2025-04-12", "Saigon Wire", "10 in_force from 2025-04-05"),
            article("2025-05-29", "Delta News", "10 struck_down"),
            article("2025-05-30", "Saigon Wire", "10 in_force"),
            article("2025-08-08", "Delta News", "20 in_force from 2025-08-07"),
            article("2026-02-21", "Delta News", "20 struck_down to 2026-02-23", "WORLD: 10 announced from 2026-02-24"),
        ],
        [
            ("2025-06-05 known 2025-05-29", "none"), ("2025-06-05", "10"), ("2025-08-09", "20"), ("2026-02-22", "20"),
            ("2026-02-24", "10 since 2026-02-24"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_the_whole_story(tale: Tale) -> None:
    assert check(tale) == []
