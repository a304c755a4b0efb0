"""`GET /v1/negotiations`: who talks with whom about what, and how far they are."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from msgspec import Meta

from service.http.answering import respond
from service.http.forms import NegotiationAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, Parties, Text, parties, read
from service.http.responses import Encoded
from service.http.vocabularies import NegotiationStatus
from service.queries import negotiations


class NegotiationQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/negotiations` takes."""

    party: Parties = msgspec.field(default_factory=list)
    subject: Annotated[
        Text | None, Meta(description="What the talks are about, in words.", examples=["trade agreement"])
    ] = None
    status: NegotiationStatus = None


@get(
    "/negotiations",
    tags=["record"],
    summary="Negotiations",
    opt=takes(NegotiationQuery),
    responses=answers(NegotiationAnswer),
)
async def list_negotiations(request: AppRequest) -> Encoded:
    """Talks between all these parties on this subject, the best match first, as they stand on that day."""
    query = read(request, NegotiationQuery)
    question = negotiations.negotiations(
        query.asked(request), parties=parties(query.party), subject=query.subject, status=query.status
    )
    return await respond(request, question)
