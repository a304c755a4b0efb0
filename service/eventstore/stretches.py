"""
Checking a long log with several processes, each on its own stretch.

What comes out is what `verify.pages` yields: stretch by stretch in order, each following the end of the one before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

import asyncpg

from service.eventstore.verify import Link, Page, broken, link_at, pages

EVENTS = 65_536
"""How many events a process checks before it reports."""
_HASH_BYTES = 32


class _Stretch(NamedTuple):
    """What a process found: that its events follow `start`, and the page that they make, leaf hashes joined."""

    start: Link
    end: Link
    leaves: bytes


async def checked(url: str, start: Link, last: int, processes: int, begin: Callable[[], object]) -> AsyncIterator[Page]:
    """
    As `verify.pages` for the database at *url*, by so many *processes*; each calls *begin* first.

    Raises IntegrityError with the first wrong `position`.
    """
    loop = asyncio.get_running_loop()
    bounds = _bounds(start.position, last)
    executor = ProcessPoolExecutor(processes, get_context("spawn"), begin)
    try:
        working: deque[asyncio.Future[_Stretch]] = deque()
        while True:
            # Two for each, so that none waits for work, and no more, so that memory is bounded.
            for after, to in bounds:
                working.append(loop.run_in_executor(executor, _check, url, after, to))
                if len(working) >= 2 * processes:
                    break
            if not working:
                return
            found = await working.popleft()
            if found.start != start:
                raise broken(found.start.position, "its row changed while it was read")
            start = found.end
            yield Page(found.end, _split(found.leaves))
    finally:
        for future in working:
            future.cancel()
        await asyncio.to_thread(executor.shutdown, cancel_futures=True)


def _bounds(after: int, last: int) -> Iterator[tuple[int, int]]:
    while after < last:
        to = min(after - after % EVENTS + EVENTS, last)
        yield after, to
        after = to


def _check(url: str, after: int, to: int) -> _Stretch:
    return asyncio.run(_check_stretch(url, after, to))


async def _check_stretch(url: str, after: int, to: int) -> _Stretch:
    connection = await asyncpg.connect(url)
    try:
        start = end = await link_at(connection, after)
        leaves: list[bytes] = []
        async for page in pages(connection, start, to):
            end = page.end
            leaves += page.leaves
    finally:
        await connection.close()
    return _Stretch(start, end, b"".join(leaves))


def _split(leaves: bytes) -> list[bytes]:
    return [leaves[start : start + _HASH_BYTES] for start in range(0, len(leaves), _HASH_BYTES)]
