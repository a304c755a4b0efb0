"""
The calendar of meetings: what `GET /v1/meetings` answers, each meeting once, and what it no longer answers, cancelled.

A meeting's revision number and its moment of revision never run back while the log, the publication time or the day
move forward, and depend on nothing else: a pinned calendar stays the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from service.domain.kinds import meeting
from service.domain.spans import Rectangle, Span
from service.queries import meetings, pinned
from service.queries.evidence import sources_of
from service.queries.items import item
from service.queries.lookup import find, page, position, settle, snapshot
from service.queries.questions import Asked, Question

if TYPE_CHECKING:
    from asyncpg import Connection

MAX_MEETINGS = 2_000
"""Of more meetings than these a calendar has the latest ones, and says so."""
LOOK_BACK = 50_000
"""So many of the newest changes are looked through for meetings that are told of no more."""
_STEPS = 64
_LARGEST = 2**31 - 1
"""The largest INTEGER of iCalendar (RFC 5545 section 3.3.8)."""
_SPAN = msgspec.json.Decoder(Span)
_REVISED = """
SELECT key, max(cursor) AS cursor, max(recorded_at) AS recorded_at FROM changes
WHERE key = ANY ($1) AND position <= $2 AND cause <> 'day' GROUP BY key
"""
_BEGUN = """
SELECT key, count(*) AS steps, max(known_from) AS known_from FROM meeting_rectangles
WHERE key = ANY ($1) AND known_from <= $2 AND since_day <= $3 GROUP BY key
"""
_GONE = """
SELECT DISTINCT ON (c.key) c.key, c.before, c.cause, c.cursor, c.recorded_at FROM changes c
WHERE c.cursor > (SELECT coalesce(max(cursor), 0) FROM changes) - $1 AND c.kind = 'meeting' AND c.after IS NULL
  AND c.before IS NOT NULL AND c.parties @> $2
  AND NOT EXISTS (SELECT FROM meeting_rectangles r WHERE r.key = c.key AND r.known_from <= $3 AND $3 < r.known_until)
ORDER BY c.key, c.cursor DESC
"""
_RECORDED = """
SELECT recorded_at FROM log.events WHERE position = $1 AND ($2 OR position = (SELECT max(position) FROM log.events))
"""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which meetings a calendar has: those of all *parties* (codes) and *persons* that can be in the *window*."""

    asked: Asked
    parties: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    window: tuple[date | None, date | None] = (None, None)
    status: str | None = None

    @property
    def live(self) -> bool:
        """Whether it is followed as it comes to be known: no publication time and no log position are set."""
        return self.asked.clocks.defaulted and self.asked.clocks.at is None

    def question(self) -> Question:
        """The same as a question, the latest meetings first."""
        first, last = self.window
        asked = replace(self.asked, limit=MAX_MEETINGS)
        question = meetings.meetings(
            asked, parties=self.parties, persons=self.persons, first_day=first, last_day=last, status=self.status
        )

        def latest_first(spans: Sequence[Span]) -> Sequence[Span]:
            found = question.pick(spans)
            return sorted(found, key=lambda span: (meeting.order_of(span.value), span.key), reverse=True)

        return replace(question, pick=latest_first, ranked=True)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as an item of the API; `gone` is why it is told of no more. `revision` grows with what is told."""

    item: dict[str, Any]
    revision: int
    revised_at: datetime
    gone: str | None = None


class Meetings(msgspec.Struct, frozen=True, kw_only=True):
    """
    The entries of a calendar by key; `cut` tells that there are earlier meetings besides.

    `modified` is when it last became another one, None where that is not settled: while events wait to be projected.
    """

    entries: list[Entry]
    cut: bool
    modified: datetime | None


async def read(connection: Connection, wanted: Wanted) -> Meetings:
    """The meetings of a calendar. Raises PositionAhead, and Behind while the projections have to catch up."""
    question, clocks = wanted.question(), wanted.asked.clocks
    async with snapshot(connection):
        held = await position(connection)
        at = await settle(connection, clocks.at, held)
        if at < held and await pinned.moved(connection, meetings.KIND, at):
            found = await pinned.rectangles(connection, question, at)
            spans = page(question, [each.span for each in pinned.standing(found, clocks)])
            begun = _begun(found, clocks.known_by, clocks.last_day)
        else:
            spans = (await find(connection, question)).spans
            rows = await connection.fetch(_BEGUN, [span.key for span in spans], clocks.known_by, clocks.last_day)
            begun = {row["key"]: (row["steps"], row["known_from"]) for row in rows}
        chosen = {span.key: span for span in sorted(spans[:MAX_MEETINGS], key=lambda span: span.since_day)}
        sources = await sources_of(connection, chosen.values(), at)
        rows = await connection.fetch(_REVISED, list(chosen), at)
        revised = {row["key"]: (row["cursor"], row["recorded_at"]) for row in rows}
        entries = [
            _entry(item(meetings.KIND, span, sources), span, begun[key], revised.get(key))
            for key, span in chosen.items()
        ]
        if wanted.live:
            entries += await _gone(connection, wanted)
        modified = await connection.fetchval(_RECORDED, at, clocks.at is not None)
    if modified is not None and wanted.asked.given[0] is None:
        modified = max(modified, _midnight(clocks.first_day))
    entries.sort(key=lambda each: str(each.item["key"]))
    return Meetings(entries=entries, cut=len(spans) > MAX_MEETINGS, modified=modified)


def _begun(found: Sequence[Rectangle], known_by: datetime, day: date) -> dict[str, tuple[int, datetime]]:
    """For each key how many rectangles had begun on both axes, and when the last one did."""
    begun: dict[str, tuple[int, datetime]] = {}
    for each in found:
        if each.known_from <= known_by and each.span.since_day <= day:
            steps, known_from = begun.get(each.span.key, (0, each.known_from))
            begun[each.span.key] = (steps + 1, max(known_from, each.known_from))
    return begun


def _entry(
    shown: dict[str, Any], span: Span, begun: tuple[int, datetime], revised: tuple[int, datetime] | None
) -> Entry:
    steps, known_from = begun
    cursor, recorded_at = revised or (0, known_from)
    revised_at = max(known_from, recorded_at, _midnight(span.since_day))
    return Entry(item=shown, revision=_revision(cursor, steps), revised_at=revised_at)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _revision(cursor: int, steps: int) -> int:
    """What grows with the last change that is recorded, and between two of those with the other two clocks."""
    return min(cursor * _STEPS + min(steps, _STEPS - 1), _LARGEST)


async def _gone(connection: Connection, wanted: Wanted) -> list[Entry]:
    """The meetings that were told of, as the newest changes have it, and are no more."""
    clocks = wanted.asked.clocks
    found = []
    for row in await connection.fetch(_GONE, LOOK_BACK, list(wanted.parties), clocks.known_by):
        span = _SPAN.decode(row["before"])
        if meeting.matches(span.value, wanted.parties, wanted.persons, wanted.window):
            shown = item(meetings.KIND, span, {})
            revision = _revision(row["cursor"], 0)
            found.append(Entry(item=shown, revision=revision, revised_at=row["recorded_at"], gone=row["cause"]))
    return found
