"""
Which texts beside the log an event names.

They are stored with the event, travel with it, are verified with it, and can be erased while it stands.
"""

from __future__ import annotations

import msgspec

from service.domain.events import ArticleRecorded, ArticleRevised, ClaimsExtracted

TYPES = (ArticleRecorded.type, ArticleRevised.type, ClaimsExtracted.type)
"""The types of events that name texts."""


class _Naming(msgspec.Struct, frozen=True):
    text_sha256: str | None = None
    title_sha256: str | None = None
    wordings_sha256: str | None = None
    text_length: int = 0

    def sha256s(self) -> tuple[str | None, ...]:
        return self.text_sha256, self.title_sha256, self.wordings_sha256


_DECODER = msgspec.json.Decoder(_Naming)


class Named(msgspec.Struct, frozen=True):
    """The SHA-256s of an event's texts, and about how many characters these have."""

    sha256s: tuple[bytes, ...] = ()
    length: int = 0


_NONE = Named()
_WORDED = '"wordings_sha256":"'
"""Most readings have none, which is seen without decoding them."""


def named(type_name: str, payload: str) -> Named:
    """What an event of *type_name* with this stored *payload* names."""
    if type_name not in TYPES or (type_name == ClaimsExtracted.type and _WORDED not in payload):
        return _NONE
    naming = _DECODER.decode(payload)
    sha256s = tuple(bytes.fromhex(each) for each in naming.sha256s() if each)
    return Named(sha256s, naming.text_length)
