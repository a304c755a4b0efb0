"""Connections that break at a byte: what was committed is found by its event ids, and never written again."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from service.eventstore import EventLog, uuid7
from tests.eventstore.test_faults import SERVICE, retraction
from tests.eventstore.wire import Cut, Wire

SHARES = (0.0, 0.02, 0.3, 0.6, 0.9, 0.999)
APPENDING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE '%log.%' AND pid <> pg_backend_pid()
"""


@pytest.fixture
async def wire(database: str) -> AsyncIterator[Wire]:
    with tempfile.TemporaryDirectory() as folder:
        async with Wire(database, Path(folder)) as wire:
            yield wire


async def ended(pool: asyncpg.Pool, pid: int) -> None:
    while await pool.fetchval("SELECT true FROM pg_stat_activity WHERE pid = $1", pid):  # noqa: ASYNC110
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("of", ["request", "answer"])
@pytest.mark.parametrize("many", [False, True], ids=["one event", "a group"])
async def test_a_connection_that_dies_at_any_byte_doubles_nothing(wire: Wire, of: str, many: bool) -> None:
    async with asyncpg.create_pool(wire.url, min_size=1, server_settings=SERVICE) as pool, EventLog(pool) as log:
        await log.append([retraction()])  # in an empty log one event takes two statements
        expected = 1
        for turn, share in enumerate(SHARES):
            events = [retraction(f"art-{turn}-{n}", event_id=uuid7()) for n in range(30 if many else 1)]
            wire.arm(Cut(of, share))
            done = await log.append(events)
            assert wire.struck.is_set()
            assert done.positions == tuple(range(expected + 1, expected + 1 + len(events)))
            assert done.duplicate == (of == "answer")
            assert (await log.append(events)).positions == done.positions
            expected += len(events)
        assert await log.verify() == expected


async def test_events_whose_ids_the_log_made_are_doubled_as_little(wire: Wire) -> None:
    async with asyncpg.create_pool(wire.url, min_size=1, server_settings=SERVICE) as pool, EventLog(pool) as log:
        await log.append([retraction()])
        for turn, share in enumerate(SHARES, 2):
            wire.arm(Cut("answer", share))
            assert (await log.append([retraction()])).position == turn
        assert await log.verify() == 1 + len(SHARES)


async def test_a_server_process_that_went_on_without_its_client_doubles_nothing(wire: Wire, database: str) -> None:
    async with (
        asyncpg.create_pool(database, min_size=1) as surgeons,
        asyncpg.create_pool(wire.url, min_size=1, server_settings=SERVICE) as pool,
        EventLog(pool) as log,
    ):
        await log.append([retraction("art-1")])
        slow = await surgeons.fetchval(APPENDING)
        os.kill(slow, signal.SIGSTOP)
        try:
            sent = asyncio.create_task(log.append([retraction("art-2")]))
            await asyncio.sleep(0.1)
            wire.hang_up()  # what was sent waits in the socket of the stopped process
            await asyncio.wait({sent}, timeout=0.5)
        finally:
            os.kill(slow, signal.SIGCONT)
        await sent
        await ended(surgeons, slow)
        assert [event.stream async for event in log.read()] == ["art-1", "art-2"]
