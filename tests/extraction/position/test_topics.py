"""What "it", "the move", "one" and "them" stand for in what a position is on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import position
from service.extraction.document import read

PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "text", "word"),
    [
        ("Bern puts 12% tax on foreign watches", "Bern acted on Monday. Tokyo called the decision unjust.", "watches"),
        (None, "Kyiv wants an invitation to the club. Rome opposes one while the war goes on.", "invitation"),
        (None, "Mexico asked about the quotas of the province. Ottawa refused to accept them.", "quotas"),
        (
            "Lima raises watch tariff",
            "The watch tariff of 9% starts on Monday. Bern described the increase as unlawful.",
            "watch",
        ),
    ],
)
def test_what_points_back_is_told_by_what_it_points_to(title: str | None, text: str, word: str) -> None:
    told = list(position.claims(read(text, PUBLISHED, title)))
    assert [word in claim.topic.split() for claim in told][-1:] == [True], told
