"""All that is answered of talks, offices and positions: since when they hold, how that is known, what comes next."""

import pytest

from tests.domain.states.whole import OFFICE, POSITION, TALKS, Whole

WHOLE = [
    Whole(
        "talks that go on go on since they were launched",
        TALKS,
        """
        2026-01-05 Herald: launched 2026-01-02
        2026-02-05 Mirror: ongoing
        2026-03-05 Coast: stalled
        """,
        """
        2026-01-02..2026-02-05: launched, observed, since 2026-01-02, until 2026-02-06/2026-03-05, by same-transition-intersected, told by 1.1 2.1
        2026-02-05..2026-02-06: ongoing, observed, since 2026-01-02, until 2026-02-06/2026-03-05, by same-transition-intersected, told by 2.1 1.1
        2026-02-06..2026-03-05: ongoing, assumed, possible, since 2026-01-02, until 2026-02-06/2026-03-05, by nothing-newer-reported, told by 2.1 1.1
        2026-03-05..2026-03-06: stalled, observed, since 2026-02-06/2026-03-05, by observed-outranks-assumed, told by 3.1
        2026-03-06..: stalled, assumed, since 2026-02-06/2026-03-05, by nothing-newer-reported, told by 3.1
        """,
    ),
    Whole(
        "stages of a deal",
        TALKS,
        """
        2026-01-05 Herald: launched 2026-01-02
        2026-03-05 Coast: concluded 2026-03-01
        2026-04-05 Mirror: signed 2026-04-01
        2026-05-05 Mirror: in_force 2026-06-01
        """,
        """
        2026-01-02..2026-01-03: launched, observed, since 2026-01-02, until 2026-03-01, by sole-report, told by 1.1, next in_force 2026-06-01
        2026-01-03..2026-03-01: launched, assumed, since 2026-01-02, until 2026-03-01, by nothing-newer-reported, told by 1.1, next in_force 2026-06-01
        2026-03-01..2026-03-06: concluded, observed, since 2026-03-01, until 2026-04-01, by observed-outranks-assumed, told by 2.1, next in_force 2026-06-01
        2026-03-06..2026-04-01: concluded, assumed, since 2026-03-01, until 2026-04-01, by nothing-newer-reported, told by 2.1, next in_force 2026-06-01
        2026-04-01..2026-05-06: signed, observed, since 2026-04-01, until 2026-06-01, by same-transition-intersected, told by 4.1 3.1, next in_force 2026-06-01
        2026-05-06..2026-06-01: signed, assumed, since 2026-04-01, until 2026-06-01, by nothing-newer-reported, told by 4.1 3.1, next in_force 2026-06-01
        2026-06-01..: in_force, scheduled, since 2026-06-01, by announced-date-presumed, told by 4.1
        """,
    ),
    Whole(
        "not signed on the day: talks go on after it",
        TALKS,
        """
        2026-05-01 Herald: signed 2026-05-15
        2026-05-20 Mirror: ongoing
        """,
        """
        2025-04-30..2026-05-01: concluded, assumed, possible, since ../2026-05-01, until 2026-05-02/2026-05-20, by undated-possibly-back, told by 1.1
        2026-05-01..2026-05-02: concluded, observed, since ../2026-05-01, until 2026-05-02/2026-05-20, by sole-report, told by 1.1
        2026-05-02..2026-05-20: concluded, assumed, possible, since ../2026-05-01, until 2026-05-02/2026-05-20, by nothing-newer-reported, told by 1.1
        2026-05-20..2026-05-21: ongoing, observed, since 2026-05-02/2026-05-20, by observed-outranks-assumed, told by 2.1
        2026-05-21..: ongoing, assumed, since 2026-05-02/2026-05-20, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "talks on the very day",
        TALKS,
        """
        2026-05-01 Herald: signed 2026-05-15
        2026-05-15 Mirror: ongoing
        """,
        """
        2025-04-30..2026-05-01: concluded, assumed, possible, since ../2026-05-01, until 2026-05-02/2026-05-15, by undated-possibly-back, told by 1.1
        2026-05-01..2026-05-02: concluded, observed, since ../2026-05-01, until 2026-05-02/2026-05-15, by sole-report, told by 1.1
        2026-05-02..2026-05-15: concluded, assumed, possible, since ../2026-05-01, until 2026-05-02/2026-05-15, by nothing-newer-reported, told by 1.1
        2026-05-15..2026-05-16: ongoing, observed, since 2026-05-02/2026-05-15, by observed-outranks-assumed, told by 2.1
        2026-05-16..: ongoing, assumed, since 2026-05-02/2026-05-15, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "talks on the eve",
        TALKS,
        """
        2026-05-01 Herald: signed 2026-05-15
        2026-05-14 Mirror: ongoing
        """,
        """
        2025-04-30..2026-05-01: concluded, assumed, possible, since ../2026-05-01, until 2026-05-02/2026-05-14, by undated-possibly-back, told by 1.1, next signed 2026-05-15
        2026-05-01..2026-05-02: concluded, observed, since ../2026-05-01, until 2026-05-02/2026-05-14, by sole-report, told by 1.1, next signed 2026-05-15
        2026-05-02..2026-05-14: concluded, assumed, possible, since ../2026-05-01, until 2026-05-02/2026-05-14, by nothing-newer-reported, told by 1.1, next signed 2026-05-15
        2026-05-14..2026-05-15: ongoing, observed, since 2026-05-02/2026-05-14, until 2026-05-15, by observed-outranks-assumed, told by 2.1, next signed 2026-05-15
        2026-05-15..: signed, scheduled, since 2026-05-15, by announced-date-presumed, told by 1.1
        """,
    ),
    Whole(
        "talks about two things",
        TALKS,
        """
        2026-05-01 Herald: launched about interim deal
        2026-05-20 Mirror: ongoing about visas
        """,
        """
        2025-05-19..2026-05-20: ongoing, assumed, possible, since ../2026-05-20, by undated-possibly-back, told by 2.1
        2026-05-20..2026-05-21: ongoing, observed, since ../2026-05-20, by sole-report, told by 2.1
        2026-05-21..: ongoing, assumed, since ../2026-05-20, by nothing-newer-reported, told by 2.1
        2025-04-30..2026-05-01: launched, assumed, possible, since ../2026-05-01, by undated-possibly-back, told by 1.1
        2026-05-01..2026-05-02: launched, observed, since ../2026-05-01, by sole-report, told by 1.1
        2026-05-02..: launched, assumed, since ../2026-05-01, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "one after the other, who knows on which day",
        OFFICE,
        """
        2026-01-05 Herald: Anne Otieno, trade minister
        2026-03-05 Mirror: Paul Barasa, trade minister
        """,
        """
        2025-01-04..2026-01-05: Anne Otieno, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-03-05, by undated-possibly-back, told by 1.1
        2026-01-05..2026-01-06: Anne Otieno, observed, since ../2026-01-05, until 2026-01-06/2026-03-05, by sole-report, told by 1.1
        2026-01-06..2026-03-05: Anne Otieno, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-03-05, by nothing-newer-reported, told by 1.1
        2026-03-05..2026-03-06: Paul Barasa, observed, since 2026-01-06/2026-03-05, by observed-outranks-assumed, told by 2.1
        2026-03-06..: Paul Barasa, assumed, since 2026-01-06/2026-03-05, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "one after the other on a day",
        OFFICE,
        """
        2026-01-05 Herald: Anne Otieno, trade minister
        2026-03-05 Mirror: Paul Barasa, trade minister, from 2026-03-01
        """,
        """
        2025-01-04..2026-01-05: Anne Otieno, assumed, possible, since ../2026-01-05, until 2026-03-01, by undated-possibly-back, told by 1.1
        2026-01-05..2026-01-06: Anne Otieno, observed, since ../2026-01-05, until 2026-03-01, by sole-report, told by 1.1
        2026-01-06..2026-03-01: Anne Otieno, assumed, since ../2026-01-05, until 2026-03-01, by nothing-newer-reported, told by 1.1
        2026-03-01..2026-03-06: Paul Barasa, observed, since 2026-03-01, by observed-outranks-assumed, told by 2.1
        2026-03-06..: Paul Barasa, assumed, since 2026-03-01, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "seen before and after, she held it all the while",
        OFFICE,
        """
        2026-01-05 Herald: Anne Otieno, trade minister
        2026-03-05 Mirror: Otieno, minister for trade
        """,
        """
        2025-01-04..2026-01-05: Anne Otieno, assumed, possible, since ../2026-01-05, by undated-possibly-back, told by 1.1 2.1
        2026-01-05..2026-03-06: Anne Otieno, observed, since ../2026-01-05, by sole-report, told by 2.1 1.1
        2026-03-06..: Anne Otieno, assumed, since ../2026-01-05, by nothing-newer-reported, told by 2.1 1.1
        """,
    ),
    Whole(
        "a successor is named",
        OFFICE,
        """
        2026-01-05 Herald: Anne Otieno, trade minister
        2026-02-05 Herald: Paul Barasa, trade minister, from 2026-03-01
        """,
        """
        2025-01-04..2026-01-05: Anne Otieno, assumed, possible, since ../2026-01-05, until 2026-03-01, by undated-possibly-back, told by 1.1, next Paul Barasa 2026-03-01
        2026-01-05..2026-01-06: Anne Otieno, observed, since ../2026-01-05, until 2026-03-01, by sole-report, told by 1.1, next Paul Barasa 2026-03-01
        2026-01-06..2026-03-01: Anne Otieno, assumed, since ../2026-01-05, until 2026-03-01, by nothing-newer-reported, told by 1.1, next Paul Barasa 2026-03-01
        2026-03-01..: Paul Barasa, scheduled, since 2026-03-01, by announced-date-presumed, told by 2.1
        """,
    ),
    Whole(
        "a position changes",
        POSITION,
        """
        2026-01-05 Herald: opposes dairy imports
        2026-03-05 Mirror: supports dairy imports
        """,
        """
        2025-01-04..2026-01-05: opposes, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-03-05, by undated-possibly-back, told by 1.1
        2026-01-05..2026-01-06: opposes, observed, since ../2026-01-05, until 2026-01-06/2026-03-05, by sole-report, told by 1.1
        2026-01-06..2026-03-05: opposes, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-03-05, by nothing-newer-reported, told by 1.1
        2026-03-05..2026-03-06: supports, observed, since 2026-01-06/2026-03-05, by observed-outranks-assumed, told by 2.1
        2026-03-06..: supports, assumed, since 2026-01-06/2026-03-05, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "two papers hear two positions on one day",
        POSITION,
        """
        2026-01-05 Herald: opposes dairy imports
        2026-01-05T15:00:00 Mirror: supports dairy imports
        """,
        """
        2025-01-04..2026-01-05: supports, assumed, possible, since ../2026-01-05, by undated-possibly-back, told by 2.1
        2026-01-05..2026-01-06: supports, observed, since ../2026-01-05, by sources-disagree, against opposes, told by 2.1
        2026-01-06..: supports, assumed, since ../2026-01-05, by sources-disagree, against opposes, told by 2.1
        """,
    ),
    Whole(
        "a third one hears one of them later",
        POSITION,
        """
        2026-01-05 Herald: opposes dairy imports
        2026-01-05T15:00:00 Mirror: supports dairy imports
        2026-01-09 Coast: opposes dairy imports
        """,
        """
        2025-01-04..2026-01-05: supports, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-01-09, by undated-possibly-back, told by 2.1
        2026-01-05..2026-01-06: supports, observed, since ../2026-01-05, until 2026-01-06/2026-01-09, by sources-disagree, against opposes, told by 2.1
        2026-01-06..2026-01-09: supports, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-01-09, by sources-disagree, against opposes, told by 2.1
        2026-01-09..2026-01-10: opposes, observed, since 2026-01-06/2026-01-09, by observed-outranks-assumed, told by 3.1
        2026-01-10..: opposes, assumed, since 2026-01-06/2026-01-09, by nothing-newer-reported, told by 3.1
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_says_how_things_stand(whole: Whole) -> None:
    whole.check()
