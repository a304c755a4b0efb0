"""Positions: what is held on which topic, and which words are one topic."""

import pytest

from service.domain.claims import OfficeClaim, PositionClaim
from service.domain.errors import InvalidClaim
from service.domain.kinds.position import inputs, matches_topic, resolve, subjects
from service.domain.topics import grouped, likeness, slug_of, topic_words
from tests.domain.states.telling import check, position

SITUATIONS = {
    "a stand is held until another is told": (
        """
        2025-03-01 Herald: opposes dairy imports
        2025-04-01 Mirror: red_line dairy imports
        2025-09-01 Mirror: supports dairy imports
        """,
        """
        2025-03-15 known 2025-12-31: opposes
        2025-05-01 known 2025-12-31: red_line
        2025-10-01 known 2025-12-31: supports, assumed, items 1
        2025-10-01 known 2025-06-01: red_line, assumed
        """,
    ),
    "a demand stands beside a stand": (
        """
        2025-03-01 Herald: opposes dairy imports
        2025-04-01 Mirror: demand dairy imports
        """,
        """
        2025-05-01 known 2025-12-31: items 2
        """,
    ),
    "other topics are other positions": (
        """
        2025-03-01 Herald: opposes dairy imports
        2025-04-01 Mirror: supports visa reform
        """,
        """
        2025-05-01 known 2025-12-31: items 2
        """,
    ),
    "a topic in other words is the same topic": (
        """
        2025-03-01 Herald: red_line dairy market
        2025-04-01 Mirror: red_line agriculture and dairy
        2025-05-01 Gazette: red_line dairy sector
        """,
        """
        2025-06-01 known 2025-12-31: red_line, items 1, sources 3
        """,
    ),
    "two papers of one day that have it for and against are contested": (
        """
        2025-03-01T08:00:00 Herald: supports visa reform
        2025-03-01T15:00:00 Mirror: opposes visa reform
        """,
        """
        2025-03-02 known 2025-12-31: contested, against supports|against opposes
        """,
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_position_is_read_as_a_careful_reader_would(situation):
    told, asked = SITUATIONS[situation]
    check(told, asked, position, lambda reports, known_by: resolve("position:KE", reports, known_by), field="stance")


def test_words_of_a_topic_are_folded_into_their_common_form():
    assert topic_words("the interests of its farmers") == {"agriculture"}
    assert topic_words("duties on Indian goods") == {"tariff", "IN"}
    assert topic_words("new markets") == {"new", "markets"}


@pytest.mark.parametrize(
    ("asked", "topic", "answers"),
    [
        ("dairy", "agriculture and dairy", True),
        ("agriculture and dairy", "dairy market", True),
        ("farm products", "agriculture", True),
        ("Russian oil", "stop buying Russian oil", True),
        ("rice", "dairy", False),
        ("genetically modified crops", "GM crops", True),
    ],
)
def test_a_topic_answers_to_its_words(asked, topic, answers):
    assert matches_topic(asked, topic) == answers
    assert matches_topic(topic, asked) == answers


def test_topics_are_compared_with_the_first_that_was_told_and_never_chained():
    heads = grouped(["dairy", "dairy and rice", "rice", "rice and wheat"])
    assert heads == {"dairy": "dairy", "dairy and rice": "dairy", "rice": "rice", "rice and wheat": "rice"}
    assert likeness("dairy", "rice") == 0
    assert slug_of("agriculture and dairy") == "agriculture-dairy"


def test_the_subject_is_the_actor():
    assert subjects(PositionClaim(actor="IN", stance="demand", topic="rice")) == ("position:IN",)
    assert inputs("position:IN") == ("position:IN",)
    with pytest.raises(InvalidClaim, match="position"):
        subjects(OfficeClaim(person="A. Rao", role="minister"))
