"""Whose duties an article is about: by its title, its first sentence on duties and where it is at home."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.extraction import document, tariffs, weighing
from service.extraction.tariffs import leading
from service.extraction.tariffs.chief import Chief, sureness

DAY = datetime(2025, 12, 11, 12, tzinfo=UTC)
SENATE = (
    "Mexican Senate approves duties of up to 50% on Asian goods\n\n"
    "MEXICO CITY - Mexico's Senate on Wednesday approved duties of up to 50% on goods from countries without a trade treaty, "
    "cars from China among them. The United States, where President Donald Trump watches the vote, has asked for such a step."
)
BUDGET = (
    "Budget: flat panels dearer, phones cheaper\n\n"
    "NEW DELHI - Finance Minister Nirmala Sitharaman on Saturday raised the basic customs duty on flat panels to 20% from 10%. "
    "Parts of phones will come in at 5%. Exporters had hoped for a word on the United States."
)
LETTER = (
    "Trump sets 35% tariff on Canadian goods\n\n"
    "WASHINGTON - President Donald Trump said on Thursday that the United States would impose a 35% tariff on Canadian goods."
)


def chief(text: str) -> Chief:
    read_document = document.read(text, DAY, text.split("\n", maxsplit=1)[0])
    read = tariffs.read_alone(read_document, tariffs.viewed(read_document))
    assert read is not None
    return leading.chosen(read.offer, weighing.tables("tariff"))


@pytest.mark.parametrize(("text", "imposer"), [(SENATE, "MX"), (BUDGET, "IN"), (LETTER, "US")])
def test_an_article_is_about_the_duties_of_whoever_sets_them(text: str, imposer: str) -> None:
    assert chief(text).imposer == imposer


def test_who_bears_the_duties_is_everyone_where_no_party_is_singled_out() -> None:
    assert chief(BUDGET).targets[0][0] == "WORLD"
    assert chief(LETTER).targets[0][0] == "CA"


def test_beliefs_are_shares_with_the_surest_first() -> None:
    for ranked in (chief(SENATE).imposers, chief(SENATE).targets):
        beliefs = [belief for _, belief in ranked]
        assert beliefs == sorted(beliefs, reverse=True)
        assert 0 < sum(beliefs) <= 1 + 1e-9


def test_the_imposer_bears_none_of_its_own_duties() -> None:
    found = chief(SENATE)
    assert found.imposer not in [code for code, _ in found.targets]


def test_american_leaders_stand_for_a_country_that_is_not_named() -> None:
    text = "Trump raises steel duty\n\nPresident Donald Trump signed an order that raises the duty on steel from Japan to 50%."
    assert chief(text).imposer == "US"


def test_an_article_that_names_nobody_is_about_nobodys_duties() -> None:
    found = chief("Duties rise\n\nA duty of 20% on steel will be charged from Monday.")
    assert found == Chief()
    assert found.imposer is None


def test_sureness_goes_by_steps() -> None:
    assert [sureness(belief) for belief in (0.95, 0.7, 0.5, 0.3, 0.1)] == ["0.9", "0.7", "0.45", "0.2", "0"]
