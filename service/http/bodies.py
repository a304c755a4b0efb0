"""Request bodies: read within a bound, and decoded with errors that name the field."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import msgspec

from service.domain.errors import InvalidInput, TooLarge
from service.http.parameters import AppRequest

T = TypeVar("T")

MAX_BODY_BYTES = 8_000_000
"""Bound of one article as JSON: a text of 1 MB can be six times as long when every character is escaped."""


async def read(request: AppRequest) -> bytes:
    """The whole body. Raises TooLarge."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise TooLarge(f"The body is larger than {MAX_BODY_BYTES:,} bytes; send articles one by one", field="body")
        parts.append(part)
    return b"".join(parts)


async def lines(request: AppRequest) -> AsyncIterator[tuple[int, bytes | TooLarge]]:
    """
    The lines of the body with their numbers from 1, blank ones left out.

    A line over the bound comes as the TooLarge that it is, and is never held whole.
    """
    rest, number, skipping = bytearray(), 1, False
    async for part in request.stream():
        *whole, last = part.split(b"\n")
        for end in whole:
            line = None if skipping else bytes(rest) + end
            rest.clear()
            if line is None:
                skipping = False
            elif line.strip():
                yield number, line if len(line) <= MAX_BODY_BYTES else _too_long(number)
            number += 1
        if not skipping:
            rest += last
        if len(rest) > MAX_BODY_BYTES:
            rest.clear()
            skipping = True
            yield number, _too_long(number)
    if rest.strip():
        yield number, bytes(rest)


def _too_long(number: int) -> TooLarge:
    return TooLarge(f"Line {number} is larger than {MAX_BODY_BYTES:,} bytes; send the article in parts", field="line")


def decode(body: bytes, kind: type[T]) -> T:
    """The value that a JSON body holds. Raises InvalidInput, naming the field that cannot be read."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The body is not of the form that is read here: {error}", field=_field(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _doubtful(body, kind)


def _field(error: msgspec.ValidationError) -> str:
    """The field that msgspec names at the end of its message: `… - at `$.verdict``."""
    _, told, path = str(error).rpartition("`$.")
    return path.rstrip("`") if told else "body"


def _doubtful(body: bytes, kind: type[T]) -> T:
    """A body that is not JSON in UTF-8, looked at again for what exactly is wrong with it."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        field = _field_of_byte(body)
        raise InvalidInput(
            f"{field} is not UTF-8: byte {error.start} of the body, {body[error.start]:#04x}, cannot stand there; "
            "encode the body as UTF-8",
            field=field,
        ) from error
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"The body is not JSON: {error}; send one object", field="body") from error
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The body is not of the form that is read here: {error}", field=_field(error)) from error


def _field_of_byte(body: bytes) -> str:
    """The member that holds what is not UTF-8, `body` where the body is no object either."""
    try:
        document: Any = json.loads(body.decode(errors="surrogateescape"))
    except (ValueError, RecursionError):
        return "body"
    members = document.items() if isinstance(document, dict) else ()
    broken = [name for name, value in members if any("\udc80" <= each <= "\udcff" for each in str(value))]
    return broken[0] if broken and broken[0].isidentifier() else "body"
