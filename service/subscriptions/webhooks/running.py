"""
Running: the loop that looks for news, leases what is due, and delivers for many subscriptions at a time.

Any number of workers share the work. One slow target holds one place of `PLACES`, and all subscriptions of one host
a bounded part of them, so that no target holds up another.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import asyncpg
import structlog

from service.eventstore import ROLE
from service.eventstore.away import AWAY
from service.eventstore.wakeup import Wakeup
from service.subscriptions.webhooks import leasing, matching
from service.subscriptions.webhooks.delivering import Delivery
from service.subscriptions.webhooks.leasing import Leased
from service.subscriptions.webhooks.sending import Caller

if TYPE_CHECKING:
    from asyncpg import Pool

PLACES = 256
"""So many subscriptions are delivered for at a time, by one worker."""
PLACES_OF_A_HOST = 32
POLL_S = 1.0
"""How soon a retry that is due, or a change that no news told of, is found."""
RETRY_S = 1.0
GRACE_S = 5.0
"""What is on its way when the worker is stopped gets so long to arrive."""
_CLAIM = 16
_AWAY = (*AWAY, asyncpg.PostgresError)
LOG = structlog.get_logger(__name__)


async def run(database_url: str, stop: asyncio.Event, caller: Caller) -> None:
    """Deliver until *stop* is set; a database that goes away is waited for."""
    settings = {"role": ROLE, "jit": "off", "application_name": "verbale webhooks"}
    async with asyncpg.create_pool(
        database_url, min_size=0, max_size=6, command_timeout=60, server_settings=settings, reset=_nothing_to_reset
    ) as pool:
        wakeup = Wakeup(pool)
        try:
            await Worker(pool, caller, wakeup).run(stop)
        finally:
            await wakeup.close()


async def run_beside(database_url: str, stop: asyncio.Event, caller: Caller) -> None:
    """As `run`, on an event loop of its own in a thread: what keeps this one busy holds up no delivery."""
    here = asyncio.get_running_loop()
    begun: asyncio.Future[Callable[[], object]] = here.create_future()

    async def live() -> None:
        there, ended = asyncio.get_running_loop(), asyncio.Event()
        here.call_soon_threadsafe(begun.set_result, lambda: there.call_soon_threadsafe(ended.set))
        await run(database_url, ended, caller)

    working = asyncio.create_task(asyncio.to_thread(lambda: asyncio.run(live())))
    asked = asyncio.create_task(stop.wait())
    try:
        for other in (begun, asked):
            either: set[asyncio.Future[Any]] = {working, other}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        asked.cancel()
        if begun.done() and not working.done():
            begun.result()()
        await asyncio.shield(working)


async def _nothing_to_reset(connection: Any) -> None:
    """No statement here leaves anything behind in its connection."""


class Worker:
    """One worker: `run` leases and delivers until it is told to stop."""

    def __init__(self, pool: Pool, caller: Caller, wakeup: Wakeup) -> None:
        self._pool = pool
        self._wakeup = wakeup
        self._name = secrets.token_hex(8)
        self._matcher = matching.Matcher(pool)
        self._delivery = Delivery(pool, caller, self._name)
        self.at_work: dict[asyncio.Task[None], str] = {}
        self._stirred = asyncio.Event()
        self._stopping = False
        self._crowded = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until *stop* is set, then let what is on its way arrive."""
        try:
            while not stop.is_set():
                heard = self._wakeup.heard
                self._stirred.clear()
                try:
                    await self._step()
                except _AWAY as error:
                    LOG.warning("the database does not answer, trying again", task="webhooks", error=repr(error))
                    await asyncio.sleep(RETRY_S)
                await self._wait(heard, stop)
        finally:
            await asyncio.shield(self._finish())

    async def _step(self) -> None:
        """Look for news, and begin to deliver all that is due and has a place."""
        while await self._matcher.look() == matching.BATCH:
            pass
        while (free := PLACES - len(self.at_work)) > 0:
            hosts = Counter(self.at_work.values())
            crowded = [host for host, places in hosts.items() if places >= PLACES_OF_A_HOST]
            found = await leasing.claim(self._pool, self._name, min(free, _CLAIM), crowded)
            for leased in found:
                task = asyncio.create_task(self._deliver(leased), name=f"webhook {leased.id}")
                self.at_work[task] = leased.host
                task.add_done_callback(self._leave)
            if len(found) < _CLAIM:
                break
        self._crowded = len(self.at_work) >= PLACES

    async def _deliver(self, leased: Leased) -> None:
        try:
            await self._delivery.deliver(leased, lambda: self._stopping or self._crowded)
        except _AWAY as error:
            # What was sent may not be written down: the lease runs out, and it is sent again.
            LOG.warning("a delivery is not written down, it is sent again", subscription=leased.id, error=repr(error))
        except Exception:  # one subscription's fault is none of the others'
            LOG.exception("a delivery failed inside, it is tried again", subscription=leased.id, host=leased.host)
        else:
            with contextlib.suppress(*_AWAY):
                if await leasing.release(self._pool, self._name, leased.id):
                    self._stirred.set()

    def _leave(self, task: asyncio.Task[None]) -> None:
        del self.at_work[task]
        if self._crowded:
            self._stirred.set()

    async def _wait(self, heard: int, stop: asyncio.Event) -> None:
        """Until there are news, a place is free that was missing, or it is time to look."""
        waiting = {
            asyncio.create_task(self._wakeup.wait(heard, POLL_S)),
            asyncio.create_task(self._stirred.wait()),
            asyncio.create_task(stop.wait()),
        }
        try:
            await asyncio.wait(waiting, timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _finish(self) -> None:
        self._stopping = True
        if self.at_work:
            _, late = await asyncio.wait(set(self.at_work), timeout=GRACE_S)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=GRACE_S)
        await self._delivery.close()
