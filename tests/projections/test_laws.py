"""
The laws of the record, on random stories in a real database.

Law numbers are those of docs/rules.md: each test names the one that it holds.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.registry import KINDS, kind_of_subject
from service.domain.reports import counting
from service.eventstore import EventLog
from service.projections.rebuilding import rebuild
from service.projections.reports import load
from service.projections.resolving import SPAN
from tests.projections.stories import (
    START,
    Sent,
    Service,
    Withdrawn,
    asked_days,
    moments,
    stories,
    withdrawals,
)

EXAMPLES = 20
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def with_service(postgres: Any, work: Callable[[Service, str], Awaitable[Any]]) -> Any:
    """What *work* gives on a fresh database of its own."""
    url = postgres.create()

    async def inside() -> Any:
        async with asyncpg.create_pool(url, min_size=1, max_size=6) as pool, EventLog(pool) as log:
            return await work(Service(pool, log), url)

    try:
        return asyncio.run(inside())
    finally:
        postgres.drop(url)


async def rows(pool: asyncpg.Pool) -> list[tuple[Any, ...]]:
    """Every rectangle of every kind, in order, with article versions named by their publication."""
    published = {
        f"{row['article_id']}.v{row['version']}": f"{row['article_id']}@{row['published_at']:%Y%m%d}"
        for row in await pool.fetch("SELECT article_id, version, published_at FROM article_versions")
    }
    found = []
    for kind in KINDS:
        for row in await pool.fetch(
            f"SELECT key, since_day, until_day, known_from, known_until, subject, span FROM {kind}_rectangles"
        ):
            span = re.sub(r"art-[0-9a-f]+\.v\d+", lambda m: published[m.group()], row["span"])
            found.append((*list(row.values())[:-1], span))
    return sorted(found)


async def assert_disjoint(pool: asyncpg.Pool) -> None:
    for kind in KINDS:
        overlapping = await pool.fetch(
            f"""SELECT a.key, a.since_day, a.known_from, b.since_day, b.known_from
                FROM {kind}_rectangles a JOIN {kind}_rectangles b USING (key)
                WHERE (a.since_day, a.known_from) < (b.since_day, b.known_from)
                  AND a.since_day < b.until_day AND b.since_day < a.until_day
                  AND a.known_from < b.known_until AND b.known_from < a.known_until"""
        )
        assert not overlapping


async def subjects(pool: asyncpg.Pool) -> list[str]:
    return [row["subject"] for row in await pool.fetch("SELECT subject FROM subjects ORDER BY 1")]


@few
@given(story=stories, ended=st.lists(withdrawals, max_size=1), day=asked_days, known_by=moments)
def test_law_1_and_2_the_tables_are_the_fold_and_never_overlap(postgres, story, ended, day, known_by):
    async def work(service: Service, _url: str) -> None:
        await service.send([*story, *ended])
        at = await service.project()
        assert await service.parked() == []
        await assert_disjoint(service.pool)
        async with service.pool.acquire() as connection:
            for subject in await subjects(service.pool):
                kind = kind_of_subject(subject)
                reports = counting(await load(connection, kind.inputs(subject), at), known_by)
                folded = {
                    span.key: span
                    for span in kind.resolve(subject, reports, known_by)
                    if span.since_day <= day < span.until_day
                }
                held = await connection.fetch(
                    f"""SELECT key, span FROM {kind.name}_rectangles WHERE subject = $1 AND since_day <= $2
                        AND until_day > $2 AND known_from <= $3 AND known_until > $3""",
                    subject,
                    day,
                    known_by,
                )
                assert {row["key"]: SPAN.decode(row["span"]) for row in held} == folded

    with_service(postgres, work)


@few
@given(story=stories)
def test_law_3_an_older_position_answers_as_it_did(postgres, story):
    async def work(service: Service, _url: str) -> None:
        held: dict[int, list[Any]] = {}
        for step in story:
            await service.send([step])
            at = await service.project()
            held[at] = await rows(service.pool)
        published = {
            f"{row['article_id']}.v{row['version']}": f"{row['article_id']}@{row['published_at']:%Y%m%d}"
            for row in await service.pool.fetch("SELECT article_id, version, published_at FROM article_versions")
        }
        async with service.pool.acquire() as connection:
            for at, expected in held.items():
                folded = []
                for subject in await subjects(service.pool):
                    kind = kind_of_subject(subject)
                    own = await connection.fetchval(
                        "SELECT count(*) FROM claims WHERE subject = $1 AND position <= $2", subject, at
                    )
                    reports = await load(connection, kind.inputs(subject), at) if own else []
                    for each in kind.rectangles(subject, reports, None):
                        text = msgspec.json.encode(each.span).decode()
                        span = re.sub(r"art-[0-9a-f]+\.v\d+", lambda m: published[m.group()], text)
                        place = (each.span.key, each.span.since_day, each.span.until_day)
                        folded.append((*place, each.known_from, each.known_until, subject, span))
                assert sorted(folded) == expected

    with_service(postgres, work)


@few
@given(story=stories, ended=st.lists(withdrawals, max_size=1), batch=st.integers(1, 5))
def test_law_4_one_by_one_is_any_batching_is_a_rebuild(postgres, story, ended, batch):
    async def at_once(service: Service, url: str) -> list[Any]:
        await service.send([*story, *ended])
        await service.project()
        assert await rebuild(url, lambda *_: None) == []
        return await rows(service.pool)

    async def step_by_step(service: Service, _url: str) -> list[Any]:
        for step in [*story, *ended]:
            await service.send([step])
            await service.project(batch)
        return await rows(service.pool)

    assert with_service(postgres, at_once) == with_service(postgres, step_by_step)


@few
@given(story=stories, chance=st.randoms(use_true_random=False))
def test_law_5_any_order_of_arrival_gives_the_same_answers(postgres, story, chance):
    shuffled = list(story)
    chance.shuffle(shuffled)

    def answers(order: list[Sent | Withdrawn]) -> list[Any]:
        async def work(service: Service, _url: str) -> list[Any]:
            await service.send(order)
            await service.project()
            return await rows(service.pool)

        return with_service(postgres, work)

    assert answers(story) == answers(shuffled)


@few
@given(story=stories, extra=st.integers(0, 40))
def test_law_6_what_is_retracted_was_never_there_from_the_retraction_on(postgres, story, extra):
    page = 9
    added = Sent(page, extra, story[0].claims)
    gone_at = START + timedelta(days=45, hours=page)

    def answers(steps: list[Sent | Withdrawn]) -> list[Any]:
        async def work(service: Service, _url: str) -> list[Any]:
            await service.send(steps)
            await service.project()
            return [
                (key, since, until, max(known_from, gone_at), known_until, span)
                for key, since, until, known_from, known_until, _, span in await rows(service.pool)
                if known_until > gone_at
            ]

        return sorted(with_service(postgres, work))

    assert answers([added, *story, Withdrawn(page, 45)]) == answers(list(story))


@pytest.mark.slow
@many
@given(story=stories, ended=st.lists(withdrawals, max_size=1), day=asked_days, known_by=moments)
def test_law_1_and_2_on_many_stories(postgres, story, ended, day, known_by):
    test_law_1_and_2_the_tables_are_the_fold_and_never_overlap.hypothesis.inner_test(
        postgres, story, ended, day, known_by
    )
