"""
`/v1/subscriptions`: webhooks made, listed, paused, tested, replayed and deleted.

All of it needs the key, reading too: a target's address may be a secret. A webhook's own secret is answered once,
where it is made or replaced.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, NamedTuple

from asyncpg import Pool
from litestar import Response, delete, get, post
from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import Example
from litestar.params import BodyKwarg, FromPath, HeaderParameter
from msgspec.structs import asdict

from service.domain.errors import InvalidInput
from service.http.openapi import takes
from service.http.parameters import AppRequest, Query, read
from service.http.responses import JSON
from service.http.subscription_forms import (
    EXAMPLES,
    DeadLettersAnswer,
    DeliveriesAnswer,
    ListQuery,
    ReplayIn,
    Rotated,
    RotationIn,
    SubscriptionIn,
    SubscriptionMade,
    SubscriptionsAnswer,
    Tested,
    answered,
)
from service.http.writing import may_write, takes_no_query
from service.queries.clocks import read_instant
from service.settings import Settings
from service.subscriptions import feed
from service.subscriptions.filters import EVERYTHING
from service.subscriptions.webhooks import delivering, listing, registering, signing, targets
from service.subscriptions.webhooks.listing import Subscription
from service.subscriptions.webhooks.sending import Caller

_TAGS = ["subscriptions"]
_NEVER_STORED = {"Cache-Control": "no-store"}
_NEWEST = 1 << 62


class Webhooks(NamedTuple):
    """What these routes work with: connections that may write, and who calls targets."""

    pool: Pool
    caller: Caller


def from_no_page(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """The guard against pages in a browser of this machine, which can send all but JSON unasked."""
    settings: Settings = connection.app.state.settings
    kind = connection.headers.get("content-type", "").partition(";")[0].strip()
    if settings.bootstrap_key is None and kind != JSON:
        raise ClientException(
            f"Without a key this is taken as {JSON} alone: send `Content-Type: {JSON}`",
            status_code=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            extra={"field": "Content-Type"},
        )


_READS = [may_write]
_WRITES = [may_write, takes_no_query, from_no_page]


def _body(form: type[Any]) -> BodyKwarg:
    return BodyKwarg(examples=[Example(value=EXAMPLES[form])])


@post(
    "/subscriptions",
    guards=_WRITES,
    tags=_TAGS,
    responses=answered(SubscriptionMade, 200, 201),
    summary="Have changes sent to an address",
)
async def subscribe(
    request: AppRequest,
    data: Annotated[SubscriptionIn, _body(SubscriptionIn)],
    idempotency_key: Annotated[
        str | None,
        HeaderParameter(
            name="Idempotency-Key",
            max_length=200,
            description="A name of your own for this order: sent again with it, nothing is made twice (200, not 201).",
        ),
    ] = None,
) -> Response[SubscriptionMade]:
    """
    Make a webhook: each change that the filter matches is sent to the target, signed, in order, until it is taken.

    The answer holds the secret with which messages are signed (Standard Webhooks); it is not shown again.
    """
    hooks: Webhooks = request.app.state.webhooks
    target = targets.read_target(data.target)
    order = registering.Order(
        name=data.name or target.host,
        target=target,
        wanted=EVERYTHING if data.filter is None else data.filter.wanted(),
        secret=signing.new_secret() if data.secret is None else signing.read_secret(data.secret),
        timeout_s=data.timeout_s,
        patience_s=data.patience_s,
        after=await _after(hooks, data),
        idempotency_key=idempotency_key,
    )
    await targets.usable(target, hooks.caller.allowed, hooks.caller.find)
    made = await registering.create(hooks.pool, order)
    request.app.state.log.wakeup.tell()
    told = SubscriptionMade(**asdict(await listing.show(hooks.pool, made.id)), secret=made.secret)
    headers = {"Location": f"/v1/subscriptions/{made.id}", **_NEVER_STORED}
    return Response(told, status_code=201 if made.created else 200, headers=headers)


@get(
    "/subscriptions",
    guards=_READS,
    tags=_TAGS,
    opt=takes(ListQuery),
    responses=answered(SubscriptionsAnswer),
    summary="The webhooks, and how far each is",
)
async def list_subscriptions(request: AppRequest) -> Response[SubscriptionsAnswer]:
    """Every webhook with its lag, its last progress and its last error; `stuck` names those that nobody serves."""
    query = read(request, ListQuery)
    pool = request.app.state.desk.pool
    items, more = await listing.page(pool, _place(query.cursor, 0), query.limit)
    answer = SubscriptionsAnswer(items=items, stuck=await listing.stuck(pool), next_cursor=_told(more))
    return Response(answer, headers=_NEVER_STORED)


@get(
    "/subscriptions/{subscription:str}",
    guards=_READS,
    tags=_TAGS,
    opt=takes(Query),
    responses=answered(Subscription),
    summary="One webhook",
)
async def show_subscription(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """How far it is: every change up to `cursor` was taken, or given up and is among its dead letters."""
    read(request, Query)
    return await _shown(request, subscription)


@delete(
    "/subscriptions/{subscription:str}",
    guards=[may_write, takes_no_query],
    tags=_TAGS,
    status_code=204,
    summary="Delete a webhook",
)
async def unsubscribe(request: AppRequest, subscription: FromPath[str]) -> None:
    """It goes with its secrets, its deliveries and its dead letters; what is on its way may still arrive."""
    await registering.delete(request.app.state.webhooks.pool, subscription)


@post(
    "/subscriptions/{subscription:str}/pause",
    guards=_WRITES,
    tags=_TAGS,
    status_code=200,
    responses=answered(Subscription),
    summary="Send nothing until it is resumed",
)
async def pause(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """What comes meanwhile waits, and is sent in its order when it is resumed."""
    await registering.pause(request.app.state.webhooks.pool, subscription)
    return await _shown(request, subscription)


@post(
    "/subscriptions/{subscription:str}/resume",
    guards=_WRITES,
    tags=_TAGS,
    status_code=200,
    responses=answered(Subscription),
    summary="Go on after a pause, or after its target ended it",
)
async def resume(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """It goes on with the change at which it stopped, at once."""
    await registering.resume(request.app.state.webhooks.pool, subscription)
    request.app.state.log.wakeup.tell()
    return await _shown(request, subscription)


@post(
    "/subscriptions/{subscription:str}/test",
    guards=_WRITES,
    tags=_TAGS,
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
    return Response(told, headers=_NEVER_STORED)


@post(
    "/subscriptions/{subscription:str}/replay",
    guards=_WRITES,
    tags=_TAGS,
    status_code=202,
    responses=answered(Subscription, 202),
    summary="Send a range of changes again",
)
async def replay(
    request: AppRequest, subscription: FromPath[str], data: Annotated[ReplayIn, _body(ReplayIn)]
) -> Response[Subscription]:
    """They go before what is new, in order, with the ids that they had; one replay at a time."""
    pool = request.app.state.webhooks.pool
    await registering.replay(pool, subscription, data.first, data.last, only_dead=data.only == "dead")
    request.app.state.log.wakeup.tell()
    return await _shown(request, subscription, 202)


@post(
    "/subscriptions/{subscription:str}/rotate",
    guards=_WRITES,
    tags=_TAGS,
    status_code=200,
    responses=answered(Rotated),
    summary="Replace the secret",
)
async def rotate(
    request: AppRequest, subscription: FromPath[str], data: Annotated[RotationIn, _body(RotationIn)]
) -> Response[Rotated]:
    """Messages are signed with both secrets for `overlap_s` seconds, so that receivers can follow in their own time."""
    pool = request.app.state.webhooks.pool
    secret = await registering.rotate(pool, subscription, data.secret, data.overlap_s)
    until = (await listing.show(pool, subscription)).old_secret_until
    told = Rotated(secret=secret, old_secret_until=None if until is None else until.isoformat())
    return Response(told, headers=_NEVER_STORED)


@get(
    "/subscriptions/{subscription:str}/deliveries",
    guards=_READS,
    tags=_TAGS,
    opt=takes(ListQuery),
    responses=answered(DeliveriesAnswer),
    summary="What became of the newest attempts",
)
async def list_deliveries(request: AppRequest, subscription: FromPath[str]) -> Response[DeliveriesAnswer]:
    """Each attempt with its latency, its status and its outcome, the newest first."""
    query = read(request, ListQuery)
    pool = request.app.state.desk.pool
    items, more = await listing.attempts(pool, subscription, _place(query.cursor, _NEWEST), query.limit)
    return Response(DeliveriesAnswer(items=items, next_cursor=_told(more)), headers=_NEVER_STORED)


@get(
    "/subscriptions/{subscription:str}/dead-letters",
    guards=_READS,
    tags=_TAGS,
    opt=takes(ListQuery),
    responses=answered(DeadLettersAnswer),
    summary="The changes that were given up",
)
async def list_dead_letters(request: AppRequest, subscription: FromPath[str]) -> Response[DeadLettersAnswer]:
    """Each change that was not taken within the patience, with its last error; `replay` sends them again."""
    query = read(request, ListQuery)
    pool = request.app.state.desk.pool
    items, more = await listing.dead_letters(pool, subscription, _place(query.cursor, 0), query.limit)
    return Response(DeadLettersAnswer(items=items, next_cursor=_told(more)), headers=_NEVER_STORED)


async def _after(hooks: Webhooks, data: SubscriptionIn) -> int | None:
    if data.recorded_since is None:
        return data.after
    if data.after is not None:
        raise InvalidInput("after: give either a cursor or recorded_since", field="after")
    return await feed.before(hooks.pool, read_instant(data.recorded_since, "recorded_since"))


async def _shown(request: AppRequest, subscription: str, status: int = 200) -> Response[Subscription]:
    found = await listing.show(request.app.state.webhooks.pool, subscription)
    return Response(found, status_code=status, headers=_NEVER_STORED)


def _place(cursor: str | None, start: int) -> int:
    if cursor is None:
        return start
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise InvalidInput(f"cursor: {cursor!r} is not the next_cursor of a page here", field="cursor")
    return int(cursor)


def _told(place: int | None) -> str | None:
    return None if place is None else str(place)


ALL = (
    subscribe,
    list_subscriptions,
    show_subscription,
    unsubscribe,
    pause,
    resume,
    send_test,
    replay,
    rotate,
    list_deliveries,
    list_dead_letters,
)
"""The routes of this module."""
