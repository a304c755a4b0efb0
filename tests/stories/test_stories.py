"""Every question of every story is answered as a careful reader would, whatever the order of arrival."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.conftest import Postgres
from tests.stories.asking import NAMES, Answers, Item, answers, differences, story, times

DIFFERS = {
    "tq57": "What is told is `member`, without a day: that the notice to leave was taken back is in no field of the claim. "
    "A state without a day counts from its publication, 4 September, and the leaving announced for the 12th still comes.",
}
"""Questions that are answered otherwise than a careful reader would, each with the reason."""

QUESTIONS = [
    pytest.param(
        name,
        question,
        id=f"{question['id']} {question.get('note', question['kind'])}",
        marks=[pytest.mark.xfail(reason=DIFFERS[question["id"]], strict=True)] if question["id"] in DIFFERS else [],
    )
    for name in NAMES
    for question in story(name).questions
]


@pytest.fixture(scope="module")
def answered(postgres: Postgres) -> Callable[[str], Answers]:
    """The answers to the questions of the story of a name, asked once of a service that was told this story alone."""

    @cache
    def found(name: str) -> Answers:
        database = postgres.create()
        try:
            return answers(database, name)
        finally:
            postgres.drop(database)

    return found


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_a_question_is_answered_as_a_careful_reader_would(
    answered: Callable[[str], Answers], name: str, question: dict[str, Any]
) -> None:
    expected = question["expect"] if isinstance(question["expect"], list) else [question["expect"]]
    assert len(expected) == len(times(question))
    for wanted, items in zip(expected, answered(name)[question["id"]], strict=True):
        assert differences(story(name), wanted, items) == []


@pytest.mark.parametrize("name", NAMES)
def test_another_order_of_arrival_changes_no_answer(
    answered: Callable[[str], Answers], database: str, name: str
) -> None:
    count = len(story(name).articles)
    shuffled = answers(database, name, random.Random(1).sample(range(count), count))
    assert [number for number, items in answered(name).items() if said(items) != said(shuffled[number])] == []


def said(items: list[list[Item]]) -> str:
    """All that is answered but the numbers of articles' versions, which are counted in the order of arrival."""
    return re.sub(r'\.v\d+(?=\.)|"version": \d+', "", json.dumps(items))
