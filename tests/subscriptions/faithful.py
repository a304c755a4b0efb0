"""
A client that follows a feed through anything: it drops its line, stops taking for a while, and comes back to its place.

What it saw must be every change after the one that it began with, each once and in order.
"""

from __future__ import annotations

import asyncio
import random
import re

import httpx

PATIENCE_S = 90.0
_FRAME = re.compile(rb"(?:^|\n)id: (\d+)\ndata: (.*)")
_PLACE = re.compile(rb"(?:^|\n)id: (\d+)")


class Faithful:
    """One client of *url*; `seen` are the cursors of its changes, `lines` how often it had to come back."""

    def __init__(self, url: str, after: int, chance: random.Random) -> None:
        self.seen: list[int] = []
        self.lines = 0
        self.first = after
        self._url = url
        self._last = after
        self._chance = chance

    @property
    def cursor(self) -> int:
        """Up to where it has everything."""
        return self._last

    async def follow(self, stopped: asyncio.Event) -> None:
        """Follow until *stopped*."""
        timeout = httpx.Timeout(10, read=30)
        async with httpx.AsyncClient(trust_env=False, timeout=timeout) as client:
            while not stopped.is_set():
                try:
                    await self._listen(client, stopped)
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)
                self.lines += 1

    async def _listen(self, client: httpx.AsyncClient, stopped: asyncio.Event) -> None:
        """Take one line until it ends, or until it is dropped."""
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(self._last)}
        patience = self._chance.choice((3, 30, 300, 3_000))
        async with client.stream("GET", self._url, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                await asyncio.sleep(0.1)
                return
            rest = b""
            async for chunk in response.aiter_raw():
                *frames, rest = (rest + chunk).split(b"\n\n")
                for frame in frames:
                    patience -= self._take(frame)
                if stopped.is_set() or patience <= 0:
                    return
                if self._chance.random() < 0.02:
                    await asyncio.sleep(self._chance.random())

    def _take(self, frame: bytes) -> int:
        place = _PLACE.search(frame)
        if place is not None:
            self._last = int(place[1])
        told = _FRAME.search(frame)
        if told is None:
            return 0
        self.seen.append(int(told[1]))
        return 1

    def wrong(self, head: int) -> str | None:
        """What is wrong with what it saw of a feed up to *head*; None if nothing is."""
        wanted = range(self.first + 1, head + 1)
        if self.seen == list(wanted):
            return None
        missing = sorted(set(wanted) - set(self.seen))[:5]
        doubled = sorted({cursor for cursor in self.seen if self.seen.count(cursor) > 1})[:5]
        return f"began after {self.first}, head {head}: missing {missing}, doubled {doubled}, or out of order"


async def all_there(clients: list[Faithful], head: int) -> None:
    """Wait until every one of them has everything up to *head*. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while any(client.cursor < head for client in clients):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
