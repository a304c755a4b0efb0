"""
Verdicts: an analyst's word that meetings are one, or are not (rule 1).

A verdict names each meeting by its key or by the id of any of its claims; of two verdicts on a pair the later counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations

import msgspec

from service.domain.meetings.keys import key_of
from service.domain.meetings.voices import Voice

FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
"""Before everything that is published: from here on counts what has no moment of its own."""


class Verdict(msgspec.Struct, frozen=True):
    """
    Several meetings are one (`same`), or are not, from *decided_at* on; None means at every publication time.

    `names` are keys of meetings or ids of claims.
    """

    names: tuple[str, ...]
    same: bool
    decided_at: datetime | None = None


class Verdicts:
    """What is held of pairs of meetings, at every publication time; given in the order in which it was decided."""

    def __init__(self, verdicts: Sequence[Verdict] = ()) -> None:
        self._said: dict[str, list[tuple[datetime, str, bool]]] = defaultdict(list)
        for verdict in verdicts:
            for one, other in combinations(dict.fromkeys(verdict.names), 2):
                self._said[one].append((verdict.decided_at or FIRST_MOMENT, other, verdict.same))
                self._said[other].append((verdict.decided_at or FIRST_MOMENT, one, verdict.same))

    def names(self, voice: Voice) -> list[str]:
        """The names under which verdicts speak of *voice*."""
        return [name for name in (voice.claim_id, key_of(voice)) if name in self._said] if self._said else []

    def together(self, voice: Voice, moment: datetime) -> list[str]:
        """The names of what tells of the same occasion as *voice*, as held at *moment*."""
        return self._others(voice, moment, same=True)

    def apart(self, voice: Voice, moment: datetime) -> list[str]:
        """The names of what tells of other occasions than *voice*, as held at *moment*."""
        return self._others(voice, moment, same=False)

    def moments(self, voice: Voice) -> list[datetime]:
        """The moments at which a verdict on *voice* begins to count."""
        return [when for name in self.names(voice) for when, _, _ in self._said[name]]

    def _others(self, voice: Voice, moment: datetime, *, same: bool) -> list[str]:
        found = []
        for name in self.names(voice):
            held = {other: alike for when, other, alike in self._said[name] if when <= moment}
            found += [other for other, alike in held.items() if alike is same]
        return sorted(found)
