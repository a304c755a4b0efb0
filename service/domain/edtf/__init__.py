"""
Vague dates: the EDTF texts that news is dated with, and the arithmetic on their four bounds.

A text is never widened: `2025-08~` bounds the same days as `2025-08`, and keeps its qualifier in the text.
"""

from service.domain.edtf.arithmetic import (
    between,
    contains_day,
    first_day,
    intersect,
    last_day,
    of_bounds,
    of_day,
    of_window,
    overlap,
    shift,
    side,
    within,
)
from service.domain.edtf.interval import Interval
from service.domain.edtf.reading import parse

__all__ = [
    "Interval", "between", "contains_day", "first_day", "intersect", "last_day", "of_bounds", "of_day",
    "of_window", "overlap", "parse", "shift", "side", "within",
]  # fmt: skip
