"""
A wire between us and Postgres that breaks where it is told to.

It listens on a Unix socket of its own and hands on whole messages of the protocol, so that a statement can be cut off
at any byte: of the request, or of the answer once the server has committed and says that it is ready for the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self
from urllib.parse import parse_qs, quote, urlsplit

SOCKET = ".s.PGSQL.5432"
_CHUNK = 1 << 16
_PARSE, _BIND, _SYNC, _READY = b"P", b"B", b"S", b"Z"
_APPEND = b"log.append"


class Cut(NamedTuple):
    """Where the next append is cut off: after `share` (0 to below 1) of the bytes of its request or its answer."""

    of: Literal["request", "answer"]
    share: float


class Wire:
    """Connect to `url` instead of *url*; *folder* takes the socket."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        self._server = Path(parse_qs(parts.query)["host"][0]) / SOCKET
        self._socket = folder / SOCKET
        self.url = f"{url.partition('?')[0]}?host={quote(str(folder), safe='')}&port=5432"
        self.armed: Cut | None = None
        self.struck = asyncio.Event()
        self._lines: set[_Line] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_unix_server(self._accept, self._socket)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._listener is not None
        self._listener.close()
        self.hang_up()
        await asyncio.gather(*self._carrying)

    def arm(self, cut: Cut) -> None:
        """The next append is cut; `struck` tells when."""
        self.struck.clear()
        self.armed = cut

    def hang_up(self) -> None:
        """Cut every connection on both sides; what the server has been sent stays in its socket."""
        for line in self._lines:
            line.cut()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server = await asyncio.open_unix_connection(str(self._server))
        except OSError:
            writer.transport.abort()
            return
        line = _Line(self, (reader, writer), server)
        self._lines.add(line)
        try:
            await line.carry()
        finally:
            line.cut()
            self._lines.discard(line)


class _Line:
    """One connection; a cut that is due waits for the end of the request, or of the answer."""

    def __init__(
        self,
        wire: Wire,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._wire = wire
        self._client = client
        self._server = server
        self._due: Cut | None = None
        self._appends: set[bytes] = set()  # the names of the prepared statements that append

    async def carry(self) -> None:
        ways = [asyncio.create_task(way) for way in (self._requests(), self._answers())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def cut(self) -> None:
        for _, writer in (self._client, self._server):
            writer.transport.abort()

    async def _requests(self) -> None:
        reader, writer = self._client[0], self._server[1]
        length = await reader.readexactly(4)  # the first message has a length and no type
        writer.write(length + await reader.readexactly(int.from_bytes(length) - 4))
        buffer, held = bytearray(), b""
        while data := await reader.read(_CHUNK):
            buffer += data
            for message in messages(buffer):
                if self._appending(message) and self._wire.armed is not None:
                    self._due, self._wire.armed = self._wire.armed, None
                if self._due is not None and self._due.of == "request":
                    held += message
                    if message[:1] == _SYNC:
                        await self._strike(writer, held)
                        return
                else:
                    writer.write(message)
            await writer.drain()

    def _appending(self, message: bytes) -> bool:
        """Whether *message* begins an append; statements are known by the text that they were prepared from."""
        if message[:1] == _PARSE and _APPEND in message:
            self._appends.add(message[5:].split(b"\0")[0])
        return message[:1] == _BIND and message[5:].split(b"\0", 2)[1] in self._appends

    async def _answers(self) -> None:
        reader, writer = self._server[0], self._client[1]
        buffer, held = bytearray(), b""
        while data := await reader.read(_CHUNK):
            buffer += data
            for message in messages(buffer):
                if self._due is not None:
                    held += message
                    if message[:1] == _READY:
                        await self._strike(writer, held)
                        return
                else:
                    writer.write(message)
            await writer.drain()

    async def _strike(self, writer: asyncio.StreamWriter, held: bytes) -> None:
        assert self._due is not None
        writer.write(held[: int(len(held) * self._due.share)])
        await writer.drain()
        self._wire.struck.set()


def messages(buffer: bytearray) -> Iterator[bytes]:
    """The whole messages at the start of *buffer*, which are taken out of it."""
    while len(buffer) >= 5 and len(buffer) > (length := int.from_bytes(buffer[1:5])):
        yield bytes(buffer[: length + 1])
        del buffer[: length + 1]
