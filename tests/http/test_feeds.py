"""Changes for feed readers: parsed by one, told in plain English, paged without loss, and cheap to ask for again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import msgspec
import pytest

from service.subscriptions.json_feed import Feed
from tests.http.conftest import Service
from tests.http.stories import JOINED, LEVELS, STORY, TRUCE, VISIT, article, tariff

STRANGE = article(
    "strange",
    "2026-02-05T09:00:00Z",
    (
        "From <April> & on the \x0b“größte” 🍵 duty\ufffe on ]]> goods is 20 percent.",
        tariff(20, "2026-04-01", target="CA", product="<tea> & rice"),
    ),
    title="A & B <c>",
    publisher="The <Example> & Co",
)


async def atom(service: Service, **asked: Any) -> feedparser.FeedParserDict:
    response = await service.get("/v1/feed.atom", **asked)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml"
    parsed = feedparser.parse(response.content, response_headers={"content-type": "application/atom+xml"})
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    assert parsed.feed.id.startswith("tag:")
    return parsed


async def json_feed(service: Service, **asked: Any) -> Feed:
    response = await service.get("/v1/feed.json", **asked)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/feed+json"
    return msgspec.json.decode(response.content, type=Feed)


def cursors(entries: list[Any]) -> list[int]:
    return [int(entry.id.rpartition(":")[2]) for entry in entries]


async def test_a_change_is_told_in_plain_english_with_who_says_so(service: Service) -> None:
    await service.record(LEVELS)
    await service.record(TRUCE)
    newest, first = (await atom(service, pair="US-IN")).entries
    assert newest.title == "United States total tariff on India (all goods): 50% → 18% from 1 March 2026"
    assert first.title == "United States total tariff on India (all goods): 50% from 27 August 2025"
    assert newest.summary == f"{newest.title}, as reported by The Example (3 February 2026)."
    (content,) = newest.content
    assert "“From March 1 the American duty on Indian goods falls to 18 percent.” The Example, 3 Feb" in content.value
    assert 'href="https://news.example/truce"' in content.value
    assert "50%; 18% is announced from 1 March 2026" in content.value
    assert newest.published_parsed >= first.published_parsed
    assert {tag.term for tag in newest.tags} == {"tariff", "world", "IN", "US"}
    links = {link.rel: link.href for link in newest.links}
    assert links == {"alternate": "http://test/v1/facts/tariff:US:IN:*:total", "via": "https://news.example/truce"}


async def test_both_formats_tell_the_same(service: Service) -> None:
    await service.record(*STORY, STRANGE)
    for asked in ({}, {"party": "IN"}, {"kind": "meeting"}, {"cause": "learned"}, {"min_rate_change": "30"}):
        parsed, feed = await atom(service, **asked), await json_feed(service, **asked)
        assert feed.items
        assert [entry.id for entry in parsed.entries] == [item.id for item in feed.items]
        assert [entry.title for entry in parsed.entries] == [item.title for item in feed.items]
        assert [entry.summary for entry in parsed.entries] == [item.summary for item in feed.items]
        assert parsed.feed.title == feed.title


async def test_every_change_is_in_one_entry(service: Service) -> None:
    for step in STORY:
        await service.record(step)
    changes = (await service.ask("/v1/changes", limit="1000"))["items"]
    moments = {(each["data"]["position"], each["data"]["key"]) for each in changes}
    entries = (await atom(service)).entries
    assert len(entries) == len(moments)
    assert cursors(entries) == sorted(cursors(entries), reverse=True)
    assert cursors(entries)[-1] == 1


async def test_pages_towards_the_oldest_lose_and_repeat_nothing(service: Service) -> None:
    for step in STORY:
        await service.record(step)
    whole = cursors((await atom(service)).entries)
    for limit in (1, 3, 7):
        found, pages = await paged(service, limit)
        assert pages > 1
        assert found == sorted(set(found), reverse=True)
        assert set(whole) <= set(found), "a page may part what is longer than a page, and nothing else"
        assert limit < 5 or found == whole


async def paged(service: Service, limit: int) -> tuple[list[int], int]:
    """The cursors on all pages, and how many pages these were."""
    found: list[int] = []
    asked: dict[str, Any] = {"limit": limit}
    for pages in range(1, 100):
        parsed = await atom(service, **asked)
        found += cursors(parsed.entries)
        links = {link.rel: link.href for link in parsed.feed.links}
        assert links["first"] == f"http://test/v1/feed.atom?limit={limit}"
        if "next" not in links:
            return found, pages
        assert links["next"].startswith(f"{links['first']}&before=")
        asked["before"] = links["next"].rpartition("=")[2]
    raise AssertionError(found)


async def test_the_next_page_of_the_json_feed_is_an_address_that_works(service: Service) -> None:
    for step in STORY:
        await service.record(step)
    feed = await json_feed(service, limit="3")
    assert feed.next_url is not None
    older = await service.client.get(feed.next_url)
    assert older.status_code == 200
    assert msgspec.json.decode(older.content, type=Feed).items[0].id != feed.items[0].id


async def test_ids_stay_whatever_comes_later(service: Service) -> None:
    await service.record(LEVELS, VISIT)
    before = {entry.id: (entry.title, entry.updated) for entry in (await atom(service)).entries}
    await service.record(TRUCE, JOINED)
    after = {entry.id: (entry.title, entry.updated) for entry in (await atom(service)).entries}
    assert before.items() < after.items()


async def test_whatever_an_article_holds_is_escaped(service: Service) -> None:
    await service.record(STRANGE)
    for entry, item in zip((await atom(service)).entries, (await json_feed(service)).items, strict=True):
        assert item.summary.endswith("as reported by The <Example> & Co (5 February 2026).")
        assert "&lt;April&gt; &amp; on the" in item.content_html
        assert "From <April> & on the \x0b“größte” 🍵 duty\ufffe on ]]> goods" in item.content_text
        (content,) = entry.content
        assert "“From &lt;April&gt; &amp; on the  “größte” 🍵 duty  on ]]&gt; goods" in content.value


async def test_a_retracted_report_is_told_and_not_taken_back(service: Service) -> None:
    (receipt,) = await service.record(VISIT)
    body = {"reason": "the report was false", "retracted_at": "2026-02-02T09:00:00Z"}
    assert (await service.post(f"/v1/articles/{receipt['id']}/retraction", body)).status_code == 201
    await service.project()
    gone, told = (await json_feed(service)).items
    was = "planned for 3 February 2026 in Washington"
    assert gone.summary.endswith(f"no longer told (was {was}), after the report was withdrawn.")
    assert told.title.endswith("planned for 3 February 2026 in Washington")


@pytest.mark.parametrize("path", ["/v1/feed.atom", "/v1/feed.json"])
async def test_a_client_that_holds_it_is_told_so(service: Service, path: str) -> None:
    await service.record(LEVELS)
    service.app.state.desk.now = lambda: datetime.now(UTC) + timedelta(minutes=2)
    first = await service.get(path)
    for held in ({"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]}):
        again = await service.get(path, headers=held)
        assert (again.status_code, again.content) == (304, b"")
    await service.record(TRUCE)
    changed = await service.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_a_feed_without_changes_is_a_feed(service: Service) -> None:
    await service.record(LEVELS)
    for asked in ({"party": "FR"}, {"after": "now"}, {"before": "1"}, {"recorded_since": "2100-01-01"}):
        parsed = await atom(service, **asked)
        assert parsed.entries == []
        assert "next" not in {link.rel for link in parsed.feed.links}
        assert (await json_feed(service, **asked)).items == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"pair": "US-IN", "party": "IN"}, "pair"),
        ({"before": "then"}, "before"),
        ({"after": "1", "recorded_since": "2026-02-01"}, "after"),
        ({"cursor": "1"}, "cursor"),
        ({"limit": "0"}, "limit"),
    ],
)
async def test_what_they_do_not_take_is_refused_by_name(service: Service, asked: dict[str, str], field: str) -> None:
    for path in ("/v1/feed.atom", "/v1/feed.json"):
        response = await service.get(path, **asked)
        assert (response.status_code, response.json()["field"]) == (400, field)
