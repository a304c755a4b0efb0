"""
Delivering: one subscription's changes, one after the other, for as long as they are taken.

The next change goes out when the one before is taken or given up, and not before. No connection to the database is
held while a target is waited for.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from service import clock
from service.subscriptions.webhooks import leasing, messages, schedule
from service.subscriptions.webhooks.leasing import Leased, Sent
from service.subscriptions.webhooks.messages import Reader, Told
from service.subscriptions.webhooks.registering import missing
from service.subscriptions.webhooks.sending import Attempt, Caller, Line, Lines
from service.subscriptions.webhooks.targets import read_target

if TYPE_CHECKING:
    from asyncpg import Pool


class Delivery:
    """What *worker* does with the subscriptions that are leased to it; *chance* draws from 0 to 1."""

    def __init__(self, pool: Pool, caller: Caller, worker: str, chance: Callable[[], float] = random.random) -> None:
        self._pool = pool
        self._reader = Reader(pool)
        self._lines = Lines(caller)
        self._worker = worker
        self._chance = chance

    async def deliver(self, leased: Leased, enough: Callable[[], bool]) -> None:
        """
        Send what is due until nothing is left, a change has to wait, the lease is lost, or *enough* says so.

        Raises what the database raises; the lease then runs out by itself.
        """
        current: Leased | None = leased
        async with self._lines.to(leased.id, read_target(leased.target), leased.timeout_s) as line:
            while current is not None and current.waiting and not enough():
                due = await self._reader.due(current)
                for change in due.changes:
                    current = await self._send(line, current, change, replayed=due.replayed)
                    if current is None or not current.waiting or enough():
                        return
                reach = leasing.replayed_to if due.replayed else leasing.caught_up
                await reach(self._pool, self._worker, leased.id, due.reached)
                current = await leasing.renew(self._pool, self._worker, leased.id)

    async def close(self) -> None:
        """Close the lines that are kept."""
        await self._lines.close()

    async def _send(self, line: Line, leased: Leased, change: Told, *, replayed: bool) -> Leased | None:
        """One attempt, written down; None where nothing may follow it now."""
        if not leased.fresh:
            renewed = await leasing.renew(self._pool, self._worker, leased.id)
            if renewed is None:
                return None
            leased = renewed
        number = leased.attempt + 1 if leased.at_hand == change.cursor else 1
        attempt = await line.send(change.message, leased.secrets)
        sent = Sent("replay" if replayed else "change", change.cursor, change.message, number)
        written = (self._pool, self._worker, leased.id, sent, attempt)
        if attempt.gone:
            await leasing.end(*written)
            return None
        if not attempt.delivered:
            pause_s = self._pause_s(leased, sent, attempt)
            if pause_s is not None:
                await leasing.retry(*written, pause_s)
                return None
        return await leasing.settle(*written)

    def _pause_s(self, leased: Leased, sent: Sent, attempt: Attempt) -> float | None:
        """Seconds until this change is tried again, None where patience has ended."""
        first = leased.first_attempt_at if sent.attempt > 1 else None
        waited_s = 0.0 if first is None else (attempt.sent_at - first).total_seconds()
        return schedule.next_pause_s(sent.attempt, self._chance(), attempt.asked_s, leased.patience_s - waited_s)


async def send_test(pool: Pool, caller: Caller, subscription: str) -> tuple[str, Attempt]:
    """
    Send a test beside all that is due, and note it: its id and what became of it. Nothing else changes.

    Raises NotFound.
    """
    found = await leasing.look_up(pool, subscription)
    if found is None:
        raise missing(subscription)
    message = messages.test_message(subscription, clock.now())
    async with caller.line(read_target(found.target), found.timeout_s) as line:
        attempt = await line.send(message, found.secrets)
    await leasing.tested(pool, subscription, message, attempt)
    return message.id, attempt
