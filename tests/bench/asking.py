"""
Questions to tables of many sizes: statements alone, and whole answers with their evidence as they are sent.

Of every question the fastest of three tries counts, so that questions are compared and not the machine's other work;
p99 is that of the questions.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import asyncpg
import msgspec

from service.domain.registry import KINDS
from service.domain.reports import counting
from service.queries import dossiers, tariffs
from service.queries.asking import answer
from service.queries.clocks import Clocks, read_clocks
from service.queries.diff import Compared, diff
from service.queries.history import history, over_all_days
from service.queries.questions import Asked, Question
from service.queries.revisions import revisions
from service.queries.standing import Reader
from service.queries.statements import SEPARATOR, STANDING
from tests.bench.filling import HOTTEST, NOW, SAMPLE, START, reports, subject_name

TRIES = 3
SECONDS = 4.0
HOT_KEY = f"{SAMPLE}:*:total"
_ENCODER = msgspec.json.Encoder()

Ask = Callable[[], Awaitable[Any]]


class Took(NamedTuple):
    """Milliseconds: the median and the 99th percentile over so many questions."""

    p50_ms: float
    p99_ms: float
    questions: int


async def timed(draw: Callable[[], Ask], seconds: float = SECONDS, least: int = 10) -> Took:
    """How long the questions that *draw* makes take, asked for so many seconds and so often at least."""
    await draw()()  # statements are prepared once a connection
    took: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(took) < least:
        ask = draw()
        tries = []
        for _ in range(TRIES):
            start = time.perf_counter()
            await ask()
            tries.append((time.perf_counter() - start) * 1e3)
        took.append(min(tries))
    return Took(round(statistics.median(took), 3), round(statistics.quantiles(took, n=100)[-1], 3), len(took))


async def measure(connection: asyncpg.Connection, sizes: list[int]) -> AsyncIterator[tuple[str, Took]]:
    """Each measurement on tables in which the subjects of tariffs have these *sizes*, as it is made."""
    drawn = random.Random(1)
    numbers = drawn.choices(range(len(sizes)), [size**0.5 for size in sizes], k=10_000)

    reader = Reader()

    def day() -> date:
        return START.date() + timedelta(days=drawn.randint(0, 1200))

    def then() -> datetime:
        return START + timedelta(minutes=drawn.randint(0, 1_700_000))

    def clocks(known_by: datetime) -> Clocks:
        return read_clocks(known_by, day().isoformat())

    def point(number: int, known_by: datetime) -> Ask:
        on, subjects = day(), SEPARATOR.join([subject_name(number), "tariff:US:WORLD"])
        return lambda: connection.fetch(STANDING["tariff"], [subjects], [on], [on], [known_by])

    def looked_up(number: int, known_by: datetime) -> Ask:
        question = Question(
            kind="tariff", asked=Asked(clocks=clocks(known_by)), subjects=(subject_name(number), "tariff:US:WORLD")
        )
        return lambda: reader.read(connection, [question])

    def told(work: Callable[[Asked], Awaitable[Any]], known_by: datetime) -> Ask:
        asked = Asked(clocks=clocks(known_by))

        async def ask() -> None:
            _ENCODER.encode(await work(asked))

        return ask

    def differences(known_by: datetime) -> Ask:
        return told(
            lambda asked: diff(
                connection,
                Compared(
                    one=msgspec.structs.replace(asked.clocks, known_by=known_by - timedelta(days=30)),
                    other=asked.clocks,
                    parties=("IN", "US"),
                ),
            ),
            known_by,
        )

    def level(asked: Asked) -> Awaitable[Any]:
        return answer(connection, [tariffs.level(asked, "US", "IN")])

    def pair(asked: Asked) -> Awaitable[Any]:
        return answer(connection, dossiers.pair(msgspec.structs.replace(asked, cites=dossiers.CITED), "US", "IN"))

    def over_days(asked: Asked) -> Awaitable[Any]:
        return history(connection, over_all_days(msgspec.structs.replace(asked, given=(None, None, None))), HOT_KEY)

    def over_knowledge(asked: Asked) -> Awaitable[Any]:
        return revisions(connection, asked, HOT_KEY)

    last_week = NOW - timedelta(days=7)
    for what, draw in {
        "SELECT 1": lambda: lambda: connection.fetch("SELECT 1"),
        "point, in SQL": lambda: point(drawn.choice(numbers), then()),
        "point, hottest subject, in SQL": lambda: point(0, then()),
        "point, hottest subject, known now, in SQL": lambda: point(0, NOW),
        "point, as it is looked up": lambda: looked_up(drawn.choice(numbers), then()),
        "point, hottest subject, as it is looked up": lambda: looked_up(0, then()),
        "answer: level, hottest subject": lambda: told(level, then()),
        "answer: dossier of the hottest pair, known now": lambda: told(pair, NOW),
        "answer: the same, known last week": lambda: told(pair, last_week),
        "answer: the same, known at any time": lambda: told(pair, then()),
        "answer: history of the hottest key": lambda: told(over_days, then()),
        "answer: revisions of the hottest key, 100 of them": lambda: told(over_knowledge, NOW),
        "answer: diff of the hottest pair, a month learned by now": lambda: differences(NOW),
        "answer: the same, a month learned by any time": lambda: differences(then()),
    }.items():
        yield what, await timed(draw)


def folding() -> Took:
    """Resolving the hottest subject from its claims when it is asked about, once they are loaded."""
    held = list(reports("tariff", HOTTEST))
    took = []
    for _ in range(TRIES):
        start = time.perf_counter()
        KINDS["tariff"].resolve(SAMPLE, counting(held, NOW), NOW)
        took.append((time.perf_counter() - start) * 1e3)
    return Took(min(took), min(took), 1)
