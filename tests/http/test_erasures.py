"""Erased words are nowhere in the record, while everything that proves it stands."""

from __future__ import annotations

import asyncpg
import httpx
import zstandard

from service.projections.rebuilding import rebuild
from tests.eventstore.logs import exported
from tests.http.conftest import Service
from tests.http.stories import article, meeting, membership, tariff

SECRET = "Zubrowka"
"""A word of every sentence and of the title, and of nothing else."""
LONG = f"the opening of all markets of {SECRET} to its farmers"
POSITION = {"kind": "position", "actor": "IN", "stance": "demand"}
ARTICLE = article(
    "gone",
    "2026-02-03T09:00:00Z",
    (f"The {SECRET} decree puts a duty of 44 percent on Indian goods from March 1.", tariff(44, "2026-03-01")),
    (f"India joins the Pax Silica, said {SECRET} officials.", membership("IN", "joined")),
    (
        f"Jaishankar met Rubio, {SECRET} sources said.",
        meeting("2026-02-03", "held", (("S. Jaishankar", "IN"), ("Marco Rubio", "US"))),
    ),
    (f"India wants the markets of {SECRET} open.", {**POSITION, "topic": LONG}),
    title=f"{SECRET} at the gates",
)
UNREAD = {
    "url": "https://news.example/unread",
    "title": f"Washington demands what {SECRET} wants",
    "publisher": "The Example",
    "published_at": "2026-02-05T09:00:00Z",
    "text": f"India called the tariffs unfair on Monday, {SECRET} officials said. The United States imposed a 31 percent duty "
    f"on Indian goods, {SECRET} traders said. Prime Minister Narendra Modi met President Donald Trump in Washington on Tuesday.",
}
REVISED = {**UNREAD, "title": f"{SECRET} again", "text": UNREAD["text"] + " More."}
REASON = "a court's order"

_COLUMNS = """
SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS place, quote_ident(column_name) AS name
FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
"""


async def places(database: str, words: str) -> dict[str, int]:
    """Every column of every table in which *words* stand, as text or in bytes, with how many rows have them."""
    connection = await asyncpg.connect(database)
    found = {}
    for place, name in await connection.fetch(_COLUMNS):
        count = await connection.fetchval(
            f"SELECT count(*) FROM {place} WHERE {name}::text ILIKE '%' || $1 || '%' "
            f"OR {name}::text LIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'",
            words,
        )
        if count:
            found[f"{place}.{name}"] = count
    await connection.close()
    return found


async def answers(service: Service, ids: list[str]) -> dict[str, httpx.Response]:
    """Every GET address of the service, asked so widely that whatever is held is shown."""
    paths = [
        path for path, operations in service.app.openapi_schema.to_schema()["paths"].items() if "get" in operations
    ]
    claims = (await service.ask(f"/v1/articles/{ids[0]}/claims"))["items"]
    tariffs = await service.ask("/v1/tariffs", imposer="US", target="IN", as_of="2026-03-02")
    filled = {
        "article_id": ids[0], "claim_id": claims[0]["claim_id"], "pair": "US-IN", "code": "IN", "slug": "pax-silica",
        "key": tariffs["items"][0]["key"], "party": "IN",
    }  # fmt: skip
    wide = {
        "/v1/tariffs": {"imposer": "US", "target": "IN", "as_of": "2026-03-02"},
        "/v1/memberships": {"member": "IN"},
        "/v1/timeline": {"party": "IN", "from_": "2026-01-01", "to": "2026-12-31"},
        "/v1/diff": {"from_": "2026-01-01", "to": "2026-04-01"},
    }
    found = {}
    for path in paths:
        if "stream" in path or path == "/metrics":
            continue
        response = await service.get(path.format_map(_Filled(filled)), **wide.get(path, {}))
        found[path] = response
    for path in (f"/v1/articles/{id_}{rest}" for id_ in ids for rest in ("", "/claims")):
        found[path] = await service.get(path)
    return found


class _Filled(dict):
    def __missing__(self, name: str) -> str:
        return "IN"


async def test_erased_words_are_in_no_table_and_in_no_answer(service: Service, database: str) -> None:
    receipts = await service.record(ARTICLE, UNREAD)
    receipts += await service.record(REVISED)
    ids = [receipts[0]["id"], receipts[1]["id"]]
    before = await answers(service, ids)
    shown = {path for path, response in before.items() if SECRET in response.text}
    assert {"/v1/tariffs", "/v1/memberships", "/v1/meetings", "/v1/articles", f"/v1/articles/{ids[1]}"} <= shown
    assert {path for path, response in before.items() if response.status_code == 500} == set()
    for number, article_id in enumerate(ids):
        response = await service.post(f"/v1/articles/{article_id}/erasure", {"reason": REASON})
        assert (response.status_code, response.json()["texts"]) == (201, 3 + number), response.text
    await service.project()
    assert await service.app.state.log.verify() == await service.app.state.log.head()
    after = await answers(service, ids)
    assert {path: response.text for path, response in after.items() if SECRET.lower() in response.text.lower()} == {}
    assert {path: r.status_code for path, r in after.items()} == {path: r.status_code for path, r in before.items()}
    assert await places(database, SECRET) == {}
    content = zstandard.ZstdDecompressor().stream_reader(await exported(database), read_across_frames=True).read()
    assert SECRET.encode() not in content
    assert await rebuild(database, lambda *_: None, compare_only=True) == []


async def test_what_was_read_stays_and_says_that_its_words_are_gone(service: Service, database: str) -> None:
    (receipt,) = await service.record(ARTICLE)
    await service.post(f"/v1/articles/{receipt['id']}/erasure", {"reason": REASON})
    await service.project()
    (item,) = (await service.ask("/v1/tariffs", imposer="US", target="IN", as_of="2026-03-02"))["items"]
    assert (item["rate"], item["evidence"][0]["quote"], item["evidence"][0]["title"]) == ("44", None, None)
    (version,) = (await service.ask(f"/v1/articles/{receipt['id']}"))["items"]
    assert (version["text"], version["title"], version["url"]) == (None, None, ARTICLE["url"])
    assert (await service.ask("/v1/articles", q=SECRET))["items"] == []
    (position,) = (await service.ask("/v1/positions", actor="IN"))["items"]
    assert (position["stance"], position["topic"][:13]) == ("demand", "erased words ")
    assert set(await places(database, REASON.replace("'", "''"))) <= {"log.events.payload"}


async def test_a_value_as_long_as_a_quote_is_told_in_full_until_it_is_erased(service: Service, database: str) -> None:
    (receipt,) = await service.record(ARTICLE)
    (position,) = (await service.ask("/v1/positions", actor="IN"))["items"]
    assert position["topic"] == LONG
    assert set(await places(database, LONG)) == {
        "log.texts.text",
        "public.changes.after",
        "public.claims.body",
        "public.position_rectangles.span",
    }
    assert (await service.post("/v1/articles", ARTICLE)).status_code == 200
    assert await rebuild(database, lambda *_: None, compare_only=True) == []
    assert await service.app.state.log.verify() == receipt["position"]


async def test_an_erasure_is_recorded_once_and_holds(service: Service) -> None:
    (receipt,) = await service.record(ARTICLE)
    path = f"/v1/articles/{receipt['id']}/erasure"
    first = await service.post(path, {"reason": REASON})
    again = await service.post(path, {"reason": "asked twice"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {"id": receipt["id"], "position": first.json()["position"], "texts": 0}
    held = await service.post("/v1/articles", ARTICLE)
    assert held.status_code == 200
    elsewhere = await service.post("/v1/articles", {**ARTICLE, "url": "https://other.example/1", "title": "Else"})
    assert elsewhere.status_code == 201
    await service.project()
    (version,) = (await service.ask(f"/v1/articles/{elsewhere.json()['id']}"))["items"]
    assert (version["text"], version["title"]) == (None, "Else")


async def test_an_erasure_that_cannot_be_used_is_refused(service: Service) -> None:
    (receipt,) = await service.record(ARTICLE)
    for body, status in (({}, 400), ({"reason": " "}, 400), ({"reason": "a\nb"}, 400)):
        response = await service.post(f"/v1/articles/{receipt['id']}/erasure", body)
        assert response.status_code == status, response.text
    assert (await service.post("/v1/articles/art-none/erasure", {"reason": REASON})).status_code == 404
    unknown = await service.client.post(f"/v1/articles/{receipt['id']}/erasure", json={"reason": REASON})
    assert unknown.status_code == 401
    assert await service.app.state.log.head() == receipt["position"]


async def test_the_same_title_of_another_article_stays(service: Service) -> None:
    one, other = await service.record(
        ARTICLE, {**ARTICLE, "url": "https://other.example/2", "text": "Else.", "claims": []}
    )
    await service.post(f"/v1/articles/{one['id']}/erasure", {"reason": REASON})
    await service.project()
    (version,) = (await service.ask(f"/v1/articles/{other['id']}"))["items"]
    assert (version["text"], version["title"]) == ("Else.", ARTICLE["title"])
