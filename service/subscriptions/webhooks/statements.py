"""
The SQL of leases and of what is written down after an attempt.

What follows an attempt is one statement, and so one transaction: the subscription goes on, the attempt is noted, and a
dead letter is buried or revived, or none of it. It does nothing under a lease that is another worker's by now.
"""

from __future__ import annotations

_COLUMNS = """
s.id, s.target, s.host, s.filter, s.timeout_s, s.patience_s, s.cursor, s.matched, s.replay_cursor, s.replay_last,
s.replay_only_dead, s.at_hand, s.at_hand_replayed, s.attempt, s.first_attempt_at,
(SELECT array_agg(k.secret ORDER BY k.number DESC) FROM subscription_secrets k
 WHERE k.subscription = s.id AND (k.signs_until IS NULL OR k.signs_until > now())) AS secrets
"""
CLAIM = f"""
UPDATE subscriptions s SET lease = $1, leased_until = now() + make_interval(secs => s.timeout_s + $2)
FROM (
  SELECT id FROM subscriptions
  WHERE state = 'active' AND (matched > cursor OR replay_last IS NOT NULL) AND due_at <= now()
    AND (leased_until IS NULL OR leased_until <= now()) AND host <> ALL ($4::text[])
  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
) due WHERE s.id = due.id RETURNING {_COLUMNS}
"""  # noqa: S608 - our own columns
RENEW = f"""
UPDATE subscriptions s SET leased_until = now() + make_interval(secs => s.timeout_s + $3)
WHERE s.id = $1 AND s.lease = $2 AND s.state = 'active' RETURNING {_COLUMNS}
"""  # noqa: S608 - our own columns
LOOK_UP = f"SELECT {_COLUMNS} FROM subscriptions s WHERE s.id = $1"  # noqa: S608 - our own columns
RELEASE = """
UPDATE subscriptions SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2
RETURNING state = 'active' AND (matched > cursor OR replay_last IS NOT NULL) AND due_at <= now()
"""
CAUGHT_UP = """
UPDATE subscriptions SET cursor = greatest(cursor, $3), due_at = now(), progressed_at = now()
WHERE id = $1 AND lease = $2
"""
REPLAYED = """
UPDATE subscriptions SET replay_cursor = NULLIF($3, replay_last), replay_last = NULLIF(replay_last, $3), due_at = now()
WHERE id = $1 AND lease = $2 AND replay_last IS NOT NULL
"""
_NOTED = """
noted AS (
  INSERT INTO subscription_attempts (subscription, number, sent_at, kind, cursor, message_id, attempt, latency_ms,
    status, error, outcome)
  SELECT id, attempts, $3::timestamptz, $4::text, $5::bigint, $6::text, $7::int, $8::float8, $9::int, $10::text,
    $11::text FROM s),
forgotten AS (
  DELETE FROM subscription_attempts a USING s WHERE a.subscription = s.id AND a.number <= s.attempts - $12::bigint)
"""
# $1 the subscription, $2 the worker, then the attempt: $3 when, $4 its kind, $5 the cursor, $6 the message,
# $7 its number, $8 milliseconds, $9 the status, $10 the error, $11 the outcome;
# $12 so many attempts are kept, $13 seconds.
SETTLE = f"""
WITH s AS (
  UPDATE subscriptions s SET leased_until = now() + make_interval(secs => s.timeout_s + $13),
    at_hand = NULL, attempt = 0, first_attempt_at = NULL, due_at = now(), progressed_at = now(),
    cursor = CASE WHEN $4::text = 'replay' THEN cursor ELSE greatest(cursor, $5) END,
    replay_cursor = CASE WHEN $4::text <> 'replay' THEN replay_cursor WHEN replay_last > $5 THEN $5::bigint END,
    replay_last = CASE WHEN $4::text <> 'replay' OR replay_last > $5 THEN replay_last END,
    attempts = attempts + 1, delivered = delivered + CASE WHEN $10::text IS NULL THEN 1 ELSE 0 END,
    attempted_at = $3, last_error = $10
  WHERE id = $1 AND lease = $2 RETURNING s.attempts, s.state, {_COLUMNS}),
revived AS (
  UPDATE subscription_dead_letters d SET replayed_at = now() FROM s
  WHERE d.subscription = s.id AND d.cursor = $5 AND $10::text IS NULL),
buried AS (
  INSERT INTO subscription_dead_letters AS d (subscription, cursor, attempts, status, error)
  SELECT id, $5::bigint, $7::int, $9::int, $10::text FROM s WHERE $10::text IS NOT NULL
  ON CONFLICT (subscription, cursor) DO UPDATE SET died_at = now(), attempts = d.attempts + excluded.attempts,
    status = excluded.status, error = excluded.error, replayed_at = NULL),
{_NOTED} SELECT * FROM s
"""  # noqa: S608 - our own columns
RETRY = f"""
WITH s AS (
  UPDATE subscriptions SET at_hand = $5, at_hand_replayed = $4::text = 'replay', attempt = attempt + 1,
    last_error = $10, first_attempt_at = coalesce(first_attempt_at, $3),
    due_at = now() + make_interval(secs => $13::float8), attempts = attempts + 1, attempted_at = $3
  WHERE id = $1 AND lease = $2 RETURNING id, attempts),
{_NOTED} SELECT * FROM s
"""  # noqa: S608 - our own statement
END = f"""
WITH s AS (
  UPDATE subscriptions SET state = 'ended', reason = 'its target answered 410 Gone', at_hand = NULL, attempt = 0,
    first_attempt_at = NULL, attempts = attempts + 1, attempted_at = $3, last_error = $10
  WHERE id = $1 AND lease = $2 RETURNING id, attempts),
{_NOTED} SELECT * FROM s
"""  # noqa: S608 - our own statement
TESTED = f"""
WITH s AS (
  UPDATE subscriptions SET attempts = attempts + 1 WHERE id = $1 AND $2::text IS NULL RETURNING id, attempts),
{_NOTED} SELECT * FROM s
"""  # noqa: S608 - our own statement
