"""`GET /v1/tariffs`: what an imposer levied on goods of a target, on any day, as known at any time."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from msgspec import Meta

from service.http.answering import respond
from service.http.forms import TariffAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, Text, optional_party, read
from service.http.responses import Encoded
from service.queries import tariffs


class TariffQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/tariffs` takes."""

    imposer: Annotated[Text | None, Meta(description="Who levies: a code or a name.", examples=["US"])] = None
    target: Annotated[Text | None, Meta(description="On whose goods: a code or a name.", examples=["IN"])] = None
    product: Annotated[
        Text | None,
        Meta(
            description="Goods, such as `steel`: the most specific scope that covers them. "
            "Default: `*`, goods in general."
        ),
    ] = None
    component: Annotated[
        Text | None,
        Meta(description="`total`, or words that match a component's reason. Default: `total`."),
    ] = None


@get("/tariffs", tags=["record"], summary="Tariff levels", opt=takes(TariffQuery), responses=answers(TariffAnswer))
async def list_tariffs(request: AppRequest) -> Encoded:
    """
    With `imposer` and `target`: the level that applies to `product` and `component` on that day.

    With one of them or none: every level, each scope and component by itself.
    """
    query = read(request, TariffQuery)
    asked = query.asked(request)
    imposer, target = optional_party(query.imposer, "imposer"), optional_party(query.target, "target")
    product, component = query.product, query.component
    if imposer is not None and target is not None:
        question = tariffs.level(asked, imposer, target, product or tariffs.ALL_GOODS, component or tariffs.TOTAL)
    else:
        question = tariffs.levels(asked, imposer, target, product, component)
    return await respond(request, question)
