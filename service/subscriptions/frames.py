"""
Frames of an event stream (WHATWG HTML, section 9.2): what is sent of a feed as `text/event-stream`.

Every frame has an `id`, the cursor that a client sends back as `Last-Event-ID`; a frame without data only moves it.
"""

from __future__ import annotations

import msgspec

HEARTBEAT = b":\n\n"
RETRY_MS = 2_000
"""How long a client waits before it comes back."""


def data(cursor: int, envelope: bytes) -> bytes:
    """An entry of the feed."""
    return b"id: %d\ndata: %s\n\n" % (cursor, envelope)


def place(cursor: int) -> bytes:
    """That the client has had everything that it wants up to *cursor*: where it comes back, it goes on from there."""
    return b"id: %d\n\n" % cursor


def opening(cursor: int) -> bytes:
    """What a stream begins with."""
    return b"retry: %d\nid: %d\n\n" % (RETRY_MS, cursor)


def cut_off(reason: str, cursor: int) -> bytes:
    """The last frame for a client that is cut off, an event of the type `cut-off`: why, and from where to go on."""
    told = msgspec.json.encode({"reason": reason, "cursor": cursor})
    return b"event: cut-off\ndata: %s\n\n" % told
