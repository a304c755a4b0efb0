"""Who follows the feed gets every change once and in order, from the database and from the ring, however it stands."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import msgspec
import pytest

from service.domain.spans import LAST_DAY
from service.eventstore.wakeup import Wakeup
from service.subscriptions import following, frames, subscribing
from service.subscriptions.feed import read_changes
from service.subscriptions.filters import EVERYTHING, Filter
from service.subscriptions.following import Follower
from service.subscriptions.ring import Entry, Ring
from service.subscriptions.sources import Changes
from service.subscriptions.subscribing import Subscription
from tests.subscriptions.changing import DAY, change, tell, tell_many


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(database, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
async def follower(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Follower]:
    monkeypatch.setattr(following, "POLL_S", 0.05)  # the changes of these tests are told by nobody
    wakeup = Wakeup(pool)
    follower = Follower(Changes(pool), wakeup, Ring(max_bytes=60_000))
    yield follower
    await follower.close()
    await wakeup.close()


def cursors(sent: bytes) -> list[int]:
    """The cursors of the entries in some frames."""
    return [
        msgspec.json.decode(line.removeprefix(b"data: "))["data"]["cursor"]
        for line in sent.split(b"\n")
        if line.startswith(b"data: ")
    ]


async def take(subscription: Subscription, count: int, pause_s: float = 0) -> list[int]:
    seen: list[int] = []
    async with asyncio.timeout(60):
        while len(seen) < count:
            sent = await subscription.next()
            assert sent, subscription.reason
            seen += cursors(sent)
            await asyncio.sleep(pause_s)
    return seen


async def test_subscribers_from_everywhere_get_all_that_follows_once_and_in_order(
    pool: asyncpg.Pool, follower: Follower
) -> None:
    await tell_many(pool, 0, 300)
    first = [await follower.subscribe(EVERYTHING, after) for after in (0, 1, 150, 299, 300)]
    writing = asyncio.create_task(tell_many(pool, 300, 700, at_once=7))
    first += [await follower.subscribe(EVERYTHING, after) for after in (0, 42)]
    taken = await asyncio.gather(*[take(each, 1000 - each.cursor, random.random() / 100) for each in first])
    await writing
    assert [seen[-1] for seen in taken] == [1000] * len(first)
    assert [seen for seen in taken if seen != list(range(seen[0], 1001))] == []
    assert [seen[0] for seen in taken] == [1, 2, 151, 300, 301, 1, 43]
    assert follower.ring.floor > 0, "some of it came from the database"


async def test_changes_that_are_told_while_subscribers_pass_to_the_ring_come_once(
    pool: asyncpg.Pool, follower: Follower
) -> None:
    telling = asyncio.create_task(tell_many(pool, 0, 400, at_once=1))
    held = await follower.subscribe(EVERYTHING, 0)
    keeping = asyncio.create_task(take(held, 400))
    seen, rounds = 0, 0
    while seen < 400:
        subscription = await follower.subscribe(EVERYTHING, seen)
        wanted = min(random.randint(1, 60), 400 - seen)
        taken = await take(subscription, wanted)
        subscription.end()
        assert taken == list(range(seen + 1, seen + len(taken) + 1))
        seen, rounds = taken[-1], rounds + 1
    await telling
    assert await keeping == list(range(1, 401))
    assert rounds > 3


async def test_who_comes_from_now_on_gets_only_what_comes(pool: asyncpg.Pool, follower: Follower) -> None:
    await tell_many(pool, 0, 10)
    subscription = await follower.subscribe(EVERYTHING, None)
    await tell_many(pool, 10, 3)
    assert await take(subscription, 3) == [11, 12, 13]


ASKED = {
    "kinds": [(), ("tariff",), ("meeting", "tariff"), ("office",)],
    "parties": [(), ("IN",), ("IN", "US"), ("JP",), ("FR",)],
    "key": [None, None, None, "tariff:US:IN:*:total", "tariff:US:FR:*:total"],
    "causes": [(), (), ("world",), ("retracted", "day"), ("erased",)],
    "min_rate_change": [None, None, Decimal(1), Decimal("2.5"), Decimal(50)],
    "certainty": [None, None, "certain", "possible"],
    "valid_since": [None, DAY, date(2026, 6, 1)],
}
TOLD = {
    "kind": ["tariff", "meeting"],
    "cause": ["world", "learned", "retracted", "day"],
    "certainty": ["certain", "possible"],
    "rate_change": [None, Decimal(1), Decimal("2.5"), Decimal(7)],
    "until_day": [LAST_DAY, date(2026, 5, 1)],
}


def drawn(choices: dict[str, list[Any]], dice: random.Random) -> dict[str, Any]:
    return {name: dice.choice(values) for name, values in choices.items()}


async def test_a_filter_finds_the_same_in_the_database_and_in_the_ring(pool: asyncpg.Pool) -> None:
    dice = random.Random(6)
    await tell(pool, *[change(number, **drawn(TOLD, dice)) for number in range(150)])
    await pool.execute(
        "UPDATE changes SET cause = 'erased', key = '', before = NULL, after = NULL, rate_change = NULL "
        "WHERE cursor % 20 = 0"
    )
    everything = (await read_changes(pool, 0, 200)).changes
    ring = Ring()
    ring.begin(0)
    ring.extend([Entry(each.cursor, each.marks, b"%d " % each.cursor) for each in everything])
    matched = 0
    for wanted in [Filter(**drawn(ASKED, dice)) for _ in range(200)]:
        page = await read_changes(pool, 0, 200, wanted)
        assert page.reached == 150
        found = [each.cursor for each in page.changes]
        assert [int(each) for each in ring.chunk(0, wanted).frames.split()] == found
        parts = [await read_changes(pool, after, 3, wanted) for after in (0, found[2] if len(found) > 2 else 150)]
        assert [each.cursor for part in parts for each in part.changes] == found[:6]
        matched += bool(found)
    assert matched > 30


async def test_who_wants_little_keeps_its_place_in_heartbeats(
    pool: asyncpg.Pool, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "HEARTBEAT_S", 0.2)
    subscription = await follower.subscribe(Filter(parties=("FR",)), 0)
    await tell_many(pool, 0, 4)
    beats = []
    for _ in range(3):
        beats.append(await subscription.next())
        subscription.sending(asyncio.current_task())
        subscription.sending(None)
    assert frames.place(4) in beats
    assert beats[-1] == frames.HEARTBEAT
    assert subscription.cursor == 4


async def test_a_client_that_falls_far_behind_is_cut_off_with_the_reason(
    pool: asyncpg.Pool, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "MAX_BEHIND", 100)
    slow = await follower.subscribe(EVERYTHING, None)
    quick = await follower.subscribe(EVERYTHING, None)
    await tell_many(pool, 0, 5)
    assert await take(slow, 5) == [1, 2, 3, 4, 5]
    for first in range(5, 600, 35):
        await tell_many(pool, first, 35, at_once=35)
        await take(quick, first + 35 - quick.cursor)
    assert await slow.next() == b""
    assert (slow.reason, slow.cursor) == (subscribing.TOO_SLOW, 5)
    again = await follower.subscribe(EVERYTHING, slow.cursor)
    quick.end()
    assert await take(again, 595) == list(range(6, 601))


async def test_connections_that_the_server_ends_cost_no_change(
    pool: asyncpg.Pool, follower: Follower, database: str
) -> None:
    subscription = await follower.subscribe(EVERYTHING, 0)
    taking = asyncio.create_task(take(subscription, 120))
    ours = {"application_name": "writing"}
    async with asyncpg.create_pool(database, min_size=1, max_size=1, server_settings=ours) as writing:
        for number in range(12):
            await tell_many(writing, number * 10, 10, at_once=5)
            await writing.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name <> 'writing'"
            )
        assert await taking == list(range(1, 121))


async def test_one_page_is_read_for_all_who_stand_alike_and_survives_whoever_goes(
    pool: asyncpg.Pool, follower: Follower
) -> None:
    await tell_many(pool, 0, 900)
    reads: list[int] = []
    read = follower.source.read

    async def counted(after: int, limit: int, wanted: Filter):
        reads.append(after)
        return await read(after, limit, wanted)

    follower.source.read = counted  # type: ignore[method-assign]
    subscriptions = [await follower.subscribe(EVERYTHING, 0) for _ in range(20)]
    reads.clear()
    leaving = asyncio.create_task(subscriptions[0].next())
    staying = [asyncio.create_task(take(each, 900)) for each in subscriptions[1:]]
    await asyncio.sleep(0)
    leaving.cancel()
    assert await asyncio.gather(*staying) == [list(range(1, 901))] * 19
    older = [after for after in reads if after < follower.ring.floor]
    assert len(older) == len(set(older))


async def test_pages_begin_where_something_was_recorded(pool: asyncpg.Pool, follower: Follower) -> None:
    await tell_many(pool, 0, 6, at_once=2)
    times = [row["recorded_at"] for row in await pool.fetch("SELECT recorded_at FROM changes ORDER BY cursor")]
    assert times == sorted(times)
    for number, moment in enumerate(times):
        assert await follower.source.before(moment) == number - number % 2
    assert await follower.source.before(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert await follower.source.before(datetime(2500, 1, 1, tzinfo=UTC)) == 6


@pytest.mark.parametrize("statement", ["UPDATE changes SET kind = 'office'", "DELETE FROM changes", "TRUNCATE changes"])
async def test_what_was_told_is_neither_changed_nor_taken_back(pool: asyncpg.Pool, statement: str) -> None:
    await tell_many(pool, 0, 2)
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await pool.execute(statement)


async def test_nothing_is_read_for_nobody_and_who_comes_then_misses_nothing(
    pool: asyncpg.Pool, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LINGER_S", 0.1)
    await tell_many(pool, 0, 5)
    first = await follower.subscribe(EVERYTHING, 0)
    assert await take(first, 5) == [1, 2, 3, 4, 5]
    first.end()
    async with asyncio.timeout(30):
        while follower.ring.top:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await tell_many(pool, 5, 5)
    await asyncio.sleep(0.2)
    assert follower.ring.top == 0
    second = await follower.subscribe(EVERYTHING, first.cursor)
    assert await take(second, 5) == [6, 7, 8, 9, 10]
