"""Events that cannot be handled: set aside, tried again, let go, and never in the way of the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import msgspec
import pytest

from service.domain.errors import Conflict, NotFound
from service.domain.events import ClaimReviewed, EventSkipped
from service.eventstore import EventLog, Metadata, NewEvent
from service.intake.recording import record
from service.intake.submission import article_id_of
from service.projections import parking, retrying
from service.projections.rebuilding import rebuild
from service.projections.runner import catch_up
from tests.projections.stories import EVIDENCE, NOW, Sent

CLAIM = {"kind": "position", "actor": "US", "stance": "demand", "topic": "dairy", "evidence": EVIDENCE}
ARTICLE = Sent(1, 3, [CLAIM]).submission(1)
ARTICLE_ID = article_id_of(ARTICLE.url)


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(database, min_size=1, server_settings={"role": "verbale_service"}) as pool:
        yield pool


@pytest.fixture
async def log(pool: asyncpg.Pool) -> AsyncIterator[EventLog]:
    async with EventLog(pool) as log:
        yield log


async def review_too_early(log: EventLog, stream: str) -> int:
    """A review of a claim that nobody has read yet: no projection can take it."""
    payload = ClaimReviewed(
        claim_id=f"{ARTICLE_ID}.v1.r1.1",
        verdict="rejected",
        reason="It is not there.",
        reviewer="ada",
        reviewed_at=datetime(2025, 5, 1, tzinfo=UTC),
    )
    return (await log.append([NewEvent(stream=stream, payload=payload)])).position


async def answered(pool: asyncpg.Pool) -> bool:
    """Whether the claim makes an answer for who knows what was published after its review."""
    return await pool.fetchval("SELECT EXISTS (SELECT FROM position_rectangles WHERE known_until > '2025-05-02')")


async def test_an_event_that_fails_is_set_aside_and_the_next_goes_on(pool: asyncpg.Pool, log: EventLog) -> None:
    position = await review_too_early(log, "reviews")
    done = await record(log, ARTICLE, NOW)
    assert await catch_up(pool, log) == done.position
    [parked] = await parking.parked(pool)
    assert (parked.position, parked.consumer, parked.type, parked.stream) == (
        position, "projections", "claim.reviewed", "reviews",
    )  # fmt: skip
    assert "TypeError" in parked.error
    assert await answered(pool)


async def test_an_event_is_handled_once_what_it_failed_on_is_there(pool: asyncpg.Pool, log: EventLog) -> None:
    position = await review_too_early(log, "reviews")
    await catch_up(pool, log)
    with pytest.raises(TypeError):
        await retrying.retry(pool, log, await parking.one(pool, position, None))
    assert len(await parking.parked(pool)) == 1
    await record(log, ARTICLE, NOW)
    await catch_up(pool, log)
    await retrying.retry(pool, log, await parking.one(pool, position, "projections"))
    assert await parking.parked(pool) == []
    assert not await answered(pool)


async def test_an_event_is_not_handled_behind_later_ones_of_its_stream(pool: asyncpg.Pool, log: EventLog) -> None:
    position = await review_too_early(log, ARTICLE_ID)
    await record(log, ARTICLE, NOW)
    await catch_up(pool, log)
    with pytest.raises(Conflict, match="verbale rebuild"):
        await retrying.retry(pool, log, await parking.one(pool, position, None))
    assert len(await parking.parked(pool)) == 1
    assert await answered(pool)


async def test_what_is_skipped_is_an_event_with_its_reason(pool: asyncpg.Pool, log: EventLog, database: str) -> None:
    position = await review_too_early(log, "reviews")
    await catch_up(pool, log)
    at = await parking.skip(pool, log, await parking.one(pool, position, None), "a slip of the analyst", "operator:ada")
    assert await parking.parked(pool) == []
    [event] = [event async for event in log.read(at - 1)]
    assert event.payload == EventSkipped(position=position, consumer="projections", reason="a slip of the analyst")
    assert (event.stream, event.metadata) == ("consumer-projections", Metadata(actor="operator:ada"))
    assert await catch_up(pool, log) == at
    await rebuild(database, lambda *_: None)
    assert await parking.parked(pool) == []
    with pytest.raises(NotFound, match="verbale parked list"):
        await parking.one(pool, position, None)


async def test_a_skip_that_was_killed_half_way_is_finished_by_the_worker(pool: asyncpg.Pool, log: EventLog) -> None:
    position = await review_too_early(log, "reviews")
    await catch_up(pool, log)
    payload = EventSkipped(position=position, consumer="projections", reason="killed before its row was gone")
    await log.append([NewEvent(stream="consumer-projections", payload=payload)])
    await catch_up(pool, log)
    assert await parking.parked(pool) == []


async def test_a_rebuild_holds_as_parked_what_fails_then(pool: asyncpg.Pool, log: EventLog, database: str) -> None:
    position = await review_too_early(log, "reviews")
    await record(log, ARTICLE, NOW)
    await catch_up(pool, log)
    await pool.execute("INSERT INTO parked_events VALUES ($1, 'projections', 'mended since', now())", position + 1)
    await pool.execute("INSERT INTO parked_events VALUES ($1, 'reading', 'another consumer', now())", position + 1)
    await rebuild(database, lambda *_: None)
    assert [(each.position, each.consumer) for each in await parking.parked(pool)] == [
        (position, "projections"),
        (position + 1, "reading"),
    ]


async def test_a_reading_that_failed_is_made_again(pool: asyncpg.Pool, log: EventLog) -> None:
    done = await record(log, msgspec.structs.replace(Sent(2, 3, []).submission(1), claims=None), NOW)
    await catch_up(pool, log)
    await pool.execute("INSERT INTO parked_events VALUES ($1, 'reading', 'ValueError: once', now())", done.position)
    await pool.execute("INSERT INTO parked_events VALUES ($1, 'projections', 'and here', now())", done.position)
    with pytest.raises(NotFound, match="--consumer"):
        await parking.one(pool, done.position, None)
    await retrying.retry(pool, log, await parking.one(pool, done.position, "reading"))
    assert [each.consumer for each in await parking.parked(pool)] == ["projections"]
