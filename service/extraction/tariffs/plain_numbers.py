"""
Plain numbers: figures that leave out the unit told beside them ("cranberries at 25", "Brazil 50", "the 15 on Nigeria").

Only a number that nothing else counts by is a candidate: no date, no money, nothing that it numbers follows.
"""

from __future__ import annotations

import re
from decimal import Decimal

from service.extraction.numbers import Rate
from service.extraction.tariffs.view import View

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_COUNTED = frozenset(("NOUN", "NAME", "NUM", "ADJ", "POSS", "VBN"))
_MARKS = frozenset("$€£¥₹#-/'’:%")
_NUMBERED = frozenset(
    (
        "no.",
        "nos.",
        "section",
        "sections",
        "article",
        "articles",
        "chapter",
        "chapters",
        "heading",
        "headings",
        "codes",
        "paragraph",
        "page",
        "annex",
        "list",
        "lists",
        "group",
        "g",
        "number",
        "round",
        "about",
    )
)
_MOST = 300
_LISTED = 24
"""So many tokens at most stand between a number and the word that says what its list counts."""


def plain(view: View) -> list[Rate]:
    """The numbers of *view* without a unit that may be rates, in order."""
    found: list[Rate] = []
    for at, token in enumerate(view.tokens):
        if token.tag != "NUM" or not _NUMBER.fullmatch(token.text) or not 0 < Decimal(token.text) <= _MOST:
            continue
        if any(slots[at] is not None for slots in (view.rate_of, view.share_of, view.mention_of, view.date_of)):
            continue
        counts = view.tag(at + 1) in _COUNTED or view.text[token.end : token.end + 1] in _MARKS
        glued = at and (view.tokens[at - 1].text in _MARKS or _numbered(view, at))
        if not counts and not glued and view.text[token.start - 1 : token.start] not in _MARKS:
            found.append(Rate(token.start, token.end, token.start, Decimal(token.text)))
    return found


def _numbered(view: View, at: int) -> bool:
    """Whether the number at token *at* counts parts of a text: "chapters 61 and 62"."""
    before = at - 1
    while before > max(at - _LISTED, 0) and (
        view.tag(before) == "NUM" or view.lower(before) in ("and", ",", "to", "or")
    ):
        before -= 1
    return view.lower(before) in _NUMBERED
