"""
Sentences: where each one of a block starts and ends.

Sentences of a block are disjoint, in order, and cover everything in it but the white space between them.
"""

from __future__ import annotations

import re

# One class of marks comes first, since a search goes from mark to mark then.
_END = re.compile(r"[.!?…;](?:(?<=;)(?=\s)|(?<!;)[.!?…]*['\"”’)\]]*(?=\s+\S))")
_BEFORE = re.compile(r"[\w.&’'-]+$")
_AFTER = re.compile(r"\s+([\"“‘'(\[]*)(\S)")
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj capt sgt sen rep gov pres st jr sr no vs etc inc ltd co corp jan feb mar apr jun
    jul aug sept sep oct nov dec mon tue wed thu fri sat sun amb hon rev ft u.s u.k u.n e.u d.c u.a.e p.r.c a.m p.m i.e e.g
    approx est dept h.e smt shri messrs rs art sec ph.d""".split()
)


_WORDS_TOO = frozenset(("sat", "sun", "art", "mar", "rep"))
"""Abbreviations that are words when they are written small: "where he sat. The"."""
_ENDINGS = frozenset(("etc", "inc", "ltd", "co", "corp", "jr", "sr", "plc"))
"""Abbreviations that can end a sentence."""


def split(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The half-open character spans of the sentences in `text[start:end]`."""
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.start() < begin or not _ends(text, begin, match):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        spans.append((begin, end))
    return tuple(spans)


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    after = _AFTER.match(text, match.end())
    if after is None:
        return False
    mark = match.group()
    if mark == ";":
        return True
    upper = after.group(2).isupper() or after.group(2).isdigit() or bool(after.group(1)) or after.group(2) in "₹$€£•–—"
    if mark != ".":
        return upper or mark[0] in "!?"
    if not upper:
        return False
    before = _BEFORE.search(text, max(begin, match.start() - 20), match.start())
    word = before.group() if before else ""
    if word.lower() == "no":
        return not after.group(2).isdigit()  # "No. 10" goes on, "Will it last? No. The rate" does not
    if word in _WORDS_TOO:
        return True
    if word.lower() in _ENDINGS:
        return _starts_sentence(text, after)
    if word.lower() in _ABBREVIATIONS:
        # "in the U.S. Trump said" stays one sentence less often than "the U.S. The deal" starts a new one.
        return "." in word and _starts_sentence(text, after)
    if len(word) == 1 and word.isupper():
        return word == "X" and text[: match.start() - 1].endswith((" on ", " via ", " to ", " from "))  # no initial
    return True


def _starts_sentence(text: str, after: re.Match[str]) -> bool:
    word = re.match(r"[A-Za-z]+", text[after.start(2) : after.start(2) + 20])
    return word is not None and word.group() in _OPENERS


_OPENERS = frozenset(
    """The This That These Those It He She They We I In On At By But And However Meanwhile After Before While Under Both
    Earlier Last Its His Her Their There When If As For From With Since Despite Although A An Separately""".split()
)
