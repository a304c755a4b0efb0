"""All that is answered of totals whose parts are disputed, end, or spare some goods, and of what is told of nothing else."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "reduced from a day to come: it is announced",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-09-30", "Isan", "15 reduced from 2025-10-01"),
        ],
        """
        */total 2025-08-07..2025-08-09: 25 in_force, observed, since 2025-08-07, until 2025-09-30, by effective-date, told by 1.0
        */total 2025-08-09..2025-10-01: 25 in_force, assumed, since 2025-08-07, until 2025-09-30, by effective-date, told by 1.0, next 15 announced 2025-10-01
        */total 2025-10-01..: 15 announced, scheduled, since 2025-10-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "reduced from today",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "15 reduced from 2025-10-01"),
        ],
        """
        */total 2025-08-07..2025-08-09: 25 in_force, observed, since 2025-08-07, until 2025-09-30, by effective-date, told by 1.0
        */total 2025-08-09..2025-10-01: 25 in_force, assumed, since 2025-08-07, until 2025-09-30, by effective-date, told by 1.0
        */total 2025-10-01..2025-10-02: 15 in_force, observed, since 2025-10-01, by effective-date, told by 2.0
        */total 2025-10-02..: 15 in_force, assumed, since 2025-10-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "a part is disputed, and the total is what the other side's comes to",
        "US TH",
        [
            article("2025-03-05", "Siam", "40 in_force from 2025-03-04", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-03-06", "Isan", "20 in_force as component because fentanyl from 2025-03-04"),
        ],
        """
        */total 2025-03-04..2025-03-06: 40 in_force, observed, since 2025-03-04, by contested, reported 20 fentanyl + 15 reciprocal = 35, against 35 in_force since 2025-03-04, told by 1.0
        */total 2025-03-06..: 40 in_force, assumed, since 2025-03-04, by contested, reported 20 fentanyl + 15 reciprocal = 35, against 35 in_force since 2025-03-04, told by 1.0
        """,
    ),
    Whole(
        "a part is disputed, and the total is what this side's comes to",
        "US TH",
        [
            article("2025-03-05", "Siam", "35 in_force from 2025-03-04", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-03-06", "Isan", "20 in_force as component because fentanyl from 2025-03-04"),
        ],
        """
        */total 2025-03-04..2025-03-06: 35 in_force, observed, since 2025-03-04, by contested, reported 20 fentanyl + 15 reciprocal = 35, against 40 in_force since 2025-03-04, told by 1.0
        */total 2025-03-06..: 35 in_force, assumed, since 2025-03-04, by contested, reported 20 fentanyl + 15 reciprocal = 35, against 40 in_force since 2025-03-04, told by 1.0
        """,
    ),
    Whole(
        "a part is disputed, and nobody reports the total",
        "US TH",
        [
            article("2025-03-05", "Siam", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-03-06", "Isan", "20 in_force as component because fentanyl from 2025-03-04"),
        ],
        """
        */fentanyl 2025-03-04..2025-03-07: 20 in_force, observed, since 2025-03-04, component, because fentanyl, by contested, against 25 in_force since 2025-03-04, told by 2.0
        */fentanyl 2025-03-07..: 20 in_force, assumed, since 2025-03-04, component, because fentanyl, by contested, against 25 in_force since 2025-03-04, told by 2.0
        */reciprocal 2025-03-04..2025-03-06: 15 in_force, observed, since 2025-03-04, component, because reciprocal, by effective-date, told by 1.1
        */reciprocal 2025-03-06..: 15 in_force, assumed, since 2025-03-04, component, because reciprocal, by effective-date, told by 1.1
        */total 2025-03-04..2025-03-07: 35 in_force, observed, since 2025-03-04, by contested, sum 20 fentanyl + 15 reciprocal = 35, against 40 in_force since 2025-03-04, told by 2.0 1.1
        */total 2025-03-07..: 35 in_force, assumed, since 2025-03-04, by contested, sum 20 fentanyl + 15 reciprocal = 35, against 40 in_force since 2025-03-04, told by 2.0 1.1
        """,
    ),
    Whole(
        "parts that ended one after the other: the last to go tells what was charged",
        "US TH",
        [
            article("2025-03-05", "Siam", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-06-06", "Isan", "25 lifted as component because fentanyl from 2025-05-20", "15 lifted as component because reciprocal from 2025-06-01"),
        ],
        """
        */fentanyl 2025-03-04..2025-05-20: 25 in_force, observed, since 2025-03-04, until 2025-05-19, component, because fentanyl, by effective-date, told by 1.0 2.0
        */fentanyl 2025-05-20..: - lifted, assumed, since 2025-05-20, was 25, component, because fentanyl, by ended, told by 1.0 2.0
        */reciprocal 2025-03-04..2025-06-01: 15 in_force, observed, since 2025-03-04, until 2025-05-31, component, because reciprocal, by effective-date, told by 1.1 2.1
        */reciprocal 2025-06-01..: - lifted, assumed, since 2025-06-01, was 15, component, because reciprocal, by ended, told by 1.1 2.1
        */total 2025-03-04..2025-05-20: 40 in_force, observed, since 2025-03-04, until 2025-05-19, by sum-of-components, sum 25 fentanyl + 15 reciprocal = 40, told by 1.0 2.0 1.1 2.1
        */total 2025-05-20..2025-06-01: 15 in_force, observed, since 2025-05-20, until 2025-05-31, by sum-of-components, sum 15 reciprocal = 15, told by 1.1 2.1
        */total 2025-06-01..: - lifted, assumed, since 2025-06-01, was 15, component, because reciprocal, by ended, told by 1.1 2.1
        """,
    ),
    Whole(
        "parts that are to end one after the other: the total lasts until the first of them",
        "US TH",
        [
            article("2025-03-05", "Siam", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-06-06", "Isan", "25 lifted as component because fentanyl from 2025-08-20", "15 lifted as component because reciprocal from 2025-07-01"),
        ],
        """
        */total 2025-03-04..2025-03-06: 40 in_force, observed, since 2025-03-04, until 2025-06-30, by sum-of-components, sum 25 fentanyl + 15 reciprocal = 40, told by 1.0 2.0 1.1 2.1
        */total 2025-03-06..2025-07-01: 40 in_force, assumed, since 2025-03-04, until 2025-06-30, by sum-of-components, sum 25 fentanyl + 15 reciprocal = 40, told by 1.0 2.0 1.1 2.1
        */total 2025-07-01..2025-08-20: 25 in_force, assumed, since 2025-07-01, until 2025-08-19, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        */total 2025-08-20..: - lifted, assumed, since 2025-08-20, was 25, component, because fentanyl, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "a part ends, and the reported total with it by as much",
        "US TH",
        [
            article("2025-03-05", "Siam", "40 in_force from 2025-03-04", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-06-06", "Isan", "25 lifted as component because fentanyl from 2025-06-01"),
        ],
        """
        */total 2025-03-04..2025-03-06: 40 in_force, observed, since 2025-03-04, by effective-date, reported 25 fentanyl + 15 reciprocal = 40, told by 1.0
        */total 2025-03-06..2025-06-01: 40 in_force, assumed, since 2025-03-04, by effective-date, reported 25 fentanyl + 15 reciprocal = 40, told by 1.0
        */total 2025-06-01..: 15 in_force, assumed, since 2025-06-01, by component-difference, moved 15 reciprocal = 15, told by 1.0 1.2
        """,
    ),
    Whole(
        "goods that are free of a part pay the rest",
        "US TH",
        [
            article("2025-03-05", "Siam", "40 in_force from 2025-03-04", "25 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-03-04"),
            article("2025-06-06", "Isan", "- exempt on rice as component because fentanyl from 2025-06-01"),
        ],
        """
        rice/fentanyl 2025-06-01..2025-06-07: - exempt, observed, since 2025-06-01, component, because fentanyl, by exempt, told by 2.0
        rice/fentanyl 2025-06-07..: - exempt, assumed, since 2025-06-01, component, because fentanyl, by exempt, told by 2.0
        rice/total 2025-06-01..: 15 in_force, assumed, since 2025-06-01, by product-freed, moved 15 reciprocal = 15, told by 1.0 1.2
        """,
    ),
    Whole(
        "suspended from a day on, of which nothing else is told",
        "US TH",
        [
            article("2025-05-06", "Isan", "40 suspended from 2025-05-05 to 2025-06-30"),
        ],
        """
        */total 2025-05-05..2025-07-01: - suspended, assumed, since 2025-05-05, was 40, by ended, told by 1.0, next 40 announced 2025-07-01
        */total 2025-07-01..: 40 announced, scheduled, since 2025-07-01, by pause-ends, told by 1.0
        """,
    ),
    Whole(
        "suspended, and nobody says since when",
        "US TH",
        [
            article("2025-05-06", "Isan", "40 suspended"),
        ],
        """
        */total 2025-05-06..: - suspended, assumed, since 2025-05-06, was 40, by ended, told by 1.0
        """,
    ),
    Whole(
        "two papers on one pause, one of them without the figure",
        "US TH",
        [
            article("2025-03-05", "Siam", "40 in_force from 2025-03-04"),
            article("2025-05-06", "Isan", "- suspended from 2025-05-05 to 2025-06-30"),
            article("2025-05-08", "Krabi", "40 suspended from 2025-05-05 to 2025-06-30"),
        ],
        """
        */total 2025-03-04..2025-05-05: 40 in_force, observed, since 2025-03-04, until 2025-05-04, by effective-date, told by 1.0 2.0
        */total 2025-05-05..2025-07-01: - suspended, assumed, since 2025-05-05, was 40, by ended, told by 1.0 2.0, next 40 announced 2025-07-01
        */total 2025-07-01..: 40 announced, scheduled, since 2025-07-01, by pause-ends, told by 2.0 3.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_adds_up(whole: Whole) -> None:
    whole.check()
