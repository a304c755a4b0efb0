"""
`/v1/subscriptions/{subscription}/…`: one webhook paused, resumed, tested, replayed, given another secret, looked into.

None of it loses a change; what is done takes effect with the next message.
"""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath

from service.http.openapi import takes
from service.http.parameters import AppRequest, read
from service.http.subscription_forms import (
    DeadLettersAnswer,
    DeliveriesAnswer,
    ListQuery,
    ReplayIn,
    Rotated,
    RotationIn,
    Tested,
    answered,
)
from service.http.subscriptions import NEVER_STORED, READS, TAGS, Webhooks, body, place, shown, told_place
from service.http.writing import WRITES
from service.subscriptions.webhooks import delivering, listing, registering
from service.subscriptions.webhooks.listing import Subscription

_NEWEST = 1 << 62


@post(
    "/subscriptions/{subscription:str}/pause",
    guards=WRITES,
    tags=TAGS,
    status_code=200,
    responses=answered(Subscription),
    summary="Send nothing until it is resumed",
)
async def pause(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """What comes meanwhile waits, and is sent in its order when it is resumed."""
    await registering.pause(request.app.state.webhooks.pool, subscription)
    return await shown(request, subscription)


@post(
    "/subscriptions/{subscription:str}/resume",
    guards=WRITES,
    tags=TAGS,
    status_code=200,
    responses=answered(Subscription),
    summary="Go on after a pause, or after its target ended it",
)
async def resume(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """It goes on with the change at which it stopped, at once."""
    await registering.resume(request.app.state.webhooks.pool, subscription)
    request.app.state.log.wakeup.tell()
    return await shown(request, subscription)


@post(
    "/subscriptions/{subscription:str}/skip",
    guards=WRITES,
    tags=TAGS,
    status_code=200,
    responses=answered(Subscription),
    summary="Give up the change that is being tried again",
)
async def skip(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """It becomes a dead letter before its time, and the next one follows at once; 409 where none is tried again."""
    await registering.skip(request.app.state.webhooks.pool, subscription)
    request.app.state.log.wakeup.tell()
    return await shown(request, subscription)


@post(
    "/subscriptions/{subscription:str}/test",
    guards=WRITES,
    tags=TAGS,
    status_code=200,
    responses=answered(Tested),
    summary="Send a test now, and say what became of it",
)
async def send_test(request: AppRequest, subscription: FromPath[str]) -> Response[Tested]:
    """A signed message of the type `net.verbale.webhook.test`, sent once and beside all others, paused or not."""
    hooks: Webhooks = request.app.state.webhooks
    message_id, attempt = await delivering.send_test(hooks.pool, hooks.caller, subscription)
    told = Tested(
        delivered=attempt.delivered,
        message_id=message_id,
        status=attempt.status,
        latency_ms=round(attempt.latency_ms, 1),
        error=attempt.error,
    )
    return Response(told, headers=NEVER_STORED)


@post(
    "/subscriptions/{subscription:str}/replay",
    guards=WRITES,
    tags=TAGS,
    status_code=202,
    responses=answered(Subscription, 202),
    summary="Send a range of changes again",
)
async def replay(
    request: AppRequest, subscription: FromPath[str], data: Annotated[ReplayIn, body(ReplayIn)]
) -> Response[Subscription]:
    """They go before what is new, in order, with the ids that they had; one replay at a time."""
    pool = request.app.state.webhooks.pool
    await registering.replay(pool, subscription, data.first, data.last, only_dead=data.only == "dead")
    request.app.state.log.wakeup.tell()
    return await shown(request, subscription, 202)


@post(
    "/subscriptions/{subscription:str}/rotate",
    guards=WRITES,
    tags=TAGS,
    status_code=200,
    responses=answered(Rotated),
    summary="Replace the secret",
)
async def rotate(
    request: AppRequest, subscription: FromPath[str], data: Annotated[RotationIn, body(RotationIn)]
) -> Response[Rotated]:
    """Messages are signed with both secrets for `overlap_s` seconds, so that receivers can follow in their own time."""
    pool = request.app.state.webhooks.pool
    secret = await registering.rotate(pool, subscription, data.secret, data.overlap_s)
    until = (await listing.show(pool, subscription)).old_secret_until
    told = Rotated(secret=secret, old_secret_until=None if until is None else until.isoformat())
    return Response(told, headers=NEVER_STORED)


@get(
    "/subscriptions/{subscription:str}/deliveries",
    guards=READS,
    tags=TAGS,
    opt=takes(ListQuery),
    responses=answered(DeliveriesAnswer),
    summary="What became of the newest attempts",
)
async def list_deliveries(request: AppRequest, subscription: FromPath[str]) -> Response[DeliveriesAnswer]:
    """Each attempt with its latency, its status and its outcome, the newest first."""
    query = read(request, ListQuery)
    pool = request.app.state.desk.pool
    items, more = await listing.attempts(pool, subscription, place(query.cursor, _NEWEST), query.limit)
    return Response(DeliveriesAnswer(items=items, next_cursor=told_place(more)), headers=NEVER_STORED)


@get(
    "/subscriptions/{subscription:str}/dead-letters",
    guards=READS,
    tags=TAGS,
    opt=takes(ListQuery),
    responses=answered(DeadLettersAnswer),
    summary="The changes that were given up",
)
async def list_dead_letters(request: AppRequest, subscription: FromPath[str]) -> Response[DeadLettersAnswer]:
    """Each change that was not taken within the patience, with its last error; `replay` sends them again."""
    query = read(request, ListQuery)
    pool = request.app.state.desk.pool
    items, more = await listing.dead_letters(pool, subscription, place(query.cursor, 0), query.limit)
    return Response(DeadLettersAnswer(items=items, next_cursor=told_place(more)), headers=NEVER_STORED)
