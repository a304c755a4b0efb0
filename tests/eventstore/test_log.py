"""The log as its callers see it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

from service.domain.errors import DuplicateEvent, InvalidInput, NotFound, VersionConflict
from service.domain.events import ArticleRecorded, ArticleRetracted, TextErased
from service.eventstore import EventLog, NewEvent, checkpoints, uuid7


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(database, min_size=1, server_settings={"role": "verbale_service"}) as pool:
        yield pool


@pytest.fixture
async def log(pool: asyncpg.Pool) -> AsyncIterator[EventLog]:
    async with EventLog(pool) as log:
        yield log


def retraction(stream: str = "art-1", reason: str = "withdrawn", **fields) -> NewEvent:
    payload = ArticleRetracted(article_id=stream, retracted_at=datetime(2026, 2, 2, tzinfo=UTC), reason=reason)
    return NewEvent(stream=stream, payload=payload, **fields)


def article(text: str, stream: str = "art-1") -> NewEvent:
    payload = ArticleRecorded(
        article_id=stream,
        version=1,
        url="https://example.org/1",
        publisher="Example",
        title="Ein Titel – „so“",
        published_at=datetime(2026, 2, 2, tzinfo=UTC),
        published_at_assumed=True,
        text_sha256=sha256(text),
        text_length=len(text),
        story="story",
    )
    return NewEvent(stream=stream, payload=payload)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def test_concurrent_appends_take_positions_without_gaps(log: EventLog) -> None:
    answers = await asyncio.gather(*(log.append([retraction(f"art-{n % 7}")]) for n in range(100)))
    assert sorted(answer.position for answer in answers) == list(range(1, 101))
    assert [event.position async for event in log.read()] == list(range(1, 101))
    assert await log.head() == 100
    assert await log.verify() == 100


async def test_an_event_is_read_as_it_was_appended(log: EventLog) -> None:
    new = article("Words – with ünïcode")
    answer = await log.append([new], texts={sha256("Words – with ünïcode"): "Words – with ünïcode"})
    [event] = [event async for event in log.read()]
    assert (event.payload, event.stream, event.position, event.stream_version) == (new.payload, "art-1", 1, 1)
    assert (event.event_id, event.recorded_at) == (answer.event_ids[0], answer.recorded_at)
    assert await log.text(sha256("Words – with ünïcode")) == "Words – with ünïcode"
    assert await log.verify() == 1


async def test_a_retry_is_answered_with_the_first_positions(log: EventLog) -> None:
    events = [retraction(event_id=uuid7()), retraction("art-2", event_id=uuid7())]
    first = await log.append(events)
    await log.append([retraction()])
    again = await log.append(events, expected_version=0)
    assert (again.positions, again.duplicate, first.duplicate) == (first.positions, True, False)
    assert await log.head() == 3


async def test_an_id_with_another_content_is_refused(log: EventLog) -> None:
    event_id = uuid7()
    await log.append([retraction(event_id=event_id)])
    with pytest.raises(DuplicateEvent) as refusal:
        await log.append([retraction(event_id=event_id, reason="another")])
    assert refusal.value.facts == {"event_id": str(event_id), "position": 1}
    assert await log.head() == 1


async def test_a_wrong_expected_version_is_refused_alone(log: EventLog) -> None:
    await log.append([retraction()])
    answers = await asyncio.gather(
        log.append([retraction()], expected_version=1),
        log.append([retraction(), retraction("art-3")], expected_version=0),
        log.append([retraction("art-2")], expected_version=0),
        log.append([retraction()], expected_version=1),
        return_exceptions=True,
    )
    assert [type(answer).__name__ for answer in answers] == [
        "Appended",
        "VersionConflict",
        "Appended",
        "VersionConflict",
    ]
    assert isinstance(answers[1], VersionConflict)
    assert answers[1].facts["expected"] == 0
    assert await log.head() == 3
    assert await log.stream_version("art-3") == 0


async def test_reading_by_stream_type_and_backward(log: EventLog) -> None:
    for number in range(6):
        await log.append([retraction(f"art-{number % 2}")])
    await log.append([article("x")], texts={sha256("x"): "x"})
    assert [e.position async for e in log.read(stream="art-1")] == [2, 4, 6, 7]
    assert [e.position async for e in log.read(stream="art-1", backward=True, limit=2)] == [7, 6]
    assert [e.position async for e in log.read(after=4, backward=True)] == [3, 2, 1]
    assert [e.position async for e in log.read(types=["article.recorded"])] == [7]
    assert [e.position async for e in log.read(after=2, limit=2)] == [3, 4]
    assert await log.stream_version("art-1") == 4


async def test_erased_words_are_gone_and_the_log_stands(log: EventLog, pool: asyncpg.Pool) -> None:
    text = "words to be forgotten"
    await log.append([article(text)], texts={sha256(text): text})
    erased = TextErased(article_id="art-1", text_sha256=sha256(text), reason="court order")
    await log.append([NewEvent(stream="art-1", payload=erased)])
    assert await log.text(sha256(text)) is None
    assert await log.verify() == 2
    await log.append([article(text, "art-2")], texts={sha256(text): text})
    assert await log.text(sha256(text)) is None
    with pytest.raises(NotFound):
        await log.text(sha256("never"))


async def test_a_text_that_is_not_its_hash_is_refused(log: EventLog) -> None:
    with pytest.raises(InvalidInput):
        await log.append([article("one")], texts={sha256("one"): "two"})


async def test_waiting_ends_with_the_event(log: EventLog) -> None:
    assert not await log.wait(0, timeout_s=0)
    waiter = asyncio.create_task(log.wait(0, timeout_s=30))
    await asyncio.sleep(0.05)
    await log.append([retraction()])
    assert await waiter


async def test_following_yields_old_and_new_events(log: EventLog) -> None:
    await log.append([retraction()])
    seen = []
    async for event in log.follow():
        seen.append(event.position)
        if len(seen) == 3:
            break
        await log.append([retraction()])
    assert seen == [1, 2, 3]


async def test_a_checkpoint_moves_with_its_transaction(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        assert await checkpoints.read(connection, "reports") == 0
        await checkpoints.advance(connection, "reports", after=0, to=5)
        transaction = connection.transaction()
        await transaction.start()
        await checkpoints.advance(connection, "reports", after=5, to=9)
        await transaction.rollback()
        assert await checkpoints.read(connection, "reports") == 5
        with pytest.raises(checkpoints.Conflict):
            await checkpoints.advance(connection, "reports", after=4, to=6)


@pytest.mark.parametrize("role", ["verbale_service", "none"])
@pytest.mark.parametrize(
    "change", ["UPDATE log.events SET version = 2", "DELETE FROM log.events", "TRUNCATE log.events"]
)
async def test_what_is_recorded_cannot_be_changed(log: EventLog, pool: asyncpg.Pool, role: str, change: str) -> None:
    await log.append([retraction()])
    async with pool.acquire() as connection:
        await connection.execute(f"SET ROLE {role}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError if role != "none" else asyncpg.RestrictViolationError):
            await connection.execute(change)
        await connection.execute("SET ROLE verbale_service")
    assert await log.verify() == 1
