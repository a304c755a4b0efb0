"""The days on which one reading of a state gives way to another, and how many papers are enough."""

from functools import partial

import pytest

from service.domain.kinds import membership as memberships
from service.domain.kinds import negotiation
from tests.domain.states.telling import check, membership, talks

ACCESSIONS = {
    "a range of forty-five days is when it happened": (
        "2026-03-05 Herald: member 2026-01-01/2026-02-15",
        """
        2026-03-01 known 2026-03-10: member, certain
        2026-02-01 known 2026-03-10: member, possible
        2025-12-31 known 2026-03-10: none
        """,
    ),
    "a longer one is how long it lasted": (
        "2026-03-05 Herald: member 2026-01-01/2026-02-16",
        """
        2026-02-01 known 2026-03-10: member, certain
        2026-02-16 known 2026-03-10: member
        2026-02-17 known 2026-03-10: left
        """,
    ),
    "told on its own day a joining has come": (
        "2026-03-01 Herald: joined 2026-03-01",
        """
        2026-03-01 known 2026-03-01: joined, observed, since 2026-03-01
        2026-02-28 known 2026-03-01: none
        """,
    ),
    "told on the day before it is to come": (
        "2026-02-28 Herald: joined 2026-03-01",
        """
        2026-03-01 known 2026-02-28: joined, scheduled, since 2026-03-01
        2026-02-28 known 2026-02-28: expected_to_join, next joined 2026-03-01
        """,
    ),
    "one paper that saw it join is denied by one that has it in the queue": (
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-02-01 Coast: applied
        """,
        """
        2026-01-20 known 2026-01-31: joined
        2026-02-02 known 2026-02-02: applied, rule earlier-stage-denies-later
        """,
    ),
    "so is one and its copy": (
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-01-11 Mirror: joined 2026-01-06 [copy of 1]
        2026-02-01 Coast: applied
        """,
        """
        2026-02-02 known 2026-02-02: applied
        """,
    ),
    "two are not, unless two deny it": (
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-01-11 Mirror: member
        2026-02-01 Coast: applied
        2026-02-10 Nation: applied
        """,
        """
        2026-02-02 known 2026-02-02: joined|member, since 2026-01-06
        2026-02-12 known 2026-02-12: applied
        """,
    ),
    "nor where the one who denies it is told to be right": (
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-01-11 Mirror: member
        2026-02-01 Coast: applied [confirmed]
        """,
        """
        2026-02-02 known 2026-02-02: applied
        """,
    ),
    "what is still expected is no passing mention": (
        """
        2026-01-10 Herald: joined 2026-01-06
        2026-01-11 Mirror: member
        2026-02-01 Coast: expected_to_join
        """,
        """
        2026-02-02 known 2026-02-02: expected_to_join
        """,
    ),
    "a member until it is first told to be leaving": (
        """
        2025-06-15 Nation: leaving
        2025-07-01 Herald: leaving
        """,
        """
        2025-06-14 known 2025-07-05: member, rule implied-by-what-followed
        2025-06-15 known 2025-07-05: leaving
        2025-06-30 known 2025-07-05: leaving
        """,
    ),
    "leaving since a day it was a member until that day": (
        "2025-06-15 Nation: leaving 2025-06-01",
        """
        2025-05-31 known 2025-06-20: member
        2025-06-01 known 2025-06-20: leaving, since 2025-06-01
        """,
    ),
    "a month for a start outweighs what was only assumed of its days": (
        """
        2026-01-06 Herald: invited 2026-01-05
        2026-04-05 Mirror: joined 2026-03
        """,
        """
        2026-03-15 known 2026-04-06: joined, possible
        2026-02-28 known 2026-04-06: invited, certain
        2026-03-31 known 2026-04-06: joined, certain
        """,
    ),
    "a wider window does not": (
        """
        2026-01-06 Herald: invited 2026-01-05
        2026-04-05 Mirror: joined 2026-02-10/2026-03-20
        """,
        """
        2026-03-01 known 2026-04-06: invited, possible
        2026-03-20 known 2026-04-06: joined, certain
        """,
    ),
    "an undated report looks back a year": (
        "2026-01-10 Herald: member",
        """
        2025-01-09 known 2026-01-10: member, possible
        2025-01-08 known 2026-01-10: none
        2026-01-10 known 2026-01-10: member, certain
        """,
    ),
}

TALKS = {
    "broken off on the day of the signing there was none": (
        """
        2026-05-01 Herald: signed 2026-05-15
        2026-05-16 Mirror: collapsed 2026-05-15
        """,
        """
        2026-05-15 known 2026-05-02: signed, scheduled
        2026-05-15 known 2026-05-17: collapsed
        2026-05-20 known 2026-05-17: collapsed, since 2026-05-15
        """,
    ),
    "ended on the day after, it had been signed": (
        """
        2026-05-01 Herald: signed 2026-05-15
        2026-05-17 Mirror: collapsed 2026-05-16
        """,
        """
        2026-05-15 known 2026-05-18: signed
        2026-05-16 known 2026-05-18: collapsed
        """,
    ),
    "set aside before its day it does not come into force": (
        """
        2026-05-01 Herald: in_force 2026-07-01
        2026-06-10 Mirror: suspended 2026-06-09
        """,
        """
        2026-07-02 known 2026-05-02: in_force, scheduled
        2026-07-02 known 2026-06-11: suspended
        """,
    ),
    "set aside after its day it had been in force": (
        """
        2026-05-01 Herald: in_force 2026-07-01
        2026-08-10 Mirror: suspended 2026-08-09
        """,
        """
        2026-07-02 known 2026-08-11: in_force
        2026-08-09 known 2026-08-11: suspended
        """,
    ),
}


@pytest.mark.parametrize("situation", ACCESSIONS)
def test_a_membership_changes_on_its_day(situation):
    told, asked = ACCESSIONS[situation]
    check(told, asked, membership, partial(memberships.resolve, "membership:harbour-accord:KE"))


@pytest.mark.parametrize("situation", TALKS)
def test_talks_change_on_their_day(situation):
    told, asked = TALKS[situation]
    check(told, asked, talks, partial(negotiation.resolve, "negotiation:GB-KE"))
