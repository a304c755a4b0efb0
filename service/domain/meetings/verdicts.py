"""
Verdicts: an analyst's word that meetings are one, or are not (rule 1).

A verdict names each meeting by its key or by the id of any of its claims; of two verdicts on a pair the later counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

import msgspec

from service.domain.meetings.keys import key_of
from service.domain.meetings.voices import Voice


class Verdict(msgspec.Struct, frozen=True):
    """
    Several meetings are one (`same`), or are not, from *decided_at* on; None means at every publication time.

    `names` are keys of meetings or ids of claims.
    """

    names: tuple[str, ...]
    same: bool
    decided_at: datetime | None = None


class Verdicts:
    """What counts of *verdicts* at *known_by*, given in the order in which they were decided."""

    def __init__(self, verdicts: Iterable[Verdict] = (), known_by: datetime | None = None) -> None:
        said: dict[frozenset[str], bool] = {}
        for verdict in verdicts:
            if verdict.decided_at is None or known_by is None or verdict.decided_at <= known_by:
                said |= {frozenset(pair): verdict.same for pair in combinations(dict.fromkeys(verdict.names), 2)}
        self._together: dict[str, set[str]] = defaultdict(set)
        self._apart: dict[str, set[str]] = defaultdict(set)
        for pair, same in said.items():
            one, other = pair
            table = self._together if same else self._apart
            table[one].add(other)
            table[other].add(one)

    def names(self, voice: Voice) -> list[str]:
        """The names under which verdicts speak of *voice*."""
        if not self._together and not self._apart:
            return []
        return [n for n in (voice.claim_id, key_of(voice)) if n in self._together or n in self._apart]

    def together(self, voice: Voice) -> list[str]:
        """The names of the voices that tell of the same occasion as *voice*."""
        return sorted(other for name in self.names(voice) for other in self._together.get(name, ()))

    def apart(self, voice: Voice) -> list[str]:
        """The names of the voices that tell of other occasions than *voice*."""
        return sorted(other for name in self.names(voice) for other in self._apart.get(name, ()))
