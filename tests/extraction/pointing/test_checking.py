"""
What a language model points at becomes a claim only when the text bears it out.

Answers are written by hand here, right ones and every way of being wrong.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.claims import MeetingClaim, NegotiationClaim, Participant, PositionClaim, TariffClaim
from service.domain.errors import InvalidInput
from service.extraction import pointing
from service.extraction.document import Document, read

DUTY = "Brazil will impose a 15% duty on Argentine wheat from 1 May, Finance Minister Fernando Haddad said on Tuesday."
MEETING = "Haddad is to meet his counterpart Luis Caputo in Montevideo next week."
TALKS = "Talks between Brazil and Chile on a fisheries accord broke down last month."
STANCE = "Chile rejects “any tariff on copper”, its foreign ministry said."
PADDING = "The weather was fine that day and the streets were full of people who took no interest. " * 6
TEXT = f"{DUTY}\n\n{MEETING} {TALKS}\n\n{STANCE}\n\n{PADDING}Peru was not mentioned by anyone, nor was 40%."
TARIFF: dict[str, Any] = {
    "kind": "tariff",
    "quotes": [DUTY],
    "imposer": "Brazil",
    "target": "Argentine",
    "product": "wheat",
    "rate": "15%",
    "rate_op": "eq",
    "previous_rate": None,
    "basis": "additional",
    "component_reason": None,
    "status": "announced",
    "valid_from": "1 May",
    "valid_to": None,
}


@pytest.fixture(scope="module")
def document() -> Document:
    return read(TEXT, datetime(2025, 4, 15, 12, tzinfo=UTC))


def checked(document: Document, *pointers: dict[str, Any]) -> pointing.Checked:
    return pointing.check(json.dumps({"claims": pointers}), document)


def test_values_are_read_by_us_from_the_words_that_are_pointed_at(document: Document) -> None:
    (claim,) = checked(document, TARIFF).claims
    assert isinstance(claim, TariffClaim)
    assert (claim.imposer, claim.target, claim.product, claim.rate) == ("BR", "AR", "wheat", Decimal(15))
    assert claim.valid_from == "2025-05-01"
    assert [TEXT[span.start : span.end] for span in claim.evidence] == [DUTY]


def test_people_are_who_the_article_introduced_and_dates_are_resolved(document: Document) -> None:
    pointer = {
        "kind": "meeting", "quotes": [MEETING], "meeting_kind": "bilateral", "people": ["Haddad", "Luis Caputo"],
        "countries": ["Brazil"], "organisations": [], "host": None, "place": "Montevideo", "name": None,
        "date": "next week", "status": "planned",
    }  # fmt: skip
    (claim,) = checked(document, pointer).claims
    assert isinstance(claim, MeetingClaim)
    assert claim.participants[0] == Participant(type="person", name="Fernando Haddad", country="BR")
    assert [each.name for each in claim.participants] == ["Fernando Haddad", "Luis Caputo"]
    assert claim.date == "2025-04-21/2025-04-27"


def test_parties_of_talks_are_codes(document: Document) -> None:
    pointer = {
        "kind": "negotiation", "quotes": [TALKS], "parties": ["Brazil", "Chile"], "subject": "fisheries accord",
        "status": "collapsed", "date": "last month",
    }  # fmt: skip
    (claim,) = checked(document, pointer).claims
    assert isinstance(claim, NegotiationClaim)
    assert [each.code for each in claim.parties] == ["BR", "CL"]
    assert claim.date == "2025-03"


def test_quotes_may_be_typed_with_plain_marks(document: Document) -> None:
    plain = STANCE.replace("“", '"').replace("”", '"')
    pointer = {
        "kind": "position",
        "quotes": [plain],
        "actor": "Chile",
        "stance": "opposes",
        "topic": "tariff on copper",
    }
    (claim,) = checked(document, pointer).claims
    assert isinstance(claim, PositionClaim)
    assert TEXT[claim.evidence[0].start : claim.evidence[0].end] == STANCE


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quotes": ["Brazil will impose a 50% duty on wheat."]}, "the quote"),
        ({"quotes": []}, "the quote"),
        ({"rate": "25%"}, "rate: '25%' does not stand in the text"),
        ({"rate": "40%"}, "rate: '40%' stands"),
        ({"rate": "1"}, "rate: '1'"),
        ({"rate_op": "upto"}, "rate_op"),
        ({"target": "Bolivia"}, "target: 'Bolivia' does not stand in the text"),
        ({"target": "Peru"}, "characters from the quote"),
        ({"target": "wheat"}, "names no parties"),
        ({"target": "Brazil"}, "imposer and target"),
        ({"product": "steel"}, "product: 'steel' does not stand in the text"),
        ({"valid_from": "2 May"}, "valid_from"),
        ({"valid_from": "wheat"}, "no date"),
        ({"status": "odd"}, "not in the form"),
        ({"extra": 1}, "not in the form"),
    ],
)
def test_what_the_text_does_not_bear_out_is_refused_with_the_reason(
    document: Document, change: dict[str, Any], reason: str
) -> None:
    result = checked(document, TARIFF | change, TARIFF)
    assert len(result.claims) == 1, "the neighbour stands"
    (refusal,) = result.refusals
    assert refusal.index == 0
    assert reason in refusal.reason


@pytest.mark.parametrize("answer", ["", "Sure! Here are the claims:", "[]", '{"claims": 3}', '{"other": []}'])
def test_what_is_no_answer_is_an_error_that_says_so(document: Document, answer: str) -> None:
    with pytest.raises(InvalidInput, match="another reader"):
        pointing.check(answer, document)


@given(
    st.fixed_dictionaries({name: st.sampled_from(TEXT.split()) for name in ("imposer", "target", "product", "rate")})
)
@settings(max_examples=100, deadline=None)
def test_whatever_words_are_pointed_at_a_claim_has_its_figure_and_product_in_the_text(words: dict[str, str]) -> None:
    document = read(TEXT, datetime(2025, 4, 15, 12, tzinfo=UTC))
    for claim in checked(document, TARIFF | words).claims:
        assert isinstance(claim, TariffClaim)
        assert claim.product in TEXT
        assert claim.rate == Decimal(15)
        assert {claim.imposer, claim.target} <= {"BR", "AR", "CL"}
