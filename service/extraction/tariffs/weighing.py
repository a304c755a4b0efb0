"""
Weighing: what each piece of evidence counts, and how sure a choice among candidates is.

The weights stand in `weights.yaml`; they are fitted on marked articles (`python -m tests.extraction.tariffs.fitting`).
A feature without a weight counts nothing, so that the table can be read and cut by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import repeat
from math import exp
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEEPEST = 30.0
_NOTHING = repeat(0.0)


Tables = Mapping[str, Mapping[str, float]]
"""What is chosen (`duty`, `imposer`, `target`, `pair`, `product`) to what each feature counts for it."""


@cache
def tables() -> Tables:
    """The tables of `weights.yaml`."""
    text = resources.files("service.extraction.tariffs").joinpath("weights.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, float]] = yaml.load(text, _LOADER)  # noqa: S506 - the safe loader, in C
    return loaded


def total(table: Mapping[str, float], features: Iterable[str]) -> float:
    """What *features* count together by *table*."""
    return sum(map(table.get, features, _NOTHING))


def chance(weight: float) -> float:
    """A weight as a chance from 0 to 1."""
    return 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, weight))))


def share(best: float, sums: Iterable[float]) -> float:
    """How much of the belief in all candidates, whose weights are *sums*, the best of them has."""
    return 1 / sum(exp(each - best) for each in sums)
