"""
Cleaning leaves out what the page put around an article, and never a word of the article itself.
"""

from __future__ import annotations

import pytest

from service.extraction import clean


def prose(text: str) -> list[str]:
    return [text[block.start : block.end] for block in clean.blocks(text)]


@pytest.mark.parametrize("label", ["View All", "Advertisement", "Quick Reads", "Read MoreView All"])
def test_a_label_that_ran_into_the_text_is_left_out(label: str) -> None:
    assert prose(f"{label}In recent weeks the ministers met twice.") == ["In recent weeks the ministers met twice."]


@pytest.mark.parametrize("line", ["View All", "Quick Reads", "Advertisement", "Read more: Ten things to know"])
def test_a_label_on_a_line_of_its_own_is_left_out(line: str) -> None:
    assert prose(f"The ministers met.\n{line}\nThey will meet again.") == [
        "The ministers met.",
        "They will meet again.",
    ]


@pytest.mark.parametrize(
    "line",
    ["View All of it as a beginning, the minister said.", "Advertisements for Indian goods cost more."],
)
def test_words_that_only_look_like_a_label_stay(line: str) -> None:
    assert prose(line) == [line]
