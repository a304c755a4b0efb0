"""How answers came to be known, and what is answered otherwise: over HTTP, on small stories."""

from __future__ import annotations

import pytest

from tests.http.conftest import Service
from tests.http.stories import INVITED, JOINED, LEVELS, STORY, TRUCE, article, membership, tariff

KEY = "tariff:US:IN:*:total"
MENDED = article(
    "truce",
    "2026-02-09T09:00:00Z",
    ("From March 1 the American duty on Indian goods falls to 25 percent.", tariff(25, "2026-03-01", previous_rate=50)),
    "An earlier version of this report gave another rate.",
)
REPEATED = article(
    "repeated", "2025-09-15T10:00:00Z", ("India pays 50 percent, as it has.", tariff(50)), publisher="The Other"
)


async def revisions(service: Service, key: str = KEY, **asked: str) -> list[tuple[str, str, str | None, str | None]]:
    answer = await service.ask(f"/v1/facts/{key}/revisions", **asked)
    return [
        (
            step["known_from"][:10],
            step["cause"],
            step["before"] and (step["before"].get("rate") or step["before"]["status"]),
            step["after"] and (step["after"].get("rate") or step["after"]["status"]),
        )
        for step in answer["items"]
    ]


async def test_revisions_tell_what_was_learned_corrected_and_withdrawn(service: Service) -> None:
    receipts = await service.record(LEVELS, REPEATED, TRUCE, MENDED)
    gone = {"reason": "The paper could not stand by it", "retracted_at": "2026-02-20T12:00:00Z"}
    await service.post(f"/v1/articles/{receipts[2]['id']}/retraction", gone)
    await service.project()
    assert await revisions(service, as_of="2026-03-02") == [
        ("2025-08-28", "learned", None, "50"),
        ("2026-02-03", "learned", "50", "18"),
        ("2026-02-09", "corrected", "18", "25"),
        ("2026-02-20", "retracted", "25", "50"),
    ]
    answer = await service.ask(f"/v1/facts/{KEY}/revisions", as_of="2026-03-02")
    told = [[because["what"] for because in step["because"]] for step in answer["items"]]
    assert told == [["published"], ["published"], ["revised"], ["retracted"]]
    assert answer["items"][-1]["because"][0]["reason"] == gone["reason"]
    assert await revisions(service, as_of="2026-03-02", known_by="2026-02-05") == [
        ("2025-08-28", "learned", None, "50"),
        ("2026-02-03", "learned", "50", "18"),
    ]


async def test_who_only_repeats_it_changes_nothing_that_is_told(service: Service) -> None:
    await service.record(LEVELS, REPEATED)
    assert len(await revisions(service, as_of="2025-09-20")) == 1
    whole = await service.ask(f"/v1/facts/{KEY}/revisions", as_of="2025-09-20", detail="everything")
    assert whole["items"][-1]["changed"] == ["evidence"]
    assert whole["items"][-1]["because"][0]["publisher"] == "The Other"


async def test_an_analysts_word_is_a_correction_with_a_reason(service: Service) -> None:
    receipts = await service.record(LEVELS)
    claim_id = f"{receipts[0]['id']}.v1.r1.1"
    review = {
        "verdict": "rejected", "reason": "It speaks of another country", "reviewer": "ana",
        "reviewed_at": "2025-10-01T00:00:00Z",
    }  # fmt: skip
    await service.post(f"/v1/claims/{claim_id}/review", review)
    await service.project()
    assert await revisions(service, as_of="2025-09-20") == [
        ("2025-08-28", "learned", None, "50"),
        ("2025-10-01", "corrected", "50", None),
    ]
    answer = await service.ask(f"/v1/facts/{KEY}/revisions", as_of="2025-09-20")
    (because,) = answer["items"][-1]["because"]
    assert (because["what"], because["reviewer"], because["reason"]) == ("rejected", "ana", review["reason"])


async def test_revisions_come_in_pages(service: Service) -> None:
    await service.record(LEVELS, TRUCE, MENDED)
    asked = {"as_of": "2026-03-02", "known_by": "2026-03-01"}
    whole = (await service.ask(f"/v1/facts/{KEY}/revisions", **asked))["items"]
    paged, more = [], {}
    while True:
        page = await service.ask(f"/v1/facts/{KEY}/revisions", limit=1, **asked, **more)
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        more = {"cursor": page["next_cursor"]}
    assert paged == whole
    assert len(whole) == 3


async def test_revisions_of_nothing_say_why_and_those_of_many_days_are_refused(service: Service) -> None:
    await service.record(LEVELS)
    early = await service.ask(f"/v1/facts/{KEY}/revisions", as_of="2025-09-20", known_by="2025-08-01")
    assert (early["items"], early["nothing"]["reason"]) == ([], "not-known-yet")
    many = await service.get(f"/v1/facts/{KEY}/revisions", as_of="2025-09")
    assert (many.status_code, many.json()["field"]) == (400, "as_of")


async def test_a_day_that_moves_on_is_the_world_and_an_article_is_news(service: Service) -> None:
    await service.record(LEVELS, TRUCE)
    day = {"from_as_of": "2026-02-10", "to_as_of": "2026-03-02", "to_known_by": "2026-02-10", "pair": "US-IN"}
    (moved,) = (await service.ask("/v1/diff", **day))["items"]
    assert (moved["cause"], moved["before"]["rate"], moved["after"]["rate"]) == ("world", "50", "18")
    news = {"from_known_by": "2026-02-01", "to_known_by": "2026-02-10", "to_as_of": "2026-03-02", "party": ["US", "IN"]}
    (learned,) = (await service.ask("/v1/diff", **news))["items"]
    assert (learned["cause"], learned["before"]["rate"], learned["after"]["rate"]) == ("learned", "50", "18")
    (step,) = learned["steps"]
    assert (step["clock"], step["known_from"]) == ("known_by", "2026-02-03T09:00:00Z")
    assert step["because"][0]["url"] == TRUCE["url"]


async def test_what_was_recorded_late_is_news_on_the_clock_of_the_log(service: Service) -> None:
    await service.record(TRUCE)
    before = await service.app.state.log.head()
    await service.record(LEVELS)
    clocks = {"to_as_of": "2025-09-01", "to_known_by": "2026-03-01", "kind": "tariff"}
    (item,) = (await service.ask("/v1/diff", from_at=str(before), **clocks))["items"]
    (step,) = item["steps"]
    assert (item["cause"], step["clock"], step["known_from"]) == ("learned", "at", None)
    assert [each["url"] for each in step["because"]] == [LEVELS["url"]]


async def test_differences_are_of_the_kinds_parties_and_keys_that_are_asked_for(service: Service) -> None:
    await service.record(*STORY)
    clocks = {"from_known_by": "2025-01-01", "to_known_by": "2026-02-25", "to_as_of": "2026-02-25"}
    every = (await service.ask("/v1/diff", **clocks))["items"]
    kinds = [item["kind"] for item in every]
    assert set(kinds) == {"tariff", "meeting", "membership", "negotiation", "position", "office"}
    assert {item["cause"] for item in every} == {"learned"}
    only = (await service.ask("/v1/diff", kind=["office", "position"], **clocks))["items"]
    assert [item["key"] for item in only] == [item["key"] for item in every if item["kind"] in {"office", "position"}]
    member = (await service.ask("/v1/diff", party="AE", **clocks))["items"]
    assert [item["key"] for item in member] == ["membership:pax-silica:AE"]
    one = (await service.ask("/v1/diff", key=KEY, **clocks))["items"]
    assert [item["key"] for item in one] == [KEY]
    paged, more = [], {}
    while True:
        page = await service.ask("/v1/diff", limit=2, **clocks, **more)
        assert len(page["items"]) <= 2
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        more = {"cursor": page["next_cursor"]}
    assert paged == every


async def test_equal_triples_do_not_differ(service: Service) -> None:
    await service.record(*STORY)
    assert (await service.ask("/v1/diff"))["items"] == []
    same = await service.ask("/v1/diff", from_as_of="2026-02-25", to_as_of="2026-02-25")
    assert same["from"] == same["to"]


async def test_a_difference_with_all_clocks_given_never_changes(service: Service) -> None:
    await service.record(INVITED)
    first = await service.app.state.log.head()
    await service.record(JOINED)
    head = await service.app.state.log.head()
    clocks = {
        "from_at": str(first), "to_at": str(head), "from_known_by": "2026-02-01", "to_known_by": "2026-02-25",
        "from_as_of": "2026-02-01", "to_as_of": "2026-02-25",
    }  # fmt: skip
    told = await service.get("/v1/diff", **clocks)
    assert "immutable" in told.headers["cache-control"]
    await service.record(
        article("left", "2026-02-23T09:00:00Z", ("India has left.", membership("IN", "left", "2026-02-22")))
    )
    again = await service.get("/v1/diff", **clocks)
    assert (again.content, again.headers["etag"]) == (told.content, told.headers["etag"])
    held = await service.get("/v1/diff", headers={"If-None-Match": told.headers["etag"]}, **clocks)
    assert held.status_code == 304
    assert (await service.get("/v1/diff", **{**clocks, "to_at": ""})).status_code == 400


async def test_a_difference_up_to_now_is_checked_at_no_cost_until_something_is_recorded(service: Service) -> None:
    await service.record(LEVELS)
    first = await service.get("/v1/diff", from_as_of="2025-08-01")
    assert first.json()["items"]
    for _ in range(2):
        held = await service.get("/v1/diff", headers={"If-None-Match": first.headers["etag"]}, from_as_of="2025-08-01")
        assert held.status_code == 304


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to_as_of": "2025-08"}, "to_as_of"),
        ({"from_as_of": "2025"}, "from_as_of"),
        ({"from_known_by": "soon"}, "from_known_by"),
        ({"from_at": "99999"}, "from_at"),
        ({"pair": "US"}, "pair"),
        ({"pair": "US-IN", "party": "US"}, "pair"),
        ({"key": "nothing"}, "key"),
        ({"detail": "some"}, "detail"),
        ({"cursor": "x"}, "cursor"),
    ],
)
async def test_what_cannot_be_compared_is_refused_by_name(service: Service, wrong: dict[str, str], field: str) -> None:
    answer = await service.get("/v1/diff", **wrong)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
