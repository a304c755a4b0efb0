"""
Registering: subscriptions made, paused, taken up again, given another secret, asked to repeat, and deleted.

A subscription that is made misses nothing: it is seen by whoever next looks which changes are for whom, and what it
is to begin with is told from the feed.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.errors import Conflict, InvalidInput, NotFound
from service.projections.changes import CHECKPOINT as CHANGES
from service.subscriptions.filters import Filter
from service.subscriptions.webhooks import signing
from service.subscriptions.webhooks.matching import looked
from service.subscriptions.webhooks.targets import Target

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

MAX_SUBSCRIPTIONS = 10_000
_HEAD = "SELECT coalesce((SELECT position FROM checkpoints WHERE name = $1), 0)"
_COUNT = "SELECT count(*) FROM subscriptions"
_HELD = "SELECT id, request_sha256 FROM subscriptions WHERE idempotency_key = $1"
_CREATE = """
INSERT INTO subscriptions (id, name, target, host, filter, timeout_s, patience_s, state, cursor, matched,
  idempotency_key, request_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10, $11) ON CONFLICT (idempotency_key) DO NOTHING
"""
_SECRET = "INSERT INTO subscription_secrets (subscription, secret) VALUES ($1, $2)"  # noqa: S105 - a statement
_NEWEST = "SELECT secret FROM subscription_secrets WHERE subscription = $1 ORDER BY number DESC LIMIT 1"
_STATE = "SELECT state FROM subscriptions WHERE id = $1 FOR UPDATE"
_PAUSE = "UPDATE subscriptions SET state = 'paused', reason = $2 WHERE id = $1"
_RESUME = """
UPDATE subscriptions SET state = 'active', reason = NULL, due_at = now(), at_hand = NULL, attempt = 0,
  first_attempt_at = NULL
WHERE id = $1
"""
_DELETE = "DELETE FROM subscriptions WHERE id = $1"
# A secret that no longer signs is of no use to anybody.
_FORGET = "DELETE FROM subscription_secrets WHERE subscription = $1 AND (signs_until <= now() OR $2::float8 <= 0)"
_RETIRE = """
UPDATE subscription_secrets SET signs_until = least(signs_until, now() + make_interval(secs => $2))
WHERE subscription = $1
"""
_REPLAY = """
UPDATE subscriptions SET replay_cursor = $2, replay_last = $3, replay_only_dead = $4,
  due_at = CASE WHEN attempt = 0 THEN now() ELSE due_at END
WHERE id = $1 AND replay_last IS NULL
"""

# Whoever has it in hand at this moment loses the lease, and writes nothing more.
_SKIP = """
WITH s AS (
  SELECT id, at_hand, at_hand_replayed, attempt, last_error FROM subscriptions
  WHERE id = $1 AND at_hand IS NOT NULL FOR UPDATE),
buried AS (
  INSERT INTO subscription_dead_letters AS d (subscription, cursor, attempts, status, error)
  SELECT id, at_hand, attempt, NULL, 'skipped: ' || coalesce(last_error, '') FROM s
  ON CONFLICT (subscription, cursor) DO UPDATE SET died_at = now(), attempts = d.attempts + excluded.attempts,
    error = excluded.error, replayed_at = NULL)
UPDATE subscriptions u SET at_hand = NULL, attempt = 0, first_attempt_at = NULL, due_at = now(), progressed_at = now(),
  lease = NULL, leased_until = NULL,
  cursor = CASE WHEN s.at_hand_replayed THEN u.cursor ELSE greatest(u.cursor, s.at_hand) END,
  replay_cursor = CASE
    WHEN NOT s.at_hand_replayed THEN u.replay_cursor WHEN u.replay_last > s.at_hand THEN s.at_hand END,
  replay_last = CASE WHEN NOT s.at_hand_replayed OR u.replay_last > s.at_hand THEN u.replay_last END
FROM s WHERE u.id = s.id RETURNING s.at_hand
"""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is to be subscribed: changes after the cursor *after* (None: from now on) that *wanted* matches, sent to
    *target*. An attempt may last *timeout_s*; a change is tried for *patience_s*.
    """

    name: str
    target: Target
    wanted: Filter
    secret: str
    timeout_s: float
    patience_s: int
    after: int | None = None
    idempotency_key: str | None = None

    def digest(self) -> str:
        """What tells this order from another one that comes with the same key."""
        told = msgspec.json.encode(
            [self.name, self.target.url, self.wanted, self.timeout_s, self.patience_s, self.after]
        )
        return hashlib.sha256(told).hexdigest()


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription's id and its secret; `created` is False where the same order was held."""

    id: str
    secret: str
    created: bool


async def create(pool: Pool, order: Order) -> Made:
    """
    Make a subscription, or find the one that this very order made before (by its idempotency key).

    Raises InvalidInput for a cursor that is not given out yet, Conflict for a key that came with another order.
    """
    async with pool.acquire() as connection, connection.transaction():
        known_to = await looked(connection)
        head: int = await connection.fetchval(_HEAD, CHANGES)
        if order.after is not None and order.after > head:
            raise InvalidInput(f"after: the feed ends at cursor {head}; give that or less", field="after", head=head)
        if await connection.fetchval(_COUNT) >= MAX_SUBSCRIPTIONS:
            raise Conflict(f"There are {MAX_SUBSCRIPTIONS:,} subscriptions, which is as many as there may be")
        cursor = head if order.after is None else order.after
        made = f"sub-{secrets.token_hex(10)}"
        target, wanted = order.target, msgspec.json.encode(order.wanted).decode()
        values = (order.timeout_s, order.patience_s, cursor, max(cursor, known_to))
        key = (order.idempotency_key, order.digest())
        done = await connection.execute(_CREATE, made, order.name, target.url, target.place, wanted, *values, *key)
        if done == "INSERT 0 0":
            return await _made_before(connection, order)
        await connection.execute(_SECRET, made, order.secret)
    return Made(id=made, secret=order.secret, created=True)


async def _made_before(connection: Connection, order: Order) -> Made:
    held = await connection.fetchrow(_HELD, order.idempotency_key)
    if held is None or held["request_sha256"] != order.digest():
        raise Conflict(
            "This Idempotency-Key came with another subscription before: give each its own", field="Idempotency-Key"
        )
    return Made(id=held["id"], secret=await connection.fetchval(_NEWEST, held["id"]), created=False)


async def pause(pool: Pool, subscription: str, reason: str = "paused by its owner") -> None:
    """Send nothing more until it is resumed; what comes meanwhile waits. Raises NotFound, Conflict for an ended one."""
    async with pool.acquire() as connection, connection.transaction():
        if await _state(connection, subscription) == "ended":
            raise Conflict(f"{subscription} is ended already: `resume` takes it up again, `delete` removes it")
        await connection.execute(_PAUSE, subscription, reason)


async def resume(pool: Pool, subscription: str) -> None:
    """Go on where it stopped, with all patience anew; also with one that its target ended. Raises NotFound."""
    async with pool.acquire() as connection, connection.transaction():
        if await _state(connection, subscription) != "active":
            await connection.execute(_RESUME, subscription)


async def skip(pool: Pool, subscription: str) -> int:
    """
    Give up the change that is being tried again, so that the next one follows at once; its cursor.

    Raises NotFound, Conflict where none is.
    """
    async with pool.acquire() as connection, connection.transaction():
        await _state(connection, subscription)
        skipped: int | None = await connection.fetchval(_SKIP, subscription)
    if skipped is None:
        raise Conflict(f"{subscription} tries no change again just now: there is nothing to skip")
    return skipped


async def delete(pool: Pool, subscription: str) -> None:
    """Remove it with its secrets, its attempts and its dead letters. Raises NotFound."""
    if await pool.execute(_DELETE, subscription) == "DELETE 0":
        raise missing(subscription)


async def rotate(pool: Pool, subscription: str, secret: str | None, overlap_s: float) -> str:
    """
    Sign with another secret from now on, and with those before it for *overlap_s* seconds more; the new secret.

    Raises NotFound, InvalidInput.
    """
    new = signing.new_secret() if secret is None else signing.read_secret(secret)
    async with pool.acquire() as connection, connection.transaction():
        await _state(connection, subscription)
        await connection.execute(_FORGET, subscription, overlap_s)
        await connection.execute(_RETIRE, subscription, overlap_s)
        await connection.execute(_SECRET, subscription, new)
    return new


async def replay(pool: Pool, subscription: str, first: int, last: int, *, only_dead: bool) -> None:
    """
    Send the changes from cursor *first* to *last* again: those that were given up, or all that its filter matches.

    They go before what is new, in their order, with the ids that they had. Raises NotFound, InvalidInput for a range
    that has not been sent once, Conflict while another replay is under way.
    """
    async with pool.acquire() as connection, connection.transaction():
        await _state(connection, subscription)
        sent = await connection.fetchval("SELECT cursor FROM subscriptions WHERE id = $1", subscription)
        if not 1 <= first <= last <= sent:
            raise InvalidInput(
                f"first, last: {first} to {last} is no range of cursors that were sent: give 1 to {sent} at most",
                field="last" if last > sent else "first",
                sent=sent,
            )
        if await connection.execute(_REPLAY, subscription, first - 1, last, only_dead) == "UPDATE 0":
            raise Conflict(f"A replay of {subscription} is under way; ask again when it has ended")


async def _state(connection: Connection, subscription: str) -> Any:
    state = await connection.fetchval(_STATE, subscription)
    if state is None:
        raise missing(subscription)
    return state


def missing(subscription: str) -> NotFound:
    """The error of a subscription that is not held."""
    return NotFound(f"No subscription {subscription} is held here; GET /v1/subscriptions lists them", field="id")
