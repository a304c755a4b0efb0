"""
What must hold after every fault: each acknowledged append is there once and whole, no refused one is, nothing else is.

A `Ledger` goes on from run to run, so that each run reads its own events only; `whole` looks at all of them again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import asyncpg

from service.domain.errors import IntegrityError
from service.domain.events import ArticleRecorded, ArticleRetracted
from service.eventstore import EventLog, RecordedEvent
from tests.chaos.journal import Note, appends


class Violation(AssertionError):
    """The log broke one of its promises."""


class Counts(NamedTuple):
    """
    What became of the appends of one run, or of the articles of one; anything else is a Violation.

    `unanswered` never had an answer; `sent_again` had none at first and were settled by their event ids, of which
    `found` had been recorded the first time.
    """

    acknowledged: int = 0
    refused: int = 0
    unanswered: int = 0
    sent_again: int = 0
    found: int = 0
    events: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def named(event: RecordedEvent) -> tuple[str, int]:
    """The tag of the append that an event belongs to, and its place in it."""
    payload = event.payload
    assert isinstance(payload, ArticleRetracted | ArticleRecorded)
    tag, _, index = (payload.reason if isinstance(payload, ArticleRetracted) else payload.title).rpartition(" ")
    return tag, int(index)


class Ledger:
    """What is known to stand in the log up to `head`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self.head = 0
        self._versions: Counter[str] = Counter()

    async def check(self, notes: list[Note]) -> Counts:
        """Compare the events beyond the head with what the writers noted; raises Violation."""
        log = EventLog(self._pool)
        found: dict[str, dict[int, int]] = defaultdict(dict)
        start = self.head
        async for event in log.read(start):
            _must(event.position == self.head + 1, f"position {self.head + 1} is missing")
            self.head = event.position
            self._versions[event.stream] += 1
            version = self._versions[event.stream]
            _must(event.stream_version == version, f"{event.stream} has no version {version}")
            tag, index = named(event)
            earlier = found[tag].setdefault(index, event.position)
            _must(earlier == event.position, f"{tag} stands at {earlier} and at {event.position}: written twice")
        counts = self._settle(notes, found)
        try:
            _must(await log.verify(start) == self.head, "verify does not reach the head")
        except IntegrityError as error:
            raise Violation(str(error)) from error
        await self._consumer()
        return counts._replace(events=self.head - start)

    def _settle(self, notes: list[Note], found: dict[str, dict[int, int]]) -> Counts:
        count: Counter[str] = Counter()
        tried = appends(notes)
        _must(set(found) <= set(tried), "the log holds what nobody appended")
        for note in notes:
            _must(note.word != "wrong", f"{note.tag} was answered with {note.error}")
            if note.word in {"recorded", "held"}:
                where = [found.get(note.tag, {}).get(index) for index in range(len(note.positions))]
                _must(where == note.positions, f"{note.tag} was acknowledged at {note.positions} and stands at {where}")
        for tag, append in tried.items():
            held = [found.get(tag, {}).get(index) for index in range(len(append.asked.streams))]
            word = append.answer.word if append.answer is not None else "unknown"
            if word in {"recorded", "held"}:
                _must(None not in held, f"{tag} was acknowledged and stands in part: {held}")
                count["acknowledged"] += 1
            elif word == "refused":
                _must(set(held) == {None}, f"{tag} was refused and stands at {held}")
                count["refused"] += 1
            else:
                whole = None not in held and held == list(range(held[0] or 0, (held[0] or 0) + len(held)))
                _must(whole or set(held) == {None}, f"{tag} stands in part: {held}")
                count["unanswered"] += 1
        first = {note.tag for note in notes if note.word == "recorded"}
        held_only = {note.tag for note in notes if note.word == "held"} - first
        doubtful = {note.tag for note in notes if note.word == "unknown"} | held_only
        settled = {tag for tag in doubtful if (answer := tried[tag].answer) is None or answer.word != "unknown"}
        return Counts(sent_again=len(settled), found=len(held_only), **count)

    async def _consumer(self) -> None:
        row = await self._pool.fetchrow(
            "SELECT count(*) AS rows, count(DISTINCT position) AS positions, coalesce(max(position), 0) AS highest, "
            "coalesce((SELECT position FROM checkpoints WHERE name = 'chaos'), 0) AS checkpoint FROM tally"
        )
        _must(len(set(row)) == 1, f"the consumer's checkpoint and what it handled differ: {dict(row)}")
        _must(row["checkpoint"] <= self.head, f"the checkpoint {row['checkpoint']} is beyond the head {self.head}")

    async def resume(self) -> None:
        """Go on from the head as it is, after a Violation."""
        self.head = await EventLog(self._pool).head()
        rows = await self._pool.fetch("SELECT stream, max(stream_version) AS version FROM log.events GROUP BY stream")
        self._versions = Counter({row["stream"]: row["version"] for row in rows})

    async def whole(self) -> int:
        """Verify everything from the first event on; the head."""
        try:
            return await EventLog(self._pool).verify()
        except IntegrityError as error:
            raise Violation(str(error)) from error


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Violation(otherwise)
