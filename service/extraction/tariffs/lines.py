"""
Lines: list lines and ticker lines that cleaning ran together, taken apart again.

A sentence over several lines is cut before a line that opens with a label ("Brazil: 50%") or a time of day, and after
one; running text that is only wrapped stays whole. The parts cover the sentence's tokens without overlap.
"""

from __future__ import annotations

import re

import msgspec

from service.extraction import chunks, clauses, verbgroups
from service.extraction.parts import Sentence

_LISTED = re.compile(r"\W*(?:\d{3,4}\s?(?:GMT|UTC|IST|EST|EDT|CET|BST|JST)\b|\d{1,2}[:.]\d\d\s|[A-Z][^.:\n]{0,60}:\s)")


def split(text: str, sentence: Sentence) -> list[Sentence]:
    """The lines of *sentence* that are statements of their own, or the sentence itself."""
    if "\n" not in text[sentence.start : sentence.end]:
        return [sentence]
    cuts = [0]
    for at in range(1, len(sentence.tokens)):
        gap = text[sentence.tokens[at - 1].end : sentence.tokens[at].start]
        if "\n" in gap and _parts(text, sentence, cuts[-1], at):
            cuts.append(at)
    if len(cuts) == 1:
        return [sentence]
    return [_part(sentence, first, last) for first, last in zip(cuts, [*cuts[1:], len(sentence.tokens)], strict=True)]


def _parts(text: str, sentence: Sentence, begin: int, at: int) -> bool:
    token = sentence.tokens[at]
    if not (token.text[0].isupper() or token.text[0].isdigit()) or sentence.tokens[at - 1].text in (",", "-", "–"):
        return False
    before = text[sentence.tokens[begin].start : token.start]
    after = text[token.start : sentence.end]
    return _LISTED.match(after) is not None or _LISTED.match(before) is not None


def _part(sentence: Sentence, first: int, last: int) -> Sentence:
    """The tokens from *first* to before *last* as a sentence, parsed anew."""
    tokens = sentence.tokens[first:last]
    mentions = tuple(
        msgspec.structs.replace(mention, first=mention.first - first, last=mention.last - first)
        for mention in sentence.mentions
        if first <= mention.first and mention.last <= last
    )
    dates = tuple(
        msgspec.structs.replace(date, first=date.first - first, last=date.last - first)
        for date in sentence.dates
        if first <= date.first and date.last <= last
    )
    taken = {at for mention in mentions for at in range(mention.first, mention.last)}
    groups = [group for group in verbgroups.find(tokens) if group.head not in taken]
    found = chunks.find(tokens, mentions, groups, [(date.first, date.last) for date in dates])
    grouped, parsed = clauses.find(tokens, found, groups, dates)
    return msgspec.structs.replace(
        sentence,
        start=tokens[0].start,
        end=tokens[-1].end,
        tokens=tokens,
        said=frozenset([token.lower for token in tokens]),
        mentions=mentions,
        dates=dates,
        chunks=grouped,
        clauses=parsed,
    )
