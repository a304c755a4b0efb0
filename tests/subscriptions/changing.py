"""
Changes written as the projections write them, without the articles behind them: the feed alone is under test.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import msgspec

from service.domain.spans import LAST_DAY, Span
from service.eventstore import checkpoints
from service.projections.changes import Change, write

TARGETS = ("IN", "CN", "BR", "JP", "MX")
DAY = date(2026, 3, 1)


def span(rate: int, target: str = "IN", certainty: str = "certain", sources: tuple[str, ...] = ()) -> Span:
    value = {"imposer": "US", "target": target, "product": "*", "component": "total", "rate": str(rate)}
    key = f"tariff:US:{target}:*:total"
    return Span(
        key=key, since_day=DAY, until_day=LAST_DAY, value=value, rule="latest", sources=sources, certainty=certainty,
        since=DAY.isoformat(),
    )  # fmt: skip


def change(number: int, sources: tuple[str, ...] = (), **more: Any) -> Change:
    """A duty on one of five countries that moves by one percentage point."""
    target = TARGETS[number % len(TARGETS)]
    old, new = (msgspec.json.encode(span(rate, target, sources=sources)).decode() for rate in (number, number + 1))
    made = Change(
        "world", "tariff", f"tariff:US:{target}:*:total", sorted(["US", target]), DAY, LAST_DAY, old, new, "certain",
        Decimal(1),
    )  # fmt: skip
    return made._replace(**more)


async def tell(pool: asyncpg.Pool, *changes: Change) -> None:
    """Append changes to the feed, in one transaction that holds the projections' checkpoint as theirs does."""
    async with pool.acquire() as connection, connection.transaction():
        await checkpoints.lock(connection, "projections")
        await write(connection, changes, 1, DAY)


async def tell_many(pool: asyncpg.Pool, first: int, count: int, at_once: int = 50) -> None:
    for start in range(first, first + count, at_once):
        await tell(pool, *[change(number) for number in range(start, min(first + count, start + at_once))])
