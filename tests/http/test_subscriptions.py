"""`/v1/subscriptions`, as a client uses it: nothing without the key, no secret twice, and a real delivery at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import jsonschema
import msgspec
import pytest
from standardwebhooks import Webhook

from service.http import subscription_forms
from service.http.subscription_forms import EXAMPLES
from service.settings import Settings
from tests.http.conftest import KEY, Service, serving
from tests.http.stories import LEVELS
from tests.subscriptions.receiving import Receiver, tell, working

HEADERS = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as found:
        yield found


@pytest.fixture
async def service(database: str, receiver: Receiver) -> AsyncIterator[Service]:
    allow = f"127.0.0.1:{receiver.port}"
    async with serving(Settings(database_url=database, bootstrap_key=KEY, pool_size=4, webhook_allow=allow)) as found:
        yield found


async def made(service: Service, receiver: Receiver, **more: Any) -> dict[str, Any]:
    response = await service.post("/v1/subscriptions", {"target": receiver.url, **more})
    assert response.status_code == 201, response.text
    return dict(response.json())


async def get(service: Service, path: str, **params: Any) -> httpx.Response:
    return await service.get(path, headers=HEADERS, **params)


async def test_an_article_reaches_who_subscribed(service: Service, receiver: Receiver, database: str) -> None:
    told = await made(service, receiver, filter={"pair": "US-IN", "kind": ["tariff"]}, name="duties")
    assert told["filter"] == {"kinds": None} or told["filter"] == {"kind": ["tariff"], "party": ["IN", "US"]}
    await service.record(LEVELS)
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool, working(pool):
        await receiver.until(lambda: len(receiver.received) >= 1)
    event = Webhook(told["secret"]).verify(receiver.received[0].body, receiver.received[0].headers)
    assert event["data"]["key"] == "tariff:US:IN:*:total"
    assert event["data"]["after"]["evidence"][0]["quote"].startswith("The United States has charged 50 percent")
    fed = await service.ask("/v1/changes", limit=1)
    assert fed["items"][0] == event, "a webhook tells what the feed tells"
    log = (await get(service, f"/v1/subscriptions/{told['id']}/deliveries")).json()
    assert log["items"][-1]["outcome"] == "delivered"
    assert log["items"][-1]["latency_ms"] > 0


async def test_a_secret_is_told_once(service: Service, receiver: Receiver) -> None:
    told = await made(service, receiver)
    path = f"/v1/subscriptions/{told['id']}"
    assert told["secret"].startswith("whsec_")
    replaced = (await service.post(f"{path}/rotate", {"overlap_s": 60})).json()
    assert replaced["secret"] != told["secret"]
    assert replaced["old_secret_until"] is not None
    for address in (path, "/v1/subscriptions", f"{path}/deliveries", f"{path}/dead-letters"):
        response = await get(service, address)
        assert response.status_code == 200, address
        assert "whsec_" not in response.text
        assert response.headers["cache-control"] == "no-store"
    own = "whsec_" + "QUJD" * 10
    assert (await made(service, receiver, secret=own))["secret"] == own
    refused = await service.post("/v1/subscriptions", {"target": receiver.url, "secret": "whsec_dG9vIHNob3J0"})
    assert (refused.status_code, refused.json()["field"]) == (400, "secret")
    assert "dG9v" not in refused.text


async def test_all_of_it_needs_the_key(service: Service, receiver: Receiver) -> None:
    told = await made(service, receiver)
    path = f"/v1/subscriptions/{told['id']}"
    for method, address in [
        ("GET", "/v1/subscriptions"), ("POST", "/v1/subscriptions"), ("GET", path), ("DELETE", path),
        ("GET", f"{path}/deliveries"), ("GET", f"{path}/dead-letters"), ("POST", f"{path}/test"),
        ("POST", f"{path}/pause"), ("POST", f"{path}/resume"), ("POST", f"{path}/replay"), ("POST", f"{path}/rotate"),
    ]:  # fmt: skip
        response = await service.client.request(method, address, json={"target": receiver.url})
        assert (response.status_code, response.json()["type"]) == (401, "/problems/unauthorized"), (method, address)
    assert receiver.connections == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"target": "https://10.0.0.1/hook"}, "target"),
        ({"target": "https://169.254.169.254/latest"}, "target"),
        ({"target": "https://[::ffff:127.0.0.1]/hook"}, "target"),
        ({"target": "http://127.0.0.1:1/hook"}, "target"),
        ({"target": "http://8.8.8.8/hook"}, "target"),
        ({"target": "https://no-such-host.invalid/"}, "target"),
        ({"target": "gopher://example.org/"}, "target"),
        ({"target": 1}, "target"),
        ({}, "data"),
        ({"target": "https://1.1.1.1/", "filter": {"party": ["Atlantis"]}}, "party"),
        ({"target": "https://1.1.1.1/", "filter": {"pair": "US"}}, "pair"),
        ({"target": "https://1.1.1.1/", "filter": {"min_rate_change": "much"}}, "min_rate_change"),
        ({"target": "https://1.1.1.1/", "filter": {"valid_since": "soon"}}, "valid_since"),
        ({"target": "https://1.1.1.1/", "filter": {"colour": "red"}}, "filter"),
        ({"target": "https://1.1.1.1/", "after": 10_000}, "after"),
        ({"target": "https://1.1.1.1/", "after": 0, "recorded_since": "2026-01-01"}, "after"),
        ({"target": "https://1.1.1.1/", "recorded_since": "soon"}, "recorded_since"),
        ({"target": "https://1.1.1.1/", "timeout_s": 1000}, "timeout_s"),
        ({"target": "https://1.1.1.1/", "patience_s": 0}, "patience_s"),
    ],
)
async def test_what_cannot_be_used_is_named_and_nothing_is_made(
    service: Service, body: dict[str, Any], field: str
) -> None:
    response = await service.post("/v1/subscriptions", body)
    assert response.status_code == 400, response.text
    assert response.json()["field"] == field, response.text
    assert (await get(service, "/v1/subscriptions")).json()["items"] == []


async def test_an_order_that_is_sent_again_makes_nothing_twice(service: Service, receiver: Receiver) -> None:
    order, key = {"target": receiver.url}, {"Idempotency-Key": "order 1"}
    first = await service.post("/v1/subscriptions", order, **key)
    again = await service.post("/v1/subscriptions", order, **key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["location"] == again.headers["location"] == f"/v1/subscriptions/{first.json()['id']}"
    assert again.json()["secret"] == first.json()["secret"]
    other = await service.post("/v1/subscriptions", order | {"name": "another"}, **key)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/conflict")


async def test_it_can_be_paused_resumed_tested_replayed_and_deleted(
    service: Service, receiver: Receiver, database: str
) -> None:
    told = await made(service, receiver)
    path = f"/v1/subscriptions/{told['id']}"
    paused = await service.post(f"{path}/pause", {})
    assert (paused.status_code, paused.json()["state"]) == (200, "paused")
    tested = (await service.post(f"{path}/test", {})).json()
    assert (tested["delivered"], tested["status"]) == (True, 200)
    assert receiver.received[-1].id == tested["message_id"]
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool:
        await tell(pool, 2)
        assert (await service.post(f"{path}/resume", {})).json()["state"] == "active"
        async with working(pool):
            await receiver.until(lambda: len(receiver.received) >= 3)
        replay = await service.post(f"{path}/replay", {"first": 1, "last": 2, "only": "all"})
        assert (replay.status_code, replay.json()["replay"]) == (202, {"cursor": 0, "last": 2, "only": "all"})
        assert (await service.post(f"{path}/replay", {"first": 1, "last": 2})).status_code == 409
        async with working(pool):
            await receiver.until(lambda: len(receiver.received) >= 5)
    assert (await service.post(f"{path}/replay", {"first": 1, "last": 9})).json()["field"] == "last"
    gone = await service.client.delete(path, headers=HEADERS)
    assert (gone.status_code, gone.content) == (204, b"")
    for method, address in [("GET", path), ("DELETE", path), ("POST", f"{path}/test"), ("POST", f"{path}/pause")]:
        missing = await service.client.request(method, address, headers=HEADERS, json={} if method == "POST" else None)
        assert (missing.status_code, missing.json()["type"]) == (404, "/problems/not-found"), (method, address)
    assert (await get(service, f"{path}/deliveries")).status_code == 404


async def test_lists_go_on_where_they_stopped(service: Service, receiver: Receiver) -> None:
    names = [(await made(service, receiver, name=f"number {number}"))["name"] for number in range(5)]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await get(service, "/v1/subscriptions", limit=2, **cursor)).json()
        found += [each["name"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == names
    wrong = await get(service, "/v1/subscriptions", cursor="x")
    assert (wrong.status_code, wrong.json()["field"]) == (400, "cursor")


async def test_a_webhook_that_nobody_delivers_to_fails_the_readiness_and_is_named(
    service: Service, receiver: Receiver, database: str
) -> None:
    told = await made(service, receiver)
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool:
        await tell(pool, 1)
        assert (await service.get("/readyz")).json()["stuck"] == []
        await pool.execute("UPDATE subscriptions SET matched = 1, due_at = now() - interval '2 minutes'")
        late = await service.get("/readyz")
        assert (late.status_code, late.json()["stuck"]) == (503, [told["id"]])
        assert told["id"] in late.json()["reason"]
        assert (await get(service, "/v1/subscriptions")).json()["stuck"] == [told["id"]]
        assert (await service.get("/healthz")).status_code == 200
        async with working(pool):
            await receiver.until(lambda: len(receiver.received) >= 1)
        assert (await service.get("/readyz")).status_code == 200


async def test_without_a_key_a_page_in_the_browser_cannot_write(database: str, receiver: Receiver) -> None:
    allow = f"127.0.0.1:{receiver.port}"
    async with serving(Settings(database_url=database, pool_size=4, webhook_allow=allow)) as service:
        sent = await service.client.post(
            "/v1/subscriptions", content=b'{"target": "http://127.0.0.1/"}', headers={"Content-Type": "text/plain"}
        )
        assert sent.status_code == 415
        made = await service.client.post("/v1/subscriptions", json={"target": receiver.url})
        assert made.status_code == 201
        assert (await service.client.post(f"/v1/subscriptions/{made.json()['id']}/pause")).status_code == 415


def test_the_examples_have_the_documented_forms() -> None:
    for form, example in EXAMPLES.items():
        msgspec.convert(example, form)
    assert subscription_forms.SubscriptionIn in EXAMPLES


async def test_the_document_describes_what_a_target_gets(service: Service, receiver: Receiver, database: str) -> None:
    document = await service.ask("/openapi.json")
    told = document["webhooks"]["change"]["post"]
    assert told["requestBody"]["content"].keys() == {"application/cloudevents+json"}
    schema = {
        "$ref": told["requestBody"]["content"]["application/cloudevents+json"]["schema"]["$ref"],
        "components": document["components"],
    }
    await made(service, receiver)
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool, working(pool):
        await tell(pool, 1)
        await receiver.until(lambda: len(receiver.received) >= 1)
    jsonschema.Draft202012Validator(schema).validate(msgspec.json.decode(receiver.received[0].body))
    headers = receiver.received[0].headers
    assert all(parameter["name"] in headers for parameter in told["parameters"])


async def test_the_document_has_an_example_of_every_body_and_answer(service: Service) -> None:
    paths = (await service.ask("/openapi.json"))["paths"]
    operations = [
        (path, method, operation)
        for path, found in paths.items()
        for method, operation in found.items()
        if path.startswith("/v1/subscriptions")
    ]
    assert len(operations) == 12
    for path, method, operation in operations:
        assert operation["security"] == [{"key": []}], path
        assert "401" in operation["responses"], path
        for status, response in operation["responses"].items():
            if status.startswith("2") and status != "204":
                content = response["content"]["application/json"]
                assert content.get("example") or content.get("examples"), (path, method, status)
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            assert content.get("example") or content.get("examples") or "examples" in str(content), (path, method)
