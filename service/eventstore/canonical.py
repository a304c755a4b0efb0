"""
The canonical form of an event, and the hashes over it.

The form is one JSON object with its keys in this order and no spaces; payload and metadata are the stored bytes::

    {"previous_hash":"<hex>","position":1,"event_id":"<uuid>","type":"article.recorded","version":1,
     "stream":"art-1","stream_version":1,"recorded_at":"2026-02-02T12:00:00.000000Z","payload":{…},"metadata":{…}}

The leaf hash is SHA-256 over a zero byte and that form (RFC 6962 section 2.1). The form holds the leaf hash of the
event before, so that the leaves are a chain as well; the first event's `previous_hash` is `GENESIS`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

GENESIS = bytes(32)


def canonical_form(  # noqa: PLR0917 - a row of the table, in the order of the form
    previous_hash: bytes,
    position: int,
    event_id: UUID,
    type_name: str,
    version: int,
    stream: str,
    stream_version: int,
    recorded_at: datetime,
    payload: str,
    metadata: str,
) -> bytes:
    """The bytes that an event's leaf hash covers; *recorded_at* is UTC."""
    return (
        f'{{"previous_hash":"{previous_hash.hex()}","position":{position},"event_id":"{event_id}",'
        f'"type":"{type_name}","version":{version},"stream":"{stream}","stream_version":{stream_version},'
        f'"recorded_at":"{recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}","payload":{payload},"metadata":{metadata}}}'
    ).encode()


def leaf_hash(form: bytes) -> bytes:
    """SHA-256 over a zero byte and *form*: the leaf hash of RFC 6962."""
    return hashlib.sha256(b"\x00" + form).digest()
