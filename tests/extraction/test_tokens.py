"""Tokens: where words, figures and marks begin and end, and what a word presumes by itself."""

from __future__ import annotations

import pytest

from service.extraction.tags import tag
from service.extraction.tokens import tokenize


def printed(text: str) -> list[str]:
    """The tokens of *text* as printed."""
    return [token.text for token in tokenize(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("J. Smith met S. Jaishankar", ["J.", "Smith", "met", "S.", "Jaishankar"]),
        ("under plan B. the", ["under", "plan", "B", ".", "the"]),
        ("a 25-percent duty, then", ["a", "25", "-", "percent", "duty", ",", "then"]),
        ("the members' talks and India's", ["the", "members", "'", "talks", "and", "India", "'s"]),
        ("U.S. (J. Doe)", ["U.S.", "(", "J.", "Doe", ")"]),
    ],
)
def test_a_stretch_between_blanks_reads_the_same_wherever_nothing_after_it_counts(text: str, words: list[str]) -> None:
    assert printed(text) == words
    assert printed(f"{text} {text}")[: len(words) - 1] == words[:-1]


def test_offsets_count_from_the_text_not_from_the_sentence() -> None:
    text = "Talks ended.  India’s side\n left."
    found = tokenize(text, 14, len(text))
    assert [text[token.start : token.end] for token in found] == ["India", "’s", "side", "left", "."]
    assert [token.lower for token in found] == ["india", "'s", "side", "left", "."]


def test_neighbours_overturn_what_a_word_presumes() -> None:
    text = "They would not defenestrate the claim"
    alone, told = tokenize(text, 0, len(text)), tag(tokenize(text, 0, len(text)))
    assert (alone[3].tag, told[3].tag) == ("NOUN", "VERB")
