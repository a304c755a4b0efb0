"""
Listing: what is shown of subscriptions: how far each is, what became of its attempts, and what was given up.

Secrets are never read here.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from service.subscriptions.webhooks.registering import missing

if TYPE_CHECKING:
    from asyncpg import Pool, Record

STUCK_S = 60.0
"""What has been due for so long without an attempt is stuck."""
_ASKED = {"kinds": "kind", "parties": "party", "causes": "cause"}
"""What a filter's fields are called where they are asked for."""
_PENDING = "s.state = 'active' AND (s.matched > s.cursor OR s.replay_last IS NOT NULL)"
_SHOW = f"""
SELECT s.id, s.number, s.name, s.target, s.filter, s.state, s.reason, s.created_at, s.timeout_s, s.patience_s,
  s.cursor, greatest(s.matched - s.cursor, 0) AS behind, s.attempts, s.delivered, s.attempted_at, s.progressed_at,
  s.last_error, s.attempt AS failed_attempts, s.at_hand, s.replay_cursor, s.replay_last, s.replay_only_dead,
  CASE WHEN {_PENDING} THEN s.due_at END AS next_attempt_at,
  CASE WHEN s.matched > s.cursor THEN (
    SELECT greatest(extract(epoch FROM now() - c.recorded_at), 0) FROM changes c
    WHERE c.cursor > s.cursor ORDER BY c.cursor LIMIT 1
  ) ELSE 0 END::float8 AS behind_s,
  {_PENDING} AND s.due_at < now() - make_interval(secs => $1) AS stuck,
  (SELECT count(*) FROM subscription_dead_letters d WHERE d.subscription = s.id AND d.replayed_at IS NULL)
    AS dead_letters,
  (SELECT max(k.signs_until) FROM subscription_secrets k WHERE k.subscription = s.id AND k.signs_until > now())
    AS old_secret_until
FROM subscriptions s
"""  # noqa: S608 - our own condition
_ONE = f"{_SHOW} WHERE s.id = $2"
_PAGE = f"{_SHOW} WHERE s.number > $2 ORDER BY s.number LIMIT $3"
_ATTEMPTS = """
SELECT number, sent_at, kind, cursor, message_id, attempt, latency_ms, status, error, outcome
FROM subscription_attempts WHERE subscription = $1 AND number < $2 ORDER BY number DESC LIMIT $3
"""
_DEAD = """
SELECT cursor, died_at, attempts, status, error, replayed_at FROM subscription_dead_letters
WHERE subscription = $1 AND cursor > $2 ORDER BY cursor LIMIT $3
"""
_STUCK = f"""
SELECT s.id FROM subscriptions s WHERE {_PENDING} AND s.due_at < now() - make_interval(secs => $1)
ORDER BY s.due_at LIMIT $2
"""  # noqa: S608 - our own condition
_UNSEEN = """
SELECT EXISTS (SELECT FROM subscriptions WHERE state = 'active') AND EXISTS (
  SELECT FROM changes c, checkpoints k WHERE k.name = 'webhooks' AND c.cursor = k.position + 1
    AND c.recorded_at < now() - make_interval(secs => $1) AND k.advanced_at < now() - make_interval(secs => $1))
"""
_EXISTS = "SELECT EXISTS (SELECT FROM subscriptions WHERE id = $1)"

State = Literal["active", "paused", "ended"]


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """How far behind: changes that it may still have to get (at most), and for how long the first has waited."""

    changes: int
    seconds: float


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """A replay under way: all up to `cursor` is sent again, `last` is the last one."""

    cursor: int
    last: int
    only: Literal["dead", "all"]


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """
    A subscription and how far it is: every change up to `cursor` was taken or given up.

    `stuck` tells that something has been due for a minute and nobody tried it. `failed_attempts` counts those of the
    change `at_hand`. Until `old_secret_until` messages are signed with the secret before this one too.
    """

    id: str
    name: str
    target: str
    filter: dict[str, Any]
    state: State
    reason: str | None
    created_at: datetime
    timeout_s: float
    patience_s: int
    cursor: int
    lag: Lag
    stuck: bool
    at_hand: int | None
    failed_attempts: int
    next_attempt_at: datetime | None
    attempted_at: datetime | None
    progressed_at: datetime | None
    last_error: str | None
    attempts: int
    delivered: int
    dead_letters: int
    replay: Replay | None
    old_secret_until: datetime | None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt: `kind` is change, replay or test; `outcome` is delivered, retried, dead, ended or failed."""

    number: int
    sent_at: datetime
    kind: str
    cursor: int | None
    message_id: str
    attempt: int
    latency_ms: float
    status: int | None
    error: str | None
    outcome: str


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was given up; `replayed_at` is when it was taken after all."""

    cursor: int
    died_at: datetime
    attempts: int
    status: int | None
    error: str
    replayed_at: datetime | None


async def show(pool: Pool, subscription: str) -> Subscription:
    """One subscription. Raises NotFound."""
    row = await pool.fetchrow(_ONE, STUCK_S, subscription)
    if row is None:
        raise missing(subscription)
    return _shown(row)


async def page(pool: Pool, after: int, limit: int) -> tuple[list[Subscription], int | None]:
    """At most *limit* subscriptions in the order of their creation, and what to give as *after* for more."""
    rows = await pool.fetch(_PAGE, STUCK_S, after, limit + 1)
    return [_shown(row) for row in rows[:limit]], rows[limit - 1]["number"] if len(rows) > limit else None


async def attempts(pool: Pool, subscription: str, before: int, limit: int) -> tuple[list[Delivery], int | None]:
    """The newest attempts with a number below *before*, newest first, and where the list goes on. Raises NotFound."""
    rows = await _of(pool, subscription, _ATTEMPTS, before, limit)
    return [Delivery(**row) for row in rows[:limit]], rows[limit - 1]["number"] if len(rows) > limit else None


async def dead_letters(pool: Pool, subscription: str, after: int, limit: int) -> tuple[list[DeadLetter], int | None]:
    """What was given up after a cursor, in order, and where the list goes on. Raises NotFound."""
    rows = await _of(pool, subscription, _DEAD, after, limit)
    return [DeadLetter(**row) for row in rows[:limit]], rows[limit - 1]["cursor"] if len(rows) > limit else None


async def stuck(pool: Pool, most: int = 10) -> list[str]:
    """
    The subscriptions that have something due which nobody tries, at most so many.

    `all` stands for every one: changes wait to be looked at, and no worker does.
    """
    if await pool.fetchval(_UNSEEN, STUCK_S):
        return ["all"]
    return [row["id"] for row in await pool.fetch(_STUCK, STUCK_S, most)]


async def _of(pool: Pool, subscription: str, statement: str, *bounds: int) -> list[Record]:
    *others, limit = bounds
    rows: list[Record] = await pool.fetch(statement, subscription, *others, limit + 1)
    if not rows and not await pool.fetchval(_EXISTS, subscription):
        raise missing(subscription)
    return rows


def _shown(row: Record) -> Subscription:
    told: dict[str, Any] = dict(row)
    cursor, last, only_dead = (told.pop(f"replay_{name}") for name in ("cursor", "last", "only_dead"))
    told["replay"] = None if last is None else Replay(cursor=cursor, last=last, only="dead" if only_dead else "all")
    told["lag"] = Lag(changes=told.pop("behind"), seconds=round(told.pop("behind_s") or 0.0, 3))
    told["filter"] = {_ASKED.get(name, name): value for name, value in msgspec.json.decode(told["filter"]).items()}
    del told["number"]
    return Subscription(**told)
