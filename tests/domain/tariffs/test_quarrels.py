"""Word against word: corrections, retractions, copies, passing mentions, and analysts."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "two papers of one day give two rates for the coming start: contested until one is seen",
        "US KR",
        [
            article("2025-04-03T06", "Han Ledger", "25 announced from 2025-04-09"),
            article("2025-04-03T15", "Busan Sheet", "26 announced from 2025-04-09"),
            article("2025-04-10", "Potomac Record", "25 in_force from 2025-04-09"),
        ],
        [
            ("2025-04-09 known 2025-04-04", "contested 25 26"),
            ("2025-04-09", "25 in_force since 2025-04-09"),
        ],
    ),
    Tale(
        "a later decision replaces an announced one without a quarrel",
        "US KR",
        [
            article("2025-07-08", "Han Ledger", "25 announced from 2025-08-01"),
            article("2025-07-31", "Busan Sheet", "15 announced from 2025-08-01"),
        ],
        [("2025-08-02 known 2025-07-10", "25"), ("2025-08-02", "15 since 2025-08-01")],
    ),
    Tale(
        "a page corrected under its own address",
        "US TH",
        [
            article("2025-10-27T08", "Siam Post", "0 in_force from 2025-10-26 was 19", article_id="page", ended="2025-10-28T08"),
            article("2025-10-28T08", "Siam Post", "19 in_force", article_id="page"),
            article("2025-08-08", "Chao Line", "19 in_force from 2025-08-07"),
        ],
        [("2025-10-27 known 2025-10-27", "0 since 2025-10-26"), ("2025-10-27", "19 since 2025-08-07")],
    ),
    Tale(
        "a retracted report stops counting at its retraction",
        "IN CN",
        [
            article("2025-04-20", "Deccan Line", "12 in_force on steel from 2025-04-21"),
            article("2025-06-01", "Yamuna Wire", "30 in_force on steel from 2025-06-01", ended="2025-06-03"),
        ],
        [("steel 2025-06-02 known 2025-06-02", "30"), ("steel 2025-06-02 known 2025-06-04", "12 since 2025-04-21")],
    ),
    Tale(
        "sources that saw two rates on one day, then two more that settle it",
        "US PH",
        [
            article("2025-10-02", "Luzon Mail", "19 in_force from 2025-08-07"),
            article("2025-10-06", "Visayas Post", "19 in_force"),
            article("2025-10-09", "Cebu Letter", "17 in_force from 2025-10-01"),
            article("2025-10-20", "Harbour Sheet", "19 in_force from 2025-08-07 to 2025-10-19"),
            article("2025-10-24", "Potomac Record", "19 expired from 2025-08-07 to 2025-10-19"),
        ],
        [
            ("2025-10-04 known 2025-10-10", "contested 19 17"),
            ("2025-10-04 known 2025-10-21", "contested 19 17"),
            ("2025-10-04", "19"),
        ],
    ),
    Tale(
        "a wire copy in another paper is no second voice",
        "US PH",
        [
            article("2025-07-23T02", "Meridian", "19 announced from 2025-08-01", story="wire"),
            article("2025-07-23T09", "Luzon Mail", "19 announced from 2025-08-01", story="wire"),
            article("2025-07-23T10", "Visayas Post", "20 announced from 2025-08-01"),
        ],
        [("2025-08-02 known 2025-07-24", "contested 19 20")],
    ),
    Tale(
        "a passing mention of the old rate disputes a change and does not undo it",
        "US CH",
        [
            article("2025-08-08", "Alpenpost", "39 in_force from 2025-08-07"),
            article("2025-12-12", "Alpenpost", "15 in_force from 2025-11-14"),
            article("2026-01-10", "Zug Blatt", "39 in_force"),
        ],
        [
            ("2026-01-05", "15"),
            ("2026-01-12", "contested 15 39"),
        ],
    ),
    Tale(
        "one more paper settles a passing mention",
        "US CH",
        [
            article("2025-08-08", "Alpenpost", "39 in_force from 2025-08-07"),
            article("2025-12-12", "Alpenpost", "15 in_force from 2025-11-14"),
            article("2026-01-10", "Zug Blatt", "39 in_force"),
            article("2026-01-14", "Rhine Post", "15 in_force"),
        ],
        [("2026-01-12", "15 since 2025-11-14")],
    ),
    Tale(
        "a second paper that mentions the old rate undoes the change; the same story again does not",
        "US CH",
        [
            article("2025-08-08", "Alpenpost", "39 in_force from 2025-08-07"),
            article("2025-12-12", "Alpenpost", "15 in_force from 2025-11-14"),
            article("2026-01-10", "Zug Blatt", "39 in_force", story="wire"),
            article("2026-01-11", "Lake Letter", "39 in_force", story="wire"),
            article("2026-01-20", "Rhine Post", "39 in_force"),
        ],
        [
            ("2026-01-12 known 2026-01-12", "contested 15 39"),
            ("2026-01-12 known 2026-01-20", "39"),
            ("2026-01-21", "39"),
            ("2026-01-05", "15 since 2025-11-14"),
        ],
    ),
    Tale(
        "one article with two starts for one change: the days between are contested",
        "EU CN",
        [
            article("2024-10-30", "Rhine Post", "18.8 in_force on electric cars from 2024-10-29", "18.8 in_force on electric cars from 2024-10-31"),
            article("2024-11-05", "Canal Gazette", "18.8 in_force on electric cars from 2024-10-30"),
        ],
        [
            ("electric cars 2024-10-30 known 2024-10-30", "contested 18.8"),
            ("electric cars 2024-10-29 known 2024-11-06", "none"),
            ("electric cars 2024-10-30 known 2024-11-06", "18.8 since 2024-10-30"),
        ],
    ),
    Tale(
        "the paper's own newer word is a correction, not a quarrel",
        "US MY",
        [
            article("2025-08-08", "Johor Times", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Johor Times", "19 in_force from 2025-08-07"),
        ],
        [("2025-08-10", "19 since 2025-08-07")],
    ),
    Tale(
        "a bound and a rate within it do not disagree",
        "EU CN",
        [
            article("2024-10-30T06", "Rhine Post", "upto35.3 in_force on electric vehicles as additional from 2024-10-30"),
            article("2024-10-30T09", "Canal Gazette", "7.8 in_force on Tesla electric vehicles as additional from 2024-10-30"),
            article("2024-12-01", "Rhine Post", "35.3 in_force on electric vehicles"),
        ],
        [("electric vehicles 2024-11-01", "35.3"), ("EVs 2024-11-01 known 2024-11-02", "upto 35.3")],
    ),
    Tale(
        "an analyst's word outranks every article",
        "US NZ",
        [
            article("2025-08-08", "Tasman Post", "15 in_force from 2025-08-07", review="confirmed"),
            article("2025-08-20", "Harbour Sheet", "10 in_force from 2025-08-07"),
        ],
        [("2025-08-21", "15 since 2025-08-07")],
    ),
    Tale(
        "reports that arrive late take their place by publication",
        "US NO",
        [
            article("2025-08-09", "Fjord Line", "15 in_force from 2025-08-07"),
            article("2025-04-10", "Oslo Sheet", "16 announced from 2025-04-09", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-04-11", "Fjord Line", "16 suspended from 2025-04-09"),
        ],
        [("2025-06-01", "10"), ("2025-08-10", "15 since 2025-08-07"), ("2025-04-20 known 2025-04-10", "16")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_whom_to_believe(tale: Tale) -> None:
    assert check(tale) == []
