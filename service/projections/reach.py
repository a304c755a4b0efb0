"""
Reach: rectangles by how long they are known, so that those known at one moment are found without reading the others.

A rectangle of reach *n* is known for less than 8^n seconds, so that it is known at a moment only if it began to be in
the 8^n seconds before. With those of each reach in order of their beginning, a subject that was reported on for years
is read like one that was reported on yesterday. The idea is that of Kriegel, Pötke and Seidl, "Managing intervals
efficiently in object-relational databases" (VLDB 2000), with classes in place of their tree.
"""

from __future__ import annotations

from datetime import datetime

from service.domain.spans import KNOWN_EVER

EVER = 14
"""The reach of what is still known: 8^13 seconds are longer than the years 1 to 9999."""


def reach_of(known_from: datetime, known_until: datetime) -> int:
    """The least *n* for which 8^n seconds are more than the time that it is known; `EVER` where no end is known."""
    if known_until == KNOWN_EVER:
        return EVER
    seconds = int((known_until - known_from).total_seconds())
    return (seconds.bit_length() + 2) // 3


def _width(reach: int) -> str:
    """SQL: 8^n seconds; where that is more than Postgres reads, longer than all years that it knows."""
    return f"interval '{f'{8**reach} s' if reach <= 10 else '4000 years'}'"


_EACH = ", ".join(f"({n}, {_width(n)})" for n in range(EVER + 1))
CLASSES = f"(SELECT * FROM (VALUES {_EACH}) of_width (reach, width))"  # noqa: S608 (numbers of ours)
"""SQL: every reach, and how long before a moment something of that reach can have begun to be known."""
