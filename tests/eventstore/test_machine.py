"""
The log against a model of it in memory, in whatever order things happen to it: appends alone and together, conflicts,
retries, callers that go away, connections that are ended, processes that die, readers and consumers.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from service.domain.errors import DuplicateEvent, VersionConflict
from service.domain.events import ArticleRecorded, ArticleRetracted, Event, TextErased
from service.eventstore import Appended, EventLog, NewEvent, checkpoints, uuid7
from service.eventstore.away import AWAY
from tests.eventstore.test_faults import SERVICE

MOMENT = datetime(2026, 2, 2, tzinfo=UTC)
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
examples = itertools.count(1)
streams = st.sampled_from("abc")
expectations = st.sampled_from(["none", "none", "right", "wrong"])
turns = st.integers(0, 4)


class Held(NamedTuple):
    """An event as the model holds it."""

    position: int
    event_id: UUID
    stream: str
    stream_version: int
    payload: Event
    recorded_at: datetime


class Attempt(NamedTuple):
    """An append that is to be made, with what it needs besides its events."""

    events: tuple[NewEvent, ...]
    expected_version: int | None = None
    texts: Mapping[str, str] = MappingProxyType({})


class Place:
    """The database, the log in it, and the loop on which both are driven; examples follow each other in one log."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        self._url = url
        self._runner = runner
        self.pool: Any = None
        self.log: Any = None
        self.surgeon: Any = None

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    def ask(self, question: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Run what only reads, again where its connection had been ended."""
        for _ in range(10):
            with contextlib.suppress(*AWAY):
                return self._runner.run(question())
        return self._runner.run(question())

    async def open(self) -> None:
        self.pool = await asyncpg.create_pool(self._url, min_size=1, max_size=5, server_settings=SERVICE)
        self.log = EventLog(self.pool)

    async def crash(self, appending: Sequence[asyncio.Task[Any]]) -> None:
        """As if the process had died: nothing is awaited, nothing is said to the server."""
        self.pool.terminate()
        for task in appending:
            task.cancel()
        await asyncio.gather(*appending, return_exceptions=True)
        await self.log.close()
        await self.open()


class LogMachine(RuleBasedStateMachine):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.run = place.run
        self.ask = place.ask

    @initialize()
    def begin(self) -> None:
        self.name = f"m{next(examples)}"
        self.numbers = itertools.count(1)
        self.base: int = self.ask(self.place.log.head)
        self.held: list[Held] = []
        self.named: list[Held] = []  # those whose ids their caller gave
        self.versions: Counter[str] = Counter()
        self.texts: dict[str, str | None] = {}
        self.checkpoint = 0

    # What is appended

    def attempt(
        self, letters: Sequence[str], *, ids: bool, words: str | None = None, expected: str = "none"
    ) -> Attempt:
        events = tuple(self.event(letter, ids=ids) for letter in letters)
        texts: dict[str, str] = {}
        if words is not None:
            text = f"{self.name} {words}"
            digest = hashlib.sha256(text.encode()).hexdigest()
            texts[digest] = text
            events += (self.event("t", ids=ids, text=(digest, text)),)
        version = self.versions[events[0].stream]
        version += {"none": 0, "right": 0, "wrong": 1}[expected]
        return Attempt(events, None if expected == "none" else version, texts)

    def event(self, letter: str, *, ids: bool, text: tuple[str, str] | None = None) -> NewEvent:
        stream, reason = f"{self.name}-{letter}", f"number {next(self.numbers)}"
        payload: Event = ArticleRetracted(article_id=stream, retracted_at=MOMENT, reason=reason)
        if text is not None:
            payload = ArticleRecorded(
                article_id=stream,
                version=1,
                url="https://example.org/1",
                publisher="Example",
                title=reason,
                published_at=MOMENT,
                published_at_assumed=False,
                text_sha256=text[0],
                text_length=len(text[1]),
                story="story",
            )
        return NewEvent(stream=stream, payload=payload, event_id=uuid7() if ids else None)

    async def append(self, attempt: Attempt) -> Appended:
        answer: Appended = await self.place.log.append(
            attempt.events, expected_version=attempt.expected_version, texts=attempt.texts
        )
        return answer

    def absorb(self, done: Sequence[tuple[Attempt, Appended]]) -> None:
        """Take into the model what was recorded, in the order of its positions, which has no gaps."""
        for attempt, answer in sorted(done, key=lambda each: each[1].positions):
            assert attempt.expected_version in {None, self.versions[attempt.events[0].stream]}
            for number, event in enumerate(attempt.events):
                self.versions[event.stream] += 1
                assert answer.positions[number] == self.head + 1
                assert answer.stream_versions[number] == self.versions[event.stream]
                held = Held(
                    answer.positions[number],
                    answer.event_ids[number],
                    event.stream,
                    answer.stream_versions[number],
                    event.payload,
                    answer.recorded_at,
                )
                assert not self.held or self.held[-1].recorded_at <= held.recorded_at
                self.held.append(held)
                if event.event_id is not None:
                    assert held.event_id == event.event_id
                    self.named.append(held)
            for digest, text in attempt.texts.items():
                self.texts.setdefault(digest, text)

    @property
    def head(self) -> int:
        return self.base + len(self.held)

    @rule(
        letters=st.lists(streams, min_size=1, max_size=5),
        ids=st.booleans(),
        words=st.none() | st.sampled_from(["one", "zwei – „so“", "tre"]),
        expected=expectations,
    )
    def one_append(self, letters: list[str], ids: bool, words: str | None, expected: str) -> None:
        attempt = self.attempt(letters, ids=ids, words=words, expected=expected)
        if expected == "wrong":
            with pytest.raises(VersionConflict) as refusal:
                self.run(self.append(attempt))
            stream = attempt.events[0].stream
            assert refusal.value.facts["actual"] == self.versions[stream]
        else:
            answer = self.run(self.append(attempt))
            assert not answer.duplicate
            self.absorb([(attempt, answer)])

    @rule(wanted=st.lists(st.tuples(streams, st.booleans(), expectations), min_size=2, max_size=8))
    def appends_at_once(self, wanted: list[tuple[str, bool, str]]) -> None:
        attempts = [self.attempt([letter], ids=ids, expected=expected) for letter, ids, expected in wanted]
        before = Counter(self.versions)

        async def all_at_once() -> list[Any]:
            return await asyncio.gather(*(self.append(each) for each in attempts), return_exceptions=True)

        answers = list(zip(attempts, self.run(all_at_once()), strict=True))
        self.absorb([each for each in answers if isinstance(each[1], Appended)])
        for attempt, answer in answers:
            if not isinstance(answer, Appended):
                assert isinstance(answer, VersionConflict), answer
                stream = attempt.events[0].stream
                assert answer.facts["actual"] != attempt.expected_version
                assert before[stream] <= answer.facts["actual"] <= self.versions[stream]

    @rule(letter=streams, callers=st.integers(2, 4))
    def the_same_append_at_once(self, letter: str, callers: int) -> None:
        attempt = self.attempt([letter, letter], ids=True)

        async def all_at_once() -> list[Appended]:
            return await asyncio.gather(*(self.append(attempt) for _ in range(callers)))

        answers = self.run(all_at_once())
        assert {answer.positions for answer in answers} == {answers[0].positions}
        assert [answer.duplicate for answer in answers].count(False) == 1
        self.absorb([(attempt, answers[0])])

    # What is appended again

    @precondition(lambda self: self.named)
    @rule(data=st.data(), expected=st.none() | st.integers(0, 3))
    def what_is_held_is_appended_again(self, data: st.DataObject, expected: int | None) -> None:
        again = data.draw(st.lists(st.sampled_from(self.named), min_size=1, max_size=3, unique=True))
        events = [NewEvent(stream=each.stream, payload=each.payload, event_id=each.event_id) for each in again]
        answer = self.run(self.place.log.append(events, expected_version=expected))
        assert answer.duplicate
        assert answer.positions == tuple(each.position for each in again)
        assert answer.stream_versions == tuple(each.stream_version for each in again)

    @precondition(lambda self: self.named)
    @rule(data=st.data(), letter=streams, how=st.sampled_from(["content", "stream", "neighbour"]))
    def an_id_is_used_again_for_something_else(self, data: st.DataObject, letter: str, how: str) -> None:
        held = data.draw(st.sampled_from(self.named))
        other = self.event(letter, ids=True)
        events = {
            "content": [NewEvent(stream=held.stream, payload=other.payload, event_id=held.event_id)],
            "stream": [NewEvent(stream=f"{held.stream}x", payload=held.payload, event_id=held.event_id)],
            "neighbour": [other, NewEvent(stream=held.stream, payload=held.payload, event_id=held.event_id)],
        }[how]
        with pytest.raises(DuplicateEvent) as refusal:
            self.run(self.place.log.append(events))
        assert refusal.value.facts == {"event_id": str(held.event_id), "position": held.position}

    # What goes wrong

    @rule(letters=st.lists(streams, min_size=1, max_size=3), neighbours=st.integers(0, 3), after=turns)
    def a_caller_goes_away(self, letters: list[str], neighbours: int, after: int) -> None:
        gone = self.attempt(letters, ids=True)
        others = [self.attempt(["n"], ids=False) for _ in range(neighbours)]

        async def leave() -> list[Appended]:
            first = [asyncio.create_task(self.append(each)) for each in others[:1]]
            leaving = asyncio.create_task(self.append(gone))
            rest = [asyncio.create_task(self.append(each)) for each in others[1:]]
            await pause(after)
            leaving.cancel()
            await asyncio.wait({leaving})
            return [*await asyncio.gather(*first, *rest), await self.append(gone)]

        self.absorb(list(zip([*others, gone], self.run(leave()), strict=True)))

    @rule(letters=st.lists(streams, min_size=1, max_size=6), ids=st.booleans(), after=turns, times=st.integers(1, 3))
    def the_server_ends_every_connection(self, letters: list[str], ids: bool, after: int, times: int) -> None:
        attempts = [self.attempt([letter], ids=ids) for letter in letters]

        async def cut() -> list[Appended]:
            appending = [asyncio.create_task(self.append(each)) for each in attempts]
            for _ in range(times):
                await pause(after)
                await self.place.surgeon.execute(END_OTHERS)
            return await asyncio.gather(*appending)

        self.absorb(list(zip(attempts, self.run(cut()), strict=True)))

    @rule(letters=st.lists(streams, min_size=1, max_size=6), after=turns)
    def the_process_dies(self, letters: list[str], after: int) -> None:
        attempts = [self.attempt([letter, letter], ids=True) for letter in letters]

        async def die() -> list[Appended]:
            appending = [asyncio.create_task(self.append(each)) for each in attempts]
            await pause(after)
            await self.place.crash(appending)
            return await asyncio.gather(*(self.append(each) for each in attempts))

        self.absorb(list(zip(attempts, self.run(die()), strict=True)))

    @precondition(lambda self: any(self.texts.values()))
    @rule(data=st.data())
    def words_are_erased(self, data: st.DataObject) -> None:
        digest = data.draw(st.sampled_from(sorted(each for each, text in self.texts.items() if text is not None)))
        stream = f"{self.name}-t"
        payload = TextErased(article_id=stream, text_sha256=digest, reason="asked for")
        attempt = Attempt((NewEvent(stream=stream, payload=payload),))
        self.absorb([(attempt, self.run(self.append(attempt)))])
        self.texts[digest] = None

    # What is read

    @rule(
        data=st.data(),
        limit=st.none() | st.integers(1, 5),
        letter=st.none() | st.sampled_from("abcnt"),
        types=st.none()
        | st.lists(st.sampled_from(["article.recorded", "article.retracted", "text.erased"]), max_size=2),
        backward=st.booleans(),
    )
    def reading(
        self, data: st.DataObject, limit: int | None, letter: str | None, types: list[str] | None, backward: bool
    ) -> None:
        after = self.drawn(data) + backward
        stream = None if letter is None else f"{self.name}-{letter}"
        wanted = [
            each
            for each in self.held[:: -1 if backward else 1]
            if (each.position < after if backward else each.position > after)
            and stream in {None, each.stream}
            and (types is None or each.payload.type in types)
        ]
        if backward and after == self.head + 1:
            after = 0  # from the head

        async def read() -> list[Held]:
            seen: list[Held] = []
            async for event in self.place.log.read(after, limit, types=types, stream=stream, backward=backward):
                if event.position <= self.base:
                    break
                seen.append(as_held(event))
            return seen

        assert self.ask(read) == wanted[:limit]

    def drawn(self, data: st.DataObject) -> int:
        """A position of this example or the one before it."""
        return self.base + data.draw(st.integers(0, len(self.held)))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def looking_up(self, data: st.DataObject) -> None:
        log, each = self.place.log, data.draw(st.sampled_from(self.held))
        by_then = [other.position for other in self.held if other.recorded_at <= each.recorded_at]

        async def look_up() -> tuple[int, int, int, dict[str, str | None]]:
            texts = {digest: await log.text(digest) for digest in self.texts}
            version = await log.stream_version(each.stream)
            return await log.head(), version, await log.position_at(each.recorded_at), texts

        assert self.ask(look_up) == (self.head, self.versions[each.stream], by_then[-1], self.texts)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), letter=streams)
    def following(self, data: st.DataObject, letter: str) -> None:
        after = self.drawn(data)
        attempt = self.attempt([letter], ids=False)

        async def follow() -> tuple[list[int], Appended]:
            seen: list[int] = []
            appending = asyncio.create_task(self.append(attempt))
            async with asyncio.timeout(60):
                while seen[-1:] != [self.head + 1]:
                    with contextlib.suppress(*AWAY):
                        async for event in self.place.log.follow(seen[-1] if seen else after):
                            seen.append(event.position)
                            if seen[-1] == self.head + 1:
                                break
            return seen, await appending

        seen, answer = self.run(follow())
        assert seen == list(range(after + 1, self.head + 2))
        self.absorb([(attempt, answer)])

    @rule(ends=st.sampled_from(["commit", "roll back", "conflict"]))
    def a_consumer_moves_on(self, ends: str) -> None:
        to = max(self.head, 1)

        async def move() -> None:
            async with self.place.pool.acquire() as connection:
                assert await checkpoints.read(connection, self.name) == self.checkpoint
                transaction = connection.transaction()
                await transaction.start()
                if ends == "conflict":
                    with pytest.raises(checkpoints.Conflict):
                        await checkpoints.advance(connection, self.name, self.checkpoint + 1, to)
                else:
                    await checkpoints.advance(connection, self.name, self.checkpoint, to)
                await (transaction.commit() if ends == "commit" else transaction.rollback())

        self.ask(move)
        if ends == "commit":
            self.checkpoint = to

    def teardown(self) -> None:
        if not hasattr(self, "name"):
            return

        async def whole() -> tuple[list[Held], int]:
            events = [as_held(event) async for event in self.place.log.read(self.base)]
            return events, await self.place.log.verify(self.base)

        assert self.ask(whole) == (self.held, self.head)


def as_held(event: Any) -> Held:
    return Held(event.position, event.event_id, event.stream, event.stream_version, event.payload, event.recorded_at)


async def pause(turns: int) -> None:
    """A few turns of the loop, or with the highest number long enough for a statement to be on its way."""
    for _ in range(turns):
        await asyncio.sleep(0.002 if turns > 3 else 0)


@pytest.mark.parametrize("number", [6, pytest.param(150, marks=pytest.mark.slow)])
def test_the_log_is_as_its_model_whatever_happens_to_it(database: str, number: int) -> None:
    chosen = settings(
        max_examples=number,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),  # what goes wrong once in a while would be shrunk for ever
    )
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        place = Place(database, runner)

        async def begin() -> None:
            place.surgeon = await asyncpg.connect(database)
            await place.open()

        async def end() -> None:
            await place.log.close()
            await place.pool.close()
            await place.surgeon.close()

        runner.run(begin())
        try:
            run_state_machine_as_test(lambda: LogMachine(place), settings=chosen)
        finally:
            runner.run(end())
