"""Talks as a careful reader follows them: stages, setbacks, and which agreement a wording means."""

import pytest
from msgspec.structs import replace

from service.domain.claims import NegotiationClaim, Participant, PositionClaim
from service.domain.errors import InvalidClaim
from service.domain.kinds.negotiation import inputs, matching, resolve, subjects
from service.domain.talks import deal_of, match_rank, matches_subject, placed, shown_name
from tests.domain.states.telling import check, instant, papers, talks

SUBJECT = "negotiation:GB-KE"


def read(reports, known_by):
    return resolve(SUBJECT, reports, known_by)


STAGES = {
    "talks go from a proposal to an agreement in force": (
        """
        2025-01-10 Herald: proposed
        2025-03-02 Herald: launched 2025-03-01
        2025-06-01 Mirror: ongoing
        2025-09-21 Mirror: concluded 2025-09-20
        2025-12-02 Gazette: signed 2025-12-01
        2026-04-02 Gazette: in_force 2026-04-01
        """,
        """
        2025-02-01 known 2026-05-01: proposed
        2025-03-01 known 2026-05-01: launched, since 2025-03-01
        2025-07-01 known 2026-05-01: ongoing, since 2025-03-01
        2025-10-01 known 2026-05-01: concluded, since 2025-09-20, until 2025-12-01
        2026-01-01 known 2026-05-01: signed, since 2025-12-01
        2026-04-20 known 2026-05-01: in_force, since 2026-04-01
        2026-04-20 known 2025-07-01: ongoing, assumed
        2024-12-01 known 2024-12-31: none
        """,
    ),
    "talks that break down and resume": (
        """
        2025-01-10 Herald: ongoing
        2025-03-11 Mirror: suspended 2025-03-10
        2025-06-02 Mirror: resumed 2025-06-01
        2025-07-01 Gazette: ongoing
        2025-08-01 Herald: collapsed 2025-07-31
        """,
        """
        2025-02-01 known 2025-12-31: ongoing
        2025-04-01 known 2025-12-31: suspended, since 2025-03-10, until 2025-06-01
        2025-06-15 known 2025-12-31: resumed, since 2025-06-01
        2025-07-05 known 2025-12-31: ongoing, since 2025-06-01
        2025-08-15 known 2025-12-31: collapsed, since 2025-07-31
        2025-08-15 known 2025-06-20: resumed
        """,
    ),
    "a signing to come is next until its day": (
        """
        2026-01-10 Herald: signed 2026-03-15
        """,
        """
        2026-02-01 known 2026-01-31: concluded, next signed 2026-03-15
        2026-03-15 known 2026-01-31: signed, scheduled, since 2026-03-15
        """,
    ),
    "a signing that is called off does not come": (
        """
        2026-01-10 Herald: signed 2026-03-15
        2026-03-01 Mirror: collapsed 2026-02-28
        """,
        """
        2026-03-20 known 2026-02-15: signed
        2026-03-20 known 2026-03-02: collapsed
        """,
    ),
    "a stall last year is background to talks that go on": (
        """
        2026-02-02 Herald: ongoing; stalled 2025
        """,
        """
        2026-02-05 known 2026-02-05: ongoing
        """,
    ),
    "talks since a month go on all the while": (
        """
        2025-09-21 Herald: resumed
        2026-02-22 Mirror: ongoing 2025-02
        """,
        """
        2025-05-01 known 2026-02-28: ongoing
        2025-09-21 known 2025-09-30: resumed
        2026-02-25 known 2026-02-28: ongoing, assumed
        """,
    ),
    "a passing mention of talks does not undo a signature": (
        """
        2025-12-02 Herald: signed 2025-12-01
        2026-01-20 Mirror: ongoing
        """,
        """
        2026-02-01 known 2026-02-01: signed, since 2025-12-01, undisputed
        """,
    ),
    "a deal that was announced too soon is under negotiation again": (
        """
        2026-02-03 Herald: concluded
        2026-02-10 Mirror: ongoing
        """,
        """
        2026-02-05 known 2026-02-05: concluded
        2026-02-12 known 2026-02-12: ongoing, undisputed
        """,
    ),
    "a mention of the proposed deal does not undo the talks": (
        """
        2025-06-01 Herald: ongoing
        2025-07-01 Mirror: proposed
        """,
        """
        2025-07-15 known 2025-07-15: ongoing
        """,
    ),
    "a deal that one paper has and another has not is contested": (
        """
        2026-02-10T08:00:00 Herald: signed
        2026-02-10T15:00:00 Mirror: ongoing
        """,
        """
        2026-02-12 known 2026-02-12: contested, against signed|against ongoing
        """,
    ),
    "a later report settles whether it was signed": (
        """
        2026-02-10T08:00:00 Herald: signed
        2026-02-10T15:00:00 Mirror: ongoing
        2026-02-20 Gazette: signed 2026-02-19
        """,
        """
        2026-02-12 known 2026-02-21: ongoing, undisputed
        2026-02-19 known 2026-02-21: signed, undisputed, since 2026-02-19
        """,
    ),
    "one article with two voices is contested": (
        """
        2026-02-10 Herald: signed; collapsed
        """,
        """
        2026-02-11 known 2026-02-12: contested
        """,
    ),
    "an article that tells the whole way is read as one way": (
        """
        2026-02-10 Herald: concluded; ongoing; proposed
        """,
        """
        2026-02-11 known 2026-02-12: concluded, undisputed
        """,
    ),
    "a retracted conclusion leaves what stood before": (
        """
        2026-01-05 Herald: ongoing
        2026-02-01 Mirror: concluded 2026-01-31 [until 2026-02-03]
        """,
        """
        2026-02-10 known 2026-02-02: concluded
        2026-02-10 known 2026-02-05: ongoing
        """,
    ),
    "two papers date one signature, one of them to the day": (
        """
        2026-02-20 Herald: signed 2026-02
        2026-02-22 Mirror: signed 2026-02-18
        """,
        """
        2026-02-19 known 2026-02-25: signed, since 2026-02-18, sources 2
        """,
    ),
}  # fmt: skip

WORDINGS = {
    "one agreement under many names": (
        """
        2025-02-14 Herald: launched about bilateral trade agreement
        2025-04-03 Mirror: ongoing about multi-sectoral trade agreement
        2025-09-21 Gazette: resumed about trade talks
        2025-11-01 Herald: stalled about BTA
        2025-12-01 Mirror: concluded about free trade agreement
        """,
        "trade deal",
        """
        2025-03-01 known 2025-12-31: launched, items 1
        2025-05-01 known 2025-12-31: ongoing, items 1
        2025-09-21 known 2025-12-31: resumed, items 1
        2025-11-05 known 2025-12-31: stalled, items 1
        2025-12-02 known 2025-12-31: concluded, items 1
        """,
    ),
    "an interim deal is not the whole": (
        """
        2026-02-01 Herald: ongoing about bilateral trade agreement
        2026-02-09 Mirror: signed about interim trade deal
        """,
        "interim agreement",
        """
        2026-02-10 known 2026-02-28: signed, items 1
        2026-02-05 known 2026-02-05: none
        """,
    ),
    "asked for the whole, the whole comes before its part": (
        """
        2026-02-01 Herald: ongoing about bilateral trade agreement
        2026-02-09 Mirror: signed about interim agreement
        """,
        "trade agreement",
        """
        2026-02-10 known 2026-02-28: ongoing, items 2
        """,
    ),
    "the deal is the trade deal where there is one": (
        """
        2026-02-01 Herald: ongoing about trade agreement
        2026-02-01 Herald: ongoing about direct flights
        2026-02-09 Mirror: concluded about the deal
        """,
        "free trade agreement",
        """
        2026-02-10 known 2026-02-28: concluded, items 1
        """,
    ),
    "other matters are other talks": (
        """
        2026-02-01 Herald: ongoing about trade agreement
        2026-02-09 Mirror: signed about critical minerals agreement
        """,
        "critical minerals",
        """
        2026-02-10 known 2026-02-28: signed, items 1
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize("situation", STAGES)
def test_talks_are_read_as_a_careful_reader_would(situation):
    told, asked = STAGES[situation]
    check(told, asked, talks, read)


@pytest.mark.parametrize("situation", WORDINGS)
def test_a_wording_means_its_agreement(situation):
    told, subject, asked = WORDINGS[situation]
    check(told, asked, talks, read, pick=lambda spans: matching(subject, spans))


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("bilateral trade agreement", "trade"), ("Bilateral Trade Agreement (BTA) market access", "trade"),
        ("free trade talks", "trade"), ("India-EU FTA", "trade"), ("Comprehensive Economic and Trade Agreement", "trade"),
        ("Agreement on Reciprocal Trade", "trade"), ("Economic Prosperity Deal", "trade"), ("CEPA", "trade"),
        ("trade and investment agreement", "trade"), ("interim trade deal", "trade-interim"), ("mini trade deal", "trade-interim"),
        ("first tranche of the BTA", "trade-interim"), ("early harvest trade agreement", "trade-interim"),
        ("critical minerals cooperation agreement", "mineral"), ("critical minerals agreement", "mineral"),
        ("direct flights", "flight"), ("civil nuclear deal", "nuclear"), ("talks on the nuclear programme", "nuclear"), ("peace talks", "peace"), ("ceasefire", "peace"),
        ("talks", "talks"), ("interim agreement", "interim"), ("Indus Waters Treaty", "indus-waters-treaty"),
        ("renewal of the USMCA", "trade-usmca"), ("digital trade agreement", "digital-trade"),
        ("bilateral investment treaty", "investment"), ("defence pact", "defense"), ("boundary talks", "border"),
    ],
)  # fmt: skip
def test_a_subject_is_known_by_its_topics(printed, slug):
    assert deal_of(printed).slug == slug


@pytest.mark.parametrize(
    ("asked", "subject", "rank"),
    [
        ("trade agreement", "bilateral trade deal", 0), ("FTA", "free trade agreement", 0), ("trade deal", "interim trade deal", 2),
        ("interim deal", "trade agreement", None), ("interim agreement", "interim trade deal", 1), ("talks", "trade agreement", 1),
        ("trade agreement", "digital trade agreement", 1), ("trade agreement", "critical minerals agreement", None),
        ("critical minerals", "critical minerals agreement", 0), ("trade deal", "USMCA", 1), ("dairy quotas", "dairy tariffs", 2),
    ],
)  # fmt: skip
def test_an_agreement_answers_to_its_names_better_or_worse(asked, subject, rank):
    assert match_rank(asked, subject) == rank
    assert matches_subject(asked, subject) == (rank is not None)


def test_a_wording_without_a_topic_is_the_only_agreement_that_there_is():
    assert placed(["the deal", "direct flights"])["the deal"].slug == "flight"
    assert placed(["the deal", "direct flights", "visas"])["the deal"].slug == "talks"
    assert placed(["interim deal", "trade talks"])["interim deal"].slug == "trade-interim"


def test_an_agreement_is_shown_under_its_commonest_name():
    assert shown_name(["BTA", "trade deal", "BTA"]) == "BTA"
    assert shown_name(["BTA", "trade deal"]) == "trade deal"
    assert shown_name(["trade talks", "trade talks", "FTA"]) == "FTA"


def test_parties_are_in_one_order_and_stand_for_their_people():
    people = (
        Participant(type="person", name="Piyush Goyal", country="IN"),
        Participant(type="org", name="European Union"),
    )
    assert subjects(NegotiationClaim(parties=people, subject="FTA")) == ("negotiation:EU-IN",)
    assert inputs("negotiation:EU-IN") == ("negotiation:EU-IN",)


@pytest.mark.parametrize(
    ("named", "subject"),
    [
        (["European Union", "Mercosur", "Brazil"], "negotiation:EU-MERCOSUR"),
        (["European Union", "Brazil", "Argentina", "Uruguay", "Mercosur"], "negotiation:EU-MERCOSUR"),
        (["European Union", "Brazil", "Argentina"], "negotiation:AR-BR-EU"),
        (["European Union", "Hungary"], "negotiation:EU-HU"),
    ],
)
def test_members_talk_through_a_group_that_is_named_beside_them(named, subject):
    parties = tuple(Participant(type="org", name=name) for name in named)
    assert subjects(NegotiationClaim(parties=parties, subject="trade deal")) == (subject,)


def test_a_member_that_one_paper_names_is_a_party_of_the_groups_talks():
    def told(day, status, *names):
        claim = NegotiationClaim(
            parties=tuple(Participant(type="org", name=name) for name in names), subject="trade deal", status=status
        )
        return replace(papers(f"{day} Herald: {status}", talks)[0], claim=claim, claim_id=day, story=day)

    held = [
        told("2026-01-10", "concluded", "European Union", "Mercosur"),
        told("2026-01-20", "signed", "European Union", "Mercosur", "Brazil"),
    ]
    spans = resolve("negotiation:EU-MERCOSUR", held, instant("2026-02-01"))
    assert {span.key for span in spans} == {"negotiation:EU-MERCOSUR:trade"}
    assert spans[-1].value["status"] == "signed"
    assert [party["code"] for party in spans[-1].value["parties"]] == ["BR", "EU", "MERCOSUR"]


def test_talks_without_a_subject_asked_for_are_all_of_them():
    spans = read(papers("2026-02-01 Herald: ongoing; signed about direct flights", talks), instant("2026-03-01"))
    assert len({span.key for span in matching(None, spans)}) == 2
    assert {span.key for span in spans} == {"negotiation:GB-KE:flight", "negotiation:GB-KE:trade"}
    assert spans[0].value["parties"] == [{"type": "country", "code": "GB"}, {"type": "country", "code": "KE"}]


def test_another_kind_of_claim_is_refused():
    with pytest.raises(InvalidClaim, match="negotiation"):
        subjects(PositionClaim(actor="IN", stance="demand", topic="rice"))
