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
from service.eventstore.records import Appended, NewEvent, uuid7, uuid7s

MAX_APPEND_EVENTS = 10_000
MAX_APPEND_BYTES = 16_000_000
MAX_GROUP_EVENTS = 2_000
MAX_GROUP_BYTES = 4_000_000
CHUNK_EVENTS = 100
"""So many events are encoded at a stretch, which takes a millisecond at most."""
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
    hashed = tuple([_checked(sha256, text) for sha256, text in texts.items()]) if texts else ()
    if len(events) == 1:
        return _alone(events[0], expected_version, hashed)
    rows: list[_Row] = []
    for start in range(0, len(events), CHUNK_EVENTS):
        if start:
            await asyncio.sleep(0)
        chunk = events[start : start + CHUNK_EVENTS]
        rows += map(_row, chunk, uuid7s(len(chunk)))
    ids, spelled_ids, types, versions, streams, payloads, metadata, content_hashes = zip(*rows, strict=True)
    if len(set(ids)) < len(ids):
        raise InvalidInput("An event id stands twice in one append.", field="event_id")
    joined = SEPARATOR.join(payloads)
    return Pending(
        ids,
        streams,
        expected_version,
        not [event for event in events if event.event_id is not None],
        ",".join(spelled_ids),
        SEPARATOR.join(types),
        ",".join(versions),
        joined,
        SEPARATOR.join(metadata),
        b"".join(content_hashes),
        hashed,
        _bounded(joined, hashed),
        asyncio.get_running_loop().create_future(),
    )


def _alone(event: NewEvent, expected_version: int | None, texts: tuple[tuple[bytes, str], ...]) -> Pending:
    event_id, spelled_id, kind, version, stream, payload, metadata, hashed = _row(event, uuid7())
    return Pending(
        (event_id,),
        (stream,),
        expected_version,
        event.event_id is None,
        spelled_id,
        kind,
        version,
        payload,
        metadata,
        hashed,
        texts,
        _bounded(payload, texts),
        asyncio.get_running_loop().create_future(),
    )


def _row(event: NewEvent, made: UUID) -> _Row:
    """*event* encoded, with the id *made* unless it has one."""
    stream, kind, event_id = event.stream, type(event.payload), event.event_id or made
    if not _STREAM.fullmatch(stream):
        raise InvalidInput(
            f"stream {stream!r} is not 1 to 200 printable ASCII characters without quotes and backslashes.",
            field="stream",
        )
    payload, metadata = encode(event.payload).decode(), _METADATA.encode(event.metadata).decode()
    spelled_id, version = str(event_id), str(kind.version_of_form)
    hashed = content_hash(spelled_id, kind.type, version, stream, payload, metadata)
    return _Row(event_id, spelled_id, kind.type, version, stream, payload, metadata, hashed)


def _bounded(payloads: str, texts: tuple[tuple[bytes, str], ...]) -> int:
    size = len(payloads) + (sum([len(text) for _, text in texts]) if texts else 0)
    if size > MAX_APPEND_BYTES:
        raise TooLarge(f"{size:,} bytes in one append, the bound is {MAX_APPEND_BYTES:,}.", field="events")
    return size


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
    count = size = 0
    expecting = any(pending.expected_version is not None for pending in waiting)
    most = min(max(FULL_GROUP_EVENTS, sum([len(pending.event_ids) for pending in waiting]) // 2), MAX_GROUP_EVENTS)
    for pending in waiting:
        if pending.answer.done():
            continue
        full = count + len(pending.event_ids) > most or size + pending.size > MAX_GROUP_BYTES
        clash = pending.expected_version is not None and pending.streams[0] in streams
        # Ids that were made here are like no others.
        if (full and group) or clash or not (pending.fresh or ids.isdisjoint(pending.event_ids)):
            left.append(pending)
            continue
        group.append(pending)
        count += len(pending.event_ids)
        size += pending.size
        if not pending.fresh:
            ids.update(pending.event_ids)
        if expecting:
            streams.update(pending.streams)
    return group, left
