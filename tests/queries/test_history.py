"""
The valid axis and the axis of knowledge agree with the point: every day and every publication time is told once.

On random stories, for every key that there is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.claims import KINDS
from service.eventstore import EventLog
from service.queries import facts
from service.queries.asking import answer
from service.queries.clocks import read_clocks
from service.queries.history import history, over_all_days
from service.queries.questions import Asked
from service.queries.revisions import revisions
from tests.projections.stories import NOW, Service, asked_days, moments, stories, withdrawals

few = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
Work = Callable[[asyncpg.Connection, list[str]], Awaitable[None]]


def told(postgres: Any, story: list[Any], work: Work) -> None:
    """Do *work* where the story was told, with all keys that it has answers for."""
    url = postgres.create()

    async def inside() -> None:
        async with asyncpg.create_pool(url, min_size=1, max_size=6) as pool, EventLog(pool) as log:
            service = Service(pool, log)
            await service.send(story)
            await service.project()
            async with pool.acquire() as connection:
                keys = [
                    row["key"]
                    for kind in KINDS
                    for row in await connection.fetch(f"SELECT DISTINCT key FROM {kind}_rectangles")
                ]
                await work(connection, sorted(keys))

    try:
        asyncio.run(inside())
    finally:
        postgres.drop(url)


def asked_on(day: Any, known_by: datetime, **more: Any) -> Asked:
    return Asked(clocks=read_clocks(NOW, None if day is None else str(day), known_by.isoformat()), **more)


async def paged(ask: Callable[[str | None], Awaitable[Any]]) -> list[Any]:
    pages, cursor = [], None
    while True:
        pages.append(await ask(cursor))
        cursor = pages[-1].next_cursor
        if cursor is None:
            return pages


def without_days(item: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in item.items() if name != "days"}


@few
@given(story=stories, day=asked_days, known_by=moments, limit=st.sampled_from([1, 100]))
def test_a_history_tells_every_day_once_and_as_the_day_itself_is_answered(
    postgres, story, day, known_by, limit
) -> None:
    async def work(connection: asyncpg.Connection, keys: list[str]) -> None:
        for key in keys:

            async def ask(cursor: str | None, key: str = key) -> Any:
                asked = over_all_days(
                    asked_on(None, known_by, limit=limit, cursor=cursor, given=(None, str(known_by), None))
                )
                return await history(connection, asked, key, "everything")

            pages = await paged(ask)
            items = [item for page in pages for item in page.items]
            gaps = [gap for page in pages for gap in page.gaps]
            stretches = [each["days"] for each in items] + gaps
            stretches.sort(key=lambda each: each["since"] or "")
            assert (stretches[0]["since"], stretches[-1]["until"]) == (None, None)
            assert all(a["until"] == b["since"] for a, b in pairwise(stretches))
            point = await answer(connection, [facts.fact(asked_on(day, known_by), key)])
            on_the_day = [
                each for each in [*(item["days"] | {"item": item} for item in items), *gaps]
                if (each["since"] or "") <= str(day) and (each["until"] is None or str(day) < each["until"])
            ]  # fmt: skip
            (found,) = on_the_day
            assert [without_days(found["item"])] == point.items if "item" in found else point.items == []
            if "item" not in found:
                assert found["reason"] == point.nothing["reason"]

    told(postgres, story, work)


@few
@given(
    story=stories, ended=st.lists(withdrawals, max_size=1), day=asked_days, known_by=moments,
    limit=st.sampled_from([1, 100]),
)  # fmt: skip
def test_revisions_fit_together_and_end_in_the_answer(postgres, story, ended, day, known_by, limit) -> None:
    async def work(connection: asyncpg.Connection, keys: list[str]) -> None:
        for key in keys:

            async def ask(cursor: str | None, key: str = key) -> Any:
                return await revisions(
                    connection, asked_on(day, known_by, limit=limit, cursor=cursor), key, "everything"
                )

            steps = [step for page in await paged(ask) for step in page.items]
            standing: list[Any] = []
            for step in steps:
                assert [step["before"]] == (standing or [None])
                assert step["because"]
                standing = [] if step["after"] is None else [step["after"]]
                moment = datetime.fromisoformat(step["known_from"])
                for when, expected in ((moment, step["after"]), (moment - timedelta(microseconds=1), step["before"])):
                    point = await answer(connection, [facts.fact(asked_on(day, when), key)])
                    assert point.items == ([] if expected is None else [expected])
            point = await answer(connection, [facts.fact(asked_on(day, known_by), key)])
            assert point.items == standing

    told(postgres, [*story, *ended], work)


@pytest.mark.slow
@many
@given(
    story=stories, ended=st.lists(withdrawals, max_size=1), day=asked_days, known_by=moments,
    limit=st.sampled_from([1, 100]),
)  # fmt: skip
def test_both_axes_on_many_stories(postgres, story, ended, day, known_by, limit) -> None:
    both = [*story, *ended]
    test_a_history_tells_every_day_once_and_as_the_day_itself_is_answered.hypothesis.inner_test(
        postgres, both, day, known_by, limit
    )
    test_revisions_fit_together_and_end_in_the_answer.hypothesis.inner_test(
        postgres, story, ended, day, known_by, limit
    )
