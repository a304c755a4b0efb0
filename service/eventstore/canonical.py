"""
The canonical form of an event, and the hash over it.

The content is one JSON object with its keys in this order and no spaces; payload and metadata are the stored bytes,
strings are escaped as JSON asks and no further::

    {"event_id":"<uuid>","type":"article.recorded","version":1,"stream":"art-1","payload":{…},"metadata":{…}}

The leaf adds the event's place: 88 bytes, numbers big-endian::

    leaf hash of the event before (32; zeros before the first) ‖ position (8) ‖ stream_version (8)
    ‖ recorded_at in microseconds since 1970, UTC (8) ‖ SHA-256 of the content (32)

The leaf hash is SHA-256 over a zero byte and the leaf (RFC 6962 section 2.1). Since a leaf holds the hash before it,
the leaves are a chain as well as a tree.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

GENESIS = bytes(32)
"""What stands for the leaf hash before the first event."""

MOMENT_OF_2000 = 946_684_800_000_000
"""What a moment is at the beginning of 2000, UTC, from which Postgres counts."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = struct.Struct(">qqq")
_JSON = msgspec.json.Encoder()


def content(event_id: UUID | str, type_name: str, version: int | str, stream: str, payload: str, metadata: str) -> str:
    """An event's content in its canonical form; *payload* and *metadata* as they are stored."""
    return (
        f'{{"event_id":"{event_id}","type":"{type_name}","version":{version},'
        f'"stream":{_JSON.encode(stream).decode()},"payload":{payload},"metadata":{metadata}}}'
    )


def content_hash(
    event_id: UUID | str, type_name: str, version: int | str, stream: str, payload: str, metadata: str
) -> bytes:
    """SHA-256 of an event's content; arguments as of `content`."""
    return hashlib.sha256(content(event_id, type_name, version, stream, payload, metadata).encode()).digest()


def moment(recorded_at: datetime) -> int:
    """An aware instant in microseconds since 1970, UTC."""
    return (recorded_at - _EPOCH) // _MICROSECOND


def leaf_data(previous: bytes, position: int, stream_version: int, moment: int, content_hash: bytes) -> bytes:
    """The leaf of the event at *position*, 88 bytes; *previous* is the leaf hash of the event before."""
    return previous + _PLACE.pack(position, stream_version, moment) + content_hash


def leaf_hash(previous: bytes, position: int, stream_version: int, moment: int, content_hash: bytes) -> bytes:
    """The hash of the event at *position*; arguments as of `leaf_data`."""
    return hashlib.sha256(b"\x00" + previous + _PLACE.pack(position, stream_version, moment) + content_hash).digest()
