"""What an export brings into another log, and what is refused."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import asyncpg
import msgspec
import pytest

from service.domain.errors import Conflict, IntegrityError, InvalidInput, Unavailable
from service.eventstore import archives, checkpoints, exporting, importing, verify
from service.eventstore.canonical import content_hash, leaf_hash
from tests.conftest import Postgres
from tests.eventstore.logs import erasure, exported, filled, opened, silent


@pytest.fixture(autouse=True)
def short_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "FRAME_EVENTS", 10)


@pytest.fixture
def elsewhere(postgres: Postgres) -> Iterator[str]:
    url = postgres.create()
    yield url
    postgres.drop(url)


async def rows(database: str) -> list[tuple[object, ...]]:
    async with opened(database) as (pool, _):
        return [
            tuple(row)
            for row in await pool.fetch(
                "SELECT position, event_id, type, version, stream, stream_version, recorded_at, payload::text, "
                "metadata::text, previous_hash, leaf_hash, (SELECT log_id FROM log.head) FROM log.events ORDER BY 1"
            )
        ] + [tuple(row) for row in await pool.fetch("SELECT * FROM log.texts ORDER BY 1")]


async def test_an_imported_log_is_the_one_that_was_exported(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 12)
        await log.append([erasure(3, "Words of 3, with\nlines – and more.")])
    done = await importing.adopt(elsewhere, io.BytesIO(await exported(database)), silent)
    assert (done.head, done.added, done.held, done.erased_later) == (25, 25, 0, 0)
    assert await rows(elsewhere) == await rows(database)
    async with opened(elsewhere) as (_, log):
        assert await log.verify() == 25


async def test_an_import_run_again_adds_nothing(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 5)
    for added in (10, 0, 0):
        done = await importing.adopt(elsewhere, io.BytesIO(await exported(database)), silent)
        assert (done.head, done.added, done.held) == (10, added, 10 - added)
    done = await importing.adopt(database, io.BytesIO(await exported(database)), silent)
    assert (done.head, done.added) == (10, 0)


async def test_a_cut_export_is_taken_up_to_its_cut_and_the_rest_later(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 11)
    whole = await exported(database)
    ends = [frame.end for frame in archives.frames(io.BytesIO(whole))]
    for cut, head in (
        (0, 0),
        (3, 0),
        (ends[0], 0),
        (ends[1] - 1, 0),
        (ends[1], 10),
        (ends[2] + 5, 20),
        (ends[3], 22),
    ):
        with pytest.raises(archives.Cut, match=r"same `verbale export` again|make it anew"):
            await importing.adopt(elsewhere, io.BytesIO(whole[:cut]), silent)
        async with opened(elsewhere) as (_, log):
            assert await log.head() == head, cut
    done = await importing.adopt(elsewhere, io.BytesIO(whole), silent)
    assert (done.head, done.added, done.held) == (22, 0, 22)
    assert await rows(elsewhere) == await rows(database)


async def test_a_byte_that_changed_is_found_before_it_is_read(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 12)
    whole = bytearray(await exported(database))
    for place in (*range(0, len(whole), 401), len(whole) - 1):
        whole[place] ^= 1
        with pytest.raises((IntegrityError, InvalidInput)):
            await importing.adopt(elsewhere, io.BytesIO(whole), silent)
        whole[place] ^= 1
    async with opened(elsewhere) as (_, log):
        assert await log.verify() == await log.head()


Change = Callable[[list[archives.Line]], None]


def altered(export: bytes, change: Change) -> bytes:
    """*export* with its lines changed, in one good frame."""
    lines = [line for frame in archives.frames(io.BytesIO(export)) for line in frame.lines]
    change(lines)
    return archives.compress([archives.encode(line) for line in lines])


def at(position: int, **fields: object) -> Change:
    def change(lines: list[archives.Line]) -> None:
        for number, line in enumerate(lines):
            if isinstance(line, archives.EventLine) and line.position == position:
                lines[number] = msgspec.structs.replace(line, **fields)

    return change


def without(number: int) -> Change:
    return lambda lines: lines.pop(number - 1)


def swapped(lines: list[archives.Line]) -> None:
    lines[5], lines[6] = lines[6], lines[5]


def reworded(lines: list[archives.Line]) -> None:
    lines[4] = msgspec.structs.replace(lines[4], text="Other words.")


RETRACTED = b'{"article_id":"art-1","retracted_at":"2026-02-03T00:00:00Z","reason":"withdrawm"}'


@pytest.mark.parametrize(
    ("change", "line", "position"),
    [
        (at(4, payload=msgspec.Raw(RETRACTED)), 7, 4),
        (at(4, metadata=msgspec.Raw(b'{"actor":"eve"}')), 7, 4),
        (at(4, recorded_at=datetime(2020, 1, 1, tzinfo=UTC)), 7, 4),
        (at(4, leaf_hash="00" * 32), 7, 4),
        (at(4, stream_version=3), 7, 4),
        (without(7), 8, 4),
        (without(5), 5, 3),
        (swapped, 6, 3),
        (reworded, 5, 3),
    ],
    ids=["payload", "metadata", "time", "leaf hash", "version", "event gone", "text gone", "swapped", "other words"],
)
async def test_what_the_hashes_do_not_prove_is_refused_by_line_and_position(
    database: str, elsewhere: str, change: Change, line: int, position: int
) -> None:
    async with opened(database) as (_, log):
        await filled(log, 4)
    with pytest.raises(IntegrityError) as found:
        await importing.adopt(elsewhere, io.BytesIO(altered(await exported(database), change)), silent)
    assert (found.value.facts["line"], found.value.facts["position"]) == (line, position)
    assert f"Line {line} of the export, position {position}" in str(found.value)
    async with opened(elsewhere) as (_, log):
        assert await log.head() == 0


async def test_another_logs_events_are_refused_unless_they_continue_this_one(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log), opened(elsewhere) as (_, other):
        await filled(log, 3)
        await importing.adopt(elsewhere, io.BytesIO(await exported(database)), silent)
        await filled(log, 2, first=3)
        with pytest.raises(Conflict, match="import what lies between first"):
            await importing.adopt(elsewhere, io.BytesIO(await exported(database, after=8)), silent)
        done = await importing.adopt(elsewhere, io.BytesIO(await exported(database, after=4)), silent)
        assert (done.head, done.added, done.held) == (10, 4, 2)
        await filled(log, 1, first=5)
        await filled(other, 1, first=6)
        for bounds in ({}, {"after": 10}, {"after": 11}):
            with pytest.raises(Conflict, match="another event at position 11"):
                await importing.adopt(elsewhere, io.BytesIO(await exported(database, **bounds)), silent)
        assert await other.verify() == 12


async def test_events_that_a_log_cannot_hold_are_refused_though_their_hashes_fit(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 3)
    lines = [line for frame in archives.frames(io.BytesIO(await exported(database))) for line in frame.lines]
    events = [line for line in lines if isinstance(line, archives.EventLine)]
    link = verify.START
    for number, event in enumerate(events):
        line = msgspec.structs.replace(event, event_id=events[0 if number == 3 else number].event_id)
        row = importing._row(line)
        leaf = leaf_hash(link.leaf_hash, line.position, line.stream_version, row.moment, content_hash(*row[3:9]))
        lines[lines.index(event)] = msgspec.structs.replace(line, leaf_hash=leaf.hex())
        link = verify.check([row._replace(leaf_hash=leaf)], link)
    lines[-1] = msgspec.structs.replace(lines[-1], leaf_hash=link.leaf_hash.hex())
    forged = archives.compress([archives.encode(line) for line in lines])
    with pytest.raises(IntegrityError, match="repeats an event id") as found:
        await importing.adopt(elsewhere, io.BytesIO(forged), silent)
    assert found.value.facts["position"] in {1, 4}


async def test_an_import_fills_as_many_partitions_as_it_needs(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 40)
    owner = await asyncpg.connect(elsewhere)
    await owner.execute("UPDATE log.head SET partition_rows = 4; DROP TABLE log.events_1; DELETE FROM log.partitions")
    await importing.adopt(elsewhere, io.BytesIO(await exported(database)), silent)
    assert await owner.fetchval("SELECT count(*) FROM log.partitions") >= 20
    await owner.close()
    async with opened(elsewhere) as (_, log):
        assert await log.verify() == 80
        await filled(log, 1, first=40)
        assert await log.verify() == 82


async def test_only_the_owner_adopts(database: str) -> None:
    async with opened(database) as (pool, _):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute("SELECT log.adopt()")


async def test_writers_wait_and_readers_of_articles_begin_when_all_is_there(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 6)
    whole = await exported(database)
    ends = [frame.end for frame in archives.frames(io.BytesIO(whole))]
    async with opened(elsewhere) as (pool, _):
        for cut, held_back in ((ends[1], 12), (None, 0)):
            source = io.BytesIO(whole[:cut])
            with contextlib.suppress(archives.Cut):
                await importing.adopt(elsewhere, source, silent, wait=["reading"])
            async with pool.acquire() as connection:
                assert await checkpoints.read(connection, "reading") == held_back
        assert await pool.fetchval("SELECT count(*) FROM checkpoints") == 1
    guard = await asyncpg.connect(elsewhere)
    async with guard.transaction():
        await guard.execute("SELECT FROM log.head FOR UPDATE")
        with pytest.raises(Unavailable, match="try again"):
            await importing.adopt(elsewhere, io.BytesIO(whole), silent, lock_timeout_s=0.1)
    await guard.close()


async def test_an_erasure_behind_the_exports_end_is_told(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 4)
        await log.append([erasure(2, "Words of 2, with\nlines – and more.")])
        done = await importing.adopt(elsewhere, io.BytesIO(await exported(database, to=8)), silent)
        assert done.erased_later == 1
        done = await importing.adopt(elsewhere, io.BytesIO(await exported(database)), silent)
        assert (done.added, done.erased_later) == (1, 0)
    assert await rows(elsewhere) == await rows(database)
