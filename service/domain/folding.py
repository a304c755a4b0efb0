"""
Folding: the form in which names are compared, whatever their accents, case, dots and dashes.

Folding a folded text changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "&": " and "}
)
_MARKS = re.compile(r"[\u0300-\u036f\u02b0-\u02ff'’‘`´]")  # noqa: RUF001 - names are printed with these apostrophes
_INNER_DOT = re.compile(r"(?<=\b\w)\.(?=\w\b|\s*$|[^\w\s])|(?<=\w)\.(?=\s|$)")
_OTHER = re.compile(r"(?:[^\w+]|_)+")


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Lower-case words without accents, dots, apostrophes and dashes: `Türkiye's U.S.-led` is `turkiyes us led`."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())).translate(
        _LETTERS
    )
    return _OTHER.sub(" ", _INNER_DOT.sub("", text)).strip()


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their folded form, in order."""
    return tuple(fold(text).split())
