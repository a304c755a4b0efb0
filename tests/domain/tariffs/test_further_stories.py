"""Steps, quotas, delays and phases: duties that are told in instalments, with answers that were written down first."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

TALES = [
    Tale(
        "mexico on china: proposed, then decided for some goods",
        "MX CN",
        [
            article("2025-09-10", "El Faro", "50 proposed on cars from 2026-01-01 was 20", "35 proposed on textiles"),
            article("2025-12-11", "Norte", "50 announced on cars from 2026-01-01 was 20", "25 announced on textiles and footwear from 2026-01-01"),
            article("2026-01-02", "El Faro", "50 in_force on cars"),
        ],
        [
            ("cars 2025-12-01", "20"), ("cars 2026-01-05 known 2025-09-11", "none or 20"), ("cars 2026-01-05 known 2025-12-12", "50 since 2026-01-01"),
            ("electric cars 2026-01-05", "50 since 2026-01-01"), ("textiles 2026-02-01", "25 since 2026-01-01"), ("clothing 2026-02-01", "25"),
            ("footwear 2025-12-31", "none"), ("machinery 2026-02-01", "none"), ("trucks 2026-02-01", "none"), ("2026-02-01", "none"),
        ],
    ),
    Tale(
        "canada on china: electric cars, and a quota for them",
        "CA CN",
        [
            article("2024-08-26", "Maple Wire", "100 announced on electric cars from 2024-10-01", "25 announced on steel and aluminium from 2024-10-15"),
            article("2024-10-02", "Prairie Sun", "100 in_force on electric cars"),
            article("2026-01-16", "Maple Wire", "6.1 announced on electric cars within the quota was 100"),
            article("2026-03-02", "Prairie Sun", "6.1 in_force on electric cars within the quota from 2026-03-01"),
        ],
        [
            ("electric cars 2024-09-30", "none"), ("electric cars 2024-10-05", "100 since 2024-10-01"), ("steel 2024-10-10", "none"),
            ("steel 2024-11-01", "25 since 2024-10-15"), ("electric cars within the quota 2026-03-05", "6.1 since 2026-03-01"),
            ("electric cars within the quota 2026-02-01", "100"), ("electric cars outside the quota 2026-03-05", "100 since 2024-10-01"),
            ("petrol cars 2025-01-01", "none"), ("copper 2024-11-01", "none"),
        ],
    ),
    Tale(
        "the union on russia: a step a year, with a year left out",
        "EU RU",
        [
            article(
                "2025-06-12", "Rhine Post", "6.5 announced on fertilisers from 2025-07-01 to 2026-06-30", "30 announced on fertilisers from 2026-07-01 to 2027-06-30",
                "100 announced on fertilisers from 2028-07-01",
            ),
            article("2025-07-02", "Canal Gazette", "6.5 in_force on fertilisers"),
        ],
        [
            ("fertilisers 2025-06-30", "none"), ("fertilisers 2025-07-01", "6.5 since 2025-07-01"), ("fertilisers 2026-06-30", "6.5"),
            ("fertilisers 2026-07-01", "30 since 2026-07-01"), ("fertilisers 2027-07-01", "none"), ("fertilisers 2028-07-01", "100 since 2028-07-01"),
            ("urea 2026-01-01", "6.5"), ("potash 2026-01-01", "6.5"), ("grain 2026-01-01", "none"), ("fertilisers 2025-07-10 known 2025-06-12", "6.5"),
        ],
    ),
    Tale(
        "india on china: a provisional safeguard runs out, and is made good for three years",
        "IN CN",
        [
            article("2025-04-21", "Deccan Ledger", "12 in_force on flat steel because safeguard from 2025-04-21 to 2025-11-06"),
            article("2025-08-20", "Coast Times", "12 proposed on flat steel because safeguard"),
            article(
                "2025-12-30", "Deccan Ledger", "12 signed on flat steel because safeguard from 2025-04-21 to 2026-04-20",
                "11.5 signed on flat steel because safeguard from 2026-04-21 to 2027-04-20", "11 signed on flat steel because safeguard from 2027-04-21 to 2028-04-20",
            ),
        ],
        [
            ("flat steel 2025-05-01", "12 since 2025-04-21"), ("flat steel 2025-04-20", "none"), ("flat steel 2025-11-07 known 2025-06-01", "none"),
            ("flat steel 2025-12-01", "12 since 2025-04-21"), ("flat steel 2026-04-20", "12"), ("flat steel 2026-04-21", "11.5 since 2026-04-21"),
            ("flat steel 2027-05-01", "11 since 2027-04-21"), ("flat steel 2028-04-21", "none"), ("flat steel /safeguard 2026-05-01", "11.5"),
            ("copper 2026-05-01", "none"), ("steel 2026-05-01", "none"),
        ],
    ),
    Tale(
        "nicaragua: a layer in phases on top of another, which a court ends",
        "US NI",
        [
            article("2025-08-08", "Lago", "18 in_force as component because reciprocal from 2025-08-07"),
            article(
                "2025-12-10", "Volcan", "0 signed as component because Section 301 from 2026-01-01", "10 signed as component because Section 301 from 2027-01-01",
                "15 signed as component because Section 301 from 2028-01-01",
            ),
            article("2026-02-21", "Lago", "18 struck_down as component because reciprocal", "WORLD: 10 signed from 2026-02-24 to 2026-07-23"),
        ],
        [
            ("2025-09-01", "18 since 2025-08-07"), ("2026-02-01", "18"), ("2027-02-01 known 2025-12-31", "28"), ("2028-02-01 known 2025-12-31", "33"),
            ("/section 301 2027-02-01", "10 since 2027-01-01"), ("/section 301 2028-02-01", "15 since 2028-01-01"), ("/reciprocal 2026-02-22", "none"),
            ("2026-02-22", "none or 0"), ("2027-02-01", "10"), ("2028-02-01", "15"), ("2026-03-01", "10"),
        ],
    ),
    Tale(
        "viet nam: the rate that was to come back is cut, and begins later still; goods that pass through",
        "US VN",
        [
            article("2025-04-03", "Saigon Wire", "46 announced from 2025-04-09", "WORLD: 10 announced as baseline from 2025-04-05"),
            article("2025-04-10", "Delta News", "46 suspended from 2025-04-09 to 2025-07-08"),
            article("2025-07-02", "Saigon Wire", "20 announced was 46", "40 announced on transshipped goods"),
            article("2025-07-31T22", "Delta News", "20 signed from 2025-08-07", "40 signed on transshipped goods from 2025-08-07"),
            article("2025-08-08", "Saigon Wire", "20 in_force"),
        ],
        [
            ("2025-04-15 known 2025-04-04", "46 since 2025-04-09"), ("2025-04-15", "10 since 2025-04-05"), ("2025-07-20 known 2025-04-11", "46 since 2025-07-09"),
            ("2025-07-20 known 2025-07-03", "20 since 2025-07-09"), ("2025-08-03", "10 since 2025-04-05"), ("2025-08-10", "20 since 2025-08-07"),
            ("transshipped goods 2025-08-10", "40 since 2025-08-07"), ("transshipped goods 2025-08-01", "10"), ("footwear 2025-08-10", "20"),
        ],
    ),
    Tale(
        "india on america: retaliation that is put off four times, comes, and is cut",
        "IN US",
        [
            article("2018-06-21", "Deccan Ledger", "120 announced on walnuts from 2018-08-04 was 30"),
            article("2018-08-04", "Coast Times", "120 delayed on walnuts from 2018-09-18"),
            article("2018-09-17", "Deccan Ledger", "120 delayed on walnuts from 2018-11-02"),
            article("2018-12-17", "Coast Times", "120 delayed on walnuts from 2019-01-31"),
            article("2019-06-15", "Deccan Ledger", "120 announced on walnuts from 2019-06-16 was 30"),
            article("2019-06-20", "Coast Times", "120 in_force on walnuts"),
            article("2023-06-23", "Deccan Ledger", "100 announced on walnuts was 120"),
            article("2023-09-08", "Coast Times", "100 in_force on walnuts from 2023-09-06 was 120"),
        ],
        [
            ("walnuts 2018-07-01", "30"), ("walnuts 2018-08-10 known 2018-06-22", "120 since 2018-08-04"), ("walnuts 2018-08-10 known 2018-08-05", "30"),
            ("walnuts 2018-09-20 known 2018-08-05", "120 since 2018-09-18"), ("walnuts 2018-09-20 known 2018-09-18", "30"),
            ("walnuts 2018-11-10 known 2018-09-18", "120 since 2018-11-02"), ("walnuts 2019-02-05 known 2018-12-18", "120 since 2019-01-31"),
            ("walnuts 2019-02-05", "30"), ("walnuts 2019-07-01", "120 since 2019-06-16"), ("walnuts 2023-07-01", "120 since 2019-06-16"),
            ("walnuts 2023-09-10", "100 since 2023-09-06"), ("almonds 2019-07-01", "none"),
        ],
    ),
    Tale(
        "bangladesh: a chart, letters, and a deal that counts from an earlier day",
        "US BD",
        [
            article("2025-04-03", "Dhaka Page", "37 announced from 2025-04-09", "WORLD: 10 announced as baseline from 2025-04-05"),
            article("2025-04-10", "Padma", "37 suspended from 2025-04-09 to 2025-07-08", "10 in_force as baseline"),
            article("2025-07-08", "Dhaka Page", "35 announced from 2025-08-01 was 37"),
            article("2025-08-01", "Padma", "20 signed from 2025-08-07 was 35"),
            article("2025-08-20", "Dhaka Page", "20 in_force", "35 in_force on clothing because ordinary duty"),
            article("2026-02-10", "Padma", "19 signed was 20", "0 signed on clothing of American cotton"),
            article("2026-02-16", "Dhaka Page", "20 in_force"),
            article("2026-02-21", "Padma", "20 struck_down to 2026-02-23", "WORLD: 10 signed from 2026-02-24 to 2026-07-23"),
        ],
        [
            ("2025-07-20 known 2025-04-11", "37 since 2025-07-09"), ("2025-07-20 known 2025-07-09", "10 since 2025-04-05"),
            ("2025-08-03 known 2025-07-09", "35 since 2025-08-01"), ("2025-08-03 known 2025-08-02", "10"), ("2025-08-10 known 2025-08-02", "20 since 2025-08-07"),
            ("2025-09-01", "20 in_force since 2025-08-07"), ("2026-02-12 known 2026-02-11", "20"), ("2026-02-17 known 2026-02-17", "20"),
            ("2026-02-23", "20"), ("2026-02-24", "10 since 2026-02-24"), ("2026-07-24", "none"),
        ],
    ),
    Tale(
        "china: two layers, points set aside twice, one layer halved, a court, all told with their background",
        "US CN",
        [
            article("2025-03-04", "Pearl Courier", "20 in_force as component because fentanyl from 2025-03-04 was 10"),
            article("2025-04-03", "Bund Review", "34 announced as component because reciprocal from 2025-04-09", "54 announced from 2025-04-09", "20 in_force as component because fentanyl"),
            article("2025-04-09", "Pearl Courier", "84 in_force as component because reciprocal from 2025-04-09 was 34", "104 in_force from 2025-04-09"),
            article("2025-04-11", "Bund Review", "125 in_force as component because reciprocal from 2025-04-10 was 84", "145 in_force from 2025-04-10"),
            article(
                "2025-05-12", "Potomac Record", "30 announced from 2025-05-14 was 145", "10 announced as component because reciprocal from 2025-05-14 was 125",
                "24 suspended as component because reciprocal from 2025-05-14 to 2025-08-11", "20 in_force as component because fentanyl",
            ),
            article("2025-05-15", "Pearl Courier", "30 in_force from 2025-05-14"),
            article("2025-08-12", "Bund Review", "24 suspended as component because reciprocal to 2025-11-09", "30 in_force", "145 threatened"),
            article("2025-10-11", "Pearl Courier", "100 threatened from 2025-11-01"),
            article("2025-10-31", "Potomac Record", "10 announced as component because fentanyl was 20", "24 suspended as component because reciprocal from 2025-11-10 to 2026-11-09"),
            article("2025-11-05", "Bund Review", "10 signed as component because fentanyl from 2025-11-10 was 20", "20 announced from 2025-11-10 was 30"),
            article("2026-02-21", "Pearl Courier", "- struck_down as component because fentanyl", "- struck_down as component because reciprocal", "WORLD: 10 signed from 2026-02-24 to 2026-07-23"),
        ],
        [
            ("2025-03-20 known 2025-04-01", "20 since 2025-03-04"), ("2025-04-09 known 2025-04-03", "54 since 2025-04-09"), ("2025-04-09 known 2025-04-10", "104"),
            ("2025-05-01", "145 since 2025-04-10"), ("2025-06-01", "30 since 2025-05-14"), ("/reciprocal 2025-06-01", "10 since 2025-05-14"),
            ("/fentanyl 2025-06-01", "20 since 2025-03-04"), ("2025-08-20 known 2025-05-16", "54 since 2025-08-12"), ("/reciprocal 2025-08-20 known 2025-05-16", "34"),
            ("2025-08-20 known 2025-08-13", "30"), ("2025-11-05 known 2025-10-12", "30"), ("2025-11-12 known 2025-08-13", "54"), ("2025-11-12 known 2025-11-06", "20 since 2025-11-10"),
            ("/fentanyl 2025-11-12", "10 since 2025-11-10"), ("2026-01-10", "20 since 2025-11-10"), ("/reciprocal 2026-11-15 known 2026-01-01", "34"),
            ("2026-02-22", "none"), ("2026-02-25", "10 since 2026-02-24"), ("/fentanyl 2026-02-25", "none"),
        ],
    ),
    Tale(
        "switzerland: a shock, a promise, an order that counts back, a page that errs",
        "US CH",
        [
            article("2025-04-03", "Zug Blatt", "31 announced from 2025-04-09", "WORLD: 10 announced as baseline from 2025-04-05", "- exempt on medicines and gold"),
            article("2025-04-10", "Alpenpost", "31 suspended from 2025-04-09 to 2025-07-08", "10 in_force as baseline", "31 announced from 2025-07-09"),
            article("2025-07-08", "Rhine Post", "31 suspended to 2025-07-31"),
            article("2025-08-01T06", "Alpenpost", "39 signed from 2025-08-07 was 31", "10 in_force as baseline"),
            article("2025-08-07", "Zug Blatt", "39 in_force from 2025-08-07", "10 in_force to 2025-08-06"),
            article("2025-09-10", "Rhine Post", "39 in_force", "- exempt on gold from 2025-09-08"),
            article("2025-11-14", "Alpenpost", "15 announced was 39"),
            article("2025-11-19", "Zug Blatt", "15 in_force from 2025-11-14", article_id="z", ended="2025-11-20"),
            article("2025-11-20", "Zug Blatt", "39 in_force", "15 announced", article_id="z"),
            article("2025-12-10", "Alpenpost", "15 signed from 2025-11-14 was 39"),
            article("2025-12-18", "Rhine Post", "15 in_force from 2025-11-14 was 39"),
            article("2026-02-21", "Alpenpost", "15 struck_down to 2026-02-23", "WORLD: 10 signed from 2026-02-24 to 2026-07-23", "WORLD: - exempt on medicines"),
        ],
        [
            ("2025-04-20 known 2025-04-11", "10"), ("2025-07-20 known 2025-04-11", "31 since 2025-07-09"), ("2025-07-20 known 2025-07-08", "10"),
            ("2025-08-03 known 2025-07-08", "31 since 2025-08-01"), ("2025-08-03 known 2025-08-01", "10"), ("2025-08-10", "39 since 2025-08-07"),
            ("medicines 2025-08-10", "exempt"), ("gold 2025-09-20", "exempt"), ("silver 2025-09-20", "39"), ("watches 2025-09-20", "39"),
            ("2025-11-16 known 2025-11-15", "39"), ("2025-11-16 known 2025-11-19", "15 since 2025-11-14"), ("2025-11-16 known 2025-11-20", "39 since 2025-08-07"),
            ("2025-11-16 known 2025-12-11", "15 since 2025-11-14"), ("2025-11-13", "39"), ("2026-01-05", "15 since 2025-11-14"),
            ("2026-02-23", "15"), ("2026-02-24", "10 since 2026-02-24"), ("medicines 2026-03-01", "exempt"), ("2026-07-24", "none"),
        ],
    ),
    Tale(
        "the gulf: a duty for a group, one member that joins it and one that has its own",
        "IN AE",
        [
            article("2022-05-02", "Deccan Ledger", "0 in_force on gems and jewellery from 2022-05-01", "5 in_force on gold within the quota from 2022-05-01 was 15"),
            article("2022-07-02", "Coast Times", "WORLD: 15 in_force on gold from 2022-07-01 was 7.5"),
            article("2024-07-24", "Deccan Ledger", "WORLD: 6 announced on gold from 2024-07-24 was 15", "WORLD: 6.4 announced on platinum from 2024-07-24"),
            article("2024-07-26", "Coast Times", "WORLD: 6 in_force on gold", "5 in_force on gold within the quota"),
            article("2024-08-20", "Coast Times", "WORLD: 20 announced on copper from 2024-09-01 to 2024-12-31"),
        ],
        [
            ("gold 2022-06-30", "7.5"), ("gold 2023-01-01", "15 since 2022-07-01"), ("gold within the quota 2023-01-01", "5 since 2022-05-01"),
            ("gold 2024-07-25", "6 since 2024-07-24"), ("gold within the quota 2024-08-01", "5"), ("gold within the quota 2022-04-30", "15"), ("jewellery 2023-01-01", "0 since 2022-05-01"),
            ("platinum 2024-08-01", "6.4"), ("silver 2024-08-01", "none"), ("copper 2024-09-15", "20"), ("copper 2025-01-01", "none"),
            ("copper cathodes 2024-10-01", "20"), ("gold 2024-07-23", "15"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_agrees_on_the_whole_story(tale: Tale) -> None:
    assert check(tale) == []
