"""
A browser's own EventSource follows the feed, and comes back by itself to where its line was cut.

Needs Debian's chromium, and installs it with apt-get where the tests run as root.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from tests.subscriptions.changing import tell_many
from tests.subscriptions.test_real_clients import Server

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--no-proxy-server",
)  # fmt: skip
PAGE = b"""<!doctype html><title>followed</title><script>
const changes = new EventSource("/v1/changes?after=0");
changes.onmessage = (message) => {
  const cursor = JSON.parse(message.data).data.cursor;
  fetch(`/seen?id=${message.lastEventId}&cursor=${cursor}`, {cache: "no-store"});
};
</script>"""


def browser() -> str:
    """The browser's path; skips the test where there is none and none can be installed."""
    for _ in range(2):
        found = next((path for name in NAMES if (path := shutil.which(name)) is not None), None)
        if found is not None:
            return found
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            pytest.skip("no chromium here, and only root can install it with apt-get")
        for words in (("update",), ("install", "--yes", "--no-install-recommends", "chromium")):
            subprocess.run(["apt-get", "--quiet", *words], check=False, capture_output=True)
    pytest.skip("apt-get could not install chromium")
    raise AssertionError


class Between:
    """Stands between the browser and the server, on one origin with the page; cuts the first lines after a while."""

    def __init__(self, server: Server, cut_after: tuple[int, ...]) -> None:
        self.server = server
        self.seen: list[tuple[str, str]] = []
        self.asked: list[bytes] = []
        self.all_seen = asyncio.Event()
        self.wanted = 0
        self._cuts = list(cut_after)
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                head = await reader.readuntil(b"\r\n\r\n")
                target = urlsplit(head.split(b" ", 2)[1].decode())
                if target.path == "/v1/changes":
                    await self._forward(head, writer)
                else:
                    self._note(target.query)
                    page = PAGE if target.path == "/page" else b"ok"
                    writer.write(
                        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
                        b"Content-Length: %d\r\n\r\n%s" % (len(page), page)
                    )
                    await writer.drain()
        finally:
            writer.close()

    def _note(self, query: str) -> None:
        told = parse_qs(query)
        if "id" in told:
            self.seen.append((told["id"][0], told["cursor"][0]))
            if len(self.seen) >= self.wanted:
                self.all_seen.set()

    async def _forward(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        self.asked.append(head)
        left = self._cuts.pop(0) if self._cuts else None
        reader, upstream = await asyncio.open_connection("127.0.0.1", int(self.server.url.rpartition(":")[2]))
        try:
            upstream.write(head)
            while chunk := await reader.read(4096):
                writer.write(chunk)
                await writer.drain()
                if left is not None and (left := left - chunk.count(b"\ndata: ")) <= 0:
                    return
        finally:
            upstream.close()


@asynccontextmanager
async def browsing(url: str, folder: Path) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        browser(), *ARGUMENTS, f"--user-data-dir={folder / 'profile'}", "--remote-debugging-port=0", url,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        await process.wait()


async def test_a_browser_has_every_change_once_though_its_line_is_cut(database: str, tmp_path: Path) -> None:
    browser()
    server = Server(database, tmp_path)
    between = Between(server, cut_after=(3, 10))
    between.wanted = 40
    try:
        await asyncio.to_thread(server.wait_until_ready)
        async with asyncpg.create_pool(database, min_size=1, max_size=2) as pool:
            await tell_many(pool, 0, 20)
            front = await asyncio.start_server(between.serve, "127.0.0.1", 0)
            port = front.sockets[0].getsockname()[1]
            async with browsing(f"http://127.0.0.1:{port}/page", tmp_path), asyncio.timeout(120):
                while len(between.seen) < 5:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
                await tell_many(pool, 20, 20, at_once=2)
                await between.all_seen.wait()
            front.close()
        assert sorted(int(cursor) for _, cursor in between.seen) == list(range(1, 41))
        assert all(id_ == cursor for id_, cursor in between.seen)
        assert len(between.asked) == 3
        assert all(b"last-event-id: " in head.lower() for head in between.asked[1:])
    finally:
        server.process.kill()
        server.process.wait()
