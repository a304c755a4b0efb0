"""
The order of rectangles.

Rectangles of one key are disjoint, and coalesced where neither the answer nor its sources change.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.spans import Rectangle


def in_order(found: Iterable[Rectangle]) -> tuple[Rectangle, ...]:
    """Rectangles in their one order: by key, first day, then publication time."""
    return tuple(sorted(found, key=lambda each: (each.span.key, each.span.since_day, each.known_from)))
