"""Memberships as a careful reader follows them through the papers."""

from functools import partial

import pytest

from service.domain.claims import MembershipClaim, PositionClaim
from service.domain.errors import InvalidClaim
from service.domain.kinds.membership import inputs, resolve, subjects
from tests.domain.states.telling import check, instant, membership, papers

SUBJECT = "membership:harbour-accord:KE"
read = partial(resolve, SUBJECT)

SITUATIONS = {
    "a date to come changes the state on its day": (
        """
        2026-01-10 Herald: expected_to_join 2026-03-01
        """,
        """
        2026-01-05 known 2026-01-31: expected_to_join, possible
        2026-01-20 known 2026-01-31: expected_to_join, certain, next joined 2026-03-01
        2026-02-28 known 2026-01-31: expected_to_join, assumed
        2026-03-01 known 2026-01-31: joined, scheduled, since 2026-03-01, rule announced-date-presumed
        2026-01-20 known 2026-01-09: none
        """,
    ),
    "a report of the day makes a plan an observation": (
        """
        2026-01-10 Herald: expected_to_join 2026-03-01
        2026-03-03 Mirror: member
        """,
        """
        2026-03-02 known 2026-03-05: joined|member, since 2026-03-01
        2026-03-03 known 2026-03-05: joined|member, observed, since 2026-03-01
        2026-03-09 known 2026-03-05: joined|member, assumed, since 2026-03-01
        """,
    ),
    "a plan within a month leaves the old state possible in it": (
        """
        2026-01-10 Herald: expected_to_join 2026-02
        """,
        """
        2026-01-20 known 2026-01-31: expected_to_join, certain
        2026-02-15 known 2026-01-31: expected_to_join, possible
        2026-03-02 known 2026-01-31: joined, scheduled, since 2026-02
        """,
    ),
    "a plan that slips is replaced by the newer one": (
        """
        2026-01-10 Herald: expected_to_join 2026-03-01
        2026-02-20 Herald: expected_to_join 2026-06-01
        """,
        """
        2026-03-15 known 2026-02-10: joined, scheduled
        2026-03-15 known 2026-03-01: expected_to_join, next joined 2026-06-01
        2026-06-15 known 2026-03-01: joined, since 2026-06-01
        """,
    ),
    "a plan that is declined does not arrive": (
        """
        2026-01-10 Herald: expected_to_join 2026-03-01
        2026-02-20 Mirror: declined
        """,
        """
        2026-03-15 known 2026-02-10: joined
        2026-03-15 known 2026-03-01: declined, assumed
        2026-02-01 known 2026-03-01: expected_to_join
        """,
    ),
    "a day that passed without the plan denies it": (
        """
        2026-01-10 Herald: expected_to_join 2026-03-01
        2026-03-20 Mirror: expected_to_join
        """,
        """
        2026-03-05 known 2026-03-10: joined
        2026-03-25 known 2026-03-21: expected_to_join, undisputed
        2026-03-05 known 2026-03-21: expected_to_join
        """,
    ),
    "what was told later still starts on its own day": (
        """
        2026-02-01 Herald: expected_to_join
        2026-02-21 Mirror: joined 2026-02-20
        """,
        """
        2026-02-10 known 2026-02-25: expected_to_join
        2026-02-20 known 2026-02-25: joined, since 2026-02-20, observed
        2026-02-25 known 2026-02-10: expected_to_join
        2026-02-10 known 2026-01-20: none
        """,
    ),
    "an undated state holds from its publication, and possibly before": (
        """
        2026-02-01 Herald: member
        """,
        """
        2026-02-01 known 2026-02-25: member, certain, observed, since ../2026-02-01
        2026-02-20 known 2026-02-25: member, certain, assumed
        2025-12-01 known 2026-02-25: member, possible
        2020-01-01 known 2026-02-25: none
        """,
    ),
    "an undated state reaches back to the latest report that says otherwise": (
        """
        2026-01-10 Herald: expected_to_join
        2026-02-10 Mirror: member
        """,
        """
        2026-01-10 known 2026-02-28: expected_to_join, certain
        2026-01-25 known 2026-02-28: expected_to_join, possible
        2026-02-12 known 2026-02-28: member, since 2026-01-11/2026-02-10
        """,
    ),
    "since a month and since a day of it are that day": (
        """
        2026-02-03 Herald: joined 2026-01
        2026-02-09 Mirror: joined 2026-01-15
        2026-03-01 Gazette: member
        """,
        """
        2026-01-20 known 2026-03-02: joined, since 2026-01-15, rule same-transition-intersected
        2026-01-20 known 2026-02-04: joined, possible, since 2026-01
        2026-02-05 known 2026-02-04: joined, certain, since 2026-01
        2026-01-10 known 2026-03-02: none
        """,
    ),
    "a later article that sees an earlier stage denies the later stage": (
        """
        2026-02-01 Herald: joined
        2026-02-10 Mirror: expected_to_join
        """,
        """
        2026-02-12 known 2026-02-05: joined
        2026-02-12 known 2026-02-11: expected_to_join, undisputed, rule earlier-stage-denies-later
        2026-02-05 known 2026-02-11: expected_to_join, possible
        """,
    ),
    "copies of the denied story are denied with it": (
        """
        2026-02-01 Herald: joined
        2026-02-10 Mirror: expected_to_join
        2026-02-12 Gazette: joined [copy of 1]
        """,
        """
        2026-02-14 known 2026-02-15: expected_to_join
        """,
    ),
    "a denial that a later dated report refutes denies nothing": (
        """
        2026-02-01 Herald: joined 2026-01-30
        2026-02-10 Mirror: expected_to_join
        2026-02-20 Gazette: joined 2026-01-30
        """,
        """
        2026-02-12 known 2026-02-12: expected_to_join
        2026-02-12 known 2026-02-21: joined, since 2026-01-30
        2026-02-05 known 2026-02-21: joined
        """,
    ),
    "background about an earlier stage is no denial": (
        """
        2026-02-01 Herald: joined 2026-01-30
        2026-02-10 Mirror: invited 2025-11
        """,
        """
        2026-02-12 known 2026-02-12: joined, since 2026-01-30, undisputed
        2025-12-15 known 2026-02-12: invited
        """,
    ),
    "observers are not members": (
        """
        2025-12-13 Herald: observer
        2026-01-28 Mirror: joined 2026-01
        """,
        """
        2026-02-01 known 2025-12-20: observer, assumed
        2026-02-01 known 2026-01-29: joined, since 2026-01|since 2026-01-01/2026-01-28
        2025-12-20 known 2026-01-29: observer, certain
        """,
    ),
    "who left was a member until the day": (
        """
        2026-02-01 Herald: left 2026-01-29
        """,
        """
        2026-01-28 known 2026-02-02: member, rule implied-by-what-followed
        2025-10-01 known 2026-02-02: member, possible
        2026-01-29 known 2026-02-02: left, since 2026-01-29
        2026-05-01 known 2026-02-02: left, assumed
        """,
    ),
    "who will leave is leaving until the day": (
        """
        2026-01-22 Herald: leaving 2027-01-22
        2026-03-01 Mirror: member
        """,
        """
        2026-02-01 known 2026-01-23: leaving, next left 2027-01-22
        2026-03-02 known 2026-03-02: leaving
        2027-02-01 known 2026-03-02: left, scheduled, since 2027-01-22
        """,
    ),
    "who left may come back": (
        """
        2026-01-05 Herald: left 2026-01-01
        2026-03-05 Mirror: joined 2026-03-01
        """,
        """
        2026-02-01 known 2026-03-10: left, until 2026-03-01
        2026-03-02 known 2026-03-10: joined, since 2026-03-01
        2025-12-01 known 2026-03-10: member, possible
        """,
    ),
    "an invitation that is declined ends it": (
        """
        2026-01-05 Herald: invited
        2026-01-20 Mirror: declined 2026-01-19
        """,
        """
        2026-01-10 known 2026-01-31: invited
        2026-01-19 known 2026-01-31: declined, since 2026-01-19
        2026-01-25 known 2026-01-10: invited
        """,
    ),
    "a retracted article stops counting from the retraction on": (
        """
        2026-01-05 Herald: invited
        2026-02-01 Mirror: joined 2026-01-31 [until 2026-02-03]
        """,
        """
        2026-02-10 known 2026-02-02: joined
        2026-02-10 known 2026-02-03: invited
        2026-02-02 known 2026-02-28: invited
        """,
    ),
    "a revised article speaks with its newer version alone": (
        """
        2026-02-01 Mirror: joined 2026-01-31 [until 2026-02-04]
        2026-02-04 Mirror: expected_to_join 2026-04-01 [version 2 of 1]
        """,
        """
        2026-02-10 known 2026-02-02: joined, since 2026-01-31
        2026-02-10 known 2026-02-05: expected_to_join, next joined 2026-04-01
        2026-02-02 known 2026-02-05: expected_to_join, possible
        """,
    ),
    "two papers of one day that disagree contest the answer": (
        """
        2026-02-10T08:00:00 Herald: joined
        2026-02-10T15:00:00 Mirror: expected_to_join
        """,
        """
        2026-02-10 known 2026-02-11: expected_to_join, contested, against joined, rule sources-disagree
        2026-02-14 known 2026-02-11: expected_to_join, contested, against joined, assumed
        """,
    ),
    "the first to say otherwise later settles it": (
        """
        2026-02-10T08:00:00 Herald: joined
        2026-02-10T15:00:00 Mirror: expected_to_join
        2026-02-13 Gazette: joined 2026-02-09
        """,
        """
        2026-02-10 known 2026-02-11: contested
        2026-02-10 known 2026-02-14: joined, undisputed
        2026-02-14 known 2026-02-14: joined, undisputed, since 2026-02-09
        """,
    ),
    "progress on one day is no disagreement": (
        """
        2026-02-10T08:00:00 Herald: expected_to_join
        2026-02-10T20:00:00 Mirror: joined 2026-02-10
        """,
        """
        2026-02-10 known 2026-02-11: joined, undisputed
        2026-02-20 known 2026-02-11: joined, undisputed, since 2026-02-10
        """,
    ),
    "two addresses of one story are one voice": (
        """
        2026-02-10T08:00:00 Herald: joined 2026-02-09
        2026-02-11T09:00:00 Gazette: joined 2026-02-09 [copy of 1]
        """,
        """
        2026-02-12 known 2026-02-12: joined, sources 2, undisputed
        """,
    ),
    "sources that date the joining to different days contest the days between": (
        """
        2026-02-01 Herald: expected_to_join
        2026-02-21 Mirror: joined 2026-02-18
        2026-02-23 Gazette: joined 2026-02-20
        """,
        """
        2026-02-17 known 2026-02-28: expected_to_join, undisputed
        2026-02-19 known 2026-02-28: joined, contested, against expected_to_join, against joined
        2026-02-20 known 2026-02-28: joined, undisputed
        2026-02-19 known 2026-02-22: joined, undisputed
        """,
    ),
    "a third paper settles on which day it joined": (
        """
        2026-02-21 Mirror: joined 2026-02-18
        2026-02-23 Gazette: joined 2026-02-20
        2026-03-01 Herald: joined 2026-02-20
        """,
        """
        2026-02-19 known 2026-02-28: joined, contested, against none
        2026-02-19 known 2026-03-02: none
        2026-02-20 known 2026-03-02: joined, undisputed, since 2026-02-20, sources 2
        """,
    ),
    "what an analyst confirms, no article denies": (
        """
        2026-02-01 Herald: joined 2026-01-30 [confirmed]
        2026-02-10 Mirror: expected_to_join
        """,
        """
        2026-02-01 known 2026-02-11: joined, rule review-outranks
        2026-02-12 known 2026-02-11: joined, assumed, since 2026-01-30
        """,
    ),
    "what an analyst confirms settles which day it was": (
        """
        2026-02-21 Mirror: joined 2026-02-18 [confirmed]
        2026-02-23 Gazette: joined 2026-02-20
        2026-03-01 Herald: joined 2026-02-20
        """,
        """
        2026-02-19 known 2026-03-02: joined, undisputed, since 2026-02-18
        """,
    ),
    "an article that tells the whole way is read as one way": (
        """
        2026-02-21 Herald: applied 2024; invited 2025-11; joined 2026-02-20
        """,
        """
        2025-06-01 known 2026-02-22: applied
        2026-01-05 known 2026-02-22: invited
        2026-02-20 known 2026-02-22: joined, since 2026-02-20, undisputed
        """,
    ),
    "a state with both its ends ends": (
        """
        2026-02-21 Herald: member 2015-03-01/2025-06-30
        """,
        """
        2020-01-01 known 2026-02-22: member, certain
        2025-08-01 known 2026-02-22: left
        2014-01-01 known 2026-02-22: none
        """,
    ),
    "a suspended member is one no longer, until told otherwise": (
        """
        2026-02-21 Herald: suspended 2026-02-20
        2026-05-01 Mirror: member 2026-04-30
        """,
        """
        2026-02-01 known 2026-03-01: member
        2026-03-01 known 2026-03-01: suspended
        2026-05-01 known 2026-05-02: member, since 2026-04-30
        2026-03-01 known 2026-05-02: suspended
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_membership_is_read_as_a_careful_reader_would(situation):
    told, asked = SITUATIONS[situation]
    check(told, asked, membership, read)


def test_the_subject_is_one_whatever_the_initiative_is_called():
    names = ("Pax Silica", "the Pax Silica initiative", "Pax Silica Declaration", "US-led Pax Silica alliance")
    found = {subjects(MembershipClaim(member="IN", initiative=name)) for name in names}
    assert found == {("membership:pax-silica:IN",)}
    assert inputs("membership:pax-silica:IN") == ("membership:pax-silica:IN",)


def test_aliases_of_an_initiative_are_one_story():
    told = "2026-02-01 Herald: expected_to_join of IPEF\n2026-02-20 Mirror: joined 2026-02-19 of Indo-Pacific Economic Framework"
    (span,) = [
        span
        for span in resolve("membership:ipef:KE", papers(told, membership), instant("2026-03-01"))
        if span.since_day <= instant("2026-02-25").date() < span.until_day
    ]
    assert span.value == {
        "member": "KE",
        "initiative": "Indo-Pacific Economic Framework for Prosperity",
        "initiative_slug": "ipef",
        "status": "joined",
        "date": "2026-02-19",
    }


def test_another_kind_of_claim_is_refused():
    with pytest.raises(InvalidClaim, match="membership"):
        subjects(PositionClaim(actor="IN", stance="demand", topic="rice"))
