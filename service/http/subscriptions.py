"""
`/v1/subscriptions`: webhooks made, listed, shown and deleted; `subscription_controls` has what is done to one.

All of it needs the key, reading too: a target's address may be a secret. A webhook's own secret is answered once,
where it is made or replaced.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from asyncpg import Pool
from litestar import Response, delete, get, post
from litestar.openapi.spec import Example
from litestar.params import BodyKwarg, FromPath, HeaderParameter
from msgspec.structs import asdict

from service.domain.errors import InvalidInput
from service.http.openapi import takes
from service.http.parameters import AppRequest, Query, read
from service.http.subscription_forms import (
    EXAMPLES,
    ListQuery,
    SubscriptionIn,
    SubscriptionMade,
    SubscriptionsAnswer,
    answered,
)
from service.http.writing import WRITES, may_write, takes_no_query
from service.queries.clocks import read_instant
from service.subscriptions import feed
from service.subscriptions.filters import EVERYTHING
from service.subscriptions.webhooks import listing, registering, signing, targets
from service.subscriptions.webhooks.listing import Subscription
from service.subscriptions.webhooks.sending import Caller

TAGS = ["subscriptions"]
NEVER_STORED = {"Cache-Control": "no-store"}


class Webhooks(NamedTuple):
    """What these routes work with: connections that may write, and who calls targets."""

    pool: Pool
    caller: Caller


READS = [may_write]


def body(form: type[Any]) -> BodyKwarg:
    """A body of that form, with its example."""
    return BodyKwarg(examples=[Example(value=EXAMPLES[form])])


@post(
    "/subscriptions",
    guards=WRITES,
    tags=TAGS,
    responses=answered(SubscriptionMade, 200, 201),
    summary="Have changes sent to an address",
)
async def subscribe(
    request: AppRequest,
    data: Annotated[SubscriptionIn, body(SubscriptionIn)],
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
    headers = {"Location": f"/v1/subscriptions/{made.id}", **NEVER_STORED}
    return Response(told, status_code=201 if made.created else 200, headers=headers)


@get(
    "/subscriptions",
    guards=READS,
    tags=TAGS,
    opt=takes(ListQuery),
    responses=answered(SubscriptionsAnswer),
    summary="The webhooks, and how far each is",
)
async def list_subscriptions(request: AppRequest) -> Response[SubscriptionsAnswer]:
    """Every webhook with its lag, its last progress and its last error; `stuck` names those that nobody serves."""
    query = read(request, ListQuery)
    pool = request.app.state.desk.pool
    items, more = await listing.page(pool, place(query.cursor, 0), query.limit)
    answer = SubscriptionsAnswer(items=items, stuck=await listing.stuck(pool), next_cursor=told_place(more))
    return Response(answer, headers=NEVER_STORED)


@get(
    "/subscriptions/{subscription:str}",
    guards=READS,
    tags=TAGS,
    opt=takes(Query),
    responses=answered(Subscription),
    summary="One webhook",
)
async def show_subscription(request: AppRequest, subscription: FromPath[str]) -> Response[Subscription]:
    """How far it is: every change up to `cursor` was taken, or given up and is among its dead letters."""
    read(request, Query)
    return await shown(request, subscription)


@delete(
    "/subscriptions/{subscription:str}",
    guards=[may_write, takes_no_query],
    tags=TAGS,
    status_code=204,
    summary="Delete a webhook",
)
async def unsubscribe(request: AppRequest, subscription: FromPath[str]) -> None:
    """It goes with its secrets, its deliveries and its dead letters; what is on its way may still arrive."""
    await registering.delete(request.app.state.webhooks.pool, subscription)


async def _after(hooks: Webhooks, data: SubscriptionIn) -> int | None:
    if data.recorded_since is None:
        return data.after
    if data.after is not None:
        raise InvalidInput("after: give either a cursor or recorded_since", field="after")
    return await feed.before(hooks.pool, read_instant(data.recorded_since, "recorded_since"))


async def shown(request: AppRequest, subscription: str, status: int = 200) -> Response[Subscription]:
    """How far a subscription is now. Raises NotFound."""
    found = await listing.show(request.app.state.webhooks.pool, subscription)
    return Response(found, status_code=status, headers=NEVER_STORED)


def place(cursor: str | None, start: int) -> int:
    """Where a list goes on: a number that was its `next_cursor`, *start* without one. Raises InvalidInput."""
    if cursor is None:
        return start
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise InvalidInput(f"cursor: {cursor!r} is not the next_cursor of a page here", field="cursor")
    return int(cursor)


def told_place(at: int | None) -> str | None:
    """The `next_cursor` of a list."""
    return None if at is None else str(at)
