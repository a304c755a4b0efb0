"""
Pending appends, and how they are gathered into groups that are written together.

Within one group no event id stands twice, and an append that expects a version of a stream is the first to touch it:
that is what the function `log.append` asks for. What does not fit waits for the next group. All encoding happens per
append, before its turn comes: between two groups the database waits for us.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from service.domain.errors import InvalidInput, TooLarge
from service.domain.events import encode
from service.eventstore.canonical import content_hash
from service.eventstore.records import Appended, NewEvent, uuid7

MAX_APPEND_EVENTS = 10_000
MAX_APPEND_BYTES = 16_000_000
MAX_GROUP_EVENTS = 2_000
MAX_GROUP_BYTES = 4_000_000
CHUNK_EVENTS = 50
"""So many events are encoded at a stretch, which takes half a millisecond."""
FULL_GROUP_EVENTS = 128
"""A group of so many events or more takes half of those who wait: two groups that take turns keep both sides busy,
this one encoding the next while the database writes the other. Smaller ones would only be flushed twice as often."""

SEPARATOR = "\x1e"
"""Stands between the elements of a text column: no JSON and no name of a stream holds this character."""

_STREAM = re.compile(r"[!#-\[\]-~]{1,200}")
_METADATA = msgspec.json.Encoder()


class Pending(msgspec.Struct, frozen=True, eq=False):
    """
    An append that waits for its answer, encoded by column; `size` in bytes.

    `fresh` says that the ids were made here and never sent, so that the log cannot hold them.

    The text columns are joined by `SEPARATOR`, ids and versions by commas, as one parameter holds them: an array of
    asyncpg's costs four times as much, most of it while the database waits.
    """

    event_ids: tuple[UUID, ...]
    streams: tuple[str, ...]
    expected_version: int | None
    fresh: bool
    ids: str
    types: str
    versions: str
    payloads: str
    metadata: str
    content_hashes: bytes
    texts: tuple[tuple[bytes, str], ...]
    size: int
    answer: asyncio.Future[Appended]


class _Row(NamedTuple):
    event_id: UUID
    spelled_id: str
    type: str
    version: str
    stream: str
    payload: str
    metadata: str
    content_hash: bytes


async def prepare(events: Sequence[NewEvent], expected_version: int | None, texts: Mapping[str, str]) -> Pending:
    """
    Check and encode one append; a long one lets the loop turn now and then.

    Raises InvalidInput and TooLarge; nothing has been sent then.
    """
    if not events:
        raise InvalidInput("An append needs at least one event.", field="events")
    if len(events) > MAX_APPEND_EVENTS:
        raise TooLarge(f"{len(events):,} events in one append, the bound is {MAX_APPEND_EVENTS:,}.", field="events")
    if expected_version is not None and expected_version < 0:
        raise InvalidInput(f"expected_version {expected_version} is below 0.", field="expected_version")
    if len(events) == 1 and not texts:
        return _alone(events[0], expected_version)
    rows = [_row(event) for event in events[:CHUNK_EVENTS]]
    for start in range(CHUNK_EVENTS, len(events), CHUNK_EVENTS):
        await asyncio.sleep(0)
        rows += [_row(event) for event in events[start : start + CHUNK_EVENTS]]
    ids = tuple([row.event_id for row in rows])
    if len(set(ids)) < len(ids):
        raise InvalidInput("An event id stands twice in one append.", field="event_id")
    hashed = tuple([_checked(sha256, text) for sha256, text in texts.items()])
    payloads = SEPARATOR.join([row.payload for row in rows])
    size = len(payloads) + sum([len(text) for _, text in hashed])
    if size > MAX_APPEND_BYTES:
        raise TooLarge(f"{size:,} bytes in one append, the bound is {MAX_APPEND_BYTES:,}.", field="events")
    return Pending(
        event_ids=ids,
        streams=tuple([row.stream for row in rows]),
        expected_version=expected_version,
        fresh=not [event for event in events if event.event_id is not None],
        ids=",".join([row.spelled_id for row in rows]),
        types=SEPARATOR.join([row.type for row in rows]),
        versions=",".join([row.version for row in rows]),
        payloads=payloads,
        metadata=SEPARATOR.join([row.metadata for row in rows]),
        content_hashes=b"".join([row.content_hash for row in rows]),
        texts=hashed,
        size=size,
        answer=asyncio.get_running_loop().create_future(),
    )


def _alone(event: NewEvent, expected_version: int | None) -> Pending:
    row = _row(event)
    if len(row.payload) > MAX_APPEND_BYTES:
        raise TooLarge(f"{len(row.payload):,} bytes in one event, the bound is {MAX_APPEND_BYTES:,}.", field="events")
    return Pending(
        (row.event_id,),
        (row.stream,),
        expected_version,
        event.event_id is None,
        row.spelled_id,
        row.type,
        row.version,
        row.payload,
        row.metadata,
        row.content_hash,
        (),
        len(row.payload),
        asyncio.get_running_loop().create_future(),
    )


def _row(event: NewEvent) -> _Row:
    stream, event_id, kind = event.stream, event.event_id or uuid7(), type(event.payload)
    if not _STREAM.fullmatch(stream):
        raise InvalidInput(
            f"stream {stream!r} is not 1 to 200 printable ASCII characters without quotes and backslashes.",
            field="stream",
        )
    payload, metadata = encode(event.payload).decode(), _METADATA.encode(event.metadata).decode()
    spelled_id, version = str(event_id), str(kind.version_of_form)
    hashed = content_hash(spelled_id, kind.type, version, stream, payload, metadata)
    return _Row(event_id, spelled_id, kind.type, version, stream, payload, metadata, hashed)


def _checked(sha256: str, text: str) -> tuple[bytes, str]:
    digest = hashlib.sha256(text.encode()).digest()
    if digest.hex() != sha256:
        raise InvalidInput(f"The text given as {sha256} hashes to {digest.hex()}.", field="texts")
    return digest, text


def gather(waiting: Sequence[Pending]) -> tuple[list[Pending], list[Pending]]:
    """
    The next group out of *waiting*, and who is left, both in their order.

    Appends whose caller has gone are in neither.
    """
    group: list[Pending] = []
    left: list[Pending] = []
    ids: set[UUID] = set()
    streams: set[str] = set()
    size = 0
    most = min(max(FULL_GROUP_EVENTS, sum([len(pending.event_ids) for pending in waiting]) // 2), MAX_GROUP_EVENTS)
    for pending in waiting:
        if pending.answer.done():
            continue
        full = len(ids) + len(pending.event_ids) > most or size + pending.size > MAX_GROUP_BYTES
        clash = pending.expected_version is not None and pending.streams[0] in streams
        if (full and group) or clash or not ids.isdisjoint(pending.event_ids):
            left.append(pending)
            continue
        group.append(pending)
        ids.update(pending.event_ids)
        streams.update(pending.streams)
        size += pending.size
    return group, left
