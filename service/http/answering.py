"""
Answers over HTTP: encoded once, with a validator; a request that pins all three clocks is immutable.

The validator of an answer whose `known_by` was left out does not count that echo: nothing else depends on the moment
of asking.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from litestar import Response

from service.http.parameters import AppRequest
from service.queries.asking import Desk
from service.queries.questions import Answer, Asked, Question

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
_ENCODER = msgspec.json.Encoder()


async def respond(request: AppRequest, *questions: Question) -> Response[bytes]:
    """The response that answers one question, or several as one list. Raises what `Desk.ask` raises."""
    desk: Desk = request.app.state.desk
    return answered(request, questions[0].asked, await desk.ask(*questions))


def answered(request: AppRequest, asked: Asked, answer: Answer) -> Response[bytes]:
    """An answer as a response, or 304 for a client that holds it."""
    body = _ENCODER.encode(answer)
    if asked.undated:
        validator = f'W/"{_digest(body.replace(answer.known_by.encode(), b"", 1))}"'
    else:
        validator = f'"{_digest(body)}"'
    return conditional(request, body, validator, IMMUTABLE if asked.pinned else REVALIDATE)


def document(request: AppRequest, content: Any) -> Response[bytes]:
    """Any other document as a response with a validator."""
    body = _ENCODER.encode(content)
    return conditional(request, body, f'"{_digest(body)}"', REVALIDATE)


def conditional(request: AppRequest, body: bytes, validator: str, cache_control: str) -> Response[bytes]:
    """The body, or 304 where the request's `If-None-Match` names its validator (RFC 9110 section 13.1.2)."""
    headers = {"ETag": validator, "Cache-Control": cache_control}
    held = request.headers.get("if-none-match")
    if held is not None and _names(held, validator):
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _names(held: str, validator: str) -> bool:
    """Whether a list of validators holds this one, compared weakly."""
    wanted = validator.removeprefix("W/")
    return any(each.strip().removeprefix("W/") in {wanted, "*"} for each in held.split(","))


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
