"""
Cursors: where a list goes on, together with the clocks that it began with.

The next page is read at the clocks of the first one, so that pages fit together; a cursor of another question is
refused.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

import msgspec

from service.domain.errors import InvalidInput


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """
    The place after which to go on, and the clocks of the first page.

    The place is a key with a day of it, in the question with that number where an answer is made of several.
    A question between two moments has the clocks of the earlier one in `begun`: its day, publication time, position.
    """

    name: str
    question: int
    key: str
    day: date
    as_of: str
    known_by: datetime
    at: int
    begun: tuple[str, datetime, int] | None = None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Cursor)


def fingerprint(question: Any) -> str:
    """What tells one question from another: a digest of its filters."""
    return blake2b(msgspec.msgpack.encode(question), digest_size=6).hexdigest()


def write(cursor: Cursor) -> str:
    """The opaque text of a cursor, safe in addresses."""
    return urlsafe_b64encode(_ENCODER.encode(cursor)).decode().rstrip("=")


def read(text: str, name: str) -> Cursor:
    """
    The cursor that *text* is, for the question with this name.

    Raises InvalidInput for a text that this service did not write, or that belongs to another question.
    """
    try:
        cursor = _DECODER.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise InvalidInput(
            "cursor is not one that this service wrote; take it from `next_cursor`, or leave it out to begin",
            field="cursor",
        ) from error
    if cursor.name != name:
        raise InvalidInput(
            "cursor belongs to a question with other filters; ask with the same ones, or leave it out to begin",
            field="cursor",
        )
    return cursor
