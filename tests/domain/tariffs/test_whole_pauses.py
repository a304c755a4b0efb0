"""All that is answered of pauses, delays and exemptions, and of levels that are another home's."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "a pause of the rate for all is none of a country's own",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-10", "Isan", "WORLD: 10 suspended from 2025-08-09"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0
        */total 2025-08-09..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "a baseline as high as the total is the total",
        "US TH",
        [
            article("2025-07-05", "Krabi", "25 in_force", "25 in_force as baseline"),
        ],
        """
        */total 2025-07-05..2025-07-06: 25 in_force, observed, since ../2025-07-05, by observed, told by 1.0 1.1
        */total 2025-07-06..: 25 in_force, assumed, since ../2025-07-05, by observed, told by 1.0 1.1
        """,
    ),
    Whole(
        "parts end with their total, be it that some goods go on paying",
        "US TH",
        [
            article("2025-04-06", "Siam", "40 in_force from 2025-04-05", "25 in_force as component because fentanyl from 2025-04-05", "15 in_force as component because reciprocal from 2025-04-05"),
            article("2025-06-03", "Isan", "40 lifted from 2025-06-01", "10 in_force on rice"),
        ],
        """
        */fentanyl 2025-04-05..2025-06-01: 25 in_force, observed, since 2025-04-05, until 2025-05-31, component, because fentanyl, by effective-date, told by 1.1 2.0
        */fentanyl 2025-06-01..: - lifted, assumed, since 2025-06-01, was 25, component, because fentanyl, by ended, told by 1.1 2.0
        */reciprocal 2025-04-05..2025-06-01: 15 in_force, observed, since 2025-04-05, until 2025-05-31, component, because reciprocal, by effective-date, told by 1.2 2.0
        */reciprocal 2025-06-01..: - lifted, assumed, since 2025-06-01, was 15, component, because reciprocal, by ended, told by 1.2 2.0
        */total 2025-04-05..2025-06-01: 40 in_force, observed, since 2025-04-05, until 2025-05-31, by effective-date, reported 25 fentanyl + 15 reciprocal = 40, told by 1.0 2.0
        */total 2025-06-01..: - lifted, assumed, since 2025-06-01, was 40, by ended, told by 1.0 2.0
        rice/total 2025-06-03..2025-06-04: 10 in_force, observed, since ../2025-06-03, by observed, told by 2.1
        rice/total 2025-06-04..: 10 in_force, assumed, since ../2025-06-03, by observed, told by 2.1
        """,
    ),
    Whole(
        "exempt now, and possibly since the duty began that it spares",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "- exempt on rice"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-04-05..2025-05-10: - exempt, observed, possible, since 2025-04-05/2025-05-10, by exempt, told by 2.0
        rice/total 2025-05-10..2025-05-11: - exempt, observed, since 2025-04-05/2025-05-10, by exempt, told by 2.0
        rice/total 2025-05-11..: - exempt, assumed, since 2025-04-05/2025-05-10, by exempt, told by 2.0
        """,
    ),
    Whole(
        "exempt from a day on",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "- exempt on rice from 2025-05-01"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-05-01..2025-05-11: - exempt, observed, since 2025-05-01, by exempt, told by 2.0
        rice/total 2025-05-11..: - exempt, assumed, since 2025-05-01, by exempt, told by 2.0
        """,
    ),
    Whole(
        "exempt for two months",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "- exempt on rice from 2025-05-01 to 2025-06-30"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-05-01..2025-05-11: - exempt, observed, since 2025-05-01, by exempt, told by 2.0
        rice/total 2025-05-11..2025-07-01: - exempt, assumed, since 2025-05-01, by exempt, told by 2.0
        rice/total 2025-07-01..: - expired, assumed, since 2025-07-01, by ended, told by 2.0
        """,
    ),
    Whole(
        "exempt from a day to come",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "- exempt on rice from 2025-06-01"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-06-01..: - exempt, scheduled, since 2025-06-01, by exempt, told by 2.0
        """,
    ),
    Whole(
        "without a day it says nothing against a duty that the goods pay",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-01", "Krabi", "12 in_force on rice"),
            article("2025-05-10", "Isan", "- exempt on rice"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-05-01..2025-05-02: 12 in_force, observed, since ../2025-05-01, by observed, told by 2.0
        rice/total 2025-05-02..: 12 in_force, assumed, since ../2025-05-01, by observed, told by 2.0
        """,
    ),
    Whole(
        "with one it does",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-01", "Krabi", "12 in_force on rice"),
            article("2025-05-10", "Isan", "- exempt on rice from 2025-05-09"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-05-01..2025-05-02: 12 in_force, observed, since ../2025-05-01, until 2025-05-08, by observed, told by 2.0
        rice/total 2025-05-02..2025-05-09: 12 in_force, assumed, since ../2025-05-01, until 2025-05-08, by observed, told by 2.0
        rice/total 2025-05-09..2025-05-11: - exempt, observed, since 2025-05-09, by exempt, told by 3.0
        rice/total 2025-05-11..: - exempt, assumed, since 2025-05-09, by exempt, told by 3.0
        """,
    ),
    Whole(
        "lifted two days after it came, it came",
        "US TH",
        [
            article("2025-04-04", "Siam", "25 announced from 2025-07-01"),
            article("2025-07-03", "Krabi", "25 lifted"),
        ],
        """
        */total 2025-07-01..2025-07-02: 25 announced, assumed, since 2025-07-01, until 2025-07-01/2025-07-02, by effective-date, told by 1.0 2.0
        */total 2025-07-02..2025-07-03: 25 announced, assumed, possible, since 2025-07-01, until 2025-07-01/2025-07-02, by effective-date, told by 1.0 2.0
        */total 2025-07-03..: - lifted, assumed, since 2025-07-02/2025-07-03, was 25, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "a country that pays what all pay has paid it since all do",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-01", "Isan", "10 in_force"),
        ],
        """
        */total 2025-04-05..2025-05-02: 10 in_force, observed, since 2025-04-05, by undated-confirms, told by 2.0 1.0
        */total 2025-05-02..: 10 in_force, assumed, since 2025-04-05, by undated-confirms, told by 2.0 1.0
        """,
    ),
    Whole(
        "and until all do",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-01", "Isan", "10 in_force"),
            article("2025-06-03", "Krabi", "WORLD: 10 lifted from 2025-06-01"),
        ],
        """
        */total 2025-04-05..2025-06-01: 10 in_force, observed, since 2025-04-05, until 2025-05-31, by undated-confirms, told by 2.0 1.0 3.0
        */total 2025-06-01..: - lifted, assumed, since 2025-06-01, was 10, by ended, told by 2.0 1.0 3.0
        """,
    ),
    Whole(
        "unless it is seen to pay it after that",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-01", "Isan", "10 in_force"),
            article("2025-06-03", "Krabi", "WORLD: 10 lifted from 2025-06-01"),
            article("2025-06-10", "Isan", "10 in_force"),
        ],
        """
        */total 2025-04-05..2025-06-11: 10 in_force, observed, since 2025-04-05, by undated-confirms, told by 2.0 4.0
        */total 2025-06-11..: 10 in_force, assumed, since 2025-04-05, by undated-confirms, told by 2.0 4.0
        """,
    ),
    Whole(
        "goods that pay what all goods pay have paid it since then",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-01", "Isan", "10 in_force on rice"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-04-05..2025-05-02: 10 in_force, observed, since 2025-04-05, by undated-confirms, told by 2.0
        rice/total 2025-05-02..: 10 in_force, assumed, since 2025-04-05, by undated-confirms, told by 2.0
        """,
    ),
    Whole(
        "points are set aside, the rest is told: all of it comes back",
        "US TH",
        [
            article("2025-04-10", "Siam", "34 in_force as component because reciprocal from 2025-04-09"),
            article("2025-05-14", "Isan", "24 suspended as component because reciprocal from 2025-05-14 to 2025-08-11", "10 in_force as component because reciprocal from 2025-05-14"),
        ],
        """
        */reciprocal 2025-04-09..2025-04-11: 34 in_force, observed, since 2025-04-09, until 2025-05-13, component, because reciprocal, by effective-date, told by 1.0
        */reciprocal 2025-04-11..2025-05-14: 34 in_force, assumed, since 2025-04-09, until 2025-05-13, component, because reciprocal, by effective-date, told by 1.0
        */reciprocal 2025-05-14..2025-05-15: 10 in_force, observed, since 2025-05-14, until 2025-08-11, component, because reciprocal, by effective-date, told by 2.1, next 34 announced 2025-08-12
        */reciprocal 2025-05-15..2025-08-12: 10 in_force, assumed, since 2025-05-14, until 2025-08-11, component, because reciprocal, by effective-date, told by 2.1, next 34 announced 2025-08-12
        */reciprocal 2025-08-12..: 34 announced, scheduled, since 2025-08-12, component, because reciprocal, by pause-ends, told by 2.0
        */total 2025-04-09..2025-04-11: 34 in_force, observed, since 2025-04-09, until 2025-05-13, by sum-of-components, sum 34 reciprocal = 34, told by 1.0
        */total 2025-04-11..2025-05-14: 34 in_force, assumed, since 2025-04-09, until 2025-05-13, by sum-of-components, sum 34 reciprocal = 34, told by 1.0
        */total 2025-05-14..2025-05-15: 10 in_force, observed, since 2025-05-14, until 2025-08-11, by sum-of-components, sum 10 reciprocal = 10, told by 2.1, next 34 announced 2025-08-12
        */total 2025-05-15..2025-08-12: 10 in_force, assumed, since 2025-05-14, until 2025-08-11, by sum-of-components, sum 10 reciprocal = 10, told by 2.1, next 34 announced 2025-08-12
        */total 2025-08-12..: 34 announced, scheduled, since 2025-08-12, by sum-of-components, sum 34 reciprocal = 34, told by 2.0
        """,
    ),
    Whole(
        "put off to the end of a day, whatever the figure is",
        "US TH",
        [
            article("2025-04-01", "Siam", "25 announced from 2025-04-09"),
            article("2025-04-05", "Isan", "- delayed to 2025-05-08"),
        ],
        """
        */total 2025-05-09..: 25 announced, scheduled, since 2025-05-09, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "put off to a new day",
        "US TH",
        [
            article("2025-04-01", "Siam", "25 announced from 2025-04-09"),
            article("2025-04-05", "Isan", "25 delayed from 2025-05-09"),
        ],
        """
        */total 2025-05-09..: 25 announced, scheduled, since 2025-05-09, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "put off until nobody knows when",
        "US TH",
        [
            article("2025-04-01", "Siam", "25 announced from 2025-04-09"),
            article("2025-04-05", "Isan", "25 delayed"),
        ],
        """
        """,
    ),
    Whole(
        "put off, and only the old day is named",
        "US TH",
        [
            article("2025-04-01", "Siam", "25 announced from 2025-04-09"),
            article("2025-04-05", "Isan", "25 delayed from 2025-04-09"),
        ],
        """
        """,
    ),
    Whole(
        "put off twice",
        "US TH",
        [
            article("2025-04-01", "Siam", "25 announced from 2025-04-09"),
            article("2025-04-05", "Isan", "25 delayed to 2025-05-08"),
            article("2025-05-05", "Krabi", "25 suspended to 2025-06-08"),
        ],
        """
        */total 2025-06-09..: 25 announced, scheduled, since 2025-06-09, by pause-ends, told by 3.0
        """,
    ),
    Whole(
        "a pause is made longer, and one paper has only heard of the first one",
        "US TH",
        [
            article("2025-04-10", "Siam", "25 in_force from 2025-04-09"),
            article("2025-05-05", "Krabi", "25 suspended from 2025-05-03 to 2025-06-08"),
            article("2025-06-05", "Isan", "25 suspended from 2025-05-03 to 2025-07-08"),
            article("2025-06-07", "Lanna", "25 suspended from 2025-05-03 to 2025-06-08"),
        ],
        """
        */total 2025-04-09..2025-05-03: 25 in_force, observed, since 2025-04-09, until 2025-05-02, by effective-date, told by 1.0 2.0
        */total 2025-05-03..2025-07-09: - suspended, assumed, since 2025-05-03, was 25, by ended, told by 1.0 2.0, next 25 announced 2025-07-09
        */total 2025-07-09..: 25 announced, scheduled, since 2025-07-09, by pause-ends, told by 3.0
        """,
    ),
    Whole(
        "seen after a pause it is back since the day after it",
        "US TH",
        [
            article("2025-04-10", "Siam", "25 in_force from 2025-04-09"),
            article("2025-05-05", "Krabi", "25 suspended from 2025-05-03 to 2025-06-08"),
            article("2025-06-12", "Isan", "25 in_force"),
        ],
        """
        */total 2025-04-09..2025-05-03: 25 in_force, observed, since 2025-04-09, until 2025-05-02, by effective-date, told by 1.0 2.0
        */total 2025-05-03..2025-06-09: - suspended, assumed, since 2025-05-03, was 25, by ended, told by 1.0 2.0
        */total 2025-06-09..2025-06-13: 25 in_force, observed, since 2025-06-09, by pause-ends, told by 2.0 3.0
        */total 2025-06-13..: 25 in_force, assumed, since 2025-06-09, by pause-ends, told by 2.0 3.0
        """,
    ),
    Whole(
        "what an article puts in the place of a rate that it pauses keeps that rate away, be it withdrawn itself",
        "US CN",
        [
            article("2025-08-12", "Xin", "30 in_force", "54 announced from 2025-11-10"),
            article("2025-11-03", "Yi", "54 suspended from 2025-11-10 to 2026-11-09", "44 announced from 2026-11-10", "20 announced from 2025-11-10 was 30"),
            article("2026-02-21", "Zhe", "44 withdrawn", "20 lifted to 2026-02-23"),
        ],
        """
        */total 2025-08-12..2025-11-04: 30 in_force, observed, since ../2025-08-12, until 2025-11-09, by observed, told by 1.0 2.2
        */total 2025-11-04..2025-11-10: 30 in_force, assumed, since ../2025-08-12, until 2025-11-09, by observed, told by 1.0 2.2
        */total 2025-11-10..2026-02-22: 20 in_force, observed, since 2025-11-10, until 2026-02-23, was 30, by effective-date, told by 2.2 3.1
        */total 2026-02-22..2026-02-24: 20 in_force, assumed, since 2025-11-10, until 2026-02-23, was 30, by effective-date, told by 2.2 3.1
        */total 2026-02-24..: - lifted, assumed, since 2026-02-24, was 20, by ended, told by 2.2 3.1
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_knows_what_is_set_aside(whole: Whole) -> None:
    whole.check()
