"""Memberships and talks over years: steps forward and back, plans that slip, pages that are corrected."""

from functools import partial

import pytest

from service.domain.kinds import membership as memberships
from service.domain.kinds import negotiation
from tests.domain.states.telling import check, membership, talks

ACCESSIONS = {
    "applied, observing, in, out and knocking again": (
        """
        2023-06-10 Herald: applied 2023-06-08
        2023-12-01 Mirror: observer 2023-11-30
        2024-03-05 Herald: expected_to_join 2024-09
        2024-08-20 Nation: expected_to_join 2024-11-01
        2024-11-03 Herald: joined 2024-11-01
        2024-12-01 Mirror: member
        2025-02-10 Coast: applied
        2025-06-15 Nation: leaving 2025-12-31
        2025-10-01 Herald: member
        2026-01-04 Nation: left 2025-12-31
        2026-06-01 Herald: applied 2026-05-20
        2026-07-01 Mirror: expected_to_join
        """,
        """
        2023-06-20 known 2023-07-01: applied, since 2023-06-08
        2023-11-20 known 2023-07-01: applied
        2023-12-15 known 2023-12-31: observer, since 2023-11-30
        2024-10-05 known 2024-03-31: joined, scheduled
        2024-10-05 known 2024-08-31: observer|expected_to_join
        2024-11-02 known 2024-08-31: joined, scheduled, since 2024-11-01
        2024-10-20 known 2024-12-31: observer|expected_to_join
        2024-11-10 known 2024-12-31: joined|member, since 2024-11-01
        2025-02-15 known 2025-02-28: member|joined, since 2024-11-01
        2025-06-01 known 2025-06-30: member|joined
        2025-07-01 known 2025-06-30: leaving
        2026-01-02 known 2025-06-30: left, scheduled
        2025-12-30 known 2026-01-31: member|leaving|joined
        2026-01-02 known 2026-01-31: left, since 2025-12-31
        2026-06-10 known 2026-06-15: applied, since 2026-05-20
        2026-07-10 known 2026-07-10: expected_to_join
        """,
    ),
    "a wire's error that was copied, a plan that slips, and two days for one joining": (
        """
        2025-05-10 Wire: joined 2025-05-09 [until 2025-05-14]
        2025-05-11 Coast: joined 2025-05-09 [copy of 1]
        2025-05-14 Wire: observer [version 2 of 1]
        2025-05-20 Herald: expected_to_join 2025-06-15
        2025-06-14 Nation: expected_to_join 2025-09-01
        2025-09-02 Herald: joined 2025-09-01
        2025-09-03 Mirror: joined 2025-08-29
        2025-09-20 Coast: member 2025-09-01
        2025-12-01 Herald: member
        """,
        """
        2025-05-12 known 2025-05-12: joined|member, since 2025-05-09
        2025-05-15 known 2025-05-16: observer, undisputed
        2025-05-12 known 2025-05-16: observer|none
        2025-06-20 known 2025-05-31: joined, scheduled, since 2025-06-15
        2025-06-20 known 2025-06-30: expected_to_join|observer, next joined 2025-09-01
        2025-09-10 known 2025-08-31: joined, scheduled, since 2025-09-01
        2025-08-30 known 2025-09-05: contested
        2025-08-30 known 2025-09-30: expected_to_join|observer, undisputed
        2025-09-10 known 2025-09-30: joined|member, since 2025-09-01
        2025-12-02 known 2025-12-31: member|joined, since 2025-09-01
        """,
    ),
    "invited, in, suspended, back, and out by a day": (
        """
        2024-01-15 Herald: invited 2024-01-10
        2024-04-02 Herald: member 2024-04-01/..
        2024-09-10 Mirror: suspended 2024-09-05
        2025-02-03 Herald: member 2025-02-01
        2025-03-01 Coast: invited
        2025-08-01 Nation: leaving
        2026-02-01 Herald: left 2026-01-31
        2026-02-03 Mirror: left
        """,
        """
        2024-02-01 known 2024-03-01: invited, since 2024-01-10
        2024-05-01 known 2024-05-02: member, since 2024-04-01
        2024-09-20 known 2024-10-01: suspended, since 2024-09-05
        2024-09-01 known 2024-10-01: member
        2024-12-01 known 2025-02-10: suspended
        2025-02-20 known 2025-02-20: member, since 2025-02-01
        2025-08-15 known 2025-08-20: leaving
        2026-01-20 known 2026-02-05: member|leaving
        2026-02-05 known 2026-02-05: left, since 2026-01-31
        2025-08-15 known 2025-07-01: member
        """,
    ),
    "three papers saw it join, one still has it in the queue": (
        """
        2025-01-08 Herald: joined 2025-01-06
        2025-01-09 Mirror: joined 2025-01-06
        2025-01-10 Nation: member
        2025-03-20 Coast: applied
        2025-03-22 Coast: applied 2024-05
        2025-04-02 Herald: member
        """,
        """
        2025-01-20 known 2025-01-31: joined|member, since 2025-01-06
        2025-03-21 known 2025-03-21: joined|member, since 2025-01-06
        2025-02-01 known 2025-03-25: joined|member
        2025-04-10 known 2025-04-10: joined|member, since 2025-01-06, undisputed
        2024-06-15 known 2025-04-10: applied
        """,
    ),
    "invited, declined, a partner, and expected in a year": (
        """
        2023-08-25 Herald: invited 2023-08-24
        2023-12-30 Mirror: declined 2023-12-29
        2024-10-25 Nation: partner 2024-10-23
        2025-01-18 Herald: partner 2025-01-17
        2025-07-10 Coast: expected_to_join 2026
        """,
        """
        2023-09-10 known 2023-09-10: invited, since 2023-08-24
        2023-12-20 known 2024-01-05: invited
        2024-01-05 known 2024-01-05: declined, since 2023-12-29
        2024-11-01 known 2024-11-01: partner, since 2024-10-23
        2025-01-20 known 2025-01-20: partner
        2025-12-01 known 2025-08-01: partner|expected_to_join
        2027-01-05 known 2025-08-01: joined, scheduled
        """,
    ),
    "leaving, out, back, and out again": (
        """
        2017-06-02 Herald: leaving
        2019-11-05 Mirror: left 2020-11-04
        2020-11-05 Herald: left 2020-11-04
        2021-01-21 Nation: joined 2021-02-19
        2021-02-20 Herald: joined 2021-02-19
        2025-01-21 Mirror: left 2026-01-27
        2026-01-28 Herald: left 2026-01-27
        """,
        """
        2017-05-15 known 2017-06-05: member
        2018-01-01 known 2018-01-01: leaving
        2020-12-01 known 2019-12-01: left, scheduled, since 2020-11-04
        2020-11-03 known 2020-12-01: leaving|member
        2020-12-15 known 2021-01-31: left, since 2020-11-04
        2021-02-25 known 2021-01-31: joined, scheduled
        2021-03-01 known 2021-03-01: joined|member, since 2021-02-19
        2025-06-01 known 2025-06-01: member|leaving|joined
        2026-02-01 known 2025-06-01: left, scheduled, since 2026-01-27
        2026-02-01 known 2026-02-01: left, since 2026-01-27
        2023-01-01 known 2026-02-01: member|joined, since 2021-02-19
        """,
    ),
    "a joining that is taken back by its wire, and by a later paper": (
        """
        2026-01-05 Herald: expected_to_join 2026-03
        2026-03-10 Wire: joined 2026-03-09 [until 2026-03-12]
        2026-03-11 Coast: member
        2026-03-15 Herald: expected_to_join 2026-04-15
        2026-04-16 Nation: joined 2026-04-15
        """,
        """
        2026-03-10 known 2026-03-10: joined, since 2026-03-09
        2026-03-13 known 2026-03-13: member|joined
        2026-03-20 known 2026-03-16: expected_to_join, next joined 2026-04-15
        2026-03-11 known 2026-03-16: expected_to_join
        2026-04-20 known 2026-03-16: joined, scheduled, since 2026-04-15
        2026-04-20 known 2026-05-01: joined|member, since 2026-04-15, undisputed
        2026-02-01 known 2026-05-01: expected_to_join
        """,
    ),
    "an alliance: asked, invited, held up, and in": (
        """
        2022-05-18 Herald: applied 2022-05-18
        2022-06-30 Mirror: invited 2022-06-29
        2023-07-11 Nation: expected_to_join
        2024-01-24 Coast: invited
        2024-02-27 Herald: expected_to_join 2024-03
        2024-03-08 Mirror: joined 2024-03-07
        2024-03-08 Coast: member [copy of 6]
        2024-03-12 Nation: member 2024-03-11
        2024-07-10 Herald: member
        """,
        """
        2022-05-17 known 2022-06-01: none
        2022-06-10 known 2022-06-15: applied, since 2022-05-18
        2022-07-10 known 2022-07-10: invited, since 2022-06-29
        2023-08-01 known 2023-08-01: expected_to_join
        2024-04-01 known 2024-02-28: joined, scheduled
        2024-03-05 known 2024-03-09: expected_to_join|invited
        2024-03-08 known 2024-03-09: joined|member, since 2024-03-07
        2024-03-09 known 2024-03-20: contested
        2024-08-01 known 2024-08-01: joined|member
        """,
    ),
    "an invitation that one side takes for a membership": (
        """
        2023-08-25 Herald: invited 2023-08-24
        2024-01-02 Mirror: joined 2024-01-01
        2024-01-03 Nation: joined 2024-01-01
        2024-02-01 Coast: member
        2024-02-17 Herald: invited
        2024-10-25 Nation: expected_to_join
        2025-01-10 Mirror: invited
        """,
        """
        2023-12-01 known 2023-12-01: invited, since 2023-08-24
        2024-01-15 known 2024-01-15: joined|member, since 2024-01-01
        2024-02-10 known 2024-02-10: member|joined
        2024-02-18 known 2024-02-18: member|joined
        2024-11-01 known 2024-11-01: expected_to_join
        2024-01-15 known 2024-11-01: invited|expected_to_join
        2025-02-01 known 2025-02-01: invited|expected_to_join
        """,
    ),
}

TALKS = {
    "from a proposal to provisional application, and a suspension": (
        """
        2023-02-01 Herald: proposed
        2023-05-10 Herald: launched 2023-05-08
        2023-11-20 Mirror: ongoing
        2024-02-15 Nation: stalled
        2024-06-01 Herald: resumed 2024-05-28
        2024-09-01 Mirror: ongoing
        2024-12-11 Herald: concluded 2024-12-10
        2025-01-20 Coast: ongoing
        2025-03-02 Herald: signed 2025-03-01
        2025-03-05 Mirror: in_force 2025-06-01
        2025-05-20 Nation: in_force 2025-07-01
        2025-07-03 Herald: in_force 2025-07-01
        2026-01-10 Mirror: suspended 2026-01-09
        """,
        """
        2023-03-01 known 2023-03-01: proposed
        2023-05-20 known 2023-05-31: launched|ongoing, since 2023-05-08
        2024-01-10 known 2024-03-01: ongoing|launched
        2024-03-01 known 2024-03-01: stalled
        2024-06-10 known 2024-06-10: resumed|ongoing, since 2024-05-28
        2024-10-01 known 2024-10-01: resumed|ongoing
        2024-12-15 known 2024-12-15: concluded, since 2024-12-10
        2025-01-25 known 2025-01-25: concluded|ongoing
        2025-03-10 known 2025-03-03: signed, since 2025-03-01
        2025-06-10 known 2025-03-31: in_force, scheduled, since 2025-06-01
        2025-06-10 known 2025-05-31: signed
        2025-07-10 known 2025-07-10: in_force, since 2025-07-01
        2026-01-05 known 2026-01-15: in_force
        2026-01-15 known 2026-01-15: suspended, since 2026-01-09
        """,
    ),
    "broken off and taken up again, a signing that slips, an end": (
        """
        2024-03-01 Herald: launched 2024-02-27
        2024-07-01 Mirror: collapsed 2024-06-28
        2024-07-02 Nation: suspended 2024-06-28
        2024-11-05 Herald: resumed 2024-11-04
        2025-02-20 Herald: concluded 2025-02-18
        2025-04-01 Nation: signed 2025-05-15
        2025-05-10 Mirror: signed 2025-06-20
        2025-06-21 Herald: signed 2025-06-20
        2025-12-01 Nation: in_force 2026-01-01
        2026-03-02 Mirror: terminated 2026-03-01
        """,
        """
        2024-03-05 known 2024-03-05: launched, since 2024-02-27
        2024-07-05 known 2024-07-01: collapsed, since 2024-06-28
        2024-07-05 known 2024-07-03: suspended|collapsed
        2024-11-10 known 2024-11-10: resumed, since 2024-11-04
        2025-03-01 known 2025-03-01: concluded, since 2025-02-18
        2025-05-20 known 2025-04-05: signed, scheduled, since 2025-05-15
        2025-05-20 known 2025-05-12: concluded
        2025-06-25 known 2025-05-12: signed, since 2025-06-20
        2025-06-25 known 2025-06-30: signed, since 2025-06-20
        2026-01-10 known 2025-12-05: in_force, scheduled, since 2026-01-01
        2026-02-01 known 2026-03-10: in_force
        2026-03-10 known 2026-03-10: terminated, since 2026-03-01
        """,
    ),
    "concluded or signed, signed again, in force, set aside and taken up": (
        """
        2025-04-10 Herald: ongoing
        2025-05-08 Herald: concluded 2025-05-08
        2025-05-09 Mirror: signed 2025-05-08
        2025-06-17 Nation: signed 2025-06-16
        2025-07-01 Herald: in_force 2025-06-30
        2025-09-01 Coast: concluded
        2025-12-15 Mirror: suspended
        2026-01-20 Herald: resumed 2026-01-19
        """,
        """
        2025-04-20 known 2025-04-20: ongoing
        2025-05-01 known 2025-06-01: ongoing
        2025-05-10 known 2025-05-10: signed
        2025-06-20 known 2025-06-20: signed
        2025-07-05 known 2025-07-05: in_force, since 2025-06-30
        2025-09-10 known 2025-09-10: in_force, since 2025-06-30
        2025-12-20 known 2025-12-20: suspended
        2026-02-01 known 2026-02-01: resumed, since 2026-01-19
        """,
    ),
    "a pact of blocs: agreed in principle twice, signed, held up, applied for a time": (
        """
        2019-06-29 Herald: concluded 2019-06-28
        2021-03-10 Mirror: stalled
        2023-09-14 Nation: resumed
        2024-12-07 Herald: concluded 2024-12-06
        2025-09-04 Coast: concluded
        2025-12-19 Nation: signed 2026-01-12
        2026-01-13 Mirror: signed 2026-01-17
        2026-01-18 Herald: signed 2026-01-17
        2026-01-22 Coast: suspended
        2026-02-28 Nation: in_force 2026-05-01
        """,
        """
        2019-07-10 known 2019-07-10: concluded, since 2019-06-28
        2021-04-01 known 2021-04-01: stalled
        2023-10-01 known 2023-10-01: resumed
        2024-12-20 known 2024-12-20: concluded, since 2024-12-06
        2025-10-01 known 2025-10-01: concluded, since 2024-12-06
        2026-01-15 known 2025-12-20: signed, scheduled, since 2026-01-12
        2026-01-15 known 2026-01-14: concluded
        2026-01-20 known 2026-01-20: signed, since 2026-01-17
        2026-05-02 known 2026-03-01: in_force, scheduled, since 2026-05-01
        """,
    ),
}


@pytest.mark.parametrize("story", ACCESSIONS)
def test_a_careful_reader_follows_a_membership(story):
    told, asked = ACCESSIONS[story]
    check(told, asked, membership, partial(memberships.resolve, "membership:harbour-accord:KE"))


@pytest.mark.parametrize("story", TALKS)
def test_a_careful_reader_follows_talks(story):
    told, asked = TALKS[story]
    check(told, asked, talks, partial(negotiation.resolve, "negotiation:GB-KE"))
