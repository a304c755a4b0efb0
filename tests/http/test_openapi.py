"""The OpenAPI document: complete, true to the answers, and without anything from elsewhere."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks

from service.eventstore import EventLog
from service.http import change_forms, forms
from service.http.examples import EXAMPLES
from service.projections.runner import catch_up
from tests.http.conftest import KEY, Service
from tests.http.stories import STORY

CHECKS = (
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


async def test_the_document_lists_every_route_with_words_and_an_example(service: Service) -> None:
    document = await service.ask("/openapi.json")
    served = {
        (route.path_format, method.lower())
        for route in service.app.routes
        for method in getattr(route, "methods", ())
        if route.path_format.startswith("/v1") and method not in {"OPTIONS", "HEAD"}
    }
    listed = {(path, method) for path, operations in document["paths"].items() for method in operations}
    assert served <= listed
    for path, method in served:
        operation = document["paths"][path][method]
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["responses"]["400"]["content"]["application/problem+json"], path
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] == "path" or parameter["schema"], (path, parameter["name"])
            assert parameter["in"] == "path" or parameter["description"], (path, parameter["name"])
    assert document["paths"]["/v1/articles"]["post"]["requestBody"]["content"].keys() == {
        "application/json", "application/x-ndjson",
    }  # fmt: skip


def test_the_examples_have_the_documented_forms() -> None:
    for path, example in EXAMPLES.items():
        names = [
            name
            for name, (asked, _) in {**FORMS, **UNLIKE}.items()
            if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), asked)
        ]
        assert names, path
        msgspec.convert(example, form(names[0]))


async def test_every_question_has_an_example(service: Service) -> None:
    document = await service.ask("/openapi.json")
    questions = [
        path for path, operations in document["paths"].items() if "record" in operations.get("get", {}).get("tags", ())
    ]
    assert set(questions) == set(EXAMPLES)
    assert all(
        "example" in document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        for path in questions
    )


FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "TariffAnswer": ("/v1/tariffs", {"imposer": "US", "target": "IN"}),
    "MembershipAnswer": ("/v1/memberships", {"initiative": "Pax Silica"}),
    "InitiativeAnswer": ("/v1/initiatives", {}),
    "MeetingAnswer": ("/v1/meetings", {"party": "IN"}),
    "NegotiationAnswer": ("/v1/negotiations", {"party": "IN"}),
    "PositionAnswer": ("/v1/positions", {"actor": "IN"}),
    "OfficeAnswer": ("/v1/offices", {"country": "IN"}),
    "DossierAnswer": ("/v1/pairs/US-IN", {}),
    "PartyAnswer": ("/v1/parties/IN", {}),
    "FactAnswer": ("/v1/facts/tariff:US:IN:*:total", {}),
    "MembersAnswer": ("/v1/initiatives/pax-silica/members", {}),
    "TimelineAnswer": ("/v1/timeline", {"party": "IN"}),
    "HistoryAnswer": ("/v1/facts/membership:pax-silica:IN/history", {}),
    "RevisionsAnswer": ("/v1/facts/tariff:US:IN:*:total/revisions", {}),
    "ArticlesAnswer": ("/v1/articles", {"party": "IN"}),
}


UNLIKE: dict[str, tuple[str, dict[str, Any]]] = {
    "DiffAnswer": ("/v1/diff", {}),
    "IdentityAnswer": ("/v1/facts/membership:pax-silica:IN/identity", {}),
}
ALIKE = {"PartyAnswer": "DossierAnswer", "FactAnswer": "DossierAnswer", "MembersAnswer": "MembershipAnswer"}


def form(name: str) -> Any:
    name = ALIKE.get(name, name)
    return getattr(forms, name, None) or getattr(change_forms, name)


async def test_answers_have_the_documented_forms(service: Service) -> None:
    receipts = await service.record(*STORY)
    one = f"/v1/articles/{receipts[0]['id']}"
    asked = {**FORMS, "ArticleAnswer": (one, {}), "ClaimsAnswer": (f"{one}/claims", {})}
    for name, (path, filters) in asked.items():
        answer = await service.ask(path, as_of="2026-02-25", known_by="2026-02-25", **filters)
        assert answer["items"], name
        msgspec.convert(answer, form(name))
    changes = await service.ask("/v1/diff", from_known_by="2026-01-01", to_known_by="2026-02-25", to_as_of="2026-02-25")
    assert changes["items"]
    msgspec.convert(changes, change_forms.DiffAnswer)
    path, _ = UNLIKE["IdentityAnswer"]
    msgspec.convert(await service.ask(path), forms.IdentityAnswer)


async def projected(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1) as pool, EventLog(pool) as log:
        await catch_up(pool, log)


@pytest.fixture
def served(database: str) -> Iterator[str]:
    """The address of a real server on a database that holds the story."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": database, "VERBALE_BOOTSTRAP_KEY": KEY, "VERBALE_LOG_LEVEL": "error"}
    command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            for _ in range(200):
                try:
                    if client.get("/readyz").status_code == 200:
                        break
                except httpx.HTTPError:
                    pass
                time.sleep(0.1)
            for article in STORY:
                sent = client.post("/v1/articles", json=article, headers={"Authorization": f"Bearer {KEY}"})
                assert sent.status_code == 201
        asyncio.run(projected(database))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def test_whatever_is_asked_is_answered_as_the_document_says(served: str) -> None:
    load_all_checks()
    schema = schemathesis.openapi.from_url(f"{served}/openapi.json")
    operations = [result.ok() for result in schema.get_all_operations()]
    asked = 0
    for operation in operations:
        if operation.method.upper() != "GET":
            continue

        @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def conforms(case: Any) -> None:
            case.validate_response(case.call(base_url=served), checks=CHECKS)

        conforms()
        asked += 1
    assert asked >= 18


async def test_the_document_stands_at_one_address_alone(service: Service) -> None:
    for path in ("/schema", "/schema/", "/schema/openapi.json", "/schema/swagger"):
        response = await service.get(path)
        assert (response.status_code, response.json()["type"]) == (404, "/problems/no-such-address"), path
