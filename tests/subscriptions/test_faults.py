"""The server is killed and its connections are ended under subscribers that drop and stall: all is there, once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from tests.cli.processes import descendants
from tests.subscriptions.changing import tell_many
from tests.subscriptions.faithful import Faithful, all_there
from tests.subscriptions.test_real_clients import Server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills processes as this platform has them")
ENDED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'verbale%'
"""
CLIENTS = 6


@pytest.mark.parametrize(
    "faults",
    [
        ("connections", "server"),
        pytest.param(("connections", "application", "connections", "server") * 3, marks=pytest.mark.slow),
    ],
)
async def test_subscribers_have_everything_once_whatever_is_killed(
    database: str, tmp_path: Path, faults: tuple[str, ...]
) -> None:
    chance = random.Random(11)
    server = Server(database, tmp_path)
    stopped = asyncio.Event()
    try:
        await asyncio.to_thread(server.wait_until_ready)
        async with asyncpg.create_pool(database, min_size=1, max_size=2) as pool, asyncio.TaskGroup() as tasks:
            clients = [Faithful(f"{server.url}/v1/changes", 0, random.Random(number)) for number in range(CLIENTS)]
            for client in clients:
                tasks.create_task(client.follow(stopped))
            told = 0
            for fault in faults:
                writing = asyncio.create_task(tell_many(pool, told, 150, at_once=chance.choice((1, 3))))
                await asyncio.sleep(0.2 + chance.random() / 2)
                if fault == "connections":
                    await pool.execute(ENDED)
                else:
                    for pid in descendants(server.process.pid):
                        os.kill(pid, signal.SIGKILL)
                    if fault == "server":
                        server.process.kill()
                    await asyncio.to_thread(server.process.wait)
                    server = server.again()
                    await asyncio.to_thread(server.wait_until_ready)
                await writing
                told += 150
            await all_there(clients, told)
            assert [client.wrong(told) for client in clients] == [None] * CLIENTS
            stopped.set()
            await tell_many(pool, told, 1)  # who listens notices that it is over
        assert sum(client.lines for client in clients) > CLIENTS
    finally:
        server.process.kill()
        server.process.wait()
