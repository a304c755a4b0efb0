"""When a duty begins: announced, moved, vague and retroactive starts, and what is said without a date."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "an announced duty holds from its day, the old one until then",
        "CA CN",
        [
            article("2024-06-10", "Plains Daily", "6 in_force on electric vehicles"),
            article("2024-08-26", "Plains Daily", "100 announced on electric vehicles from 2024-10-01 was 6"),
        ],
        [
            ("electric vehicles 2024-09-15", "6"),
            ("electric vehicles 2024-10-01", "100 announced scheduled since 2024-10-01"),
            ("EVs 2025-03-01", "100 since 2024-10-01"),
            ("cars 2024-10-05", "none"),
            ("electric cars 2024-10-05 known 2024-07-01", "6"),
        ],
    ),
    Tale(
        "a start that is put off takes its level along",
        "MX CN",
        [
            article("2025-09-10", "El Faro", "50 announced on cars from 2025-11-01"),
            article("2025-10-28", "La Mesa", "50 announced on cars from 2026-01-01"),
            article("2026-01-05", "El Faro", "50 in_force on cars from 2026-01-01"),
        ],
        [
            ("cars 2025-11-15 known 2025-10-01", "50 since 2025-11-01"),
            ("cars 2025-11-15 known 2025-10-30", "none"),
            ("cars 2025-11-15", "none"),
            ("cars 2026-01-03", "50 in_force observed since 2026-01-01"),
            ("cars 2026-02-03", "50 in_force assumed since 2026-01-01"),
        ],
    ),
    Tale(
        "a start brought forward",
        "EU US",
        [
            article("2025-04-09", "Le Canal", "25 announced on soybeans from 2025-12-01"),
            article("2025-10-02", "Rhine Post", "25 announced on soybeans from 2025-10-15"),
        ],
        [
            ("soybeans 2025-11-01 known 2025-04-10", "none"),
            ("soybeans 2025-11-01", "25 since 2025-10-15"),
            ("soybeans 2026-01-01", "25 since 2025-10-15"),
        ],
    ),
    Tale(
        "vague and exact reports of one start are one start",
        "US CH",
        [
            article("2025-11-20", "Zug Blatt", "39 in_force from 2025-08"),
            article("2025-08-08", "Alpenpost", "39 in_force from 2025-08-07"),
        ],
        [
            ("2025-08-20", "39 certain since 2025-08-07"),
            ("2025-08-03", "none"),
            ("2025-12-01", "39 assumed since 2025-08-07"),
        ],
    ),
    Tale(
        "a start that is only known to the month is possible within it, certain after it",
        "US CH",
        [article("2025-11-20", "Zug Blatt", "39 in_force from 2025-08")],
        [
            ("2025-08-20", "39 possible since 2025-08"),
            ("2025-09-01", "39 certain since 2025-08"),
            ("2025-07-31", "none"),
        ],
    ),
    Tale(
        "an announced window: early December, then the day itself, earlier than thought",
        "US CH",
        [
            article("2025-08-08", "Alpenpost", "39 in_force from 2025-08-07"),
            article("2025-11-20", "Zug Blatt", "15 announced from 2025-12-01/2025-12-10 was 39"),
            article("2025-12-12", "Alpenpost", "15 in_force from 2025-11-14 was 39"),
        ],
        [
            ("2025-11-25 known 2025-11-21", "39"),
            ("2025-12-15 known 2025-11-21", "15 scheduled"),
            ("2025-11-25", "15 since 2025-11-14"),
            ("2025-11-13", "39 since 2025-08-07"),
        ],
    ),
    Tale(
        "a retroactive cut changes the past as known later, and only then",
        "US JP",
        [
            article("2025-04-04", "Harbour Sheet", "25 in_force on cars from 2025-04-03"),
            article("2025-07-30", "Harbour Sheet", "25 in_force on cars"),
            article("2025-09-06", "Kobe Times", "15 signed on cars from 2025-08-07 was 25"),
        ],
        [
            ("cars 2025-08-20 known 2025-08-21", "25 since 2025-04-03"),
            ("cars 2025-08-20", "15 since 2025-08-07"),
            ("cars 2025-08-06", "25"),
        ],
    ),
    Tale(
        "an undated report confirms what holds and does not move its start",
        "US VN",
        [
            article("2025-08-07", "Saigon Wire", "20 in_force from 2025-08-07"),
            article("2025-10-26", "Delta News", "20 in_force"),
        ],
        [("2025-10-26", "20 observed since 2025-08-07"), ("2025-11-26", "20 assumed since 2025-08-07")],
    ),
    Tale(
        "an undated report of a new rate holds from its publication, the old one until its last sight",
        "US LA",
        [
            article("2025-08-07", "Mekong Letter", "40 in_force from 2025-08-07"),
            article("2025-09-01", "Mekong Letter", "40 in_force"),
            article("2025-11-10", "Vientiane Wire", "19 in_force"),
        ],
        [
            ("2025-08-31", "40 certain"),
            ("2025-11-10", "19 certain"),
            ("2025-11-09", "40 possible"),
            ("2025-12-01", "19 assumed"),
        ],
    ),
    Tale(
        "an undated announcement makes no level, and its previous rate still stands",
        "CN AU",
        [
            article("2024-03-12", "Vine Weekly", "218 in_force on wine from 2021-03-28"),
            article("2024-03-20", "Harbour Sheet", "0 announced on wine was 218"),
        ],
        [("wine 2024-03-25", "218 since 2021-03-28"), ("wine 2024-06-01", "218")],
    ),
    Tale(
        "threats, proposals and wishes change nothing",
        "US EU",
        [
            article("2025-08-08", "Canal Gazette", "15 in_force as all_in from 2025-08-07"),
            article("2025-09-06", "Canal Gazette", "- threatened because digital services taxes"),
            article("2026-01-18", "Rhine Post", "10 threatened because Greenland from 2026-02-01", "25 proposed from 2026-06-01"),
            article("2025-03-14", "Rhine Post", "200 threatened on wine"),
        ],
        [
            ("2026-02-10", "15 since 2025-08-07"),
            ("2026-06-10", "15 since 2025-08-07"),
            ("wine 2025-09-01", "15"),
            ("/Greenland 2026-02-10", "none"),
        ],
    ),
    Tale(
        "a new rate replaces one that was announced and had not come",
        "US EU",
        [
            article("2025-07-12", "Canal Gazette", "30 announced from 2025-08-01"),
            article("2025-07-28", "Rhine Post", "15 announced from 2025-08-07 was 30"),
        ],
        [
            ("2025-08-03 known 2025-07-20", "30"),
            ("2025-08-03", "none"),
            ("2025-08-10", "15 since 2025-08-07"),
        ],
    ),
    Tale(
        "an announced rise that a later paper shows not to have come",
        "IN US",
        [
            article("2025-05-01", "Coromandel Post", "30 in_force on almonds from 2019-06-16"),
            article("2025-05-20", "Deccan Line", "60 announced on almonds from 2025-06-15"),
            article("2025-07-20", "Coromandel Post", "30 in_force on almonds"),
        ],
        [
            ("almonds 2025-07-01 known 2025-05-21", "60"),
            ("almonds 2025-07-01", "30 since 2019-06-16"),
            ("almonds 2025-08-01", "30 since 2019-06-16"),
        ],
    ),
    Tale(
        "a rate in force today is known today; the day before it was another",
        "BR US",
        [article("2025-09-02", "Folha do Porto", "15 in_force on ethanol from 2025-09-02 was 18")],
        [("ethanol 2025-09-02", "15 observed since 2025-09-02"), ("ethanol 2025-09-01", "18 certain"), ("ethanol 2025-08-30", "18 possible")],
    ),
    Tale(
        "steps: each announced step holds from its day",
        "IN GB",
        [article("2025-07-25", "Clyde Herald", "150 in_force on whisky", "75 announced on whisky from 2026-04-01", "40 announced on whisky from 2036-04-01")],
        [
            ("Scotch whisky 2025-08-01", "150"),
            ("whisky 2026-05-01", "75 since 2026-04-01"),
            ("whisky 2036-05-01", "40 since 2036-04-01"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_when_it_begins(tale: Tale) -> None:
    assert check(tale) == []
