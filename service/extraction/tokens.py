"""
Tokens: words, numbers and marks of a sentence, with their offsets.

Tokens are disjoint and in order; hyphenated words stay whole ("three-day", "India-US"), a number before a hyphen
does not ("25-percent" is three tokens), and a possessive ending is a token of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.extraction.parts import Token

# A blank is left at once. The plain word comes first, since most tokens are one, and a letter must open what ends in a dot.
_TOKEN = re.compile(
    r"""(?=\S)(?:[A-Za-z]+(?=[\s,])
    |(?P<num>\d+(?:,\d{2,3})*(?:\.\d+)?(?:st|nd|rd|th)?(?!\w))
    |(?=[A-Zapv])(?:(?:[A-Z]\.){2,}(?:[-–][^\W\d_][\w.]*[^\W_])?|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|Pres|Jr|Sr|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Amb|Hon|Smt|vs|No|Rs)\.|\b[A-Z]\.(?=\s?[A-Z])|\b[ap]\.m\.)
    |(?P<poss>['’](?:s\b|(?<=s['’])(?=\s|[,.;:)]|$)))
    |[^\W\d_](?:[^\W_]|[-‐‑–](?=[^\W_])|['’](?!s\b)(?=[^\W_])|\.(?=[A-Z]\b)|&(?=[A-Z]))*|\d+[^\W_]+
    |(?P<and>&)
    |(?P<mark>%|--+|\.\.\.+|[^\w\s]|_))""",
    re.VERBOSE,
)
_TAGS = {None: "", "and": "CONJ", "num": "NUM", "mark": "PUNCT", "poss": "POSS"}
_NONE: dict[str, str] = {}
_STRAIGHT = str.maketrans("’–‑‐", "'---")


def tokenize(text: str, start: int, end: int, tags: Mapping[str, str] = _NONE) -> list[Token]:
    """The tokens of `text[start:end]`; tag and lemma are still the word's own form, but for the words that *tags* tell."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        tag = tags.get(word)
        if tag is not None:
            found.append(Token(word, word, first, last, tag, word))
            continue
        lower = word.lower() if word.isascii() else word.lower().translate(_STRAIGHT)
        found.append(Token(word, lower, first, last, _TAGS[match.lastgroup], lower))
    return found
