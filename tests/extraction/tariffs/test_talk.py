"""What choices for a figure look at: found once, counted shortly, and looked at anew only where it has changed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction import document, tariffs
from service.extraction.tariffs import figures
from service.extraction.tariffs.talk import Talk, commonest
from tests.extraction import gold

ARTICLES = sorted(gold.articles(), key=lambda row: row[0])[:24]


def read(name: str) -> document.Document:
    record = dict(ARTICLES)[name]
    return document.read(record["text"], record["published_at"], record.get("title"))


@given(st.lists(st.sampled_from("abcde")))
def test_the_commonest_are_those_that_a_counter_names(found: list[str]) -> None:
    assert commonest(found) == Counter(found).most_common(3)


@pytest.mark.parametrize("name", [name for name, _ in ARTICLES])
def test_what_is_said_are_the_words_of_the_tokens(name: str) -> None:
    article = read(name)
    for each in (*article.sentences, *(view.sentence for view in tariffs.viewed(article))):
        assert each.said == {token.lower for token in each.tokens}


@pytest.mark.parametrize("name", [name for name, _ in ARTICLES])
def test_what_is_chosen_by_the_same_is_the_same(name: str) -> None:
    article = read(name)
    views = tariffs.viewed(article)
    told = tariffs.threaded(article, views)
    if told is None:
        return
    talk = Talk(told[0], views, told[1])
    found = list(figures.figures(talk, told[1]))
    for figure in found:
        figures.weigh(talk, figure, article.today)
    for figure in [each for each in found if each.own is not None and each.seen]:
        with talk.without(figure.own):
            chosen = figures.choose(talk, figure) if talk.seen(figure) == figure.seen else None
        assert chosen is None or chosen.belief == figure.belief
