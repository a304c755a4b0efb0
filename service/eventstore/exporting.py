"""
Exporting: the log, with the texts that its events name, written as a file that is checked while it is made.

An export is a function of the log and its bounds: one that was interrupted goes on after its last whole frame, and
ends in the bytes that it would have had without the interruption. What the log does not prove is not exported.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from service.domain.errors import Conflict, PositionAhead
from service.eventstore import archives, verify
from service.eventstore.archives import EndLine, EventLine, LogLine, TextLine
from service.eventstore.canonical import moment
from service.eventstore.named import named

if TYPE_CHECKING:
    from asyncpg import Pool, Record

FRAME_EVENTS = 1_000
Progress = Callable[[int, int], None]
"""Called with the events done and the events in all."""

_LOG = "SELECT log_id, coalesce((SELECT max(position) FROM log.events), 0) AS head FROM log.head"
_SIGNED = "SELECT note FROM log.heads WHERE size <= $1 ORDER BY number DESC LIMIT 1"
_EVENTS = """
SELECT position, stream_version, recorded_at, event_id, type, version, stream,
       payload::text AS payload, metadata::text AS metadata, leaf_hash
FROM log.events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3
"""
_LINK = "SELECT position, leaf_hash, recorded_at FROM log.events WHERE position = $1"
_TEXTS = "SELECT sha256, text, erased_position FROM log.texts WHERE sha256 = ANY ($1)"


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What an export holds: the events after *after* up to *to*; `resumed` of them had been written before."""

    after: int
    to: int
    resumed: int


async def export(
    pool: Pool, target: BinaryIO, progress: Progress, *, after: int | None = None, to: int | None = None
) -> Exported:
    """
    Write the events after position *after* (the beginning) up to *to* (the head now) to *target*.

    A *target* that can be read and holds the beginning of such an export is continued; left out, its own bounds
    count. Raises Conflict where it holds another export, InvalidInput where it holds something else, PositionAhead,
    IntegrityError for what the log does not prove, OSError when the disk is full: what is written stays good, and the
    same call goes on there.
    """
    begun = await asyncio.to_thread(_begun, target) if target.readable() else None
    if begun is None:
        begun = await _begin(pool, after or 0, to)
        await asyncio.to_thread(target.write, archives.compress([archives.encode(begun.log)]))
    else:
        await _check_same(pool, begun.log, after, to)
    log, reached = begun.log, begun.position
    total = log.to - log.after
    progress(reached - log.after, total)
    link = await _link(pool, reached)
    coming = asyncio.create_task(_page(pool, reached, log.to))
    try:
        while not begun.whole and link.position < log.to:
            rows, texts = await coming
            # The next page is fetched while this one is checked, compressed and written.
            coming = asyncio.create_task(_page(pool, rows[-1]["position"] if rows else log.to, log.to))
            link = await asyncio.to_thread(_write, target, rows, texts, link)
            progress(link.position - log.after, total)
    finally:
        await asyncio.gather(coming, return_exceptions=True)
    if not begun.whole:
        end = EndLine(position=link.position, leaf_hash=link.leaf_hash.hex())
        await asyncio.to_thread(target.write, archives.compress([archives.encode(end)]))
    await asyncio.to_thread(target.flush)
    return Exported(after=log.after, to=log.to, resumed=reached - log.after)


class _Begun(msgspec.Struct, frozen=True):
    """An export as it stands: up to *position*; `whole` says that its end is written too."""

    log: LogLine
    position: int
    whole: bool


async def _begin(pool: Pool, after: int, to: int | None) -> _Begun:
    row = await pool.fetchrow(_LOG)
    to = row["head"] if to is None else to
    if not 0 <= after <= to <= row["head"]:
        raise PositionAhead(
            f"There is nothing to export after {after} up to {to}: the log ends at {row['head']}.",
            field="to" if to > row["head"] else "after",
        )
    before = (await _link(pool, after)).leaf_hash.hex() if after else None
    head = await pool.fetchval(_SIGNED, to)
    line = LogLine(form=archives.FORM, log_id=row["log_id"], after=after, to=to, before=before, head=head)
    return _Begun(line, after, whole=False)


def _begun(target: BinaryIO) -> _Begun | None:
    """What *target* holds, cut to its last whole frame; None for an empty one."""
    target.seek(0)
    log, position, whole, end = None, 0, False, 0
    try:
        for frame in archives.frames(target):
            for line in frame.lines:
                if isinstance(line, LogLine):
                    log, position = line, line.after
                elif isinstance(line, EventLine):
                    position = line.position
                whole = isinstance(line, EndLine)
            end = frame.end
    except archives.Cut:
        pass
    target.seek(end)
    target.truncate()
    return None if log is None else _Begun(log, position, whole)


async def _check_same(pool: Pool, log: LogLine, after: int | None, to: int | None) -> None:
    """Raise Conflict unless *log* begins an export of this log with these bounds."""
    row = await pool.fetchrow(_LOG)
    if log.log_id != row["log_id"] or log.to > row["head"]:
        raise Conflict(f"The file holds an export of another log ({log.log_id}): name another file.")
    if after not in {None, log.after} or to not in {None, log.to}:
        raise Conflict(
            f"The file holds the events after {log.after} up to {log.to}: leave the bounds out to go on with it, "
            "or name another file.",
            after=log.after,
            to=log.to,
        )


async def _link(pool: Pool, position: int) -> verify.Link:
    if position == 0:
        return verify.START
    row = await pool.fetchrow(_LINK, position)
    if row is None:
        raise verify.broken(position, "it is missing")
    return verify.Link(position, row["leaf_hash"], moment(row["recorded_at"]))


async def _page(pool: Pool, after: int, to: int) -> tuple[Sequence[Record], dict[bytes, Record]]:
    """The events of the next frame, and the texts that they name."""
    rows = await pool.fetch(_EVENTS, after, to, FRAME_EVENTS)
    wanted: set[bytes] = set()
    size = 0
    for count, row in enumerate(rows, 1):
        naming = named(row["type"], row["payload"])
        wanted.update(naming.sha256s)
        size += naming.length + len(row["payload"])
        if size > archives.FRAME_BYTES:
            rows = rows[:count]
            break
    held = {row["sha256"]: row for row in await pool.fetch(_TEXTS, list(wanted))} if wanted else {}
    for row in rows if len(held) < len(wanted) else ():
        if not held.keys() >= set(named(row["type"], row["payload"]).sha256s):
            raise verify.broken(row["position"], "the text that it names is missing")
    return rows, held


def _write(target: BinaryIO, rows: Sequence[Record], texts: dict[bytes, Record], link: verify.Link) -> verify.Link:
    """Write the frame of *rows*, which follow *link*, once they are proven; where they end."""
    if not rows:
        raise verify.broken(link.position + 1, "it is missing")
    end = verify.check([(*row[:2], moment(row[2]), *row[3:], None) for row in rows], link)
    lines: list[bytes] = []
    for row in rows:
        for sha256 in named(row["type"], row["payload"]).sha256s:
            text = texts.pop(sha256, None)
            if text is not None:
                lines.append(_text(row["position"], text))
        lines.append(_event(row))
    target.write(archives.compress(lines))
    return end


def _text(position: int, row: Record) -> bytes:
    sha256, text, erased_position = row
    if text is not None and hashlib.sha256(text.encode()).digest() != sha256:
        raise verify.broken(position, "the text that it names is not what its SHA-256 covers")
    return archives.encode(TextLine(sha256=sha256.hex(), text=text, erased_position=erased_position))


def _event(row: Record) -> bytes:
    position, stream_version, recorded_at, event_id, type_name, version, stream, payload, metadata, leaf_hash = row
    if "\n" in payload or "\n" in metadata:
        raise verify.broken(position, "its payload or metadata is of more than one line")
    line = EventLine(
        position=position,
        event_id=event_id,
        type=type_name,
        version=version,
        stream=stream,
        stream_version=stream_version,
        recorded_at=recorded_at,
        payload=msgspec.Raw(payload),
        metadata=msgspec.Raw(metadata),
        leaf_hash=leaf_hash.hex(),
    )
    return archives.encode(line)
