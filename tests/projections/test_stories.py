"""Copies of one text are held in one row each, and count as one voice as long as what they repeat stands."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from service.eventstore import EventLog
from service.intake.recording import record, retract
from service.intake.submission import Submission, article_id_of
from service.projections.reports import load
from service.projections.runner import catch_up
from tests.projections.stories import NOW, START

WIRE = (
    "The finance ministers of both countries met in the capital on Tuesday and agreed to lower duties on machine "
    "tools from the first of next month. Officials said the text would be published once lawyers had gone through "
    "it. Exporters on both sides welcomed the step, although several of them noted that parts were left out."
)
CLAIM = {
    "kind": "membership", "member": "IN", "initiative": "Quad", "status": "member",
    "evidence": [{"start": 0, "end": 11}],
}  # fmt: skip


def copy(paper: int, day: int, text: str = WIRE) -> Submission:
    return Submission(
        url=f"https://paper-{paper}.example/wire",
        publisher=f"Paper {paper}",
        published_at=(START + timedelta(days=day)).isoformat(),
        text=f"{text} Paper number {paper} printed this.",
        claims=[CLAIM],
    )


async def stories(pool: asyncpg.Pool) -> dict[str, str]:
    """Whose copy each paper's article counts as, by the papers' numbers."""
    names = {article_id_of(copy(paper, 0).url): str(paper) for paper in range(100)}
    async with pool.acquire() as connection:
        at = await connection.fetchval("SELECT position FROM checkpoints WHERE name = 'projections'")
        reports = await load(connection, ["membership:quad:IN"], at)
    return {
        names[report.article_id] + ("" if report.counts_from is None else " later"): names[report.story.split(".v")[0]]
        for report in reports
    }


@pytest.mark.parametrize("order", [range(30), range(29, -1, -1), [n * 7 % 30 for n in range(30)]])
async def test_many_copies_take_one_row_each_whatever_their_order(database, order):
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        for paper in order:
            await record(log, copy(paper, 0 if paper == 0 else 1 + paper // 10), NOW)
        await catch_up(pool, log)
        assert await pool.fetchval("SELECT count(*) FROM article_stories") == 30
        assert set((await stories(pool)).values()) == {"0"}


async def test_copies_of_copies_that_are_too_far_apart_are_two_voices(database):
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        for paper, day in ((1, 0), (3, 20), (2, 10)):
            await record(log, copy(paper, day), NOW)
            await catch_up(pool, log)
        assert await pool.fetchval("SELECT count(DISTINCT story) FROM article_stories") == 1
        assert await stories(pool) == {"1": "1", "2": "1", "3": "2"}


async def test_a_copy_of_what_is_retracted_stands_for_itself_from_then_on(database):
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        for paper in (1, 2, 3):
            await record(log, copy(paper, paper), NOW)
        await catch_up(pool, log)
        await retract(log, article_id_of(copy(1, 1).url), START + timedelta(days=5), "withdrawn")
        await catch_up(pool, log)
        assert await stories(pool) == {"1": "1", "2": "1", "3": "1", "2 later": "2", "3 later": "2"}


async def test_what_was_one_story_at_a_position_stays_so(database):
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        for paper in (2, 3):
            await record(log, copy(paper, paper), NOW)
        at = await catch_up(pool, log)
        await record(log, copy(1, 1), NOW)
        await catch_up(pool, log)
        async with pool.acquire() as connection:
            before = await load(connection, ["membership:quad:IN"], at)
        assert {report.story.split(".v")[0] for report in before} == {article_id_of(copy(2, 0).url)}
        assert set((await stories(pool)).values()) == {"1"}
