"""
Identity: which key answers for another one, since analysts told that they are one thing, and what they decided.

A decision counts from its own moment on, so that an answer at an earlier publication time follows nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec.structs import replace

from service.domain.identity import BEGINNING, Decision, Identities
from service.domain.registry import RESOLVER_VERSION
from service.domain.spans import KNOWN_EVER
from service.queries import facts, pinned
from service.queries.clocks import echo
from service.queries.lookup import position, settle, snapshot
from service.queries.questions import Answer, Asked, Question

if TYPE_CHECKING:
    from asyncpg import Connection

_DECIDED = """
SELECT position, keys, verdict, decided_at, reason FROM entity_merges
WHERE kind = $1 AND position <= $2
ORDER BY position
"""
_HELD = """
SELECT name FROM unnest($1::text[]) AS name
WHERE EXISTS (SELECT FROM subjects s WHERE s.subject = name)
   OR EXISTS (SELECT FROM meeting_rectangles m WHERE m.key = name)
   OR EXISTS (SELECT FROM claims c WHERE c.claim_id = name AND c.kind = 'meeting')
"""
_KNOWN = "SELECT key, known_from, known_until FROM meeting_rectangles WHERE key = ANY ($1)"


class Decided(NamedTuple):
    """One decision with its place in the log; `merged` False is a split."""

    position: int
    keys: tuple[str, ...]
    merged: bool
    decided_at: datetime
    reason: str

    @property
    def decision(self) -> Decision:
        """What the resolver needs of it."""
        return Decision(self.keys, self.merged, self.decided_at)

    def document(self) -> dict[str, Any]:
        """The decision as answers show it."""
        return {
            "verdict": "merged" if self.merged else "split",
            "keys": list(self.keys),
            "decided_at": echo(self.decided_at),
            "reason": self.reason,
            "position": self.position,
        }


class Turn(NamedTuple):
    """From *since* to before *until* the answers of a key are those of *key*."""

    since: datetime
    until: datetime
    key: str


class Identity:
    """
    The keys that answer for one *key* over all publication times, as the log had it at one position.

    *known* has for each key of a meeting when it was known: of merged meetings the one that was told of first goes on.
    """

    def __init__(
        self, key: str, decided: Sequence[Decided], known: Sequence[tuple[str, datetime, datetime]] = ()
    ) -> None:
        self.key = key
        self._named = _name(key, decided)
        self.decided = _about(self._named, decided)
        self._identities = Identities([each.decision for each in self.decided])
        self._known = known

    def current(self, moment: datetime) -> str:
        """The key that answers for this one at *moment*."""
        known = {key for key, since, until in self._known if since <= moment < until}
        if self.key in known:
            return self.key
        root = self._identities.current(self._named, moment)
        alike = [name for name in self._names() if self._identities.current(name, moment) == root]
        return next((name for name in alike if name in known), f"{root}{self.key[len(self._named) :]}")

    def same_as(self, moment: datetime) -> list[str]:
        """The other keys that are told to be the same thing at *moment*, sorted."""
        root = self._identities.current(self._named, moment)
        rest = self.key[len(self._named) :]
        alike = {f"{name}{rest}" for name in self._names() if self._identities.current(name, moment) == root}
        return sorted(alike - {self.key})

    def turns(self) -> list[Turn]:
        """Which key answers, over all publication times."""
        moments = [BEGINNING, *(each.decided_at for each in self.decided)]
        told = [(since, until, self.current(since)) for since, until in pairwise([*moments, KNOWN_EVER])]
        runs = ([*each] for _, each in groupby((turn for turn in told if turn[0] < turn[1]), key=lambda turn: turn[2]))
        return [Turn(run[0][0], run[-1][1], run[0][2]) for run in runs]

    def followed(self, moment: datetime) -> dict[str, Any] | None:
        """How answers tell that another key answers for this one at *moment*; None where none does."""
        current = self.current(moment)
        if current == self.key:
            return None
        told = [each for each in self.decided if each.merged and each.decided_at <= moment]
        return {"asked": self.key, "key": current, **told[-1].document()}

    def _names(self) -> list[str]:
        """What the decisions name, in their order."""
        return list(dict.fromkeys([self._named, *(name for each in self.decided for name in each.keys)]))


async def identity_of(connection: Connection, question: Question, at: int) -> Identity:
    """What was decided about the question's key by position *at*, directly or through others."""
    key = question.key
    assert key is not None
    rows = await connection.fetch(_DECIDED, question.kind, at)
    decided = [
        Decided(r["position"], tuple(r["keys"]), r["verdict"] == "merged", r["decided_at"], r["reason"]) for r in rows
    ]
    found = Identity(key, decided)
    if not found.decided or question.kind != "meeting":
        return found
    names = {name for each in found.decided for name in each.keys}
    return Identity(key, decided, await _known(connection, question, names, at))


async def follow(connection: Connection, question: Question, at: int) -> tuple[Question, dict[str, Any] | None]:
    """The same question about the key that answers for its own; with how the answer tells so."""
    if question.key is None:
        return question, None
    followed = (await identity_of(connection, question, at)).followed(question.clocks.known_by)
    return (question, None) if followed is None else (replace(question, key=followed["key"]), followed)


async def held(connection: Connection, names: Sequence[str]) -> set[str]:
    """Those of *names* that a decision can be about: subjects, keys of meetings, ids of meetings' claims."""
    return {row["name"] for row in await connection.fetch(_HELD, list(names))}


async def _known(
    connection: Connection, question: Question, keys: set[str], at: int
) -> list[tuple[str, datetime, datetime]]:
    """When meetings were known by these keys."""
    if at == await position(connection):
        return [(row[0], row[1], row[2]) for row in await connection.fetch(_KNOWN, list(keys))]
    found = await pinned.rectangles(connection, replace(question, key=None), at)
    return [(each.span.key, each.known_from, each.known_until) for each in found if each.span.key in keys]


class IdentityAnswer(Answer, kw_only=True):
    """Which key answers for *key*, the others that are told to be the same, and as items what was decided, in order."""

    key: str = ""
    current: str = ""
    same_as: list[str] = msgspec.field(default_factory=list)


async def identity(connection: Connection, asked: Asked, key: str) -> IdentityAnswer:
    """
    What analysts decided on the identity of *key*, as published and held by then.

    Raises InvalidInput for a key of no kind, PositionAhead, Behind.
    """
    clocks = asked.clocks
    question = facts.fact(asked, key)
    async with snapshot(connection):
        at = await settle(connection, clocks.at, await position(connection))
        found = await identity_of(connection, question, at)
    return IdentityAnswer(
        as_of=clocks.as_of,
        known_by=echo(clocks.known_by),
        at=at,
        resolver=RESOLVER_VERSION,
        items=[each.document() for each in found.decided if each.decided_at <= clocks.known_by],
        key=key,
        current=found.current(clocks.known_by),
        same_as=found.same_as(clocks.known_by),
    )


def _name(key: str, decided: Sequence[Decided]) -> str:
    """What decisions call *key*: itself, or the subject that it is one of the keys of."""
    names = {name for each in decided for name in each.keys if key == name or key.startswith(f"{name}:")}
    return max(names, key=len, default=key)


def _about(name: str, decided: Sequence[Decided]) -> list[Decided]:
    """The decisions that bear on *name*, directly or through what it was merged with, in their order."""
    reached = {name}
    grown = True
    while grown:
        grown = False
        for each in decided:
            if not reached.isdisjoint(each.keys) and not reached.issuperset(each.keys):
                reached |= set(each.keys)
                grown = True
    return [each for each in decided if not reached.isdisjoint(each.keys)]
