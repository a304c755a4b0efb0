"""Every way to read the log gives what a list would give, and goes along an index however long the log is."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from service.domain.events import ArticleRetracted, EventSkipped, TextErased
from service.eventstore import EventLog, NewEvent, reading

STREAMS = (None, "art-1", "art-nobody")
TYPES = (
    None,
    ["article.recorded"],
    ["article.retracted"],
    ["text.erased", "article.retracted"],
    ["claims.extracted", "text.erased"],
    ["event.skipped"],
)
# One stream has a tenth of all events, the others one event each; the rare types are one event in fifty or less.
FILL = """
INSERT INTO log.events (position, recorded_at, stream_version, event_id, version, type, stream, previous_hash,
                        leaf_hash, payload, metadata)
SELECT i, now(), CASE WHEN i % 10 = 0 THEN i / 10 ELSE 1 END, gen_random_uuid(), 1,
       CASE WHEN i % 50 = 7 THEN 'article.retracted' WHEN i % 50 = 10 THEN 'text.erased'
            WHEN i % 2 = 0 THEN 'article.recorded' ELSE 'claims.extracted' END,
       CASE WHEN i % 10 = 0 THEN 'art-1' ELSE 'art-' || md5(i::text) END,
       sha256(''), sha256(''), '{"of": "no meaning"}', '{}'
FROM generate_series(1, $1::integer) AS i
"""
PAGE = 100


def event(number: int) -> NewEvent:
    stream = f"art-{number % 3}"
    if number % 5 == 0:
        return NewEvent(
            stream=stream, payload=TextErased(article_id=stream, text_sha256=f"{number:064x}", reason="law")
        )
    when = datetime(2026, 2, 2, tzinfo=UTC)
    return NewEvent(stream=stream, payload=ArticleRetracted(article_id=stream, retracted_at=when, reason="withdrawn"))


@pytest.fixture
async def log(database: str) -> AsyncIterator[EventLog]:
    async with asyncpg.create_pool(database, min_size=1) as pool, EventLog(pool) as log:
        yield log


async def test_what_is_read_is_what_a_list_would_give(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FIRST_PAGE_EVENTS", 2)
    monkeypatch.setattr(reading, "PAGE_EVENTS", 5)
    await log.append([event(number) for number in range(40)])
    everything = [event async for event in log.read()]
    assert [each.position for each in everything] == list(range(1, 41))
    asked = itertools.product(STREAMS, TYPES, (0, 17, 99), (None, 6), (False, True))
    for stream, types, after, limit, backward in asked:
        expected = [
            each.position
            for each in (reversed(everything) if backward else everything)
            if (stream is None or each.stream == stream) and (types is None or each.type in types)
            if (after == 0 or each.position < after if backward else each.position > after)
        ][:limit]
        found = log.read(after, limit, types=types, stream=stream, backward=backward)
        assert [each.position async for each in found] == expected, (stream, types, after, limit, backward)


async def test_a_page_of_long_events_holds_few_of_them(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FIRST_PAGE_EVENTS", 4)
    monkeypatch.setattr(reading, "PAGE_BYTES", 50_000)
    long = [EventSkipped(position=n + 1, consumer="c", reason="x" * 10_000) for n in range(20)]
    await log.append([NewEvent(stream="log", payload=each) for each in long])
    lengths = [len(page) async for page in reading.pages(log._pool, 0, None, None, backward=False)]
    assert lengths == [4, 4, 4, 4, 4]
    down = reading.stream_pages(log._pool, "log", reading.END, None, None, backward=True)
    assert [len(page) async for page in down] == [4, 4, 4, 4, 4]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes(each)


def touched(plan: dict[str, Any]) -> int:
    """The rows that all scans of *plan* came by."""
    return sum(
        round((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
        for node in nodes(plan)
        if "Relation Name" in node
    )


def questions(events: int) -> Iterator[tuple[str, Sequence[Any]]]:
    """Every kind of page, in the middle of a log of so many events."""
    for types, backward in itertools.product(TYPES, (False, True)):
        filters = [] if types is None else [types]
        yield reading.statement(types, backward=backward), [events // 2, PAGE, *filters]
        first = events // 20
        yield reading.stream_statement(types, backward=backward), ["art-1", first, first + PAGE - 1, *filters]


@pytest.mark.parametrize("events", [20_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
async def test_every_page_goes_along_an_index(database: str, events: int) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute(FILL, events)
    await owner.execute("ANALYZE log.events")
    for mode, (sql, arguments) in itertools.product(("force_custom_plan", "force_generic_plan"), questions(events)):
        await owner.execute(f"SET plan_cache_mode = {mode}; PREPARE page AS {sql}")
        spelled = ", ".join(f"ARRAY{each}" if isinstance(each, list) else repr(each) for each in arguments)
        explained = await owner.fetchval(
            f"EXPLAIN (ANALYZE, FORMAT JSON, COSTS OFF, TIMING OFF) EXECUTE page({spelled})"
        )
        await owner.execute("DEALLOCATE page")
        plan = json.loads(explained)[0]["Plan"]
        kinds = {node["Node Type"] for node in nodes(plan)}
        assert "Seq Scan" not in kinds, (mode, sql)
        assert touched(plan) <= 5 * PAGE, (mode, sql, explained)
    await owner.close()
