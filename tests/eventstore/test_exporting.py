"""What an export holds, and what becomes of one that is interrupted."""

from __future__ import annotations

import io
from pathlib import Path

import asyncpg
import msgspec
import pytest
import zstandard

from service.domain.errors import Conflict, IntegrityError, InvalidInput, PositionAhead
from service.eventstore import archives, exporting
from tests.eventstore.logs import erasure, exported, filled, opened, sha256, silent


@pytest.fixture(autouse=True)
def short_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "FRAME_EVENTS", 10)


async def test_every_line_is_json_and_holds_the_stored_bytes(database: str) -> None:
    async with opened(database) as (pool, log):
        await filled(log, 3)
        await log.append([erasure(2, "Words of 2, with\nlines – and more.")])
        stored = await pool.fetch("SELECT payload::text AS payload, leaf_hash FROM log.events ORDER BY position")
        log_id = await pool.fetchval("SELECT log_id FROM log.head")
    content = zstandard.ZstdDecompressor().stream_reader(await exported(database), read_across_frames=True).read()
    lines = [msgspec.json.decode(line) for line in content.splitlines()]
    assert [line["line"] for line in lines] == ["log", *("text", "event", "event") * 3, "event", "end"]
    assert (lines[0]["log_id"], lines[0]["after"], lines[0]["to"], lines[0]["before"]) == (str(log_id), 0, 7, None)
    assert [line for line in lines if line["line"] == "text"][2] == {
        "line": "text", "sha256": sha256("Words of 2, with\nlines – and more."), "text": None, "erased_position": 7,
    }  # fmt: skip
    events = [line for line in content.splitlines() if line.startswith(b'{"line":"event"')]
    for line, row in zip(events, stored, strict=True):
        assert b'"payload":' + row["payload"].encode() + b',"metadata"' in line
        assert row["leaf_hash"].hex().encode() in line


async def test_an_interrupted_export_ends_in_the_same_bytes(database: str) -> None:
    async with opened(database) as (pool, log):
        await filled(log, 11)
        whole = await exported(database, to=21)
        frames = [frame.end for frame in archives.frames(io.BytesIO(whole))]
        assert len(frames) == 5
        for cut in (
            0,
            1,
            3,
            17,
            frames[0],
            frames[0] + 9,
            frames[1],
            frames[2] - 1,
            frames[3],
            len(whole) - 1,
            len(whole),
        ):
            target = io.BytesIO(whole[:cut])
            done = await exporting.export(pool, target, silent, to=None if cut > 17 else 21)
            assert target.getvalue() == whole, cut
            assert done.resumed == min(sum(cut >= end for end in frames[1:4]) * 10, 21), cut


async def test_an_export_that_is_stopped_by_its_disk_goes_on(database: str) -> None:
    class Disk(io.BytesIO):
        room = 0

        def write(self, data) -> int:
            if self.tell() + len(data) > self.room:
                super().write(data[: self.room - self.tell()])
                raise OSError(28, "No space left on device")
            return super().write(data)

    async with opened(database) as (pool, log):
        await filled(log, 11)
        disk = Disk()
        disk.room = [frame.end for frame in archives.frames(io.BytesIO(await exported(database)))][1] + 99
        with pytest.raises(OSError, match="No space"):
            await exporting.export(pool, disk, silent)
        disk.room = 10**9
        await filled(log, 1, first=5_000)
        done = await exporting.export(pool, disk, silent)
    assert (done.resumed, done.to) == (10, 22)
    assert disk.getvalue() == await exported(database, to=22)


async def test_parts_of_a_log_are_exported_by_position(database: str) -> None:
    async with opened(database) as (pool, log):
        await filled(log, 4)
        line, *_ = next(archives.frames(io.BytesIO(await exported(database, after=3, to=5)))).lines
        assert isinstance(line, archives.LogLine)
        assert (line.after, line.to) == (3, 5)
        assert line.before == (await pool.fetchval("SELECT leaf_hash FROM log.events WHERE position = 3")).hex()
        for bounds in ({"to": 9}, {"after": 9}, {"after": 5, "to": 4}):
            with pytest.raises(PositionAhead):
                await exported(database, **bounds)


async def test_a_file_that_holds_something_else_is_left_alone(database: str, tmp_path: Path) -> None:
    async with opened(database) as (pool, log):
        await filled(log, 4)
        for bounds, error in (({"after": 2}, Conflict), ({"to": 7}, Conflict)):
            target = io.BytesIO(await exported(database))
            with pytest.raises(error):
                await exporting.export(pool, target, silent, **bounds)
        for content, error in (
            (b"somebody's only copy of a novel", InvalidInput),
            (zstandard.ZstdCompressor().compress(b"another novel\n"), IntegrityError),
        ):
            target = io.BytesIO(content)
            with pytest.raises(error):
                await exporting.export(pool, target, silent)
            assert target.getvalue() == content
        other = io.BytesIO(await exported(database))
        await asyncpg_run(database, "UPDATE log.head SET log_id = gen_random_uuid()")
        with pytest.raises(Conflict, match="another log"):
            await exporting.export(pool, other, silent)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log.events SET payload = replace(payload::text, 'withdrawn', 'withdrawm')::json WHERE position = 4",
        "DELETE FROM log.events WHERE position = 4",
        "DELETE FROM log.events WHERE position >= 4",
        "ALTER TABLE log.texts DISABLE TRIGGER refuse_change; DELETE FROM log.texts WHERE text LIKE '%of 2%'",
    ],
    ids=["a byte flipped", "a row deleted", "the end deleted", "a text deleted"],
)
async def test_what_the_log_does_not_prove_is_not_exported(database: str, change: str) -> None:
    async with opened(database) as (pool, log):
        await filled(log, 4)
        target = io.BytesIO()
        await exporting.export(pool, target, silent)
        await asyncpg_run(database, f"ALTER TABLE log.events DISABLE TRIGGER refuse_change; {change}")
        target.truncate(next(archives.frames(io.BytesIO(target.getvalue()))).end)
        with pytest.raises((IntegrityError, Conflict)) as found:
            await exporting.export(pool, target, silent)
    assert found.value.facts.get("position", 4) in {4, 5}


async def asyncpg_run(database: str, statement: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(statement)
    await connection.close()
