"""`GET /v1/memberships`, `/v1/initiatives` and `/v1/initiatives/{slug}/members`: who belongs to what."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.params import FromPath
from msgspec import Meta

from service.http.answering import answered, respond
from service.http.forms import InitiativeAnswer, MembershipAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, Text, optional_party, read
from service.http.responses import Encoded
from service.http.vocabularies import MembershipStatus
from service.queries import memberships


class MembershipQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/memberships` takes."""

    member: Annotated[Text | None, Meta(description="A country or group: a code or a name.", examples=["IN"])] = None
    initiative: Annotated[
        Text | None, Meta(description="The initiative, by any of its names.", examples=["Pax Silica"])
    ] = None
    status: MembershipStatus = None


class MemberQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/initiatives/{slug}/members` takes."""

    status: MembershipStatus = None


@get(
    "/memberships",
    tags=["record"],
    summary="Memberships",
    opt=takes(MembershipQuery),
    responses=answers(MembershipAnswer),
)
async def list_memberships(request: AppRequest) -> Encoded:
    """How `member` stands to `initiative`; all of its memberships, or all of the initiative's, with one of them."""
    query = read(request, MembershipQuery)
    question = memberships.memberships(
        query.asked(request),
        member=optional_party(query.member, "member"),
        initiative=query.initiative,
        status=query.status,
    )
    return await respond(request, question)


@get("/initiatives", tags=["record"], summary="Initiatives", opt=takes(Clocked), responses=answers(InitiativeAnswer))
async def list_initiatives(request: AppRequest) -> Encoded:
    """Every initiative that somebody stands to on that day, with its members."""
    asked = read(request, Clocked).asked(request)
    desk = request.app.state.desk
    answer = await desk.read_for(asked, lambda connection: memberships.initiatives(connection, asked))
    return answered(request, asked, answer)


@get(
    "/initiatives/{slug:str}/members",
    tags=["record"],
    summary="Who stands how to an initiative",
    opt=takes(MemberQuery),
    responses=answers(MembershipAnswer),
)
async def list_members(request: AppRequest, slug: FromPath[str]) -> Encoded:
    """Everyone who stands to the initiative on that day: members, and who is expected, invited, leaving …"""
    query = read(request, MemberQuery)
    return await respond(request, memberships.memberships(query.asked(request), initiative=slug, status=query.status))
