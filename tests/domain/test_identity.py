"""What an analyst decides on identity counts from then on, can be taken back, and changes no earlier answer."""

from datetime import UTC, datetime

from service.domain.claims import MembershipClaim
from service.domain.identity import Decision, Identities
from service.domain.registry import KINDS, Judged
from service.domain.reports import Report

ONE, TWO, THREE = "membership:harbour-accord:KE", "membership:port-pact:KE", "membership:lantern-league:KE"
NAMES = {ONE: "Harbour Accord", TWO: "Port Pact", THREE: "Lantern League"}


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def told(subject: str, status: str, published: int) -> Report:
    return Report(
        claim_id=f"{NAMES[subject]} {published}",
        claim=MembershipClaim(member="KE", initiative=NAMES[subject], status=status),
        article_id=f"a{published}",
        version=1,
        position=published,
        ordinal=1,
        published_at=day(published),
        publisher="Herald",
        story=f"s{published}",
    )


REPORTS = [told(ONE, "invited", 2), told(TWO, "joined", 3), told(THREE, "observer", 4)]
MERGED = Decision((ONE, TWO), same=True, decided_at=day(10))


def status(subject: str, known: int, *decisions: Decision) -> set[str]:
    judged = Judged(KINDS["membership"], decisions)
    homes = judged.inputs(subject)
    reports = [r for r in REPORTS if KINDS["membership"].subjects(r.claim)[0] in homes]
    return {
        each.span.value["status"]
        for each in judged.rectangles(subject, reports)
        if each.known_from <= day(known) < each.known_until and each.span.until_day > day(20).date()
    }


def test_without_a_decision_each_key_answers_for_itself() -> None:
    assert (status(ONE, 15), status(TWO, 15)) == ({"invited"}, {"joined"})


def test_merged_keys_answer_as_one_from_the_decision_on() -> None:
    assert status(ONE, 9, MERGED) == {"invited"}
    assert status(TWO, 9, MERGED) == {"joined"}
    assert status(ONE, 10, MERGED) == {"joined"}
    assert status(TWO, 10, MERGED) == set()


def test_the_old_key_points_to_the_new_one() -> None:
    identities = Identities([MERGED])
    assert identities.current(TWO, day(9)) == TWO
    assert identities.current(TWO) == ONE
    assert identities.current(ONE) == ONE


def test_a_merge_is_taken_back_by_a_split() -> None:
    undone = Decision((TWO, ONE), same=False, decided_at=day(12))
    assert status(ONE, 11, MERGED, undone) == {"joined"}
    assert status(ONE, 12, MERGED, undone) == {"invited"}
    assert status(TWO, 12, MERGED, undone) == {"joined"}
    assert Identities([MERGED, undone]).current(TWO) == TWO


def test_merges_follow_each_other_to_the_end_and_never_in_a_circle() -> None:
    chain = Decision((TWO, THREE), same=True, decided_at=day(8))
    assert Identities([chain, MERGED]).current(THREE) == ONE
    assert Identities([chain, MERGED]).current(THREE, day(9)) == TWO
    back = Decision((TWO, ONE), same=True, decided_at=day(11))
    assert Identities([MERGED, back]).current(ONE) == TWO
    assert Identities([MERGED, back]).current(TWO) == TWO
    assert status(ONE, 15, chain, MERGED) == {"observer"}


def test_a_decision_on_tariffs_changes_nothing() -> None:
    judged = Judged(KINDS["tariff"], [Decision(("tariff:US:IN", "tariff:US:CN"), same=True, decided_at=day(1))])
    assert judged.inputs("tariff:US:IN") == tuple(sorted(KINDS["tariff"].inputs("tariff:US:IN")))
