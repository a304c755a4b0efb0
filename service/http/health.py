"""
`/healthz` and `/readyz`: whether the process lives, and whether it can answer truthfully now.

Ready means: the database answers, its schema is this release's, the projections do not stand still behind the log, and
somebody delivers to every webhook that has something due.
"""

from __future__ import annotations

import asyncio

import asyncpg
import msgspec
from asyncpg import Pool
from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from msgspec.structs import asdict, replace

from service.eventstore.away import AWAY
from service.http.parameters import AppRequest
from service.queries.readiness import TIMEOUT_S, Readiness, readiness
from service.subscriptions.webhooks import listing as webhooks

_NEVER_STORED = {"Cache-Control": "no-store"}


class Ready(Readiness, frozen=True, kw_only=True):
    """
    Whether the service does all that it is there for.

    `stuck` names the subscriptions that have had something due for a minute which nobody tried (`all`: every one).
    A target that fails is no such case: it is tried again by its schedule.
    """

    stuck: list[str] = msgspec.field(default_factory=list)


class Alive(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: str = "alive"


@get("/healthz", summary="Whether the process lives", tags=["operations"])
async def healthz() -> Response[Alive]:
    """200 as long as the process answers at all; the database is not asked."""
    return Response(Alive(), headers=_NEVER_STORED)


@get(
    "/readyz",
    summary="Whether questions can be answered",
    tags=["operations"],
    responses={503: ResponseSpec(Ready, generate_examples=False, description="Not now, and why")},
)
async def readyz(request: AppRequest) -> Response[Ready]:
    """200 when questions can be answered; 503 with the reason when the database, the projections or webhooks cannot."""
    desk = request.app.state.desk
    found = Ready(**asdict(await readiness(desk)))
    if found.ready:
        found = await _with_webhooks(found, desk.pool)
    return Response(found, status_code=200 if found.ready else 503, headers=_NEVER_STORED)


async def _with_webhooks(found: Ready, pool: Pool) -> Ready:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            stuck = await webhooks.stuck(pool)
    except (asyncpg.PostgresError, *AWAY) as error:
        reason = f"the database does not answer ({type(error).__name__})"
        return replace(found, ready=False, reason=reason)
    if not stuck:
        return found
    reason = (
        f"nobody delivers to the webhooks {', '.join(stuck)}: look at `verbale work` and `verbale subscriptions list`"
    )
    return replace(found, ready=False, reason=reason, stuck=stuck)
