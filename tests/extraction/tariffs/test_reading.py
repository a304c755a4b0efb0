"""What the reading of duties finds in articles of our own, and what must hold for any text."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.claims import TariffClaim
from service.extraction import document
from service.extraction.tariffs import claims
from tests.extraction.tariffs.scoring import Article, articles, read, score

DAY = datetime(2025, 9, 3, 12, tzinfo=UTC)
SENTENCES = (
    "The United States imposed a 25% tariff on Indian goods on August 7, 2025.",
    "Canada will charge a 15 per cent duty on steel from Mexico.",
    "Brazil cut its tariff on Japanese cars to 18% from 25%.",
    "The orchestra played for two hours in a full hall.",
)


def found(text: str) -> list[TariffClaim]:
    return list(claims(document.read(text, DAY, "")))


def pairs(text: str) -> set[tuple[str, str, Decimal | None]]:
    return {(claim.imposer, claim.target, claim.rate) for claim in found(text)}


@pytest.mark.parametrize(("kept", "precision", "recall"), [(False, 0.95, 0.92), (True, 0.90, 0.85)])
def test_the_corpus_is_read_above_its_floor(kept: bool, precision: float, recall: float) -> None:
    reached = score([(each, read(each)) for each in articles() if each.kept is kept])
    assert reached.precision >= precision, reached.extra
    assert reached.recall >= recall, reached.missed


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.ident)
def test_evidence_is_a_stretch_of_the_text(article: Article) -> None:
    for claim in read(article):
        assert claim.evidence
        assert all(0 <= part.start < part.end <= len(article.text) for part in claim.evidence)


def test_a_duty_is_read_with_who_charges_whom() -> None:
    assert pairs(SENTENCES[0]) == {("US", "IN", Decimal(25))}


def test_the_parts_of_a_sum_are_components() -> None:
    text = "The 50% US tariff on Indian goods is made up of 25% from August and a further 25% over oil."
    assert {claim.basis for claim in found(text) if claim.rate == Decimal(25)} == {"component"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("America's duty on Chinese goods fell to 30%, and China's fell to 10%.", {("US", "CN", 30), ("CN", "US", 10)}),
        ("A court struck down US tariffs, among them the 25% duty on goods from Canada.", {("US", "CA", 25)}),
        ("Canada removed the 25% duty that it had charged on American steel.", {("CA", "US", 25)}),
        ("China will raise tariffs on goods imported from Japan to 20% from 10%.", {("CN", "JP", 20)}),
        ("Japanese cars are subject to tariffs of 15% in the United States.", {("US", "JP", 15)}),
    ],
)
def test_a_duty_is_read_where_its_words_are_left_out_or_apart(text: str, expected: set[tuple[str, str, int]]) -> None:
    assert pairs(text) == {(imposer, target, Decimal(rate)) for imposer, target, rate in expected}


def test_a_sentence_about_something_else_changes_nothing() -> None:
    for sentence in SENTENCES[:3]:
        assert pairs(f"{sentence} {SENTENCES[3]}") == pairs(sentence)


def test_two_countries_that_change_places_change_places_in_the_claim() -> None:
    assert pairs("Japan imposed a 20% tariff on goods from Brazil.") == {("JP", "BR", Decimal(20))}
    assert pairs("Brazil imposed a 20% tariff on goods from Japan.") == {("BR", "JP", Decimal(20))}


def test_a_text_without_duties_makes_no_claim() -> None:
    assert found("Inflation rose to 3% and Japan's share of exports to India fell to 10%.") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES) | st.text(max_size=60), max_size=6))
def test_no_text_breaks_the_reading_and_it_reads_alike_twice(parts: list[str]) -> None:
    text = " ".join(parts)
    assert found(text) == found(text)
