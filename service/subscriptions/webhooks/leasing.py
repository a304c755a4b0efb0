"""
Leasing: which worker delivers for which subscription, and what it writes down after each attempt.

A lease outlasts one attempt by little and is renewed with each; a worker that dies loses it soon, and the next one
begins with the very change that was at hand. Whoever has lost a lease writes nothing more under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.subscriptions.filters import Filter
from service.subscriptions.webhooks.sending import Attempt, Message

if TYPE_CHECKING:
    from asyncpg import Connection, Pool, Record

MARGIN_S = 5.0
"""A lease lasts for one attempt and so much longer."""
KEPT_ATTEMPTS = 500
"""So many attempts of each subscription stay in the log of attempts."""

_COLUMNS = """
s.id, s.target, s.host, s.filter, s.timeout_s, s.patience_s, s.cursor, s.matched, s.replay_cursor, s.replay_last,
s.replay_only_dead, s.at_hand, s.at_hand_replayed, s.attempt, s.first_attempt_at,
(SELECT array_agg(k.secret ORDER BY k.number DESC) FROM subscription_secrets k
 WHERE k.subscription = s.id AND (k.signs_until IS NULL OR k.signs_until > now())) AS secrets
"""
_CLAIM = f"""
UPDATE subscriptions s SET lease = $1, leased_until = now() + make_interval(secs => s.timeout_s + $2)
FROM (
  SELECT id FROM subscriptions
  WHERE state = 'active' AND (matched > cursor OR replay_last IS NOT NULL) AND due_at <= now()
    AND (leased_until IS NULL OR leased_until <= now()) AND host <> ALL ($4::text[])
  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
) due WHERE s.id = due.id RETURNING {_COLUMNS}
"""  # noqa: S608 - our own columns
_RENEW = f"""
UPDATE subscriptions s SET leased_until = now() + make_interval(secs => s.timeout_s + $3)
WHERE s.id = $1 AND s.lease = $2 AND s.state = 'active' RETURNING {_COLUMNS}
"""  # noqa: S608 - our own columns
_RELEASE = """
UPDATE subscriptions SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2
RETURNING state = 'active' AND (matched > cursor OR replay_last IS NOT NULL) AND due_at <= now()
"""
_CAUGHT_UP = """
UPDATE subscriptions SET cursor = greatest(cursor, $3), due_at = now(), progressed_at = now()
WHERE id = $1 AND lease = $2
"""
_REPLAYED = """
UPDATE subscriptions SET replay_cursor = NULLIF($3, replay_last), replay_last = NULLIF(replay_last, $3), due_at = now()
WHERE id = $1 AND lease = $2 AND replay_last IS NOT NULL
"""
_SETTLE = f"""
UPDATE subscriptions s SET leased_until = now() + make_interval(secs => s.timeout_s + $7),
  at_hand = NULL, attempt = 0, first_attempt_at = NULL, due_at = now(), progressed_at = now(),
  cursor = CASE WHEN $4 THEN cursor ELSE greatest(cursor, $3) END,
  replay_cursor = CASE WHEN $4 AND replay_last > $3 THEN $3 WHEN $4 THEN NULL ELSE replay_cursor END,
  replay_last = CASE WHEN $4 AND replay_last <= $3 THEN NULL ELSE replay_last END,
  attempts = attempts + 1, delivered = delivered + CASE WHEN $5::text IS NULL THEN 1 ELSE 0 END,
  attempted_at = $6, last_error = $5
WHERE id = $1 AND lease = $2 RETURNING attempts, state, {_COLUMNS}
"""  # noqa: S608 - our own columns
_RETRY = """
UPDATE subscriptions SET at_hand = $3, at_hand_replayed = $4, attempt = attempt + 1, last_error = $5,
  first_attempt_at = coalesce(first_attempt_at, $6), due_at = now() + make_interval(secs => $7),
  attempts = attempts + 1, attempted_at = $6
WHERE id = $1 AND lease = $2 RETURNING attempts
"""
_END = """
UPDATE subscriptions SET state = 'ended', reason = $3, at_hand = NULL, attempt = 0, first_attempt_at = NULL,
  attempts = attempts + 1, attempted_at = $5, last_error = $4
WHERE id = $1 AND lease = $2 RETURNING attempts
"""
_NOTE = """
INSERT INTO subscription_attempts (subscription, number, sent_at, kind, cursor, message_id, attempt, latency_ms,
  status, error, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_FORGET = "DELETE FROM subscription_attempts WHERE subscription = $1 AND number <= $2"
_BURY = """
INSERT INTO subscription_dead_letters (subscription, cursor, attempts, status, error) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (subscription, cursor) DO UPDATE SET died_at = now(), attempts = subscription_dead_letters.attempts + $3,
  status = $4, error = $5, replayed_at = NULL
"""
_REVIVE = "UPDATE subscription_dead_letters SET replayed_at = now() WHERE subscription = $1 AND cursor = $2"
_TESTED = "UPDATE subscriptions SET attempts = attempts + 1 WHERE id = $1 RETURNING attempts"


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


class Sent(NamedTuple):
    """A change that was tried: its cursor, whether it was sent before, and which attempt it was (1, 2, …)."""

    cursor: int
    replayed: bool
    message: Message
    attempt: int


async def claim(pool: Pool, worker: str, limit: int, crowded: Sequence[str] = ()) -> list[Leased]:
    """At most *limit* subscriptions with something due, leased to *worker*; none whose host is *crowded*."""
    return [_leased(row) for row in await pool.fetch(_CLAIM, worker, MARGIN_S, limit, list(crowded))]


async def renew(pool: Pool, worker: str, subscription: str) -> Leased | None:
    """The subscription as it is now, leased anew; None where it is paused, deleted, or another worker's."""
    row = await pool.fetchrow(_RENEW, subscription, worker, MARGIN_S)
    return None if row is None else _leased(row)


async def release(pool: Pool, worker: str, subscription: str) -> bool:
    """Let other workers have it; whether there is something for them to do at once."""
    return bool(await pool.fetchval(_RELEASE, subscription, worker))


async def caught_up(pool: Pool, worker: str, subscription: str, reached: int) -> None:
    """Nothing up to the cursor *reached* is for it any more."""
    await pool.execute(_CAUGHT_UP, subscription, worker, reached)


async def replayed_to(pool: Pool, worker: str, subscription: str, reached: int) -> None:
    """Nothing of its replay up to the cursor *reached* is left; all of it, where that is the last one."""
    await pool.execute(_REPLAYED, subscription, worker, reached)


async def settle(pool: Pool, worker: str, subscription: str, sent: Sent, attempt: Attempt) -> Leased | None:
    """
    A change was taken, or is given up: then it is a dead letter. Either way the next one follows.

    The subscription as `renew` has it.
    """
    async with pool.acquire() as connection, connection.transaction():
        values = (sent.cursor, sent.replayed, attempt.error, attempt.sent_at, MARGIN_S)
        row = await connection.fetchrow(_SETTLE, subscription, worker, *values)
        if row is None:
            return None
        if attempt.delivered:
            await connection.execute(_REVIVE, subscription, sent.cursor)
        else:
            buried = (sent.cursor, sent.attempt, attempt.status, attempt.error)
            await connection.execute(_BURY, subscription, *buried)
        outcome = "delivered" if attempt.delivered else "dead"
        await _note(connection, subscription, row["attempts"], sent, attempt, outcome)
    return _leased(row) if row["state"] == "active" else None


async def retry(pool: Pool, worker: str, subscription: str, sent: Sent, attempt: Attempt, pause_s: float) -> None:
    """The same change is tried again after *pause_s* seconds, and nothing else before it."""
    async with pool.acquire() as connection, connection.transaction():
        values = (sent.cursor, sent.replayed, attempt.error, attempt.sent_at, pause_s)
        number = await connection.fetchval(_RETRY, subscription, worker, *values)
        if number is not None:
            await _note(connection, subscription, number, sent, attempt, "retried")


async def end(pool: Pool, worker: str, subscription: str, sent: Sent, attempt: Attempt) -> None:
    """The target wants no more; nothing is lost, and `resume` would begin with this change."""
    async with pool.acquire() as connection, connection.transaction():
        reason = "its target answered 410 Gone"
        number = await connection.fetchval(_END, subscription, worker, reason, attempt.error, attempt.sent_at)
        if number is not None:
            await _note(connection, subscription, number, sent, attempt, "ended")


async def tested(pool: Pool, subscription: str, message: Message, attempt: Attempt) -> None:
    """Note an attempt to send a test, which changes nothing else."""
    async with pool.acquire() as connection, connection.transaction():
        number = await connection.fetchval(_TESTED, subscription)
        if number is not None:
            outcome = "delivered" if attempt.delivered else "failed"
            await _note(connection, subscription, number, Sent(0, False, message, 1), attempt, outcome)  # noqa: FBT003


async def _note(
    connection: Connection, subscription: str, number: int, sent: Sent, attempt: Attempt, outcome: str
) -> None:
    kind = "replay" if sent.replayed else "change" if sent.cursor else "test"
    about = (sent.cursor or None, sent.message.id, sent.attempt)
    told = (round(attempt.latency_ms, 1), attempt.status, attempt.error, outcome)
    await connection.execute(_NOTE, subscription, number, attempt.sent_at, kind, *about, *told)
    await connection.execute(_FORGET, subscription, number - KEPT_ATTEMPTS)


def _leased(row: Record) -> Leased:
    values = {name: row[name] for name in row.keys() if name not in {"attempts", "state"}}  # noqa: SIM118 - a Record
    values["wanted"] = msgspec.json.decode(values.pop("filter"), type=Filter)
    values["secrets"] = values["secrets"] or []
    return Leased(**values)
