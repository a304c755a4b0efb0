"""`GET /v1/positions` and `GET /v1/offices`: who holds which red line, and who held which office when."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.http.answering import respond
from service.http.forms import OfficeAnswer, PositionAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, party
from service.http.vocabularies import Stance
from service.queries import holders
from service.queries.questions import Asked

Actor = Annotated[str | None, QueryParameter(description="Who holds it: a code or a name.")]
Topic = Annotated[str | None, QueryParameter(description="Words that the topic has.", max_length=200)]
Person = Annotated[str | None, QueryParameter(description="Any form of the person's name.", max_length=200)]
Role = Annotated[str | None, QueryParameter(description="Words that the role has.", max_length=200)]
Country = Annotated[str | None, QueryParameter(description="Whose office: a code or a name.")]


@get("/positions", tags=["record"], summary="Red lines and demands", responses=answers(PositionAnswer))
async def list_positions(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    actor: Actor = None,
    topic: Topic = None,
    stance: Stance = None,
) -> Response[Any]:
    """The red lines, demands, supports, oppositions and conditions that a party holds on that day."""
    code = None if actor is None else party(actor, "actor")
    return await respond(request, holders.positions(asked, actor=code, topic=topic, stance=stance))


@get("/offices", tags=["record"], summary="Offices held", responses=answers(OfficeAnswer))
async def list_offices(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    person: Person = None,
    role: Role = None,
    country: Country = None,
) -> Response[Any]:
    """Who holds which office on that day."""
    code = None if country is None else party(country, "country")
    return await respond(request, holders.offices(asked, person=person, role=role, country=code))
