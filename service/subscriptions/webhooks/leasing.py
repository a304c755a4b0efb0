"""
Leasing: which worker delivers for which subscription, and what it writes down after each attempt.

A lease outlasts one attempt by little and is renewed with each; a worker that dies loses it soon, and the next one
begins with the very change that was at hand. Whoever has lost a lease writes nothing more under it, and who was held up
asks for it again before the next attempt.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from service.subscriptions.filters import Filter
from service.subscriptions.webhooks import statements
from service.subscriptions.webhooks.sending import Attempt, Message

if TYPE_CHECKING:
    from asyncpg import Pool, Record

MARGIN_S = 5.0
"""A lease lasts for one attempt and so much longer."""
KEPT_ATTEMPTS = 500
"""So many attempts of each subscription stay in the log of attempts."""


class Leased(NamedTuple):
    """A subscription as the worker that holds its lease sees it."""

    id: str
    target: str
    host: str
    wanted: Filter
    timeout_s: float
    patience_s: int
    cursor: int
    matched: int
    replay_cursor: int | None
    replay_last: int | None
    replay_only_dead: bool
    at_hand: int | None
    at_hand_replayed: bool
    attempt: int
    first_attempt_at: datetime | None
    secrets: list[str]
    leased_at: float

    @property
    def waiting(self) -> bool:
        """Whether there may be something for it."""
        return self.matched > self.cursor or self.replay_last is not None

    @property
    def fresh(self) -> bool:
        """Whether the lease, by this process's own clock, still lasts for a whole attempt."""
        return time.monotonic() - self.leased_at < MARGIN_S / 2


class Sent(NamedTuple):
    """What was tried: `cursor` is None for a test, `attempt` counts the attempts of one change (1, 2, …)."""

    kind: Literal["change", "replay", "test"]
    cursor: int | None
    message: Message
    attempt: int


async def claim(pool: Pool, worker: str, limit: int, crowded: Sequence[str] = ()) -> list[Leased]:
    """At most *limit* subscriptions with something due, leased to *worker*; none whose host is *crowded*."""
    asked = time.monotonic()
    rows = await pool.fetch(statements.CLAIM, worker, MARGIN_S, limit, list(crowded))
    return [_leased(row, asked) for row in rows]


async def renew(pool: Pool, worker: str, subscription: str) -> Leased | None:
    """The subscription as it is now, leased anew; None where it is paused, deleted, or another worker's."""
    asked = time.monotonic()
    row = await pool.fetchrow(statements.RENEW, subscription, worker, MARGIN_S)
    return None if row is None else _leased(row, asked)


async def look_up(pool: Pool, subscription: str) -> Leased | None:
    """The subscription without a lease, whatever its state; None where there is none."""
    row = await pool.fetchrow(statements.LOOK_UP, subscription)
    return None if row is None else _leased(row, time.monotonic())


async def release(pool: Pool, worker: str, subscription: str) -> bool:
    """Let other workers have it; whether there is something for them to do at once."""
    return bool(await pool.fetchval(statements.RELEASE, subscription, worker))


async def caught_up(pool: Pool, worker: str, subscription: str, reached: int) -> None:
    """Nothing up to the cursor *reached* is for it any more."""
    await pool.execute(statements.CAUGHT_UP, subscription, worker, reached)


async def replayed_to(pool: Pool, worker: str, subscription: str, reached: int) -> None:
    """Nothing of its replay up to the cursor *reached* is left; all of it, where that is the last one."""
    await pool.execute(statements.REPLAYED, subscription, worker, reached)


async def settle(pool: Pool, worker: str, subscription: str, sent: Sent, attempt: Attempt) -> Leased | None:
    """
    A change was taken, or is given up: then it is a dead letter. Either way the next one follows.

    The subscription as `renew` has it.
    """
    outcome = "delivered" if attempt.delivered else "dead"
    asked = time.monotonic()
    row = await pool.fetchrow(statements.SETTLE, subscription, worker, *_told(sent, attempt, outcome), MARGIN_S)
    return _leased(row, asked) if row is not None and row["state"] == "active" else None


async def retry(pool: Pool, worker: str, subscription: str, sent: Sent, attempt: Attempt, pause_s: float) -> None:
    """The same change is tried again after *pause_s* seconds, and nothing else before it."""
    await pool.execute(statements.RETRY, subscription, worker, *_told(sent, attempt, "retried"), pause_s)


async def end(pool: Pool, worker: str, subscription: str, sent: Sent, attempt: Attempt) -> None:
    """The target wants no more; nothing is lost, and `resume` would begin with this change."""
    await pool.execute(statements.END, subscription, worker, *_told(sent, attempt, "ended"))


async def tested(pool: Pool, subscription: str, message: Message, attempt: Attempt) -> None:
    """Note an attempt to send a test, which changes nothing else."""
    outcome = "delivered" if attempt.delivered else "failed"
    await pool.execute(statements.TESTED, subscription, None, *_told(Sent("test", None, message, 1), attempt, outcome))


def _told(sent: Sent, attempt: Attempt, outcome: str) -> tuple[Any, ...]:
    about = (attempt.sent_at, sent.kind, sent.cursor, sent.message.id, sent.attempt)
    return (*about, round(attempt.latency_ms, 1), attempt.status, attempt.error, outcome, KEPT_ATTEMPTS)


def _leased(row: Record, asked: float) -> Leased:
    values = {name: row[name] for name in row.keys() if name not in {"attempts", "state"}}  # noqa: SIM118 - a Record
    values["wanted"] = msgspec.json.decode(values.pop("filter"), type=Filter)
    values["secrets"] = values["secrets"] or []
    return Leased(**values, leased_at=asked)
