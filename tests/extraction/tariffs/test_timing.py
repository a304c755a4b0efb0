"""On which day a duty begins and in which state it is, where no verb of its own tells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import document, tariffs, weighing
from service.extraction.tariffs import dating, figures, judging
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

PUBLISHED = datetime(2025, 8, 1, 12, tzinfo=UTC)
PACKAGE = "Washington set new tariffs on Friday. The duties take effect on August 7. Vietnam will be charged 20% and Ghana 15%."


def read(text: str) -> tuple[list[Statement], list[View]]:
    """The statements of *text* before their days are chosen, and its sentences."""
    article = document.read(text, PUBLISHED, None)
    views = tariffs.viewed(article)
    told = tariffs.threaded(article, views)
    assert told is not None
    return figures.filled(*told, views, article.today), views


def test_the_days_to_choose_among_are_those_that_the_article_tells_and_none() -> None:
    statements, views = read(PACKAGE)
    dates = dating.Dates(statements, views, PUBLISHED.date())
    rated = [each for each in statements if each.rate is not None]
    assert rated
    for statement in rated:
        assert set(dates.choices(statement)) <= {dating.NONE, "2025-08-07", "2025-08-01"}
        assert "2025-08-07" in dates.choices(statement)


def test_words_for_at_once_offer_the_day_of_publication() -> None:
    statements, views = read("India raised its duty on palm oil to 20%, effective immediately.")
    dates = dating.Dates(statements, views, PUBLISHED.date())
    assert any("2025-08-01" in dates.choices(each) for each in statements)


def test_a_day_that_a_verb_gave_stays() -> None:
    statements, views = read(
        "India raised its duty on palm oil to 20% from July 15. The measure takes effect on August 7."
    )
    given = [each.valid_from for each in statements if each.valid_from is not None]
    assert "2025-07-15" in given
    dated = dating.dated(statements, views, PUBLISHED.date())
    assert "2025-07-15" in [each.valid_from for each in dated]


def test_a_choice_must_be_worth_telling() -> None:
    heavy = sorted(weighing.weights(dating.TABLE), key=lambda name: -weighing.weights(dating.TABLE)[name])
    least = next(name for name in heavy if weighing.weights(dating.TABLE)[name] < 1)
    assert dating.best({dating.NONE: [], "2025-08-07": [least]}) == dating.NONE
    assert dating.best({dating.NONE: [], "2025-08-07": heavy[:3]}) == "2025-08-07"


def test_a_state_that_a_main_verb_gives_stays() -> None:
    statements, views = read("The United States imposed a 25% tariff on steel from Kenya.")
    before = [each.status for each in statements if each.rank > 1]
    assert "in_force" in before
    judging.judged(statements, views, PUBLISHED.date())
    assert [each.status for each in statements if each.rank > 1] == before


def test_every_state_has_its_own_hints() -> None:
    statements, views = read(PACKAGE)
    choices = judging.States(statements, views, PUBLISHED.date()).choices(statements[0])
    assert set(choices) == set(judging.STATES)
    assert all(hint.startswith((state, "own")) for state, hints in choices.items() for hint in hints)


def test_a_state_weighs_what_speaks_for_it() -> None:
    statements, views = read(PACKAGE)
    states = judging.States(statements, views, PUBLISHED.date())
    for statement in statements:
        summed = {
            state: weighing.total(weighing.weights(judging.TABLE), hints)
            for state, hints in states.choices(statement).items()
        }
        assert states.weigh(statement) == pytest.approx(summed)
