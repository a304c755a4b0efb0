"""
Law 3 at the level of answers: what was answered at a position is answered at that position for ever.

While the tables stand at the position they answer; afterwards the claims are folded as they were held then.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.eventstore import EventLog
from service.queries import (
    dossiers,
    facts,
    history,
    holders,
    meetings,
    memberships,
    negotiations,
    revisions,
    tariffs,
    timeline,
)
from service.queries.asking import Desk
from service.queries.clocks import read_clocks
from service.queries.questions import Asked, Question
from tests.projections.stories import NOW, Service, asked_days, moments, stories, withdrawals


def questions(asked: Asked) -> list[list[Question]]:
    """One of each kind: point look-ups, lists, ranked lists, dossiers, keys."""
    single = [
        tariffs.level(asked, "US", "IN"),
        tariffs.level(asked, "US", "CN", "steel", "reciprocal"),
        tariffs.levels(asked, "US"),
        tariffs.levels(asked, product="steel"),
        memberships.memberships(asked, member="IN", initiative="Quad"),
        memberships.memberships(asked, initiative="Pax Silica"),
        meetings.meetings(asked, parties=("IN",)),
        meetings.meetings(asked, persons=("Ada Lang",), first_day=date(2025, 3, 5), last_day=date(2025, 3, 25)),
        meetings.meetings(asked),
        negotiations.negotiations(asked, parties=("IN", "US"), subject="trade deal"),
        holders.positions(asked, topic="dairy"),
        holders.offices(asked, role="Foreign Minister"),
        facts.fact(asked, "tariff:US:IN:*:total"),
    ]
    return [*([each] for each in single), dossiers.pair(asked, "US", "IN"), dossiers.party(asked, "IN")]


async def told(desk: Desk, day: date, known_by: datetime, at: int, limit: int) -> list[bytes]:
    clocks = read_clocks(NOW, day.isoformat(), known_by.isoformat(), str(at))
    asked = Asked(clocks=clocks, limit=limit, given=(str(day), known_by.isoformat(), str(at)))
    answers: list[Any] = [await desk.ask(*each) for each in questions(asked)]
    answers.append(await desk.read(lambda connection: timeline.timeline(connection, asked, parties=("IN",))))
    answers.append(await desk.read(lambda connection: memberships.initiatives(connection, asked)))
    for work in (history.history, revisions.revisions):
        answers.append(await desk.read(lambda connection, work=work: work(connection, asked, "membership:quad:IN")))
    return [msgspec.json.encode(answer) for answer in answers]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    story=stories,
    ended=st.lists(withdrawals, max_size=1),
    when=st.tuples(asked_days, moments),
    limit=st.sampled_from([1, 100]),
)
def test_an_answer_at_a_position_stands_whatever_is_recorded_later(postgres, story, ended, when, limit) -> None:
    url = postgres.create()

    async def work() -> None:
        async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool, EventLog(pool) as log:
            service, desk = Service(pool, log), Desk(pool, lambda: NOW, log.wakeup)
            then: dict[int, list[bytes]] = {}
            for step in [*story, *ended]:
                await service.send([step])
                at = await service.project()
                then[at] = await told(desk, *when, at, limit)
            for at, answers in then.items():
                assert await told(desk, *when, at, limit) == answers

    try:
        asyncio.run(work())
    finally:
        postgres.drop(url)


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    story=stories,
    ended=st.lists(withdrawals, max_size=1),
    when=st.tuples(asked_days, moments),
    limit=st.sampled_from([1, 100]),
)
def test_answers_at_positions_stand_on_many_stories(postgres, story, ended, when, limit) -> None:
    test_an_answer_at_a_position_stands_whatever_is_recorded_later.hypothesis.inner_test(
        postgres, story, ended, when, limit
    )
