"""Articles in, over HTTP: statuses, versions, batches, waiting, retractions and reviews."""

from __future__ import annotations

import asyncio
import json

import pytest

from service.app import create_app
from service.domain.errors import SetupError
from service.settings import Settings
from tests.http.conftest import Service, serving
from tests.http.stories import INVITED, JOINED, LEVELS, STORY, article, tariff

LEVEL = {"imposer": "US", "target": "IN", "as_of": "2025-09-10"}


async def test_an_article_is_created_once_and_held_after_that(service: Service) -> None:
    first = await service.post("/v1/articles", LEVELS)
    again = await service.post("/v1/articles", LEVELS)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.headers["location"] == f"/v1/articles/{first.json()['id']}"
    assert set(first.json()) == {"id", "version", "position"}


async def test_another_text_at_the_same_address_is_a_new_version(service: Service) -> None:
    first = (await service.post("/v1/articles", LEVELS)).json()
    corrected = article("levels", "2025-08-30T06:00:00Z", ("The duty is 40 percent.", tariff(40, "2025-08-27")))
    second = (await service.post("/v1/articles", corrected)).json()
    assert (second["id"], first["version"], second["version"]) == (first["id"], 1, 2)
    await service.project()
    before = await service.ask("/v1/tariffs", known_by="2025-08-29", **LEVEL)
    after = await service.ask("/v1/tariffs", known_by="2025-08-31", **LEVEL)
    assert (before["items"][0]["rate"], after["items"][0]["rate"]) == ("50", "40")
    versions = (await service.ask(f"/v1/articles/{first['id']}"))["items"]
    assert [(each["version"], each["text"]) for each in versions] == [(1, LEVELS["text"]), (2, corrected["text"])]


async def test_a_version_can_be_sent_to_the_article_itself(service: Service) -> None:
    first = (await service.post("/v1/articles", LEVELS)).json()
    body = {"published_at": "2025-08-30T06:00:00Z", "text": "The duty is 40 percent, the paper now says."}
    second = await service.post(f"/v1/articles/{first['id']}/versions", body)
    assert (second.status_code, second.json()["id"], second.json()["version"]) == (201, first["id"], 2)


async def test_a_writer_that_prefers_to_wait_is_answered_when_it_can_ask(service: Service) -> None:
    async def work() -> None:
        async with asyncio.timeout(10):
            await service.app.state.log.wait(0, 10)
        await service.project()

    async with asyncio.TaskGroup() as tasks:
        answered = tasks.create_task(service.post("/v1/articles", LEVELS, Prefer="respond-async, wait=20"))
        tasks.create_task(work())
    response = answered.result()
    assert (response.status_code, response.json()["projected"]) == (201, True)
    assert response.headers["preference-applied"] == "wait=20"
    assert (await service.ask("/v1/tariffs", **LEVEL))["items"]


async def test_a_writer_whose_time_runs_out_is_told_that_it_is_recorded_all_the_same(service: Service) -> None:
    response = await service.post("/v1/articles", LEVELS, Prefer="wait=0")
    assert (response.status_code, response.json()["projected"]) == (202, False)
    assert await service.app.state.log.head() == response.json()["position"]


async def test_a_reader_can_wait_for_the_position_that_a_write_answered_with(service: Service) -> None:
    receipt = (await service.post("/v1/articles", LEVELS)).json()

    async def later() -> None:
        await asyncio.sleep(0.05)
        await service.project()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(later())
        asked = tasks.create_task(service.ask("/v1/tariffs", min_position=str(receipt["position"]), **LEVEL))
    assert asked.result()["items"]


async def test_a_batch_is_answered_line_by_line(service: Service) -> None:
    lines = b"\n".join(json.dumps(each).encode() for each in (*STORY, LEVELS))
    response = await service.send("/v1/articles", lines, **{"Content-Type": "application/x-ndjson; charset=utf-8"})
    answers = [json.loads(line) for line in response.text.splitlines()]
    assert [each["status"] for each in answers] == [201] * len(STORY) + [200]
    assert [each["line"] for each in answers] == list(range(1, len(STORY) + 2))
    await service.project()
    assert len((await service.ask("/v1/articles"))["items"]) == len(STORY)


async def test_versions_of_one_article_in_a_batch_keep_their_order(service: Service) -> None:
    texts = [f"The duty is {rate} percent, says edition {rate}." for rate in range(10, 40)]
    lines = [
        json.dumps(article("same", f"2025-08-28T06:{n:02}:00Z", text, claims=[])).encode()
        for n, text in enumerate(texts)
    ]
    response = await service.send("/v1/articles", b"\n".join(lines), **{"Content-Type": "application/x-ndjson"})
    versions = [json.loads(line)["version"] for line in response.text.splitlines()]
    assert versions == list(range(1, len(texts) + 1))


async def test_a_retraction_counts_from_its_own_time_on(service: Service) -> None:
    (receipt,) = await service.record(LEVELS)
    body = {"reason": "The paper withdrew it.", "retracted_at": "2025-09-05T00:00:00Z"}
    response = await service.post(f"/v1/articles/{receipt['id']}/retraction", body)
    assert (response.status_code, response.json()["id"]) == (201, receipt["id"])
    await service.project()
    assert (await service.ask("/v1/tariffs", known_by="2025-09-01", **LEVEL))["items"]
    after = await service.ask("/v1/tariffs", known_by="2025-09-06", **LEVEL)
    assert (after["items"], after["nothing"]["reason"]) == ([], "unknown")
    assert "withdrawn" in after["nothing"]["explain"]
    (listed,) = (await service.ask("/v1/articles"))["items"]
    assert listed["retracted_at"].startswith("2025-09-05")


async def test_a_review_outranks_what_was_read(service: Service) -> None:
    (receipt,) = await service.record(LEVELS)
    (claim,) = (await service.ask(f"/v1/articles/{receipt['id']}/claims"))["items"]
    assert claim["claim"]["evidence"][0]["text"] == LEVELS["claims"][0]["evidence"][0]["text"]
    review = {
        "verdict": "corrected",
        "reason": "It says fifteen.",
        "reviewer": "ada",
        "correction": tariff(15, "2025-08-27"),
    }
    response = await service.post(
        f"/v1/claims/{claim['claim_id']}/review", {**review, "reviewed_at": "2025-09-05T00:00:00Z"}, Prefer="wait=0"
    )
    assert response.status_code == 202
    await service.project()
    assert (await service.ask("/v1/tariffs", known_by="2025-09-01", **LEVEL))["items"][0]["rate"] == "50"
    assert (await service.ask("/v1/tariffs", known_by="2025-09-06", **LEVEL))["items"][0]["rate"] == "15"
    held = (await service.ask(f"/v1/articles/{receipt['id']}/claims"))["items"]
    assert [each["reviews"][0]["verdict"] for each in held if each["reviews"]] == ["corrected"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verdict": "doubted", "reason": "r", "reviewer": "ada"}, "verdict"),
        ({"verdict": "rejected", "reason": " ", "reviewer": "ada"}, "reason"),
        ({"verdict": "corrected", "reason": "r", "reviewer": "ada"}, "correction"),
        ({"verdict": "rejected", "reason": "r", "reviewer": "ada", "reviewed_at": "soon"}, "reviewed_at"),
        (
            {"verdict": "corrected", "reason": "r", "reviewer": "ada", "correction": {"kind": "tariff"}},
            "correction",
        ),
    ],
)
async def test_a_review_that_cannot_be_used_is_refused(service: Service, body: dict[str, object], field: str) -> None:
    (receipt,) = await service.record(LEVELS)
    (claim,) = (await service.ask(f"/v1/articles/{receipt['id']}/claims"))["items"]
    response = await service.post(f"/v1/claims/{claim['claim_id']}/review", body)
    assert response.status_code == 400, response.text
    assert response.json()["field"].startswith(field)
    assert await service.app.state.log.head() == receipt["position"]


async def test_articles_are_searched_by_words_publisher_party_and_day(service: Service) -> None:
    await service.record(LEVELS, INVITED, JOINED)

    async def found(**asked: object) -> set[str]:
        return {item["title"] for item in (await service.ask("/v1/articles", **asked))["items"]}

    assert await found(q='"looked for" or surat') == {"About levels"}
    assert await found(q="declaration -duty") == {"About joined"}
    assert await found(party="AE") == {"About invited"}
    assert await found(party=["US", "IN"]) == {"About levels"}
    assert await found(publisher="the example", from_="2026-01-28", to="2026-01-28") == {"About invited"}
    assert await found(known_by="2026-01-01") == {"About levels"}
    assert await found(at="2") == {"About levels"}
    first = await service.ask("/v1/articles", limit=2)
    rest = await service.ask("/v1/articles", limit=2, cursor=first["next_cursor"])
    assert [item["title"] for item in first["items"] + rest["items"]] == [
        "About joined",
        "About invited",
        "About levels",
    ]


async def test_without_a_key_only_this_machine_writes(database: str) -> None:
    settings = Settings(database_url=database, pool_size=2)
    async with serving(settings) as near:
        assert (await near.client.post("/v1/articles", json=LEVELS)).status_code == 201
    async with serving(settings, peer="192.0.2.7") as far:
        response = await far.client.post("/v1/articles", json=INVITED)
        assert (response.status_code, response.json()["type"]) == (401, "/problems/unauthorized")
        assert (await far.get("/v1/tariffs", **LEVEL)).status_code == 200


def test_a_server_that_others_can_reach_needs_a_key() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "example.org"):
        with pytest.raises(SetupError, match="VERBALE_BOOTSTRAP_KEY"):
            create_app(Settings(database_url="postgresql://localhost/x", host=host))
    for host in ("127.0.0.1", "::1", "localhost"):
        create_app(Settings(database_url="postgresql://localhost/x", host=host))
    with pytest.raises(SetupError, match="DATABASE_URL"):
        create_app(Settings())


async def test_an_article_is_read_again_and_says_by_whom(service: Service) -> None:
    [receipt] = await service.record(LEVELS)
    path = f"/v1/articles/{receipt['id']}"
    before = (await service.ask(path))["items"][0]
    assert before["reader"] == "attached/1"
    again = await service.post(f"{path}/readings", {"reader": "rules"})
    assert (again.status_code, again.json()["version"]) == (201, 1)
    position = await service.project()
    after = (await service.ask(path))["items"][0]
    assert after["reader"].startswith("rules/")
    assert {claim["reader"] for claim in (await service.ask(f"{path}/claims"))["items"]} == {after["reader"]}
    assert position > again.json()["position"]
    pinned = await service.ask(path, at=again.json()["position"])
    assert pinned["items"][0]["reader"] == "attached/1"


async def test_a_reader_that_is_not_there_cannot_be_asked(service: Service) -> None:
    [receipt] = await service.record(LEVELS)
    path = f"/v1/articles/{receipt['id']}/readings"
    for body in ({"reader": "llm"}, {"reader": "somebody"}, {}):
        refused = await service.post(path, body)
        assert refused.status_code == 400, body
        assert "reader" in refused.json()["detail"]
    assert (await service.post("/v1/articles/art-none/readings", {"reader": "rules"})).status_code == 404
    bare = {name: value for name, value in LEVELS.items() if name != "claims"}
    assert (await service.post("/v1/articles", {**bare, "reader": "llm"})).status_code == 400
    assert (await service.post("/v1/articles", {**LEVELS, "reader": "rules"})).status_code == 400, "one or the other"


async def test_who_waits_for_another_reading_is_answered_once_it_is_there(service: Service) -> None:
    [receipt] = await service.record(LEVELS)
    path = f"/v1/articles/{receipt['id']}/readings"

    async def work() -> None:
        async with asyncio.timeout(10):
            while not waiting.done():
                await service.project()
                await asyncio.sleep(0.01)

    waiting = asyncio.create_task(service.post(path, {"reader": "rules"}, Prefer="wait=10"))
    await work()
    answer = await waiting
    assert (answer.status_code, answer.json()["projected"]) == (201, True)
    read = (await service.ask(f"/v1/articles/{receipt['id']}"))["items"][0]["reader"]
    assert read.startswith("rules/")
