"""
Memory: what was worked out of the same reports before, while a subject is resolved at one moment after the other.

With it and without it the answers are the same: it is asked with all that its results are made from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from service.domain.reports import Report
from service.domain.spans import Span
from service.domain.states.notices import Notice


class Memory:
    """What one subject's reports tell, and what its keys answer, as it was last worked out."""

    def __init__(self) -> None:
        self._notices: dict[int, tuple[Report, Hashable, tuple[Notice, ...]]] = {}
        self._spans: dict[str, tuple[Sequence[Notice], Hashable, tuple[Span, ...]]] = {}

    def notices(self, report: Report, given: Hashable, make: Callable[[], Iterable[Notice]]) -> tuple[Notice, ...]:
        """The notices of *report*, which *make* gives; they follow from it and from what else was *given*."""
        held = self._notices.get(id(report))
        if held is None or held[1] != given:
            held = self._notices[id(report)] = (report, given, tuple(make()))
        return held[2]

    def spans(
        self, key: str, notices: Sequence[Notice], given: Hashable, make: Callable[[], tuple[Span, ...]]
    ) -> tuple[Span, ...]:
        """The spans of *key*, which *make* gives; they follow from *notices* and from what else was *given*."""
        held = self._spans.get(key)
        if held is None or held[1] != given or held[0] != notices:
            held = self._spans[key] = (notices, given, make())
        return held[2]
