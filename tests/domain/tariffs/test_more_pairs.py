"""Still more long stories: charts and annexes, retroactive cuts, vague starts, courts that are stayed, countries left out."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "eu: a chart and an annex, a page corrected, a passing mention",
        "US EU",
        [
            article("2025-04-03T07", "Rhine", "20 announced from 2025-04-09", "WORLD: 10 announced as baseline from 2025-04-05"),
            article("2025-04-03T15", "Canal", "21 announced from 2025-04-09"),
            article("2025-04-10", "Alster", "20 suspended from 2025-04-09 to 2025-07-08", "10 in_force as baseline", "21 withdrawn"),
            article("2025-05-24", "Rhine", "50 threatened from 2025-06-01"),
            article("2025-07-12", "Alster", "30 announced from 2025-08-01"),
            article("2025-07-27T20", "Rhine", "15 announced as all_in from 2025-08-01 was 30"),
            article("2025-08-01T05", "Canal", "15 signed as all_in from 2025-08-07"),
            article("2025-08-08T06", "Alster", "15 in_force as all_in from 2025-08-08", article_id="p1", ended="2025-08-09T10"),
            article("2025-08-09T10", "Alster", "15 in_force as all_in from 2025-08-07", article_id="p1"),
            article("2025-09-02", "Gironde", "10 in_force"),
            article("2025-09-05", "Rhine", "15 in_force"),
            article("2026-02-21", "Canal", "15 struck_down", "WORLD: 10 signed from 2026-02-24 to 2026-07-23"),
            article("2026-02-22", "Alster", "WORLD: 15 announced from 2026-02-24 was 10"),
            article("2026-02-26", "Rhine", "WORLD: 10 in_force from 2026-02-24 to 2026-07-23", "WORLD: 15 withdrawn"),
        ],
        [
            ("2025-04-10 known 2025-04-03", "contested 20 21"),
            ("2025-04-06 known 2025-04-03", "10 since 2025-04-05"), ("2025-04-20 known 2025-04-11", "10"),
            ("2025-06-10 known 2025-05-25", "10"), ("2025-07-20 known 2025-04-11", "20 since 2025-07-09"),
            ("2025-08-02 known 2025-07-13", "30 since 2025-08-01"),
            ("2025-08-02 known 2025-07-28", "15 since 2025-08-01"), ("2025-08-02 known 2025-08-01", "10"),
            ("2025-08-07 known 2025-08-08", "10 or contested 15 10 or 15"),
            ("2025-08-07 known 2025-08-10", "15 since 2025-08-07"),
            ("2025-09-03 known 2025-09-03", "contested 15 10 or 15"), ("2025-09-03", "15 since 2025-08-07"),
            ("2026-02-22 known 2026-02-21", "none"), ("2026-02-25 known 2026-02-21", "10 since 2026-02-24"),
            ("2026-02-25 known 2026-02-22", "15 since 2026-02-24"), ("2026-02-25", "10 since 2026-02-24"),
            ("2026-07-24", "none"), ("2026-02-10", "15 since 2025-08-07"),
        ],
    ),
    Tale(
        "india: two components, one refunded from an earlier day by a page that is corrected",
        "US IN",
        [
            article("2025-08-07", "Ledger", "25 in_force from 2025-08-07", "25 signed as component because Russian oil from 2025-08-27", "50 announced from 2025-08-27"),
            article("2025-08-28", "Capital", "50 in_force from 2025-08-27"),
            article("2025-12-01", "Ledger", "50 in_force", "25 in_force as component because Russian oil"),
            article("2026-02-03T02", "Wire", "18 in_force from 2026-02-02 was 50", "25 lifted as component because Russian oil to 2026-02-02", article_id="w", ended="2026-02-09T17"),
            article("2026-02-05", "Coast", "18 in_force", story="w-copy"),
            article("2026-02-09T17", "Wire", "18 announced as component because reciprocal was 25", "25 lifted as component because Russian oil from 2026-02-07", article_id="w"),
        ],
        [
            ("2025-08-20", "25 since 2025-08-07"), ("2025-09-01", "50 since 2025-08-27"),
            ("2026-02-04 known 2026-02-03", "18 since 2026-02-02"),
            ("2026-02-01 known 2026-02-03", "50 since 2025-08-27"), ("2026-02-08 known 2026-02-03", "18"),
            ("/oil 2026-02-05", "25 since 2025-08-27"), ("/oil 2026-02-08", "none"),
            ("/oil 2026-02-05 known 2026-02-04", "none"),
        ],
    ),
    Tale(
        "switzerland: a retroactive cut, told twice with two days",
        "US CH",
        [
            article("2025-08-01", "Zug", "39 signed from 2025-08-07"),
            article("2025-08-08", "Alpen", "39 in_force from 2025-08-07"),
            article("2025-11-14", "Zug", "15 announced was 39"),
            article("2025-11-20", "Alpen", "39 in_force"),
            article("2025-12-10", "Zug", "15 signed from 2025-11-14 was 39"),
            article("2025-12-18", "Rhine", "15 in_force from 2025-11-14"),
        ],
        [
            ("2025-11-16 known 2025-11-15", "39"), ("2025-11-16 known 2025-11-21", "39"),
            ("2025-11-16 known 2025-12-11", "15 since 2025-11-14"), ("2025-11-16", "15 since 2025-11-14"),
            ("2025-11-13", "39 since 2025-08-07"), ("2026-01-05", "15 since 2025-11-14"),
        ],
    ),
    Tale(
        "indonesia: asean neighbours, a deal for some, a notice that takes one country out",
        "US ID",
        [
            article("2025-04-03", "Jakarta", "32 announced from 2025-04-09", "VN: 46 announced from 2025-04-09", "WORLD: 10 announced as baseline from 2025-04-05"),
            article("2025-04-10", "Java", "32 suspended from 2025-04-09 to 2025-07-08", "VN: 46 suspended from 2025-04-09 to 2025-07-08"),
            article("2025-07-08", "Jakarta", "32 announced from 2025-08-01"),
            article("2025-07-16", "Java", "19 announced was 32"),
            article("2025-08-01", "Jakarta", "19 signed from 2025-08-07", "VN: 20 signed from 2025-08-07"),
            article("2025-08-09", "Java", "19 in_force", "- exempt on cocoa, palm oil and rubber"),
            article("2025-10-20", "Manila", "MY: 0 in_force on palm oil", "0 in_force on palm oil"),
            article("2025-10-22", "Jakarta", "0 withdrawn on palm oil", "19 in_force on palm oil"),
        ],
        [
            ("2025-04-20 known 2025-04-11", "10"), ("2025-07-20 known 2025-05-01", "32 since 2025-07-09"),
            ("2025-08-03 known 2025-07-09", "32 since 2025-08-01"),
            ("2025-08-03 known 2025-07-17", "19 since 2025-08-01 or 19"), ("2025-08-03 known 2025-08-02", "10"),
            ("2025-08-10", "19 since 2025-08-07"), ("palm oil 2025-08-20 known 2025-08-20", "exempt"),
            ("palm oil 2025-10-21 known 2025-10-20", "0 or exempt"), ("palm oil 2025-10-23", "19"),
        ],
    ),
    Tale(
        "china on the us: retaliation step by step, a truce, soybeans",
        "CN US",
        [
            article("2025-02-04", "Bund", "15 announced on coal and gas from 2025-02-10", "10 announced on oil and farm machinery from 2025-02-10"),
            article("2025-03-04", "Pearl", "15 announced on chicken, wheat and corn from 2025-03-10", "10 announced on soybeans and pork from 2025-03-10"),
            article("2025-04-04", "Bund", "34 announced from 2025-04-10"),
            article("2025-04-09", "Pearl", "84 announced from 2025-04-10 was 34"),
            article("2025-04-11", "Bund", "125 announced from 2025-04-12 was 84"),
            article("2025-05-12", "Pearl", "10 announced from 2025-05-14 was 125", "24 suspended from 2025-05-14 to 2025-08-11 as additional"),
            article("2025-11-05", "Bund", "15 lifted on chicken, wheat and corn from 2025-11-10", "10 lifted on soybeans and pork from 2025-11-10", "10 in_force"),
        ],
        [
            ("coal 2025-02-15", "15 since 2025-02-10"), ("2025-02-15", "none"),
            ("soybeans 2025-03-15", "10 since 2025-03-10"), ("2025-04-10 known 2025-04-05", "34 since 2025-04-10"),
            ("2025-04-11", "84 since 2025-04-10"), ("2025-04-20", "125 since 2025-04-12"),
            ("2025-05-20", "10 since 2025-05-14"), ("2025-08-20 known 2025-05-13", "34 since 2025-08-12"),
            ("2025-08-20", "10"), ("wheat 2025-11-09", "15 or 25"),
        ],
    ),
    Tale(
        "mexico: goods of the agreement, steel for all, tomatoes",
        "US MX",
        [
            article("2025-03-04", "Faro", "25 in_force because fentanyl from 2025-03-04"),
            article("2025-03-07", "Mesa", "- exempt on goods that comply with USMCA from 2025-03-07"),
            article("2025-03-13", "Faro", "WORLD: 25 in_force on steel and aluminium from 2025-03-12"),
            article("2025-06-04", "Mesa", "WORLD: 50 in_force on steel and aluminium from 2025-06-04"),
            article("2025-06-05", "Faro", "GB: 25 in_force on steel and aluminium"),
            article("2025-07-14", "Mesa", "17.09 in_force on tomatoes from 2025-07-14"),
            article("2025-07-12", "Faro", "30 announced from 2025-08-01"),
            article("2025-07-31", "Mesa", "30 suspended from 2025-08-01 to 2025-10-29", "25 in_force", "50 in_force on copper"),
        ],
        [
            ("2025-03-05", "25 since 2025-03-04"), ("goods that comply with USMCA 2025-04-01", "exempt"),
            ("steel 2025-04-01", "25 since 2025-03-12"), ("steel 2025-07-01", "50 since 2025-06-04"),
            ("tomatoes 2025-08-01", "17.09"), ("2025-08-05 known 2025-07-20", "30 since 2025-08-01"),
            ("2025-08-05", "25 since 2025-03-04"), ("2025-11-05", "30 since 2025-10-30"), ("copper 2025-08-05", "50"),
        ],
    ),
    Tale(
        "court: struck down, stayed, struck down again by the highest",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-30", "Chao", "19 struck_down"),
            article("2025-08-31", "Siam", "19 in_force"),
            article("2025-11-06", "Chao", "19 in_force"),
            article("2026-02-20T16", "Siam", "19 struck_down to 2026-02-20", "WORLD: 10 announced from 2026-02-24"),
            article("2026-02-23", "Chao", "WORLD: 15 announced from 2026-02-24 was 10"),
        ],
        [
            ("2025-09-05 known 2025-08-30", "none"), ("2025-09-05", "19 since 2025-08-07"), ("2026-02-21", "none"),
            ("2026-02-20", "19"), ("2026-02-25 known 2026-02-21", "10 since 2026-02-24"),
            ("2026-02-25", "15 since 2026-02-24"),
        ],
    ),
    Tale(
        "a group's duty and a member that is spared",
        "EU NO",
        [
            article("2025-11-12", "Oslo", "WORLD: 39 announced on ferroalloys from 2025-11-18"),
            article("2025-11-19", "Fjord", "39 in_force on ferroalloys from 2025-11-18"),
            article("2025-11-21", "Oslo", "IS: 39 in_force on ferroalloys", "CH: - exempt on ferroalloys"),
            article("2026-01-05", "Fjord", "WORLD: 50 announced on steel from 2026-07-01"),
            article("2026-02-01", "Oslo", "- exempt on steel from 2026-07-01"),
        ],
        [
            ("ferroalloys 2025-11-17", "none"), ("ferroalloys 2025-12-01", "39 since 2025-11-18"),
            ("steel 2026-07-02 known 2026-01-10", "50 since 2026-07-01"), ("steel 2026-07-02", "exempt"),
        ],
    ),
    Tale(
        "uk: a deal that cuts cars and steel from different days, and steel that stays",
        "US GB",
        [
            article("2025-04-03", "Thames", "WORLD: 10 announced as baseline from 2025-04-05", "WORLD: 25 in_force on cars from 2025-04-03", "WORLD: 25 in_force on steel from 2025-03-12"),
            article("2025-05-08", "Clyde", "10 announced on cars was 27.5", "0 announced on steel was 25", "10 in_force"),
            article("2025-06-04", "Thames", "WORLD: 50 in_force on steel from 2025-06-04 was 25", "25 in_force on steel"),
            article("2025-06-17", "Clyde", "10 signed on cars from 2025-06-30", "- exempt on aircraft parts from 2025-06-30"),
            article("2025-07-01", "Thames", "10 in_force on cars from 2025-06-30 was 27.5"),
            article("2025-09-18", "Clyde", "25 in_force on steel", "0 withdrawn on steel"),
            article("2026-02-21", "Thames", "WORLD: - struck_down because reciprocal", "WORLD: 10 signed from 2026-02-24"),
        ],
        [
            ("2025-05-01", "10 since 2025-04-05"), ("cars 2025-05-20 known 2025-05-10", "27.5 or 25"),
            ("steel 2025-06-10", "25"), ("cars 2025-07-05", "10 since 2025-06-30"),
            ("cars 2025-07-05 known 2025-06-18", "10 since 2025-06-30"), ("steel 2025-10-01", "25"),
            ("aircraft parts 2025-08-01", "exempt"), ("2026-02-26", "10 since 2026-02-24"),
            ("2026-01-15", "10 since 2025-04-05"),
        ],
    ),
    Tale(
        "vague starts: last spring, early autumn, a week",
        "US TW",
        [
            article("2025-04-10", "Strait", "32 suspended from 2025-04-09", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-08-02", "Formosa", "20 announced from 2025-08-04/2025-08-10"),
            article("2025-08-09", "Strait", "20 in_force from 2025-08-07"),
            article("2025-12-20", "Formosa", "20 in_force from 2025-08"),
            article("2026-01-16", "Strait", "15 announced as all_in was 20"),
            article("2026-02-13", "Formosa", "15 in_force as all_in from 2026-02"),
        ],
        [
            ("2025-08-05 known 2025-08-03", "10 or 20"), ("2025-08-12 known 2025-08-03", "20"), ("2025-08-05", "10"),
            ("2025-08-08", "20 since 2025-08-07"), ("2026-01-20 known 2026-01-20", "20 since 2025-08-07"),
            ("2026-02-20", "15"), ("2026-01-30", "20"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_further_pairs(tale: Tale) -> None:
    assert check(tale) == []
