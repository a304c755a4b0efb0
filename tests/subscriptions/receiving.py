"""What the tests of webhooks share: a receiver on a real socket, changes to be told of, and a worker to tell them."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, NamedTuple, Self

import asyncpg
import msgspec

from service.domain.spans import Span
from service.eventstore.wakeup import CHANNEL, Wakeup
from service.projections import changes
from service.subscriptions.filters import EVERYTHING, Filter
from service.subscriptions.webhooks import listing, registering, signing
from service.subscriptions.webhooks.addresses import Address, read_allowed
from service.subscriptions.webhooks.listing import Subscription
from service.subscriptions.webhooks.running import Worker
from service.subscriptions.webhooks.sending import Caller
from service.subscriptions.webhooks.targets import read_target

NEWS = f"NOTIFY {CHANNEL}"
LOOPBACK = read_allowed("127.0.0.1, ::1")


class Received(NamedTuple):
    """A request as it came in."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def cursor(self) -> int:
        return int(msgspec.json.decode(self.body)["data"]["cursor"])


Answer = tuple[int, dict[str, str]] | None
"""Status and headers; None hangs up without a word."""


class Receiver:
    """Listens on 127.0.0.1, keeps what comes in, and answers as it is told: by default always 200."""

    def __init__(self, behave: Callable[[Received], Any] | None = None, trusted: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.behave = behave or (lambda _: (200, {}))
        self.came = asyncio.Event()
        self.connections = 0
        self._tls = trusted
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def cursors(self) -> list[int]:
        return [each.cursor for each in self.received]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()

    async def until(self, enough: Callable[[], bool], timeout_s: float = 60.0) -> None:
        """Return once *enough* is true, looked at after each request."""
        async with asyncio.timeout(timeout_s):
            while not enough():
                self.came.clear()
                if enough():
                    return
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.came.wait(), 0.2)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while await self._answer_one(reader, writer):
                pass
        self._writers.discard(writer)
        writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        line, *pairs = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (pair.partition(":") for pair in pairs)}
        received = Received(line, headers, await reader.readexactly(int(headers["content-length"])))
        self.received.append(received)
        self.came.set()
        answer: Any = self.behave(received)
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer is None:
            return False
        status, more = answer
        head = "".join(f"{name}: {value}\r\n" for name, value in {"Content-Length": "0", **more}.items())
        writer.write(f"HTTP/1.1 {status} As told\r\n{head}\r\n".encode())
        await writer.drain()
        return True


def change(number: int, party: str = "IN", rate: str = "50") -> changes.Change:
    key = f"tariff:US:{party}:{number}:total"
    value = {"imposer": "US", "target": party, "product": str(number), "component": "total", "rate": rate}
    days = (date(2026, 1, 1), date(2026, 12, 31))
    span = Span(key=key, since_day=days[0], until_day=days[1], value=value, rule="only report", sources=())
    after = msgspec.json.encode(span).decode()
    return changes.Change("learned", "tariff", key, ["US", party], *days, None, after, "certain", None)


async def tell(pool: asyncpg.Pool, count: int, party: str = "IN") -> int:
    """Append *count* changes to the feed, as the projections do; the cursor of the last one."""
    async with pool.acquire() as connection, connection.transaction():
        await changes.write(connection, [change(number, party) for number in range(count)], 1, date(2026, 2, 1))
        await connection.execute(NEWS)
        return int(await connection.fetchval("SELECT position FROM checkpoints WHERE name = 'changes'"))


async def subscribe(pool: asyncpg.Pool, url: str, wanted: Filter = EVERYTHING, **given: Any) -> registering.Made:
    """A subscription from now on, unless told otherwise."""
    order = registering.Order(
        **{
            "name": "test", "target": read_target(url), "wanted": wanted, "secret": signing.new_secret(),
            "timeout_s": 2.0, "patience_s": 3600, **given,
        }
    )  # fmt: skip
    return await registering.create(pool, order)


async def at_once(pool: asyncpg.Pool) -> None:
    """Let all retries be due now, as if their pauses had passed."""
    await pool.execute("UPDATE subscriptions SET due_at = now() WHERE due_at > now()")
    await pool.execute(NEWS)


async def shown(
    pool: asyncpg.Pool, subscription: str, wanted: Callable[[Subscription], bool], timeout_s: float = 60.0
) -> Subscription:
    """The subscription, once it is as wanted."""
    async with asyncio.timeout(timeout_s):
        while True:
            found = await listing.show(pool, subscription)
            if wanted(found):
                return found
            await asyncio.sleep(0.02)


async def settled(pool: asyncpg.Pool, subscription: str) -> Subscription:
    """The subscription, once nothing is due to it any more."""
    return await shown(pool, subscription, lambda found: found.lag.changes == 0 and found.replay is None)


async def failed(pool: asyncpg.Pool, subscription: str, attempts: int) -> Subscription:
    """The subscription, once so many attempts of the change at hand have failed."""
    return await shown(pool, subscription, lambda found: found.failed_attempts == attempts)


@asynccontextmanager
async def working(pool: asyncpg.Pool, caller: Caller | None = None) -> AsyncIterator[Worker]:
    """A worker that delivers as long as this lasts."""
    wakeup, stop = Wakeup(pool), asyncio.Event()
    worker = Worker(pool, caller or Caller(LOOPBACK), wakeup)
    task = asyncio.create_task(worker.run(stop))
    try:
        yield worker
    finally:
        stop.set()
        await task
        await wakeup.close()


def resolving(*steps: list[str]) -> Callable[[str, int], Any]:
    """A resolver that gives these addresses, one list a question, the last one for good."""
    left = list(steps)

    async def find(_host: str, _port: int) -> list[Address]:
        found = left.pop(0) if len(left) > 1 else left[0]
        return [ipaddress.ip_address(each) for each in found]

    return find
