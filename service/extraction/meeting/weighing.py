"""
Weighing: how likely it is that two sides met, as the hints around them add up.

The weights stand in `weights.yaml`, fitted on marked articles (`python -m tests.extraction.meeting.fitting`). A feature
without a weight counts nothing, so that the table can be read and cut by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import repeat
from math import exp
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEEPEST = 30.0
_NOTHING = repeat(0.0)


@cache
def weights(name: str) -> dict[str, float]:
    """The table *name* of `weights.yaml`: feature to what it counts."""
    text = resources.files("service.extraction.meeting").joinpath("weights.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, float]] = yaml.load(text, _LOADER)  # noqa: S506 - the safe loader, in C
    return loaded[name]


def chance(name: str, features: Iterable[str]) -> float:
    """How likely *features* make what the table *name* judges, from 0 to 1."""
    table = weights(name)
    total = sum(map(table.get, features, _NOTHING))
    return 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, total))))
