"""
The calendar and the change feed: what changes because a day comes is recorded once, and the feed replayed is the state.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.claims import KINDS
from service.eventstore import EventLog
from service.intake.recording import record
from service.projections.changes import answer_of
from service.projections.projecting import Projector
from service.projections.rebuilding import rebuild
from service.projections.runner import catch_up
from tests.projections.stories import START, Sent, stories

FIRST = START.date()
CURRENT = "known_until = '9999-12-31T00:00:00Z'"
Days = dict[str, list[tuple[date, date, Any]]]


class Calendar:
    """A worker whose clock stands where the test puts it."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog, day: date) -> None:
        self.pool, self.log, self.day = pool, log, day
        self.projector = Projector(
            pool, log, lambda: datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)
        )

    async def project(self) -> None:
        await catch_up(self.pool, self.log, self.projector)

    async def come(self, day: date) -> None:
        self.day = day
        while await self.projector.cross_days():
            pass

    async def changes(self) -> list[asyncpg.Record]:
        return await self.pool.fetch("SELECT * FROM changes ORDER BY cursor")

    async def standing(self, day: date) -> dict[str, Any]:
        """What is answered for a day as known now, by key."""
        found = {}
        for kind in KINDS:
            for row in await self.pool.fetch(
                f"SELECT key, span FROM {kind}_rectangles WHERE {CURRENT} AND since_day <= $1 AND until_day > $1", day
            ):
                found[row["key"]] = answer_of(row["span"])
        return found


def on_day(feed: list[asyncpg.Record], day: date) -> dict[str, Any]:
    """What the feed leaves as the answers for *day*: the last word on it."""
    found: dict[str, Any] = {}
    for change in feed:
        if change["since_day"] <= day < change["until_day"]:
            assert (change["before"] and answer_of(change["before"])) == found.get(change["key"])
            found[change["key"]] = change["after"] and answer_of(change["after"])
    return {key: answer for key, answer in found.items() if answer is not None}


def in_step(feed: list[asyncpg.Record]) -> dict[str, Any]:
    """What the feed leaves as the answers for the day on which it stands, to who takes only what concerns that day."""
    found: dict[str, Any] = {}
    for change in feed:
        if change["since_day"] <= change["day"] < change["until_day"]:
            found[change["key"]] = change["after"] and answer_of(change["after"])
    return {key: answer for key, answer in found.items() if answer is not None}


def with_calendar(postgres: Any, work: Callable[[Calendar, str], Any], day: date = FIRST) -> Any:
    url = postgres.create()

    async def inside() -> Any:
        async with asyncpg.create_pool(url, min_size=1, max_size=6) as pool, EventLog(pool) as log:
            return await work(Calendar(pool, log, day), url)

    try:
        return asyncio.run(inside())
    finally:
        postgres.drop(url)


steps = st.lists(st.integers(0, 30), min_size=1, max_size=4)


def assert_the_feed_is_the_state(postgres, story, steps, day):
    async def work(calendar: Calendar, url: str) -> None:
        for number, sent in enumerate(story):
            await record(calendar.log, sent.submission(sent.published), datetime(2026, 6, 1, tzinfo=UTC))
            await calendar.project()
            await calendar.come(calendar.day + timedelta(days=steps[number % len(steps)]))
        feed = await calendar.changes()
        assert [change["cursor"] for change in feed] == list(range(1, len(feed) + 1))
        asked = START.date() + timedelta(days=day)
        kept = [change for change in feed if change["cause"] != "day"]
        assert on_day(kept, asked) == await calendar.standing(asked)
        assert in_step(feed) == await calendar.standing(calendar.day)
        assert await rebuild(url, lambda *_: None) == []
        assert await calendar.changes() == feed

    with_calendar(postgres, work)


few = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
test_the_feed_replayed_gives_the_state_as_of_any_day = few(
    given(story=stories, steps=steps, day=st.integers(-20, 90))(assert_the_feed_is_the_state)
)
test_the_feed_of_many_stories = pytest.mark.slow(
    many(given(story=stories, steps=steps, day=st.integers(-20, 90))(assert_the_feed_is_the_state))
)


def pause(day: int, until: int) -> Sent:
    claims = [
        {"kind": "tariff", "imposer": "US", "target": "IN", "rate": 25, "basis": "total", "status": "announced",
         "valid_from": (START.date() + timedelta(days=until)).isoformat(), "evidence": [{"start": 0, "end": 6}]}
    ]  # fmt: skip
    return Sent(day % 6, day, claims)


async def schedule(pool: asyncpg.Pool) -> list[date]:
    return [row["day"] for row in await pool.fetch("SELECT day FROM schedule ORDER BY day")]


def test_a_duty_that_begins_is_a_change_on_its_day_and_once(postgres):
    async def work(calendar: Calendar, url: str) -> None:
        await record(calendar.log, pause(1, 10).submission(1), datetime(2026, 6, 1, tzinfo=UTC))
        await calendar.project()
        begins = START.date() + timedelta(days=10)
        assert begins in await schedule(calendar.pool)
        told = len(await calendar.changes())
        await calendar.come(begins - timedelta(days=1))
        assert len(await calendar.changes()) == told
        skewed = Calendar(calendar.pool, calendar.log, begins + timedelta(days=3))
        await asyncio.gather(calendar.come(begins), skewed.come(begins + timedelta(days=1)))
        assert await rebuild(url, lambda *_: None) == []
        (change,) = (await calendar.changes())[told:]
        assert (change["cause"], change["day"], change["since_day"]) == ("day", begins, begins)
        assert change["parties"] == ["IN", "US"]
        assert change["before"] is None
        assert answer_of(change["after"])["value"]["rate"] == "25"
        assert await schedule(calendar.pool) == []

    with_calendar(postgres, work)


def test_days_that_were_slept_through_come_in_their_order(postgres):
    async def work(calendar: Calendar, _url: str) -> None:
        for day in (20, 10, 30):
            sent = pause(1, day)
            sent.claims[0]["target"] = {10: "IN", 20: "CN", 30: "BR"}[day]
            await record(calendar.log, Sent(day // 10, 1, sent.claims).submission(1), datetime(2026, 6, 1, tzinfo=UTC))
        await calendar.project()
        await calendar.come(START.date() + timedelta(days=100))
        days = [change["day"] for change in await calendar.changes() if change["cause"] == "day"]
        assert days == [START.date() + timedelta(days=day) for day in (10, 20, 30)]

    with_calendar(postgres, work)


def test_a_worker_that_is_killed_while_a_day_comes_leaves_it_to_come(postgres):
    async def work(calendar: Calendar, _url: str) -> None:
        await record(calendar.log, pause(1, 10).submission(1), datetime(2026, 6, 1, tzinfo=UTC))
        await calendar.project()
        told = len(await calendar.changes())
        calendar.day = START.date() + timedelta(days=11)
        for wait in (0, 0.001, 0.002, 0.004, 0.008):
            crossing = asyncio.create_task(calendar.projector.cross_days())
            await asyncio.sleep(wait)
            crossing.cancel()
            await asyncio.gather(crossing, return_exceptions=True)
        await calendar.come(calendar.day)
        assert [change["cause"] for change in (await calendar.changes())[told:]] == ["day"]

    with_calendar(postgres, work)
