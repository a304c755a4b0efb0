"""Claims from requests: what is taken, and what is refused with the name of the field."""

import pytest

from service.domain.claim_documents import claim_from_document, claims_from_documents, public_document
from service.domain.claims import MeetingClaim, TariffClaim
from service.domain.errors import EvidenceMismatch, InvalidClaim, InvalidDate, UnknownParty

TEXT = "Canada’s duty on Chinese steel is 25% since March 4."
QUOTE = {"start": 0, "end": 37, "text": TEXT[:37]}


def tariff(**changes):
    return {
        "kind": "tariff", "imposer": "CA", "target": "CN", "product": "steel", "rate": 25, "rate_op": "eq",
        "basis": ["total", "additional"], "status": ["in_force"], "valid_from": "2025-03-04", "evidence": [QUOTE],
    } | changes  # fmt: skip


def test_the_first_value_of_a_list_counts_and_extra_keys_are_ignored():
    claim = claim_from_document(tariff(id="x.c01", optional=True, component_reason=None), TEXT)
    assert isinstance(claim, TariffClaim)
    assert (claim.basis, claim.status, str(claim.rate)) == ("total", "in_force", "25")


def test_participants_stay_a_list():
    claim = claim_from_document(
        {
            "kind": "meeting",
            "meeting_kind": ["bilateral"],
            "participants": [
                {"type": "person", "name": "A. Person", "country": None},
                {"type": "country", "code": "CN"},
            ],
            "topics": ["steel"],
            "status": ["held"],
            "evidence": [QUOTE],
        },
        TEXT,
    )
    assert isinstance(claim, MeetingClaim)
    assert [p.type for p in claim.participants] == ["person", "country"]


def test_a_public_document_has_numbers_and_quotes():
    document = public_document(claim_from_document(tariff(rate=12.5), TEXT), TEXT)
    assert document["rate"] == 12.5
    assert document["evidence"] == [QUOTE]


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"kind": "rumour"}, InvalidClaim, "claims[0].kind"),
        ({"status": "enforced"}, InvalidClaim, "claims[0].status"),
        ({"evidence": []}, InvalidClaim, "claims[0]"),
        ({"evidence": [{"start": 3, "end": 3}]}, EvidenceMismatch, "claims[0].evidence[0]"),
        ({"evidence": [{"start": 0, "end": 4000}]}, EvidenceMismatch, "claims[0].evidence[0]"),
        ({"evidence": [{"start": 1, "end": 38, "text": TEXT[:37]}]}, EvidenceMismatch, "claims[0].evidence[0]"),
        ({"valid_from": "2025-13-04"}, InvalidDate, "claims[0].valid_from"),
        ({"valid_from": "soon"}, InvalidDate, "claims[0].valid_from"),
        ({"target": "UK"}, UnknownParty, "claims[0].target"),
        ({"imposer": ""}, UnknownParty, "claims[0].imposer"),
        ({"rate": "plenty"}, InvalidClaim, "claims[0]"),
    ],
)
def test_what_is_not_in_the_form_of_the_schema_is_refused_by_name(changes, error, field):
    with pytest.raises(error) as caught:
        claims_from_documents([tariff(**changes)], TEXT)
    assert caught.value.field == field


def test_the_mend_for_a_code_that_is_a_common_mistake_is_named():
    with pytest.raises(UnknownParty, match="use GB"):
        claim_from_document(tariff(target="UK"), TEXT)


def test_a_value_names_what_is_meant_and_quotes_belong_to_the_evidence():
    assert claim_from_document(tariff(product="x" * 300, remark="y" * 900), TEXT).product == "x" * 300
    with pytest.raises(InvalidClaim) as refusal:
        claim_from_document(tariff(product="x" * 301), TEXT)
    assert refusal.value.field == "claim.product"
    parties = [{"type": "country", "code": "CN"}, {"type": "org", "name": "x" * 301}]
    with pytest.raises(InvalidClaim) as refusal:
        claim_from_document({"kind": "negotiation", "parties": parties, "subject": "trade", "evidence": [QUOTE]}, TEXT)
    assert refusal.value.field == "claim.parties[1].name"
