"""Clients that others wrote read our streams: curl, httpx-sse, the CloudEvents SDK; a server that stops lets them go."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.formats.json import JSONFormat
from httpx_sse import aconnect_sse

from tests.cli.processes import command, eventually, free_port
from tests.conftest import Postgres
from tests.subscriptions.changing import tell_many

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="starts the server as this platform starts it")


class Server:
    """`verbale serve` on a database of the tests' own."""

    def __init__(self, database: str, folder: Path, port: int | None = None) -> None:
        self.url = f"http://127.0.0.1:{port or free_port()}"
        self.database = database
        self.errors = folder / "serve.log"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command("serve", "--port", self.url.rpartition(":")[2]),
                stdout=errors,
                stderr=errors,
                env={**os.environ, "DATABASE_URL": database, "VERBALE_SHUTDOWN_TIMEOUT_S": "60"},
            )

    def again(self) -> Server:
        """The same server, started again after it was killed."""
        return Server(self.database, self.errors.parent, int(self.url.rpartition(":")[2]))

    def wait_until_ready(self) -> None:
        def answers() -> bool:
            try:
                return httpx.get(f"{self.url}/healthz", trust_env=False).status_code == 200
            except httpx.TransportError:
                return False

        assert eventually(answers), self.errors.read_text()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=45)


@pytest.fixture(scope="module")
def server(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database = postgres.create()
    server = Server(database, tmp_path_factory.mktemp("serve"))
    try:
        server.wait_until_ready()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
        postgres.drop(database)


@pytest.fixture
async def pool(server: Server) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(server.database, min_size=0, max_size=2) as pool:
        yield pool


async def newest(pool: asyncpg.Pool) -> int:
    return await pool.fetchval("SELECT coalesce(max(cursor), 0) FROM changes")


def cloud_event(envelope: str | bytes) -> Any:
    body = envelope.encode() if isinstance(envelope, str) else envelope
    headers = {"content-type": "application/cloudevents+json"}
    return from_http_event(HTTPMessage(headers=headers, body=body), JSONFormat())


async def test_curl_prints_what_comes_and_goes_on_where_it_was_cut(server: Server, pool: asyncpg.Pool) -> None:
    first = await newest(pool)
    seen: list[bytes] = []
    for last in (first, first + 3):
        curl = await asyncio.create_subprocess_exec(
            "curl", "--no-progress-meter", "--no-buffer", "--max-time", "60",
            "--header", "Accept: text/event-stream", "--header", f"Last-Event-ID: {last}",
            f"{server.url}/v1/changes",
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert curl.stdout is not None
        await tell_many(pool, last, 3)
        while len(seen) < (3 if last == first else 6):
            line = await curl.stdout.readline()
            assert line, "curl ended"
            if line.startswith(b"data: "):
                seen.append(line.removeprefix(b"data: "))
        curl.terminate()
        await curl.wait()
    assert [cloud_event(line).get_id() for line in seen] == [str(first + n) for n in range(1, 7)]


async def test_an_httpx_sse_client_that_drops_has_every_change_once_and_in_order(
    server: Server, pool: asyncpg.Pool
) -> None:
    first = await newest(pool)
    writing = asyncio.create_task(tell_many(pool, first, 200, at_once=4))
    seen: list[int] = []
    last = str(first)
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        while len(seen) < 200:
            async with aconnect_sse(
                client, "GET", f"{server.url}/v1/changes", headers={"Last-Event-ID": last}
            ) as source:
                taken = 0
                async for event in source.aiter_sse():
                    last = event.id or last
                    if event.data:
                        seen.append(event.json()["data"]["cursor"])
                        taken += 1
                    if taken == 37 or len(seen) == 200:
                        break
    await writing
    assert seen == list(range(first + 1, first + 201))


async def test_the_cloudevents_sdk_reads_pages_lines_and_batches(server: Server, pool: asyncpg.Pool) -> None:
    first = await newest(pool)
    await tell_many(pool, first, 3)
    async with httpx.AsyncClient(trust_env=False, params={"after": first}) as client:
        page = (await client.get(f"{server.url}/v1/changes")).json()
        lines = await client.get(f"{server.url}/v1/changes", headers={"Accept": "application/x-ndjson"})
        batch = await client.get(f"{server.url}/v1/changes", headers={"Accept": "application/cloudevents-batch+json"})
    assert lines.headers["content-type"] == "application/x-ndjson"
    events = [cloud_event(line) for line in lines.text.splitlines()]
    assert [event.get_data() for event in events] == [item["data"] for item in page["items"]]
    assert batch.json() == page["items"]
    for number, event in enumerate(events, start=first + 1):
        assert (event.get_id(), event.get_type()) == (str(number), "net.verbale.change.world")
        assert event.get_subject() == event.get_data()["key"]
        assert event.get_extension("sequence") == f"{number:019d}"
        assert event.get_extension("recordedtime").endswith("Z")
        assert event.get_source().endswith("#changes")


async def test_a_server_that_stops_ends_its_streams_and_does_not_wait_for_them(database: str, tmp_path: Path) -> None:
    server = Server(database, tmp_path)
    try:
        server.wait_until_ready()
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            urls = [f"{server.url}{path}" for path in ("/v1/changes", "/v1/events", "/v1/changes?kind=meeting")]
            begun = {url: asyncio.Event() for url in urls}
            listening = [asyncio.create_task(_to_the_end(client, url, begun[url])) for url in urls]
            await asyncio.gather(*[event.wait() for event in begun.values()])
            assert await asyncio.to_thread(server.stop) == 0
            assert await asyncio.gather(*listening) == [None] * 3
    finally:
        server.process.kill()
        server.process.wait()


async def _to_the_end(client: httpx.AsyncClient, url: str, begun: asyncio.Event) -> None:
    """Read a stream until the server ends it; raises where the connection is cut instead."""
    async with client.stream("GET", url, headers={"Accept": "text/event-stream"}) as response:
        async for _ in response.aiter_bytes():
            begun.set()
