"""
Sources: the two feeds that can be followed, the changes of answers and the raw log, in the form in which they are sent.

Both are read in pages after a cursor, which is the place of an entry for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from service.eventstore import EventLog
from service.eventstore.tables import RARE_TYPES
from service.projections.changes import CHECKPOINT
from service.subscriptions import feed, frames
from service.subscriptions.envelopes import envelope, event_envelope
from service.subscriptions.filters import EVERYTHING, Filter
from service.subscriptions.ring import Entry
from service.subscriptions.statements import HEAD

if TYPE_CHECKING:
    from asyncpg import Pool

_ERASED_AT = f"SELECT coalesce(max(position), 0) FROM log.events e WHERE type = 'text.erased' AND e.{RARE_TYPES}"  # noqa: S608
_CHANGES_HEAD = f"SELECT ({HEAD}) AS head, ({_ERASED_AT}) AS erased_at"
_EVENTS_HEAD = f"SELECT (SELECT max(position) FROM log.events) AS head, ({_ERASED_AT}) AS erased_at"  # noqa: S608
_LOG_ID = "SELECT log_id FROM log.head"


class Sent(NamedTuple):
    """One entry as it is sent: its cursor, what filters look at, and its CloudEvent."""

    cursor: int
    marks: Any
    envelope: bytes

    @property
    def entry(self) -> Entry:
        """The same as a frame of an event stream."""
        return Entry(self.cursor, self.marks, frames.data(self.cursor, self.envelope))


class Batch(NamedTuple):
    """
    A page of a feed: all that is wanted up to the cursor `reached`; there is nothing beyond `head` yet.

    `erased_at` is the position of the newest erasure: what was read before one may hold words that are gone.
    """

    sent: Sequence[Sent]
    reached: int
    head: int
    erased_at: int


class Source(Protocol):
    """A feed that can be followed."""

    name: str
    everything: Any

    async def read(self, after: int, limit: int, wanted: Any) -> Batch:
        """At most *limit* entries after a cursor that are wanted."""
        ...

    async def head(self) -> int:
        """The cursor of the last entry, 0 before the first."""
        ...

    async def before(self, moment: datetime) -> int:
        """The cursor after which are the entries that were recorded at *moment* or later."""
        ...


class Changes:
    """The changes of answers, filtered by `Filter`."""

    name = "changes"
    everything = EVERYTHING

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def read(self, after: int, limit: int, wanted: Filter = EVERYTHING) -> Batch:
        """At most *limit* changes after a cursor that are wanted."""
        head, erased_at = await self._pool.fetchrow(_CHANGES_HEAD, CHECKPOINT)
        if head <= after:  # as it mostly is for who is told of news: one look is all it costs
            return Batch((), after, head, erased_at)
        page = await feed.read_changes(self._pool, after, limit, wanted)
        sent = [Sent(change.cursor, change.marks, envelope(change)) for change in page.changes]
        return Batch(sent, page.reached, page.head, erased_at)

    async def head(self) -> int:
        """The cursor of the last change, 0 before the first."""
        return await feed.head(self._pool)

    async def before(self, moment: datetime) -> int:
        """The cursor after which are the changes that were recorded at *moment* or later."""
        return await feed.before(self._pool, moment)


class EventMarks(NamedTuple):
    """What filters look at of an event of the log."""

    type: str
    stream: str


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events of the log are wanted: those of some types, those of one stream; what is empty asks nothing."""

    types: tuple[str, ...] = ()
    stream: str | None = None

    def matches(self, marks: EventMarks) -> bool:
        """Whether an event with these marks is wanted."""
        return (not self.types or marks.type in self.types) and self.stream in {None, marks.stream}


class Events:
    """The raw log, filtered by `EventFilter`; its cursors are positions."""

    name = "events"
    everything = EventFilter()

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._log = EventLog(pool)
        self._log_id: str | None = None

    async def read(self, after: int, limit: int, wanted: EventFilter = everything) -> Batch:
        """At most *limit* events after a position that are wanted."""
        row = await self._pool.fetchrow(_EVENTS_HEAD)
        head, erased_at = row["head"] or 0, row["erased_at"]
        if head <= after:
            return Batch((), after, head, erased_at)
        if self._log_id is None:
            self._log_id = str(await self._pool.fetchval(_LOG_ID))
        types = list(wanted.types) or None
        sent = [
            Sent(event.position, EventMarks(event.type, event.stream), event_envelope(event, self._log_id))
            async for event in self._log.read(after, limit, types=types, stream=wanted.stream)
        ]
        last = sent[-1].cursor if sent else 0
        reached = last if len(sent) == limit else max(last, head)
        return Batch(sent, reached, max(head, last), erased_at)

    async def head(self) -> int:
        """The highest position, 0 for an empty log."""
        return await self._log.head()

    async def before(self, moment: datetime) -> int:
        """The position after which are the events that were recorded at *moment* or later."""
        return await self._log.position_at(moment - timedelta(microseconds=1))
