"""All that is answered of what is announced, signed or recalled: when it comes, and whether it is new."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "signed is more than announced",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-09-01"),
            article("2025-08-05", "Isan", "19 signed from 2025-09-01"),
        ],
        """
        */total 2025-09-01..: 19 signed, scheduled, since 2025-09-01, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "and less than in force",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 signed from 2025-09-01"),
            article("2025-09-05", "Isan", "19 in_force"),
        ],
        """
        */total 2025-09-01..2025-09-06: 19 in_force, observed, since 2025-09-01, by effective-date, told by 1.0 2.0
        */total 2025-09-06..: 19 in_force, assumed, since 2025-09-01, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "a start in a month that was called off is not announced by who recalls one of its days",
        "US TH",
        [
            article("2025-04-10", "Siam", "20 announced from 2025-05"),
            article("2025-04-20", "Isan", "20 suspended from 2025-05"),
            article("2025-06-10", "Krabi", "20 announced from 2025-05-10"),
        ],
        """
        """,
    ),
    Whole(
        "announced once more without its day, it is the next one of that rate",
        "US TH",
        [
            article("2025-04-10", "Siam", "20 announced from 2025-06-01"),
            article("2025-04-20", "Isan", "30 announced from 2025-07-01"),
            article("2025-04-25", "Krabi", "20 announced"),
        ],
        """
        */total 2025-06-01..2025-07-01: 20 announced, scheduled, since 2025-06-01, until 2025-06-30, by effective-date, told by 1.0 3.0, next 30 announced 2025-07-01
        */total 2025-07-01..: 30 announced, scheduled, since 2025-07-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "announced while it is charged already, it is nothing new",
        "US TH",
        [
            article("2025-04-10", "Siam", "20 in_force"),
            article("2025-04-12", "Isan", "20 announced"),
        ],
        """
        */total 2025-04-10..2025-04-11: 20 in_force, observed, since ../2025-04-10, by observed, told by 1.0
        */total 2025-04-11..: 20 in_force, assumed, since ../2025-04-10, by observed, told by 1.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_knows_what_is_only_announced(whole: Whole) -> None:
    whole.check()
