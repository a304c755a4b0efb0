"""
`POST /v1/entities/merges` and `/v1/entities/splits`: that several keys are one thing, or are not.

A decision counts from the moment at which it is recorded: answers at an earlier `known_by` stand, and a later decision
takes it back. `GET /v1/facts/{key}/identity` tells what was decided.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.params import JSONBody
from msgspec import Meta

from service.domain.errors import InvalidInput, NotFound
from service.http.openapi import writes
from service.http.parameters import AppRequest
from service.http.withdrawals import ACTOR, Noted, noted, words
from service.http.writing import WRITES
from service.intake import deciding
from service.queries.identity import held

MAX_REQUEST_KEY = 200


class Identification(msgspec.Struct, frozen=True, kw_only=True):
    """Keys of one kind, the one that is to go on first, and why they are one thing, or are not."""

    keys: Annotated[
        list[str],
        Meta(
            description="2 to 20 keys of one kind, the one that is to go on first.",
            examples=[["membership:harbour-accord:IN", "membership:port-pact:IN"]],
        ),
    ]
    reason: Annotated[str, Meta(description="Why, on one line.", examples=["two names of one pact"])]


@post(
    "/entities/merges",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Noted),
    summary="Tell that several keys are one thing",
)
async def merge(request: AppRequest, data: JSONBody[Identification]) -> Response[Any]:
    """
    The first key answers for the others from now on, and for merged meetings the one that was told of first.

    `keys` are keys of meetings or ids of their claims, or whole subjects of another kind (`membership:brics:IN`,
    `negotiation:EU-IN`, `position:IN`, `office:IN`). What is decided already is answered 200. `Idempotency-Key` makes
    sending it again safe.
    """
    return await _decide(request, data, same=True)


@post(
    "/entities/splits",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Noted),
    summary="Tell that several keys are different things",
)
async def split(request: AppRequest, data: JSONBody[Identification]) -> Response[Any]:
    """
    Takes a merge back, or parts meetings that the rules made one: name the parts by ids of their claims.

    A split of what nobody merged is a 409, except of meetings, which the rules may make one later.
    """
    return await _decide(request, data, same=False)


async def _decide(request: AppRequest, data: Identification, *, same: bool) -> Response[Any]:
    reason = words(data.reason, "reason")
    deciding.check(data.keys)
    async with request.app.state.desk.pool.acquire() as connection:
        known = await held(connection, data.keys)
    missing = [key for key in data.keys if key not in known]
    if missing:
        raise NotFound(
            f"keys: nothing is held about {', '.join(missing)}; keys stand in every item, and what was recorded just "
            "now can be named once it is projected",
            field="keys",
        )
    done = await deciding.decide(
        request.app.state.log, data.keys, reason, same=same, actor=ACTOR, request=_request_key(request)
    )
    return await noted(request, Noted(id=data.keys[0], position=done.position), 201 if done.created else 200)


def _request_key(request: AppRequest) -> str | None:
    """What `Idempotency-Key` names this request by. Raises InvalidInput."""
    given = request.headers.get("idempotency-key")
    if given is not None and not (0 < len(given) <= MAX_REQUEST_KEY and given.isprintable()):
        raise InvalidInput(
            f"Idempotency-Key must be 1 to {MAX_REQUEST_KEY} characters, the same ones when it is sent again",
            field="Idempotency-Key",
        )
    return given
