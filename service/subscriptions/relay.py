"""
The relay: every change into a stream of NATS JetStream, once and in order, whatever is killed meanwhile.

Where to go on, the stream itself says: after its last change. The position that is kept here counts only while the
stream holds nothing (what it held has expired, or was purged).
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import asyncpg
import structlog

from service.domain.errors import Conflict, SetupError
from service.eventstore import ROLE, EventLog, checkpoints
from service.eventstore.away import AWAY
from service.subscriptions import jetstream
from service.subscriptions.jetstream import Overtaken, Stream, Target
from service.subscriptions.sources import Changes

if TYPE_CHECKING:
    from asyncpg import Pool

BATCH = 200
IDLE_S = 1.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 10.0
_TELL_EVERY_S, _TELL_QUIETLY_EVERY_S = 1.0, 60.0
"""How often it is told what was relayed: while much waits, and while nothing does."""
_SOURCE = "SELECT 'urn:uuid:' || log_id || '#changes' FROM log.head"
LOG = structlog.get_logger(__name__)


async def run(database_url: str, target: Target, stop: asyncio.Event, *, once: bool = False) -> None:
    """
    Relay until *stop* is set, or *once* until nothing is left; a server or a database that goes away is waited for.

    Raises SetupError for a stream that is not this record's.
    """
    async with (
        asyncpg.create_pool(
            database_url, min_size=0, max_size=4, command_timeout=60, server_settings={"role": ROLE}
        ) as pool,
        EventLog(pool) as log,
    ):
        pause = _FIRST_PAUSE_S
        while not stop.is_set():
            try:
                async with jetstream.connected(target) as stream:
                    relay = Relay(pool, stream, target.stream)
                    await relay.align()
                    pause = _FIRST_PAUSE_S
                    await _follow(relay, log, stop, once=once)
                    return
            except (Overtaken, Conflict):
                LOG.info("another relay is at work too, looking again at what the stream holds")
            except (*jetstream.AWAY, *AWAY) as error:
                LOG.warning("NATS or the database does not answer, trying again", error=repr(error), pause_s=pause)
            await _pause(stop, pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads what comes back
            pause = min(pause * 2, _LONGEST_PAUSE_S)


async def _follow(relay: Relay, log: EventLog, stop: asyncio.Event, *, once: bool) -> None:
    """Relay batch after batch, and wait for news where there is none."""
    loop = asyncio.get_running_loop()
    told_at = loop.time() - _TELL_QUIETLY_EVERY_S
    while not stop.is_set():
        heard = log.wakeup.heard
        sent = await relay.step()
        behind = relay.head - relay.cursor
        if sent and loop.time() >= told_at + (_TELL_EVERY_S if behind else _TELL_QUIETLY_EVERY_S):
            LOG.info("relayed", cursor=relay.cursor, behind=behind)
            told_at = loop.time()
        if behind <= 0:
            if once:
                LOG.info("relayed all there is", cursor=relay.cursor)
                return
            await log.wakeup.wait(heard, IDLE_S)


class Relay:
    """One connection's way through the feed: `cursor` is the last change that the stream has, `head` the feed's."""

    def __init__(self, pool: Pool, stream: Stream, name: str) -> None:
        self._pool = pool
        self._changes = Changes(pool)
        self._stream = stream
        self._name = name
        self._kept = 0
        self.cursor = 0
        self.head = 0

    async def align(self) -> None:
        """Find where to go on. Raises SetupError for a stream that is not this record's, or further than it."""
        await self._stream.look(await self._pool.fetchval(_SOURCE))
        async with self._pool.acquire() as connection:
            self._kept = await checkpoints.read(connection, f"relay:{self._name}")
        self.head = await self._changes.head()
        if self._stream.cursor is not None:
            self.cursor = self._stream.cursor
        else:
            self.cursor = self._kept if self._stream.sequence else 0
        if self.cursor > self.head:
            raise SetupError(
                f"The stream {self._name} holds the change {self.cursor}, and the record ends with {self.head}: it was "
                "put back to an earlier state. Name a new stream with VERBALE_NATS_STREAM.",
                field="VERBALE_NATS_STREAM",
            )
        if self.cursor < self._kept:
            LOG.warning("the stream has lost changes, they are sent again", stream=self._name, after=self.cursor)
        await self._keep()
        LOG.info("relaying", stream=self._name, after=self.cursor, behind=self.head - self.cursor)

    async def step(self) -> int:
        """Send one batch; how many changes the stream has taken."""
        batch = await self._changes.read(self.cursor, BATCH)
        self.head = batch.head
        if not batch.sent:
            self.cursor = batch.reached
            return 0
        taken = await self._stream.publish(batch.sent)
        self.cursor = batch.sent[taken - 1].cursor
        await self._keep()
        return taken

    async def _keep(self) -> None:
        """Keep where the stream stands. Raises Conflict where another relay has done so meanwhile."""
        if self.cursor == self._kept:
            return
        async with self._pool.acquire() as connection, connection.transaction():
            await checkpoints.advance(connection, f"relay:{self._name}", self._kept, self.cursor)
        self._kept = self.cursor


async def _pause(stop: asyncio.Event, pause_s: float) -> None:
    try:
        async with asyncio.timeout(pause_s):
            await stop.wait()
    except TimeoutError:
        return
