"""Validators and pinned answers: what may be kept, and what stays the same for ever."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.http.conftest import Service
from tests.http.stories import INVITED, JOINED, LEVELS, STORY, TRUCE

LEVEL = {"imposer": "US", "target": "IN", "as_of": "2025-09-10"}


async def test_a_client_that_holds_the_answer_is_told_so(service: Service) -> None:
    await service.record(LEVELS)
    first = await service.get("/v1/tariffs", known_by="2025-09-10", **LEVEL)
    validator = first.headers["etag"]
    for held in (validator, f'"other", {validator}', "*"):
        again = await service.get("/v1/tariffs", headers={"If-None-Match": held}, known_by="2025-09-10", **LEVEL)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", validator)
    other = await service.get("/v1/tariffs", headers={"If-None-Match": '"other"'}, known_by="2025-09-10", **LEVEL)
    assert other.status_code == 200


async def test_asking_again_without_known_by_costs_nothing_until_something_is_recorded(service: Service) -> None:
    await service.record(LEVELS)
    validator = (await service.get("/v1/tariffs", **LEVEL)).headers["etag"]
    assert validator.startswith("W/")
    again = await service.get("/v1/tariffs", headers={"If-None-Match": validator}, **LEVEL)
    assert again.status_code == 304
    await service.record(TRUCE)
    changed = await service.get("/v1/tariffs", headers={"If-None-Match": validator}, **LEVEL)
    assert changed.status_code == 200


async def test_only_an_answer_with_all_three_clocks_is_immutable(service: Service) -> None:
    (receipt,) = await service.record(LEVELS)
    pinned = {"known_by": "2025-09-10", "at": str(receipt["position"])}
    assert "immutable" in (await service.get("/v1/tariffs", **pinned, **LEVEL)).headers["cache-control"]
    for name in pinned:
        rest = {key: value for key, value in pinned.items() if key != name}
        assert (await service.get("/v1/tariffs", **rest, **LEVEL)).headers["cache-control"] == "no-cache"


async def test_a_head_request_is_a_get_without_its_body(service: Service) -> None:
    await service.record(LEVELS)
    got = await service.get("/v1/tariffs", known_by="2025-09-10", **LEVEL)
    head = await service.client.head("/v1/tariffs", params={"known_by": "2025-09-10", **LEVEL})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])


QUESTIONS = [
    ("/v1/tariffs", {"imposer": "US", "target": "IN"}),
    ("/v1/tariffs", {"imposer": "US", "target": "CN"}),
    ("/v1/tariffs", {}),
    ("/v1/memberships", {"member": "IN", "initiative": "Pax Silica"}),
    ("/v1/memberships", {"member": "IN"}),
    ("/v1/initiatives", {}),
    ("/v1/meetings", {"party": ["IN", "US"], "person": "Rubio"}),
    ("/v1/meetings", {}),
    ("/v1/negotiations", {"party": "IN", "subject": "trade agreement"}),
    ("/v1/positions", {"actor": "IN"}),
    ("/v1/offices", {"country": "IN"}),
    ("/v1/pairs/US-IN", {}),
    ("/v1/parties/IN", {}),
    ("/v1/timeline", {"party": "IN"}),
    ("/v1/facts/membership:pax-silica:IN", {}),
    ("/v1/facts/membership:pax-silica:IN/history", {}),
    ("/v1/facts/membership:pax-silica:IN/revisions", {}),
    ("/v1/facts/membership:pax-silica:IN/identity", {}),
    ("/v1/initiatives/pax-silica/members", {}),
    ("/v1/articles", {"party": "IN"}),
]


@pytest.mark.parametrize("known_by", ["2026-02-01T00:00:00Z", "2026-02-25"])
async def test_a_pinned_answer_is_the_same_bytes_after_later_writes(service: Service, known_by: str) -> None:
    told: dict[tuple[int, int], bytes] = {}
    for step in (LEVELS, JOINED, INVITED, *STORY):
        await service.record(step)
        at = await service.app.state.log.head()
        for number, (path, filters) in enumerate(QUESTIONS):
            response = await service.get(path, as_of="2026-02-22", known_by=known_by, at=str(at), **filters)
            assert response.status_code == 200, response.text
            told[number, at] = response.content
    for (number, at), body in told.items():
        path, filters = QUESTIONS[number]
        again = await service.get(path, as_of="2026-02-22", known_by=known_by, at=str(at), **filters)
        assert again.content == body, (path, at)


async def test_pages_fit_together_whatever_is_recorded_between_them(service: Service) -> None:
    await service.record(INVITED, JOINED, LEVELS)
    asked = {"as_of": "2026-02-25", "known_by": "2026-02-25", "limit": 1}
    whole = await service.ask("/v1/parties/IN", as_of="2026-02-25", known_by="2026-02-25")
    first = await service.ask("/v1/parties/IN", **asked)
    await service.record(TRUCE)
    second = await service.ask("/v1/parties/IN", cursor=first["next_cursor"], **asked)
    assert first["items"] + second["items"] == whole["items"]
    assert second["at"] == whole["at"]
    assert second["next_cursor"] is None
    other = await service.get("/v1/parties/US", cursor=first["next_cursor"], **asked)
    assert (other.status_code, other.json()["field"]) == (400, "cursor")


LATER = "2030-01-01"
"""A publication time to which everything counts that is written while the test runs."""


async def everything(service: Service, at: int) -> dict[str, bytes]:
    """Every question's answer, pinned to a position, and a difference that ends there."""
    asked = {path + str(filters): (path, {**filters, "at": str(at)}) for path, filters in QUESTIONS}
    found = {}
    for name, (path, filters) in asked.items():
        found[name] = (await service.get(path, as_of="2026-02-22", known_by=LATER, **filters)).content
    sides = {"from_as_of": "2026-01-01", "to_as_of": "2026-02-22", "from_known_by": "2026-02-01", "to_known_by": LATER}
    found["diff"] = (await service.get("/v1/diff", from_at="3", to_at=str(at), **sides)).content
    return found


async def test_pinned_answers_stand_whatever_is_decided_and_only_an_erasure_takes_words_out(service: Service) -> None:
    receipts = await service.record(*STORY)
    at = await service.app.state.log.head()
    before = await everything(service, at)
    assert all(
        json.loads(body).get("items") for name, body in before.items() if "identity" not in name and "CN" not in name
    )
    claim = (await service.ask(f"/v1/articles/{receipts[0]['id']}/claims"))["items"][0]["claim_id"]
    keys = ["membership:pax-silica:AE", "membership:pax-silica:IN"]
    for path, body in (
        ("/v1/entities/merges", {"keys": keys, "reason": "told as one"}),
        (f"/v1/claims/{claim}/review", {"verdict": "rejected", "reason": "misread", "reviewer": "an analyst"}),
        (f"/v1/articles/{receipts[1]['id']}/retraction", {"reason": "withdrawn"}),
        ("/v1/entities/splits", {"keys": keys, "reason": "they are two"}),
    ):
        assert (await service.post(path, body)).status_code == 201
        await service.project()
        after = await everything(service, at)
        assert [name for name in before if after[name] != before[name]] == [], path
    assert (await service.post(f"/v1/articles/{receipts[2]['id']}/erasure", {"reason": "a court"})).status_code == 201
    await service.project()
    after = await everything(service, at)
    for name, body in before.items():
        assert erased(json.loads(after[name]), receipts[2]["id"]) == erased(json.loads(body), receipts[2]["id"]), name


def erased(told: Any, article_id: str) -> Any:
    """An answer without the words of one article."""
    if isinstance(told, list):
        return [erased(each, article_id) for each in told]
    if not isinstance(told, dict):
        return told
    gone = {"quote", "title", "text"} if article_id in (told.get("article_id"), told.get("id")) else set()
    return {name: erased(value, article_id) for name, value in told.items() if name not in gone}
