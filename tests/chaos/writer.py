"""
The process that writes while things go wrong: callers that append in every way, and a consumer with its checkpoint.

`python -m tests.chaos.writer URL JOURNAL SEED` first asks again for what the journal leaves open, by its event ids, and
then goes on until SIGTERM. It waits for a database that is away as long as that takes.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from service.domain.errors import DuplicateEvent, Unavailable, VersionConflict
from service.domain.events import ArticleRecorded, ArticleRetracted
from service.eventstore import ROLE, Appended, EventLog, NewEvent, checkpoints, uuid7
from tests.chaos.journal import Journal, Note, appends, read

MOMENT = datetime(2026, 2, 2, tzinfo=UTC)
CONSUMER = "chaos"
AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
WAYS = (
    "one",
    "one",
    "made here",
    "made here",
    "many",
    "many made here",
    "text",
    "in turn",
    "too late",
    "other content",
    "again",
)


def events(note: Note) -> list[NewEvent]:
    """The events of an append; its tag stands in each of them."""
    ids = [UUID(spelled) for spelled in note.ids] or [None] * len(note.streams)
    return [
        NewEvent(stream=stream, payload=_payload(note, stream, index), event_id=event_id)
        for index, (stream, event_id) in enumerate(zip(note.streams, ids, strict=True))
    ]


def _payload(note: Note, stream: str, index: int) -> Any:
    named = f"{note.tag} {index}"
    if note.text is None:
        return ArticleRetracted(article_id=stream, retracted_at=MOMENT, reason=named)
    return ArticleRecorded(
        article_id=stream,
        version=1,
        url="https://example.org/1",
        publisher="Example",
        title=named,
        published_at=MOMENT,
        published_at_assumed=False,
        text_sha256=hashlib.sha256(note.text.encode()).hexdigest(),
        text_length=len(note.text),
        story="story",
    )


class Writer:
    """The callers of one process; *name* begins all their tags."""

    def __init__(self, log: EventLog, journal: Journal, name: str, chance: random.Random) -> None:
        self._log = log
        self._journal = journal
        self._name = name
        self._chance = chance
        self._number = 0
        self._last: Note | None = None  # an append that was acknowledged with ids of its own
        self.stopped = False

    async def caller(self, caller: int) -> None:
        version = 0
        while not self.stopped:
            note = self._invent(caller, version)
            self._journal.note(note)
            done = await self.settle(note)
            if done is not None and note.expected_version == version:
                version = done.stream_versions[-1]
            await asyncio.sleep(self._chance.random() * 0.008)

    def _invent(self, caller: int, version: int) -> Note:
        self._number += 1
        way = self._chance.choice(WAYS)
        tag = f"{self._name}-{self._number}"
        many = self._chance.randrange(2, 40) if way.startswith("many") else 1
        note = Note(tag, "trying", [f"art-{self._chance.randrange(50)}" for _ in range(many)])
        if "made here" not in way:
            note.ids = [str(uuid7()) for _ in note.streams]
        if way == "text":
            note.text = f"The words of {tag}. " * self._chance.randrange(1, 200)
        elif way == "in turn":
            note.streams, note.expected_version = [f"{self._name}-{caller}"], version
        elif way == "too late":
            note.expected_version = 1_000_000
        elif way == "other content" and self._last is not None:
            note.ids, note.streams = self._last.ids[:1], self._last.streams[:1]
        elif way == "again" and self._last is not None:
            return self._last
        return note

    async def settle(self, note: Note) -> Appended | None:
        """Append until there is an answer, and note it; None for a refusal, and where nobody can know."""
        texts = {} if note.text is None else {hashlib.sha256(note.text.encode()).hexdigest(): note.text}
        told = False
        while True:
            try:
                done = await self._log.append(events(note), expected_version=note.expected_version, texts=texts)
            except (VersionConflict, DuplicateEvent) as refusal:
                self._answer(note, Note(note.tag, "refused", error=repr(refusal)))
                return None
            except Unavailable as error:
                if not told:
                    self._answer(note, Note(note.tag, "unknown", error=str(error)))
                    told = True
                if self.stopped or not note.ids:
                    return None
                await asyncio.sleep(0.05)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is noted and counted
                self._answer(note, Note(note.tag, "wrong", error=repr(error)))
                return None
            else:
                word = "held" if done.duplicate else "recorded"
                self._answer(note, Note(note.tag, word, positions=list(done.positions)))
                if note.ids and note.expected_version is None:
                    self._last = note
                return done

    def _answer(self, note: Note, answer: Note) -> None:
        self._journal.note(answer)


async def consume(pool: asyncpg.Pool, log: EventLog, writer: Writer) -> None:
    """Write down each event that is handled, in the transaction that moves the checkpoint."""
    while not writer.stopped:
        try:
            async with pool.acquire(timeout=10) as connection:
                after = await checkpoints.read(connection, CONSUMER)
            if not await log.wait(after, timeout_s=0.2):
                continue
            positions = [event.position async for event in log.read(after, 200)]
            async with pool.acquire(timeout=10) as connection, connection.transaction():
                await connection.executemany("INSERT INTO tally (position) VALUES ($1)", [(p,) for p in positions])
                await checkpoints.advance(connection, CONSUMER, after, positions[-1])
        except AWAY:
            await asyncio.sleep(0.05)


async def main(url: str, path: Path, name: str, seed: int, callers: int) -> None:
    journal = Journal(path)
    left_open = [
        each.asked
        for each in appends(read(path)).values()
        if each.asked.ids and (each.answer is None or each.answer.word == "unknown")
    ]
    while True:
        try:
            pool = await asyncpg.create_pool(url, min_size=1, max_size=6, server_settings={"role": ROLE}, timeout=10)
        except AWAY:
            await asyncio.sleep(0.05)
        else:
            break
    log = EventLog(pool)
    writer = Writer(log, journal, name, random.Random(f"{name} {seed}"))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, setattr, writer, "stopped", True)
    async with asyncio.TaskGroup() as tasks:
        for note in left_open:
            tasks.create_task(writer.settle(note))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(consume(pool, log, writer))
        for number in range(callers):
            tasks.create_task(writer.caller(number))
    await log.close()
    await pool.close()
    journal.close()


if __name__ == "__main__":
    url, journal, name, seed, callers = sys.argv[1:]
    asyncio.run(main(url, Path(journal), name, int(seed), int(callers)))
