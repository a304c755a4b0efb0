"""
The only reader of the wall clock.

Everything below the shell takes the time as an argument, so that an answer depends on nothing but its question.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
