"""Values as long as quotes, apart from their claims and back in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import MeetingClaim, PositionClaim, TariffClaim
from service.domain.wordings import part, to_store, whole

LONG = "opening its dairy market to American powder"
words = st.text(max_size=60) | st.sampled_from([LONG, "␟0", "␟1", "␟7 x", "steel"])
claims = st.lists(
    st.builds(PositionClaim, actor=st.just("US"), stance=st.just("demand"), topic=words)
    | st.builds(
        TariffClaim, imposer=st.just("US"), target=st.just("IN"), product=words, component_reason=st.none() | words
    )
    | st.builds(MeetingClaim, meeting_kind=st.just("visit"), topics=st.lists(words, max_size=3).map(tuple)),
    max_size=4,
)


@given(claims)
def test_what_is_parted_comes_together_again(given_claims) -> None:
    marked, wordings = part(given_claims)
    sha256, stored = to_store("art-1 1 rules 1", wordings)
    assert whole(marked, sha256 if wordings else None, stored if wordings else None) == tuple(given_claims)


def test_short_values_stay_in_their_claims() -> None:
    short = (PositionClaim(actor="US", stance="demand", topic="its dairy market"),)
    assert part(short) == (short, ())


def test_claims_whose_wordings_are_erased_stay_apart_from_each_other() -> None:
    long = [PositionClaim(actor="US", stance="demand", topic=f"{LONG} {number}") for number in range(2)]
    marked, wordings = part([*long, PositionClaim(actor="US", stance="demand", topic="steel")])
    assert [claim.topic for claim in marked] == ["␟0", "␟1", "steel"]
    sha256, _ = to_store("art-1 1 rules 1", wordings)
    erased = whole(marked, sha256, None)
    assert [claim.topic for claim in erased] == [
        f"erased words {sha256[:8]}-0",
        f"erased words {sha256[:8]}-1",
        "steel",
    ]


def test_claims_that_were_recorded_without_wordings_come_back_as_they_are() -> None:
    old = (PositionClaim(actor="US", stance="demand", topic="␟0"),)
    assert whole(old, None, None) == old
