"""
The clients of `make bench-subscribe`: many event streams in one process of their own, and a bare LISTEN beside them.

Told by lines on standard input: `wait CURSOR` answers once every client has that change (or says who has not), `report`
with the times of the commits (JSON, by cursor) answers with what was measured.
"""

from __future__ import annotations

import array
import asyncio
import json
import re
import sys
import time
from typing import Any

import asyncpg

FRAME = re.compile(rb"id: (\d+)\ndata: ")
OPENED = re.compile(rb"\nid: (\d+)\n\n")
WAIT_S = 120.0


class Client(asyncio.Protocol):
    """One client: notes when each change came, and whether one was missing or doubled."""

    def __init__(self, all_of_them: Clients) -> None:
        self.all = all_of_them
        self.last = -1
        self.rest = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(b"GET /v1/changes HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        data = self.rest + data
        if self.last < 0:
            opened = OPENED.search(data)
            if opened is None:
                self.rest = data
                return
            self.last = int(opened[1])
            self.all.opened += 1
        end = 0
        for found in FRAME.finditer(data):
            cursor = int(found[1])
            self.all.faults += cursor != self.last + 1
            self.last = cursor
            self.all.cursors.append(cursor)
            self.all.times.append(now)
            end = found.end()
        self.rest = data[max(end, len(data) - 64) :]

    def connection_lost(self, _error: Exception | None) -> None:
        self.all.lost += 1


class Clients:
    def __init__(self) -> None:
        self.opened = self.lost = self.faults = 0
        self.cursors = array.array("q")
        self.times = array.array("d")
        self.clients: list[Client] = []

    async def open(self, port: int, count: int) -> None:
        loop = asyncio.get_running_loop()
        for first in range(0, count, 100):
            opening = [
                loop.create_connection(lambda: Client(self), "127.0.0.1", port) for _ in range(min(100, count - first))
            ]
            self.clients += [client for _, client in await asyncio.gather(*opening)]
            while self.opened < len(self.clients) and not self.lost:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def wait(self, cursor: int) -> int:
        """How many have still not got that change after a while."""
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            if all(client.last >= cursor for client in self.clients):
                break
            await asyncio.sleep(0.05)
        return sum(client.last < cursor for client in self.clients)


def spread(latencies: list[float]) -> dict[str, float]:
    """Milliseconds at the median, at the 99th of a hundred, and at most."""
    if not latencies:
        return {}
    latencies.sort()
    return {
        "p50_ms": round(latencies[len(latencies) // 2] * 1000, 2),
        "p99_ms": round(latencies[min(len(latencies) - 1, len(latencies) * 99 // 100)] * 1000, 2),
        "max_ms": round(latencies[-1] * 1000, 2),
    }


async def main(port: int, count: int, database: str) -> None:
    clients = Clients()
    heard: dict[int, float] = {}
    listener = await asyncpg.connect(database)

    def hear(_connection: Any, _pid: int, _channel: str, payload: str) -> None:
        heard.setdefault(int(payload), time.monotonic())

    await listener.add_listener("bench", hear)
    await clients.open(port, count)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    loop = asyncio.get_running_loop()
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        word, _, rest = line.partition(" ")
        if word == "wait":
            told: Any = {"missing": await clients.wait(int(rest)), "lost": clients.lost, "faults": clients.faults}
        else:
            commits = {int(cursor): moment for cursor, moment in json.loads(rest).items()}
            pairs = zip(clients.cursors, clients.times, strict=True)
            ours = [moment - commits[cursor] for cursor, moment in pairs if cursor in commits]
            bare = [moment - commits[cursor] for cursor, moment in heard.items() if cursor in commits]
            told = {"deliveries": len(ours), **spread(ours), "bare": spread(bare)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    await listener.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
