"""All that is answered of components without a reason, and of levels that repeat the one for all, or do not."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "told without its reason after the known one has ended, it is another duty",
        "US TH",
        [
            article("2025-03-05", "Siam", "25 in_force as component because fentanyl from 2025-03-04"),
            article("2025-05-03", "Isan", "25 lifted as component because fentanyl from 2025-05-01"),
            article("2025-06-01", "Krabi", "25 in_force as component"),
        ],
        """
        */fentanyl 2025-03-04..2025-05-01: 25 in_force, observed, since 2025-03-04, until 2025-04-30, component, because fentanyl, by effective-date, told by 1.0 2.0
        */fentanyl 2025-05-01..: - lifted, assumed, since 2025-05-01, was 25, component, because fentanyl, by ended, told by 1.0 2.0
        */total 2025-03-04..2025-05-01: 25 in_force, observed, since 2025-03-04, until 2025-04-30, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        */total 2025-05-01..2025-06-01: - lifted, assumed, since 2025-05-01, was 25, component, because fentanyl, by ended, told by 1.0 2.0
        */total 2025-06-01..2025-06-02: 25 in_force, observed, since ../2025-06-01, component, by observed, told by 3.0
        */total 2025-06-02..: 25 in_force, assumed, since ../2025-06-01, component, by observed, told by 3.0
        """,
    ),
    Whole(
        "told on the first day of the known one it is that one",
        "US TH",
        [
            article("2025-05-05", "Siam", "25 announced as component because fentanyl from 2025-06-01"),
            article("2025-06-01", "Krabi", "25 in_force as component"),
        ],
        """
        */fentanyl 2025-06-01..2025-06-02: 25 in_force, observed, since 2025-06-01, component, because fentanyl, by effective-date, told by 1.0 2.0
        */fentanyl 2025-06-02..: 25 in_force, assumed, since 2025-06-01, component, because fentanyl, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "told on the day before it is not",
        "US TH",
        [
            article("2025-05-05", "Siam", "25 announced as component because fentanyl from 2025-06-01"),
            article("2025-05-31", "Krabi", "25 in_force as component"),
        ],
        """
        */fentanyl 2025-06-01..: 25 announced, scheduled, since 2025-06-01, component, because fentanyl, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "another rate is another component",
        "US TH",
        [
            article("2025-03-05", "Siam", "40 in_force from 2025-03-04", "25 in_force as component because fentanyl from 2025-03-04"),
            article("2025-03-10", "Isan", "15 in_force as component"),
        ],
        """
        */fentanyl 2025-03-04..2025-03-06: 25 in_force, observed, since 2025-03-04, component, because fentanyl, by effective-date, told by 1.1
        */fentanyl 2025-03-06..: 25 in_force, assumed, since 2025-03-04, component, because fentanyl, by effective-date, told by 1.1
        */unnamed 2025-03-10..2025-03-11: 15 in_force, observed, since ../2025-03-10, component, by observed, told by 2.0
        */unnamed 2025-03-11..: 15 in_force, assumed, since ../2025-03-10, component, by observed, told by 2.0
        """,
    ),
    Whole(
        "another rate from the day of the rate for all does not end with it",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-04-10", "Isan", "25 in_force from 2025-04-05"),
            article("2025-06-03", "Krabi", "WORLD: 10 lifted from 2025-06-01"),
        ],
        """
        */total 2025-04-05..2025-04-11: 25 in_force, observed, since 2025-04-05, by effective-date, told by 2.0
        */total 2025-04-11..: 25 in_force, assumed, since 2025-04-05, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "nor does the same rate from another day",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-05-02", "Isan", "10 in_force from 2025-05-01"),
            article("2025-06-03", "Krabi", "WORLD: 10 lifted from 2025-06-01"),
        ],
        """
        */total 2025-04-05..2025-05-01: 10 in_force, observed, since 2025-04-05, until 2025-05-31, for WORLD, by general-applies, told by 1.0 3.0
        */total 2025-05-01..2025-05-03: 10 in_force, observed, since 2025-05-01, by effective-date, told by 2.0
        */total 2025-05-03..: 10 in_force, assumed, since 2025-05-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "withdrawn from the day for which it was announced, it never comes",
        "US TH",
        [
            article("2025-08-15", "Siam", "20 announced from 2025-09-01"),
            article("2025-08-20", "Isan", "20 withdrawn from 2025-09-01"),
        ],
        """
        """,
    ),
    Whole(
        "a baseline that is told beside a total is a part of it, and is seen again without ending the rest",
        "US BR",
        [
            article("2025-08-07", "Folha", "50 in_force from 2025-08-06", "40 in_force from 2025-08-06 as additional", "10 in_force from 2025-04-05 as baseline"),
            article("2025-11-01", "Globo", "10 in_force as baseline"),
            article("2025-11-21", "Valor", "40 lifted from 2025-11-20 as additional"),
        ],
        """
        */baseline 2025-04-05..2025-11-02: 10 in_force, observed, since 2025-04-05, baseline, by effective-date, told by 1.2 2.0
        */baseline 2025-11-02..: 10 in_force, assumed, since 2025-04-05, baseline, by effective-date, told by 1.2 2.0
        */total 2025-04-05..2025-08-06: 10 in_force, observed, since 2025-04-05, by sum-of-components, sum 10 baseline = 10, told by 1.2 2.0
        */total 2025-08-06..2025-08-08: 50 in_force, observed, since 2025-08-06, by effective-date, reported 10 baseline + 40 unnamed = 50, told by 1.0
        */total 2025-08-08..2025-11-20: 50 in_force, assumed, since 2025-08-06, by effective-date, reported 10 baseline + 40 unnamed = 50, told by 1.0
        */total 2025-11-20..: 10 in_force, assumed, since 2025-11-20, by component-difference, moved 10 baseline = 10, told by 1.0 1.2 2.0
        """,
    ),
    Whole(
        "a total that follows a component to come is announced as it is, and named before",
        "US BR",
        [
            article("2025-07-07", "Folha", "10 in_force from 2025-04-05"),
            article("2025-07-31", "Globo", "40 announced from 2025-08-06 as component because coup trial"),
        ],
        """
        */total 2025-04-05..2025-07-08: 10 in_force, observed, since 2025-04-05, by effective-date, told by 1.0
        */total 2025-07-08..2025-08-06: 10 in_force, assumed, since 2025-04-05, by effective-date, told by 1.0, next 50 announced 2025-08-06
        */total 2025-08-06..: 50 announced, scheduled, since 2025-08-06, by component-difference, moved 40 prosecution = 40, told by 1.0 2.0
        """,
    ),
    Whole(
        "what is left of a total that was only announced is charged once a part of it was seen, and seen to end",
        "US BR",
        [
            article("2025-07-31", "Folha", "50 announced from 2025-08-06", "40 announced from 2025-08-06 as component because coup trial"),
            article("2025-09-01", "Globo", "40 in_force as component because coup trial"),
            article("2025-11-21", "Valor", "40 lifted from 2025-11-20 as component because coup trial"),
        ],
        """
        */total 2025-08-06..2025-11-20: 50 in_force, observed, since 2025-08-06, by effective-date, reported 40 prosecution = 40, told by 1.0
        */total 2025-11-20..: 10 in_force, assumed, since 2025-11-20, by component-difference, told by 1.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_knows_what_is_the_same_duty(whole: Whole) -> None:
    whole.check()
