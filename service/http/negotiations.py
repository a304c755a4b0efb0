"""`GET /v1/negotiations`: who talks with whom about what, and how far they are."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from service.http.answering import respond
from service.http.forms import NegotiationAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, Parties, parties
from service.http.vocabularies import NegotiationStatus
from service.queries import negotiations
from service.queries.questions import Asked

Subject = Annotated[
    str | None,
    QueryParameter(
        description="What the talks are about, in words.", max_length=200, examples=[Example(value="trade agreement")]
    ),
]


@get("/negotiations", tags=["record"], summary="Negotiations", responses=answers(NegotiationAnswer))
async def list_negotiations(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    party: Parties = None,
    subject: Subject = None,
    status: NegotiationStatus = None,
) -> Response[Any]:
    """Talks between all these parties on this subject, the best match first, as they stand on that day."""
    question = negotiations.negotiations(asked, parties=parties(party), subject=subject, status=status)
    return await respond(request, question)
