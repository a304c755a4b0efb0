"""
A subscription: a cursor in a feed, and what its client wants of it.

It holds no entries: what its client has not taken yet stays in the ring, or in the database. Who takes nothing for
long, or falls too far behind, is cut off with a reason, and can come back to where it was.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from service.eventstore.away import AWAY
from service.subscriptions import frames

if TYPE_CHECKING:
    from service.subscriptions.following import Follower

HEARTBEAT_S = 15.0
"""A stream is never silent for much longer."""
STALL_S = 30.0
"""A client that takes nothing for so long is cut off."""
MAX_BEHIND = 10_000
"""A client that once was up to date and falls so many entries behind is cut off."""
RETRY_S = 0.5
STALLED = "stalled"
TOO_SLOW = "too-slow"
CLOSING = "server-closing"


class Subscription:
    """
    One subscriber of *follower*; one task at a time calls `next`.

    `cursor` is up to where it was given everything, `taken` up to where its client took it, as far as is known.
    """

    def __init__(self, follower: Follower, wanted: Any, after: int) -> None:
        self.cursor = after
        self.taken = after
        self.reason: str | None = None
        self._follower = follower
        self._wanted = wanted
        self._index: int | None = None
        self._told = after
        self._waiter: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._sending_since: float | None = None
        self._task: asyncio.Task[Any] | None = None

    async def next(self) -> bytes:
        """The next frames to send, as soon as there are any, or a heartbeat; empty once the subscription has ended."""
        while not (self.reason or self._follower.closed):
            found = b""
            if self.cursor < self._follower.ring.top:
                found = self._from_ring() if self._in_ring() else await self._from_database()
            if not found and self.cursor >= self._follower.ring.top:
                found = self._heartbeat()
                if not found:
                    await self._news()
            if found:
                return found
        self.reason = self.reason or CLOSING
        return b""

    def sending(self, task: asyncio.Task[Any] | None) -> None:
        """Note that *task* is sending what `next` gave, or, with None, that the client took it."""
        if task is None:
            self.taken = self.cursor
        self._task = task
        self._heard_at = self._loop.time()
        self._sending_since = None if task is None else self._heard_at

    def wake(self) -> None:
        """There may be something new."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def look(self, now: float) -> None:
        """Wake it for its heartbeat; cut it off if its client has taken nothing for too long."""
        if self._sending_since is not None and now - self._sending_since > STALL_S and self.reason is None:
            self.reason = STALLED
            self.abandon()
        elif now - self._heard_at > HEARTBEAT_S:
            self.wake()

    def abandon(self) -> None:
        """Give up what is being sent, if anything is."""
        if self._task is not None:
            self._task.cancel()

    def end(self) -> None:
        """Give nothing more, and be forgotten."""
        self.reason = self.reason or CLOSING
        self._follower.subscriptions.discard(self)
        self.wake()

    def _in_ring(self) -> bool:
        """Whether what comes next is in the ring, or will be."""
        ring = self._follower.ring
        if self._index is not None and not ring.holds(self._index):
            if ring.top - self.cursor > MAX_BEHIND:
                self.reason = TOO_SLOW
            self._index = None
        if self._index is None:
            self._index = ring.index_after(self.cursor)
        return self._index is not None

    def _from_ring(self) -> bytes:
        assert self._index is not None
        chunk = self._follower.ring.chunk(self._index, self._wanted)
        self._index, self.cursor = chunk.following, chunk.cursor
        if chunk.frames:
            self._told = self.cursor
        return chunk.frames

    async def _from_database(self) -> bytes:
        if self.reason:
            return b""
        try:
            batch = await self._follower.older(self.cursor, self._wanted)
        except AWAY:
            await asyncio.sleep(RETRY_S)
            return b""
        self.cursor = batch.reached
        if batch.sent:
            self._told = batch.sent[-1].cursor
        return b"".join([each.entry.frame for each in batch.sent]) or self._heartbeat()

    def _heartbeat(self) -> bytes:
        """A sign of life, if it is time for one, with the cursor where that has moved without anything to tell."""
        if self._loop.time() - self._heard_at <= HEARTBEAT_S:
            return b""
        if self.cursor == self._told:
            return frames.HEARTBEAT
        self._told = self.cursor
        return frames.place(self.cursor)

    async def _news(self) -> None:
        self._waiter = self._loop.create_future()
        await self._waiter
