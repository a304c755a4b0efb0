"""
Heads of the log as signed notes, in the form of C2SP signed-note and tlog-checkpoint.

A head's text is the log's origin, its size, its root in base64 and, as an extension, when it was signed, a line each. A
note is the text, an empty line, and a line for each signature; anything that reads such notes can check ours.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from service.domain.errors import InvalidInput

_DASH = "\N{EM DASH} "
_ED25519 = b"\x01"
_TIME = "time "


class Head(NamedTuple):
    """What a log says of itself: `size` events have the tree whose root is `root_hash`; `signed_at` is UTC."""

    origin: str
    size: int
    root_hash: bytes
    signed_at: datetime | None = None


class PublicKey(NamedTuple):
    """An Ed25519 public key (32 bytes) under the name by which notes call it, which is the log's origin."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        """The key as signed-note spells it: name, id and key."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]


def origin_of(log_id: UUID) -> str:
    """The name of a log in its heads."""
    return f"verbale/{log_id}"


def read_key(text: str) -> PublicKey:
    """The key that *text* spells (`name+id+base64`). Raises InvalidInput."""
    name, _, rest = text.strip().partition("+")
    spelled_id, _, encoded = rest.partition("+")
    key = PublicKey(name, _decoded(encoded)[1:])
    if _decoded(encoded)[:1] != _ED25519 or len(key.raw) != 32 or key.id.hex() != spelled_id:
        raise InvalidInput("The key is not a whole Ed25519 key in the form name+id+base64: copy it anew.", field="key")
    return key


def write_head(head: Head) -> str:
    """The text of a head, which is what is signed."""
    text = f"{head.origin}\n{head.size}\n{base64.b64encode(head.root_hash).decode()}\n"
    if head.signed_at is not None:
        text += f"{_TIME}{head.signed_at:%Y-%m-%dT%H:%M:%S.%fZ}\n"
    return text


def read_head(note: str) -> Head:
    """The head of a note, signed or not; the signatures are not looked at. Raises InvalidInput."""
    lines = _text(note).split("\n")
    if len(lines) < 4 or lines[-1] or not lines[1].isdecimal() or "" in lines[:-1]:
        raise InvalidInput("That is no head of a log: origin, size and root must stand on a line each.", field="head")
    root_hash = _decoded(lines[2])
    if len(root_hash) != 32:
        raise InvalidInput("The head's root is not 32 bytes in base64.", field="head")
    told = [line.removeprefix(_TIME) for line in lines[3:] if line.startswith(_TIME)]
    try:
        signed_at = datetime.fromisoformat(told[0]) if told else None
    except ValueError as error:
        raise InvalidInput(f"The head's time {told[0]!r} is no instant.", field="head") from error
    return Head(lines[0], int(lines[1]), root_hash, signed_at)


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note over *text*, which ends with a newline, signed under *name*."""
    assert text.endswith("\n")
    public = PublicKey(name, key.public_key().public_bytes_raw())
    return f"{text}\n{_DASH}{name} {base64.b64encode(public.id + key.sign(text.encode())).decode()}\n"


def is_signed(note: str) -> bool:
    """Whether there is any signature, good or bad."""
    return _text(note) != note


def is_signed_by(note: str, key: PublicKey) -> bool:
    """Whether *key* signed the note. Signatures by others are passed over; one of its own that is wrong decides."""
    text = _text(note)
    for line in note[len(text) :].splitlines():
        name, _, encoded = line.removeprefix(_DASH).rpartition(" ")
        if line.startswith(_DASH) and name == key.name and (signature := _decoded(encoded))[:4] == key.id:
            try:
                Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[4:], text.encode())
            except InvalidSignature:
                return False
            return True
    return False


def _text(note: str) -> str:
    """The part of a note that is signed: up to the last empty line."""
    text, parted, _ = note.rpartition("\n\n")
    return f"{text}\n" if parted else note


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(f"{encoded[:80]!r} is not base64: copy the whole line.", field="head") from error
