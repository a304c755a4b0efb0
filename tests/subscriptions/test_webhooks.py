"""Webhooks, against a real receiver: everything that is for it, at least once, in order, signed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from service.domain.errors import Conflict, InvalidInput, NotFound
from service.subscriptions.filters import Filter
from service.subscriptions.webhooks import delivering, leasing, listing, messages, registering, running, signing
from service.subscriptions.webhooks.sending import Caller
from tests.subscriptions.receiving import (
    LOOPBACK,
    NEWS,
    Received,
    Receiver,
    at_once,
    failed,
    settled,
    shown,
    subscribe,
    tell,
    working,
)


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as found:
        yield found


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as found:
        yield found


async def test_a_subscriber_gets_each_change_once_in_order_and_can_verify_it(
    pool: asyncpg.Pool, receiver: Receiver
) -> None:
    await tell(pool, 3)
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        last = await tell(pool, 30)
        await receiver.until(lambda: len(receiver.received) >= 30)
        found = await settled(pool, made.id)
    assert receiver.cursors == list(range(4, last + 1))
    assert len({each.id for each in receiver.received}) == 30
    for each in receiver.received:
        told = Webhook(made.secret).verify(each.body, each.headers)
        assert (told["specversion"], told["sequence"], told["data"]["kind"]) == ("1.0", f"{each.cursor:019d}", "tariff")
        assert each.headers["content-type"] == "application/cloudevents+json"
        with pytest.raises(WebhookVerificationError):
            Webhook(signing.new_secret()).verify(each.body, each.headers)
    assert (found.cursor, found.delivered, found.attempts, found.last_error) == (last, 30, 30, None)
    assert receiver.connections < 30, "the line is kept while the name still means the same address"


async def test_it_gets_what_its_filter_matches_and_no_more(pool: asyncpg.Pool, receiver: Receiver) -> None:
    made = await subscribe(pool, receiver.url, Filter(parties=("BR",)))
    other = await subscribe(pool, receiver.url, Filter(parties=("JP",)))
    async with working(pool):
        await tell(pool, 25, "IN")
        first = await tell(pool, 1, "BR")
        await tell(pool, 5, "IN")
        second = await tell(pool, 1, "BR")
        await receiver.until(lambda: len(receiver.received) >= 2)
        found = await settled(pool, made.id)
    assert receiver.cursors == [first, second]
    assert found.lag.changes == 0
    assert (await listing.show(pool, other.id)).attempts == 0


async def test_one_that_begins_earlier_is_told_what_was_before(pool: asyncpg.Pool, receiver: Receiver) -> None:
    await tell(pool, 5)
    await subscribe(pool, receiver.url, after=2)
    async with working(pool):
        await receiver.until(lambda: len(receiver.received) >= 3)
    assert receiver.cursors == [3, 4, 5]
    with pytest.raises(InvalidInput, match="ends at cursor 5"):
        await subscribe(pool, receiver.url, after=6)


async def test_the_next_change_waits_until_the_one_before_is_taken(pool: asyncpg.Pool, receiver: Receiver) -> None:
    failures = iter([500, 302, 404])
    receiver.behave = lambda each: (next(failures, 200) if each.cursor == 2 else 200, {"Location": "/elsewhere"})
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        await tell(pool, 4)
        for attempt in (1, 2, 3):
            await receiver.until(lambda attempt=attempt: len(receiver.received) >= attempt + 1)
            await failed(pool, made.id, attempt)
            await at_once(pool)
        await receiver.until(lambda: len(receiver.received) >= 7)
    assert receiver.cursors == [1, 2, 2, 2, 2, 3, 4]
    assert len({each.id for each in receiver.received[1:5]}) == 1
    assert all(each.line == "POST /hook HTTP/1.1" for each in receiver.received), "no redirect was followed"
    log, _ = await listing.attempts(pool, made.id, 1 << 40, 100)
    assert [(each.cursor, each.attempt, each.outcome) for each in reversed(log)][:5] == [
        (1, 1, "delivered"), (2, 1, "retried"), (2, 2, "retried"), (2, 3, "retried"), (2, 4, "delivered"),
    ]  # fmt: skip
    assert all(each.latency_ms > 0 for each in log)


async def test_one_that_does_not_answer_holds_up_nobody_else(pool: asyncpg.Pool, receiver: Receiver) -> None:
    never = asyncio.Event()

    async def hang(_: Received) -> None:
        await never.wait()

    async with Receiver(hang) as slow:
        stuck = await subscribe(pool, slow.url, timeout_s=1.0)
        await subscribe(pool, receiver.url)
        async with working(pool):
            await tell(pool, 50)
            await receiver.until(lambda: len(receiver.received) >= 50)
            found = await failed(pool, stuck.id, 1)
        assert found.last_error == "no answer within 1 s"
        assert len(slow.received) == 1
        never.set()
    assert receiver.cursors == list(range(1, 51))


async def test_however_many_wait_at_one_host_the_others_are_served(
    pool: asyncpg.Pool, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, places in (("PLACES", 6), ("PLACES_OF_A_HOST", 2), ("_CLAIM", 2)):
        monkeypatch.setattr(running, name, places)
    never = asyncio.Event()

    async def hang(_: Received) -> None:
        await never.wait()

    async with Receiver(hang) as slow:
        for _ in range(12):
            await subscribe(pool, slow.url, timeout_s=30.0)
        await subscribe(pool, receiver.url)
        async with working(pool) as worker:
            await tell(pool, 30)
            await receiver.until(lambda: len(receiver.received) >= 30)
            assert len(slow.received) <= 4
            never.set()
            for task in worker.at_work:
                task.cancel()
    assert receiver.cursors == list(range(1, 31))


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_it_is_left_alone_for_as_long_as_it_asks(pool: asyncpg.Pool, receiver: Receiver, form: str) -> None:
    asked = "600" if form == "seconds" else "Fri, 31 Dec 2027 23:59:59 GMT"
    receiver.behave = lambda _: (429 if form == "seconds" else 503, {"Retry-After": asked})
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        await tell(pool, 1)
        found = await failed(pool, made.id, 1)
    assert found.next_attempt_at is not None
    assert found.attempted_at is not None
    pause = (found.next_attempt_at - found.attempted_at).total_seconds()
    assert 590 < pause < 620 if form == "seconds" else 3590 < pause < 3620, "at most until patience ends"


async def test_gone_ends_it_and_resuming_loses_nothing(pool: asyncpg.Pool, receiver: Receiver) -> None:
    receiver.behave = lambda each: (410 if each.cursor == 2 else 200, {})
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        await tell(pool, 3)
        await receiver.until(lambda: len(receiver.received) >= 2)
        await shown(pool, made.id, lambda found: found.state == "ended")
        with pytest.raises(Conflict):
            await registering.pause(pool, made.id)
        await tell(pool, 1)
        receiver.behave = lambda _: (200, {})
        await registering.resume(pool, made.id)
        await pool.execute(NEWS)
        await receiver.until(lambda: len(receiver.received) >= 5)
    assert receiver.cursors == [1, 2, 2, 3, 4]


async def test_a_paused_one_gets_nothing_and_then_all(pool: asyncpg.Pool, receiver: Receiver) -> None:
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        await tell(pool, 2)
        await receiver.until(lambda: len(receiver.received) >= 2)
        await registering.pause(pool, made.id)
        await tell(pool, 3)
        other = await subscribe(pool, receiver.url, after=4)
        await receiver.until(lambda: receiver.cursors == [1, 2, 5])
        found = await listing.show(pool, made.id)
        assert (found.state, found.lag.changes) == ("paused", 3)
        assert found.lag.seconds > 0
        assert not found.stuck
        await registering.delete(pool, other.id)
        await registering.resume(pool, made.id)
        await pool.execute(NEWS)
        await receiver.until(lambda: len(receiver.received) >= 6)
    assert receiver.cursors == [1, 2, 5, 3, 4, 5]


async def test_both_secrets_sign_while_one_replaces_the_other(pool: asyncpg.Pool, receiver: Receiver) -> None:
    made = await subscribe(pool, receiver.url)
    new = await registering.rotate(pool, made.id, None, overlap_s=3600)
    async with working(pool):
        await tell(pool, 1)
        await receiver.until(lambda: len(receiver.received) >= 1)
        for secret in (made.secret, new):
            Webhook(secret).verify(receiver.received[0].body, receiver.received[0].headers)
        newest = await registering.rotate(pool, made.id, signing.new_secret(), overlap_s=0)
        await tell(pool, 1)
        await receiver.until(lambda: len(receiver.received) >= 2)
        Webhook(newest).verify(receiver.received[1].body, receiver.received[1].headers)
        for secret in (made.secret, new):
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(receiver.received[1].body, receiver.received[1].headers)
    assert await pool.fetchval("SELECT count(*) FROM subscription_secrets") == 1


async def test_what_is_given_up_is_kept_and_can_be_replayed_by_range(pool: asyncpg.Pool, receiver: Receiver) -> None:
    receiver.behave = lambda each: (500 if each.cursor in {2, 3} else 200, {})
    made = await subscribe(pool, receiver.url, patience_s=60)
    async with working(pool):
        await tell(pool, 4)
        for cursor in (2, 3):
            await receiver.until(lambda cursor=cursor: cursor in receiver.cursors)
            await failed(pool, made.id, 1)
            await pool.execute(
                "UPDATE subscriptions SET first_attempt_at = now() - interval '1 minute', due_at = now()"
            )
        await receiver.until(lambda: 4 in receiver.cursors)
        found = await settled(pool, made.id)
        assert (found.dead_letters, found.delivered, found.cursor) == (2, 2, 4)
        dead, _ = await listing.dead_letters(pool, made.id, 0, 10)
        assert [(each.cursor, each.attempts, each.status, each.error) for each in dead] == [
            (2, 2, 500, "it answered 500"), (3, 2, 500, "it answered 500"),
        ]  # fmt: skip
        before = {each.cursor: each.id for each in receiver.received}
        receiver.received.clear()
        receiver.behave = lambda _: (200, {})
        await registering.replay(pool, made.id, 2, 2, only_dead=True)
        await pool.execute(NEWS)
        await receiver.until(lambda: len(receiver.received) >= 1)
        assert (await settled(pool, made.id)).dead_letters == 1
        await registering.replay(pool, made.id, 1, 4, only_dead=True)
        await pool.execute(NEWS)
        await receiver.until(lambda: len(receiver.received) >= 2)
        assert (await settled(pool, made.id)).dead_letters == 0
        await registering.replay(pool, made.id, 1, 4, only_dead=False)
        with pytest.raises(Conflict, match="under way"):
            await registering.replay(pool, made.id, 1, 1, only_dead=False)
        await pool.execute(NEWS)
        await receiver.until(lambda: len(receiver.received) >= 6)
        await settled(pool, made.id)
        with pytest.raises(InvalidInput, match="1 to 4"):
            await registering.replay(pool, made.id, 1, 5, only_dead=False)
    assert receiver.cursors == [2, 3, 1, 2, 3, 4]
    assert {each.cursor: each.id for each in receiver.received} == before
    log, _ = await listing.attempts(pool, made.id, 1 << 40, 100)
    assert [each.kind for each in log[:6]] == ["replay"] * 6


async def test_what_a_target_refuses_can_be_skipped(pool: asyncpg.Pool, receiver: Receiver) -> None:
    receiver.behave = lambda each: (422 if each.cursor == 2 else 200, {})
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        with pytest.raises(Conflict, match="nothing to skip"):
            await registering.skip(pool, made.id)
        await tell(pool, 3)
        await failed(pool, made.id, 1)
        assert await registering.skip(pool, made.id) == 2
        await pool.execute(NEWS)
        await receiver.until(lambda: 3 in receiver.cursors)
        assert (await settled(pool, made.id)).dead_letters == 1
        await registering.replay(pool, made.id, 1, 3, only_dead=True)
        await pool.execute(NEWS)
        await failed(pool, made.id, 1)
        assert await registering.skip(pool, made.id) == 2
        found = await settled(pool, made.id)
    assert (found.dead_letters, found.cursor, found.replay) == (1, 3, None)
    assert receiver.cursors == [1, 2, 3, 2]
    dead, _ = await listing.dead_letters(pool, made.id, 0, 10)
    assert [(each.cursor, each.attempts, each.error) for each in dead] == [(2, 2, "skipped: it answered 422")]


async def test_a_replay_keeps_to_the_filter_and_goes_before_what_is_new(pool: asyncpg.Pool, receiver: Receiver) -> None:
    made = await subscribe(pool, receiver.url, Filter(parties=("BR",)))
    await tell(pool, 2, "IN")
    await tell(pool, 2, "BR")
    async with working(pool):
        await receiver.until(lambda: receiver.cursors == [3, 4])
        await settled(pool, made.id)
    await tell(pool, 1, "BR")
    await registering.replay(pool, made.id, 1, 4, only_dead=False)
    async with working(pool):
        await receiver.until(lambda: len(receiver.received) >= 5)
        await settled(pool, made.id)
    assert receiver.cursors == [3, 4, 3, 4, 5]


async def test_workers_share_subscriptions_and_never_one_at_the_same_time(pool: asyncpg.Pool) -> None:
    at_work: dict[str, int] = {}

    async def behave(each: Received) -> tuple[int, dict[str, str]]:
        name = each.line.split()[1]
        at_work[name] = at_work.get(name, 0) + 1
        assert at_work[name] == 1
        await asyncio.sleep(0.001)
        at_work[name] -= 1
        return 200, {}

    async with Receiver(behave) as receiver:
        made = [await subscribe(pool, f"{receiver.url}/{number}") for number in range(16)]
        async with working(pool), working(pool):
            for _ in range(5):
                last = await tell(pool, 2)
            await receiver.until(lambda: len(receiver.received) >= 16 * last)
            for each in made:
                await settled(pool, each.id)
        for number in range(16):
            told = [each.cursor for each in receiver.received if each.line.split()[1] == f"/hook/{number}"]
            assert told == list(range(1, last + 1)), number


async def test_a_test_is_sent_beside_everything_and_changes_nothing(pool: asyncpg.Pool, receiver: Receiver) -> None:
    made = await subscribe(pool, receiver.url)
    await registering.pause(pool, made.id)
    message_id, attempt = await delivering.send_test(pool, Caller(LOOPBACK), made.id)
    assert attempt.delivered
    assert receiver.received[0].id == message_id
    told: Any = Webhook(made.secret).verify(receiver.received[0].body, receiver.received[0].headers)
    assert (told["type"], told["data"]["subscription"]) == (messages.TEST_TYPE, made.id)
    receiver.behave = lambda _: (410, {})
    assert (await delivering.send_test(pool, Caller(LOOPBACK), made.id))[1].status == 410
    found = await listing.show(pool, made.id)
    assert (found.state, found.attempts, found.delivered, found.cursor) == ("paused", 2, 0, 0)
    log, _ = await listing.attempts(pool, made.id, 1 << 40, 100)
    assert [(each.kind, each.outcome) for each in log] == [("test", "failed"), ("test", "delivered")]
    with pytest.raises(NotFound):
        await delivering.send_test(pool, Caller(LOOPBACK), "sub-none")


async def test_the_same_order_twice_makes_one_subscription(pool: asyncpg.Pool, receiver: Receiver) -> None:
    first = await subscribe(pool, receiver.url, idempotency_key="k")
    again = await subscribe(pool, receiver.url, idempotency_key="k")
    assert (first.created, again.created) == (True, False)
    assert (first.id, first.secret) == (again.id, again.secret)
    with pytest.raises(Conflict):
        await subscribe(pool, f"{receiver.url}/other", idempotency_key="k")


async def test_one_that_is_made_while_changes_are_looked_at_misses_none(pool: asyncpg.Pool, receiver: Receiver) -> None:
    made: list[registering.Made] = []
    starts: list[int] = []

    async def make() -> None:
        for number in range(10):
            made.append(await subscribe(pool, f"{receiver.url}/{number}"))
            starts.append(await pool.fetchval("SELECT cursor FROM subscriptions WHERE id = $1", made[-1].id))

    async with working(pool):
        making = asyncio.create_task(make())
        for _ in range(20):
            last = await tell(pool, 1)
        await making
        last = await tell(pool, 1)
        for each in made:
            await shown(pool, each.id, lambda found: found.cursor >= last)
    for number, start in enumerate(starts):
        told = [each.cursor for each in receiver.received if each.line.split()[1] == f"/hook/{number}"]
        assert told == list(range(told[0], last + 1))
        assert told[0] <= start + 1


async def test_the_log_of_attempts_is_bounded(
    pool: asyncpg.Pool, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leasing, "KEPT_ATTEMPTS", 5)
    made = await subscribe(pool, receiver.url)
    async with working(pool):
        await tell(pool, 12)
        await receiver.until(lambda: len(receiver.received) >= 12)
        await settled(pool, made.id)
    log, more = await listing.attempts(pool, made.id, 1 << 40, 3)
    assert [each.number for each in log] == [12, 11, 10]
    assert more == 10
    log, more = await listing.attempts(pool, made.id, more, 3)
    assert ([each.number for each in log], more) == ([9, 8], None)


async def test_one_that_nobody_tries_is_stuck_and_so_is_what_nobody_looks_at(
    pool: asyncpg.Pool, receiver: Receiver
) -> None:
    made = await subscribe(pool, receiver.url)
    await tell(pool, 1)
    assert await listing.stuck(pool) == []
    await pool.execute("UPDATE checkpoints SET advanced_at = now() - interval '1 hour' WHERE name = 'webhooks'")
    await pool.execute("ALTER TABLE changes DISABLE TRIGGER ALL")
    await pool.execute("UPDATE changes SET recorded_at = now() - interval '1 hour'")
    assert await listing.stuck(pool) == ["all"]
    async with working(pool):
        await settled(pool, made.id)
        await receiver.until(lambda: len(receiver.received) >= 1)
        await settled(pool, made.id)
    assert await listing.stuck(pool) == []
    await pool.execute("UPDATE subscriptions SET matched = cursor + 1, due_at = now() - interval '2 minutes'")
    assert await listing.stuck(pool) == [made.id]
    assert (await listing.show(pool, made.id)).stuck
    await registering.pause(pool, made.id)
    assert await listing.stuck(pool) == []
