"""The AsyncAPI document: complete, closed in itself, and true to what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from service.domain.events import CATALOGUE
from service.http.asyncapi import document
from service.http.event_streams import MEDIA_TYPE
from service.projections.changes import Cause
from tests.http.conftest import Service
from tests.http.stories import STORY

DOCUMENT = msgspec.json.decode(msgspec.json.encode(document()))
MEMBERS = {"asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"}


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def found(reference: str) -> Any:
    part: Any = DOCUMENT
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part


def held_by(message: str) -> jsonschema.Draft202012Validator:
    payload = DOCUMENT["components"]["messages"][message]["payload"]
    return jsonschema.Draft202012Validator({**payload, "components": DOCUMENT["components"]})


async def test_it_is_served(service: Service) -> None:
    response = await service.get("/asyncapi.json")
    assert response.headers["content-type"] == "application/vnd.aai.asyncapi+json"
    assert response.json() == DOCUMENT


def test_it_has_what_asyncapi_3_wants_and_every_reference_leads_somewhere() -> None:
    assert DOCUMENT.keys() <= MEMBERS
    assert DOCUMENT["asyncapi"].startswith("3.")
    assert {"title", "version"} <= DOCUMENT["info"].keys()
    assert [each for each in references(DOCUMENT) if found(each) is None] == []
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] == "send"
        assert found(operation["channel"]["$ref"])["messages"]
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_cause_and_every_type_of_event_is_a_message() -> None:
    messages = set(DOCUMENT["components"]["messages"])
    assert messages == {*get_args(Cause), *CATALOGUE.names, "cut-off"}
    assert set(DOCUMENT["channels"]["changes"]["messages"]) == {*get_args(Cause), "cut-off"}
    assert set(DOCUMENT["channels"]["events"]["messages"]) == {*CATALOGUE.names, "cut-off"}
    assert all(MEDIA_TYPE in DOCUMENT["channels"][name]["description"] for name in ("changes", "events"))


async def test_what_is_sent_is_what_it_describes(service: Service) -> None:
    await service.record(*STORY)
    (receipt,) = await service.record(STORY[0])
    await service.post(f"/v1/articles/{receipt['id']}/retraction", {"reason": "an error"})
    await service.post(f"/v1/articles/{receipt['id']}/erasure", {"reason": "a court's order"})
    await service.project()
    causes, types = set(), set()
    for item in (await service.ask("/v1/changes", limit=1000))["items"]:
        cause = item["data"]["cause"]
        held_by(cause).validate(item)
        causes.add(cause)
    for item in (await service.ask("/v1/events", limit=1000))["items"]:
        held_by(item["data"]["type"]).validate(item)
        types.add(item["data"]["type"])
    assert {"world", "learned", "retracted"} <= causes
    assert {"article.recorded", "claims.extracted", "article.retracted", "text.erased"} <= types


def test_a_message_of_another_kind_is_told_apart() -> None:
    with pytest.raises(jsonschema.ValidationError):
        held_by("world").validate({"type": "net.verbale.change.learned"})
