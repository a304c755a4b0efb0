"""
Law 7, and what else holds of differences: they lead from one state to the other, step by step.

Causes are looked at in the tests of the API; here any story, any two triples, any page size.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.claims import KINDS
from service.eventstore import EventLog
from service.queries.asking import answer
from service.queries.clocks import read_clocks
from service.queries.diff import Compared, diff
from service.queries.questions import Asked, Question
from tests.projections.stories import NOW, Service, asked_days, moments, stories, withdrawals

MOVED = ("at", "known_by", "as_of")
few = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

Triple = tuple[date, datetime, int]
triples = st.tuples(asked_days, moments, st.floats(0, 1))
"""A day, a publication time, and a position as a part of the way to the head."""

State = dict[str, dict[str, Any]]


def as_told(item: dict[str, Any]) -> dict[str, Any]:
    """An item without what depends on which other articles are held: that one copies another."""
    said = {name: part for name, part in item.items() if name != "evidence"}
    return said | {"claims": [each["claim_id"] for each in item["evidence"]]}


async def state(pool: asyncpg.Pool, triple: Triple) -> State:
    day, known_by, at = triple
    clocks = read_clocks(NOW, str(day), known_by.isoformat(), str(at))
    asked = Asked(clocks=clocks, limit=500)
    async with pool.acquire() as connection:
        told = await answer(connection, [Question(kind=kind, asked=asked) for kind in KINDS])
    return {item["key"]: as_told(item) for item in told.items}


async def differences(
    pool: asyncpg.Pool, one: Triple, other: Triple, limit: int, detail: Any, **about: Any
) -> list[dict[str, Any]]:
    begun, ended = (read_clocks(NOW, str(day), known_by.isoformat(), str(at)) for day, known_by, at in (one, other))
    found, cursor = [], None
    while True:
        compared = Compared(one=begun, other=ended, limit=limit, cursor=cursor, detail=detail, **about)
        async with pool.acquire() as connection:
            page = await diff(connection, compared)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def applied(state: State, found: list[dict[str, Any]]) -> State:
    result = dict(state)
    for each in found:
        assert each["key"] not in result or each["before"] is not None
        result.pop(each["key"], None)
        if each["after"] is not None:
            result[each["key"]] = as_told(each["after"])
    return result


def assert_steps_fit(found: list[dict[str, Any]]) -> None:
    for each in found:
        clocks = [step["clock"] for step in each["steps"]]
        assert clocks == [clock for clock in MOVED if clock in clocks] != []
        assert all(step["changed"] for step in each["steps"])
        assert each["steps"][-1]["after"] == each["after"]
        assert each["cause"] in {step["cause"] for step in each["steps"]}
        for step in each["steps"]:
            assert (step["cause"] == "world") == (step["clock"] == "as_of")
            assert (step["known_from"] is not None) == (step["clock"] == "known_by")
            assert step["because"] or step["clock"] != "known_by"


def told(postgres: Any, story: list[Any], work: Callable[[asyncpg.Pool, int], Any]) -> None:
    url = postgres.create()

    async def inside() -> None:
        async with asyncpg.create_pool(url, min_size=1, max_size=6) as pool, EventLog(pool) as log:
            service = Service(pool, log)
            await service.send(story)
            await work(pool, await service.project())

    try:
        asyncio.run(inside())
    finally:
        postgres.drop(url)


@few
@given(
    story=stories, ended=st.lists(withdrawals, max_size=1), one=triples, other=triples, limit=st.sampled_from([1, 50])
)
def test_law_7_a_state_and_its_differences_are_the_other_state(postgres, story, ended, one, other, limit) -> None:
    async def work(pool: asyncpg.Pool, head: int) -> None:
        ends = [(day, known_by, round(part * head)) for day, known_by, part in (one, other)]
        for begun, last in (ends, [(*each[:2], head) for each in ends]):
            before, after = await state(pool, begun), await state(pool, last)
            there = await differences(pool, begun, last, limit, "everything")
            assert applied(before, there) == after
            assert_steps_fit(there)
            back = await differences(pool, last, begun, limit, "everything")
            assert applied(after, back) == before
            assert [(each["key"], each["changed"]) for each in there] == [
                (each["key"], each["changed"]) for each in back
            ]
            assert await differences(pool, begun, begun, limit, "everything") == []
            short = await differences(pool, begun, last, limit, "answer")
            assert {each["key"] for each in short} <= {each["key"] for each in there}
            assert_steps_fit(short)
            between = [each for each in there if {"US", "IN"} == set(each["key"].split(":")[1:3])]
            pair = await differences(pool, begun, last, limit, "everything", parties=("IN", "US"), kinds=("tariff",))
            assert pair == between

    told(postgres, [*story, *ended], work)


@pytest.mark.slow
@many
@given(
    story=stories, ended=st.lists(withdrawals, max_size=1), one=triples, other=triples, limit=st.sampled_from([1, 50])
)
def test_law_7_on_many_stories(postgres, story, ended, one, other, limit) -> None:
    test_law_7_a_state_and_its_differences_are_the_other_state.hypothesis.inner_test(
        postgres, story, ended, one, other, limit
    )
