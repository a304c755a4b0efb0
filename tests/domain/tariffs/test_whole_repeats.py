"""All that is answered where the same is told again: of one country and of all, with a bound, for a side, on a day."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        '"10 to 41" was 10 before: that is another rate, though 10 can be said of it',
        "US TH",
        [
            article("2025-08-02", "Isan", "10..41 announced from 2025-08-07 was 10"),
        ],
        """
        */total ..2025-08-02: 10 in_force, observed, possible, since ../2025-08-02, until 2025-08-06, by previous-rate, told by 1.0
        */total 2025-08-02..2025-08-03: 10 in_force, observed, since ../2025-08-02, until 2025-08-06, by previous-rate, told by 1.0, next 10 to 41 announced 2025-08-07
        */total 2025-08-03..2025-08-07: 10 in_force, assumed, since ../2025-08-02, until 2025-08-06, by previous-rate, told by 1.0, next 10 to 41 announced 2025-08-07
        */total 2025-08-07..: 10 to 41 announced, scheduled, since 2025-08-07, was 10, by effective-date, told by 1.0
        """,
    ),
    Whole(
        '"at least 10" was 15 before',
        "US TH",
        [
            article("2025-08-02", "Isan", "atleast10 announced from 2025-08-07 was 15"),
        ],
        """
        */total ..2025-08-02: 15 in_force, observed, possible, since ../2025-08-02, until 2025-08-06, by previous-rate, told by 1.0
        */total 2025-08-02..2025-08-03: 15 in_force, observed, since ../2025-08-02, until 2025-08-06, by previous-rate, told by 1.0, next atleast 10 announced 2025-08-07
        */total 2025-08-03..2025-08-07: 15 in_force, assumed, since ../2025-08-02, until 2025-08-06, by previous-rate, told by 1.0, next atleast 10 announced 2025-08-07
        */total 2025-08-07..: atleast 10 announced, scheduled, since 2025-08-07, was 15, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "one more voice for the side that was told first leaves it contested",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-10", "Krabi", "19 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-11: 19 in_force, observed, since 2025-08-07, by contested, against 25 in_force since 2025-08-07, told by 1.0 3.0
        */total 2025-08-11..: 19 in_force, assumed, since 2025-08-07, by contested, against 25 in_force since 2025-08-07, told by 1.0 3.0
        """,
    ),
    Whole(
        "two more settle it for that side",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-10", "Krabi", "19 in_force from 2025-08-07"),
            article("2025-08-11", "Lanna", "19 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-12: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 3.0 4.0
        */total 2025-08-12..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 3.0 4.0
        """,
    ),
    Whole(
        "a third paper settles two starts for the earlier one",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-09"),
            article("2025-08-22", "Krabi", "19 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-23: 19 in_force, observed, since 2025-08-07, by settled, told by 1.0 2.0 3.0
        */total 2025-08-23..: 19 in_force, assumed, since 2025-08-07, by settled, told by 1.0 2.0 3.0
        """,
    ),
    Whole(
        "a component for all that is told of one country again is charged once",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force as component because port fees from 2025-04-05"),
            article("2025-04-10", "Isan", "10 in_force as component because port fees from 2025-04-05"),
        ],
        """
        */total 2025-04-05..2025-04-11: 10 in_force, observed, since 2025-04-05, by sum-of-components, sum 10 port-fee = 10, told by 2.0 1.0
        */total 2025-04-11..: 10 in_force, assumed, since 2025-04-05, by sum-of-components, sum 10 port-fee = 10, told by 2.0 1.0
        """,
    ),
    Whole(
        "so it is where it is a part of the rate for all",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05", "WORLD: 5 in_force as component because port fees from 2025-04-05"),
            article("2025-04-10", "Isan", "5 in_force as component because port fees from 2025-04-05", "25 in_force as component because fentanyl from 2025-04-09"),
        ],
        """
        */total 2025-04-05..2025-04-09: 10 in_force, observed, since 2025-04-05, by sum-of-components, sum 10 baseline = 10, told by 2.0 1.1 1.0
        */total 2025-04-09..2025-04-11: 35 in_force, observed, since 2025-04-09, by sum-of-components, sum 10 baseline + 25 fentanyl = 35, told by 2.1 1.0
        */total 2025-04-11..: 35 in_force, assumed, since 2025-04-09, by sum-of-components, sum 10 baseline + 25 fentanyl = 35, told by 2.1 1.0
        """,
    ),
    Whole(
        "a sum for all and a part of its own: each part once",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force as component because reciprocal from 2025-04-05", "WORLD: 5 in_force as component because port fees from 2025-04-05"),
            article("2025-04-10", "Isan", "25 in_force as component because fentanyl from 2025-04-09"),
        ],
        """
        */total 2025-04-05..2025-04-07: 15 in_force, observed, since 2025-04-05, component, because reciprocal, for WORLD, by sum-of-components, general 10 reciprocal + 5 port-fee = 15, told by 1.0
        */total 2025-04-07..2025-04-09: 15 in_force, assumed, since 2025-04-05, component, because reciprocal, for WORLD, by sum-of-components, general 10 reciprocal + 5 port-fee = 15, told by 1.0
        */total 2025-04-09..2025-04-11: 40 in_force, observed, since 2025-04-09, by sum-of-components, sum 10 reciprocal + 5 port-fee + 25 fentanyl = 40, told by 2.0 1.0 1.1
        */total 2025-04-11..: 40 in_force, assumed, since 2025-04-09, by sum-of-components, sum 10 reciprocal + 5 port-fee + 25 fentanyl = 40, told by 2.0 1.0 1.1
        """,
    ),
    Whole(
        "suspended for all it is suspended where it was told again",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force as component because port fees from 2025-04-05"),
            article("2025-04-10", "Isan", "10 in_force as component because port fees from 2025-04-05"),
            article("2025-06-02", "Krabi", "WORLD: 10 suspended as component because port fees from 2025-06-01 to 2025-06-30"),
        ],
        """
        */port-fee 2025-04-05..2025-06-01: 10 in_force, observed, since 2025-04-05, until 2025-05-31, component, because port fees, by effective-date, told by 2.0 1.0 3.0
        */port-fee 2025-06-01..2025-07-01: - suspended, assumed, since 2025-06-01, was 10, component, because port fees, by ended, told by 2.0 1.0 3.0, next 10 announced 2025-07-01
        */port-fee 2025-07-01..: 10 announced, scheduled, since 2025-07-01, component, because port fees, for WORLD, by general-applies, pause-ends, told by 3.0
        """,
    ),
    Whole(
        "an exemption without a day, and the day on which it began",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "- exempt on rice"),
            article("2025-05-12", "Krabi", "- exempt on rice from 2025-05-01"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-05-01..2025-05-13: - exempt, observed, since 2025-05-01, by exempt, told by 2.0 3.0
        rice/total 2025-05-13..: - exempt, assumed, since 2025-05-01, by exempt, told by 2.0 3.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_counts_it_once(whole: Whole) -> None:
    whole.check()
