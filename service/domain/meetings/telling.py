"""
Telling: what an occasion of a fold is at one publication time, as spans with their key.

It depends on the fold alone, and changes only with the occasion's voices, its moves and the twins of its key.
"""

from __future__ import annotations

from datetime import datetime

from service.domain.meetings.fold import Fold
from service.domain.meetings.items import Link, spans_of
from service.domain.meetings.keys import key_of
from service.domain.spans import Span


def key_at(fold: Fold, root: int, moment: datetime) -> str:
    """The key of an occasion; numbered where an analyst parts what one article says word for word."""
    earlier = (number for number in fold.register.repeated(root) if number < root)
    twins = sum(fold.decisions.is_root(number, moment) for number in earlier)
    key = key_of(fold.register.voices[root])
    return f"{key}-{twins + 1}" if twins else key


def spans_of_root(fold: Fold, root: int, moment: datetime) -> tuple[Span, ...]:
    """The answer for an occasion at *moment*; none where the voice *root* is not the first of one."""
    voices, decisions = fold.register.voices, fold.decisions
    if not decisions.is_root(root, moment):
        return ()
    successor = predecessor = None
    for number, move in decisions.moves_at(root, moment):
        other = move.successor if move.abandoned == root else move.abandoned
        link = Link(key_at(fold, other, moment), voices[number], move.implied)
        if move.abandoned == root:
            successor = successor or link
        else:
            predecessor = predecessor or link
    members = [voices[number] for number in decisions.members_at(root, moment)]
    occasion = fold.decider.occasion(root, moment)
    return spans_of(key_at(fold, root, moment), occasion, members, successor, predecessor)
