"""`GET /v1/changes` and `GET /v1/events`: pages and streams, where they begin, what they refuse, and what replays to."""

from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest

from service.clock import now
from service.domain.claims import KINDS
from service.http import changes, events
from service.projections.projecting import Projector
from service.projections.rebuilding import rebuild
from service.subscriptions import following, subscribing
from tests.http.conftest import Service
from tests.http.stories import STORY, article, tariff
from tests.subscriptions.changing import change as duty_moved
from tests.subscriptions.changing import tell
from tests.subscriptions.streams import listening

LISTS = {
    "tariff": "tariffs", "meeting": "meetings", "membership": "memberships", "negotiation": "negotiations",
    "position": "positions", "office": "offices",
}  # fmt: skip
HOW_IT_IS_KNOWN = {"evidence", "standing", "rule", "sources"}


def duty(slug: str, rate: float, published: str, begins: str, **more: Any) -> dict[str, Any]:
    words = f"The American duty on Indian goods is {rate} percent from {begins}."
    return article(slug, published, (words, tariff(rate, begins, **more)))


def answer_of(item: dict[str, Any] | None) -> Any:
    """What an item answers, whoever says so."""
    if isinstance(item, dict):
        return {name: answer_of(part) for name, part in item.items() if name not in HOW_IT_IS_KNOWN}
    return [answer_of(each) for each in item] if isinstance(item, list) else item


def replayed(items: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """What the feed leaves as the answers for a day: the last word on it."""
    found: dict[str, Any] = {}
    for change in (item["data"] for item in items):
        if change["cause"] != "day" and (change["since_day"] or "") <= day < (change["until_day"] or "9"):
            assert answer_of(change["before"]) == found.get(change["key"]), change["cursor"]
            found[change["key"]] = answer_of(change["after"])
    return {key: answer for key, answer in found.items() if answer is not None}


async def everything(service: Service, **asked: Any) -> list[dict[str, Any]]:
    """The whole feed, page by page."""
    items: list[dict[str, Any]] = []
    after, head = 0, 1
    while after < head:
        page = await service.ask("/v1/changes", after=after, limit=3, **asked)
        items += page["items"]
        after, head = page["reached"], page["head"]
    return items


async def test_replaying_all_pages_gives_what_is_answered_for_any_day(service: Service) -> None:
    for told in STORY:
        await service.record(told)
    (receipt,) = await service.record(STORY[0])
    await service.post(f"/v1/articles/{receipt['id']}/retraction", {"reason": "an error"})
    await service.project()
    items = await everything(service)
    assert [item["data"]["cursor"] for item in items] == list(range(1, len(items) + 1))
    for day in ("2025-06-01", "2025-08-28", "2026-02-03", "2026-02-15", "2026-03-02", "2026-12-01"):
        answered: dict[str, Any] = {}
        for path in LISTS.values():
            for item in (await service.ask(f"/v1/{path}", as_of=day, limit=500))["items"]:
                answered[item["key"]] = answer_of(item)
        left = replayed(items, day)
        assert {key: left[key] for key in answered} == answered, day
        shown = {key for key in left if key in answered}
        assert shown == set(answered), day


async def test_a_stream_has_what_the_pages_have_and_goes_on_with_what_comes(service: Service) -> None:
    await service.record(*STORY)
    paged = await everything(service)
    async with listening(service.app, after=0) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        taken = await stream.take(len(paged))
        assert [frame.data for frame in taken] == paged
        assert [frame.id for frame in taken] == [item["id"] for item in paged]
        await service.record(duty("later", 61, "2026-04-01T09:00:00Z", "2026-05-01"))
        frames = await stream.take(len(await everything(service)) - len(paged))
        assert {frame.type for frame in frames} == {"message"}
        later = next(frame.data["data"]["after"] for frame in frames if frame.data["data"]["after"]["rate"] == "61")
        assert later["evidence"][0]["quote"].startswith("The American duty")


async def test_each_cause_is_told_as_what_it_is(service: Service, database: str) -> None:
    (first,) = await service.record(duty("first", 10, "2026-02-01T09:00:00Z", "2026-02-01"))
    await service.record(duty("older", 25, "2026-02-20T09:00:00Z", "2026-01-05"))
    claim = (await service.ask(f"/v1/articles/{first['id']}/claims"))["items"][0]["claim_id"]
    await service.post(f"/v1/claims/{claim}/review", {"verdict": "rejected", "reason": "read wrong", "reviewer": "A"})
    await service.project()
    await service.post(f"/v1/articles/{first['id']}/retraction", {"reason": "an error"})
    await service.record(duty("coming", 70, "2026-03-01T09:00:00Z", (now().date() + timedelta(days=3)).isoformat()))
    told = [item["data"]["cause"] for item in await everything(service)]
    assert {"world", "learned", "reviewed"} <= set(told)
    projector = Projector(service.worker, service.app.state.log, lambda: now() + timedelta(days=4))
    while await projector.cross_days():
        pass
    assert [item["data"]["cause"] for item in await everything(service)] == [*told, "day"]
    connection = await asyncpg.connect(database)
    await connection.execute("""
        UPDATE tariff_rectangles SET span = jsonb_set(span::jsonb, '{value,rate}', '"1"')::json
        WHERE known_until = '9999-12-31T00:00:00Z'
    """)
    await connection.close()
    await rebuild(database, lambda *_: None)
    change = (await everything(service, cause="resolver"))[-1]
    assert change["data"]["before"]["rate"] == "1"
    count = len(await everything(service))
    await rebuild(database, lambda *_: None)
    assert len(await everything(service)) == count
    assert set(KINDS) == set(LISTS)


async def test_streams_and_pages_begin_where_they_are_told_to(service: Service) -> None:
    await service.record(duty("first", 10, "2026-02-01T09:00:00Z", "2026-02-01"))
    await service.record(duty("second", 20, "2026-03-01T09:00:00Z", "2026-03-01"))
    items = await everything(service)
    assert (await service.ask("/v1/changes", after="now"))["items"] == []
    last = items[-1]
    since = {"recorded_since": last["recordedtime"]}
    begun = [item["id"] for item in (await service.ask("/v1/changes", **since))["items"]]
    assert begun
    assert begun[-1] == last["id"]
    assert begun[0] != items[0]["id"]
    async with listening(service.app, **since) as stream:
        assert [frame.id for frame in await stream.take(len(begun))] == begun
    async with listening(service.app, headers={"Last-Event-ID": items[0]["id"]}, after="now") as stream:
        assert [frame.id for frame in await stream.take(len(items) - 1)] == [item["id"] for item in items[1:]]
    early = [item["id"] for item in items if (item["data"]["until_day"] or "9") > "2026-02-20"]
    assert [item["id"] for item in await everything(service, valid_since="2026-02-20")] == early
    async with listening(service.app) as stream:
        assert (await stream.frame()).id == last["id"]
        assert stream.nothing()


async def test_a_stream_has_only_what_its_filter_wants(service: Service) -> None:
    async with (
        listening(service.app, pair="US-IN", min_rate_change=20) as jumps,
        listening(service.app, kind="membership", party="India") as members,
    ):
        await service.record(*STORY)
        await service.record(duty("jump", 90, "2026-04-01T09:00:00Z", "2026-05-01"))
        wanted = [
            item for item in await everything(service, pair="US-IN") if float(item["data"]["rate_change"] or 0) >= 20
        ]
        assert [frame.data for frame in await jumps.take(len(wanted))] == wanted
        wanted = await everything(service, kind="membership", party="IN")
        assert [frame.data for frame in await members.take(len(wanted))] == wanted
        assert {item["data"]["kind"] for item in wanted} == {"membership"}


REFUSED: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    ("changes", {"after": "-1"}, {}, "after"),
    ("changes", {"after": "yesterday"}, {}, "after"),
    ("changes", {"after": "99999999999999999999"}, {}, "after"),
    ("changes", {"after": "7"}, {}, "after"),
    ("changes", {}, {"Last-Event-ID": "7"}, "Last-Event-ID"),
    ("changes", {}, {"Last-Event-ID": "x7"}, "Last-Event-ID"),
    ("changes", {"after": "0", "recorded_since": "2026-01-01"}, {}, "after"),
    ("changes", {"recorded_since": "soon"}, {}, "recorded_since"),
    ("changes", {"valid_since": "2026-02-30"}, {}, "valid_since"),
    ("changes", {"kind": "rumour"}, {}, "kind"),
    ("changes", {"cause": "hunch"}, {}, "cause"),
    ("changes", {"certainty": "maybe"}, {}, "certainty"),
    ("changes", {"min_rate_change": "NaN"}, {}, "min_rate_change"),
    ("changes", {"min_rate_change": "much"}, {}, "min_rate_change"),
    ("changes", {"party": "Atlantis"}, {}, "party"),
    ("changes", {"pair": "USIN"}, {}, "pair"),
    ("changes", {"pair": "US-IN", "party": "US"}, {}, "pair"),
    ("changes", {"limit": "0"}, {}, "limit"),
    ("changes", {"from": "0"}, {}, "from"),
    ("events", {"type": "article.lost"}, {}, "type"),
    ("events", {"after": "3.5"}, {}, "after"),
]


async def test_what_cannot_be_followed_is_refused(service: Service) -> None:
    for accept in ("application/json", "text/event-stream"):
        for path, asked, headers, field in REFUSED:
            sent = {"Accept": accept, **headers}
            response = await service.client.get(f"/v1/{path}", params=asked, headers=sent)
            assert response.status_code == 400, (asked, headers, response.text)
            assert response.headers["content-type"] == "application/problem+json"
            assert response.json()["field"] == field


async def test_erased_words_are_in_no_frame_any_more(service: Service) -> None:
    secret = "Zubrowka"
    words = f"India wants the markets of {secret} open to all of its farmers."
    claim = {
        "kind": "position",
        "actor": "IN",
        "stance": "demand",
        "topic": f"the markets of {secret} opened to its farmers",
    }
    async with listening(service.app, after=0) as stream:
        (receipt,) = await service.record(article("gone", "2026-02-03T09:00:00Z", (words, claim)))
        told = await stream.take(len(await everything(service)))
        assert secret in json.dumps([frame.data for frame in told])
        await service.post(f"/v1/articles/{receipt['id']}/erasure", {"reason": "a court's order"})
        await service.project()
        left = await stream.take(len(await everything(service)) - len(told))
        assert left
        assert secret.lower() not in json.dumps([frame.data for frame in left]).lower()
    items = await everything(service)
    assert {item["data"]["cause"] for item in items} == {"erased"}
    assert [item["data"]["cursor"] for item in items] == list(range(1, len(items) + 1))
    assert secret.lower() not in json.dumps(items).lower()
    async with listening(service.app, after=0) as stream:
        assert [frame.data for frame in await stream.take(len(items))] == items
    assert all("subject" not in item for item in items if item["data"]["key"] is None)
    (position,) = (await service.ask("/v1/positions", actor="IN"))["items"]
    day = date.today().isoformat()
    held = {item["data"]["key"]: item["data"]["after"] for item in items if (item["data"]["since_day"] or "") <= day}
    assert held[position["key"]]["topic"] == position["topic"]


async def test_the_log_is_followed_in_the_same_way(service: Service) -> None:
    async with listening(service.app, "/v1/events", type="article.recorded", after=0) as stream:
        receipts = await service.record(*STORY)
        taken = await stream.take(len(STORY))
    assert [frame.data["subject"] for frame in taken] == [receipt["id"] for receipt in receipts]
    page = await service.ask("/v1/events", limit=1000)
    assert [item["data"]["position"] for item in page["items"]] == list(range(1, page["head"] + 1))
    assert [frame.data for frame in taken] == [
        item for item in page["items"] if item["data"]["type"] == "article.recorded"
    ]
    one = receipts[0]["id"]
    own = await service.ask("/v1/events", stream=one)
    assert own["items"] == [item for item in page["items"] if item["subject"] == one]
    assert own["reached"] == page["head"]
    response = await service.get("/v1/events", limit=2, stream=one)
    assert (
        f'</v1/events?limit=2&stream={one}&after={response.json()["reached"]}>; rel="next"' == response.headers["link"]
    )


async def test_head_of_a_stream_is_its_headers_and_ends(service: Service) -> None:
    response = await service.client.head("/v1/changes", headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.content == b""


async def test_a_client_that_takes_nothing_is_cut_off_and_told_why(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "STALL_S", 0.3)
    monkeypatch.setattr(following, "POLL_S", 0.1)
    async with listening(service.app, after="now") as slow, listening(service.app, after="now") as stuck:
        await slow.frame()
        await stuck.frame()
        slow.taking.clear()
        stuck.taking.clear()
        await tell(service.worker, duty_moved(1))
        for stream in (slow, stuck):
            await asyncio.wait_for(stream.blocked.wait(), 20)
        follower = service.app.state.following.changes
        while any(each.reason is None for each in follower.subscriptions):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        slow.taking.set()
        await asyncio.wait_for(slow.ended.wait(), 20)
        last = (await slow.take(1))[0]
        assert (last.type, last.data["reason"]) == ("cut-off", "stalled")
        await asyncio.wait_for(stuck.done.wait(), 20)
        assert not stuck.ended.is_set()
    async with listening(service.app, after=last.data["cursor"]) as again:
        assert (await again.take(1))[0].id == "1"


async def test_streams_end_when_the_server_is_about_to_stop(service: Service) -> None:
    async with listening(service.app) as quiet, listening(service.app) as stuck:
        await quiet.frame()
        await stuck.frame()
        stuck.taking.clear()
        await tell(service.worker, duty_moved(1))
        await asyncio.wait_for(stuck.blocked.wait(), 20)
        service.app.state.following.end_streams()
        await asyncio.wait_for(quiet.ended.wait(), 20)
        await asyncio.wait_for(stuck.done.wait(), 20)
        assert "cut-off" not in {frame.type for frame in await quiet.take(1)}


def test_the_examples_have_the_documented_forms() -> None:
    for module, form in ((changes, changes.ChangesAnswer), (events, events.EventsAnswer)):
        assert msgspec.to_builtins(msgspec.convert(module.EXAMPLE, form))["head"]
