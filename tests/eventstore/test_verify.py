"""Verifying finds what somebody with every right in the database did to the log, and names where."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.domain.errors import IntegrityError, InvalidInput
from service.eventstore import EventLog, heads, stretches, tiles, verify
from service.eventstore.audit import Audited, audit, audit_export
from service.eventstore.canonical import GENESIS
from service.eventstore.notes import Head
from tests.eventstore.logs import article, erasure, exported, filled, opened, sha256

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ARTICLES = 10
"""Each two events: the article, and its withdrawal."""
COLUMNS = "recorded_at, stream_version, event_id, version, type, stream, payload, metadata"
ALL_COLUMNS = f"{COLUMNS}, previous_hash, leaf_hash"

FLIPPED = {
    "payload": "regexp_replace(payload::text, 'art-', 'arv-')::json",
    "metadata": """'{"actor":"nobody"}'::json""",
    "event_id": "(substr(event_id::text, 1, 35) || CASE right(event_id::text, 1) WHEN '0' THEN '1' ELSE '0' END)::uuid",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "stream_version": "stream_version + 1",
    "version": "(version + 1)::smallint",
    "type": "type || 's'",
    "stream": "stream || '0'",
    "leaf_hash": "set_byte(leaf_hash, 31, get_byte(leaf_hash, 31) # 1)",
    "previous_hash": "set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 1)",
}


class Owned(NamedTuple):
    """A log and its owner: `owner` may do everything, the triggers that keep it from that are gone."""

    url: str
    pool: asyncpg.Pool
    log: EventLog
    owner: asyncpg.Connection

    async def audit(self, *remembered: Head, after: int = 0) -> Audited:
        start, last = await verify.link_at(self.pool, after), await verify.head(self.pool)
        return await audit(self.pool, verify.pages(self.pool, start, last), start, last, remembered)

    async def wrong(self, *remembered: Head) -> Any:
        """The position that is named; verify and audit agree unless it takes a head to see it."""
        with pytest.raises(IntegrityError) as found:
            await self.audit(*remembered)
        assert f"Position {found.value.facts['position']}: " in str(found.value)
        return found.value.facts["position"]


@pytest.fixture
async def owned(database: str) -> AsyncIterator[Owned]:
    owner = await asyncpg.connect(database)
    async with opened(database) as (pool, log):
        await filled(log, ARTICLES)
        for table in ("events", "texts", "nodes", "heads"):
            await owner.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
        yield Owned(database, pool, log, owner)
    await owner.close()


async def test_what_nobody_touched_is_whole(owned: Owned) -> None:
    signed = await heads.sign_next(owned.pool, KEY)
    found = await owned.audit(signed.head)
    size = await owned.log.head()
    assert (found.after, found.size, found.root_hash) == (0, size, signed.head.root_hash)
    assert found.keys == (signed.key,)
    assert await owned.log.verify() == size


async def test_one_byte_flipped_in_any_column_is_named(owned: Owned) -> None:
    for column, flipped in FLIPPED.items():
        for position in (1, 7, await owned.log.head()):
            change = f"UPDATE log.events SET {column} = {flipped} WHERE position = {position}"
            held = await owned.owner.fetchrow("SELECT * FROM log.events WHERE position = $1", position)
            assert await owned.owner.execute(change) == "UPDATE 1"
            with pytest.raises(IntegrityError) as found:
                await owned.log.verify()
            assert found.value.facts["position"] == position, column
            await owned.owner.execute(
                f"UPDATE log.events SET {column} = $2 WHERE position = $1", position, held[column]
            )
    assert await owned.log.verify() == await owned.log.head()


@pytest.mark.parametrize("position", [1, 2, 7])
async def test_a_row_that_was_deleted_is_named(owned: Owned, position: int) -> None:
    await owned.owner.execute("DELETE FROM log.events WHERE position = $1", position)
    assert await owned.wrong() == position


@pytest.mark.parametrize(("one", "two"), [(1, 2), (4, 5), (3, 12)])
async def test_two_rows_that_were_swapped_are_named(owned: Owned, one: int, two: int) -> None:
    await owned.owner.execute(
        "UPDATE log.events SET position = CASE position WHEN $1 THEN 1000000 ELSE $1 END WHERE position IN ($1, $2)",
        one,
        two,
    )
    await owned.owner.execute("UPDATE log.events SET position = $1 WHERE position = 1000000", two)
    assert await owned.wrong() == one


@pytest.mark.parametrize("columns", [COLUMNS, ALL_COLUMNS, "payload", "leaf_hash", "payload, leaf_hash"])
async def test_two_rows_that_exchanged_what_they_say_are_named(owned: Owned, columns: str) -> None:
    theirs = ", ".join(f"b.{column.strip()}" for column in columns.split(","))
    await owned.owner.execute(
        f"UPDATE log.events a SET ({columns}) = ROW ({theirs}) FROM log.events b "
        "WHERE (a.position, b.position) IN ((3, 8), (8, 3))"
    )
    assert await owned.wrong() == 3


async def test_a_text_that_was_changed_deleted_or_emptied_is_named_by_its_event(owned: Owned) -> None:
    row = await owned.owner.fetchrow("SELECT position, payload ->> 'text_sha256' FROM log.events WHERE position = 5")
    position, hashed = row[0], bytes.fromhex(row[1])
    for constraint in await owned.owner.fetch(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'log.texts'::regclass AND contype = 'c'"
    ):
        await owned.owner.execute(f"ALTER TABLE log.texts DROP CONSTRAINT {constraint['conname']}")
    text = await owned.owner.fetchval("SELECT text FROM log.texts WHERE sha256 = $1", hashed)
    for change in (
        "UPDATE log.texts SET text = text || ' ' WHERE sha256 = $1",
        "UPDATE log.texts SET text = NULL WHERE sha256 = $1",
        "UPDATE log.texts SET text = NULL, erased_position = 1 WHERE sha256 = $1",
        "DELETE FROM log.texts WHERE sha256 = $1",
    ):
        assert (await owned.owner.execute(change, hashed)).endswith(" 1")
        assert await owned.wrong() == position
        await owned.owner.execute(
            "INSERT INTO log.texts (sha256, text) VALUES ($1, $2) "
            "ON CONFLICT (sha256) DO UPDATE SET text = excluded.text, erased_position = NULL",
            hashed,
            text,
        )
    await owned.audit()


async def test_a_text_that_the_log_says_is_erased_is_no_fault(owned: Owned) -> None:
    await owned.owner.execute("ALTER TABLE log.texts ENABLE TRIGGER ALL")
    text = "Words that have to go."
    await owned.log.append([article(77, text)], texts={sha256(text): text})
    await owned.log.append([erasure(77, text)])
    assert (await owned.audit()).size == await owned.log.head()


async def test_the_earlier_of_a_wrong_text_and_a_wrong_row_is_named(owned: Owned) -> None:
    hashed = await owned.owner.fetchval("SELECT payload ->> 'text_sha256' FROM log.events WHERE position = 3")
    await owned.owner.execute("DELETE FROM log.texts WHERE sha256 = $1", bytes.fromhex(hashed))
    await owned.owner.execute("UPDATE log.events SET version = 9 WHERE position = 8")
    assert await owned.wrong() == 3


async def test_a_tail_that_was_cut_off_shows_against_the_head_that_was_kept_with_it(owned: Owned) -> None:
    await heads.sign_next(owned.pool, KEY)
    await owned.owner.execute("DELETE FROM log.events WHERE position > 12")
    assert await owned.wrong() == 13


async def test_a_tail_that_was_cut_off_with_its_heads_shows_only_against_a_head_kept_elsewhere(owned: Owned) -> None:
    noted = (await heads.sign_next(owned.pool, KEY)).head
    await owned.owner.execute("DELETE FROM log.events WHERE position > 12; DELETE FROM log.heads")
    assert (await owned.audit()).size == 12
    assert await owned.wrong(noted) == 13


async def rewritten(owner: asyncpg.Connection, position: int) -> None:
    """As an owner who knows how: another payload, and every hash from there on made anew."""
    await owner.execute(f"UPDATE log.events SET payload = {FLIPPED['payload']} WHERE position = {position}")
    rows = await owner.fetch(verify._EVENTS, 0, 2**62, 10_000)
    before = GENESIS
    for row in rows:
        content = verify.content_hash(*row[3:9])
        leaf = verify.leaf_hash(before, row[0], row[1], verify._moment(row[2]), content)
        await owner.execute(
            "UPDATE log.events SET previous_hash = $2, leaf_hash = $3 WHERE position = $1", row[0], before, leaf
        )
        before = leaf


async def test_a_log_that_was_made_anew_from_a_position_on_shows_between_two_noted_heads(owned: Owned) -> None:
    noted = []
    for size in (6, 11, await owned.log.head()):
        noted.append(await heads.unsigned(owned.pool, size))
    await rewritten(owned.owner, 9)
    assert (await owned.audit()).size == noted[-1].size
    await owned.audit(noted[0])
    assert await owned.wrong(*reversed(noted)) == 7
    assert await owned.wrong(noted[2]) == 1
    with pytest.raises(IntegrityError, match="up to 11"):
        await owned.audit(noted[1], after=15)


async def test_a_signed_head_that_was_changed_is_found(owned: Owned) -> None:
    await heads.sign_next(owned.pool, KEY)
    size = await owned.log.head()
    await owned.owner.execute("UPDATE log.heads SET note = replace(note, 'time 20', 'time 19')")
    assert await owned.wrong() == size
    await owned.owner.execute("UPDATE log.heads SET note = 'no head' || chr(10) || size || chr(10)")
    assert await owned.wrong() == size


async def test_what_is_recorded_stored_and_signed_meanwhile_is_no_fault(owned: Owned) -> None:
    await filled(owned.log, 150, first=100)
    begun = 11
    checked = verify.pages(owned.pool, verify.START, begun)
    assert (await heads.sign_next(owned.pool, KEY)).head.size == await owned.log.head()
    assert (await audit(owned.pool, checked, verify.START, begun)).size == begun


async def test_a_node_of_the_stored_tree_that_was_changed_is_found(owned: Owned) -> None:
    await filled(owned.log, 300, first=100)
    size = await owned.log.head()
    assert size > 512
    await tiles.grow(owned.pool, size)
    await owned.audit()
    held = await owned.owner.fetchval("SELECT hash FROM log.nodes WHERE level = 8 AND number = 1")
    await owned.owner.execute("UPDATE log.nodes SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE number = 1")
    assert await owned.wrong() == 257
    await owned.owner.execute("UPDATE log.nodes SET hash = $1 WHERE number = 1", held)
    await owned.owner.execute("INSERT INTO log.nodes VALUES (8, 50, $1)", held)
    assert await owned.wrong() == size + 1
    await owned.owner.execute("DELETE FROM log.nodes WHERE number <> 1")
    assert await owned.wrong() == 1


async def test_what_follows_a_position_says_nothing_about_what_precedes_it(owned: Owned) -> None:
    await owned.owner.execute("UPDATE log.events SET version = 9 WHERE position = 3")
    found = await owned.audit(after=10)
    assert (found.after, found.size) == (10, await owned.log.head())
    assert found.root_hash == (await heads.unsigned(owned.pool)).root_hash


async def test_another_process_finds_the_same_in_stretches(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "EVENTS", 6)
    await owned.owner.execute("UPDATE log.events SET version = version + 1 WHERE position IN (15, 20)")
    found: list[verify.Page] = []

    async def collect() -> None:
        async for page in stretches.checked(owned.url, verify.START, await owned.log.head(), 1, set):
            found.append(page)

    with pytest.raises(IntegrityError, match="Position 15: "):
        await collect()
    assert [page.end.position for page in found] == [6, 12]
    (alone,) = [page async for page in verify.pages(owned.pool, verify.START, 12)]
    assert (found[-1].end, [leaf for page in found for leaf in page.leaves]) == (alone.end, alone.leaves)


async def test_an_export_is_checked_by_itself_and_against_noted_heads(owned: Owned) -> None:
    noted = await heads.unsigned(owned.pool, 11)
    whole = await exported(owned.url)
    found = await audit_export(io.BytesIO(whole), [noted])
    assert found == await owned.audit()
    tail = await exported(owned.url, after=4)
    assert (await audit_export(io.BytesIO(tail))).root_hash is None
    with pytest.raises(InvalidInput, match="from the first one"):
        await audit_export(io.BytesIO(tail), [noted])
    with pytest.raises(InvalidInput, match="head of"):
        await audit_export(io.BytesIO(whole), [noted._replace(origin="verbale/other")])
    with pytest.raises(InvalidInput, match="later one"):
        await audit_export(io.BytesIO(whole), [noted._replace(size=10_000)])
    await rewritten(owned.owner, 9)
    changed = await exported(owned.url)
    await audit_export(io.BytesIO(changed))
    with pytest.raises(IntegrityError) as wrong:
        await audit_export(io.BytesIO(changed), [noted])
    assert wrong.value.facts["position"] == 1
