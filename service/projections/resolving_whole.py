"""
Resolving whole: every subject once, from all its claims, by one or several processes, into tables made aside.

The work is cut into stretches of subjects, each taken by a row lock that ends with its transaction: a process that
dies leaves its stretch to the others, and what is written of a stretch is written with the note that it is done.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import asyncpg
import structlog

from service.domain.registry import KINDS, Judged, kind_of_subject
from service.eventstore.away import AWAY
from service.projections import aside
from service.projections.changes import turning_days
from service.projections.collecting import SELDOM
from service.projections.due import family_of
from service.projections.entities import judged
from service.projections.resolving import by_subject
from service.projections.rows import Row, row_of

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from asyncpg import Connection, Pool

STRETCH = 2_000
"""So many claims bear on the subjects that a process takes at a time, unless they bear on a single one."""
WORTH = 10_000
"""From so many claims on another process is worth its start."""
PAUSE_S = 0.1
LOG = structlog.get_logger(__name__)
_COUNT = "SELECT subject, count(*) FROM claims GROUP BY subject"
_TAKE = "SELECT number, subjects FROM work WHERE NOT done ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED"
_DONE = "UPDATE work SET done = true, error = $2 WHERE number = $1"
_STATE = """
SELECT coalesce(sum(claims) FILTER (WHERE done), 0)::bigint AS done, sum(claims)::bigint AS claims,
       bool_and(done) AS over, min(error) AS error FROM work
"""
_SCHEDULE = ("day", "key", "kind")


class Stand(NamedTuple):
    """Where the answers shall stand: the log's position and the calendar's day."""

    position: int
    today: date


class NotResolvedError(Exception):
    """A subject that no resolver could answer; which of its events is at fault is found by projecting one by one."""


async def plan(pool: Pool, marked: Iterable[str], position: int) -> int:
    """Cut the work, and list the subjects, which *marked* are; how many claims bear on all of them."""
    async with pool.acquire() as connection, connection.transaction():
        homes = sorted(set(marked))
        rows = [(home, family_of(home)) for home in homes]
        await connection.copy_records_to_table("subjects", records=rows, columns=("subject", "family"))
        counts = dict(await connection.fetch(_COUNT))
        answers = {kind: await judged(connection, kind, position) for kind in KINDS}
        due = {_answers(answers, home).identities.current(home) for home in homes}.union(homes)
        weights = {each: sum(counts.get(home, 0) for home in _answers(answers, each).inputs(each)) for each in due}
        stretches = sorted(_cut(weights), key=lambda each: -each[1])
        work = [(number, subjects, claims) for number, (subjects, claims) in enumerate(stretches)]
        await connection.copy_records_to_table("work", records=work, columns=("number", "subjects", "claims"))
    return sum(weights.values())


def _answers(answers: Mapping[str, Judged], subject: str) -> Judged:
    return answers[kind_of_subject(subject).name]


def _cut(weights: Mapping[str, int]) -> Iterator[tuple[list[str], int]]:
    """Subjects in their order, so that those that share claims come together, with the number of their claims."""
    held: list[str] = []
    claims = 0
    for subject in sorted(weights):
        if held and claims + weights[subject] > STRETCH:
            yield held, claims
            held, claims = [], 0
        held.append(subject)
        claims += weights[subject]
    if held:
        yield held, claims


async def resolve_all(
    pool: Pool, database_url: str, stand: Stand, processes: int, progress: Callable[[int, int], None]
) -> None:
    """
    Do all work that is planned, with so many *processes*, this one among them.

    *progress* is called with the claims done and the claims in all. Raises NotResolvedError.
    """
    others = [_start(database_url, stand) for _ in range(processes - 1)]
    try:
        while True:
            taken = await _take(pool, stand)
            state = await pool.fetchrow(_STATE)
            progress(state["done"], state["claims"] or 0)
            if state["error"] is not None:
                raise NotResolvedError(state["error"])
            if not taken and state["over"] in (True, None):
                break
            if not taken:
                await asyncio.sleep(PAUSE_S)
    finally:
        for other in others:
            other.terminate()


def _start(database_url: str, stand: Stand) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(database_url, stand), daemon=True)
    process.start()
    return process


def _work(database_url: str, stand: Stand) -> None:
    """What another process does: take work until none is left, or until its parent is gone."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    asyncio.run(_work_on(database_url, stand))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


async def _work_on(database_url: str, stand: Stand) -> None:
    async with aside.pool(database_url, 1) as pool:
        while await _take(pool, stand):
            pass


async def _take(pool: Pool, stand: Stand) -> bool:
    """Resolve one stretch that nobody else has taken; whether there was one."""
    async with pool.acquire() as connection, connection.transaction():
        taken = await connection.fetchrow(_TAKE)
        if taken is None:
            return False
        error: str | None = None
        try:
            async with connection.transaction():
                with SELDOM:
                    await _resolve(connection, taken["subjects"], stand)
        except (*AWAY, asyncpg.PostgresError):
            raise
        except Exception as failure:  # noqa: BLE001 (which event is at fault is found one by one)
            LOG.warning("subjects could not be resolved whole", first=taken["subjects"][0], error=repr(failure))
            error = repr(failure).replace("\x00", "�")
        await connection.execute(_DONE, taken["number"], error)
    return True


async def _resolve(connection: Connection, subjects: Iterable[str], stand: Stand) -> None:
    """Write what *subjects* answer, and the days to come on which that changes."""
    answers = {kind: await judged(connection, kind, stand.position) for kind in KINDS}
    reports = await by_subject(connection, subjects, answers, stand.position)
    rows: dict[str, list[Row]] = defaultdict(list)
    schedule: list[tuple[date, str, str]] = []
    for subject in subjects:
        kind = kind_of_subject(subject).name
        found = [row_of(subject, each) for each in answers[kind].rectangles(subject, reports.pop(subject))]
        rows[kind] += found
        current: dict[str, list[Row]] = defaultdict(list)
        for row in found:
            if row.is_current:
                current[row.key].append(row)
        schedule += [
            (day, key, kind) for key, held in current.items() for day in turning_days(held) if day > stand.today
        ]
    for kind, found in rows.items():
        await connection.copy_records_to_table(f"{kind}_rectangles", records=found, columns=Row._fields)
    await connection.copy_records_to_table("schedule", records=schedule, columns=_SCHEDULE)
