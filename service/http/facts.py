"""
`GET /v1/facts/{key}`: one key on a day; `/history`: over all days; `/revisions`: as it came to be known.

Where analysts told that a key is another thing's (`/identity`), the key that goes on answers, and `followed` says so.
"""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from service.http.answering import answered, respond
from service.http.change_forms import RevisionsAnswer
from service.http.forms import DossierAnswer, HistoryAnswer, IdentityAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, Timed, read
from service.http.responses import Encoded
from service.http.vocabularies import Detail
from service.queries import facts, history, identity, revisions


class AxisQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/facts/{key}/history` and `/revisions` take."""

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
    opt=takes(AxisQuery),
    responses=answers(HistoryAnswer),
)
async def show_history(request: AppRequest, key: FromPath[str]) -> Encoded:
    """
    Every answer for a key at one publication time, by day, and the `gaps` in which nothing is known to hold.

    `as_of` narrows the days (default `../..`, all of them).
    """
    query = read(request, AxisQuery)
    asked = history.over_all_days(query.asked(request))
    answer = await request.app.state.desk.read_for(
        asked, lambda connection: history.history(connection, asked, key, query.detail)
    )
    return answered(request, asked, answer)


@get(
    "/facts/{key:str}/revisions",
    tags=["record"],
    summary="How an answer came to be known",
    opt=takes(AxisQuery),
    responses=answers(RevisionsAnswer),
)
async def show_revisions(request: AppRequest, key: FromPath[str]) -> Encoded:
    """When, and by which article, the answer for a key on that day changed: oldest first, up to `known_by`."""
    query = read(request, AxisQuery)
    asked = query.asked(request)
    answer = await request.app.state.desk.read_for(
        asked, lambda connection: revisions.revisions(connection, asked, key, query.detail)
    )
    return answered(request, asked, answer)


@get(
    "/facts/{key:str}/identity",
    tags=["record"],
    summary="Which keys are one thing",
    opt=takes(Timed),
    responses=answers(IdentityAnswer),
)
async def show_identity(request: AppRequest, key: FromPath[str]) -> Encoded:
    """The key that answers for a key, the others that are the same thing, and every decision of an analyst on them."""
    asked = read(request, Timed).timed(request)
    answer = await request.app.state.desk.read_for(asked, lambda connection: identity.identity(connection, asked, key))
    return answered(request, asked, answer)
