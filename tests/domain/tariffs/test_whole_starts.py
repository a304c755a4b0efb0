"""All that is answered of starts: where they lie, what moves them, and what was charged before."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "a month and a day in it are that day",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-21: 19 in_force, observed, since 2025-08-07, by same-transition, told by 1.0 2.0
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-07, by same-transition, told by 1.0 2.0
        """,
    ),
    Whole(
        "two stretches are the days that they share",
        "US TH",
        [
            article("2025-09-08", "Siam", "19 in_force from 2025-08"),
            article("2025-09-20", "Isan", "19 in_force from 2025-08-20/2025-09-05"),
        ],
        """
        */total 2025-08-20..2025-08-31: 19 in_force, observed, possible, since 2025-08-20/2025-08-31, by same-transition, told by 1.0 2.0
        */total 2025-08-31..2025-09-21: 19 in_force, observed, since 2025-08-20/2025-08-31, by same-transition, told by 1.0 2.0
        */total 2025-09-21..: 19 in_force, assumed, since 2025-08-20/2025-08-31, by same-transition, told by 1.0 2.0
        """,
    ),
    Whole(
        "a vaguer day says nothing more",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08"),
        ],
        """
        */total 2025-08-07..2025-08-21: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "two papers saw two starts: the earlier one answers, the days between are contested",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-09"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-08-09, told by 1.0 2.0
        */total 2025-08-09..2025-08-21: 19 in_force, observed, since 2025-08-07, by two-starts, told by 1.0 2.0
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-07, by two-starts, told by 1.0 2.0
        """,
    ),
    Whole(
        "until a third one settles them",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-09"),
            article("2025-08-22", "Krabi", "19 in_force from 2025-08-09"),
        ],
        """
        */total 2025-08-09..2025-08-23: 19 in_force, observed, since 2025-08-09, by settled, told by 1.0 2.0 3.0
        */total 2025-08-23..: 19 in_force, assumed, since 2025-08-09, by settled, told by 1.0 2.0 3.0
        """,
    ),
    Whole(
        "the same paper moves its own start",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Siam", "19 in_force from 2025-08-09"),
        ],
        """
        */total 2025-08-09..2025-08-21: 19 in_force, observed, since 2025-08-09, by moved-start, told by 1.0 2.0
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-09, by moved-start, told by 1.0 2.0
        """,
    ),
    Whole(
        "so does who knows what was charged before",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-09 was 25"),
        ],
        """
        */total 2025-08-09..2025-08-21: 19 in_force, observed, since 2025-08-09, was 25, by moved-start, told by 1.0 2.0
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-09, was 25, by moved-start, told by 1.0 2.0
        """,
    ),
    Whole(
        "what was seen to begin is not moved by who recalls an announcement",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 announced from 2025-08-09"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-09..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "two starts in one article",
        "US TH",
        [
            article("2025-08-20", "Siam", "19 in_force from 2025-08-07", "19 in_force from 2025-08-09"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-08-09, told by 1.0 1.1
        */total 2025-08-09..2025-08-21: 19 in_force, observed, since 2025-08-07, by two-starts, told by 1.0 1.1
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-07, by two-starts, told by 1.0 1.1
        """,
    ),
    Whole(
        "which another article settles",
        "US TH",
        [
            article("2025-08-20", "Siam", "19 in_force from 2025-08-07", "19 in_force from 2025-08-09"),
            article("2025-08-22", "Krabi", "19 in_force from 2025-08-09"),
        ],
        """
        */total 2025-08-09..2025-08-23: 19 in_force, observed, since 2025-08-09, by settled, told by 1.0 1.1 2.0
        */total 2025-08-23..: 19 in_force, assumed, since 2025-08-09, by settled, told by 1.0 1.1 2.0
        """,
    ),
    Whole(
        "an announced start moves with the newer word",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-08-07"),
            article("2025-08-03", "Isan", "19 announced from 2025-08-09"),
        ],
        """
        */total 2025-08-09..: 19 announced, scheduled, since 2025-08-09, by moved-start, told by 1.0 2.0
        """,
    ),
    Whole(
        "it may be seen to have come earlier",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-05"),
        ],
        """
        */total 2025-08-05..2025-08-21: 19 in_force, observed, since 2025-08-05, by moved-start, told by 1.0 2.0
        */total 2025-08-21..: 19 in_force, assumed, since 2025-08-05, by moved-start, told by 1.0 2.0
        """,
    ),
    Whole(
        "forty-five days apart are two words on one start",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "19 in_force from 2025-09-21"),
        ],
        """
        */total 2025-08-07..2025-09-21: 19 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-09-21, told by 1.0 2.0
        */total 2025-09-21..2025-10-02: 19 in_force, observed, since 2025-08-07, by two-starts, told by 1.0 2.0
        */total 2025-10-02..: 19 in_force, assumed, since 2025-08-07, by two-starts, told by 1.0 2.0
        """,
    ),
    Whole(
        "a day more, and it was charged twice",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "19 in_force from 2025-09-22"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-09-21, by effective-date, told by 1.0
        */total 2025-08-09..2025-09-22: 19 in_force, assumed, since 2025-08-07, until 2025-09-21, by effective-date, told by 1.0
        */total 2025-09-22..2025-10-02: 19 in_force, observed, since 2025-09-22, by effective-date, told by 2.0
        */total 2025-10-02..: 19 in_force, assumed, since 2025-09-22, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "a decision that names the announced rate as the one before takes its place",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-01"),
            article("2025-08-10", "Isan", "25 announced from 2025-11-01 was 19"),
        ],
        """
        */total 2025-11-01..: 25 announced, scheduled, since 2025-11-01, was 19, by previous-rate, told by 2.0
        """,
    ),
    Whole(
        "on the announced day itself it may do so, too",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-01"),
            article("2025-10-01", "Isan", "25 announced from 2025-11-01 was 19"),
        ],
        """
        */total 2025-11-01..: 25 announced, scheduled, since 2025-11-01, was 19, by previous-rate, told by 2.0
        """,
    ),
    Whole(
        "on the day after, that rate has been charged",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-01"),
            article("2025-10-02", "Isan", "25 announced from 2025-11-01 was 19"),
        ],
        """
        */total 2025-10-01..2025-10-03: 19 in_force, observed, since 2025-10-01, until 2025-10-31, by effective-date, told by 1.0 2.0, next 25 announced 2025-11-01
        */total 2025-10-03..2025-11-01: 19 in_force, assumed, since 2025-10-01, until 2025-10-31, by effective-date, told by 1.0 2.0, next 25 announced 2025-11-01
        */total 2025-11-01..: 25 announced, scheduled, since 2025-11-01, was 19, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "without a day of its own it takes over the announced one",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-01"),
            article("2025-08-10", "Isan", "25 announced was 19"),
        ],
        """
        */total 2025-10-01..: 25 announced, scheduled, since 2025-10-01, was 19, by previous-rate, told by 2.0
        """,
    ),
    Whole(
        "a second paper on the same decision knows of no rate that was charged",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-01"),
            article("2025-08-10", "Isan", "25 announced from 2025-11-01 was 19"),
            article("2025-08-12", "Krabi", "25 announced from 2025-11-01 was 19"),
        ],
        """
        */total 2025-11-01..: 25 announced, scheduled, since 2025-11-01, was 19, by previous-rate, told by 2.0 3.0
        """,
    ),
    Whole(
        "seen to have come after all, it is back",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-01"),
            article("2025-08-10", "Isan", "25 announced from 2025-11-01 was 19"),
            article("2025-10-05", "Krabi", "19 in_force from 2025-10-01"),
        ],
        """
        */total 2025-10-01..2025-10-06: 19 in_force, observed, since 2025-10-01, until 2025-10-31, by effective-date, told by 1.0 3.0, next 25 announced 2025-11-01
        */total 2025-10-06..2025-11-01: 19 in_force, assumed, since 2025-10-01, until 2025-10-31, by effective-date, told by 1.0 3.0, next 25 announced 2025-11-01
        */total 2025-11-01..: 25 announced, scheduled, since 2025-11-01, was 19, by previous-rate, told by 2.0
        """,
    ),
    Whole(
        "an undated report of another rate: it changed on a day since the last sight",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: 19 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: 25 in_force, observed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        */total 2025-08-21..: 25 in_force, assumed, since 2025-08-09/2025-08-20, by observed, told by 2.0
        """,
    ),
    Whole(
        "and back",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force"),
            article("2025-08-25", "Krabi", "19 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-20: 19 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-08-19, by effective-date, told by 1.0
        */total 2025-08-20..2025-08-21: 25 in_force, observed, since 2025-08-09/2025-08-20, until 2025-08-20/2025-08-24, by observed, told by 2.0
        */total 2025-08-21..2025-08-25: 25 in_force, assumed, possible, since 2025-08-09/2025-08-20, until 2025-08-20/2025-08-24, by observed, told by 2.0
        */total 2025-08-25..2025-08-26: 19 in_force, observed, since 2025-08-21/2025-08-25, by observed, told by 3.0
        */total 2025-08-26..: 19 in_force, assumed, since 2025-08-21/2025-08-25, by observed, told by 3.0
        """,
    ),
    Whole(
        "a passing mention of the old rate disputes a change that was seen and dated",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force from 2025-08-18"),
            article("2025-08-25", "Krabi", "19 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-18: 19 in_force, assumed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-18..2025-08-21: 25 in_force, observed, since 2025-08-18, by effective-date, told by 2.0
        */total 2025-08-21..2025-08-25: 25 in_force, assumed, since 2025-08-18, by effective-date, told by 2.0
        */total 2025-08-25..: 25 in_force, assumed, since 2025-08-18, by contested, against 19 in_force since 2025-08-25, told by 2.0
        """,
    ),
    Whole(
        "a second one undoes it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force from 2025-08-18"),
            article("2025-08-25", "Krabi", "19 in_force"),
            article("2025-08-27", "Lanna", "19 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-18: 19 in_force, assumed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-18..2025-08-21: 25 in_force, observed, since 2025-08-18, until 2025-08-24, by effective-date, told by 2.0
        */total 2025-08-21..2025-08-25: 25 in_force, assumed, since 2025-08-18, until 2025-08-24, by effective-date, told by 2.0
        */total 2025-08-25..2025-08-28: 19 in_force, observed, since 2025-08-25, by observed, told by 3.0 4.0
        */total 2025-08-28..: 19 in_force, assumed, since 2025-08-25, by observed, told by 3.0 4.0
        """,
    ),
    Whole(
        "a copy of the first one does not",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force from 2025-08-18"),
            article("2025-08-25", "Krabi", "19 in_force"),
            article("2025-08-27", "Lanna", "19 in_force", story="story-3"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-18: 19 in_force, assumed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-18..2025-08-21: 25 in_force, observed, since 2025-08-18, by effective-date, told by 2.0
        */total 2025-08-21..2025-08-25: 25 in_force, assumed, since 2025-08-18, by effective-date, told by 2.0
        */total 2025-08-25..: 25 in_force, assumed, since 2025-08-18, by contested, against 19 in_force since 2025-08-25, told by 2.0
        """,
    ),
    Whole(
        "one paper that sees the change settles it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force from 2025-08-18"),
            article("2025-08-25", "Krabi", "19 in_force"),
            article("2025-08-27", "Lanna", "25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-18: 19 in_force, assumed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-18..2025-08-28: 25 in_force, observed, since 2025-08-18, by effective-date, told by 2.0 4.0
        */total 2025-08-28..: 25 in_force, assumed, since 2025-08-18, by effective-date, told by 2.0 4.0
        """,
    ),
    Whole(
        "a mention that knows what was charged before tells of a change",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force from 2025-08-18"),
            article("2025-08-25", "Krabi", "19 in_force was 25"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-18: 19 in_force, assumed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-18..2025-08-21: 25 in_force, observed, since 2025-08-18, until 2025-08-20/2025-08-24, by effective-date, told by 2.0
        */total 2025-08-21..2025-08-25: 25 in_force, assumed, possible, since 2025-08-18, until 2025-08-20/2025-08-24, by effective-date, told by 2.0
        */total 2025-08-25..2025-08-26: 19 in_force, observed, since 2025-08-21/2025-08-25, was 25, by observed, told by 3.0
        */total 2025-08-26..: 19 in_force, assumed, since 2025-08-21/2025-08-25, was 25, by observed, told by 3.0
        """,
    ),
    Whole(
        "the paper that told of the change takes it back itself",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "25 in_force from 2025-08-18"),
            article("2025-08-25", "Isan", "19 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-09..2025-08-18: 19 in_force, assumed, since 2025-08-07, until 2025-08-17, by effective-date, told by 1.0
        */total 2025-08-18..2025-08-21: 25 in_force, observed, since 2025-08-18, until 2025-08-20/2025-08-24, by effective-date, told by 2.0
        */total 2025-08-21..2025-08-25: 25 in_force, assumed, possible, since 2025-08-18, until 2025-08-20/2025-08-24, by effective-date, told by 2.0
        */total 2025-08-25..2025-08-26: 19 in_force, observed, since 2025-08-21/2025-08-25, by observed, told by 3.0
        */total 2025-08-26..: 19 in_force, assumed, since 2025-08-21/2025-08-25, by observed, told by 3.0
        """,
    ),
    Whole(
        "an announced level that is not seen when its day has come did not come",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 announced from 2025-08-18"),
            article("2025-08-25", "Krabi", "19 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-26: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 3.0
        */total 2025-08-26..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 3.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_knows_when_it_began(whole: Whole) -> None:
    whole.check()
