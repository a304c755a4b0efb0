"""
Weighing: what pieces of evidence count together, by tables of fitted weights.

The tables stand in the lexicon and are made by `python -m tests.extraction.fitting`. A feature without a weight counts
nothing, so that a table can be read and cut by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import repeat
from math import exp

from service.extraction import words

_NOTHING = repeat(0.0)


@cache
def weights(name: str) -> dict[str, float]:
    """The table `NAME_weights.yaml` of the lexicon: feature to what it counts."""
    loaded: dict[str, float] = words.table(f"{name}_weights.yaml")
    return loaded


def total(name: str, features: Iterable[str]) -> float:
    """What *features* count together by the table *name*."""
    table = weights(name)
    return sum(map(table.get, features, _NOTHING))


def share(own: float, sums: Iterable[float]) -> float:
    """
    How much of the belief in all candidates, whose weights are *sums*, one of weight *own* has.

    That none of them is right weighs nothing, and has its share, too.
    """
    top = max(own, 0.0, *sums)
    return exp(own - top) / (exp(-top) + sum(exp(each - top) for each in sums))
