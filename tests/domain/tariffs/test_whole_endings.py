"""All that is answered of levels that end: until when they were charged, and what is known of them."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "who tells later of an earlier last day corrects it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-10", "Isan", "19 lifted to 2025-09-05"),
            article("2025-09-12", "Krabi", "19 lifted to 2025-09-03"),
        ],
        """
        */total 2025-08-07..2025-09-04: 19 in_force, observed, since 2025-08-07, until 2025-09-03, by effective-date, told by 1.0 2.0 3.0
        */total 2025-09-04..: - lifted, assumed, since 2025-09-04, was 19, by ended, told by 1.0 2.0 3.0
        """,
    ),
    Whole(
        "an end tells that what was announced had come",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-08-07"),
            article("2025-09-10", "Isan", "19 expired to 2025-09-05"),
        ],
        """
        */total 2025-08-07..2025-09-06: 19 in_force, observed, since 2025-08-07, until 2025-09-05, by effective-date, told by 1.0 2.0
        */total 2025-09-06..: - expired, assumed, since 2025-09-06, was 19, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "one article tells a whole life",
        "US TH",
        [
            article("2025-09-10", "Isan", "19 expired from 2025-08-07 to 2025-09-05"),
        ],
        """
        */total 2025-08-07..2025-09-06: 19 in_force, observed, since 2025-08-07, until 2025-09-05, by effective-date, told by 1.0
        */total 2025-09-06..: - expired, assumed, since 2025-09-06, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "of a life without a figure the rate is the one that is known",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-10", "Isan", "- expired from 2025-08-07 to 2025-09-05"),
        ],
        """
        */total 2025-08-07..2025-09-06: 19 in_force, observed, since 2025-08-07, until 2025-09-05, by effective-date, told by 1.0 2.0
        */total 2025-09-06..: - expired, assumed, since 2025-09-06, was 19, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "or nobody knows it",
        "US TH",
        [
            article("2025-09-10", "Isan", "- expired from 2025-08-07 to 2025-09-05"),
        ],
        """
        */total 2025-09-06..: - expired, assumed, since 2025-09-06, by ended, told by 1.0
        """,
    ),
    Whole(
        "the last day of a rate of which nothing else is told, written on the day before",
        "US TH",
        [
            article("2025-09-03", "Isan", "19 lifted to 2025-09-04"),
        ],
        """
        */total ..2025-09-03: 19 in_force, observed, possible, since ../2025-09-03, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-03..2025-09-04: 19 in_force, observed, since ../2025-09-03, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-04..2025-09-05: 19 in_force, assumed, since ../2025-09-03, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-05..: - lifted, assumed, since 2025-09-05, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "the last day of a rate of which nothing else is told, written on it",
        "US TH",
        [
            article("2025-09-04", "Isan", "19 lifted to 2025-09-04"),
        ],
        """
        */total ..2025-09-04: 19 in_force, observed, possible, since ../2025-09-04, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-04..2025-09-05: 19 in_force, observed, since ../2025-09-04, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-05..: - lifted, assumed, since 2025-09-05, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "the last day of a rate of which nothing else is told, written on the day after",
        "US TH",
        [
            article("2025-09-05", "Isan", "19 lifted to 2025-09-04"),
        ],
        """
        */total ..2025-09-04: 19 in_force, observed, possible, since ../2025-09-04, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-04..2025-09-05: 19 in_force, observed, since ../2025-09-04, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-05..: - lifted, assumed, since 2025-09-05, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "the last day of a rate of which nothing else is told, written later",
        "US TH",
        [
            article("2025-09-06", "Isan", "19 lifted to 2025-09-04"),
        ],
        """
        */total ..2025-09-04: 19 in_force, observed, possible, since ../2025-09-04, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-04..2025-09-05: 19 in_force, observed, since ../2025-09-04, until 2025-09-04, by observed, told by 1.0
        */total 2025-09-05..: - lifted, assumed, since 2025-09-05, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "the first day without it",
        "US TH",
        [
            article("2025-09-03", "Isan", "19 lifted from 2025-09-04"),
        ],
        """
        */total ..2025-09-03: 19 in_force, observed, possible, since ../2025-09-03, until 2025-09-03, by observed, told by 1.0
        */total 2025-09-03..2025-09-04: 19 in_force, observed, since ../2025-09-03, until 2025-09-03, by observed, told by 1.0
        */total 2025-09-04..: - lifted, assumed, since 2025-09-04, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "lifted without a day: it is gone by then, and nobody knows since when it was charged",
        "US TH",
        [
            article("2025-09-03", "Isan", "19 lifted"),
        ],
        """
        */total 2025-09-03..: - lifted, assumed, since 2025-09-03, was 19, by ended, told by 1.0
        """,
    ),
    Whole(
        "lifted without a day and a figure",
        "US TH",
        [
            article("2025-09-03", "Isan", "- lifted"),
        ],
        """
        */total 2025-09-03..: - lifted, assumed, since 2025-09-03, by ended, told by 1.0
        """,
    ),
    Whole(
        "ended on the day before another rate was seen to begin",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-10", "Isan", "25 in_force from 2025-09-01"),
            article("2025-09-20", "Krabi", "19 lifted to 2025-08-31"),
        ],
        """
        */total 2025-08-07..2025-09-01: 19 in_force, observed, since 2025-08-07, until 2025-08-31, by effective-date, told by 1.0 3.0
        */total 2025-09-01..2025-09-11: 25 in_force, observed, since 2025-09-01, by effective-date, told by 2.0
        */total 2025-09-11..: 25 in_force, assumed, since 2025-09-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "an exemption that ends",
        "US TH",
        [
            article("2025-08-08", "Siam", "- exempt on rice from 2025-08-07"),
            article("2025-09-10", "Isan", "- lifted on rice from 2025-09-09"),
        ],
        """
        rice/total 2025-08-07..2025-09-09: - exempt, observed, since 2025-08-07, by exempt, told by 1.0 2.0
        rice/total 2025-09-09..: - lifted, assumed, since 2025-09-09, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "withdrawn soon after it was seen, it never was",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-08-20", "Krabi", "19 in_force"),
            article("2025-09-20", "Isan", "19 withdrawn"),
        ],
        """
        """,
    ),
    Whole(
        "withdrawn after two articles saw it for a month it has ended, who knows on which of the days since",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-08", "Krabi", "19 in_force"),
            article("2025-09-20", "Isan", "19 withdrawn"),
        ],
        """
        */total 2025-08-07..2025-09-09: 19 in_force, observed, since 2025-08-07, until 2025-09-08/2025-09-19, by effective-date, told by 1.0 2.0
        */total 2025-09-09..2025-09-20: 19 in_force, assumed, possible, since 2025-08-07, until 2025-09-08/2025-09-19, by effective-date, told by 1.0 2.0
        */total 2025-09-20..: - withdrawn, assumed, since 2025-09-09/2025-09-20, was 19, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "a copy is no second one",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-09-08", "Krabi", "19 in_force", story="story-1"),
            article("2025-09-20", "Isan", "19 withdrawn"),
        ],
        """
        """,
    ),
    Whole(
        "announced and withdrawn, whatever the figure was",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-07"),
            article("2025-09-10", "Isan", "- withdrawn"),
        ],
        """
        """,
    ),
    Whole(
        "what an analyst vouched for is not withdrawn by an article",
        "US TH",
        [
            article("2025-08-01", "Siam", "19 announced from 2025-10-07", review="confirmed"),
            article("2025-09-10", "Isan", "19 withdrawn"),
        ],
        """
        */total 2025-10-07..: 19 announced, scheduled, since 2025-10-07, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "a ruling that is to end a duty is stayed where its whole life is told later without that end",
        "US CA",
        [
            article("2026-05-04", "Gazette", "25 in_force from 2026-05-01"),
            article("2026-06-11", "Herald", "25 struck_down to 2026-06-19"),
            article("2026-06-16", "Mirror", "25 in_force from 2026-05-01"),
        ],
        """
        */total 2026-05-01..2026-06-17: 25 in_force, observed, since 2026-05-01, by effective-date, told by 1.0 2.0 3.0
        */total 2026-06-17..: 25 in_force, assumed, since 2026-05-01, by effective-date, told by 1.0 2.0 3.0
        """,
    ),
    Whole(
        "what was to end on a day goes on where it is told with its start after that day",
        "US CA",
        [
            article("2026-06-16", "Gazette", "15 in_force from 2026-06-01"),
            article("2026-08-28", "Herald", "25 announced from 2026-11-01", "15 in_force to 2026-10-31"),
            article("2026-11-20", "Mirror", "15 in_force from 2026-06-01", "25 withdrawn from 2026-10-30"),
        ],
        """
        */total 2026-06-01..2026-11-21: 15 in_force, observed, since 2026-06-01, by effective-date, told by 1.0 2.1 3.0
        */total 2026-11-21..: 15 in_force, assumed, since 2026-06-01, by effective-date, told by 1.0 2.1 3.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_tells_what_was_from_what_is(whole: Whole) -> None:
    whole.check()
