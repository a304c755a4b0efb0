"""
Batches: one article a line in, one answer a line out.

Memory is bounded whatever the batch's length: a few lines are at work at a time, and the answers wait in a file until
the last line is read, so that a client may send everything before it reads anything.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import IO, Any

import asyncpg
import msgspec

from service.clock import now
from service.domain.errors import TooLarge, Unavailable, VerbaleError
from service.eventstore import EventLog
from service.eventstore.away import AWAY
from service.http import bodies, problems
from service.http.parameters import AppRequest
from service.http.writing import wanted_wait, within
from service.intake.model import readers
from service.intake.recording import record
from service.intake.submission import Submission
from service.queries.asking import Desk

MAX_LINES_AT_WORK = 32
MAX_BYTES_AT_WORK = 2 * bodies.MAX_BODY_BYTES
_IN_MEMORY_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 16

Line = tuple[int, bytes | TooLarge]


async def record_lines(request: AppRequest, log: EventLog, desk: Desk) -> AsyncIterator[bytes]:
    """
    Record every line of the body; the answers, in the order of the lines, as chunks of NDJSON.

    An answer is `{"line", "status", "id", "version", "position"}`, or `{"line", "status", "problem"}`.
    """
    answers = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 (closed where it is read)
    try:
        last: dict[str, Any] | None = None
        known = readers(request.app.state.settings)
        async for group in _groups(request):
            for answer in await _record_group(log, group, known):
                answers.write(msgspec.json.encode(answer) + b"\n")
                if "id" in answer and (last is None or answer["position"] > last["position"]):
                    last = answer
        wait = wanted_wait(request)
        if wait is not None and last is not None:
            await within(wait, desk.waiting.until_read(last["id"], last["version"], last["position"]))
    except BaseException:
        answers.close()
        raise
    return _chunks(answers)


async def _chunks(answers: IO[bytes]) -> AsyncIterator[bytes]:
    with answers:
        answers.seek(0)
        while chunk := answers.read(_CHUNK_BYTES):
            yield chunk


async def _groups(request: AppRequest) -> AsyncIterator[list[Line]]:
    """The lines in groups that fit in memory."""
    group: list[Line] = []
    size = 0
    async for number, line in bodies.lines(request):
        group.append((number, line))
        size += len(line) if isinstance(line, bytes) else 0
        if len(group) >= MAX_LINES_AT_WORK or size >= MAX_BYTES_AT_WORK:
            yield group
            group, size = [], 0
    if group:
        yield group


async def _record_group(log: EventLog, group: list[Line], known: Sequence[str]) -> list[dict[str, Any]]:
    """Record lines side by side; those of one address one after the other, in the order of the lines."""
    by_address: dict[object, list[tuple[int, Submission]]] = defaultdict(list)
    answers: dict[int, dict[str, Any]] = {}
    for number, line in group:
        try:
            if isinstance(line, TooLarge):
                raise line
            submission = bodies.decode(line, Submission)
        except VerbaleError as error:
            answers[number] = _refused(number, error)
        else:
            by_address[submission.url if isinstance(submission.url, str) else number].append((number, submission))

    async def record_some(some: list[tuple[int, Submission]]) -> None:
        for number, submission in some:
            answers[number] = await _record_one(log, number, submission, known)

    async with asyncio.TaskGroup() as tasks:
        for some in by_address.values():
            tasks.create_task(record_some(some))
    return [answers[number] for number, _ in group]


async def _record_one(log: EventLog, number: int, submission: Submission, known: Sequence[str]) -> dict[str, Any]:
    try:
        receipt = await record(log, submission, now(), actor="bootstrap", readers=known)
    except VerbaleError as error:
        return _refused(number, error)
    except (asyncpg.PostgresError, *AWAY) as error:
        return _refused(number, Unavailable(f"The database did not answer ({error!r}); send this line again"))
    return {
        "line": number,
        "status": HTTPStatus.CREATED if receipt.created else HTTPStatus.OK,
        "id": receipt.id,
        "version": receipt.version,
        "position": receipt.position,
    }


def _refused(number: int, error: VerbaleError) -> dict[str, Any]:
    return {"line": number, "status": error.status, "problem": problems.document(error)}
