"""`GET /v1/pairs/{pair}` and `GET /v1/parties/{party}`: everything that stands between two, or about one."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import FromPath
from msgspec import Meta
from msgspec.structs import replace

from service.http.answering import respond
from service.http.forms import DossierAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, both, party, read
from service.http.responses import Encoded
from service.http.vocabularies import Kinds
from service.queries import dossiers
from service.queries.questions import MAX_LIMIT, Asked


class DossierQuery(Clocked, frozen=True, kw_only=True):
    """What the dossiers take."""

    kind: Kinds = msgspec.field(default_factory=list)
    evidence: Annotated[
        int,
        Meta(
            ge=0,
            le=MAX_LIMIT,
            description="Of how many claims each list of evidence has the quotes, independent sources first; "
            "`evidence_total` says how many there are, and `/v1/facts/{key}` has them all.",
        ),
    ] = dossiers.CITED

    def asked(self, request: AppRequest) -> Asked:
        """The common part of a question, with the evidence that is wanted. Raises what `Clocked.asked` raises."""
        return replace(super().asked(request), cites=self.evidence)


@get(
    "/pairs/{pair:str}",
    tags=["record"],
    summary="Between two parties",
    opt=takes(DossierQuery),
    responses=answers(DossierAnswer),
)
async def show_pair(request: AppRequest, pair: FromPath[str]) -> Encoded:
    """Tariffs both ways, talks, and meetings of two parties: `US-IN`, in either order."""
    query = read(request, DossierQuery)
    return await respond(request, *dossiers.pair(query.asked(request), *both(pair), kinds=tuple(query.kind)))


@get(
    "/parties/{party_code:str}",
    tags=["record"],
    summary="About one party",
    opt=takes(DossierQuery),
    responses=answers(DossierAnswer),
)
async def show_party(request: AppRequest, party_code: FromPath[str]) -> Encoded:
    """Everything that is about a country or group on that day, kind by kind."""
    query = read(request, DossierQuery)
    code = party(party_code, "party")
    return await respond(request, *dossiers.party(query.asked(request), code, kinds=tuple(query.kind)))
