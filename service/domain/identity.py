"""
Identity: which keys are one thing, as analysts decided it, at every publication time (rule 1).

A decision counts from its own moment on and until a later one on the same pair takes it back, so that answers at an
earlier publication time stand. The first key of a decision is the one that goes on; the others answer through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

import msgspec

from service.domain.reports import Report
from service.domain.spans import KNOWN_EVER

BEGINNING = datetime.min.replace(tzinfo=UTC)


class Decision(msgspec.Struct, frozen=True):
    """Several *keys* of one kind are one thing (*same*), or are not, from *decided_at* on."""

    keys: tuple[str, ...]
    same: bool
    decided_at: datetime


class Stretch(NamedTuple):
    """From *since* to before *until* a key's claims are those of *root*."""

    since: datetime
    until: datetime
    root: str


class Identities:
    """What was decided of the keys of one kind; *decisions* in the order in which they were made."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._roots: list[tuple[datetime, dict[str, str]]] = []
        said: dict[frozenset[str], tuple[str, str, bool]] = {}
        for decision in decisions:
            first, *others = dict.fromkeys(decision.keys)
            for other in others:
                pair = frozenset((first, other))
                said.pop(pair, None)
                said[pair] = (first, other, decision.same)
            self._roots.append((decision.decided_at, _roots(said.values())))

    def current(self, key: str, moment: datetime = KNOWN_EVER) -> str:
        """The key that answers for *key* at *moment*: itself, unless it was merged into another."""
        for decided_at, roots in reversed(self._roots):
            if decided_at <= moment:
                return roots.get(key, key)
        return key

    def stretches(self, key: str) -> Iterator[Stretch]:
        """Whose the claims of *key* are, over all publication times."""
        steps = [(BEGINNING, key), *((decided_at, roots.get(key, key)) for decided_at, roots in self._roots)]
        for root, same in groupby(_lasting(steps), key=lambda each: each.root):
            held = list(same)
            yield Stretch(held[0].since, held[-1].until, root)

    def homes(self, subjects: Iterable[str]) -> tuple[str, ...]:
        """*subjects*, and all keys that ever answered through one of them, sorted."""
        asked = set(subjects)
        found = {key for _, roots in self._roots for key, root in roots.items() if root in asked}
        return tuple(sorted(asked | found))

    def counted(self, subject: str, homes: Sequence[str], reports: Iterable[tuple[str, Report]]) -> list[Report]:
        """
        The reports of *subject*, given with their own homes, each for as long as it counts there.

        *homes* are the subject's inputs: a report of another one of them counts as it is.
        """
        found: list[Report] = []
        for home, report in reports:
            for each in self.stretches(home):
                mine = each.root == subject or (each.root in homes and home != subject)
                until = min(report.counts_until or KNOWN_EVER, each.until)
                since = max(report.known_from, each.since)
                if mine and since < until:
                    found.append(_clipped(report, since, until))
        return found


def _lasting(steps: Sequence[tuple[datetime, str]]) -> Iterator[Stretch]:
    for (since, root), (until, _) in pairwise([*steps, (KNOWN_EVER, "")]):
        if since < until:
            yield Stretch(since, until, root)


def _clipped(report: Report, since: datetime, until: datetime) -> Report:
    return msgspec.structs.replace(
        report,
        counts_from=report.counts_from if since == report.known_from else since,
        counts_until=None if until == KNOWN_EVER else until,
    )


def _roots(said: Iterable[tuple[str, str, bool]]) -> dict[str, str]:
    """Each merged key with the one that goes on, followed to the end."""
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while key in parents:
            key = parents[key]
        return key

    for first, other, same in said:
        if same and root(first) != root(other):
            parents[root(other)] = root(first)
    return {key: root(key) for key in parents}
