"""How sure a reading says it is, and what two readings say together."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import Evidence, MembershipClaim, TariffClaim, kind_of
from service.extraction import confidence
from service.extraction.agreement import surer, together
from service.extraction.reader import extract, judged_by_rules
from tests.extraction import gold

WORDS = (Evidence(start=0, end=5),)
DUTY = TariffClaim(imposer="US", target="IN", rate=25, status="in_force", evidence=WORDS, confidence=0.8)


def test_every_claim_says_how_sure_it_is_and_no_value_is_certainty() -> None:
    text = (
        "The United States imposed a 25% tariff on Indian steel on Monday. Prime Minister Modi will visit Tokyo in May."
    )
    claims = extract(text, datetime(2025, 3, 4, 12, tzinfo=UTC))
    assert claims
    assert all(claim.confidence is not None and 0 < claim.confidence < 1 for claim in claims)


def test_what_is_said_outright_is_trusted_more_than_what_the_article_filled_in() -> None:
    assert confidence.confidence("tariff", "outright") > confidence.confidence("tariff", "filled in")
    assert confidence.confidence("office", "full name") > confidence.confidence("office", "one name")


def test_a_class_that_was_never_counted_has_the_share_of_its_kind() -> None:
    counts = confidence.words.table("confidence.yaml")["meeting"].values()
    share = sum(hits for hits, _ in counts) / sum(read for _, read in counts)
    assert confidence.confidence("meeting", "never seen") == pytest.approx(share, abs=0.07)


def test_most_claims_are_of_a_class_that_was_counted() -> None:
    table = confidence.words.table("confidence.yaml")
    read = [claim for _, record in gold.articles(gold.LATER) for claim in gold.read(record, judged_by_rules)]
    counted = [confidence.class_of(claim) in table[kind_of(claim)] for claim in read]
    assert sum(counted) >= 0.9 * len(counted)


def test_two_that_agree_are_surer_than_either_and_the_fuller_claim_stands() -> None:
    dated = msgspec.structs.replace(
        DUTY, valid_from="2025-08-27", evidence=(Evidence(start=9, end=12),), confidence=0.5
    )
    (both,) = together([DUTY], [dated])
    assert (both.valid_from, both.confidence) == ("2025-08-27", 0.9)
    assert set(both.evidence) == {*DUTY.evidence, *dated.evidence}


def test_claims_that_contradict_each_other_both_stand() -> None:
    other = msgspec.structs.replace(DUTY, rate=50)
    unrated = msgspec.structs.replace(DUTY, rate=None)
    member = MembershipClaim(member="IN", initiative="Quad", evidence=WORDS)
    assert len(together([DUTY], [other])) == 2
    assert len(together([DUTY], [unrated])) == 2, "a duty without its rate is another statement, not a lesser one"
    assert len(together([DUTY], [member])) == 2


@given(st.lists(st.none() | st.floats(0, 1), max_size=4))
def test_agreement_never_makes_less_sure(told: list[float | None]) -> None:
    together_ = surer(told)
    known = [each for each in told if each is not None]
    assert (together_ is None) == (not known)
    if known:
        assert together_ is not None
        assert together_ >= max(known) - 0.01
