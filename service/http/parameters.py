"""
Query parameters as forms: what every question takes, and the refusal of what a route does not take.

A parameter that a route does not know, or that is given twice where one counts, is refused and never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, get_origin, get_type_hints
from urllib.parse import unquote_plus

import msgspec
from litestar import Request
from litestar.datastructures import State
from msgspec import Meta

from service.domain.errors import InvalidInput, UnknownParty
from service.domain.parties import code_of
from service.queries.asking import Desk
from service.queries.clocks import read_position
from service.queries.questions import DEFAULT_LIMIT, MAX_LIMIT, Asked

AppRequest = Request[Any, Any, State]

Text = Annotated[str, Meta(max_length=2_000)]
"""The longest text that a parameter may have."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """The query of a request; a subclass has a field for each parameter."""


class Timed(Query, frozen=True, kw_only=True):
    """The query of whatever is asked on three clocks."""

    as_of: Annotated[
        Text | None,
        Meta(
            description="The day it is asked about: a date, or an EDTF text such as 2025-08. Default: today, UTC.",
            examples=["2025-09-01"],
        ),
    ] = None
    known_by: Annotated[
        Text | None,
        Meta(
            description="By when it had been published: an instant, or a date for the end of that day, UTC. "
            "Default: now.",
            examples=["2026-02-02T18:00:00Z"],
        ),
    ] = None
    at: Annotated[
        Text | None,
        Meta(
            description="What the service held: a log position or an instant. Default: all that is projected.",
            examples=["120"],
        ),
    ] = None
    match: Annotated[
        Literal["possible", "certain"],
        Meta(description="Whether what may hold on the days of `as_of` counts, or only what holds on all of them."),
    ] = "possible"
    min_position: Annotated[
        Text | None,
        Meta(description="Wait until this log position is projected: the position that a write answered with."),
    ] = None

    def timed(self, request: AppRequest, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> Asked:
        """The common part of a question, with its page. Raises InvalidDate, InvalidInput, PositionAhead."""
        desk: Desk = request.app.state.desk
        return Asked(
            clocks=desk.clocks(self.as_of, self.known_by, self.at, self.match),
            limit=limit,
            cursor=cursor,
            min_position=None if self.min_position is None else read_position(self.min_position, "min_position"),
            given=(self.as_of, self.known_by, self.at),
        )


class Clocked(Timed, frozen=True, kw_only=True):
    """The query of a question: three clocks and a page."""

    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="The most items of one page.")] = DEFAULT_LIMIT
    cursor: Annotated[
        Text | None, Meta(description="The `next_cursor` of the page before, with the same parameters.")
    ] = None

    def asked(self, request: AppRequest) -> Asked:
        """The common part of a question. Raises InvalidDate, InvalidInput, PositionAhead."""
        return self.timed(request, self.limit, self.cursor)


Parties = Annotated[
    list[Text],
    Meta(description="A country or group that takes part; several must all take part.", examples=[["IN", "US"]]),
]

Q = TypeVar("Q", bound=Query)


class _Parameter(NamedTuple):
    many: bool
    number: bool


def read(request: AppRequest, form: type[Q]) -> Q:
    """The request's query in this form. Raises InvalidInput, naming the parameter."""
    taken = _taken(form)
    values: dict[str, Any] = {}
    for name, text in _pairs(request.scope["query_string"]):
        parameter = taken.get(name)
        if parameter is None:
            known = ", ".join(sorted(taken)) or "none"
            raise InvalidInput(f"{name} is no parameter of this address; it takes {known}", field=name)
        if "\x00" in text:
            raise InvalidInput(f"{name} holds a NUL character, which nothing here has: remove it", field=name)
        if parameter.many:
            values.setdefault(name, []).append(text)
        elif name in values:
            raise InvalidInput(f"{name} is given more than once; give it once", field=name)
        else:
            values[name] = int(text) if parameter.number and text.isascii() and text.isdigit() else text
    try:
        return msgspec.convert(values, form)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$.")
        field = path.partition("`")[0].partition("[")[0]
        raise InvalidInput(f"{field}: {reason}", field=field) from error


@lru_cache(maxsize=64)
def _taken(form: type[Query]) -> dict[str, _Parameter]:
    """The parameters of a form by name: whether several may be given, and whether it is a number."""
    types = get_type_hints(form)
    return {
        field.encode_name: _Parameter(get_origin(types[field.name]) is list, types[field.name] is int)
        for field in msgspec.structs.fields(form)
    }


def _pairs(query: bytes) -> Iterator[tuple[str, str]]:
    for part in query.decode(errors="replace").split("&"):
        name, _, value = part.partition("=")
        if name:
            yield _plain(name), _plain(value)


def _plain(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


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


def optional_party(text: str | None, field: str) -> str | None:
    """The code that *text* names, None where nothing is given. Raises UnknownParty."""
    return None if text is None else party(text, field)


def both(pair: str) -> tuple[str, str]:
    """The codes of the two parties of `US-IN`. Raises InvalidInput, UnknownParty."""
    one, dash, other = pair.partition("-")
    if not dash:
        raise InvalidInput(f"pair: {pair!r} is not two codes with a hyphen between, such as US-IN", field="pair")
    return party(one, "pair"), party(other, "pair")


def parties(texts: list[str]) -> tuple[str, ...]:
    """The codes of all of these, sorted and distinct. Raises UnknownParty."""
    return tuple(sorted({party(text, "party") for text in texts}))
