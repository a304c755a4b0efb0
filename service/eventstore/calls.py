"""
A group of appends as one call of the database, and its answer as one outcome for each append.

The codes are those of migrations/sql/0005_append.sql.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from service.domain.errors import DuplicateEvent, VerbaleError, VersionConflict
from service.eventstore.groups import SEPARATOR, Pending
from service.eventstore.records import Appended

if TYPE_CHECKING:
    from asyncpg import Record

_GROUP = """
SELECT * FROM log.append(
    ('{' || $1 || '}')::integer[], ('{' || $2 || '}')::uuid[], string_to_array($3, E'\\x1e'),
    ('{' || $4 || '}')::smallint[], string_to_array($5, E'\\x1e'), ('{' || $6 || '}')::integer[],
    ('{' || $7 || '}')::bigint[], string_to_array($8, E'\\x1e'), string_to_array($9, E'\\x1e'), $10, $11, $12, $13, $14)
"""
_ONE = "SELECT log.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
# Plans are made while the log is small and kept when it is large; what is acknowledged is durable, whatever the
# server's defaults are. Set here, since a function's own settings cost each append 20 microseconds, and undone by name,
# since the pool's reset may be switched off.
_SETTINGS = """
SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET work_mem = '64MB'; SET lock_timeout = '10s';
SET default_transaction_isolation = 'read committed';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
"""
_RESET = """
RESET enable_seqscan; RESET plan_cache_mode; RESET work_mem; RESET lock_timeout; RESET default_transaction_isolation;
RESET synchronous_commit
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RECORDED, _HELD, _VERSION, _CONTENT, _NEIGHBOUR = range(5)


class Writing:
    """A connection that appends: its session's settings, and its two statements, prepared once."""

    def __init__(self, connection: Any, one: Any, many: Any) -> None:
        self.connection = connection
        self._one = one
        self._many = many

    @classmethod
    async def on(cls, connection: Any) -> Self:
        """*connection*, ready to append; nothing else may use it before `off`."""
        await connection.execute(_SETTINGS)
        return cls(connection, await connection.prepare(_ONE), await connection.prepare(_GROUP))

    async def off(self) -> None:
        """Leave the connection as it was before, for others to use."""
        await self.connection.execute(_RESET)

    async def append(self, group: Sequence[Pending], seen: int | None) -> int:
        """
        Append *group* and answer everyone in it; returns the highest new position, 0 for none.

        *seen* is a position at which the log's head was before the group was sent for the first time; None when it
        may have been sent before. The callers are answered once the database has acknowledged its commit, never
        before.
        """
        if len(group) == 1 and len(group[0].event_ids) == 1 and len(group[0].texts) <= 1:
            answer = await self._one.fetchval(*_one(group[0], seen))
            if answer is not None:
                return _settle_one(group[0], *answer)
        return _settle(group, await self._many.fetchrow(*_many(group, seen)))


def _one(pending: Pending, seen: int | None) -> tuple[Any, ...]:
    return (
        pending.event_ids[0],
        pending.types,
        int(pending.versions),
        pending.streams[0],
        pending.expected_version,
        pending.payloads,
        pending.metadata,
        pending.content_hashes,
        seen if pending.fresh else None,
        *(pending.texts[0] if pending.texts else (None, None)),
    )


def _many(group: Sequence[Pending], seen: int | None) -> tuple[Any, ...]:
    texts = [(number, *text) for number, pending in enumerate(group) for text in pending.texts]
    streams = [stream for pending in group for stream in pending.streams]
    return (
        ",".join([str(len(pending.event_ids)) for pending in group]),
        ",".join([pending.ids for pending in group]),
        SEPARATOR.join([pending.types for pending in group]),
        ",".join([pending.versions for pending in group]),
        SEPARATOR.join(streams),
        _ordinals(streams),
        _expected(group),
        SEPARATOR.join([pending.payloads for pending in group]),
        SEPARATOR.join([pending.metadata for pending in group]),
        b"".join([pending.content_hashes for pending in group]),
        seen if all(pending.fresh for pending in group) else None,
        [number for number, _, _ in texts],
        [sha256 for _, sha256, _ in texts],
        [text for _, _, text in texts],
    )


def _ordinals(streams: Sequence[str]) -> str | None:
    """The how-manieth of its stream each event is; None where all are the first."""
    if len(set(streams)) == len(streams):
        return None
    seen: Counter[str] = Counter()
    ordinals = []
    for stream in streams:
        seen[stream] += 1
        ordinals.append(str(seen[stream]))
    return ",".join(ordinals)


def _expected(group: Sequence[Pending]) -> str | None:
    if all(pending.expected_version is None for pending in group):
        return None
    expected: list[str] = []
    for pending in group:
        expected.append("NULL" if pending.expected_version is None else str(pending.expected_version))
        expected += ["NULL"] * (len(pending.event_ids) - 1)
    return ",".join(expected)


def _settle_one(pending: Pending, position: int, stream_version: int, moment_us: int) -> int:
    if not pending.answer.done():
        appended = Appended(
            event_ids=pending.event_ids,
            positions=(position,),
            stream_versions=(stream_version,),
            recorded_at=_EPOCH + timedelta(microseconds=moment_us),
            duplicate=False,
        )
        pending.answer.set_result(appended)
    return position


def _settle(group: Sequence[Pending], answer: Record) -> int:
    outcomes, positions, held_at = answer["o_outcome"], answer["o_position"], answer["o_held_at"]
    versions = answer["o_stream_version"]
    position = (answer["o_first"] or 1) - 1
    start = 0
    for pending in group:
        part = slice(start, start + len(pending.event_ids))
        start = part.stop
        mine = outcomes[part] if outcomes else (_RECORDED,)
        if mine[0] == _RECORDED:
            first, position = position + 1, position + len(pending.event_ids)
            where, when = tuple(range(first, position + 1)), answer["o_recorded_at"]
        else:
            where, when = tuple(positions[part]), held_at[part][-1]
        if pending.answer.done():  # its caller has gone
            continue
        if mine[0] == _RECORDED or set(mine) == {_HELD}:
            pending.answer.set_result(
                Appended(
                    event_ids=pending.event_ids,
                    positions=where,
                    stream_versions=tuple(versions[part]),
                    recorded_at=when,
                    duplicate=mine[0] == _HELD,
                )
            )
        else:
            pending.answer.set_exception(_refusal(pending, mine, versions[part], where))
    return position


def _refusal(
    pending: Pending, outcomes: Sequence[int], versions: Sequence[int], positions: Sequence[int]
) -> VerbaleError:
    if _VERSION in outcomes:
        stream, actual = pending.streams[0], versions[0]
        return VersionConflict(
            f"Stream {stream} is at version {actual}, not {pending.expected_version}: read it again and decide anew.",
            stream=stream,
            expected=pending.expected_version,
            actual=actual,
        )
    at = outcomes.index(_CONTENT if _CONTENT in outcomes else _HELD)
    event_id, position = pending.event_ids[at], positions[at]
    return DuplicateEvent(
        f"Event {event_id} is held at position {position} with another content or other neighbours: "
        "use a new id for a new event.",
        event_id=str(event_id),
        position=position,
    )
