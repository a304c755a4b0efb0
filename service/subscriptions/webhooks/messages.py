"""
Messages: the changes that are due to a subscription, in the order in which they go out.

First the change that is being tried again, then what is to be replayed, then what is new.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.subscriptions.envelopes import CHANGE_TYPE, envelope
from service.subscriptions.feed import Change, read_changes
from service.subscriptions.filters import Marks
from service.subscriptions.webhooks.leasing import Leased
from service.subscriptions.webhooks.sending import Message

if TYPE_CHECKING:
    from asyncpg import Pool

PAGE = 20
"""So many changes are read at a time."""
KEPT_S = 2.0
_MOST_KEPT = 500
TEST_TYPE = "net.verbale.webhook.test"
_DEAD = """
SELECT cursor FROM subscription_dead_letters
WHERE subscription = $1 AND cursor > $2 AND cursor <= $3 AND replayed_at IS NULL ORDER BY cursor LIMIT $4
"""


class Told(NamedTuple):
    """A change as it is sent, with what filters look at."""

    cursor: int
    marks: Marks
    message: Message


class Due(NamedTuple):
    """What is due: changes in their order, whether they were sent before, and up to where there are no others."""

    changes: Sequence[Told]
    replayed: bool
    reached: int


class Reader:
    """
    Reads what is due; the newest changes are read once for all subscriptions that get them at the same time.

    They are kept for `KEPT_S` seconds and no longer: the law may have their words erased.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: dict[int, tuple[float, Told]] = {}
        self._reading = asyncio.Lock()

    async def due(self, leased: Leased) -> Due:
        """The next changes for a subscription; none of them where all up to `reached` are settled."""
        if leased.at_hand is not None:
            return Due(await self._range(leased.at_hand - 1, leased.at_hand), leased.at_hand_replayed, leased.at_hand)
        if leased.replay_last is not None and leased.replay_cursor is not None:
            return await self._again(leased, leased.replay_cursor, leased.replay_last)
        if leased.matched - leased.cursor <= PAGE:
            found = await self._range(leased.cursor, leased.matched)
            wanted = [each for each in found if leased.wanted.matches(each.marks)]
            return Due(wanted, replayed=False, reached=leased.matched)
        page = await read_changes(self._pool, leased.cursor, PAGE, leased.wanted)
        return Due([_told(change) for change in page.changes], replayed=False, reached=page.reached)

    async def _again(self, leased: Leased, after: int, last: int) -> Due:
        if not leased.replay_only_dead:
            page = await read_changes(self._pool, after, PAGE, leased.wanted)
            found = [_told(change) for change in page.changes if change.cursor <= last]
            return Due(found, replayed=True, reached=min(page.reached, last))
        rows = await self._pool.fetch(_DEAD, leased.id, after, last, PAGE)
        found = [each for row in rows for each in await self._range(row["cursor"] - 1, row["cursor"])]
        return Due(found, replayed=True, reached=rows[-1]["cursor"] if len(rows) == PAGE else last)

    async def _range(self, after: int, last: int) -> list[Told]:
        """Every change after a cursor up to another one, which is at most `PAGE` further."""
        found = self._still_kept(after, last)
        if found is None:
            async with self._reading:  # one reads, and the others find it read
                found = self._still_kept(after, last) or await self._read(after, last)
        return found

    def _still_kept(self, after: int, last: int) -> list[Told] | None:
        fresh = time.monotonic() - KEPT_S
        kept = [self._kept.get(cursor) for cursor in range(after + 1, last + 1)]
        found = [told for read_at, told in filter(None, kept) if read_at >= fresh]
        return found if len(found) == len(kept) else None

    async def _read(self, after: int, last: int) -> list[Told]:
        read_at = time.monotonic()
        found = [_told(change) for change in (await read_changes(self._pool, after, last - after)).changes]
        for told in found:
            self._kept.pop(told.cursor, None)
            self._kept[told.cursor] = (read_at, told)
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return found


def _told(change: Change) -> Told:
    return Told(change.cursor, change.marks, message(change))


def message(change: Change) -> Message:
    """The message that tells of a change: its id is that of the feed with the cursor, in every attempt and replay."""
    feed = change.source.removeprefix("urn:uuid:").partition("#")[0]
    return Message(f"{feed}-{change.cursor}", envelope(change).decode())


def test_message(subscription: str, now: datetime) -> Message:
    """A message that tells of nothing, as an envelope of a type of its own."""
    test = f"test-{secrets.token_hex(8)}"
    told = {
        "specversion": "1.0",
        "id": test,
        "source": f"/v1/subscriptions/{subscription}",
        "type": TEST_TYPE,
        "time": now,
        "datacontenttype": "application/json",
        "data": {"subscription": subscription, "note": f"A test; changes have types such as {CHANGE_TYPE}learned."},
    }
    return Message(test, msgspec.json.encode(told).decode())
