"""
`/healthz` and `/readyz`: whether the process lives, and whether it can answer truthfully now.

Ready means: the database answers, its schema is this release's, and the projections do not stand still behind the log.
"""

from __future__ import annotations

import msgspec
from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec

from service.http.parameters import AppRequest
from service.queries.readiness import Readiness, readiness

_NEVER_STORED = {"Cache-Control": "no-store"}


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
    responses={503: ResponseSpec(Readiness, generate_examples=False, description="Not now, and why")},
)
async def readyz(request: AppRequest) -> Response[Readiness]:
    """200 when questions can be answered; 503 with the reason when the database or the projections cannot."""
    found = await readiness(request.app.state.desk)
    return Response(found, status_code=200 if found.ready else 503, headers=_NEVER_STORED)
