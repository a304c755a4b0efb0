"""
Messages: the changes that are due to a subscription, in the order in which they go out.

First the change that is being tried again, then what is to be replayed, then what is new.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.subscriptions.envelopes import CHANGE_TYPE, envelope
from service.subscriptions.feed import Change, read_changes
from service.subscriptions.filters import EVERYTHING
from service.subscriptions.webhooks.leasing import Leased
from service.subscriptions.webhooks.sending import Message

if TYPE_CHECKING:
    from asyncpg import Pool

PAGE = 20
"""So many changes are read at a time."""
TEST_TYPE = "net.verbale.webhook.test"
_DEAD = """
SELECT cursor FROM subscription_dead_letters
WHERE subscription = $1 AND cursor > $2 AND cursor <= $3 AND replayed_at IS NULL ORDER BY cursor LIMIT $4
"""


class Due(NamedTuple):
    """What is due: changes in their order, whether they were sent before, and up to where there are no others."""

    changes: Sequence[Change]
    replayed: bool
    reached: int


async def due(pool: Pool, leased: Leased) -> Due:
    """The next changes for a subscription; none of them where all up to `reached` are settled."""
    if leased.at_hand is not None:
        page = await read_changes(pool, leased.at_hand - 1, 1)
        return Due(page.changes, leased.at_hand_replayed, leased.at_hand)
    if leased.replay_last is not None and leased.replay_cursor is not None:
        if leased.replay_only_dead:
            return await _dead(pool, leased, leased.replay_cursor, leased.replay_last)
        page = await read_changes(pool, leased.replay_cursor, PAGE, leased.wanted)
        again = [change for change in page.changes if change.cursor <= leased.replay_last]
        return Due(again, replayed=True, reached=min(page.reached, leased.replay_last))
    page = await read_changes(pool, leased.cursor, PAGE, leased.wanted)
    return Due(page.changes, replayed=False, reached=page.reached)


async def _dead(pool: Pool, leased: Leased, after: int, last: int) -> Due:
    rows = await pool.fetch(_DEAD, leased.id, after, last, PAGE)
    found: list[Change] = []
    for row in rows:
        found += (await read_changes(pool, row["cursor"] - 1, 1, EVERYTHING)).changes
    return Due(found, replayed=True, reached=rows[-1]["cursor"] if len(rows) == PAGE else last)


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
