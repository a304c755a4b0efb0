"""The relay into a real NATS server: every change is in the stream once and in order, whatever dies meanwhile."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import nats
import pytest
from click.testing import CliRunner
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.formats.json import JSONFormat

from service.cli import root
from service.domain.errors import SetupError
from service.eventstore import checkpoints
from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from service.subscriptions import relay
from service.subscriptions.jetstream import Target
from service.subscriptions.sources import Changes
from tests.cli.processes import command
from tests.subscriptions.changing import change, tell, tell_many
from tests.subscriptions.nats_servers import NatsServer

STREAM = "VERBALE_CHANGES"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    server = NatsServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(database, min_size=0, max_size=4) as pool:
        yield pool


def target(server: NatsServer, **more: Any) -> Target:
    return Target(server.url, None, STREAM, "verbale.changes")._replace(**more)


@asynccontextmanager
async def relaying(database: str, to: Target) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(relay.run(database, to, stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await task


async def once(database: str, to: Target) -> None:
    async with asyncio.timeout(60):
        await relay.run(database, to, asyncio.Event(), once=True)


async def arrived(server: NatsServer, count: int) -> None:
    """Return once the stream holds so many messages; while it is away it is asked again."""
    async with asyncio.timeout(90):
        while True:
            try:
                client = await nats.connect(server.url, allow_reconnect=False, error_cb=_unheard)
                try:
                    if (await client.jetstream().stream_info(STREAM)).state.messages >= count:
                        return
                finally:
                    await client.close()
            except (nats.errors.Error, OSError):
                pass
            await asyncio.sleep(0.05)


async def _unheard(_error: Exception) -> None:
    """The server is killed on purpose."""


async def test_every_change_is_published_as_the_cloud_event_that_the_api_answers(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    await tell_many(pool, 0, 7)
    await tell(pool, change(7, cause="learned", certainty="possible"))
    await once(database, target(server))
    messages = await server.messages()
    told = (await Changes(pool).read(0, 100)).sent
    assert [message.data for message in messages] == [each.envelope for each in told]
    assert [message.subject for message in messages] == ["verbale.changes.tariff.world"] * 7 + [
        "verbale.changes.tariff.learned"
    ]
    assert await server.cursors() == [each.cursor for each in told] == list(range(1, 9))
    for message in messages:
        headers = {"content-type": (message.headers or {})["Content-Type"]}
        event = from_http_event(HTTPMessage(headers=headers, body=message.data or b""), JSONFormat())
        assert event.get_id() == (message.headers or {})["Nats-Msg-Id"]


async def test_changes_that_come_later_follow_and_a_second_run_adds_nothing(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    async with relaying(database, target(server)):
        await tell_many(pool, 0, 5)
        await arrived(server, 5)
        await tell_many(pool, 5, 5)
        await arrived(server, 10)
    await once(database, target(server))
    assert await server.cursors() == list(range(1, 11))


async def test_a_durable_consumer_gets_what_it_asked_for_in_order(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    await tell_many(pool, 0, 6)
    await tell(pool, change(6, cause="corrected"), change(7, cause="day"))
    await once(database, target(server))
    client = await nats.connect(server.url)
    try:
        jetstream = client.jetstream()
        consumer = await jetstream.pull_subscribe("verbale.changes.*.corrected", durable="desk", stream=STREAM)
        (message,) = await consumer.fetch(1)
        assert msgspec.json.decode(message.data)["data"]["cause"] == "corrected"
        await message.ack()
        consumer = await jetstream.pull_subscribe("verbale.changes.tariff.>", durable="all", stream=STREAM)
        found = await consumer.fetch(8)
        assert [int((each.headers or {})["Nats-Msg-Id"]) for each in found] == list(range(1, 9))
    finally:
        await client.close()


async def test_the_consumer_of_the_guide_is_told_of_every_change_once(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "subscriptions.md").read_text(encoding="utf-8")
    (program,) = [each for each in re.findall(r"```python\n(.*?)```", guide, re.DOTALL) if "pull_subscribe" in each]
    await tell_many(pool, 0, 3)
    await once(database, target(server))
    consumer = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-c", program.replace("nats://127.0.0.1:4222", server.url), stdout=subprocess.PIPE
    )
    assert consumer.stdout is not None
    try:
        async with asyncio.timeout(60):
            lines = [(await consumer.stdout.readline()).decode().split() for _ in range(3)]
    finally:
        consumer.kill()
        await consumer.wait()
    assert [(int(cursor), cause) for cursor, cause, *_ in lines] == [(1, "world"), (2, "world"), (3, "world")]


async def test_two_relays_at_once_put_nothing_in_twice_and_nothing_out_of_order(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    async with relaying(database, target(server)), relaying(database, target(server)):
        for start in range(0, 60, 20):
            await tell_many(pool, start, 20)
        await arrived(server, 60)
    assert await server.cursors() == list(range(1, 61))


async def test_an_acknowledgement_that_got_lost_is_made_up_for_by_what_the_stream_holds(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    await tell_many(pool, 0, 5)
    await once(database, target(server))
    await pool.execute("UPDATE checkpoints SET position = 2 WHERE name = $1", f"relay:{STREAM}")
    await tell_many(pool, 5, 5)
    await once(database, target(server))
    assert await server.cursors() == list(range(1, 11))
    async with pool.acquire() as connection:
        assert await checkpoints.read(connection, f"relay:{STREAM}") == 10


async def test_an_outage_beyond_the_duplicate_window_leaves_no_trace(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    await tell_many(pool, 0, 5)
    await once(database, target(server))
    await configure(server, duplicate_window=0.1)
    await pool.execute("DELETE FROM checkpoints WHERE name = $1", f"relay:{STREAM}")
    await asyncio.sleep(0.3)  # the server has forgotten the ids: nothing but the last message can tell
    await tell_many(pool, 5, 5)
    await once(database, target(server))
    assert await server.cursors() == list(range(1, 11))


async def test_a_stream_that_has_lost_its_end_gets_it_again_and_an_emptied_one_goes_on(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    await tell_many(pool, 0, 5)
    await once(database, target(server))
    client = await nats.connect(server.url)
    await client.jetstream().purge_stream(STREAM)
    await tell_many(pool, 5, 5)
    await once(database, target(server))
    assert await server.cursors() == [6, 7, 8, 9, 10]
    await client.jetstream().delete_stream(STREAM)
    await client.close()
    await once(database, target(server))
    assert await server.cursors() == list(range(1, 11))


async def configure(server: NatsServer, **changes: Any) -> None:
    client = await nats.connect(server.url)
    jetstream = client.jetstream()
    config = (await jetstream.stream_info(STREAM)).config
    await jetstream.update_stream(config.evolve(**changes))
    await client.close()


async def test_a_stream_of_another_record_or_for_another_purpose_is_refused_by_name(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    await tell_many(pool, 0, 2)
    client = await nats.connect(server.url)
    jetstream = client.jetstream()
    await jetstream.add_stream(name="OTHER", subjects=["other.>"])
    await jetstream.add_stream(name="LETTERS", subjects=["letters.>"])
    await jetstream.publish("letters.one", b"{}")
    await client.close()
    for wrong, why in (
        (target(server, stream="OTHER"), "set up for something else"),
        (target(server, stream="LETTERS", subject="letters"), "something else than a change of this record"),
        (target(server, stream="NEW", subject="other"), "cannot be made"),
    ):
        with pytest.raises(SetupError, match=why) as caught:
            await once(database, wrong)
        assert caught.value.field == "VERBALE_NATS_STREAM"


async def test_a_record_that_was_put_back_is_refused(database: str, server: NatsServer, pool: asyncpg.Pool) -> None:
    await tell_many(pool, 0, 5)
    await once(database, target(server))
    await pool.execute("UPDATE checkpoints SET position = 3 WHERE name = 'changes'")
    with pytest.raises(SetupError, match="put back to an earlier state"):
        await once(database, target(server))


async def test_a_change_that_is_too_large_for_the_server_says_where_it_can_be_read(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    large = change(1)
    told = msgspec.json.decode(large.after or "")
    told["value"]["product"] = "x" * 1_100_000
    await tell(pool, change(0), large._replace(after=msgspec.json.encode(told).decode()), change(2))
    await once(database, target(server))
    first, short, last = [msgspec.json.decode(message.data or b"") for message in await server.messages()]
    assert "data" in first
    assert "data" in last
    assert "data" not in short
    assert short["dataref"] == "/v1/changes?after=1&limit=1"


async def test_nats_and_the_database_may_be_cut_off_while_it_runs(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1"
    async with relaying(database, target(server)):
        await tell_many(pool, 0, 100)
        await arrived(server, 1)
        server.kill()
        await tell_many(pool, 100, 100)
        server.start()
        await tell_many(pool, 200, 50)
        async with pool.acquire() as connection:
            await connection.execute(cut.replace("$1", "pg_backend_pid()"))
        await tell_many(pool, 250, 50)
        await arrived(server, 300)
    assert await server.cursors() == list(range(1, 301))


def started(database: str, server: NatsServer) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATABASE_URL": database, "VERBALE_NATS_URL": server.url, "VERBALE_LOG_LEVEL": "error"}
    return subprocess.Popen(command("relay"), env=environment)


async def test_the_command_is_killed_and_goes_on_and_stops_when_asked(
    database: str, server: NatsServer, pool: asyncpg.Pool
) -> None:
    process = started(database, server)
    await tell_many(pool, 0, 150)
    await arrived(server, 1)
    process.kill()
    process.wait()
    await tell_many(pool, 150, 50)
    process = started(database, server)
    await arrived(server, 200)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert await server.cursors() == list(range(1, 201))


@pytest.mark.slow
async def test_anything_is_killed_at_random_and_nothing_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    """20 rounds; each kills the relay, the nats-server or the postmaster while changes are told."""
    chosen = random.Random(20_260_203)
    server = NatsServer(tmp_path)
    server.start()
    cluster = Cluster(tmp_path / "pg")
    await cluster.start()
    database = await cluster.ensure_database()
    await upgrade(database)
    process = started(database, server)
    count = 0
    try:
        for _ in range(20):
            if process.poll() is not None:  # it found no database when it began: whoever started it starts it again
                process = started(database, server)
            async with asyncpg.create_pool(database, min_size=0, max_size=2) as pool:
                more = chosen.randrange(50, 400)
                await tell_many(pool, count, more, at_once=20)
                count += more
                await asyncio.sleep(chosen.uniform(0, 0.5))
            match chosen.choice(("relay", "nats", "postgres")):
                case "relay":
                    process.kill()
                    process.wait()
                    process = started(database, server)
                case "nats":
                    server.kill()
                    await asyncio.sleep(chosen.uniform(0, 1))
                    server.start()
                case "postgres":
                    assert cluster.pid is not None
                    os.kill(cluster.pid, signal.SIGKILL)
                    await cluster.stop()
                    await cluster.start()
        if process.poll() is not None:
            process = started(database, server)
        await arrived(server, count)
        assert await server.cursors() == list(range(1, count + 1))
    finally:
        process.kill()
        process.wait()
        server.stop()
        await cluster.stop()


def test_without_the_client_of_nats_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.cli.relay.find_spec", lambda _name: None)
    told = CliRunner().invoke(root, ["relay"])
    assert isinstance(told.exception, SetupError)
    assert "verbale[nats]" in str(told.exception)
