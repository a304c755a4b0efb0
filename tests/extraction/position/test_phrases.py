"""Every phrase and every noun that tells a stance gives one position of that stance in its example."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import position, words
from service.extraction.document import read

PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)
EXAMPLES = [
    (stance, text)
    for part in words.table("position_phrases.yaml").values()
    for stance, phrases in part.items()
    for text in phrases.values()
]
NOUNS = [(stance, text) for stance, nouns in words.table("position_nouns.yaml").items() for text in nouns.values()]


def stances(text: str) -> list[str]:
    return [claim.stance for claim in position.claims(read(text, PUBLISHED))]


def test_every_phrase_and_every_noun_tells_its_stance() -> None:
    assert [text for stance, text in (*EXAMPLES, *NOUNS) if stances(text) != [stance]] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bern has no objection to a joint fund.", ["supports"]),
        ("Bern is not sympathetic to a joint fund.", ["opposes"]),
        ("Bern has no intention of joining.", ["red_line"]),
        ("Bern is not adamant about a joint fund.", []),
        ("Carmakers are unhappy with the duty.", []),
        ("The duty drew a protest from farmers.", []),
    ],
)
def test_a_denied_phrase_says_the_opposite_or_nothing_and_only_parties_hold_one(text: str, told: list[str]) -> None:
    assert stances(text) == told
