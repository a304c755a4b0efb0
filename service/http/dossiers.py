"""`GET /v1/pairs/{pair}` and `GET /v1/parties/{party}`: everything that stands between two, or about one."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.domain.errors import InvalidInput
from service.http.answering import respond
from service.http.forms import DossierAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, party
from service.http.vocabularies import Kinds
from service.queries import dossiers
from service.queries.questions import Asked


@get("/pairs/{pair:str}", tags=["record"], summary="Between two parties", responses=answers(DossierAnswer))
async def show_pair(
    request: AppRequest, asked: NamedDependency[Asked], pair: FromPath[str], kind: Kinds = None
) -> Response[Any]:
    """Tariffs both ways, talks, and meetings of two parties: `US-IN`, in either order."""
    one, dash, other = pair.partition("-")
    if not dash:
        raise InvalidInput(f"pair: {pair!r} is not two codes with a hyphen between, such as US-IN", field="pair")
    codes = party(one, "pair"), party(other, "pair")
    return await respond(request, *dossiers.pair(asked, *codes, kinds=tuple(kind or ())))


@get("/parties/{party_code:str}", tags=["record"], summary="About one party", responses=answers(DossierAnswer))
async def show_party(
    request: AppRequest, asked: NamedDependency[Asked], party_code: FromPath[str], kind: Kinds = None
) -> Response[Any]:
    """Everything that is about a country or group on that day, kind by kind."""
    return await respond(request, *dossiers.party(asked, party(party_code, "party"), kinds=tuple(kind or ())))
