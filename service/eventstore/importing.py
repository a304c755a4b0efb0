"""
Importing: an export's events adopted behind the head of this log, as they stood in the log that they come from.

Positions, ids, times and hashes stay, so that a head which the origin signed proves them here too. Nothing is adopted
before it is checked; what is held already is compared and passed over, so that an import can be run again at any time.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import asyncpg
import msgspec

from service.domain.errors import Conflict, IntegrityError, SetupError, Unavailable
from service.domain.events import CATALOGUE
from service.eventstore import archives, verify
from service.eventstore.archives import EndLine, EventLine, LogLine, TextLine
from service.eventstore.canonical import content_hash, moment
from service.eventstore.named import named

if TYPE_CHECKING:
    from asyncpg import Connection

Progress = Callable[[int, int], None]
"""Called with the events done and the events in all."""
LOCK_TIMEOUT_S = 10.0

_STAGE = """
CREATE TEMP TABLE adopted_events (
    position bigint, recorded_at timestamptz, stream_version bigint, event_id uuid, version smallint,
    type text COLLATE "C", stream text COLLATE "C", previous_hash bytea, leaf_hash bytea, content_hash bytea,
    payload text, metadata text
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE adopted_texts (sha256 bytea, text text) ON COMMIT DELETE ROWS;
ALTER TABLE adopted_texts ALTER COLUMN text SET STORAGE EXTERNAL;  -- they are compressed where they go
"""
_WAIT = (
    "INSERT INTO checkpoints (name, position) SELECT unnest($1::text[]), 0 ON CONFLICT DO NOTHING",
    """INSERT INTO checkpoints (name, position) SELECT name || ' before an import', position FROM checkpoints
       WHERE name = ANY ($1::text[]) ON CONFLICT DO NOTHING""",
    "UPDATE checkpoints SET position = greatest(position, $2), advanced_at = now() WHERE name = ANY ($1::text[])",
)
_GO_ON = """
WITH marked AS (DELETE FROM checkpoints WHERE name LIKE '% before an import' RETURNING name, position)
UPDATE checkpoints c SET position = m.position, advanced_at = now()
FROM marked m WHERE m.name = c.name || ' before an import'
RETURNING c.name
"""
_HOLD = "SELECT log_id FROM log.head FOR UPDATE"
_HEAD = "SELECT position, leaf_hash, recorded_at FROM log.events ORDER BY position DESC LIMIT 1"
_HELD = "SELECT position, leaf_hash FROM log.events WHERE position BETWEEN $1 AND $2 ORDER BY position"


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an import did: the log ends at *head*, *added* events are new and *held* were there before.

    `erased_later` counts texts whose words were erased by an event beyond the export's end: until that event is
    imported too, `verify` cannot know why they are gone.
    """

    head: int
    added: int
    held: int
    erased_later: int


class _Checked(NamedTuple):
    """
    A frame that is proven: its events as they are staged, and its texts that have words still.

    `erased` are the positions of the events that erased the others, `link` is where the frame ends.
    """

    first_line: int
    rows: list[tuple[Any, ...]]
    texts: list[tuple[bytes, str]]
    erased: list[int]
    link: verify.Link
    end: EndLine | None


async def adopt(
    database_url: str,
    source: BinaryIO,
    progress: Progress,
    *,
    wait: Sequence[str] = (),
    lock_timeout_s: float = LOCK_TIMEOUT_S,
) -> Imported:
    """
    Bring the events of the export that *source* holds into the log at *database_url*, as its owner.

    Every writer is kept out meanwhile, and the consumers whose checkpoints are named in *wait* (those that append
    what follows from what they see) begin once the import is whole, even if it takes several runs. Raises
    IntegrityError (facts `position`, `line`) for what its hashes do not prove, Conflict where the events do not
    continue this log, archives.Cut for an export that ends too early, Unavailable while somebody else holds the log;
    what was adopted before stands, and the next import goes on behind it.
    """
    log, steps = await asyncio.to_thread(proven, archives.frames(source))
    guard, writer = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    try:
        await guard.execute(f"SET lock_timeout = {lock_timeout_s * 1000:.0f}")
        await _take_id(guard, log)
        async with guard.transaction():
            await _hold(guard)
            await writer.execute(_STAGE)
            await _hold_back(writer, wait, log.to)
            done = await _adopt(writer, steps, log, progress)
            await release(writer)
            return done
    finally:
        guard.terminate()
        writer.terminate()


async def release(connection: Connection) -> int:
    """Let consumers go on that an import made wait, from where they were before it; how many there were."""
    return len(await connection.fetch(_GO_ON))


async def _hold_back(connection: Connection, consumers: Sequence[str], to: int) -> None:
    """Let *consumers* see nothing up to *to*, and remember where they were; an unfinished import has done so before."""
    async with connection.transaction():
        await connection.execute(_WAIT[0], list(consumers))
        await connection.execute(_WAIT[1], list(consumers))
        await connection.execute(_WAIT[2], list(consumers), to)


async def _hold(guard: Connection) -> Any:
    """Keep every writer out until the transaction ends; the log's id."""
    try:
        await guard.execute("SET idle_in_transaction_session_timeout = 0")
        return await guard.fetchval(_HOLD)
    except asyncpg.LockNotAvailableError as error:
        raise Unavailable("The log is held by a writer that does not end, or by another import: try again.") from error
    except asyncpg.InsufficientPrivilegeError as error:
        raise SetupError(
            "Only the owner of the database imports: set DATABASE_URL to the role that migrates."
        ) from error


async def _take_id(guard: Connection, log: LogLine) -> None:
    """An empty log becomes the one that is imported: heads that were signed for that one name its id."""
    async with guard.transaction():
        own = await _hold(guard)
        if own != log.log_id and await guard.fetchrow(_HEAD) is None:
            await guard.execute("UPDATE log.head SET log_id = $1", log.log_id)


async def _adopt(writer: Connection, steps: Iterator[_Checked], log: LogLine, progress: Progress) -> Imported:
    held = await _start(writer, log)
    added, last = 0, None
    erased: set[int] = set()
    coming = asyncio.create_task(asyncio.to_thread(next, steps, None))
    try:
        while (step := await coming) is not None:
            # The next frame is checked while the database writes this one.
            coming = asyncio.create_task(asyncio.to_thread(next, steps, None))
            new = await _compare(writer, step.rows, held)
            if new:
                await _write(writer, new, step.texts, step.first_line)
            added, last = added + len(new), step
            erased.update(step.erased)
            progress(step.link.position - log.after, log.to - log.after)
    finally:
        await asyncio.gather(coming, return_exceptions=True)
    if last is None or last.end != EndLine(position=log.to, leaf_hash=last.link.leaf_hash.hex()):
        raise archives.Cut(
            f"The export ends after position {log.after if last is None else last.link.position} of {log.to}, without "
            "its end: run the same `verbale export` again, which goes on there, and then import again."
        )
    head = max(held, log.to)
    return Imported(
        head=head,
        added=added,
        held=log.to - log.after - added,
        erased_later=sum(position > head for position in erased),
    )


async def _start(writer: Connection, log: LogLine) -> int:
    """The head of this log, once the export is known to begin within it."""
    row = await writer.fetchrow(_HEAD)
    head: int = 0 if row is None else row["position"]
    if log.after > head:
        raise Conflict(
            f"The export begins after position {log.after}, this log ends at {head}: import what lies between first.",
            position=head,
        )
    if log.after:
        leaf = await writer.fetchval("SELECT leaf_hash FROM log.events WHERE position = $1", log.after)
        if leaf is None or leaf.hex() != log.before:
            raise _other(log.after)
    return head


def proven(frames: Iterator[archives.Frame]) -> tuple[LogLine, Iterator[_Checked]]:
    """
    What an export says it holds, and its frames proven by their hashes, each when it is asked for.

    Raises archives.Cut for an empty one, IntegrityError, SetupError.
    """
    first = next(frames, None)
    if first is None:
        raise archives.Cut("The export is empty: make it anew.", byte=0, line=1)
    log = first.lines[0]
    assert isinstance(log, LogLine)
    return log, _checked(chain([first], frames), log)


def _checked(frames: Iterator[archives.Frame], log: LogLine) -> Iterator[_Checked]:
    """Each frame with its events proven by their hashes. Raises IntegrityError, SetupError."""
    before = bytes.fromhex(log.before) if log.before else verify.START.leaf_hash
    link = verify.Link(log.after, before, verify.START.moment)
    for frame in frames:
        checked = _check(frame, link)
        link = checked.link
        yield checked


def _check(frame: archives.Frame, link: verify.Link) -> _Checked:
    texts: dict[bytes, TextLine] = {}
    rows: list[tuple[Any, ...]] = []
    end = None
    for number, line in enumerate(frame.lines, frame.first_line):
        with _at_line(number):
            if isinstance(line, TextLine):
                texts[_sha256(line, link.position + 1)] = line
            elif isinstance(line, EndLine):
                end = line
            elif isinstance(line, EventLine):
                row, before = _row(line), link.leaf_hash
                link = verify.check([row], link)
                _check_event(row, texts)
                content = content_hash(*row[3:9])
                rows.append((*_place(line), before, row.leaf_hash, content, row.payload, row.metadata))
    return _Checked(
        first_line=frame.first_line,
        rows=rows,
        texts=[(sha256, line.text) for sha256, line in texts.items() if line.text is not None],
        erased=[line.erased_position for line in texts.values() if line.erased_position is not None],
        link=link,
        end=end,
    )


def _place(line: EventLine) -> tuple[Any, ...]:
    """The first columns of a staged row."""
    moment = line.recorded_at
    return line.position, moment, line.stream_version, line.event_id, line.version, line.type, line.stream


def _row(line: EventLine) -> verify.Row:
    return verify.Row(
        position=line.position,
        stream_version=line.stream_version,
        moment=moment(line.recorded_at),
        event_id=line.event_id,
        type=line.type,
        version=line.version,
        stream=line.stream,
        payload=bytes(line.payload).decode(),
        metadata=bytes(line.metadata).decode(),
        leaf_hash=bytes.fromhex(line.leaf_hash),
    )


def _sha256(line: TextLine, position: int) -> bytes:
    sha256 = bytes.fromhex(line.sha256)
    if line.text is not None and hashlib.sha256(line.text.encode()).digest() != sha256:
        raise verify.broken(position, "the text before it is not what its SHA-256 covers")
    if line.text is None and line.erased_position is None:
        raise verify.broken(position, "the words of the text before it are gone, and no position says why")
    return sha256


def _check_event(row: verify.Row, texts: dict[bytes, TextLine]) -> None:
    """The event can be read by this release, and the texts that it names stand before it."""
    CATALOGUE.decode(row.type, row.version, row.payload)
    for sha256 in named(row.type, row.payload).sha256s:
        if sha256 not in texts:
            raise verify.broken(row.position, "the text that it names is not in the export")


@contextmanager
def _at_line(number: int) -> Iterator[None]:
    """Name the line in whatever is found wrong with it."""
    try:
        yield
    except IntegrityError as error:
        raise IntegrityError(
            f"Line {number} of the export, position {error.facts.get('position')}: {error.facts.get('what', error)}. "
            "Nothing was adopted from there on; fetch the file again, or export anew.",
            line=number,
            position=error.facts.get("position"),
        ) from error
    except ValueError as error:
        raise IntegrityError(f"Line {number} of the export cannot be used: {error}", line=number) from error


async def _compare(writer: Connection, rows: list[tuple[Any, ...]], head: int) -> list[tuple[Any, ...]]:
    """The rows that lie beyond *head*; those that do not must be the ones that are held."""
    old = [row for row in rows if row[0] <= head]
    if old:
        held = await writer.fetch(_HELD, old[0][0], old[-1][0])
        for row, (position, leaf_hash) in zip(old, held, strict=True):
            if (position, leaf_hash) != (row[0], row[8]):
                raise _other(row[0])
    return rows[len(old) :]


async def _write(
    writer: Connection, rows: Sequence[tuple[Any, ...]], texts: Sequence[tuple[bytes, str]], line: int
) -> None:
    """Adopt *rows* and *texts* in one transaction."""
    try:
        async with writer.transaction():
            await writer.copy_records_to_table("adopted_events", records=rows, schema_name="pg_temp")
            await writer.copy_records_to_table("adopted_texts", records=texts, schema_name="pg_temp")
            await writer.execute("SELECT log.adopt()")
    except asyncpg.IntegrityConstraintViolationError as error:
        position = int(error.detail) if error.detail and error.detail.isdigit() else rows[0][0]
        raise IntegrityError(
            f"The log does not take the events from line {line} of the export on: {error}. Nothing of them was "
            "adopted; what stands before is.",
            position=position,
            line=line,
        ) from error


def _other(position: int) -> Conflict:
    return Conflict(
        f"This log holds another event at position {position}: the export is of another log, or both have gone on "
        "apart. Import it into an empty database.",
        position=position,
    )
