"""
The newest of the change feed first, page by page towards the oldest: what feed readers show.

Entries are whole: a page never parts the changes of one moment, unless they alone are more than a page.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from service.projections.changes import CHECKPOINT
from service.subscriptions.entries import Entry, entries, moment_of
from service.subscriptions.feed import MAX_WINDOWS, WINDOW, rendered
from service.subscriptions.filters import EVERYTHING, Filter
from service.subscriptions.statements import HEAD, PAGE, PAGE_OF_KEY

if TYPE_CHECKING:
    from asyncpg import Pool, Record

_LOG_ID = "SELECT log_id::text FROM log.head"
_ORDER = ("ORDER BY c.cursor LIMIT", "ORDER BY c.cursor DESC LIMIT")


class Newest(msgspec.Struct, frozen=True, kw_only=True):
    """
    Entries, the newest first, of the log with that id; `older` is the cursor before which the next page begins, None
    on the last one. `recorded_at` is when the newest change of the page was recorded, None where it has none.
    """

    log_id: str
    entries: tuple[Entry, ...]
    older: int | None
    recorded_at: datetime | None


async def read_newest(
    pool: Pool, after: int = 0, before: int | None = None, limit: int = 100, wanted: Filter = EVERYTHING
) -> Newest:
    """
    The entries of at most *limit* changes that *wanted* matches, with cursors above *after* and below *before*.

    So much of the feed is looked through and no more: a page may hold fewer, or none, and still not be the last.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        log_id: str = await connection.fetchval(_LOG_ID)
        head: int = await connection.fetchval(HEAD, CHECKPOINT)
        whole = wanted.key is not None or wanted.everything
        statement = (PAGE if wanted.key is None else PAGE_OF_KEY).replace(*_ORDER)
        last = head if before is None else min(before - 1, head)
        rows: list[Record] = []
        windows = 1 if whole else MAX_WINDOWS
        while last > after and len(rows) <= limit and windows:
            first = after if whole else max(after, last - WINDOW)
            rows += await connection.fetch(statement, first, last, limit + 1 - len(rows), *wanted.arguments())
            last, windows = first, windows - 1
        changes = await rendered(connection, rows)
    documents = [msgspec.to_builtins(change) for change in changes]
    kept = documents if len(rows) <= limit else _whole(documents, limit)
    older = int(kept[-1]["cursor"]) if len(rows) > limit else last + 1
    return Newest(
        log_id=log_id,
        entries=tuple(reversed(entries(reversed(kept)))),
        older=older if older > after + 1 else None,
        recorded_at=changes[0].recorded_at if changes else None,
    )


def _whole(newest_first: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """At most *limit* of them, without the last moment where it goes on beyond, unless that is all there is."""
    cut = newest_first[:limit]
    beyond = moment_of(newest_first[limit])
    if moment_of(cut[-1]) != beyond:
        return cut
    return [each for each in cut if moment_of(each) != beyond] or cut
