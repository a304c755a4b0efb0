"""Quiet subjects and busy ones are read by different statements, which find the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg

from service.queries import tariffs
from service.queries.clocks import read_clocks
from service.queries.lookup import page
from service.queries.points import Points
from service.queries.questions import Asked, Question
from service.queries.standing import standing, standing_quietly

_RECTANGLES = """
INSERT INTO tariff_rectangles (key, since_day, known_from, until_day, known_until, reach, subject, facets, span)
SELECT k.key, d.day::date, m.moment, d.day::date + 1, m.moment + interval '1 hour', 4, $1, '{}',
       json_build_object('key', k.key, 'since_day', d.day::date, 'until_day', d.day::date + 1, 'rule', 'r', 'sources',
                         '[]'::json, 'value', json_build_object('status', 'in_force', 'product', '*', 'rate', n::text,
                                                                'component', 'total'))
FROM generate_series(1, $2::int) n, LATERAL (VALUES ($1 || ':*:total'), ($1 || ':steel:total')) AS k (key),
     LATERAL (VALUES (timestamptz '2025-01-01 00:00Z' + n * interval '1 hour')) AS m (moment),
     generate_series(date '2025-01-01', date '2025-01-02', interval '1 day') AS d (day)
"""
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)


async def test_both_ways_find_the_same(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1, max_size=2) as pool:
        for target, count in (("IN", 500), ("CN", 9), ("BR", 1)):
            await pool.execute("INSERT INTO subjects VALUES ($1, 'tariff:US')", f"tariff:US:{target}")
            await pool.execute(_RECTANGLES, f"tariff:US:{target}", count)
        await pool.execute("INSERT INTO checkpoints (name, position) VALUES ('projections', 7)")
        points = Points(pool)
        for hour in (0, 1, 5, 20, 480, 600):
            questions = [
                asked(target, day, hour) for target in ("IN", "CN", "BR", "JP") for day in ("2025-01-01", "2025-01")
            ]
            async with pool.acquire() as connection:
                at, told = await standing(connection, questions)
                again, quiet = await standing_quietly(connection, questions)
            assert at == again == 7
            assert bool(told[0]) == (1 <= hour <= 500)
            assert quiet[:2] == [None, None]
            assert quiet[2:] == told[2:]
            for question, spans in zip(questions, told, strict=True):
                found = await points.look_up(question)
                assert found is not None
                assert list(found.spans) == list(page(question, spans))


def asked(target: str, day: str, hour: int) -> Question:
    known_by = BEGIN + timedelta(hours=hour, minutes=30)
    return tariffs.level(Asked(clocks=read_clocks(BEGIN, day, known_by.isoformat())), "US", target)
