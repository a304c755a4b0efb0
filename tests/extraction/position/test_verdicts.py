"""Every word of praise and blame gives the position that its example tells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import position, words
from service.extraction.document import read

PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)
STANCES = {"opposes": "opposes", "supports": "supports", "denied": "opposes"}


def told(text: str) -> list[tuple[str, str]]:
    return [(claim.stance, claim.topic) for claim in position.claims(read(text, PUBLISHED))]


@pytest.mark.parametrize("part", STANCES)
def test_every_word_of_praise_and_blame_takes_its_side_on_what_is_called_so(part: str) -> None:
    examples = words.table("position_verdicts.yaml")[part].values()
    assert [text for text in examples if told(text) != [(STANCES[part], "levy")]] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warsaw is against, Rome wants guarantees for its growers.", ["growers"]),
        ("Oslo will end the ban only if its quotas are kept.", ["quotas"]),
        ("Oslo still blocks the accord until its quotas are kept.", ["quotas"]),
        ("Washington will impose a 10% tariff on Oslo as soon as the accord lapses.", []),
    ],
)
def test_conditions_are_of_consent_and_not_of_duties(text: str, expected: list[str]) -> None:
    topics = " ".join(topic for _, topic in told(text)).split()
    assert all(word in topics for word in expected)
    assert expected or not topics
