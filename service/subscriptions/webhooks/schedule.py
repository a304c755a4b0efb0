"""
When a message is tried again: soon at first, then ever more rarely, until its subscription's patience ends.

Pure: the caller brings the chance and the clock. The pauses add up to three days, which is the patience by default.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

PATIENCE_S = 3 * 86_400
"""How long a message is tried by default, from its first attempt on."""
MIN_PATIENCE_S, MAX_PATIENCE_S = 60, 14 * 86_400
JITTER = 0.2
"""A pause is longer or shorter by up to this share, so that what failed together does not come back together."""
_PAUSES_S = (5, 30, 120, 300, 900, 1_800, 3_600, 7_200, 14_400)
_TELL_WHEN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def pause_s(attempt: int, chance: float) -> float:
    """
    Seconds to wait after the failed *attempt* (1, 2, …); *chance* is drawn evenly from 0 to 1.

    The last pause, four hours, goes on for good.
    """
    middle = _PAUSES_S[min(attempt, len(_PAUSES_S)) - 1]
    return middle * (1 + JITTER * (2 * chance - 1))


def next_pause_s(attempt: int, chance: float, asked_s: float | None, left_s: float) -> float | None:
    """
    Seconds until the next attempt, None when the message is given up.

    *asked_s* is what the target asked for (`Retry-After`) and never shortens the pause; *left_s* is what is left of
    the patience: the last attempt is made when it ends, the message is given up when nothing is left.
    """
    if left_s <= 0:
        return None
    return min(max(pause_s(attempt, chance), asked_s or 0.0), left_s)


def asked_pause_s(status: int, retry_after: str | None, now: datetime) -> float | None:
    """The seconds that a 429 or 503 asks to be left alone for (RFC 9110, 10.2.3), None where it asks nothing."""
    if status not in _TELL_WHEN or retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
