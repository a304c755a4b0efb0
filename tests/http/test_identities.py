"""Analysts tell that keys are one thing, and take it back; old addresses go on answering, and say through what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from service.http import forms
from tests.http.conftest import Service
from tests.http.stories import MINISTERS, article, meeting, membership

ONE, TWO = "membership:harbour-accord:IN", "membership:port-pact:IN"
INVITED = article(
    "one", "2026-01-05T09:00:00Z", ("India is invited.", membership("IN", "invited", initiative="Harbour Accord"))
)
JOINED = article("two", "2026-01-15T09:00:00Z", ("India joins.", membership("IN", "joined", initiative="Port Pact")))
LATER = article(
    "three", "2026-01-20T09:00:00Z", ("India has left.", membership("IN", "left", "2026-01-19", initiative="Port Pact"))
)
REASON = "two names of one pact"
DAY = {"as_of": "2026-01-25"}


async def decide(service: Service, verb: str, *keys: str, status: int = 201, **headers: str) -> dict[str, Any]:
    response = await service.post(f"/v1/entities/{verb}", {"keys": list(keys), "reason": REASON}, **headers)
    assert response.status_code == status, response.text
    await service.project()
    return response.json()


async def status(service: Service, key: str, **asked: str) -> list[str]:
    return [item["status"] for item in (await service.ask(f"/v1/facts/{key}", **DAY, **asked))["items"]]


async def test_the_first_key_answers_for_all_and_the_others_lead_to_it(service: Service) -> None:
    await service.record(INVITED, JOINED)
    before = datetime.now(UTC).isoformat()
    done = await decide(service, "merges", ONE, TWO)
    assert await status(service, ONE) == ["joined"]
    told = await service.ask(f"/v1/facts/{TWO}", **DAY)
    assert [item["key"] for item in told["items"]] == [ONE]
    assert (told["followed"]["asked"], told["followed"]["key"], told["followed"]["reason"]) == (TWO, ONE, REASON)
    assert told["followed"]["position"] == done["position"]
    msgspec.convert(told, forms.DossierAnswer)
    over_days = await service.ask(f"/v1/facts/{TWO}/history")
    assert [item["key"] for item in over_days["items"]][-1] == ONE
    assert over_days["followed"]["key"] == ONE
    earlier = await service.ask(f"/v1/facts/{TWO}", known_by=before, **DAY)
    assert ([item["key"] for item in earlier["items"]], "followed" in earlier) == ([TWO], False)


async def test_a_split_takes_a_merge_back_and_both_are_told(service: Service) -> None:
    await service.record(INVITED, JOINED)
    await decide(service, "merges", ONE, TWO)
    merged = await service.ask(f"/v1/facts/{TWO}/identity")
    assert (merged["current"], merged["same_as"]) == (ONE, [ONE])
    msgspec.convert(merged, forms.IdentityAnswer)
    await decide(service, "splits", ONE, TWO)
    assert (await status(service, ONE), await status(service, TWO)) == (["invited"], ["joined"])
    told = await service.ask(f"/v1/facts/{TWO}/identity")
    assert (told["current"], told["same_as"]) == (TWO, [])
    assert [(each["verdict"], each["reason"]) for each in told["items"]] == [("merged", REASON), ("split", REASON)]
    then = await service.ask(f"/v1/facts/{TWO}/identity", at=str(merged["at"]))
    assert then["items"] == merged["items"]


async def test_what_is_merged_into_a_merged_key_is_answered_by_the_one_that_goes_on(service: Service) -> None:
    third = article("far", "2026-01-18T09:00:00Z", ("India left.", membership("IN", "left", initiative="Third Deal")))
    await service.record(INVITED, JOINED, third)
    far = "membership:third-deal:IN"
    await decide(service, "merges", ONE, TWO)
    await decide(service, "merges", TWO, far)
    assert await status(service, ONE) == ["left"]
    for key in (TWO, far):
        told = await service.ask(f"/v1/facts/{key}", **DAY)
        assert ([item["key"] for item in told["items"]], told["followed"]["key"]) == ([ONE], ONE)
    await decide(service, "splits", TWO, far)
    assert (await status(service, ONE), await status(service, far)) == (["joined"], ["left"])


async def test_revisions_of_a_merged_key_go_on_with_the_one_that_answers_for_it(service: Service) -> None:
    await service.record(INVITED, JOINED)
    await decide(service, "merges", ONE, TWO)
    other = await service.ask(f"/v1/facts/{ONE}/revisions", **DAY)
    assert [(step["cause"], step["after"]["status"]) for step in other["items"]] == [
        ("learned", "invited"), ("corrected", "joined"),
    ]  # fmt: skip
    assert other["items"][-1]["because"][0] == {"what": "merged", "reason": REASON}
    await decide(service, "splits", ONE, TWO)
    await service.record(LATER)
    told = await service.ask(f"/v1/facts/{TWO}/revisions", **DAY)
    after = [
        None if step["after"] is None else (step["after"]["key"], step["after"]["status"]) for step in told["items"]
    ]
    assert after[0] == (TWO, "joined")
    for earlier, later in zip(told["items"], told["items"][1:], strict=False):
        assert later["before"] == earlier["after"]
    at = await service.app.state.log.head()
    assert (await service.ask(f"/v1/facts/{TWO}/revisions", at=str(at), **DAY))["items"] == told["items"]


async def test_merged_meetings_answer_under_each_of_their_keys(service: Service) -> None:
    told = [
        article(
            f"call {day}", f"2026-01-{day + 1}T09:00:00Z", ("They met.", meeting(f"2026-01-{day}", "held", MINISTERS))
        )
        for day in (10, 18)
    ]
    await service.record(*told)
    asked = {"party": ["IN", "US"], **DAY}
    keys = [item["key"] for item in (await service.ask("/v1/meetings", **asked))["items"]]
    assert len(keys) == 2
    at = await service.app.state.log.head()
    await decide(service, "merges", *keys)
    (one,) = (await service.ask("/v1/meetings", **asked))["items"]
    for key in keys:
        answer = await service.ask(f"/v1/facts/{key}", **DAY)
        assert [item["key"] for item in answer["items"]] == [one["key"]], key
        assert answer.get("followed", {"key": one["key"]})["key"] == one["key"]
        pinned = await service.ask(f"/v1/facts/{key}", at=str(at), **DAY)
        assert [item["key"] for item in pinned["items"]] == [key]
    merged_at = await service.app.state.log.head()
    await decide(service, "splits", *keys)
    assert [item["key"] for item in (await service.ask("/v1/meetings", **asked))["items"]] == keys
    now = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    for key in keys:  # folded as it was held then
        answer = await service.ask(f"/v1/facts/{key}", at=str(merged_at), known_by=now, **DAY)
        assert [item["key"] for item in answer["items"]] == [one["key"]], key


async def test_a_decision_that_stands_is_not_recorded_again(service: Service) -> None:
    await service.record(INVITED, JOINED)
    first = await decide(service, "merges", ONE, TWO)
    again = await decide(service, "merges", TWO, ONE, status=200)
    assert again["position"] == first["position"]
    waited = await decide(
        service, "splits", ONE, TWO, **{"Idempotency-Key": "taken back", "Prefer": "wait=0"}, status=202
    )
    assert waited["projected"] is False
    await decide(service, "merges", ONE, TWO)
    repeated = await decide(service, "splits", ONE, TWO, status=200, **{"Idempotency-Key": "taken back"})
    assert repeated["position"] == waited["position"]
    other = await service.post(
        "/v1/entities/splits", {"keys": [ONE, TWO], "reason": "another"}, **{"Idempotency-Key": "taken back"}
    )
    assert (other.status_code, other.json()["type"]) == (409, "/problems/duplicate-event")


@pytest.mark.parametrize(
    ("keys", "status", "said"),
    [
        ([ONE], 400, "from 2 to 20"),
        ([ONE, ONE], 400, "from 2 to 20"),
        ([ONE, "position:IN"], 400, "several kinds"),
        (["river:1", "river:2"], 400, "no kind"),
        (["tariff:US:IN", "tariff:US:PK"], 400, "no matter of opinion"),
        (["negotiation:IN-US:trade", "negotiation:GB-IN:trade"], 400, "give negotiation:IN-US"),
        ([ONE, "membership:port-pact:FR"], 404, "membership:port-pact:FR"),
        (["art-1.v1.r1.1", "art-2.v1.r1.1"], 404, "nothing is held"),
    ],
)
async def test_what_cannot_be_decided_is_refused_with_the_reason(
    service: Service, keys: list[str], status: int, said: str
) -> None:
    await service.record(INVITED, JOINED)
    response = await service.post("/v1/entities/merges", {"keys": keys, "reason": REASON})
    problem = response.json()
    assert (response.status_code, problem["field"]) == (status, "keys")
    assert said in problem["detail"]


async def test_a_split_of_what_is_not_merged_or_only_through_another_is_a_conflict(service: Service) -> None:
    third = article(
        "far", "2026-01-02T09:00:00Z", ("India asks.", membership("IN", "applied", initiative="Third Deal"))
    )
    await service.record(INVITED, JOINED, third)
    refused = await decide(service, "splits", ONE, TWO, status=409)
    assert "not merged" in refused["detail"]
    far = "membership:third-deal:IN"
    await decide(service, "merges", ONE, TWO)
    await decide(service, "merges", ONE, far)
    refused = await decide(service, "splits", TWO, far, status=409)
    assert f"through {ONE}" in refused["detail"]
    await decide(service, "splits", ONE, far)
    assert (await service.ask(f"/v1/facts/{far}/identity"))["current"] == far
    assert (await service.ask(f"/v1/facts/{TWO}/identity"))["current"] == ONE
