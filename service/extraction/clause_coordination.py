"""
Coordination: which chunks are one list.

A list never crosses the opening of a clause.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction.clause_scene import Scene

_JOINS = frozenset("and or & as well with along both also then plus nor".split())


def coordinate(scene: Scene, bounds: set[int]) -> None:
    """Give coordinated chunks one group number: "steel, copper and aluminium"."""
    joins = [_join(scene, index, bounds) for index in range(len(scene.chunks))]
    number = -1
    for index, chunk in enumerate(scene.chunks):
        joined = joins[index] == "and" or (joins[index] == "," and _list_ends(joins, index))
        if not joined:
            number += 1
        prep = scene.chunks[index - 1].prep if joined and chunk.prep in ("", "and") else chunk.prep
        scene.chunks[index] = msgspec.structs.replace(chunk, group=number, prep=prep)


def _list_ends(joins: Sequence[str], index: int) -> bool:
    """Whether the commas from *index* on lead to an "and": else they part an apposition."""
    while index < len(joins) and joins[index] == ",":
        index += 1
    return index < len(joins) and joins[index] == "and"


def _join(scene: Scene, index: int, bounds: set[int]) -> str:
    """How chunk *index* is joined to the one before it: "and", "," or ""."""
    if index == 0:
        return ""
    before, chunk = scene.chunks[index - 1], scene.chunks[index]
    if not 0 < chunk.first - before.last <= 4:
        return ""
    gap = scene.tokens[before.last : chunk.first]
    for token in gap:
        if token.text != "," and token.lower not in _JOINS:
            return ""
    if any(before.last <= bound <= chunk.first for bound in bounds):
        return ""
    lowers = {token.lower for token in gap}
    opening = before.prep and lowers == {","} and scene.groups and chunk.first < scene.groups[0].first
    if opening and not any(token.text == "," for token in scene.tokens[: before.first]):
        return ""
    if chunk.prep == "with":
        return "and" if lowers & {"along", "together"} else ""
    if chunk.prep not in ("", "and"):
        return ""
    return "," if lowers == {","} else "and"
