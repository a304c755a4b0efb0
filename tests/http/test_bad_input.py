"""Bad input: refused with the field and the mend, nothing recorded, never answered by a silent default."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.http.bodies import MAX_BODY_BYTES
from service.settings import Settings
from tests.http.conftest import KEY, Service, serving
from tests.http.stories import INVITED, JOINED, LEVELS

TEXT = "The duty on Indian goods stays at 50 percent."
GOOD = {
    "url": "https://news.example/a",
    "title": "A",
    "publisher": "The Example",
    "published_at": "2026-01-02T10:00:00Z",
    "text": TEXT,
}
CLAIM = {
    "kind": "tariff",
    "imposer": "US",
    "target": "IN",
    "rate": 50,
    "evidence": [{"start": 0, "end": 8, "text": "The duty"}],
}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


BAD_ARTICLES = {
    "no published_at": (without("published_at"), 400, "invalid-date", "published_at"),
    "no text": (without("text"), 400, "invalid-input", "text"),
    "an empty text": ({**GOOD, "text": "  "}, 400, "invalid-input", "text"),
    "a text over 1 MB": ({**GOOD, "text": "x" * 1_000_001}, 413, "too-large", "text"),
    "a date in the future": ({**GOOD, "published_at": "2999-01-01T00:00:00Z"}, 400, "invalid-date", "published_at"),
    "a date without a time": ({**GOOD, "published_at": "2026-01-02"}, 400, "invalid-date", "published_at"),
    "no address": (without("url"), 400, "invalid-input", "url"),
    "a quote that is not there": (
        {**GOOD, "claims": [{**CLAIM, "evidence": [{"start": 0, "end": 8, "text": "A tariff"}]}]},
        400,
        "evidence-mismatch",
        "claims[0].evidence[0]",
    ),
    "evidence beyond the text": (
        {**GOOD, "claims": [{**CLAIM, "evidence": [{"start": 0, "end": 4000}]}]},
        400,
        "evidence-mismatch",
        "claims[0].evidence[0]",
    ),
    "a claim of no kind": ({**GOOD, "claims": [{**CLAIM, "kind": "rumour"}]}, 400, "invalid-claim", "claims[0].kind"),
    "a claim on no country": (
        {**GOOD, "claims": [{**CLAIM, "target": "QX"}]},
        400,
        "unknown-party",
        "claims[0].target",
    ),
    "a claim on no day": (
        {**GOOD, "claims": [{**CLAIM, "valid_from": "2026-02-30"}]},
        400,
        "invalid-date",
        "claims[0].valid_from",
    ),
    "a list": ([GOOD], 400, "invalid-input", "body"),
}


@pytest.mark.parametrize("case", BAD_ARTICLES)
async def test_an_article_that_cannot_be_used_is_refused_and_leaves_nothing(service: Service, case: str) -> None:
    body, status, slug, field = BAD_ARTICLES[case]
    response = await service.post("/v1/articles", body)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, problem["status"]) == (status, status)
    assert (problem["type"], problem["field"]) == (f"/problems/{slug}", field)
    assert problem["detail"]
    assert await service.app.state.log.head() == 0


async def test_a_body_that_is_not_utf8_names_the_field(service: Service) -> None:
    body = json.dumps(GOOD).encode().replace(b"The duty", b"The d\xfcty")
    response = await service.send("/v1/articles", body)
    assert response.status_code == 400
    assert response.json()["field"] == "text"
    assert "UTF-8" in response.json()["detail"]
    lone = json.dumps({**GOOD, "text": "half a pair \ud83d"}).encode()
    response = await service.send("/v1/articles", lone)
    assert (response.status_code, response.json()["field"]) == (400, "text")
    assert await service.app.state.log.head() == 0


async def test_a_body_that_is_not_json_is_refused(service: Service) -> None:
    for body in (b"", b"{", b"url=https://news.example", b"[" * 100_000):
        response = await service.send("/v1/articles", body)
        assert (response.status_code, response.json()["field"]) == (400, "body")
    response = await service.send("/v1/articles", b"{}", **{"Content-Type": "text/plain"})
    assert response.status_code == 415
    assert response.json()["type"] == "/problems/unsupported-media-type"


async def test_a_body_beyond_every_bound_is_cut_short(service: Service) -> None:
    response = await service.send("/v1/articles", b'{"text": "' + b"x" * MAX_BODY_BYTES + b'"}')
    assert (response.status_code, response.json()["type"]) == (413, "/problems/too-large")


async def test_a_bad_line_leaves_the_rest_of_a_batch_unharmed(service: Service) -> None:
    broken = b'{"url": "https://news.example/b", "text": "\xff"}'
    lines = [
        json.dumps(INVITED).encode(),
        broken,
        json.dumps(without("published_at")).encode(),
        b"",
        json.dumps(JOINED).encode(),
        b'{"text": "' + b"x" * MAX_BODY_BYTES + b'"}',
        json.dumps(INVITED).encode(),
        json.dumps(LEVELS).encode(),
    ]
    response = await service.send("/v1/articles", b"\n".join(lines), **{"Content-Type": "application/x-ndjson"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/x-ndjson"
    answers = [json.loads(line) for line in response.text.splitlines()]
    assert [(each["line"], each["status"]) for each in answers] == [
        (1, 201), (2, 400), (3, 400), (5, 201), (6, 413), (7, 200), (8, 201),
    ]  # fmt: skip
    assert answers[1]["problem"]["field"] == "text"
    assert answers[2]["problem"]["field"] == "published_at"
    assert answers[5]["id"] == answers[0]["id"]
    assert await service.app.state.log.head() == 6


async def test_an_article_in_which_nothing_can_be_read_is_recorded_with_no_claims(service: Service) -> None:
    (receipt,) = await service.record({**GOOD, "text": "It rained in the hills all afternoon."})
    claims = await service.ask(f"/v1/articles/{receipt['id']}/claims")
    assert claims["items"] == []
    types = [event.type async for event in service.app.state.log.read()]
    assert types == ["article.recorded", "claims.extracted"]


BAD_QUESTIONS = {
    "an unknown country": ("/v1/tariffs?imposer=US&target=Narnia", "unknown-party", "target"),
    "an unknown party": ("/v1/meetings?party=IN&party=QX", "unknown-party", "party"),
    "an unknown pair": ("/v1/pairs/US-QX", "unknown-party", "pair"),
    "a pair of one": ("/v1/pairs/US", "invalid-input", "pair"),
    "an impossible day": ("/v1/tariffs?imposer=US&target=IN&as_of=2026-02-30", "invalid-date", "as_of"),
    "words for a day": ("/v1/tariffs?imposer=US&target=IN&as_of=yesterday", "invalid-date", "as_of"),
    "an impossible time": ("/v1/memberships?known_by=2026-02-02T25:00:00Z", "invalid-date", "known_by"),
    "a window that ends before it starts": ("/v1/meetings?from=2026-02-02&to=2026-02-01", "invalid-date", "to"),
    "a position beyond the head": ("/v1/tariffs?at=7", "position-ahead", "at"),
    "an instant to come": ("/v1/tariffs?at=2999-01-01T00:00:00Z", "position-ahead", "at"),
    "no position": ("/v1/tariffs?at=-1", "invalid-input", "at"),
    "a position to wait for beyond the head": ("/v1/tariffs?min_position=7", "position-ahead", "min_position"),
    "an unknown parameter": ("/v1/tariffs?imposer=US&asof=2026-01-01", "invalid-input", "asof"),
    "a parameter twice": ("/v1/tariffs?imposer=US&imposer=CN", "invalid-input", "imposer"),
    "a limit of nothing": ("/v1/tariffs?limit=0", "invalid-input", "limit"),
    "a limit in words": ("/v1/tariffs?limit=ten", "invalid-input", "limit"),
    "another status": ("/v1/meetings?status=imagined", "invalid-input", "status"),
    "a cursor of one's own": ("/v1/tariffs?cursor=abc", "invalid-input", "cursor"),
    "a key of no kind": ("/v1/facts/rumour:US", "invalid-input", "key"),
}


@pytest.mark.parametrize("case", BAD_QUESTIONS)
async def test_a_question_that_cannot_be_used_is_refused_with_its_parameter(service: Service, case: str) -> None:
    path, slug, field = BAD_QUESTIONS[case]
    response = await service.client.get(path)
    problem = response.json()
    assert (response.status_code, problem["type"]) == (400, f"/problems/{slug}"), problem
    assert problem["field"] == field
    assert response.headers["content-type"] == "application/problem+json"


async def test_addresses_and_methods_that_are_not_served_are_problems_too(service: Service) -> None:
    nowhere = await service.get("/v1/rumours")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "/problems/no-such-address")
    wrong = await service.client.delete("/v1/articles")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "/problems/method-not-allowed")
    assert set(wrong.headers["allow"].split(", ")) >= {"GET", "POST"}
    missing = await service.get("/v1/articles/art-none")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/not-found")
    for path in ("/v1/articles/art-none/retraction", "/v1/articles/art-none/versions", "/v1/claims/c-none/review"):
        body = {**GOOD, "reason": "withdrawn", "verdict": "rejected", "reviewer": "me"}
        response = await service.post(path, {key: body[key] for key in body if key != "url"})
        assert (response.status_code, response.json()["type"]) == (404, "/problems/not-found"), path


async def test_every_problem_type_explains_itself(service: Service) -> None:
    problem = (await service.get("/v1/tariffs", at="7")).json()
    explained = (await service.get(problem["type"])).json()
    assert (explained["type"], explained["status"]) == (problem["type"], problem["status"])


async def test_only_the_key_writes(service: Service) -> None:
    for headers in ({}, {"Authorization": "Bearer another"}, {"Authorization": KEY}, {"Authorization": "Basic abc"}):
        response = await service.client.post("/v1/articles", json=GOOD, headers=headers)
        assert (response.status_code, response.json()["type"]) == (401, "/problems/unauthorized")
        assert response.headers["www-authenticate"].startswith("Bearer")
    assert await service.app.state.log.head() == 0


async def test_without_a_key_a_page_in_the_browser_cannot_write(database: str) -> None:
    async with serving(Settings(database_url=database, pool_size=4)) as service:
        for path in (
            "/v1/articles",
            "/v1/articles/art-1/retraction",
            "/v1/articles/art-1/erasure",
            "/v1/entities/merges",
        ):
            for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
                sent = await service.client.post(path, content=b"{}", headers={"Content-Type": kind})
                assert sent.status_code == 415, (path, kind)
        assert (await service.client.post("/v1/articles", json={})).status_code == 400
