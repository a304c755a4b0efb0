"""`GET /v1/facts/{key}`: one key on a day; `/history`: over all days; `/revisions`: as it came to be known."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from service.http.answering import answered, respond
from service.http.forms import DossierAnswer, RevisionsAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, read
from service.http.responses import Encoded
from service.http.vocabularies import Detail
from service.queries import facts, revisions


class RevisionsQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/facts/{key}/revisions` takes."""

    detail: Detail = "answer"


@get(
    "/facts/{key:str}",
    tags=["record"],
    summary="One key on a day",
    opt=takes(Clocked),
    responses=answers(DossierAnswer),
)
async def show_fact(request: AppRequest, key: FromPath[str]) -> Encoded:
    """What holds for a key (`tariff:US:IN:*:total`, as items carry it) on that day."""
    return await respond(request, facts.fact(read(request, Clocked).asked(request), key))


@get(
    "/facts/{key:str}/history",
    tags=["record"],
    summary="One key over all days",
    opt=takes(Clocked),
    responses=answers(DossierAnswer),
)
async def show_history(request: AppRequest, key: FromPath[str]) -> Encoded:
    """Every span of a key at one publication time, by day; `as_of` narrows the days (default `../..`, all of them)."""
    return await respond(request, facts.history(read(request, Clocked).asked(request), key))


@get(
    "/facts/{key:str}/revisions",
    tags=["record"],
    summary="How an answer came to be known",
    opt=takes(RevisionsQuery),
    responses=answers(RevisionsAnswer),
)
async def show_revisions(request: AppRequest, key: FromPath[str]) -> Encoded:
    """When, and by which article, the answer for a key on that day changed: oldest first, up to `known_by`."""
    query = read(request, RevisionsQuery)
    asked = query.asked(request)
    answer = await request.app.state.desk.read_for(
        asked, lambda connection: revisions.revisions(connection, asked, key, query.detail)
    )
    return answered(request, asked, answer)
