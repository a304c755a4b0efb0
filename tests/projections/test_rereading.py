"""Articles that are read again: by newer rules, by a language model, by both; and what stands, goes and waits then."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from service.domain.errors import Unavailable
from service.domain.events import ClaimReviewed, ClaimsExtracted, ModelAnswered
from service.eventstore import EventLog, NewEvent
from service.extraction.reader import RulesReader
from service.intake.erasing import erase
from service.intake.model import ModelEndpoint
from service.intake.recording import read_again, record
from service.intake.submission import Submission, article_id_of
from service.projections import parking, retrying
from service.projections.model_reading import CHECKPOINT, TRIES, ModelReader
from service.projections.rebuilding import rebuild
from service.projections.runner import catch_up
from tests.intake.model_server import ModelServer, serving

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DUTY = "Brazil will impose a 15% duty on Argentine wheat from 1 May, Finance Minister Fernando Haddad said on Tuesday."
STANCE = "Chile rejects “any tariff on copper”, its foreign ministry said."
ARTICLE = Submission(
    url="https://news.example/wheat",
    title="A duty on wheat",
    publisher="The Example",
    published_at="2025-04-15T12:00:00Z",
    text=f"{DUTY}\n\n{STANCE}",
)
ID = article_id_of(ARTICLE.url)
WHEAT: dict[str, Any] = {
    "kind": "tariff", "quotes": [DUTY], "imposer": "Brazil", "target": "Argentine", "product": "wheat", "rate": "15%",
    "rate_op": "eq", "previous_rate": None, "basis": "total", "component_reason": None, "status": "announced",
    "valid_from": "1 May", "valid_to": None,
}  # fmt: skip
COPPER = {
    "kind": "position",
    "quotes": [STANCE],
    "actor": "Chile",
    "stance": "opposes",
    "topic": "any tariff on copper",
}


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    settings = {"role": "verbale_service"}
    async with asyncpg.create_pool(database, min_size=1, max_size=6, server_settings=settings) as pool:
        yield pool


@pytest.fixture
async def log(pool: asyncpg.Pool) -> AsyncIterator[EventLog]:
    async with EventLog(pool) as log:
        yield log


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as model:
        yield model


@pytest.fixture
async def endpoint(server: ModelServer) -> AsyncIterator[ModelEndpoint]:
    async with ModelEndpoint(server.url, "some-model", timeout_s=5) as endpoint:
        yield endpoint


def named(reader: str) -> Submission:
    return Submission(**{name: getattr(ARTICLE, name) for name in ARTICLE.__struct_fields__} | {"reader": reader})


async def standing(pool: asyncpg.Pool) -> list[tuple[str, str]]:
    """The ids of the claims that stand, each with its kind."""
    rows = await pool.fetch("SELECT claim_id, kind FROM claims WHERE superseded_position IS NULL ORDER BY claim_id")
    return [(row["claim_id"].removeprefix(ID), row["kind"]) for row in rows]


async def told(pool: asyncpg.Pool) -> list[tuple[str, str]]:
    """What is answered, as known now."""
    rows = await pool.fetch(
        "SELECT key, span::text FROM tariff_rectangles WHERE known_until > '2026-01-01' "
        "UNION ALL SELECT key, span::text FROM position_rectangles WHERE known_until > '2026-01-01' ORDER BY 1, 2"
    )
    return [(row["key"], row["span"]) for row in rows]


async def test_what_is_read_again_stands_with_its_id_and_the_feed_is_silent(pool: asyncpg.Pool, log: EventLog) -> None:
    await record(log, ARTICLE, NOW)
    await catch_up(pool, log)
    before, changes = await standing(pool), await pool.fetchval("SELECT count(*) FROM changes")
    assert before
    await read_again(log, ID, "rules")
    at = await catch_up(pool, log)
    assert await standing(pool) == before
    assert await pool.fetchval("SELECT count(*) FROM changes") == changes
    assert await pool.fetchval("SELECT read_position FROM article_versions") == at
    readings = [event async for event in log.read(stream=ID, types=[ClaimsExtracted.type])]
    assert len(readings) == 2
    assert readings[1].metadata.causation_id is not None


async def test_a_newer_reader_takes_the_place_of_the_older_and_answers_pinned_before_stand(
    pool: asyncpg.Pool, log: EventLog, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    with monkeypatch.context() as older:
        older.setattr(RulesReader, "version", "0")
        older.setattr(RulesReader, "read", lambda *_: ())
        await record(log, ARTICLE, NOW)
        await catch_up(pool, log)
    assert await standing(pool) == []
    await read_again(log, ID, "rules")
    await catch_up(pool, log)
    assert ("tariff" in {kind for _, kind in await standing(pool)}) is True
    assert await pool.fetchval("SELECT reader FROM article_versions") == f"rules/{RulesReader.version}"
    assert await rebuild(database, lambda *_: None, compare_only=True) == []


async def test_a_rejected_claim_stays_rejected_when_it_is_read_from_other_words(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint, database: str
) -> None:
    server.say(json.dumps({"claims": [WHEAT]}))
    await record(log, named("llm"), NOW)
    reader = ModelReader(pool, log, endpoint)
    assert await reader.step() == 1
    await catch_up(pool, log)
    [(claim, _)] = await standing(pool)
    review = ClaimReviewed(
        claim_id=ID + claim,
        verdict="rejected",
        reason="A slip",
        reviewer="ana",
        reviewed_at=datetime(2025, 5, 2, tzinfo=UTC),
    )
    await log.append([NewEvent(stream=ID, payload=review)])
    await catch_up(pool, log)
    assert await told(pool) == []
    server.say(json.dumps({"claims": [{**WHEAT, "quotes": [DUTY, STANCE]}]}))
    await read_again(log, ID, "llm")
    await reader.step()
    await catch_up(pool, log)
    assert [claim for claim, _ in await standing(pool)] == [".v1.r2.1"]
    assert await told(pool) == []
    assert await rebuild(database, lambda *_: None, compare_only=True) == []


async def test_the_model_reads_what_it_is_named_for_and_its_answer_is_kept(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint
) -> None:
    invented = {**WHEAT, "rate": "99%"}
    server.say(json.dumps({"claims": [WHEAT, invented, COPPER]}))
    await record(log, named("llm"), NOW)
    await catch_up(pool, log)
    assert await standing(pool) == [], "the rules keep off what another shall read"
    reader = ModelReader(pool, log, endpoint)
    assert (await reader.step(), await reader.step()) == (1, 0)
    await catch_up(pool, log)
    assert [kind for _, kind in await standing(pool)] == ["tariff", "position"]
    assert await pool.fetchval("SELECT reader FROM article_versions") == "llm/1"
    [answered] = [event async for event in log.read(types=[ModelAnswered.type])]
    assert answered.payload.model == "some-model"
    kept = await log.text(answered.payload.answer_sha256)
    assert kept is not None
    assert kept.partition("\n")[2] == json.dumps({"claims": [WHEAT, invented, COPPER]})
    await record(log, named("llm"), NOW)
    assert await reader.step() == 0, "the same article with the same reader is one request"
    assert len(server.asked) == 1


async def test_two_readers_together_have_what_either_found_and_trust_more_what_both_did(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint
) -> None:
    server.say(json.dumps({"claims": [WHEAT, COPPER]}))
    await record(log, ARTICLE, NOW)
    await catch_up(pool, log)
    alone = {kind for _, kind in await standing(pool)}
    trust = "SELECT (body ->> 'confidence')::float FROM claims WHERE kind = 'tariff' AND superseded_position IS NULL"
    before = await pool.fetchval(trust)
    await read_again(log, ID, "rules+llm")
    await ModelReader(pool, log, endpoint).step()
    await catch_up(pool, log)
    assert {kind for _, kind in await standing(pool)} == alone | {"tariff", "position"}
    assert await pool.fetchval("SELECT count(*) FROM claims WHERE kind = 'tariff' AND superseded_position IS NULL") == 1
    assert await pool.fetchval(trust) >= before


async def test_requests_wait_for_an_endpoint_that_is_away_and_are_parked_when_it_stays_away(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint
) -> None:
    server.fail(503)
    await record(log, named("llm"), NOW)
    reader = ModelReader(pool, log, endpoint)
    for _ in range(TRIES - 1):
        with pytest.raises(Unavailable):
            await reader.step()
    assert await parking.parked(pool) == []
    assert await reader.step() == 1
    [parked] = await parking.parked(pool)
    assert parked.consumer == CHECKPOINT
    server.say(json.dumps({"claims": [WHEAT]}))
    await retrying.retry(pool, log, parked, endpoint)
    await catch_up(pool, log)
    assert await parking.parked(pool) == []
    assert [kind for _, kind in await standing(pool)] == ["tariff"]


async def test_an_answer_that_is_none_is_parked_and_the_next_request_goes_on(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint
) -> None:
    await record(log, ARTICLE, NOW)
    await catch_up(pool, log)
    before = await standing(pool)
    reader = ModelReader(pool, log, endpoint)
    server.say("I cannot help with that.")
    await read_again(log, ID, "llm")
    assert await reader.step() == 1
    await catch_up(pool, log)
    assert await standing(pool) == before, "what is held stands until there is something better"
    assert len(await parking.parked(pool)) == 1
    server.say(json.dumps({"claims": [COPPER]}))
    await read_again(log, ID, "llm")
    assert await reader.step() == 1
    await catch_up(pool, log)
    assert [kind for _, kind in await standing(pool)] == ["position"]


async def test_words_that_are_erased_while_the_model_thinks_do_not_come_back(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.say(json.dumps({"claims": [WHEAT]}))
    await record(log, named("llm"), NOW)
    ask = ModelEndpoint.ask

    async def slowly(self: ModelEndpoint, text: str, title: str | None) -> str:
        answer = await ask(self, text, title)
        await erase(log, ID, "a court's order")
        return answer

    monkeypatch.setattr(ModelEndpoint, "ask", slowly)
    assert await ModelReader(pool, log, endpoint).step() == 1
    assert [event async for event in log.read(types=[ModelAnswered.type])] == []
    assert await pool.fetchval("SELECT count(*) FROM log.texts WHERE text ILIKE '%wheat%'") == 0


async def test_the_models_answer_is_erased_with_its_article(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint
) -> None:
    server.say(json.dumps({"claims": [WHEAT]}))
    await record(log, named("llm"), NOW)
    await ModelReader(pool, log, endpoint).step()
    await catch_up(pool, log)
    await erase(log, ID, "a court's order")
    await catch_up(pool, log)
    assert await pool.fetchval("SELECT count(*) FROM log.texts WHERE text ILIKE '%wheat%'") == 0


async def test_one_worker_at_a_time_asks_the_model(
    pool: asyncpg.Pool, log: EventLog, server: ModelServer, endpoint: ModelEndpoint
) -> None:
    server.say(json.dumps({"claims": [WHEAT]}))
    await record(log, named("llm"), NOW)
    async with pool.acquire() as other:
        await other.execute("SELECT pg_advisory_lock(hashtext('verbale model-reading'))")
        assert await ModelReader(pool, log, endpoint).step() == 0
        await other.execute("SELECT pg_advisory_unlock(hashtext('verbale model-reading'))")
    assert await ModelReader(pool, log, endpoint).step() == 1
