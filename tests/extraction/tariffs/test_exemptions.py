"""Who and what is let off a duty: never all goods of a party without a duty that they are let off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction.document import read
from service.extraction.tariffs import claims

DAY = datetime(2025, 8, 12, 12, tzinfo=UTC)


def exempt(text: str) -> list[tuple[str, str, str]]:
    """Who exempts whom, on which goods, in *text*."""
    found = claims(read(text, DAY))
    return [(claim.imposer, claim.target, claim.product) for claim in found if claim.status == "exempt"]


def test_a_party_is_exempt_on_the_goods_of_the_duty_that_is_spoken_of() -> None:
    text = "The European Union put a duty of 50% on imported steel. Norway and Iceland are spared."
    assert exempt(text) == [("EU", "NO", "steel"), ("EU", "IS", "steel")]


def test_a_party_let_off_nothing_that_is_named_is_no_claim() -> None:
    assert exempt("The United States has a tariff of 25% on Mexican goods. Canada is let off.") == []


@pytest.mark.parametrize(
    "words", ["Ankara has excused babywear", "Babywear was let off", "Babywear is outside the scope"]
)
def test_goods_are_let_off_in_many_words(words: str) -> None:
    text = f"Turkey has a duty of 25% on Egyptian clothes. {words}."
    assert [product.lower() for _, _, product in exempt(text)] == ["babywear"]
