"""
Deciding: that keys are one thing, or are not, as an analyst says it.

What is decided already is not recorded again, and a split takes back a decision that was made: nothing else is undone
by it. Whether the keys are held at all is the caller's to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

import msgspec

from service.domain.claims import KINDS
from service.domain.errors import Conflict, InvalidInput, Unavailable, VersionConflict
from service.domain.events import EntitiesMerged, EntitiesSplit
from service.domain.identity import Decision, Identities
from service.eventstore import EventLog, Metadata, NewEvent, RecordedEvent

STREAM = "entities"
MAX_KEYS = 20
_TRIES = 5
_REQUESTS = UUID("b3a2c7de-51f0-5a44-9d0e-6f2f6f6b7c11")
_DECISIONS = (EntitiesMerged.type, EntitiesSplit.type)
_NOT_DECIDED = ("tariff",)
_PARTS = {"membership": 3, "negotiation": 2, "position": 2, "office": 2}
"""How many parts a subject has: of these kinds, claims go from one subject to another as a whole."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Where a decision stands; `created` is false for one that was made before."""

    position: int
    created: bool


def check(keys: Sequence[str]) -> str:
    """
    The kind that all *keys* are of: subjects, or keys of meetings and ids of their claims.

    Raises InvalidInput for keys of which nothing can be decided.
    """
    if len(set(keys)) != len(keys) or not 2 <= len(keys) <= MAX_KEYS:
        raise InvalidInput(f"keys: give from 2 to {MAX_KEYS} different ones", field="keys")
    kinds = {"meeting" if key.startswith("art-") else key.partition(":")[0] for key in keys}
    unknown = sorted(kinds - set(KINDS))
    if unknown:
        raise InvalidInput(
            f"keys: {', '.join(unknown)} is no kind; a key begins with one of {', '.join(KINDS)}", field="keys"
        )
    if len(kinds) > 1:
        raise InvalidInput(
            f"keys: these are of several kinds ({', '.join(sorted(kinds))}); give keys of one", field="keys"
        )
    (kind,) = kinds
    if kind in _NOT_DECIDED:
        raise InvalidInput(
            "keys: a tariff is told by its imposer, target and product, which is no matter of opinion; "
            "correct its claims with POST /v1/claims/{id}/review",
            field="keys",
        )
    for key in keys:
        parts = key.split(":")
        if kind in _PARTS and len(parts) != _PARTS[kind]:
            whole = ":".join(parts[: _PARTS[kind]])
            raise InvalidInput(
                f"keys: {key} is one of the answers about {whole}; {kind}s are merged and split as a whole: "
                f"give {whole}, or correct single claims with POST /v1/claims/{{id}}/review",
                field="keys",
            )
    return kind


async def decide(
    log: EventLog, keys: Sequence[str], reason: str, *, same: bool, actor: str | None = None, request: str | None = None
) -> Done:
    """
    Record that *keys* are one thing (*same*: the first one goes on), or are not.

    *request* names the writer's request: sent again it is recorded once. Raises InvalidInput as `check`, Conflict for
    a split of what nobody merged, DuplicateEvent for a request that said something else before, Unavailable.
    """
    kind = check(keys)
    payload = (EntitiesMerged if same else EntitiesSplit)(kind=kind, keys=tuple(keys), reason=reason)
    event_id = None if request is None else uuid5(_REQUESTS, request)
    event = NewEvent(stream=STREAM, payload=payload, metadata=Metadata(actor=actor))
    if event_id is not None:
        event = msgspec.structs.replace(event, event_id=event_id)
    for _ in range(_TRIES):
        held = [each async for each in log.read(stream=STREAM, types=_DECISIONS)]
        standing = _standing(held, payload, event_id)
        if standing is not None:
            return Done(position=standing, created=False)
        if not same and kind != "meeting":
            _refuse_unmerged(held, payload)
        try:
            done = await log.append([event], expected_version=await log.stream_version(STREAM))
        except VersionConflict:
            continue
        return Done(position=done.position, created=True)
    raise Unavailable("Others decide on identities without pause; send it again.")


def _standing(held: Sequence[RecordedEvent], payload: EntitiesMerged, request: UUID | None) -> int | None:
    """Where it was decided already: by this very request, or by what stands of each of the pairs."""
    for event in held:
        if request is not None and event.event_id == request and event.payload == payload:
            return event.position
    found = []
    for pair in _pairs(payload):
        about = [event for event in held if isinstance(event.payload, EntitiesMerged) and pair in _pairs(event.payload)]
        if not about or type(about[-1].payload) is not type(payload):
            return None
        found.append(about[-1].position)
    return max(found)


def _pairs(decided: EntitiesMerged) -> list[frozenset[str]]:
    first, *others = decided.keys
    return [frozenset((first, other)) for other in others]


def _refuse_unmerged(held: Sequence[RecordedEvent], payload: EntitiesMerged) -> None:
    """Raise Conflict for a pair that no decision made one, or only one through another key."""
    decisions = [
        Decision(event.payload.keys, not isinstance(event.payload, EntitiesSplit), event.recorded_at)
        for event in held
        if isinstance(event.payload, EntitiesMerged) and event.payload.kind == payload.kind
    ]
    merged = {pair for event in held if type(event.payload) is EntitiesMerged for pair in _pairs(event.payload)}
    identities = Identities(decisions)
    first, *others = payload.keys
    for other in others:
        if frozenset((first, other)) in merged:
            continue
        root = identities.current(other)
        if root != identities.current(first):
            raise Conflict(f"{first} and {other} are not merged: there is nothing to split", field="keys")
        raise Conflict(
            f"{first} and {other} are one through {root}: split them from it, as they were merged", field="keys"
        )
