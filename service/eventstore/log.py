"""
The event log: append, read, verify, wait.

Positions are 1, 2, 3, … without gaps, and position order is commit order: a reader that goes on from the last position
it saw never misses an event.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from service.domain.errors import NotFound
from service.eventstore import reading, verify
from service.eventstore.appender import Appender
from service.eventstore.groups import prepare
from service.eventstore.records import Appended, NewEvent, RecordedEvent
from service.eventstore.wakeup import Wakeup

if TYPE_CHECKING:
    from asyncpg import Pool

POLL_S = 1.0
"""The slow poll that finds what no wake-up announced."""
_HEAD = "SELECT position FROM log.events ORDER BY position DESC LIMIT 1"
_STREAM_VERSION = "SELECT stream_version FROM log.events WHERE stream = $1 ORDER BY stream_version DESC LIMIT 1"
_TEXT = "SELECT text FROM log.texts WHERE sha256 = $1"
_AT = "SELECT position FROM log.events WHERE recorded_at <= $1 ORDER BY position DESC LIMIT 1"


class EventLog:
    """
    The log in the database that *pool* (asyncpg) reaches; belongs to the running event loop.

    Use it as an async context manager, or call `close` before the pool is closed: appends that wait are written
    first. It holds one connection of the pool while it appends, and one for its `wakeup`, which tells of what is
    recorded and hears of what other processes record.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._appender = Appender(pool, self._reached)
        self._head = 0
        self.wakeup = Wakeup(pool)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Write what waits, then stop."""
        await self._appender.close()
        await self.wakeup.close()

    async def append(
        self,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> Appended:
        """
        Record *events* together or not at all; returns once they are durable.

        *expected_version* is the number of events that the first event's stream must hold (0: none yet). *texts* are
        article texts by their SHA-256 in hex, stored beside the log with the events. Events whose ids are held with
        the same content are not recorded again: the answer tells where they stand.

        Raises VersionConflict (facts `stream`, `expected`, `actual`), DuplicateEvent (an id is held with another
        content; facts `event_id`, `position`), InvalidInput, TooLarge, Unavailable (trying again is safe if you gave
        the event ids). Cancelling the caller leaves its neighbours alone; the events may be recorded or not.
        """
        return await self._appender.append(await prepare(events, expected_version, texts or {}))

    async def read(
        self,
        after: int = 0,
        limit: int | None = None,
        *,
        types: Sequence[str] | None = None,
        stream: str | None = None,
        backward: bool = False,
    ) -> AsyncIterator[RecordedEvent]:
        """
        Events beyond position *after*, in order, up to the head as it is met; memory is bounded by a page, about 4 MB.

        With *backward*, from the event before *after* down; 0 stands for the head then. Raises IntegrityError for an
        event whose bytes cannot be read.
        """
        start = reading.END if backward and after == 0 else after
        if stream is None:
            found = reading.pages(self._pool, start, limit, types, backward=backward)
        else:
            found = reading.stream_pages(self._pool, stream, start, limit, types, backward=backward)
        async for page in found:
            for event in page:
                yield event

    async def head(self) -> int:
        """The highest position that is recorded, 0 for an empty log."""
        return await self._pool.fetchval(_HEAD) or 0

    async def position_at(self, moment: datetime) -> int:
        """The highest position that was recorded by *moment*, 0 before the first."""
        return await self._pool.fetchval(_AT, moment) or 0

    async def stream_version(self, stream: str) -> int:
        """How many events *stream* holds."""
        return await self._pool.fetchval(_STREAM_VERSION, stream) or 0

    async def text(self, sha256: str) -> str | None:
        """The text with this SHA-256 (hex), None once it is erased. Raises NotFound for one never held."""
        row = await self._pool.fetchrow(_TEXT, bytes.fromhex(sha256))
        if row is None:
            raise NotFound(f"No text with SHA-256 {sha256} was recorded here.", sha256=sha256)
        text: str | None = row["text"]
        return text

    async def verify(self, after: int = 0) -> int:
        """
        Check the hashes of every event beyond *after*, and their texts; returns the head.

        Raises IntegrityError with the first wrong `position`.
        """
        return await verify.verify(self._pool, after)

    async def wait(self, after: int, timeout_s: float) -> bool:
        """Whether the head is beyond *after*, waiting up to *timeout_s* seconds for that, whoever records it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        while self._head <= after:
            heard = self.wakeup.heard
            self._head = max(self._head, await self.head())
            rest = deadline - loop.time()
            if self._head > after or rest <= 0:
                break
            await self.wakeup.wait(heard, min(rest, POLL_S))
        return self._head > after

    async def follow(self, after: int = 0, *, types: Sequence[str] | None = None) -> AsyncIterator[RecordedEvent]:
        """Events beyond *after* for ever, each as soon as it is recorded; close the iterator to stop."""
        while True:
            seen = await self.head()
            async for event in self.read(after, types=types):
                yield event
                after = event.position
            after = max(after, seen)
            await self.wait(after, timeout_s=60.0)

    def _reached(self, position: int) -> None:
        """Events up to *position* are recorded here: wake whoever waits."""
        self._head = max(self._head, position)
        self.wakeup.tell()
