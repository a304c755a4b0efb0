"""
A client of an event stream without a server between: the application is called as a server calls it.

What is sent is parsed as a browser parses it. `taking` can be cleared: then nothing is taken, and the server has to
wait (`blocked`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from litestar import Litestar

WAIT_S = 20.0


class Frame(NamedTuple):
    """What a browser makes of one frame: the data (None where it only moves the cursor), the type, and the last id."""

    data: Any
    type: str
    id: str


class Stream:
    """An open stream: `frames` as they come, `status` and `headers`, and `ended` once the server has ended it."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.raw = b""
        self.ended = asyncio.Event()
        self.taking = asyncio.Event()
        self.taking.set()
        self.gone = asyncio.Event()
        self.blocked = asyncio.Event()
        self.done = asyncio.Event()
        self._frames: asyncio.Queue[Frame] = asyncio.Queue()
        self._started = asyncio.Event()
        self._rest = b""
        self._id = ""

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self._started.set()
            return
        if not self.taking.is_set():
            self.blocked.set()
        await self.taking.wait()
        self._rest += message["body"]
        self.raw += message["body"]
        *whole, self._rest = self._rest.split(b"\n\n")
        for part in whole:
            self._parse(part)
        if not message.get("more_body"):
            self.ended.set()

    def _parse(self, part: bytes) -> None:
        fields = [line.partition(b": ")[::2] for line in part.split(b"\n") if not line.startswith(b":")]
        told = {name.decode(): value for name, value in fields}
        self._id = told["id"].decode() if "id" in told else self._id
        data = msgspec.json.decode(told["data"]) if "data" in told else None
        self._frames.put_nowait(Frame(data, told.get("event", b"message").decode(), self._id))

    async def begun(self) -> None:
        async with asyncio.timeout(WAIT_S):
            await self._started.wait()

    async def frame(self) -> Frame:
        async with asyncio.timeout(WAIT_S):
            return await self._frames.get()

    async def take(self, count: int) -> list[Frame]:
        """The next so many frames with data."""
        found: list[Frame] = []
        while len(found) < count:
            frame = await self.frame()
            if frame.data is not None:
                found.append(frame)
        return found

    def nothing(self) -> bool:
        """Whether nothing more has come."""
        return self._frames.empty()


@asynccontextmanager
async def listening(
    app: Litestar, path: str = "/v1/changes", headers: dict[str, str] | None = None, **params: Any
) -> AsyncIterator[Stream]:
    """A stream of *path*, until the block ends."""
    stream = Stream()
    asked = {name.rstrip("_"): value for name, value in params.items()}
    sent = {"accept": "text/event-stream", **(headers or {})}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "server": ("test", 80),
        "client": ("127.0.0.1", 40000), "query_string": urlencode(asked, doseq=True).encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()], "state": {},
    }  # fmt: skip
    task = asyncio.create_task(app(scope, stream.receive, stream.send))
    task.add_done_callback(lambda _: stream.done.set())
    try:
        await stream.begun()
        yield stream
    finally:
        stream.gone.set()
        stream.taking.set()
        await asyncio.wait({task}, timeout=WAIT_S)
        assert task.done()
        if not task.cancelled():
            task.result()
