"""Between whom talks are, and whether a sentence tells of any, where no rule alone says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import document, negotiation, weighing

PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)


def told(text: str) -> set[tuple[str, str]]:
    claims = negotiation.claims(document.read(text, PUBLISHED))
    return {("+".join(sorted(p.code or p.name or "" for p in c.parties)), c.subject) for c in claims}


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Chile signed trade agreements with Peru, Kenya and Ghana on Tuesday.", {"CL+PE", "CL+KE", "CL+GH"}),
        ("Canberra signed a minerals partnership with the EU on Thursday.", {"AU+EU"}),
        ("Norway and Ghana are negotiating a fisheries treaty.", {"NO+GH"}),
    ],
)
def test_the_parties_that_a_phrase_names_take_part(text: str, parties: set[str]) -> None:
    assert {pair for pair, _ in told(text)} == {"+".join(sorted(each.split("+"))) for each in parties}


def test_one_agreement_with_a_list_is_between_all_of_them() -> None:
    text = "Norway signed a trade pact with Ghana, Kenya and Peru in May."
    assert told(text) == {("GH+KE+NO+PE", "trade pact")}


def test_talks_of_accession_are_with_the_group_that_one_is_to_belong_to() -> None:
    assert told("Costa Rica concluded its accession talks with the OECD in May.") == {("CR+OECD", "accession talks")}


def test_talks_keep_the_words_that_tell_what_they_are_on() -> None:
    assert told("Talks between Norway and Iceland on cod and mackerel broke down in May.") == {
        ("IS+NO", "Talks on cod and mackerel")
    }


def test_bare_talks_of_an_article_on_duties_are_on_duties_and_trade() -> None:
    text = "Ghana will raise its tariff on Kenyan tea. A tariff war looms. Ghana and Kenya resumed talks on Monday."
    assert told(text) == {("GH+KE", "tariff and trade talks")}


def test_a_group_goes_by_its_acronym_where_the_article_prints_it() -> None:
    text = "Oman said the Gulf Cooperation Council (GCC) signed a trade agreement with Chile on Monday."
    assert ("CL+GCC", "trade agreement") in told(text)


def test_of_equal_candidates_each_has_its_share_and_none_has_one() -> None:
    assert weighing.share_or_none(0.0, [0.0, 0.0]) == pytest.approx(1 / 3)
    assert weighing.share_or_none(40.0, [40.0]) == pytest.approx(1.0)
