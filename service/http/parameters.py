"""
Query parameters: what every question takes, and the refusal of what none takes.

A parameter that a route does not know, or that is given twice where one counts, is refused and never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args, get_type_hints

from litestar import Request
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from service.domain.errors import InvalidInput, UnknownParty
from service.domain.parties import code_of
from service.queries.asking import Desk
from service.queries.clocks import read_position
from service.queries.questions import DEFAULT_LIMIT, MAX_LIMIT, Asked

AppRequest = Request[Any, Any, State]

AsOf = Annotated[
    str | None,
    QueryParameter(
        description="The day it is asked about: a date, or an EDTF text such as 2025-08. Default: today, UTC.",
        examples=[Example(value="2025-09-01")],
    ),
]
KnownBy = Annotated[
    str | None,
    QueryParameter(
        description="By when it had been published: an instant, or a date for the end of that day, UTC. Default: now.",
        examples=[Example(value="2026-02-02T18:00:00Z")],
    ),
]
At = Annotated[
    str | None,
    QueryParameter(
        description="What the service held: a log position or an instant. Default: all that is projected.",
        examples=[Example(value="120")],
    ),
]
MatchParameter = Annotated[
    Literal["possible", "certain"],
    QueryParameter(
        description="Whether what may hold on the days of `as_of` counts, or only what holds on all of them."
    ),
]
MinPosition = Annotated[
    str | None,
    QueryParameter(description="Wait until this log position is projected: the position that a write answered with."),
]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="The most items of one page.")]
CursorParameter = Annotated[
    str | None,
    QueryParameter(description="The `next_cursor` of the page before, with the same filters.", max_length=2_000),
]
Parties = Annotated[
    list[str] | None,
    QueryParameter(name="party", description="A country or group that takes part; several must all take part."),
]
Words = Annotated[str | None, QueryParameter(max_length=200)]


def asked(
    request: AppRequest,
    *,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    at: At = None,
    match: MatchParameter = "possible",
    min_position: MinPosition = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: CursorParameter = None,
) -> Asked:
    """The common part of a question. Raises InvalidDate, InvalidInput, PositionAhead."""
    desk: Desk = request.app.state.desk
    return Asked(
        clocks=desk.clocks(as_of=as_of, known_by=known_by, at=at, match=match),
        limit=limit,
        cursor=cursor,
        min_position=None if min_position is None else read_position(min_position, "min_position"),
        given=(as_of, known_by, at),
    )


def party(text: str, field: str) -> str:
    """The code of the country or group that *text* names. Raises UnknownParty with the parameter's name."""
    code = code_of(text)
    if code is None:
        raise UnknownParty(
            f"{field}: {text!r} is no country or group that is known here; "
            "give an ISO 3166-1 alpha-2 code such as IN, or EU, WORLD, or a group such as BRICS",
            field=field,
            value=text,
        )
    return code


def parties(texts: list[str] | None) -> tuple[str, ...]:
    """The codes of all of these, sorted and distinct. Raises UnknownParty."""
    return tuple(sorted({party(text, "party") for text in texts or ()}))


async def refuse_unknown(request: AppRequest) -> None:
    """
    Refuse a request whose query holds what its route does not take.

    Raises InvalidInput, naming the parameter and those that the route takes.
    """
    query = request.query_params
    if not query:
        return
    taken = _taken(request.route_handler)
    for name in query:
        if name not in taken:
            known = ", ".join(sorted(taken)) or "none"
            raise InvalidInput(f"{name} is no parameter of this address; it takes {known}", field=name)
        if not taken[name] and len(query.getall(name)) > 1:
            raise InvalidInput(f"{name} is given more than once; give it once", field=name)


@lru_cache(maxsize=256)
def _taken(handler: HTTPRouteHandler) -> dict[str, bool]:
    """The query parameters of a route and its dependencies; true where several may be given."""
    taken = dict(_declared(handler.fn))
    for provider in handler.resolve_dependencies().values():
        taken.update(_declared(provider.dependency))
    return taken


def _declared(function: Any) -> Iterator[tuple[str, bool]]:
    for name, hint in get_type_hints(function, include_extras=True).items():
        for each in getattr(hint, "__metadata__", ()):
            if isinstance(each, QueryParameter):
                yield each.name or name, "list" in str(get_args(hint)[0])
