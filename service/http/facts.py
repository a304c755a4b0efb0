"""`GET /v1/facts/{key}`: one key on a day; `/history`: over all days."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.http.answering import respond
from service.http.forms import DossierAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest
from service.queries import facts
from service.queries.questions import Asked


@get("/facts/{key:str}", tags=["record"], summary="One key on a day", responses=answers(DossierAnswer))
async def show_fact(request: AppRequest, asked: NamedDependency[Asked], key: FromPath[str]) -> Response[Any]:
    """What holds for a key (`tariff:US:IN:*:total`, as items carry it) on that day."""
    return await respond(request, facts.fact(asked, key))


@get("/facts/{key:str}/history", tags=["record"], summary="One key over all days", responses=answers(DossierAnswer))
async def show_history(request: AppRequest, asked: NamedDependency[Asked], key: FromPath[str]) -> Response[Any]:
    """Every span of a key at one publication time, by day; `as_of` narrows the days (default `../..`, all of them)."""
    return await respond(request, facts.history(asked, key))
