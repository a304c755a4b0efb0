"""
Weighing: what pieces of evidence count together, by tables of fitted weights, and how sure a choice by them is.

The tables stand in the lexicon as `NAME_weights.yaml`, and say in their first line what fits them. A feature without a
weight counts nothing, so that a table can be read and cut by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import repeat
from math import exp
from typing import Any

from service.extraction import words

Table = Mapping[str, float]
"""What each feature counts."""
Tables = Mapping[str, Table]
"""What is chosen (of duties: `duty`, `imposer`, `target`, `pair`, `product`; of meetings: their groups) to its table."""
_STEEPEST = 30.0
_NOTHING = repeat(0.0)


@cache
def _loaded(name: str) -> Any:
    return words.table(f"{name}_weights.yaml")


def weights(name: str) -> Table:
    """The one table of *name*."""
    table: Table = _loaded(name)
    return table


def tables(name: str) -> Tables:
    """The tables of *name*, where several things are chosen."""
    found: Tables = _loaded(name)
    return found


def total(table: Table, features: Iterable[str]) -> float:
    """What *features* count together by *table*."""
    return sum(map(table.get, features, _NOTHING))


def chance(weight: float) -> float:
    """A weight as a chance from 0 to 1."""
    return 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, weight))))


def share(best: float, sums: Iterable[float]) -> float:
    """How much of the belief in all candidates, whose weights are *sums*, the best of them has."""
    return 1 / sum([exp(each - best) for each in sums])


def share_or_none(own: float, sums: Iterable[float]) -> float:
    """
    How much of the belief in all candidates, whose weights are *sums*, one of weight *own* has.

    That none of them is right weighs nothing, and has its share, too.
    """
    top = max(own, 0.0, *sums)
    return exp(own - top) / (exp(-top) + sum([exp(each - top) for each in sums]))
