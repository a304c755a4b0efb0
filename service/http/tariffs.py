"""`GET /v1/tariffs`: what an imposer levied on goods of a target, on any day, as known at any time."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from service.http.answering import respond
from service.http.forms import TariffAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, party
from service.queries import tariffs
from service.queries.questions import Asked

Imposer = Annotated[
    str | None, QueryParameter(description="Who levies: a code or a name.", examples=[Example(value="US")])
]
Target = Annotated[
    str | None, QueryParameter(description="On whose goods: a code or a name.", examples=[Example(value="IN")])
]
Product = Annotated[
    str | None,
    QueryParameter(
        description="Goods, such as `steel`: the most specific scope that covers them. Default: `*`, goods in general.",
        max_length=200,
    ),
]
Component = Annotated[
    str | None,
    QueryParameter(description="`total`, or words that match a component's reason. Default: `total`.", max_length=200),
]


@get("/tariffs", tags=["record"], summary="Tariff levels", responses=answers(TariffAnswer))
async def list_tariffs(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    imposer: Imposer = None,
    target: Target = None,
    product: Product = None,
    component: Component = None,
) -> Response[Any]:
    """
    With `imposer` and `target`: the level that applies to `product` and `component` on that day.

    With one of them or none: every level, each scope and component by itself.
    """
    imposer = None if imposer is None else party(imposer, "imposer")
    target = None if target is None else party(target, "target")
    if imposer is not None and target is not None:
        question = tariffs.level(asked, imposer, target, product or tariffs.ALL_GOODS, component or tariffs.TOTAL)
    else:
        question = tariffs.levels(asked, imposer, target, product, component)
    return await respond(request, question)
