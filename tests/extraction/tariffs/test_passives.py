"""Duties that are told in the passive: by whom, on what, and what comes unless somebody yields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction.document import read
from service.extraction.tariffs import claims

DAY = datetime(2025, 8, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "A duty of 25% will be collected by Turkey on garments (chapters 61 and 62) originating in the Arab Republic of Egypt.",
        "A duty of 25% will be imposed by Turkey on Monday on garments from Egypt.",
    ],
)
def test_the_passive_tells_by_whom_and_on_what(text: str) -> None:
    assert [(c.imposer, c.target, c.product) for c in claims(read(text, DAY))] == [("TR", "EG", "garments")]


def test_what_comes_unless_somebody_yields_is_threatened() -> None:
    text = "Turkey's minister said that garments from Egypt would be hit with a 30% duty unless Cairo thought again."
    assert [(claim.target, claim.status) for claim in claims(read(text, DAY))] == [("EG", "threatened")]
