"""
What goes into the log and what comes out of it.

A recorded event is a new event with its place (`position`, `stream_version`) and time; nothing else is added to it
and nothing is taken away.
"""

from __future__ import annotations

import os
import time
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg.pgproto import pgproto

from service.domain.events import Event


class Metadata(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Who did it, because of which event, and as part of what; no part of an event's identity."""

    actor: str | None = None
    causation_id: str | None = None
    correlation_id: str | None = None


class NewEvent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """
    An event that is to be appended to *stream* (an article's id, for example).

    Give an `event_id` to make the append idempotent across retries of your own: the same id with the same stream and
    payload is recorded once. Without one the log assigns a UUIDv7.
    """

    stream: str
    payload: Event
    event_id: UUID | None = None
    metadata: Metadata = Metadata()


class RecordedEvent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """
    An event of the log; `payload` is of today's form, `type` and `version` are as they were stored.

    `position` counts from 1 without gaps, `stream_version` likewise within the stream; `recorded_at` is UTC and never
    runs backwards along the positions.
    """

    position: int
    event_id: UUID
    type: str
    version: int
    stream: str
    stream_version: int
    payload: Event
    metadata: Metadata
    recorded_at: datetime


class Appended(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """
    Where the events of one append stand, in their order.

    `duplicate` says that the log held them before: nothing was recorded, the positions are the earlier ones.
    """

    event_ids: tuple[UUID, ...]
    positions: tuple[int, ...]
    stream_versions: tuple[int, ...]
    recorded_at: datetime
    duplicate: bool

    @property
    def position(self) -> int:
        """The position of the last event, which `min_position` of a read may ask for."""
        return self.positions[-1]


_FIXED = 0x7 << 76 | 0x2 << 62  # the version and the variant
_VARIABLE = ~(0xF << 76 | 0x3 << 62)
_RANDOM_BYTES = 10


def uuid7() -> UUID:
    """A new UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random ones."""
    return _uuid7(time.time_ns() // 1_000_000, os.urandom(_RANDOM_BYTES))


def uuid7s(count: int) -> list[UUID]:
    """So many new UUIDv7, of one millisecond."""
    milliseconds, random = time.time_ns() // 1_000_000, os.urandom(_RANDOM_BYTES * count)
    return [_uuid7(milliseconds, random[at : at + _RANDOM_BYTES]) for at in range(0, len(random), _RANDOM_BYTES)]


def _uuid7(milliseconds: int, random: bytes) -> UUID:
    number = (milliseconds << 80 | int.from_bytes(random, "big")) & _VARIABLE | _FIXED
    made: UUID = pgproto.UUID(number.to_bytes(16, "big"))  # asyncpg's own kind, made and spelled in a fifth of the time
    return made
