"""Questions over HTTP, on small stories: the day, what was published by then, and the words that prove it."""

from __future__ import annotations

from tests.http.conftest import Service
from tests.http.stories import INVITED, JOINED, LEVELS


async def test_a_level_is_answered_with_the_words_that_say_it(service: Service) -> None:
    (receipt,) = await service.record(LEVELS)
    answer = await service.ask("/v1/tariffs", imposer="US", target="IN", as_of="2025-09-01", known_by="2025-09-01")
    assert answer["as_of"] == "2025-09-01"
    assert answer["known_by"] == "2025-09-01T23:59:59.999999Z"
    assert answer["at"] == receipt["position"]
    (item,) = answer["items"]
    assert (item["rate"], item["since"]) == (
        "50",
        {"edtf": "2025-08-27", "earliest": "2025-08-27", "latest": "2025-08-27"},
    )
    (proof,) = item["evidence"]
    assert proof["quote"] == LEVELS["text"][proof["start"] : proof["end"]] == LEVELS["claims"][0]["evidence"][0]["text"]
    assert (proof["article_id"], proof["publisher"]) == (receipt["id"], "The Example")


async def test_an_answer_depends_on_what_had_been_published(service: Service) -> None:
    await service.record(INVITED, JOINED)
    asked = {"member": "India", "initiative": "Pax Silica", "as_of": "2026-02-25"}
    before = await service.ask("/v1/memberships", known_by="2026-02-10", **asked)
    after = await service.ask("/v1/memberships", known_by="2026-02-21", **asked)
    assert before["items"][0]["status"] == "invited"
    assert after["items"][0]["status"] in {"member", "joined"}


async def test_an_article_of_the_past_takes_its_place_in_the_past(service: Service) -> None:
    await service.record(JOINED)
    await service.record(INVITED)
    answer = await service.ask(
        "/v1/memberships", member="IN", initiative="Pax Silica", as_of="2026-02-01", known_by="2026-02-01"
    )
    assert answer["items"][0]["status"] == "invited"
