"""All that is answered where papers disagree, or copy one another: who leads, who is against it, what settles it."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "two papers saw two rates from one day: the later leads, the other is its alternative",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0
        """,
    ),
    Whole(
        "the same paper corrects itself",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Siam", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "two days are one moment of news: two announcements disagree",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-08-07"),
            article("2025-08-03", "Isan", "25 announced from 2025-08-07"),
        ],
        """
        */total 2025-08-07..: 25 announced, scheduled, since 2025-08-07, by contested, against 19 announced since 2025-08-07, told by 2.0
        """,
    ),
    Whole(
        "after that it is a newer decision",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-08-07"),
            article("2025-08-03T13", "Isan", "25 announced from 2025-08-07"),
        ],
        """
        */total 2025-08-07..: 25 announced, scheduled, since 2025-08-07, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "what is seen to begin refutes what was announced for that day",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-08-07"),
            article("2025-08-08", "Isan", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-09: 25 in_force, observed, since 2025-08-07, by effective-date, told by 2.0
        */total 2025-08-09..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "and what is announced later of that day",
        "US TH",
        [
            article("2025-08-08", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-09", "Siam", "19 announced from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-09: 25 in_force, observed, since 2025-08-07, by effective-date, told by 1.0
        */total 2025-08-09..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "who knows of the other rate as the one before amends it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07 was 19"),
        ],
        """
        */total ..2025-08-06: 19 in_force, observed, possible, since ../2025-08-06, until 2025-08-06, by previous-rate, told by 2.0
        */total 2025-08-06..2025-08-07: 19 in_force, observed, since ../2025-08-06, until 2025-08-06, by previous-rate, told by 2.0
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, was 19, by effective-date, told by 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, was 19, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "one more voice does not settle it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-10", "Krabi", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-11: 25 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0 3.0
        */total 2025-08-11..: 25 in_force, assumed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0 3.0
        """,
    ),
    Whole(
        "two more do",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-10", "Krabi", "25 in_force from 2025-08-07"),
            article("2025-08-11", "Lanna", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-12: 25 in_force, observed, since 2025-08-07, by effective-date, told by 2.0 3.0 4.0
        */total 2025-08-12..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 2.0 3.0 4.0
        """,
    ),
    Whole(
        "not those that give no day",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-10", "Krabi", "25 in_force"),
            article("2025-08-11", "Lanna", "25 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-12: 25 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0 3.0 4.0
        */total 2025-08-12..: 25 in_force, assumed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0 3.0 4.0
        """,
    ),
    Whole(
        "nor the copies of the other side",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
            article("2025-08-10", "Krabi", "25 in_force from 2025-08-07", story="story-1"),
            article("2025-08-11", "Lanna", "25 in_force from 2025-08-07", story="story-1"),
        ],
        """
        */total 2025-08-07..2025-08-11: 25 in_force, observed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0 3.0 4.0
        */total 2025-08-11..: 25 in_force, assumed, since 2025-08-07, by contested, against 19 in_force since 2025-08-07, told by 2.0 3.0 4.0
        """,
    ),
    Whole(
        "told to have begun while others saw the old rate: contested until they saw it last",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-20", "Krabi", "19 in_force"),
            article("2025-09-25", "Isan", "25 in_force from 2025-09-01"),
        ],
        """
        */total 2025-08-07..2025-09-01: 19 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 2.0
        */total 2025-09-01..2025-09-21: 25 in_force, observed, since 2025-09-01, by contested, against 19 in_force since 2025-08-07, told by 3.0
        */total 2025-09-21..2025-09-26: 25 in_force, observed, since 2025-09-01, by effective-date, told by 3.0
        */total 2025-09-26..: 25 in_force, assumed, since 2025-09-01, by effective-date, told by 3.0
        """,
    ),
    Whole(
        "seen on the first day itself, written in the morning, the old rate disputes nothing",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-01", "Krabi", "19 in_force"),
            article("2025-09-25", "Isan", "25 in_force from 2025-09-01"),
        ],
        """
        */total 2025-08-07..2025-09-01: 19 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 2.0
        */total 2025-09-01..2025-09-26: 25 in_force, observed, since 2025-09-01, by effective-date, told by 3.0
        */total 2025-09-26..: 25 in_force, assumed, since 2025-09-01, by effective-date, told by 3.0
        """,
    ),
    Whole(
        "seen on the day after it does",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-02", "Krabi", "19 in_force"),
            article("2025-09-25", "Isan", "25 in_force from 2025-09-01"),
        ],
        """
        */total 2025-08-07..2025-09-01: 19 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 2.0
        */total 2025-09-01..2025-09-03: 25 in_force, observed, since 2025-09-01, by contested, against 19 in_force since 2025-08-07, told by 3.0
        */total 2025-09-03..2025-09-26: 25 in_force, observed, since 2025-09-01, by effective-date, told by 3.0
        */total 2025-09-26..: 25 in_force, assumed, since 2025-09-01, by effective-date, told by 3.0
        """,
    ),
    Whole(
        "a decision that is told of changes the past knowingly",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-20", "Krabi", "19 in_force"),
            article("2025-09-25", "Isan", "25 reduced from 2025-09-01"),
        ],
        """
        */total 2025-08-07..2025-09-01: 19 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 2.0
        */total 2025-09-01..2025-09-26: 25 in_force, observed, since 2025-09-01, by effective-date, told by 3.0
        */total 2025-09-26..: 25 in_force, assumed, since 2025-09-01, by effective-date, told by 3.0
        """,
    ),
    Whole(
        "so does who names the rate before",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-20", "Krabi", "19 in_force"),
            article("2025-09-25", "Isan", "25 in_force from 2025-09-01 was 19"),
        ],
        """
        */total 2025-08-07..2025-09-01: 19 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 2.0 3.0
        */total 2025-09-01..2025-09-26: 25 in_force, observed, since 2025-09-01, was 19, by effective-date, told by 3.0
        */total 2025-09-26..: 25 in_force, assumed, since 2025-09-01, was 19, by effective-date, told by 3.0
        """,
    ),
    Whole(
        "a rate within a bound contradicts nobody",
        "US TH",
        [
            article("2025-08-08", "Siam", "upto25 in_force from 2025-08-07"),
            article("2025-09-20", "Krabi", "upto25 in_force"),
            article("2025-09-25", "Isan", "20 in_force from 2025-09-01"),
        ],
        """
        */total 2025-08-07..2025-09-01: upto 25 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 2.0
        */total 2025-09-01..2025-09-26: 20 in_force, observed, since 2025-09-01, by effective-date, told by 3.0
        */total 2025-09-26..: 20 in_force, assumed, since 2025-09-01, by effective-date, told by 3.0
        """,
    ),
    Whole(
        "an analyst settles it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07", review="confirmed"),
        ],
        """
        */total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 2.0
        */total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "and is not contradicted later",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07", review="confirmed"),
            article("2025-08-09", "Isan", "25 in_force from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0
        */total 2025-08-09..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "told to be charged where it was told to be exempt: the later word",
        "US TH",
        [
            article("2025-08-08", "Siam", "- exempt on rice from 2025-08-07"),
            article("2025-08-09", "Isan", "25 in_force on rice from 2025-08-07"),
        ],
        """
        rice/total 2025-08-07..2025-08-10: 25 in_force, observed, since 2025-08-07, by effective-date, told by 2.0
        rice/total 2025-08-10..: 25 in_force, assumed, since 2025-08-07, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "told to be exempt where it was told to be charged: the later word, too",
        "US TH",
        [
            article("2025-08-09", "Isan", "25 in_force on rice from 2025-08-07"),
            article("2025-08-10", "Siam", "- exempt on rice from 2025-08-07"),
        ],
        """
        rice/total 2025-08-07..2025-08-11: - exempt, observed, since 2025-08-07, by exempt, told by 2.0
        rice/total 2025-08-11..: - exempt, assumed, since 2025-08-07, by exempt, told by 2.0
        """,
    ),
    Whole(
        "a copy is a source and sees nothing",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-07", story="story-1"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-08-09..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "a copy is a source of all that the first print told, and of nothing else",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07 was 25", "19 in_force on rice from 2025-08-07"),
            article("2025-08-10", "Krabi", "30 announced from 2025-10-01"),
            article("2025-08-20", "Isan", "19 in_force from 2025-08-07 was 25", "19 in_force on rice from 2025-08-07", story="story-1"),
        ],
        """
        */total ..2025-08-06: 25 in_force, observed, possible, since ../2025-08-06, until 2025-08-06, by previous-rate, told by 1.0 3.0
        */total 2025-08-06..2025-08-07: 25 in_force, observed, since ../2025-08-06, until 2025-08-06, by previous-rate, told by 1.0 3.0
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-09-30, was 25, by effective-date, told by 1.0 3.0
        */total 2025-08-09..2025-10-01: 19 in_force, assumed, since 2025-08-07, until 2025-09-30, was 25, by effective-date, told by 1.0 3.0, next 30 announced 2025-10-01
        */total 2025-10-01..: 30 announced, scheduled, since 2025-10-01, by effective-date, told by 2.0
        rice/total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.1 3.1
        rice/total 2025-08-09..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.1 3.1
        """,
    ),
    Whole(
        "two papers of one day that give no date do not agree",
        "US BR",
        [
            article("2025-08-05", "Folha", "10 in_force"),
            article("2025-08-07", "Folha", "50 in_force"),
            article("2025-08-07T15", "Globo", "40 in_force"),
        ],
        """
        */total 2025-08-05..2025-08-06: 10 in_force, observed, since ../2025-08-05, until 2025-08-05/2025-08-06, by observed, told by 1.0
        */total 2025-08-06..2025-08-07: 10 in_force, assumed, possible, since ../2025-08-05, until 2025-08-05/2025-08-06, by observed, told by 1.0
        */total 2025-08-07..2025-08-08: 40 in_force, observed, since 2025-08-06/2025-08-07, by contested, against 50 in_force since 2025-08-06/2025-08-07, told by 3.0
        */total 2025-08-08..: 40 in_force, assumed, since 2025-08-06/2025-08-07, by contested, against 50 in_force since 2025-08-06/2025-08-07, told by 3.0
        """,
    ),
    Whole(
        "a third one takes a side",
        "US BR",
        [
            article("2025-08-07", "Folha", "50 in_force"),
            article("2025-08-07T15", "Globo", "40 in_force"),
            article("2025-08-08", "Valor", "50 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-09: 50 in_force, observed, since ../2025-08-07, by observed, told by 1.0 3.0
        */total 2025-08-09..: 50 in_force, assumed, since ../2025-08-07, by observed, told by 1.0 3.0
        """,
    ),
    Whole(
        "one paper that corrects itself within the day quarrels with nobody",
        "US BR",
        [
            article("2025-08-07", "Folha", "50 in_force"),
            article("2025-08-07T15", "Folha", "40 in_force"),
        ],
        """
        */total 2025-08-07..2025-08-08: 40 in_force, observed, since 2025-08-07, by observed, told by 2.0
        */total 2025-08-08..: 40 in_force, assumed, since 2025-08-07, by observed, told by 2.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_shows_both_sides(whole: Whole) -> None:
    whole.check()
