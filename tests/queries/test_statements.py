"""However much is held, a question is answered with so many statements: none for each item, article or key."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from service.eventstore import EventLog
from service.intake.recording import record
from service.intake.submission import Submission
from service.projections.runner import catch_up
from service.queries import dossiers, facts, meetings, tariffs, timeline
from service.queries.asking import answer
from service.queries.clocks import read_clocks
from service.queries.diff import Compared, diff
from service.queries.history import history
from service.queries.questions import Asked
from service.queries.revisions import revisions
from service.queries.statements import CORNERS, EARLIER, LATER, LISTING, QUIET, STANDING, TURNS
from tests.projections.stories import EVIDENCE, NOW, TEXT

CLOCKS = read_clocks(NOW, "2026-05-01", "2026-05-20")
BEFORE = read_clocks(NOW, "2026-01-01", "2026-01-01")
KEY = "tariff:US:IN:*:total"
BOUND = 16
"""Two begin and end the reading; a dossier asks four questions, a difference one for each kind with five legs."""


def submission(number: int) -> Submission:
    """An article that tells of the US and India, of a level of its own and a meeting of its own."""
    day = f"2026-{1 + number % 4:02d}-{1 + number % 27:02d}"
    claims: list[dict[str, Any]] = [
        {"kind": "tariff", "imposer": "US", "target": "IN", "product": "*", "rate": 10 + number, "status": "in_force"},
        {"kind": "tariff", "imposer": "US", "target": "IN", "product": f"goods {number}", "rate": 5, "status": "in_force"},
        {
            "kind": "meeting", "meeting_kind": "bilateral", "date": day, "status": "held",
            "participants": [{"type": "country", "code": "IN"}, {"type": "country", "code": "US"}],
        },
    ]  # fmt: skip
    return Submission(
        url=f"https://paper.example/{number}",
        publisher=f"Paper {number}",
        published_at=f"{day}T06:00:00Z",
        text=f"{TEXT}Page {number}.",
        claims=[{**claim, "evidence": EVIDENCE} for claim in claims],
    )


QUESTIONS: dict[str, Callable[[asyncpg.Connection, Asked], Awaitable[Any]]] = {
    "a level": lambda connection, asked: answer(connection, [tariffs.level(asked, "US", "IN")]),
    "levels": lambda connection, asked: answer(connection, [tariffs.levels(asked, "US")]),
    "meetings": lambda connection, asked: answer(connection, [meetings.meetings(asked, parties=("IN",))]),
    "a fact": lambda connection, asked: answer(connection, [facts.fact(asked, KEY)]),
    "a pair": lambda connection, asked: answer(connection, dossiers.pair(asked, "US", "IN")),
    "a timeline": lambda connection, asked: timeline.timeline(connection, asked, parties=("US",), kinds=("tariff",)),
    "a history": lambda connection, asked: history(connection, asked, KEY),
    "revisions": lambda connection, asked: revisions(connection, asked, KEY),
    "a difference": lambda connection, asked: diff(
        connection, Compared(one=BEFORE, other=asked.clocks, parties=("IN", "US"), kinds=("tariff", "meeting"))
    ),
}


async def test_the_number_of_statements_depends_on_the_question_alone(database: str) -> None:
    counted: list[dict[str, int]] = []
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        for first, last in ((0, 4), (4, 40)):
            for number in range(first, last):
                await record(log, submission(number), NOW)
            await catch_up(pool, log)
            async with pool.acquire() as connection:
                counted.append({name: await statements(connection, ask) for name, ask in QUESTIONS.items()})
    few, many = counted
    assert few == many
    assert max(many.values()) <= BOUND, many


async def statements(connection: asyncpg.Connection, ask: Callable[..., Awaitable[Any]]) -> int:
    """How many statements a question takes."""
    seen: list[str] = []

    def note(record: Any) -> None:
        seen.append(record.query)

    await ask(connection, Asked(clocks=CLOCKS))  # the driver looks types up once
    connection.add_query_logger(note)
    try:
        found = await ask(connection, Asked(clocks=CLOCKS))
    finally:
        connection.remove_query_logger(note)
    assert found.items
    return len(seen)


_BUSY = """
INSERT INTO tariff_rectangles (key, since_day, known_from, until_day, known_until, reach, subject, facets, span)
SELECT $1, day::date, moment, day::date + 1, least(moment + interval '1 hour', timestamptz '9999-12-31 00:00Z'),
       CASE n WHEN 3000 THEN 14 ELSE 4 END, 'tariff:US:IN', ARRAY['party:IN', 'party:US'], '{}'
FROM generate_series(1, 3000) n, LATERAL (VALUES (timestamptz '2025-01-01 00:00Z' + n * interval '1 hour')) m (moment),
     generate_series(date '2025-01-01', date '2025-01-03', interval '1 day') d (day)
"""
_LAST = "UPDATE tariff_rectangles SET known_until = '9999-12-31 00:00Z' WHERE reach = 14"
_DAY = date(2025, 1, 2)
_SOME = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
READ: dict[str, tuple[str, tuple[Any, ...]]] = {
    "a level, at any time": (STANDING["tariff"], (["tariff:US:IN"], [_DAY], [_DAY], [_SOME])),
    "a level, now": (STANDING["tariff"], (["tariff:US:IN"], [_DAY], [_DAY], [NOW])),
    "that a level is busy": (QUIET["tariff"], (["tariff:US:IN"], [_DAY], [_DAY], [_SOME])),
    "a key, at any time": (LISTING["tariff", "key"], (_DAY, _DAY, _SOME, "", date.min, 100, KEY, [])),
    "a pair, now": (LISTING["tariff", "facets"], (_DAY, _DAY, NOW, "", date.min, 100, ["party:IN", "party:US"], [])),
    "the corners of a difference": (CORNERS["tariff"], ([KEY], [_DAY, _DAY], [_SOME, NOW])),
    "what was told of a level later": (LATER["tariff", "subject"], (20, "tariff:US:IN", _SOME)),
    "what was told of a key before": (EARLIER["tariff", "key"], (20, KEY, _SOME)),
    "the last turns": (TURNS["tariff"], ([KEY], _DAY, _SOME, _SOME + timedelta(hours=3), 200)),
}


async def test_a_busy_key_is_read_without_what_was_known_before(database: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute("INSERT INTO subjects VALUES ('tariff:US:IN', 'tariff:US')")
    await connection.execute(_BUSY, KEY)
    await connection.execute(_LAST)
    await connection.execute("VACUUM ANALYZE tariff_rectangles")
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    for name, (statement, asked) in READ.items():
        plan = json.loads(await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *asked))
        looked_at = sum(visited(plan[0]["Plan"]))
        assert 0 < looked_at <= 60, (name, looked_at, plan)
    await connection.close()


def visited(node: dict[str, Any]) -> Iterator[float]:
    """How many rectangles each part of a plan looked at."""
    if node.get("Relation Name") == "tariff_rectangles":
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield (node["Actual Rows"] + removed) * node["Actual Loops"]
    for part in node.get("Plans", ()):
        yield from visited(part)


async def test_look_ups_are_planned_once_for_all_that_are_asked_together(database: str) -> None:
    connection = await asyncpg.connect(database)
    prepared = await connection.prepare(STANDING["tariff"])
    for count in (1, 2, 3, 40, 1, 7, 1, 2):
        await prepared.fetch(["tariff:US:IN"] * count, [_DAY] * count, [_DAY] * count, [NOW] * count)
    plans = await connection.fetchrow(
        "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement = $1", STANDING["tariff"]
    )
    assert plans["custom_plans"] <= 5, plans  # what Postgres tries before it trusts one plan
    await connection.close()
