"""The two logs of the race, each with its writer and its tailing readers: ours, and the naive one as its control."""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import asyncpg

from service.domain.events import ArticleRetracted
from service.eventstore import EventLog, NewEvent, checkpoints
from tests.eventstore.test_faults import SERVICE

PAGE = 200
PATIENCE_S = 60.0


class Log(ABC):
    """What the race needs of a log; `holding` is what the open transaction writes, `ways` are the readers."""

    name: str
    holding: str
    committed: str
    ways: tuple[str, ...]

    @abstractmethod
    async def prepare(self, owner: asyncpg.Pool) -> None: ...

    @abstractmethod
    async def write(self, url: str, writer: int, callers: int, seconds: float) -> list[int]:
        """Write from a pool of its own for *seconds*; the acknowledged positions."""

    @abstractmethod
    async def tail(self, url: str, way: str, ended: asyncio.Event) -> list[int]:
        """The positions in the order in which they were seen, up to the head as it is once *ended* is set."""


def connected(url: str) -> asyncpg.Pool:
    return asyncpg.create_pool(url, min_size=1, max_size=4, server_settings=SERVICE)


async def keep_writing(callers: int, seconds: float, write: Callable[[int], Awaitable[list[int]]]) -> list[int]:
    """The positions that *write* answers to each of several callers, one call after the other."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    written: list[int] = []

    async def caller(number: int) -> None:
        while loop.time() < until:
            written.extend(await write(number))
            await asyncio.sleep(random.random() * 0.01)

    await asyncio.gather(*(caller(number) for number in range(callers)))
    return written


class Ours(Log):
    name = "verbale"
    holding = "INSERT INTO checkpoints (name, position) VALUES ('held open', 0)"
    committed = "SELECT position FROM log.events ORDER BY position"
    ways = ("follows", "waits and reads", "starts again from its checkpoint")

    async def prepare(self, owner: asyncpg.Pool) -> None:
        await owner.execute("CREATE TABLE handled (turn bigserial PRIMARY KEY, position bigint NOT NULL)")

    async def write(self, url: str, writer: int, callers: int, seconds: float) -> list[int]:
        async def write(caller: int) -> list[int]:
            stream = f"art-{writer}-{caller}"
            payload = ArticleRetracted(article_id=stream, retracted_at=datetime(2026, 2, 2, tzinfo=UTC), reason="race")
            events = [NewEvent(stream=stream, payload=payload)] * random.choice((1, 1, 1, 5))
            return list((await log.append(events)).positions)

        async with connected(url) as pool, EventLog(pool) as log:
            return await keep_writing(callers, seconds, write)

    async def tail(self, url: str, way: str, ended: asyncio.Event) -> list[int]:
        if way == self.ways[2]:
            return await self._restart(url, ended)
        async with connected(url) as pool, EventLog(pool) as log:
            read = self._follow if way == self.ways[0] else self._wait
            return await read(log, ended)

    async def _follow(self, log: EventLog, ended: asyncio.Event) -> list[int]:
        seen: list[int] = []

        async def follow() -> None:
            async for event in log.follow():
                seen.append(event.position)

        following = asyncio.create_task(follow())
        await ended.wait()
        async with asyncio.timeout(PATIENCE_S):
            while (seen[-1] if seen else 0) < await log.head():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        following.cancel()
        await asyncio.wait({following})
        return seen

    async def _wait(self, log: EventLog, ended: asyncio.Event) -> list[int]:
        seen: list[int] = []
        while not ended.is_set() or (seen[-1] if seen else 0) < await log.head():
            after = seen[-1] if seen else 0
            if await log.wait(after, timeout_s=0.05):
                seen += [event.position async for event in log.read(after, PAGE)]
        return seen

    async def _restart(self, url: str, ended: asyncio.Event) -> list[int]:
        """A consumer that forgets everything every few pages, some of them before it committed."""
        while True:
            async with connected(url) as pool, EventLog(pool) as log:
                for _ in range(5):
                    last = ended.is_set()
                    if not await self._handle(pool, log) and last:
                        rows = await pool.fetch("SELECT position FROM handled ORDER BY turn")
                        return [row["position"] for row in rows]

    async def _handle(self, pool: asyncpg.Pool, log: EventLog) -> int:
        async with pool.acquire() as connection:
            after = await checkpoints.read(connection, "race")
            await log.wait(after, timeout_s=0.05)
            positions = [event.position async for event in log.read(after, PAGE)]
            if positions:
                transaction = connection.transaction()
                await transaction.start()
                await connection.executemany("INSERT INTO handled (position) VALUES ($1)", [(p,) for p in positions])
                await checkpoints.advance(connection, "race", after, positions[-1])
                await (transaction.rollback() if random.random() < 0.2 else transaction.commit())
        return len(positions)


class Naive(Log):
    name = "bigserial (control)"
    holding = "INSERT INTO naive (stream) VALUES ('held open')"
    committed = "SELECT position FROM naive ORDER BY position"
    ways = ("reads on", "reads on again", "reads on once more")

    async def prepare(self, owner: asyncpg.Pool) -> None:
        await owner.execute("CREATE TABLE naive (position bigserial PRIMARY KEY, stream text NOT NULL)")

    async def write(self, url: str, writer: int, callers: int, seconds: float) -> list[int]:
        async def write(caller: int) -> list[int]:
            async with pool.acquire() as connection, connection.transaction():
                position = await connection.fetchval(
                    "INSERT INTO naive (stream) VALUES ($1) RETURNING position", f"art-{writer}-{caller}"
                )
                await connection.fetchval("SELECT count(*) FROM checkpoints")  # what else a transaction does
            return [position]

        async with asyncpg.create_pool(url, min_size=callers, max_size=callers) as pool:
            return await keep_writing(callers, seconds, write)

    async def tail(self, url: str, way: str, ended: asyncio.Event) -> list[int]:
        seen: list[int] = []
        async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
            while True:
                last, after = ended.is_set(), seen[-1] if seen else 0
                rows = await pool.fetch(
                    "SELECT position FROM naive WHERE position > $1 ORDER BY position LIMIT $2", after, PAGE
                )
                seen += [row["position"] for row in rows]
                if not rows:
                    if last:
                        return seen
                    await asyncio.sleep(0.001)


LOGS: dict[str, Log] = {log.name: log for log in (Ours(), Naive())}
