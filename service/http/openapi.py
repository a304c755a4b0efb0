"""
The OpenAPI document, at /openapi.json: every route with its parameters, an example, and the problems it can answer.

There is no page around it: such pages load scripts from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Response, Router, get
from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Contact, License, Tag

from service import __version__
from service.http.examples import EXAMPLES
from service.http.forms import ArticleIn, LineAnswer
from service.http.parameters import AppRequest, Query
from service.http.problems import MEDIA_TYPE, Problem
from service.http.responses import JSON
from service.http.webhook_form import WEBHOOKS


def _nowhere(_connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """The guard of the addresses that the web server would serve the document at by itself."""
    raise NotFoundException


NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")

CONFIG = OpenAPIConfig(
    title="Verbale",
    version=__version__,
    description="The diplomatic record as of any date: what was so on a day, by what had been published by then, "
    "and which articles say so.",
    license=License(name="Apache-2.0", identifier="Apache-2.0"),
    contact=Contact(name="Verbale"),
    tags=[
        Tag(name="record", description="What was so: as of a day, as published by then, as held at a log position"),
        Tag(name="articles", description="What has been recorded, and recording more"),
        Tag(name="feeds", description="Meetings and changes for the programs in which people read them"),
        Tag(name="subscriptions", description="Webhooks: changes sent to an address, in order, until they are taken"),
        Tag(name="log", description="Proof that the log is what was written, to be checked without us"),
        Tag(name="operations", description="Whether the service lives and can answer"),
    ],
    use_handler_docstrings=True,
    openapi_router=Router("/schema", route_handlers=[], guards=[_nowhere], include_in_schema=False),
    render_plugins=[JsonRenderPlugin()],
)

_PROBLEMS = {
    "400": "The request cannot be used as it is; `field` names what is wrong and `detail` how to mend it",
    "503": "The database or the projections cannot answer now",
}
_WRITE_PROBLEMS = {
    "401": "No key, or an unknown one",
    "413": "The body is too large",
    "415": "The body is of another kind",
}


def takes(form: type[Query]) -> dict[str, Any]:
    """The options of a route whose query has this form, by which the document knows its parameters."""
    return {"query": form}


def streams() -> dict[str, Any]:
    """The option of a route that answers with a page or a stream of CloudEvents, as the client accepts."""
    return {"stream": True}


def answers(form: Any) -> dict[int, ResponseSpec]:
    """What a question is answered with."""
    return {
        200: ResponseSpec(form, generate_examples=False, description="The answer"),
        304: ResponseSpec(None, description="The client holds this answer (`If-None-Match`)"),
    }


def writes(form: Any) -> dict[int, ResponseSpec]:
    """What a write is answered with."""
    said = {200: "Held already", 201: "Recorded", 202: "Recorded; answers do not have it within the time preferred"}
    return {status: ResponseSpec(form, generate_examples=False, description=text) for status, text in said.items()}


@get("/openapi.json", include_in_schema=False, sync_to_thread=False)
def openapi_json(request: AppRequest) -> Response[bytes]:
    """The document, encoded once."""
    return Response(_encoded(request.app), media_type="application/vnd.oai.openapi+json")


@lru_cache(maxsize=4)
def _encoded(app: Litestar) -> bytes:
    return msgspec.json.encode(document(app))


def document(app: Litestar) -> dict[str, Any]:
    """The document that Litestar makes of the routes, completed with bodies, problems and the key."""
    made = app.openapi_schema.to_schema()
    schemas, components = msgspec.json.schema_components(
        [ArticleIn, LineAnswer, Problem], ref_template="#/components/schemas/{name}"
    )
    article, line, problem = schemas
    parts = made.setdefault("components", {})
    parts.setdefault("schemas", {}).update(components)
    parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for path, form in _forms(app):
        made["paths"][path]["get"].setdefault("parameters", []).extend(_parameters(form))
    for path, words in _streamed(app):
        made["paths"][path]["get"]["responses"]["200"]["content"].update(words)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/v1") or "{" in path:
                keyed = method != "get" or "subscriptions" in operation["tags"]
                _complete(operation, problem, writing=keyed, missing="{" in path)
    made["webhooks"] = WEBHOOKS
    for path, example in EXAMPLES.items():
        made["paths"][path]["get"]["responses"]["200"]["content"][JSON]["example"] = example
    for path, many in (("/v1/articles", True), ("/v1/articles/{article_id}/versions", False)):
        operation = made["paths"][path]["post"]
        content = {JSON: {"schema": article, "example": _ARTICLE}}
        if many:
            content[NDJSON[0]] = {"schema": {"type": "string", "description": "One article a line"}}
            operation["responses"]["200"]["content"][NDJSON[0]] = {"schema": line}
        operation["requestBody"] = {"required": True, "content": content}
    return made


def _forms(app: Litestar) -> Iterator[tuple[str, type[Query]]]:
    """The path of every route whose query has a form, with that form."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if "query" in handler.opt:
                yield route.path_format, handler.opt["query"]


def _streamed(app: Litestar) -> Iterator[tuple[str, dict[str, Any]]]:
    """The path of every route that streams, with the content that it can send besides JSON."""
    said = {
        NDJSON[0]: "One CloudEvent a line",
        "application/cloudevents-batch+json": "A CloudEvents batch",
        "text/event-stream": "CloudEvents as they come, each with its cursor as `id`; /asyncapi.json describes them",
    }
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if "stream" in handler.opt:
                texts = {kind: {"schema": {"type": "string", "description": words}} for kind, words in said.items()}
                yield route.path_format, texts


def _parameters(form: type[Query]) -> Iterator[dict[str, Any]]:
    """The query parameters of a form, as OpenAPI has them."""
    (_,), found = msgspec.json.schema_components([form], ref_template="{name}")
    for name, property_ in found[form.__name__]["properties"].items():
        choices = [each for each in property_.pop("anyOf", ()) if each.get("type") != "null"]
        schema = property_ | (choices[0] if choices else {})
        if "enum" in schema:
            schema["enum"] = [each for each in schema["enum"] if each is not None]
        if not schema.get("default"):
            schema.pop("default", None)
        parameter = {"name": name, "in": "query", "required": False, "description": schema.pop("description", "")}
        examples = schema.pop("examples", ())
        if examples:
            parameter["example"] = examples[0]
        yield parameter | {"schema": schema}


def _complete(operation: dict[str, Any], problem: Any, *, writing: bool, missing: bool) -> None:
    """Add the problems that an operation can answer, and the key that a write needs."""
    said = _PROBLEMS | (_WRITE_PROBLEMS if writing else {}) | ({"404": "Not held here"} if missing else {})
    for status, description in said.items():
        operation["responses"][status] = {
            "description": description,
            "content": {MEDIA_TYPE: {"schema": problem}},
        }
    if writing:
        operation["security"] = [{"key": []}]


_ARTICLE = {
    "url": "https://example.org/2026/02/02/visit",
    "title": "Minister begins three-day visit",
    "publisher": "Example Wire",
    "published_at": "2026-02-02T12:00:00+05:30",
    "text": "The minister begins a three-day visit to Washington on Monday.",
}
