"""`GET /v1/positions` and `GET /v1/offices`: who holds which red line, and who held which office when."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from msgspec import Meta

from service.http.answering import respond
from service.http.forms import OfficeAnswer, PositionAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, Text, optional_party, read
from service.http.responses import Encoded
from service.http.vocabularies import Stance
from service.queries import holders


class PositionQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/positions` takes."""

    actor: Annotated[Text | None, Meta(description="Who holds it: a code or a name.", examples=["IN"])] = None
    topic: Annotated[Text | None, Meta(description="What it is about, in words.", examples=["dairy"])] = None
    stance: Stance = None


class OfficeQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/offices` takes."""

    person: Annotated[Text | None, Meta(description="Any form of the person's name.")] = None
    role: Annotated[Text | None, Meta(description="Any form of the office's name.")] = None
    country: Annotated[Text | None, Meta(description="Whose office: a code or a name.", examples=["IN"])] = None


@get(
    "/positions",
    tags=["record"],
    summary="Red lines and demands",
    opt=takes(PositionQuery),
    responses=answers(PositionAnswer),
)
async def list_positions(request: AppRequest) -> Encoded:
    """The red lines, demands, supports, oppositions and conditions that a party holds on that day."""
    query = read(request, PositionQuery)
    actor = optional_party(query.actor, "actor")
    question = holders.positions(query.asked(request), actor=actor, topic=query.topic, stance=query.stance)
    return await respond(request, question)


@get("/offices", tags=["record"], summary="Offices held", opt=takes(OfficeQuery), responses=answers(OfficeAnswer))
async def list_offices(request: AppRequest) -> Encoded:
    """Who holds which office on that day."""
    query = read(request, OfficeQuery)
    country = optional_party(query.country, "country")
    question = holders.offices(query.asked(request), person=query.person, role=query.role, country=country)
    return await respond(request, question)
