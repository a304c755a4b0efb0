"""All that is answered of a membership: since when it holds, how that is known, and what comes next."""

import pytest

from tests.domain.states.whole import MEMBERSHIP, Whole

WHOLE = [
    Whole(
        "a range is where the start lies",
        MEMBERSHIP,
        """
        2026-03-05 Herald: member 2026-01-01/2026-02-15
        """,
        """
        2026-01-01..2026-02-15: member, observed, possible, since 2026-01-01/2026-02-15, by within-start-window, told by 1.1
        2026-02-15..2026-03-06: member, observed, since 2026-01-01/2026-02-15, by sole-report, told by 1.1
        2026-03-06..: member, assumed, since 2026-01-01/2026-02-15, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "so is a month",
        MEMBERSHIP,
        """
        2026-03-05 Herald: joined 2026-02
        """,
        """
        2026-02-01..2026-02-28: joined, observed, possible, since 2026-02, by within-start-window, told by 1.1
        2026-02-28..2026-03-06: joined, observed, since 2026-02, by sole-report, told by 1.1
        2026-03-06..: joined, assumed, since 2026-02, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "a day within the month is that start",
        MEMBERSHIP,
        """
        2026-03-05 Herald: joined 2026-02
        2026-03-07 Mirror: joined 2026-02-10
        """,
        """
        2026-02-10..2026-03-08: joined, observed, since 2026-02-10, by same-transition-intersected, told by 2.1 1.1
        2026-03-08..: joined, assumed, since 2026-02-10, by nothing-newer-reported, told by 2.1 1.1
        """,
    ),
    Whole(
        "two days for one start: the days between are contested",
        MEMBERSHIP,
        """
        2026-03-05 Herald: joined 2026-02-12
        2026-03-07 Mirror: joined 2026-02-10
        """,
        """
        2026-02-10..2026-02-12: joined, observed, since 2026-02-10, by sources-disagree, against joined and none, told by 2.1 1.1
        2026-02-12..2026-03-08: joined, observed, since 2026-02-10, by same-transition-intersected, told by 2.1 1.1
        2026-03-08..: joined, assumed, since 2026-02-10, by nothing-newer-reported, told by 2.1 1.1
        """,
    ),
    Whole(
        "another story settles them, and what it refutes is no source",
        MEMBERSHIP,
        """
        2026-03-05 Herald: joined 2026-02-12
        2026-03-07 Mirror: joined 2026-02-10
        2026-03-09 Coast: joined 2026-02-10
        """,
        """
        2026-02-10..2026-03-10: joined, observed, since 2026-02-10, by same-transition-intersected, told by 3.1 2.1
        2026-03-10..: joined, assumed, since 2026-02-10, by nothing-newer-reported, told by 3.1 2.1
        """,
    ),
    Whole(
        "so does an analyst",
        MEMBERSHIP,
        """
        2026-03-05 Herald: joined 2026-02-12 [confirmed]
        2026-03-07 Mirror: joined 2026-02-10
        """,
        """
        2026-02-12..2026-03-06: joined, observed, since 2026-02-12, by review-outranks, told by 1.1
        2026-03-06..: joined, assumed, since 2026-02-12, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "a copy does not",
        MEMBERSHIP,
        """
        2026-03-05 Herald: joined 2026-02-12
        2026-03-06 Mirror: joined 2026-02-12 [copy of 1]
        2026-03-07 Coast: joined 2026-02-10
        """,
        """
        2026-02-10..2026-02-12: joined, observed, since 2026-02-10, by sources-disagree, against joined and none, told by 3.1 1.1 2.1
        2026-02-12..2026-03-08: joined, observed, since 2026-02-10, by same-transition-intersected, told by 3.1 1.1 2.1
        2026-03-08..: joined, assumed, since 2026-02-10, by nothing-newer-reported, told by 3.1 1.1 2.1
        """,
    ),
    Whole(
        "invited, then expected on a day",
        MEMBERSHIP,
        """
        2026-01-05 Herald: invited
        2026-02-05 Mirror: expected_to_join 2026-03-01
        """,
        """
        2025-01-04..2026-01-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by undated-possibly-back, told by 1.1, next joined 2026-03-01
        2026-01-05..2026-01-06: invited, observed, since ../2026-01-05, until 2026-01-06/2026-02-05, by sole-report, told by 1.1, next joined 2026-03-01
        2026-01-06..2026-02-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by nothing-newer-reported, told by 1.1, next joined 2026-03-01
        2026-02-05..2026-02-06: expected_to_join, observed, since 2026-01-06/2026-02-05, until 2026-03-01, by observed-outranks-assumed, told by 2.1, next joined 2026-03-01
        2026-02-06..2026-03-01: expected_to_join, assumed, since 2026-01-06/2026-02-05, until 2026-03-01, by nothing-newer-reported, told by 2.1, next joined 2026-03-01
        2026-03-01..: joined, scheduled, since 2026-03-01, by announced-date-presumed, told by 2.1
        """,
    ),
    Whole(
        "and seen to have come",
        MEMBERSHIP,
        """
        2026-01-05 Herald: invited
        2026-02-05 Mirror: expected_to_join 2026-03-01
        2026-03-03 Coast: member
        """,
        """
        2025-01-04..2026-01-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by undated-possibly-back, told by 1.1, next joined 2026-03-01
        2026-01-05..2026-01-06: invited, observed, since ../2026-01-05, until 2026-01-06/2026-02-05, by sole-report, told by 1.1, next joined 2026-03-01
        2026-01-06..2026-02-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by nothing-newer-reported, told by 1.1, next joined 2026-03-01
        2026-02-05..2026-02-06: expected_to_join, observed, since 2026-01-06/2026-02-05, until 2026-03-01, by observed-outranks-assumed, told by 2.1, next joined 2026-03-01
        2026-02-06..2026-03-01: expected_to_join, assumed, since 2026-01-06/2026-02-05, until 2026-03-01, by nothing-newer-reported, told by 2.1, next joined 2026-03-01
        2026-03-01..2026-03-03: member, scheduled, since 2026-03-01, by announced-date-presumed, told by 2.1 3.1
        2026-03-03..2026-03-04: member, observed, since 2026-03-01, by same-transition-intersected, told by 3.1 2.1
        2026-03-04..: member, assumed, since 2026-03-01, by nothing-newer-reported, told by 3.1 2.1
        """,
    ),
    Whole(
        "or not: still invited after the day",
        MEMBERSHIP,
        """
        2026-01-05 Herald: invited
        2026-02-05 Mirror: expected_to_join 2026-03-01
        2026-03-03 Coast: invited
        """,
        """
        2025-01-04..2026-01-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by undated-possibly-back, told by 1.1
        2026-01-05..2026-01-06: invited, observed, since ../2026-01-05, until 2026-01-06/2026-02-05, by sole-report, told by 1.1
        2026-01-06..2026-02-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by nothing-newer-reported, told by 1.1
        2026-02-05..2026-02-06: expected_to_join, observed, since 2026-01-06/2026-02-05, until 2026-02-06/2026-03-03, by observed-outranks-assumed, told by 2.1
        2026-02-06..2026-03-03: expected_to_join, assumed, possible, since 2026-01-06/2026-02-05, until 2026-02-06/2026-03-03, by nothing-newer-reported, told by 2.1
        2026-03-03..2026-03-04: invited, observed, since 2026-02-06/2026-03-03, by earlier-stage-denies-later, told by 3.1
        2026-03-04..: invited, assumed, since 2026-02-06/2026-03-03, by earlier-stage-denies-later, told by 3.1
        """,
    ),
    Whole(
        "declined before the day",
        MEMBERSHIP,
        """
        2026-01-05 Herald: invited
        2026-02-05 Mirror: expected_to_join 2026-03-01
        2026-02-20 Coast: declined
        """,
        """
        2025-01-04..2026-01-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by undated-possibly-back, told by 1.1
        2026-01-05..2026-01-06: invited, observed, since ../2026-01-05, until 2026-01-06/2026-02-05, by sole-report, told by 1.1
        2026-01-06..2026-02-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by nothing-newer-reported, told by 1.1
        2026-02-05..2026-02-06: expected_to_join, observed, since 2026-01-06/2026-02-05, until 2026-02-06/2026-02-20, by observed-outranks-assumed, told by 2.1
        2026-02-06..2026-02-20: expected_to_join, assumed, possible, since 2026-01-06/2026-02-05, until 2026-02-06/2026-02-20, by nothing-newer-reported, told by 2.1
        2026-02-20..2026-02-21: declined, observed, since 2026-02-06/2026-02-20, by observed-outranks-assumed, told by 3.1
        2026-02-21..: declined, assumed, since 2026-02-06/2026-02-20, by nothing-newer-reported, told by 3.1
        """,
    ),
    Whole(
        "put off to another day",
        MEMBERSHIP,
        """
        2026-01-05 Herald: invited
        2026-02-05 Mirror: expected_to_join 2026-03-01
        2026-02-20 Coast: expected_to_join 2026-04-01
        """,
        """
        2025-01-04..2026-01-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by undated-possibly-back, told by 1.1, next joined 2026-04-01
        2026-01-05..2026-01-06: invited, observed, since ../2026-01-05, until 2026-01-06/2026-02-05, by sole-report, told by 1.1, next joined 2026-04-01
        2026-01-06..2026-02-05: invited, assumed, possible, since ../2026-01-05, until 2026-01-06/2026-02-05, by nothing-newer-reported, told by 1.1, next joined 2026-04-01
        2026-02-05..2026-02-21: expected_to_join, observed, since 2026-01-06/2026-02-05, until 2026-04-01, by sole-report, told by 3.1 2.1, next joined 2026-04-01
        2026-02-21..2026-04-01: expected_to_join, assumed, since 2026-01-06/2026-02-05, until 2026-04-01, by nothing-newer-reported, told by 3.1 2.1, next joined 2026-04-01
        2026-04-01..: joined, scheduled, since 2026-04-01, by announced-date-presumed, told by 3.1
        """,
    ),
    Whole(
        "an observer becomes a member",
        MEMBERSHIP,
        """
        2026-01-05 Herald: observer 2026-01-01
        2026-01-05T15:00:00 Mirror: member
        """,
        """
        2026-01-01..2026-01-02: observer, observed, since 2026-01-01, until 2026-01-02/2026-01-05, by sole-report, told by 1.1
        2026-01-02..2026-01-05: observer, assumed, possible, since 2026-01-01, until 2026-01-02/2026-01-05, by nothing-newer-reported, told by 1.1
        2026-01-05..2026-01-06: member, observed, since 2026-01-02/2026-01-05, by observed-outranks-assumed, told by 2.1
        2026-01-06..: member, assumed, since 2026-01-02/2026-01-05, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "nobody who declined is a member on the same day, but one who is told to be one since an earlier day",
        MEMBERSHIP,
        """
        2026-01-05 Herald: declined
        2026-01-05T15:00:00 Mirror: member
        2026-01-09 Coast: member 2026-01-03
        """,
        """
        2026-01-03..2026-01-10: member, observed, since 2026-01-03, by same-transition-intersected, told by 3.1 2.1
        2026-01-10..: member, assumed, since 2026-01-03, by nothing-newer-reported, told by 3.1 2.1
        """,
    ),
    Whole(
        "one article that says both has two voices",
        MEMBERSHIP,
        """
        2026-01-05 Herald: declined; member
        """,
        """
        2025-01-04..2026-01-05: member, assumed, possible, since ../2026-01-05, by undated-possibly-back, told by 1.2
        2026-01-05..2026-01-06: member, observed, since ../2026-01-05, by sources-disagree, against declined, told by 1.2
        2026-01-06..: member, assumed, since ../2026-01-05, by sources-disagree, against declined, told by 1.2
        """,
    ),
    Whole(
        "who left was a member until that day",
        MEMBERSHIP,
        """
        2026-06-05 Mirror: left 2026-06-01
        """,
        """
        2025-05-30..2026-05-31: member, assumed, possible, since ../2026-05-31, until 2026-06-01, by undated-possibly-back, told by 1.1
        2026-05-31..2026-06-01: member, observed, since ../2026-05-31, until 2026-06-01, by implied-by-what-followed, told by 1.1
        2026-06-01..2026-06-06: left, observed, since 2026-06-01, by observed-outranks-assumed, told by 1.1
        2026-06-06..: left, assumed, since 2026-06-01, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "who left in a month that is not over",
        MEMBERSHIP,
        """
        2026-06-05 Mirror: left 2026-06
        """,
        """
        2025-05-30..2026-05-31: member, assumed, possible, since ../2026-05-31, until 2026-06-01/2026-06-05, by undated-possibly-back, told by 1.1
        2026-05-31..2026-06-01: member, observed, since ../2026-05-31, until 2026-06-01/2026-06-05, by implied-by-what-followed, told by 1.1
        2026-06-01..2026-06-05: left, observed, possible, since 2026-06-01/2026-06-05, by within-start-window, told by 1.1
        2026-06-05..2026-06-06: left, observed, since 2026-06-01/2026-06-05, by observed-outranks-assumed, told by 1.1
        2026-06-06..: left, assumed, since 2026-06-01/2026-06-05, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "who was a member and left was one all the while",
        MEMBERSHIP,
        """
        2026-01-05 Herald: member 2025-02-01
        2026-06-05 Mirror: left 2026-06-01
        """,
        """
        2025-02-01..2026-06-01: member, observed, since 2025-02-01, until 2026-06-01, by implied-by-what-followed, told by 2.1 1.1
        2026-06-01..2026-06-06: left, observed, since 2026-06-01, by observed-outranks-assumed, told by 2.1
        2026-06-06..: left, assumed, since 2026-06-01, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "who is to leave is leaving",
        MEMBERSHIP,
        """
        2026-05-05 Mirror: left 2026-06-01
        """,
        """
        2025-05-03..2026-05-04: member, assumed, possible, since ../2026-05-04, until 2026-05-05, by undated-possibly-back, told by 1.1, next left 2026-06-01
        2026-05-04..2026-05-05: member, observed, since ../2026-05-04, until 2026-05-05, by implied-by-what-followed, told by 1.1, next left 2026-06-01
        2026-05-05..2026-05-06: leaving, observed, since 2026-05-05, until 2026-06-01, by observed-outranks-assumed, told by 1.1, next left 2026-06-01
        2026-05-06..2026-06-01: leaving, assumed, since 2026-05-05, until 2026-06-01, by nothing-newer-reported, told by 1.1, next left 2026-06-01
        2026-06-01..: left, scheduled, since 2026-06-01, by announced-date-presumed, told by 1.1
        """,
    ),
    Whole(
        "suspended, and a member again",
        MEMBERSHIP,
        """
        2026-05-05 Mirror: suspended 2026-05-01
        2026-06-05 Coast: member
        """,
        """
        2025-04-29..2026-04-30: member, assumed, possible, since ../2026-04-30, until 2026-05-01, by undated-possibly-back, told by 1.1
        2026-04-30..2026-05-01: member, observed, since ../2026-04-30, until 2026-05-01, by implied-by-what-followed, told by 1.1
        2026-05-01..2026-05-06: suspended, observed, since 2026-05-01, until 2026-05-06/2026-06-05, by observed-outranks-assumed, told by 1.1
        2026-05-06..2026-06-05: suspended, assumed, possible, since 2026-05-01, until 2026-05-06/2026-06-05, by nothing-newer-reported, told by 1.1
        2026-06-05..2026-06-06: member, observed, since 2026-05-06/2026-06-05, by observed-outranks-assumed, told by 2.1
        2026-06-06..: member, assumed, since 2026-05-06/2026-06-05, by nothing-newer-reported, told by 2.1
        """,
    ),
    Whole(
        "still in the queue some weeks later, and told to have joined from the old day again",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-02-01 Coast: applied
        2026-02-01T15:00:00 Mirror: joined 2026-01-06
        """,
        """
        2026-01-06..2026-02-02: joined, observed, since 2026-01-06, by later-publication, told by 3.1
        2026-02-02..: joined, assumed, since 2026-01-06, by nothing-newer-reported, told by 3.1
        """,
    ),
    Whole(
        "in the queue on the day before it joined",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-02-01 Coast: applied
        2026-02-03 Mirror: joined 2026-02-02
        """,
        """
        2025-01-31..2026-02-01: applied, assumed, possible, since ../2026-02-01, until 2026-02-02, by earlier-stage-denies-later, told by 2.1
        2026-02-01..2026-02-02: applied, observed, since ../2026-02-01, until 2026-02-02, by earlier-stage-denies-later, told by 2.1
        2026-02-02..2026-02-04: joined, observed, since 2026-02-02, by observed-outranks-assumed, told by 3.1
        2026-02-04..: joined, assumed, since 2026-02-02, by nothing-newer-reported, told by 3.1
        """,
    ),
    Whole(
        "what an analyst confirmed is not denied",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-06 [confirmed]
        2026-02-01 Coast: applied
        """,
        """
        2026-01-06..2026-01-11: joined, observed, since 2026-01-06, by review-outranks, told by 1.1
        2026-01-11..: joined, assumed, since 2026-01-06, by nothing-newer-reported, told by 1.1
        """,
    ),
    Whole(
        "on the day of the report itself the two disagree",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-01-10T15:00:00 Coast: applied
        """,
        """
        2026-01-06..2026-01-10: joined, observed, since 2026-01-06, until 2026-01-10, by sole-report, told by 1.1
        2026-01-10..2026-01-11: applied, observed, since 2026-01-10, by sources-disagree, against joined, told by 2.1
        2026-01-11..: applied, assumed, since 2026-01-10, by sources-disagree, against joined, told by 2.1
        """,
    ),
    Whole(
        "on the day after, the newer word",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-01-11 Coast: applied
        """,
        """
        2025-01-10..2026-01-11: applied, assumed, possible, since ../2026-01-11, by earlier-stage-denies-later, told by 2.1
        2026-01-11..2026-01-12: applied, observed, since ../2026-01-11, by earlier-stage-denies-later, told by 2.1
        2026-01-12..: applied, assumed, since ../2026-01-11, by earlier-stage-denies-later, told by 2.1
        """,
    ),
    Whole(
        "applied on the day before the announced one, it may still come",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-20
        2026-01-19 Coast: applied
        """,
        """
        2025-01-09..2026-01-10: expected_to_join, assumed, possible, since ../2026-01-10, until 2026-01-11/2026-01-19, by undated-possibly-back, told by 1.1, next joined 2026-01-20
        2026-01-10..2026-01-11: expected_to_join, observed, since ../2026-01-10, until 2026-01-11/2026-01-19, by sole-report, told by 1.1, next joined 2026-01-20
        2026-01-11..2026-01-19: expected_to_join, assumed, possible, since ../2026-01-10, until 2026-01-11/2026-01-19, by nothing-newer-reported, told by 1.1, next joined 2026-01-20
        2026-01-19..2026-01-20: applied, observed, since 2026-01-11/2026-01-19, until 2026-01-20, by observed-outranks-assumed, told by 2.1, next joined 2026-01-20
        2026-01-20..: joined, scheduled, since 2026-01-20, by announced-date-presumed, told by 1.1
        """,
    ),
    Whole(
        "applied on that day, it did not",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-20
        2026-01-20 Coast: applied
        """,
        """
        2025-01-09..2026-01-10: expected_to_join, assumed, possible, since ../2026-01-10, until 2026-01-11/2026-01-20, by undated-possibly-back, told by 1.1
        2026-01-10..2026-01-11: expected_to_join, observed, since ../2026-01-10, until 2026-01-11/2026-01-20, by sole-report, told by 1.1
        2026-01-11..2026-01-20: expected_to_join, assumed, possible, since ../2026-01-10, until 2026-01-11/2026-01-20, by nothing-newer-reported, told by 1.1
        2026-01-20..2026-01-21: applied, observed, since 2026-01-11/2026-01-20, by earlier-stage-denies-later, told by 2.1
        2026-01-21..: applied, assumed, since 2026-01-11/2026-01-20, by earlier-stage-denies-later, told by 2.1
        """,
    ),
    Whole(
        "what an article tells of its own past it does not deny",
        MEMBERSHIP,
        """
        2026-01-10 Herald: joined 2026-01-06; applied
        """,
        """
        2026-01-06..2026-01-11: joined, observed, since 2026-01-06, by later-publication, told by 1.1
        2026-01-11..: joined, assumed, since 2026-01-06, by nothing-newer-reported, told by 1.1
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_says_who_is_in(whole: Whole) -> None:
    whole.check()
