"""
Answers over HTTP: encoded once, with a validator; a request that pins all three clocks is immutable.

The validator of an answer whose `known_by` was left out does not count that echo: nothing else depends on the moment
of asking.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from service.http.parameters import AppRequest
from service.http.responses import Encoded
from service.queries.asking import Desk
from service.queries.questions import Answer, Asked, Question

IMMUTABLE = (b"cache-control", b"public, max-age=31536000, immutable")
REVALIDATE = (b"cache-control", b"no-cache")
_ENCODER = msgspec.json.Encoder()


async def respond(request: AppRequest, *questions: Question) -> Encoded:
    """The response that answers one question, or several as one list. Raises what `Desk.ask` raises."""
    desk: Desk = request.app.state.desk
    return answered(request, questions[0].asked, await desk.ask(*questions))


def answered(request: AppRequest, asked: Asked, answer: Answer) -> Encoded:
    """An answer as a response, or 304 for a client that holds it (RFC 9110 section 13.1.2)."""
    return validated(request, answer, pinned=asked.pinned, moment=answer.known_by if asked.undated else None)


def validated(
    request: AppRequest, answer: msgspec.Struct, *, pinned: bool, moment: str | None = None, echoes: int = 1
) -> Encoded:
    """
    The same for any answer: immutable where it is *pinned*.

    *moment* is the moment of asking where the answer echoes it, so many times, and depends on nothing of it.
    """
    body = _ENCODER.encode(answer)
    weak = b"W/" if moment is not None else b""
    counted = body if moment is None else body.replace(moment.encode(), b"", echoes)
    validator = b'%s"%s"' % (weak, blake2b(counted, digest_size=16).hexdigest().encode())
    headers = ((b"etag", validator), IMMUTABLE if pinned else REVALIDATE)
    for name, value in request.scope["headers"]:
        if name == b"if-none-match" and names(value, validator):
            return Encoded(b"", headers, 304)
    return Encoded(body, headers)


def names(held: bytes, validator: bytes) -> bool:
    """Whether a list of validators holds this one, compared weakly."""
    wanted = validator.removeprefix(b"W/")
    return any(each.strip().removeprefix(b"W/") in {wanted, b"*"} for each in held.split(b","))
