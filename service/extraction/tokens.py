"""
Tokens: words, numbers and marks of a sentence, with their offsets.

Tokens are disjoint and in order; hyphenated words stay whole ("three-day", "India-US"), a number before a hyphen
does not ("25-percent" is three tokens), and a possessive ending is a token of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from service.extraction import presumptions
from service.extraction.parts import Token

# A blank is left at once. The plain word comes first, since most tokens are one, and a letter must open what ends in a dot.
_TOKEN = re.compile(
    r"""(?=\S)(?:[A-Za-z]+(?=[\s,]|$)
    |(?P<num>\d+(?:,\d{2,3})*(?:\.\d+)?(?:st|nd|rd|th)?(?!\w))
    |(?=[A-Zapv])(?:(?:[A-Z]\.){2,}(?:[-–][^\W\d_][\w.]*[^\W_])?|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|Pres|Jr|Sr|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Amb|Hon|Smt|vs|No|Rs)\.|\b[A-Z]\.(?=\s?[A-Z])|\b[ap]\.m\.)
    |(?P<poss>['’](?:s\b|(?<=s['’])(?=\s|[,.;:)]|$)))
    |[^\W\d_](?:[^\W_]|[-‐‑–](?=[^\W_])|['’](?!s\b)(?=[^\W_])|\.(?=[A-Z]\b)|&(?=[A-Z]))*|\d+[^\W_]+
    |(?P<and>&)
    |(?P<mark>%|--+|\.\.\.+|[^\w\s]|_))""",
    re.VERBOSE,
)
_TAGS = {"and": "CONJ", "num": "NUM", "mark": "PUNCT", "poss": "POSS"}
_STRAIGHT = str.maketrans("’–‑‐", "'---")
_PIECES = 1 << 14
"""So many stretches between blanks are remembered with their tokens: articles bring new ones for ever."""
_NEXT = " A"
"""A capital after a blank: all that a stretch asks of what stands around it, where it ends as an initial does ("J. Smith")."""

_Row = tuple[str, str, int, int, str, str]
"""A token of a stretch between blanks: as `Token`, with offsets in the stretch."""


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]` with the tag and lemma that their words presume, "" where a word presumes none."""
    found: list[Token] = []
    at = start
    for piece in text[start:end].split(" "):
        for word, lower, first, last, tag, lemma in _rows(piece) or _rows_before(text, at, at + len(piece), end):
            found.append(Token(word, lower, at + first, at + last, tag, lemma))
        at += len(piece) + 1
    return found


def lowered(word: str) -> str:
    """*word* in lower case, with straight apostrophes and hyphens."""
    return word.lower() if word.isascii() else word.lower().translate(_STRAIGHT)


@lru_cache(maxsize=_PIECES)
def _rows(piece: str) -> tuple[_Row, ...]:
    """The tokens of a stretch between blanks, none if they hang on what follows it."""
    size = len(piece)
    alone = _rows_before(piece, 0, size, size)
    if piece[-1:] != "." or not piece[-2:-1].isupper():
        return alone
    return alone if alone == _rows_before(piece + _NEXT, 0, size, size + len(_NEXT)) else ()


def _rows_before(text: str, start: int, stop: int, end: int) -> tuple[_Row, ...]:
    """The tokens that begin in `text[start:stop]`, as they are before the text to *end*."""
    rows: list[_Row] = []
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        if first >= stop:
            break
        word = match.group()
        lower = lowered(word)
        kind = match.lastgroup
        tag, lemma = (_TAGS[kind], lower) if kind else presumptions.of(word, lower)
        rows.append((word, lower, first - start, last - start, tag, lemma))
    return tuple(rows)
