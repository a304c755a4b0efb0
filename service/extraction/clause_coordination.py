"""
Coordination: which chunks are one list.

A list never crosses the opening of a clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.extraction.clause_scene import Scene
from service.extraction.parts import Chunk

_GAP = 4
"""So many words can stand between what is joined."""
_JOINS = frozenset(", and or & as well with along both also then plus nor".split())


def coordinate(scene: Scene, bounds: set[int]) -> None:
    """Give coordinated chunks one group number, where each had its own: "steel, copper and aluminium"."""
    joins = [""]
    for before, chunk in pairwise(scene.chunks):
        near = before.last < chunk.first <= before.last + _GAP and scene.tokens[before.last].lower in _JOINS
        joins.append(_join(scene, before, chunk, bounds) if near else "")
    if not any(joins):
        return
    number = -1
    governed = ""
    led = _led(joins)
    done: list[Chunk] = []
    for index, chunk in enumerate(scene.chunks):
        prep = chunk.prep
        if led[index]:
            prep = governed if prep in ("", "and") else prep
        else:
            number += 1
        done.append(
            Chunk(chunk.first, chunk.last, chunk.head, chunk.lemma, prep, number, chunk.definite, chunk.mentions)
        )
        governed = prep
    scene.chunks = done


def _led(joins: Sequence[str]) -> list[bool]:
    """Whether each place is an "and" or its commas lead to one: else they part an apposition."""
    found, leads = [False] * len(joins), False
    for index in range(len(joins) - 1, -1, -1):
        leads = joins[index] == "and" or (leads and joins[index] == ",")
        found[index] = leads
    return found


def _join(scene: Scene, before: Chunk, chunk: Chunk, bounds: set[int]) -> str:
    """How a chunk is joined to the one not far before it: "and", "," or ""."""
    lowers = {token.lower for token in scene.tokens[before.last : chunk.first]}
    if not lowers <= _JOINS or not bounds.isdisjoint(range(before.last, chunk.first + 1)):
        return ""
    opening = before.prep and lowers == {","} and scene.groups and chunk.first < scene.groups[0].first
    if opening and not any(token.text == "," for token in scene.tokens[: before.first]):
        return ""
    if chunk.prep == "with":
        return "and" if lowers & {"along", "together"} else ""
    if chunk.prep not in ("", "and"):
        return ""
    return "," if lowers == {","} else "and"
