"""
Which texts beside the log an event names.

They are stored with the event, travel with it, are verified with it, and can be erased while it stands.
"""

from __future__ import annotations

import msgspec

from service.domain.events import ArticleRecorded, ArticleRevised

TYPES = (ArticleRecorded.type, ArticleRevised.type)
"""The types of events that name texts."""


class _Naming(msgspec.Struct, frozen=True):
    text_sha256: str | None = None
    title_sha256: str | None = None
    text_length: int = 0


_DECODER = msgspec.json.Decoder(_Naming)


class Named(msgspec.Struct, frozen=True):
    """The SHA-256s of an event's texts, and about how many characters these have."""

    sha256s: tuple[bytes, ...] = ()
    length: int = 0


_NONE = Named()


def named(type_name: str, payload: bytes | str) -> Named:
    """What an event of *type_name* with this stored *payload* names."""
    if type_name not in TYPES:
        return _NONE
    naming = _DECODER.decode(payload)
    sha256s = tuple(bytes.fromhex(each) for each in (naming.text_sha256, naming.title_sha256) if each)
    return Named(sha256s, naming.text_length)
