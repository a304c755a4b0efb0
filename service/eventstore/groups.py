"""
Pending appends, and how they are gathered into groups that are written together.

Within one group no event id stands twice, and an append that expects a version of a stream is the first to touch it:
that is what the function `log.append` asks for. What does not fit waits for the next group.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
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

_STREAM = re.compile(r"[!#-\[\]-~]{1,200}")
_METADATA = msgspec.json.Encoder()


class Row(msgspec.Struct, frozen=True, gc=False):
    """One event as the database takes it."""

    event_id: UUID
    type: str
    version: int
    stream: str
    payload: str
    metadata: str
    content_hash: bytes


class Pending(msgspec.Struct, frozen=True, eq=False):
    """An append that waits for its answer; `size` in bytes."""

    rows: tuple[Row, ...]
    expected_version: int | None
    texts: tuple[tuple[bytes, str], ...]
    size: int
    answer: asyncio.Future[Appended]


def prepare(events: Sequence[NewEvent], expected_version: int | None, texts: Mapping[str, str]) -> Pending:
    """
    Check and encode one append; runs inside the loop that will answer it.

    Raises InvalidInput and TooLarge; nothing has been sent then.
    """
    if not events:
        raise InvalidInput("An append needs at least one event.", field="events")
    if len(events) > MAX_APPEND_EVENTS:
        raise TooLarge(f"{len(events):,} events in one append, the bound is {MAX_APPEND_EVENTS:,}.", field="events")
    if expected_version is not None and expected_version < 0:
        raise InvalidInput(f"expected_version {expected_version} is below 0.", field="expected_version")
    rows = tuple(_row(event) for event in events)
    if len({row.event_id for row in rows}) < len(rows):
        raise InvalidInput("An event id stands twice in one append.", field="event_id")
    hashed = tuple(_checked(sha256, text) for sha256, text in texts.items())
    size = sum(len(row.payload) for row in rows) + sum(len(text) for _, text in hashed)
    if size > MAX_APPEND_BYTES:
        raise TooLarge(f"{size:,} bytes in one append, the bound is {MAX_APPEND_BYTES:,}.", field="events")
    return Pending(rows, expected_version, hashed, size, asyncio.get_running_loop().create_future())


def _row(event: NewEvent) -> Row:
    if not _STREAM.fullmatch(event.stream):
        raise InvalidInput(
            f"stream {event.stream!r} is not 1 to 200 printable ASCII characters without quotes and backslashes.",
            field="stream",
        )
    kind = type(event.payload)
    values = (
        event.event_id or uuid7(),
        kind.type,
        kind.version_of_form,
        event.stream,
        encode(event.payload).decode(),
        _METADATA.encode(event.metadata).decode(),
    )
    return Row(*values, content_hash(*values))


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
    events = size = 0
    for pending in waiting:
        if pending.answer.done():
            continue
        full = group and (events + len(pending.rows) > MAX_GROUP_EVENTS or size + pending.size > MAX_GROUP_BYTES)
        own = [row.event_id for row in pending.rows]
        clash = pending.expected_version is not None and pending.rows[0].stream in streams
        if full or clash or not ids.isdisjoint(own):
            left.append(pending)
            continue
        group.append(pending)
        ids.update(own)
        streams.update(row.stream for row in pending.rows)
        events += len(pending.rows)
        size += pending.size
    return group, left
