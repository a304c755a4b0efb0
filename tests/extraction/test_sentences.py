"""Where sentences end: marks that only look like an end, and ends that only look like an abbreviation."""

from __future__ import annotations

import pytest

from service.extraction.sentences import split


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The minister praised it on X. Oslo agrees.", ["The", "Oslo"]),
        ("George W. Bush went home. Oslo agrees.", ["George", "Oslo"]),
        ("Will it last? No. The rate ends in May.", ["Will", "No.", "The"]),
        ("It is written at No. 10 Downing Street. Oslo agrees.", ["It", "Oslo"]),
        ("He left the room where they sat. Oslo agrees.", ["He", "Oslo"]),
        ("They meet on Sat. 5 May in Oslo.", ["They"]),
        ("It taxes shoes, hats, etc. The rate is 5%.", ["It", "The"]),
        ("Acme Inc. Chairman Jo Hall agreed.", ["Acme"]),
        ("They came at 5 p.m. The talks went on.", ["They", "The"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, starts: list[str]) -> None:
    assert [text[start:end].split(maxsplit=1)[0] for start, end in split(text, 0, len(text))] == starts
