"""Recording: once for the same text, a new version for another one, whoever sends it and how often."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from service.domain.errors import InvalidInput, NotFound
from service.domain.events import ArticleRecorded, ArticleRetracted, ArticleRevised, ClaimsExtracted
from service.eventstore import EventLog
from service.intake.recording import record, retract
from service.intake.submission import Submission

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
TEXT = "Canada’s duty on Chinese steel is 25% since March 4."
CLAIM = {
    "kind": "tariff", "imposer": "CA", "target": "CN", "product": "steel", "rate": 25, "status": ["in_force"],
    "evidence": [{"start": 0, "end": 37, "text": TEXT[:37]}],
}  # fmt: skip


def submission(**changes):
    return Submission(
        **(
            {
                "url": "https://paper.example/a",
                "publisher": "Paper",
                "published_at": "2026-02-02T12:00:00Z",
                "text": TEXT,
            }
            | changes
        )
    )


@pytest.fixture
async def log(database):
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool, EventLog(pool) as log:
        yield log


async def events(log):
    return [event.payload async for event in log.read()]


async def test_the_same_text_at_the_same_address_is_recorded_once(log):
    first = await record(log, submission(), NOW)
    again = await record(log, submission(published_at="2026-02-02T13:00:00Z", title="Another title"), NOW)
    assert (first.created, again.created) == (True, False)
    assert (again.id, again.version, again.position) == (first.id, 1, first.position)
    assert await log.head() == 1


async def test_another_text_at_the_same_address_is_a_new_version_and_a_reversion_is_one_too(log):
    versions = [
        await record(log, submission(text=text, published_at=f"2026-02-02T1{hour}:00:00Z"), NOW)
        for hour, text in enumerate(("one", "two", "one"))
    ]
    assert [each.version for each in versions] == [1, 2, 3]
    assert [type(each) for each in await events(log)] == [ArticleRecorded, ArticleRevised, ArticleRevised]


async def test_an_older_version_that_is_sent_again_is_held_already(log):
    await record(log, submission(text="one"), NOW)
    await record(log, submission(text="two", published_at="2026-02-02T13:00:00Z"), NOW)
    again = await record(log, submission(text="one"), NOW)
    assert (again.version, again.created) == (1, False)


async def test_attached_claims_are_recorded_with_their_article(log):
    await record(log, submission(claims=[CLAIM]), NOW)
    article, reading = await events(log)
    assert isinstance(article, ArticleRecorded)
    assert isinstance(reading, ClaimsExtracted)
    assert reading.reader.name == "attached"
    assert str(reading.claims[0].rate) == "25"


async def test_claims_that_come_later_for_a_held_text_are_a_reading_of_it(log):
    await record(log, submission(), NOW)
    for _ in range(2):
        receipt = await record(log, submission(claims=[CLAIM]), NOW)
        assert (receipt.created, receipt.position) == (False, 2)


async def test_an_article_that_is_refused_leaves_nothing_behind(log):
    broken = CLAIM | {"evidence": [{"start": 0, "end": 5, "text": "wrong"}]}
    with pytest.raises(InvalidInput):
        await record(log, submission(claims=[CLAIM, broken]), NOW)
    assert await log.head() == 0


async def test_many_clients_that_send_one_article_at_once_record_it_once(log):
    receipts = await asyncio.gather(*(record(log, submission(), NOW) for _ in range(12)))
    assert sum(each.created for each in receipts) == 1
    assert await log.head() == 1


async def test_many_versions_that_arrive_at_once_are_all_recorded(log):
    receipts = await asyncio.gather(*(record(log, submission(text=f"text {i}"), NOW) for i in range(4)))
    assert sorted(each.version for each in receipts) == [1, 2, 3, 4]


async def test_a_retraction_belongs_to_an_article_that_is_held(log):
    receipt = await record(log, submission(), NOW)
    await retract(log, receipt.id, NOW, "withdrawn by the paper")
    assert isinstance((await events(log))[-1], ArticleRetracted)
    with pytest.raises(NotFound, match="POST /v1/articles"):
        await retract(log, "art-unknown", NOW, "withdrawn")
