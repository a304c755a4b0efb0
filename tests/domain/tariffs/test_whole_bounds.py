"""All that is answered where a figure meets a bound or a range: what can be said of one rate, and what cannot."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        '"at least 20" is said of 25',
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "atleast20 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        'and "at least 25"',
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "atleast25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        'not "at least 30"',
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "atleast30 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 25 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: 25 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: atleast 30 in_force, observed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        */total 2025-08-21..: atleast 30 in_force, assumed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        """,
    ),
    Whole(
        '"10 to 25" is said of 25',
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "10..25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        'and "25 to 30"',
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25..30 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        'not "10 to 20"',
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "10..20 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 25 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: 25 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: 10 to 20 in_force, observed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        */total 2025-08-21..: 10 to 20 in_force, assumed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        """,
    ),
    Whole(
        'a figure says what "at least 20" is',
        "US TH",
        [
            article("2025-08-08", "Siam", "atleast20 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "be it the least",
        "US TH",
        [
            article("2025-08-08", "Siam", "atleast20 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "20 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 20 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 20 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "a lower one is another rate",
        "US TH",
        [
            article("2025-08-08", "Siam", "atleast20 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "15 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: atleast 20 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: atleast 20 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: 15 in_force, observed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        */total 2025-08-21..: 15 in_force, assumed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        """,
    ),
    Whole(
        '"up to 25" is 25 where that is said',
        "US TH",
        [
            article("2025-08-08", "Siam", "upto25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        '30 is more than "up to 25"',
        "US TH",
        [
            article("2025-08-08", "Siam", "upto25 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "30 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: upto 25 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: upto 25 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: 30 in_force, observed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        */total 2025-08-21..: 30 in_force, assumed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        """,
    ),
    Whole(
        '"at least 20" again',
        "US TH",
        [
            article("2025-08-08", "Siam", "atleast20 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "atleast20 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-21: atleast 20 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: atleast 20 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        '"at least 25" is another bound than "at least 20"',
        "US TH",
        [
            article("2025-08-08", "Siam", "atleast20 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "atleast25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: atleast 20 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: atleast 20 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: atleast 25 in_force, observed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        */total 2025-08-21..: atleast 25 in_force, assumed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        """,
    ),
    Whole(
        "a bound and its own figure, from one day",
        "US TH",
        [
            article("2025-08-08", "Siam", "upto25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "a bound and a higher figure disagree",
        "US TH",
        [
            article("2025-08-08", "Siam", "upto25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "30 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 30 in_force, observed, since 2025-08-07, by contested, against upto 25 in_force since 2025-08-07, told by 2.0
        */total 2025-08-10..: 30 in_force, assumed, since 2025-08-07, by contested, against upto 25 in_force since 2025-08-07, told by 2.0
        """,
    ),
    Whole(
        "so do a figure and a lower bound of it",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "upto20 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: upto 20 in_force, observed, since 2025-08-07, by contested, against 25 in_force since 2025-08-07, told by 2.0
        */total 2025-08-10..: upto 20 in_force, assumed, since 2025-08-07, by contested, against 25 in_force since 2025-08-07, told by 2.0
        """,
    ),
    Whole(
        "the figure stays where a bound is told that it lies in",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "upto25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "the bound is told first",
        "US TH",
        [
            article("2025-08-08", "Siam", "atleast20 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "the figure is told first",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "atleast20 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "a range without the figure disagrees with it",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "10..20 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 10 to 20 in_force, observed, since 2025-08-07, by contested, against 25 in_force since 2025-08-07, told by 2.0
        */total 2025-08-10..: 10 to 20 in_force, assumed, since 2025-08-07, by contested, against 25 in_force since 2025-08-07, told by 2.0
        """,
    ),
    Whole(
        "a range with it does not",
        "US TH",
        [
            article("2025-08-08", "Siam", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "20..25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_knows_which_rates_are_one(whole: Whole) -> None:
    whole.check()
