"""Random small worlds of meetings: few people, few days and places, so that reports meet, miss and contradict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from service.domain.claims import MEETING_KINDS, MEETING_STATUSES, MeetingClaim, Participant
from service.domain.reports import Report

DAWN = datetime(2024, 3, 1, 6, tzinfo=UTC)
PEOPLE = (
    ("Ana Ruiz", "ES"), ("A. Ruiz", "ES"), ("Ruiz", "ES"), ("Karl Voss", "DE"), ("Voss", "DE"), ("Petra Lang", "DE"),
    ("Marie Roux", "FR"), ("Roux", None),
)  # fmt: skip
COUNTRIES = ("ES", "DE", "FR", "G7")
PLACES = (None, "Berlin", "DE", "Madrid", "Paris", "Chancellery, Berlin")
NAMES = (None, None, None, "Grid Ministerial", "European grid summit", "G7 summit", "G7 foreign ministers' meeting")
DATES = (
    None, "2024-03", "2024-03-04", "2024-03-05", "2024-03-06", "2024-03-04/2024-03-06", "2024-03-04/2024-03-10",
    "2024-04-15", "2024-03/..", "../2024-04-01", "2024", "2024-05-02/2024-05-03", "2024-01",
)  # fmt: skip

participants = st.one_of(
    st.sampled_from(PEOPLE).map(lambda p: Participant(type="person", name=p[0], country=p[1])),
    st.sampled_from(COUNTRIES).map(lambda code: Participant(type="country", code=code)),
)

claims: st.SearchStrategy[MeetingClaim] = st.builds(
    MeetingClaim,
    meeting_kind=st.sampled_from(MEETING_KINDS),
    participants=st.lists(participants, min_size=1, max_size=3).map(tuple),
    host=st.sampled_from((None, None, "Voss", "DE")),
    place=st.sampled_from(PLACES),
    name=st.sampled_from(NAMES),
    date=st.sampled_from(DATES),
    status=st.sampled_from((*MEETING_STATUSES, "held", "planned", "held", "planned")),
)


def at(hours: int) -> datetime:
    """So many hours after the first day."""
    return DAWN + timedelta(hours=hours)


@st.composite
def reports(draw: Any, max_articles: int = 7) -> list[Report]:
    """Articles of three papers: copies, later versions, retractions, and claims that count late."""
    found: list[Report] = []
    for number in range(draw(st.integers(1, max_articles))):
        published = draw(st.integers(0, 80)) * 24
        told = draw(st.lists(claims, min_size=1, max_size=3))
        ends = draw(st.sampled_from((None, None, None, 24, 24 * 20)))
        late = draw(st.sampled_from((None, None, None, None, 48)))
        review = draw(st.sampled_from((None, None, None, None, None, "confirmed")))
        paper = draw(st.sampled_from(("Herald", "Review", "Gazette")))
        for ordinal, claim in enumerate(told):
            found.append(
                Report(
                    claim_id=f"a{number}#{ordinal}",
                    claim=claim,
                    article_id=f"a{number}",
                    version=1,
                    position=number,
                    ordinal=ordinal,
                    published_at=at(published),
                    publisher=paper,
                    story=f"a{number}",
                    counts_from=None if late is None else at(published + late),
                    counts_until=None if ends is None else at(published + ends),
                    review=review,
                )
            )
        if draw(st.integers(0, 3)) == 0:
            found += _again(draw, found[-len(told) :], number)
    return found


def _again(draw: Any, first: list[Report], number: int) -> list[Report]:
    """The same claims once more: printed by another paper, or in a corrected version of the article."""
    hours = timedelta(hours=draw(st.integers(1, 72)))
    if draw(st.booleans()):
        return [
            msgspec.structs.replace(
                each, claim_id=f"{each.claim_id}copy", article_id=f"c{number}", published_at=each.published_at + hours
            )
            for each in first
        ]
    return [
        msgspec.structs.replace(
            each,
            claim_id=f"{each.claim_id}v2",
            version=2,
            story=f"a{number}v2",
            claim=draw(st.one_of(st.just(each.claim), claims)),
            published_at=each.published_at + hours,
            counts_from=None,
        )
        for each in first
    ]
