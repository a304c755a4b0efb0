"""
The form of an export: JSON lines in zstd frames, which any zstd tool and any JSON reader can take apart.

A frame holds whole lines and ends where its last line ends, so that a file which was cut is good up to its last whole
frame. The lines, told apart by `line`::

    {"line":"log", …}     the first: whose events follow, and from where to where
    {"line":"text", …}    an article's words, before the first event of the frame that names them; null once erased
    {"line":"event", …}   one event; payload and metadata are the stored bytes, which its leaf hash covers
    {"line":"end", …}     the last: without it the file is not whole

Every frame carries its length and checksum (RFC 8878), so that a byte that changed is found before it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, NamedTuple
from uuid import UUID

import msgspec
import zstandard

from service.domain.errors import IntegrityError, InvalidInput, SetupError

FORM = 1
"""The number of this form; a reader refuses a higher one."""
FRAME_BYTES = 16_000_000
"""A frame is full once its lines have so many bytes."""
MAX_FRAME_BYTES = 128_000_000
"""No frame of ours is larger: a full one, and one event with its texts."""
_LEVEL = 3
_CHUNK_BYTES = 1 << 16
_HEADER_BYTES = 18
"""The longest header of a zstd frame (RFC 8878, section 3.1.1.1)."""


class _Line(msgspec.Struct, frozen=True, kw_only=True, tag_field="line"):
    """What every line has."""


class LogLine(_Line, frozen=True, kw_only=True, tag="log"):
    """
    Whose events follow: those after position *after* up to *to*.

    `before` is the leaf hash (hex) of the event at *after*, None at the beginning; `head` is the newest signed head up
    to *to*, as a signed note, None where there is none.
    """

    form: int
    log_id: UUID
    after: int
    to: int
    before: str | None
    head: str | None = None


class TextLine(_Line, frozen=True, kw_only=True, tag="text"):
    """A text under its SHA-256 (hex); erased words are None, with the position of the event that erased them."""

    sha256: str
    text: str | None
    erased_position: int | None = None


class EventLine(_Line, frozen=True, kw_only=True, tag="event"):
    """One event; `payload` and `metadata` are JSON as stored, `leaf_hash` is hex."""

    position: int
    event_id: UUID
    type: str
    version: int
    stream: str
    stream_version: int
    recorded_at: datetime
    payload: msgspec.Raw
    metadata: msgspec.Raw
    leaf_hash: str


class EndLine(_Line, frozen=True, kw_only=True, tag="end"):
    """The last position, and the leaf hash (hex) of its event."""

    position: int
    leaf_hash: str


Line = LogLine | TextLine | EventLine | EndLine


class Frame(NamedTuple):
    """The lines of a frame: `first_line` counts from 1 through the whole file, `end` is the byte after the frame."""

    first_line: int
    lines: list[Line]
    end: int


class Cut(InvalidInput):
    """An export that was cut: what stands before is whole. Facts: `byte` and `line` at which the good part ends."""


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Line)


def encode(line: Line) -> bytes:
    """The bytes of one line, with its end."""
    return _ENCODER.encode(line) + b"\n"


def compress(lines: Iterable[bytes]) -> bytes:
    """The frame of these encoded lines: the same bytes for the same lines."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True, write_content_size=True)
    return compressor.compress(b"".join(lines))


def frames(source: BinaryIO) -> Iterator[Frame]:
    """
    The frames of an export from its beginning, each checked, in bounded memory.

    Raises Cut where the source ends within a frame, IntegrityError (facts `byte`, `line`) for a frame that is
    damaged, SetupError for a form of a newer release.
    """
    start, number, rest = 0, 1, b""
    while rest or (rest := source.read(_CHUNK_BYTES)):
        data, length, rest = _frame(source, rest, start, number)
        lines = _lines(data, number)
        start += length
        yield Frame(number, lines, start)
        number += len(lines)


def _frame(source: BinaryIO, given: bytes, start: int, line: int) -> tuple[bytes, int, bytes]:
    """The content of the frame that begins with *given*, its length in the file, and what was read beyond it."""
    while len(given) < _HEADER_BYTES and (more := source.read(_CHUNK_BYTES)):
        given += more
    parts: list[bytes] = []
    length = size = 0
    try:
        if start == 0 and given[:4] != zstandard.FRAME_HEADER[: len(given)]:
            raise InvalidInput("This is no export of Verbale, or not one from its beginning: name another file.")
        if len(given) < _HEADER_BYTES:
            raise _cut(start, line)
        promised = zstandard.get_frame_parameters(given).content_size
        if not 0 < promised <= MAX_FRAME_BYTES:
            raise _damaged(start, line, "its length is out of bounds")
        decompressor = zstandard.ZstdDecompressor().decompressobj()
        while True:
            parts.append(decompressor.decompress(given))
            size += len(parts[-1])
            length += len(given)
            if decompressor.eof:
                rest = decompressor.unused_data
                return b"".join(parts), length - len(rest), rest
            if size > promised:
                raise _damaged(start, line, "it is longer than it promises")
            given = source.read(_CHUNK_BYTES)
            if not given:
                raise _cut(start, line)
    except zstandard.ZstdError as error:
        raise _damaged(start, line, str(error)) from error


def _lines(data: bytes, first: int) -> list[Line]:
    lines: list[Line] = []
    for number, line in enumerate(data.splitlines(), first):
        try:
            lines.append(_DECODER.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise IntegrityError(f"Line {number} is no line of an export: {error}", line=number) from error
    head = lines[0] if lines and first == 1 else None
    if first == 1 and not isinstance(head, LogLine):
        raise IntegrityError("Line 1 does not say whose events follow: this is no export of Verbale.", line=1)
    if isinstance(head, LogLine) and head.form > FORM:
        raise SetupError(f"The export is of form {head.form}, this release knows {FORM}: upgrade to read it.")
    return lines


def _cut(start: int, line: int) -> Cut:
    return Cut(
        f"The export is cut off: it ends within the frame that begins at byte {start:,} (line {line:,}). What stands "
        "before is whole. Run the same `verbale export` again, which goes on there.",
        byte=start,
        line=line,
    )


def _damaged(start: int, line: int, what: str) -> IntegrityError:
    return IntegrityError(
        f"The export is damaged in the frame that begins at byte {start:,} (line {line:,}): {what}. Fetch the file "
        "again, or export anew.",
        byte=start,
        line=line,
    )
