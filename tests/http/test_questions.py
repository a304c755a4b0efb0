"""Questions over HTTP, on small stories: the day, what was published by then, and the words that prove it."""

from __future__ import annotations

from tests.http.conftest import Service
from tests.http.stories import INVITED, JOINED, LEVELS, MINISTERS, STORY, TRUCE, VISIT, article, meeting, tariff

US_ON_INDIA = {"imposer": "US", "target": "IN"}


async def test_a_level_is_answered_with_the_words_that_say_it(service: Service) -> None:
    (receipt,) = await service.record(LEVELS)
    answer = await service.ask("/v1/tariffs", as_of="2025-09-01", known_by="2025-09-01", **US_ON_INDIA)
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


async def test_names_and_codes_ask_the_same(service: Service) -> None:
    await service.record(LEVELS)
    pinned = {"as_of": "2025-09-01", "known_by": "2026-01-01", "at": "2"}
    by_code = await service.ask("/v1/tariffs", **US_ON_INDIA, **pinned)
    assert by_code == await service.ask("/v1/tariffs", imposer="United States", target="India", **pinned)


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


async def test_a_change_that_is_announced_stands_as_next(service: Service) -> None:
    await service.record(LEVELS, TRUCE)
    answer = await service.ask("/v1/tariffs", as_of="2026-02-10", known_by="2026-02-10", **US_ON_INDIA)
    (item,) = answer["items"]
    assert item["rate"] == "50"
    (later,) = item["next"]
    assert (later["rate"], later["since"]["edtf"]) == ("18", "2026-03-01")
    assert later["evidence"][0]["quote"].startswith("From March 1")
    later_answer = await service.ask("/v1/tariffs", as_of="2026-03-02", known_by="2026-02-10", **US_ON_INDIA)
    assert (later_answer["items"][0]["rate"], later_answer["items"][0]["standing"]) == ("18", "scheduled")


async def test_nothing_has_three_reasons(service: Service) -> None:
    await service.record(LEVELS)
    not_yet = await service.ask("/v1/tariffs", as_of="2025-09-01", known_by="2025-08-01", **US_ON_INDIA)
    assert (not_yet["items"], not_yet["nothing"]["reason"]) == ([], "not-known-yet")
    assert not_yet["nothing"]["known_from"] == "2025-08-28T06:00:00Z"
    not_then = await service.ask("/v1/tariffs", as_of="2025-08-01", known_by="2025-09-01", **US_ON_INDIA)
    assert (not_then["items"], not_then["nothing"]["reason"]) == ([], "not-in-force")
    assert "begins on 2025-08-27" in not_then["nothing"]["explain"]
    never = await service.ask("/v1/tariffs", imposer="US", target="NP", as_of="2025-09-01", known_by="2025-09-01")
    assert (never["items"], never["nothing"]["reason"]) == ([], "unknown")
    assert "nothing" not in await service.ask("/v1/tariffs", as_of="2025-09-01", **US_ON_INDIA)


async def test_sources_that_disagree_are_shown_side_by_side(service: Service) -> None:
    other = article(
        "other",
        "2025-08-28T09:00:00Z",
        ("Washington put a 40 percent duty on Indian goods on August 27.", tariff(40, "2025-08-27")),
        publisher="The Other",
    )
    await service.record(LEVELS, other)
    answer = await service.ask("/v1/tariffs", as_of="2025-08-27", known_by="2025-09-01", **US_ON_INDIA)
    (item,) = answer["items"]
    assert item["contested"]
    (loser,) = item["alternatives"]
    assert {item["rate"], loser["rate"]} == {"50", "40"}
    quotes = {item["evidence"][0]["quote"], loser["evidence"][0]["quote"]}
    assert quotes == {each["claims"][0]["evidence"][0]["text"] for each in (LEVELS, other)}


async def test_a_syndicated_copy_is_marked_and_comes_last(service: Service) -> None:
    filler = [
        f"Paragraph {n} tells what exporters of goods number {n} said about their orders that week." for n in range(12)
    ]
    said = ("The United States has charged 50 percent on Indian goods since August 27.", tariff(50, "2025-08-27"))
    wire = article("wire", "2025-08-28T06:00:00Z", said, *filler, publisher="The Wire")
    copy = article("copy", "2025-08-28T07:00:00Z", said, *filler, publisher="The Paper")
    alone = article("alone", "2025-08-29T07:00:00Z", said, publisher="The Independent")
    receipts = {each["publisher"]: (await service.record(each))[0]["id"] for each in (copy, wire, alone)}
    answer = await service.ask("/v1/tariffs", as_of="2025-08-30", known_by="2025-09-01", **US_ON_INDIA)
    evidence = answer["items"][0]["evidence"]
    assert {each["publisher"] for each in evidence[:2]} == {"The Wire", "The Independent"}
    assert (evidence[2]["publisher"], evidence[2]["copy_of"]) == ("The Paper", receipts["The Wire"])
    assert all("copy_of" not in each for each in evidence[:2])


async def test_meetings_are_found_by_party_person_and_window(service: Service) -> None:
    held = article(
        "held",
        "2026-02-04T09:00:00Z",
        ("Jaishankar met Rubio on Tuesday.", meeting("2026-02-03", "held", MINISTERS, place="Washington")),
    )
    await service.record(VISIT, held)
    asked = {"party": ["IN", "US"], "person": "Subrahmanyam Jaishankar", "from_": "2026-01-25", "to": "2026-02-10"}
    (before,) = (await service.ask("/v1/meetings", as_of="2026-02-05", known_by="2026-02-01", **asked))["items"]
    (after,) = (await service.ask("/v1/meetings", as_of="2026-02-05", known_by="2026-02-05", **asked))["items"]
    assert (before["status"], after["status"], before["key"]) == ("planned", "held", after["key"])
    assert after["date"] == {"edtf": "2026-02-03", "earliest": "2026-02-03", "latest": "2026-02-03"}
    elsewhere = await service.ask("/v1/meetings", **{**asked, "from_": "2026-03-01", "to": "2026-03-31"})
    assert elsewhere["items"] == []
    assert (await service.ask("/v1/meetings", **{**asked, "party": ["IN", "FR"]}))["items"] == []


async def test_initiatives_and_their_members(service: Service) -> None:
    await service.record(INVITED, JOINED)
    clocks = {"as_of": "2026-02-25", "known_by": "2026-02-25"}
    (one,) = (await service.ask("/v1/initiatives", **clocks))["items"]
    assert (one["slug"], one["members"]) == ("pax-silica", ["AE", "IN"])
    members = await service.ask("/v1/initiatives/pax-silica/members", **clocks)
    assert [item["member"] for item in members["items"]] == ["AE", "IN"]


async def test_dossiers_hold_what_stands_between_two_and_about_one(service: Service) -> None:
    await service.record(*STORY)
    clocks = {"as_of": "2026-02-25", "known_by": "2026-02-25"}
    pair = await service.ask("/v1/pairs/IN-US", **clocks)
    assert [item["kind"] for item in pair["items"]] == ["tariff", "negotiation", "meeting"]
    party = await service.ask("/v1/parties/IN", **clocks)
    assert [item["kind"] for item in party["items"]] == [
        "tariff", "meeting", "membership", "negotiation", "position", "office",
    ]  # fmt: skip
    only = await service.ask("/v1/parties/IN", kind="membership", **clocks)
    assert [item["kind"] for item in only["items"]] == ["membership"]
    none = await service.get("/v1/pairs/IN-US", kind="office")
    assert (none.status_code, none.json()["field"]) == (400, "kind")


async def test_a_fact_and_its_history(service: Service) -> None:
    await service.record(LEVELS, TRUCE)
    key = (await service.ask("/v1/tariffs", as_of="2025-09-01", **US_ON_INDIA))["items"][0]["key"]
    fact = await service.ask(f"/v1/facts/{key}", as_of="2026-04-01", known_by="2026-03-01")
    assert [item["rate"] for item in fact["items"]] == ["18"]
    history = await service.ask(f"/v1/facts/{key}/history", known_by="2026-03-01")
    assert history["as_of"] == "../.."
    rates = [item["rate"] for item in history["items"]]
    assert [rate for n, rate in enumerate(rates) if rate not in rates[:n]] == ["50", "18"]


async def test_the_timeline_is_in_the_order_of_days(service: Service) -> None:
    await service.record(*STORY)
    answer = await service.ask("/v1/timeline", party="IN", as_of="2026-02-25", known_by="2026-02-25")
    days = [item["on"]["earliest"] or item["on"]["latest"] for item in answer["items"]]
    assert days == sorted(days)
    told = {(item["kind"], item["on"]["edtf"]): item["upcoming"] for item in answer["items"]}
    assert told["meeting", "2026-02-03"] is False
    assert told["tariff", "2026-03-01"] is True
    part = await service.ask("/v1/timeline", party="IN", from_="2026-03-01", known_by="2026-02-25", as_of="2026-02-25")
    assert {item["kind"] for item in part["items"]} == {"tariff"}
    paged, cursor = [], None
    while True:
        more = {} if cursor is None else {"cursor": cursor}
        page = await service.ask("/v1/timeline", party="IN", as_of="2026-02-25", known_by="2026-02-25", limit=1, **more)
        paged += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == answer["items"]


async def test_a_vague_day_is_answered_with_what_may_hold(service: Service) -> None:
    await service.record(LEVELS)
    possible = await service.ask("/v1/tariffs", as_of="2025-08", known_by="2025-09-01", **US_ON_INDIA)
    assert [item["rate"] for item in possible["items"]] == ["50"]
    certain = await service.ask("/v1/tariffs", as_of="2025-08", known_by="2025-09-01", match="certain", **US_ON_INDIA)
    assert (certain["items"], certain["nothing"]["reason"]) == ([], "not-in-force")
