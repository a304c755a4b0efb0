"""`GET /v1/memberships`, `/v1/initiatives` and `/v1/initiatives/{slug}/members`: who belongs to what."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter

from service.http.answering import answered, respond
from service.http.forms import InitiativeAnswer, MembershipAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, party
from service.http.vocabularies import MembershipStatus
from service.queries import memberships
from service.queries.questions import Asked

Member = Annotated[
    str | None, QueryParameter(description="A country or group: a code or a name.", examples=[Example(value="IN")])
]
Initiative = Annotated[
    str | None,
    QueryParameter(
        description="The initiative, by any of its names.", max_length=200, examples=[Example(value="Pax Silica")]
    ),
]


@get("/memberships", tags=["record"], summary="Memberships", responses=answers(MembershipAnswer))
async def list_memberships(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    member: Member = None,
    initiative: Initiative = None,
    status: MembershipStatus = None,
) -> Response[Any]:
    """How `member` stands to `initiative`; all of its memberships, or all of the initiative's, with one of them."""
    code = None if member is None else party(member, "member")
    return await respond(request, memberships.memberships(asked, member=code, initiative=initiative, status=status))


@get("/initiatives", tags=["record"], summary="Initiatives", responses=answers(InitiativeAnswer))
async def list_initiatives(request: AppRequest, asked: NamedDependency[Asked]) -> Response[Any]:
    """Every initiative that somebody stands to on that day, with its members."""
    desk = request.app.state.desk
    return answered(request, asked, await desk.read(lambda c: memberships.initiatives(c, asked)))


@get(
    "/initiatives/{slug:str}/members",
    tags=["record"],
    summary="Who stands how to an initiative",
    responses=answers(MembershipAnswer),
)
async def list_members(
    request: AppRequest, asked: NamedDependency[Asked], slug: FromPath[str], status: MembershipStatus = None
) -> Response[Any]:
    """Everyone who stands to the initiative on that day: members, and who is expected, invited, leaving …"""
    return await respond(request, memberships.memberships(asked, initiative=slug, status=status))
