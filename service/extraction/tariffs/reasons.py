"""
Reasons: why a duty is put on, in the article's words ("over purchases of Russian oil", "under Section 232").

A reason is a stretch of words after its cue, cut at the next verb, mark or date unless the cue opens a clause.
"""

from __future__ import annotations

import re

import msgspec

from service.extraction.tariffs.lexicon import phrase_at
from service.extraction.tariffs.view import View

_CLAUSAL = ("because", "citing")
_STOPS = frozenset(
    ("and", "but", "while", "that", "which", "who", "will", "would", "after", "before", "until", "unless", "from", "as")
)
_SECTION = re.compile(r"section \d{3}", re.IGNORECASE)


class Reason(msgspec.Struct, frozen=True):
    """The words of a reason, and where they end; `section` tells that a law is named, not a grievance."""

    words: str
    last: int
    section: bool = False


def at(view: View, position: int, limit: int) -> Reason | None:
    """The reason whose cue stands at token *position*, None if none does."""
    size = phrase_at(view.tokens, position, "reason_cues")
    lower = view.lower(position)
    if lower == "for" and view.tag(position + 1) == "VBG":
        size = 1
    if not size or (
        lower == "over"
        and (
            view.date_of[position + 1] is not None
            or view.tag(position + 1) == "NUM"
            or view.lower(position + 2) in ("next", "past", "years", "months", "coming", "course")
        )
    ):
        return None
    if view.lower(position + size) == "of" and lower == "because":
        size += 1
    gerund = (
        lower == "for" and size > 1 and view.lower(position + 1) not in ("its", "their", "the", "alleged", "purchases")
    )
    begin = position + (1 if gerund else size)
    clausal = lower in _CLAUSAL or gerund or (lower == "for" and view.tag(position + 1) == "VBG")
    end = begin
    limit = _sentence_end(view, begin) if clausal or lower in ("over", "due", "because") else limit
    while end < limit and not _stops(view, begin, end, clausal=clausal):
        end += 1
    if end <= begin or view.rate_of[begin] is not None:
        return None
    return Reason(_clean(view.quote(begin, end)), end)


def section(view: View, position: int) -> Reason | None:
    """A law named at token *position*: "Section 232 …", "Sec. 301"."""
    if view.lower(position) in ("section", "sec.", "sections") and view.tag(position + 1) == "NUM":
        return Reason(f"Section {view.tokens[position + 1].text.strip(',.')}", position + 2, section=True)
    return None


def _sentence_end(view: View, begin: int) -> int:
    return min(view.size, begin + 16)


def _stops(view: View, begin: int, end: int, *, clausal: bool) -> bool:
    token = view.tokens[end]
    if token.text in ',;:.()—–!?"”' or view.date_of[end] is not None or view.rate_of[end] is not None:
        return True
    if token.lower in _STOPS and end > begin:
        return token.lower != "and" or not _noun_follows(view, end)
    if not clausal and end > begin and token.tag == "VBD":
        return True
    verb = view.verb_of[end]
    return verb is not None and not clausal and end > begin and verb.form == "finite"


def _noun_follows(view: View, end: int) -> bool:
    return view.tag(end + 1) in ("NOUN", "NAME", "ADJ") and view.tag(end + 2) not in ("MODAL", "AUX", "VERB", "VBD")


def _clean(text: str) -> str:
    text = re.sub(r"^(?:its|their|the|an?|alleged)\s", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE)
    return text.strip(" ,.")
