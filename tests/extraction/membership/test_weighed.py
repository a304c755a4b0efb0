"""Memberships of a body that the sentence leaves out, and words that name none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import document, membership

PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)


def told(text: str) -> set[tuple[str, str, str]]:
    return {(c.member, c.initiative, c.status) for c in membership.claims(document.read(text, PUBLISHED))}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Chile joined the Artemis Accords in May. Peru and Kenya declined. So did Norway.",
            {(code, "Artemis Accords", "declined") for code in ("PE", "KE", "NO")},
        ),
        (
            "Who belongs to the OECD?\n\nOECD.\n\nThailand has applied to join. China's request is under review.",
            {("TH", "OECD", "applied"), ("CN", "OECD", "applied")},
        ),
        (
            "The charter of the Board of Peace was signed in Davos. Chile and Kenya joined. France declined to join.",
            {("CL", "Board of Peace", "joined"), ("FR", "Board of Peace", "declined")},
        ),
    ],
)
def test_a_body_that_the_sentence_leaves_out_is_the_one_spoken_of(text: str, claims: set[tuple[str, str, str]]) -> None:
    assert claims <= told(text)


def test_a_member_told_by_a_rule_is_not_told_again() -> None:
    text = "Ghana joined the Artemis Accords in May. Ghana, a signatory, hosts the next meeting of the Artemis Accords."
    assert len(told(text)) == 1


def test_names_that_stand_right_beside_each_other_are_one_body() -> None:
    assert told("Kenya subscribed to the Global Health Compact in June.") == {("KE", "Global Health Compact", "joined")}


def test_joining_hands_is_joining_nothing() -> None:
    assert told("Ghana and Togo joined hands to clean their beaches. Togo left the field after an hour.") == set()
