"""
Following: one reader a process, one ring, and for every subscriber a cursor.

The reader appends what is new to the ring and wakes whoever waits. A subscriber takes what it wants from where it
stands: from the ring, or page by page from the database until the ring holds what comes next. Since both go by the
cursor, nothing is lost or doubled when it passes from one to the other.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import structlog

from service.domain.errors import Unavailable
from service.subscriptions.ring import Ring
from service.subscriptions.sources import Batch, Changes, Events, Source
from service.subscriptions.subscribing import Subscription

if TYPE_CHECKING:
    from asyncpg import Pool

    from service.eventstore.wakeup import Wakeup

POLL_S = 1.0
"""The slow poll that finds what no news announced."""
PAUSE_S = 0.5
"""Between two tries while the database is away."""
PRELOAD = 200
"""So many of the newest entries are in the ring from the start: who comes back after a restart is served from there."""
READ_BATCH = 500
READY_S = 5.0
"""So long a subscriber waits for the feed to be read for the first time."""
CLOSE_S = 1.0
"""So long a client has to take what is being sent to it when its stream is ended."""
LINGER_S = 60.0
"""So long the ring is kept up for nobody: who drops and comes back finds it there."""
PAGE = 100
"""Older entries are read so many at once."""
MAX_READERS = 2
"""So many pages are read at a time, whoever wants them."""
_KEPT_PAGES = 16
LOG = structlog.get_logger(__name__)


class Follower:
    """Follows *source* for all who subscribe here; it reads nothing where nobody has for a while."""

    def __init__(self, source: Source, wakeup: Wakeup, ring: Ring | None = None) -> None:
        self.source = source
        self.ring = Ring() if ring is None else ring
        self.subscriptions: set[Subscription] = set()
        self.closed = False
        self._wakeup = wakeup
        self._following: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._reading: set[asyncio.Task[Batch]] = set()
        self._ready = asyncio.Event()
        self._readers = asyncio.Semaphore(MAX_READERS)
        self._pages: OrderedDict[tuple[int, Any], asyncio.Task[Batch]] = OrderedDict()
        self._erased_at = 0

    async def subscribe(self, wanted: Any, after: int | None) -> Subscription:
        """
        A subscription to what is wanted after a cursor, or, without one, from now on; `end` it.

        Raises Unavailable where the feed cannot be read.
        """
        subscription = Subscription(self, wanted, 0 if after is None else after)
        self.subscriptions.add(subscription)  # before the wait, so that following does not end meanwhile
        self._start()
        try:
            async with asyncio.timeout(READY_S):
                await self._ready.wait()
        except BaseException as error:
            subscription.end()
            if isinstance(error, TimeoutError):
                raise Unavailable("The feed cannot be read just now; try again in a moment") from error
            raise
        if after is None:
            subscription.cursor = subscription.taken = self.ring.top
        return subscription

    def end_streams(self) -> None:
        """End every subscription, and take no more: their clients come back to who is there then."""
        self.closed = True
        self._ready.set()
        for subscription in tuple(self.subscriptions):
            subscription.end()
            asyncio.get_running_loop().call_later(CLOSE_S, subscription.abandon)

    async def close(self) -> None:
        """End every subscription and all that is under way."""
        self.end_streams()
        tasks = [task for task in (self._following, self._watching, *self._reading) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def older(self, after: int, wanted: Any) -> Batch:
        """A page of older entries; read once for all who stand and want alike."""
        key = (after, wanted)
        task = self._pages.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._pages[key] = asyncio.create_task(self._read(after, wanted))
            self._reading.add(task)
            task.add_done_callback(self._read_it)
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        # Another subscriber may wait for the same page: one that goes away does not take it along.
        return await asyncio.shield(task)

    async def _read(self, after: int, wanted: Any) -> Batch:
        async with self._readers:
            return await self.source.read(after, PAGE, wanted)

    def _read_it(self, task: asyncio.Task[Batch]) -> None:
        self._reading.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody may have

    def _start(self) -> None:
        if self._following is None and not self.closed:
            self._following = asyncio.create_task(self._follow(), name=f"following {self.source.name}")
            self._watching = asyncio.create_task(self._watch(), name=f"watching who follows {self.source.name}")

    async def _follow(self) -> None:
        """Keep the ring up with the feed; while it cannot be read, the ring stays as it is."""
        begun = False
        while True:
            heard = self._wakeup.heard
            try:
                if not begun:
                    self.ring.begin(max(0, await self.source.head() - PRELOAD))
                    begun = True
                more = await self._take()
            except Exception as error:  # noqa: BLE001 (whatever it is, subscribers wait for it to be mended)
                LOG.warning("the feed cannot be read, trying again", feed=self.source.name, error=repr(error))
                await asyncio.sleep(PAUSE_S)
                continue
            if not more:
                self._ready.set()
                await self._wakeup.wait(heard, POLL_S)

    async def _take(self) -> bool:
        """Bring what is new into the ring; whether there may be more."""
        batch = await self.source.read(self.ring.top, READ_BATCH, self.source.everything)
        if batch.erased_at != self._erased_at:
            self._erased_at = batch.erased_at
            self._pages.clear()
            self.ring.begin(self.ring.top)  # older frames may hold words that are gone
        if batch.sent:
            self.ring.extend([each.entry for each in batch.sent])
            for subscription in self.subscriptions:
                subscription.wake()
        return batch.reached < batch.head

    async def _watch(self) -> None:
        """Let the quiet have heartbeats, cut off who takes nothing, and end all of it when nobody is left."""
        loop = asyncio.get_running_loop()
        wanted_at = loop.time()
        while loop.time() - wanted_at < LINGER_S:
            await asyncio.sleep(POLL_S)
            for subscription in tuple(self.subscriptions):
                wanted_at = loop.time()
                subscription.look(wanted_at)
        assert self._following is not None
        self._following.cancel()
        self._following = None
        self._ready.clear()
        self._pages.clear()
        self.ring.begin(0)


class Following:
    """Both feeds of a process, as its subscribers follow them."""

    def __init__(self, pool: Pool, wakeup: Wakeup) -> None:
        self.changes = Follower(Changes(pool), wakeup)
        self.events = Follower(Events(pool), wakeup)

    def end_streams(self) -> None:
        """End every stream: the server is about to stop."""
        self.changes.end_streams()
        self.events.end_streams()

    async def close(self) -> None:
        """End every stream and all that is under way."""
        await self.changes.close()
        await self.events.close()
