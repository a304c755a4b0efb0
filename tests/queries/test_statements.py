"""However much is held, a question is answered with so many statements: none for each item, article or key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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
from tests.projections.stories import EVIDENCE, NOW, TEXT

CLOCKS = read_clocks(NOW, "2026-05-01", "2026-05-20")
EARLIER = read_clocks(NOW, "2026-01-01", "2026-01-01")
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
        connection, Compared(one=EARLIER, other=asked.clocks, parties=("IN", "US"), kinds=("tariff", "meeting"))
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
