"""How duties end: lifted, expired, struck down, suspended, extended, withdrawn."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "a pause cancels a start on the same day, and the rate for all countries holds",
        "US VN",
        [
            article("2025-04-03", "Saigon Wire", "WORLD: 10 announced from 2025-04-05", "46 announced from 2025-04-09"),
            article("2025-04-10", "Delta News", "46 suspended from 2025-04-09 to 2025-07-08"),
        ],
        [
            ("2025-04-20 known 2025-04-04", "46"),
            ("2025-04-20", "10 since 2025-04-05"),
            ("2025-07-08", "10"),
            ("2025-07-09", "46 since 2025-07-09"),
        ],
    ),
    Tale(
        "an extended pause moves the return",
        "EU US",
        [
            article("2025-04-09", "Rhine Post", "25 announced from 2025-04-15"),
            article("2025-04-10", "Canal Gazette", "25 suspended from 2025-04-15 to 2025-07-14"),
            article("2025-07-13", "Rhine Post", "25 suspended to 2025-08-06"),
            article("2025-08-05", "Canal Gazette", "25 suspended from 2025-08-07 to 2026-02-06"),
        ],
        [
            ("2025-05-01", "none"),
            ("2025-07-20 known 2025-05-01", "25 since 2025-07-15"),
            ("2025-07-20 known 2025-07-14", "none"),
            ("2025-08-10 known 2025-07-14", "25 since 2025-08-07"),
            ("2025-08-10", "none"),
            ("2026-02-07", "25 since 2026-02-07"),
        ],
    ),
    Tale(
        "a pause ends a level that was seen, and a repeat of the news changes nothing",
        "CA US",
        [
            article("2025-03-05", "Prairie Sun", "25 in_force on orange juice from 2025-03-04"),
            article("2025-08-23", "Maple Wire", "25 suspended on orange juice from 2025-09-01"),
            article("2025-10-01", "Prairie Sun", "25 suspended on orange juice from 2025-09-01"),
        ],
        [("orange juice 2025-08-31", "25 since 2025-03-04"), ("orange juice 2025-09-01", "none"), ("orange juice 2025-12-01", "none")],
    ),
    Tale(
        "news that recalls a pause does not call off the announced return",
        "US VN",
        [
            article("2025-04-10", "Delta News", "46 suspended from 2025-04-09", "46 announced from 2025-07-09"),
            article("2025-06-01", "Saigon Wire", "46 suspended from 2025-04-09"),
        ],
        [("2025-06-15", "none"), ("2025-07-15", "46 since 2025-07-09")],
    ),
    Tale(
        "a suspension without a date ends what was seen by its publication",
        "US CO",
        [
            article("2025-01-26", "Andes Post", "25 in_force from 2025-01-26"),
            article("2025-01-28", "Andes Post", "25 suspended"),
        ],
        [("2025-01-26", "25"), ("2025-01-28", "none"), ("2025-03-01", "none")],
    ),
    Tale(
        "a suspension without a date calls off what had not come",
        "US MX",
        [
            article("2025-02-01", "El Faro", "25 announced from 2025-02-04"),
            article("2025-02-03", "La Mesa", "25 suspended to 2025-03-03"),
        ],
        [("2025-02-10", "none"), ("2025-03-04", "25 since 2025-03-04")],
    ),
    Tale(
        "a delay to a named day",
        "US CA",
        [
            article("2025-10-01", "Maple Wire", "50 announced on kitchen cabinets from 2026-01-01 was 25", "25 in_force on kitchen cabinets from 2025-10-14"),
            article("2026-01-01", "Prairie Sun", "50 delayed on kitchen cabinets from 2027-01-01"),
        ],
        [
            ("kitchen cabinets 2026-03-01 known 2025-10-20", "50"),
            ("kitchen cabinets 2026-03-01", "25 since 2025-10-14"),
            ("kitchen cabinets 2027-01-02", "50 since 2027-01-01"),
        ],
    ),
    Tale(
        "lifted with a last day, expired with a first day without, and struck down by publication",
        "CN AU",
        [
            article("2023-01-05", "Vine Weekly", "80.5 in_force on barley from 2020-05-19", "218 in_force on wine from 2021-03-28", "12 in_force on beef from 2020-06-01"),
            article("2023-08-10", "Vine Weekly", "80.5 lifted on barley to 2023-08-04"),
            article("2024-04-02", "Harbour Sheet", "218 expired on wine from 2024-03-29"),
            article("2024-05-02", "Harbour Sheet", "12 struck_down on beef"),
        ],
        [
            ("barley 2023-08-04", "80.5 since 2020-05-19"), ("barley 2023-08-05", "none"),
            ("wine 2024-03-28", "218"), ("wine 2024-03-29", "none"),
            ("beef 2024-04-20", "12"), ("beef 2024-05-02", "none"),
        ],
    ),
    Tale(
        "a life known only from its end",
        "TR US",
        [article("2025-03-20", "Bosporus Note", "70 lifted on nuts from 2018-08-15 to 2025-03-01")],
        [("nuts 2020-01-01", "70 since 2018-08-15"), ("nuts 2025-03-02", "none"), ("nuts 2018-08-14", "none")],
    ),
    Tale(
        "nothing older comes back when a rate ends",
        "US ID",
        [
            article("2025-04-12", "Java Wire", "10 in_force from 2025-04-05"),
            article("2025-08-08", "Java Wire", "19 in_force from 2025-08-07"),
            article("2026-02-21", "Sunda Post", "19 struck_down"),
        ],
        [("2025-07-01", "10"), ("2026-02-20", "19"), ("2026-02-22", "none")],
    ),
    Tale(
        "an announcement that is withdrawn gives back what it would have displaced",
        "US ES",
        [
            article("2026-03-01", "Ebro Post", "15 in_force from 2025-08-07"),
            article("2026-03-04", "Ebro Post", "100 announced from 2026-04-01"),
            article("2026-03-20", "Canal Gazette", "100 withdrawn"),
        ],
        [("2026-04-10 known 2026-03-10", "100"), ("2026-04-10", "15 since 2025-08-07")],
    ),
    Tale(
        "a mistaken report of a rate in force, withdrawn by another paper",
        "US TW",
        [
            article("2025-08-08", "Strait Ledger", "20 in_force from 2025-08-07"),
            article("2025-10-05", "Island Post", "15 in_force from 2025-10-01"),
            article("2025-10-20", "Harbour Sheet", "15 withdrawn", "20 in_force"),
        ],
        [("2025-10-10 known 2025-10-06", "15 since 2025-10-01"), ("2025-10-10", "20 since 2025-08-07")],
    ),
    Tale(
        "a duty that many saw and that is withdrawn has only ended",
        "CA US",
        [
            article("2025-03-14", "Prairie Sun", "25 in_force on computers from 2025-03-13"),
            article("2025-05-01", "Maple Wire", "25 in_force on computers"),
            article("2025-08-25", "Potomac Record", "25 withdrawn on computers"),
        ],
        [("computers 2025-05-02", "25 since 2025-03-13"), ("computers 2025-08-25", "none")],
    ),
    Tale(
        "a duty with a last day ends on it, unless it is prolonged",
        "EU UA",
        [
            article("2025-01-10", "Dnipro Line", "0 in_force on eggs from 2024-06-06 to 2025-06-05"),
            article("2025-05-30", "Rhine Post", "0 announced on eggs from 2024-06-06 to 2025-10-28"),
        ],
        [("eggs 2025-07-01 known 2025-02-01", "none"), ("eggs 2025-07-01", "0 since 2024-06-06"), ("eggs 2025-10-29", "none")],
    ),
    Tale(
        "a court's word on the duties of one law ends them for each country, and not those on goods under another",
        "US JP",
        [
            article("2025-08-08", "Kobe Times", "15 in_force from 2025-08-07", "15 in_force on cars from 2025-09-16"),
            article("2026-02-21", "Kobe Times", "WORLD: - struck_down", "WORLD: 10 signed from 2026-02-24 to 2026-07-23"),
        ],
        [
            ("2026-02-22", "none"),
            ("2026-02-25", "10 since 2026-02-24"),
            ("2026-07-24", "none"),
            ("cars 2026-02-25", "15"),
        ],
    ),
    Tale(
        "a last day that was moved since changes nothing when it is told again",
        "US MX",
        [
            article("2024-06-07", "El Faro", "0 in_force on eggs from 2024-06-06 to 2024-12-31"),
            article("2024-12-20", "Norte", "0 in_force on eggs from 2024-06-06 to 2025-06-05"),
            article("2025-02-10", "Volcan", "0 in_force on eggs from 2024-06-06 to 2024-12-31"),
        ],
        [("eggs 2025-03-01", "0 since 2024-06-06"), ("eggs 2025-06-05", "0"), ("eggs 2025-06-06", "none"), ("eggs 2025-03-01 known 2024-07-01", "none")],
    ),
    Tale(
        "a pause that was extended since is told again by its first last day",
        "US MX",
        [
            article("2025-04-10", "El Faro", "30 announced from 2025-04-14", "30 suspended from 2025-04-14 to 2025-07-14"),
            article("2025-07-10", "Norte", "30 suspended from 2025-04-14 to 2025-08-31"),
            article("2025-07-12", "Volcan", "30 suspended from 2025-04-14 to 2025-07-14"),
        ],
        [("2025-07-20 known 2025-04-11", "30 since 2025-07-15"), ("2025-07-20 known 2025-07-10", "none"), ("2025-07-20", "none"), ("2025-09-01", "30 since 2025-09-01")],
    ),
    Tale(
        "what was disputed comes back disputed, unless a third paper pauses one side's figure",
        "US MX",
        [
            article("2025-04-03T07", "El Faro", "30 announced from 2025-04-14"),
            article("2025-04-03T15", "Norte", "32 announced from 2025-04-14"),
            article("2025-04-10", "Volcan", "30 suspended from 2025-04-14 to 2025-07-14"),
        ],
        [("2025-05-01 known 2025-04-04", "contested 30 32"), ("2025-05-01", "none"), ("2025-07-20", "30 since 2025-07-15")],
    ),
    Tale(
        "a party to a dispute that pauses its own figure settles nothing",
        "US MX",
        [
            article("2025-04-03T07", "El Faro", "30 announced from 2025-04-14"),
            article("2025-04-03T15", "Norte", "32 announced from 2025-04-14"),
            article("2025-04-10", "Norte", "32 suspended from 2025-04-14 to 2025-07-14"),
        ],
        [("2025-05-01", "none"), ("2025-07-20", "contested 30 32")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_how_it_ends(tale: Tale) -> None:
    assert check(tale) == []
