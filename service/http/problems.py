"""
Problems: every error as RFC 9457 has it, from the one table of `domain/errors.py`.

A problem's `type` is stable, its `detail` names what is wrong and what to do, its `field` the input at fault. What
failed inside is logged, and never told.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException

from service.domain import errors

MEDIA_TYPE = "application/problem+json"
_LOG = structlog.get_logger("service.http")

Handlers = dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]]


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The problem document; what else is known about the error stands beside these members."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    instance: str | None = None


HTTP_PROBLEMS: dict[int, tuple[str, str]] = {
    400: (errors.InvalidInput.slug, errors.InvalidInput.title),
    404: ("no-such-address", "Nothing is served at this address"),
    405: ("method-not-allowed", "This address does not take that method"),
    413: (errors.TooLarge.slug, errors.TooLarge.title),
    415: ("unsupported-media-type", "The body is not of a kind that is read here"),
    500: (errors.VerbaleError.slug, errors.VerbaleError.title),
    503: (errors.Unavailable.slug, errors.Unavailable.title),
}
"""What the web server itself refuses: status to slug and title."""


def slugs() -> dict[str, tuple[int, str]]:
    """Every problem type that can be answered: slug to status and title."""
    found = {slug: (status, title) for status, (slug, title) in HTTP_PROBLEMS.items()}
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.VerbaleError) and kind is not errors.SetupError:
            found[kind.slug] = (kind.status, kind.title)
    return found


def type_of(slug: str) -> str:
    """The `type` of a problem: an address on this service that explains it."""
    return f"/problems/{slug}"


def document(error: errors.VerbaleError, instance: str | None = None) -> dict[str, Any]:
    """The problem document of one of our own errors, its facts included."""
    problem = Problem(
        type=type_of(error.slug),
        title=error.title,
        status=error.status,
        detail=str(error) if error.status != HTTPStatus.INTERNAL_SERVER_ERROR else _INSIDE,
        field=error.field,
        instance=instance,
    )
    facts = msgspec.to_builtins(error.facts, enc_hook=str)
    return {**facts, **msgspec.to_builtins(problem)}


_INSIDE = "It is logged under the request's path and time; ask who runs this service"


def respond(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """A response with a problem document."""
    return Response(msgspec.json.encode(body), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def ours(request: Request[Any, Any, Any], error: errors.VerbaleError) -> Response[bytes]:
    """The response to one of our own errors."""
    headers = {"WWW-Authenticate": 'Bearer realm="verbale"'} if error.status == HTTPStatus.UNAUTHORIZED else {}
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("request failed", path=request.url.path, slug=error.slug, detail=str(error), **error.facts)
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "1"
    return respond(error.status, document(error, request.url.path), headers)


def web_servers(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The response to what Litestar refuses by itself: routes, methods, parameters, sizes."""
    status = error.status_code
    slug, title = HTTP_PROBLEMS.get(status, (f"http-{status}", HTTPStatus(status).phrase))
    field, detail = _fault(error)
    headers = dict(error.headers or {})
    if isinstance(error, MethodNotAllowedException):
        detail = f"{request.method} is not taken here; use {headers.get('allow', 'another method')}"
    problem = Problem(
        type=type_of(slug), title=title, status=status, detail=detail, field=field, instance=request.url.path
    )
    return respond(status, msgspec.to_builtins(problem), headers)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The response to what nobody foresaw."""
    _LOG.error("request failed", path=request.url.path, exc_info=error)
    return respond(500, document(errors.VerbaleError(str(error)), request.url.path))


def unreachable(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The response when the database is away, or took too long."""
    _LOG.warning("database unavailable", path=request.url.path, error=repr(error))
    away = errors.Unavailable("The database does not answer just now; try again in a moment")
    return respond(away.status, document(away, request.url.path), {"Retry-After": "1"})


def not_text(request: Request[Any, Any, Any], _error: Exception) -> Response[bytes]:
    """The response to a NUL character in an address."""
    wrong = errors.InvalidInput("The address holds a NUL character, which nothing here has: remove it", field="path")
    return ours(request, wrong)


HANDLERS: Handlers = {
    errors.VerbaleError: ours,
    HTTPException: web_servers,
    asyncpg.CharacterNotInRepertoireError: not_text,
    asyncpg.PostgresConnectionError: unreachable,
    asyncpg.InterfaceError: unreachable,
    asyncpg.InternalClientError: unreachable,
    asyncpg.OperatorInterventionError: unreachable,
    asyncpg.InsufficientResourcesError: unreachable,
    ConnectionError: unreachable,
    TimeoutError: unreachable,
    Exception: failed,
}


def _fault(error: HTTPException) -> tuple[str | None, str]:
    """The input at fault as far as it is known, and what is wrong with it."""
    extra = error.extra
    if isinstance(extra, Mapping):
        return extra.get("field"), error.detail
    if isinstance(error, ValidationException) and extra and "key" in extra[0]:
        return extra[0]["key"], f"{extra[0]['key']}: {extra[0]['message']}"
    return None, error.detail
