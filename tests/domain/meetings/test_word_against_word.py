"""Denials and disagreements: who is answered, who is shown beside, and what settles it (rules 1, 4, 6 and 10)."""

from __future__ import annotations

from dataclasses import replace as with_changes

import msgspec
import pytest

from service.domain.kinds.meeting import Verdict
from tests.domain.meetings.telling import Case, Reader, paper, says

ERDOGAN, SISI = "Recep Tayyip Erdoğan/TR", "Abdel Fattah el-Sisi/EG"
NOBOA, BOLUARTE = "Daniel Noboa/EC", "Dina Boluarte/PE"
CALL = says("phone_call", ERDOGAN, SISI, on="2024-02-05")
NO_CALL = says("phone_call", ERDOGAN, SISI, on="2024-02-05", status="denied")
TALKS = says("bilateral", NOBOA, BOLUARTE, on="2024-04-11", at="Quito")
TALKS_A_DAY_LATER = says("bilateral", NOBOA, BOLUARTE, on="2024-04-12", at="Quito")
QUESTION = {"parties": "TR EG", "near": "2024-02-05"}
TALKS_QUESTION = {"parties": "EC PE", "near": "2024-04-11", "until": "2024-04-12"}

CASES = [
    Case(
        "one article in which one side tells of a call and the other denies it",
        [paper("2024-02-07", CALL, NO_CALL)],
        QUESTION,
        {"contested": {"status": ["held", "denied"]}},
    ),
    Case(
        "a denial in another paper",
        [paper("2024-02-07", CALL), paper("2024-02-08", NO_CALL, by="Ahram")],
        QUESTION,
        {"contested": {"status": ["held", "denied"]}, "articles": ["Herald 2024-02-07", "Ahram 2024-02-08"]},
    ),
    Case(
        "copies of the denial are the same voice and settle nothing",
        [
            paper("2024-02-07", CALL),
            paper("2024-02-08", NO_CALL, by="Ahram", story="denial"),
            paper("2024-02-09", NO_CALL, by="Masry", story="denial"),
        ],
        QUESTION,
        {"contested": {"status": ["held", "denied"]}},
    ),
    Case(
        "a third paper settles it for one side",
        [paper("2024-02-07", CALL), paper("2024-02-08", NO_CALL, by="Ahram"), paper("2024-02-12", CALL, by="Review")],
        QUESTION,
        {"status": "held", "rule": "settled"},
    ),
    Case(
        "a third paper settles it for the other",
        [
            paper("2024-02-07", CALL),
            paper("2024-02-08", NO_CALL, by="Ahram"),
            paper("2024-02-12", NO_CALL, by="Review"),
        ],
        QUESTION,
        {"status": "denied"},
    ),
    Case(
        "a denial of the fifth leaves the call of the first alone",
        [
            paper("2024-02-02", says("phone_call", ERDOGAN, SISI, on="2024-02-01")),
            paper("2024-02-07", CALL, NO_CALL, by="Ahram"),
        ],
        {"parties": "TR EG", "near": "2024-02-01"},
        {"status": "held"},
    ),
    Case(
        "a denial of what one article calls a talk and another a call",
        [
            paper("2024-02-07", says("bilateral", ERDOGAN, SISI, on="2024-02-05")),
            paper("2024-02-08", NO_CALL, by="Ahram"),
        ],
        QUESTION,
        {"meeting_kind": "phone_call", "contested": {"status": ["held", "denied"]}},
    ),
    Case(
        "a denial without a day answers what was told last",
        [
            paper("2024-01-20", says("phone_call", ERDOGAN, SISI, on="2024-01-17")),
            paper("2024-02-23", says("phone_call", ERDOGAN, SISI, on="2024-02-22")),
            paper("2024-02-24", says("phone_call", "TR", "EG", status="denied"), by="Ahram"),
        ],
        {"parties": "TR EG", "persons": ["Erdogan", "Sisi"], "near": "2024-02-22"},
        {"contested": {"status": ["held", "denied"]}},
    ),
    Case(
        "a denial without a day answers its own article",
        [
            paper("2024-01-20", says("phone_call", ERDOGAN, SISI, on="2024-01-17")),
            paper("2024-02-23", says("phone_call", ERDOGAN, SISI), says("phone_call", ERDOGAN, SISI, status="denied")),
        ],
        {"parties": "TR EG", "near": "2024-01-17", "until": "2024-01-18", "known_by": "2024-01-21"},
        {"status": "held"},
    ),
    Case(
        "a plan that is denied",
        [
            paper("2024-02-01", says("visit", SISI, on="2024-02-20", at="Ankara", status="planned")),
            paper("2024-02-03", says("visit", SISI, on="2024-02-20", at="Ankara", status="denied"), by="Ahram"),
        ],
        {"parties": "TR EG", "near": "2024-02-20"},
        {"contested": {"status": ["planned", "denied"]}},
    ),
    Case(
        "a plan that is denied and then seen to come true",
        [
            paper("2024-02-01", says("visit", SISI, on="2024-02-20", at="Ankara", status="planned")),
            paper("2024-02-03", says("visit", SISI, on="2024-02-20", at="Ankara", status="denied"), by="Ahram"),
            paper("2024-02-21", says("visit", SISI, on="2024-02-20", at="Ankara"), by="Review"),
        ],
        {"parties": "TR EG", "near": "2024-02-20"},
        {"status": "held"},
    ),
    Case(
        "held, says one, called off, says another when its day is over",
        [
            paper("2024-04-12", TALKS),
            paper(
                "2024-04-14",
                says("bilateral", NOBOA, BOLUARTE, on="2024-04-11", at="Quito", status="cancelled"),
                by="Comercio",
            ),
        ],
        TALKS_QUESTION,
        {"contested": {"status": ["held", "cancelled"]}},
    ),
    Case(
        "a paper that takes back its own word in a later article",
        [
            paper("2024-04-12", TALKS),
            paper("2024-04-14", says("bilateral", NOBOA, BOLUARTE, on="2024-04-11", at="Quito", status="cancelled")),
        ],
        TALKS_QUESTION,
        {"status": "cancelled"},
    ),
    Case(
        "two who look back and differ by a day",
        [paper("2024-05-02", TALKS), paper("2024-05-09", TALKS_A_DAY_LATER, by="Comercio")],
        TALKS_QUESTION,
        {"contested": {"date": ["2024-04-11", "2024-04-12"]}},
    ),
    Case(
        "two who look back and differ by a day, and a third",
        [
            paper("2024-05-02", TALKS),
            paper("2024-05-09", TALKS_A_DAY_LATER, by="Comercio"),
            paper("2024-05-19", says("bilateral", NOBOA, BOLUARTE, on="2024-04-11"), by="Review"),
        ],
        TALKS_QUESTION,
        {"date": "2024-04-11"},
    ),
    Case(
        "two reports of two days, each on its day, are two meetings",
        [paper("2024-04-11T20:00:00", TALKS), paper("2024-04-12T20:00:00", TALKS_A_DAY_LATER, by="Comercio")],
        TALKS_QUESTION,
        {"items": 2},
    ),
    Case(
        "one day, the same two people, and two towns",
        [
            paper("2024-04-13", TALKS),
            paper("2024-04-14", says("bilateral", NOBOA, BOLUARTE, on="2024-04-11", at="Lima"), by="Comercio"),
        ],
        {"parties": "EC PE", "near": "2024-04-11"},
        {"contested": {"place": ["Quito", "Lima"]}},
    ),
    Case(
        "a report of the day outranks the plan, and nobody is contradicted",
        [
            paper(
                "2024-04-09", says("bilateral", NOBOA, BOLUARTE, on="2024-04-10/2024-04-12", at="EC", status="planned")
            ),
            paper("2024-04-13", TALKS, by="Comercio"),
        ],
        {"parties": "EC PE", "near": "2024-04-11"},
        {"status": "held", "date": "2024-04-11", "place": "Quito"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_it_is_answered_how(case: Case) -> None:
    case.check()


def test_a_corrected_article_changes_no_answer_of_before_its_correction() -> None:
    wrong = says("bilateral", NOBOA, BOLUARTE, on="2024-04-11", at="Lima")
    reader = Reader(
        [
            paper("2024-04-12", wrong, url="u", until="2024-04-20"),
            paper("2024-04-20", TALKS, url="u", version=2),
        ]
    )

    assert reader.find_one("EC PE", known_by="2024-04-19").value["place"] == "Lima"
    assert reader.find_one("EC PE", known_by="2024-04-20").value["place"] == "Quito"


def test_a_corrected_article_that_repeats_a_claim_leaves_its_meeting_its_key() -> None:
    reader = Reader(
        [
            paper("2024-04-12", TALKS, url="u", until="2024-04-20"),
            paper("2024-04-20", CALL, TALKS, url="u", version=2),
        ]
    )

    before, after = reader.find_one("EC PE", known_by="2024-04-19"), reader.find_one("EC PE")
    assert before.key == after.key
    assert after.sources == ("uv2#1",)


def test_a_retracted_article_counts_no_more_from_then_on() -> None:
    reader = Reader([paper("2024-02-07", CALL), paper("2024-02-08", NO_CALL, by="Ahram", until="2024-03-01")])

    assert reader.find_one("TR EG", known_by="2024-02-29").contested
    assert not reader.find_one("TR EG", known_by="2024-03-01").contested


def test_an_analysts_review_outranks_the_papers() -> None:
    reader = Reader([paper("2024-02-07", CALL, review="confirmed"), paper("2024-02-08", NO_CALL, by="Ahram")])

    answer = reader.find_one("TR EG")
    assert (answer.value["status"], answer.contested) == ("held", False)


FIRST = says("visit", NOBOA, on="2024-06-03", at="Lima")
SECOND = says("visit", NOBOA, on="2024-06-07", at="Lima")


def test_an_analyst_makes_two_meetings_one_and_takes_it_back() -> None:
    told = Reader([paper("2024-06-04", FIRST), paper("2024-06-08", SECOND, by="Comercio")])
    one, other = (span.key for span in told.find("EC PE"))
    merged = Verdict(names=(one, other), same=True)
    split = Verdict(names=(one, other), same=False)

    together = with_changes(told, verdicts=[merged]).find_one("EC PE")
    assert set(together.sources) == {"Herald 2024-06-04#0", "Comercio 2024-06-08#0"}
    assert with_changes(told, verdicts=[merged, split]).find("EC PE") == told.find("EC PE")


def test_a_verdict_counts_from_the_moment_at_which_it_was_given() -> None:
    told = Reader([paper("2024-06-04", FIRST), paper("2024-06-08", SECOND, by="Comercio")])
    claims = ("Herald 2024-06-04#0", "Comercio 2024-06-08#0")
    when = paper("2024-07-01", FIRST)[0].published_at
    judged = with_changes(told, verdicts=[Verdict(names=claims, same=True, decided_at=when)])

    assert len(judged.find("EC PE", known_by="2024-06-30")) == 2
    assert len(judged.find("EC PE", known_by="2024-07-01")) == 1


def test_an_analyst_parts_what_the_rules_have_made_one() -> None:
    told = Reader([paper("2024-06-04", FIRST), paper("2024-06-08", FIRST, by="Comercio")])
    parted = Verdict(names=("Herald 2024-06-04#0", "Comercio 2024-06-08#0"), same=False)

    assert len(told.find("EC PE")) == 1
    assert len(with_changes(told, verdicts=[parted]).find("EC PE")) == 2


def test_answers_are_json() -> None:
    for span in Reader([paper("2024-02-07", CALL, NO_CALL)]).spans():
        assert msgspec.json.decode(msgspec.json.encode(span), type=type(span)) == span
