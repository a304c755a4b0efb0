"""
Groups: the parties that a sentence names, those side by side together ("Canada and Mexico", "all other partners").

In order and disjoint; a forum, a pact or the origin of "Russian oil" is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from service.extraction.parts import Mention
from service.extraction.tariffs.everyone import everyone, firsts
from service.extraction.tariffs.lexicon import words as listed

if TYPE_CHECKING:
    from service.extraction.tariffs.view import View

_JOINS = frozenset((",", "and", "or", "&", "the", "as", "well", "plus", "both"))
_SOURCED = frozenset(("oil", "crude", "energy", "gas", "weapons", "arms"))
_GAP = 3


class Group(msgspec.Struct):
    """Parties that stand side by side in a sentence; `mention` is the first of them, None for every country."""

    codes: tuple[str, ...]
    first: int
    last: int
    mention: Mention | None


def find(view: View) -> list[Group]:
    """The parties that *view* names, in order; those joined by commas and conjunctions are one group."""
    found: list[Group] = []
    openers, at = firsts(), 0
    while at < view.size:
        mention = view.mention_of[at]
        size = everyone(view.tokens, at) if view.tokens[at].lower in openers else 0
        if size:
            found.append(Group(("WORLD",), at, at + size, None))
        elif mention is None or mention.first != at or not mention.codes:
            at += 1
            continue
        elif _may_tax(view, mention):
            _join(view, found, Group(mention.codes, at, mention.last, mention))
        at = max(at + 1, mention.last if not size and mention is not None else at + size)
    return found


def _may_tax(view: View, mention: Mention) -> bool:
    """Whether the mention is of a party with duties, and not of a forum, a pact or the origin of "Russian oil"."""
    return view.lower(mention.last) not in _SOURCED and not set(mention.codes) & listed("no_customs")


def _join(view: View, found: list[Group], group: Group) -> None:
    before = found[-1] if found and found[-1].mention is not None else None
    gap = range(before.last, group.first) if before is not None else range(0)
    if before is not None and 0 < len(gap) <= _GAP and all(view.lower(at) in _JOINS for at in gap):
        before.codes, before.last = tuple(dict.fromkeys((*before.codes, *group.codes))), group.last
    else:
        found.append(group)
