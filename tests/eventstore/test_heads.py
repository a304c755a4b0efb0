"""Signing heads: only over what was read back, only as a continuation, each kept for ever."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import NamedTuple

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from structlog.testing import capture_logs

from service.domain.errors import IntegrityError, NotFound, PositionAhead, Unavailable
from service.eventstore import EventLog, heads, notes, proofs, tiles
from service.eventstore.merkle import Leaves, extends, includes, root
from tests.eventstore.logs import article, erasure, filled, opened, retraction, sha256

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))


class Signing(NamedTuple):
    url: str
    pool: asyncpg.Pool
    log: EventLog
    owner: asyncpg.Connection

    async def leaves(self) -> list[bytes]:
        return [row[0] for row in await self.pool.fetch("SELECT leaf_hash FROM log.events ORDER BY position")]

    async def tamper(self, statement: str) -> None:
        for table in ("events", "nodes", "heads"):
            await self.owner.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
        await self.owner.execute(statement)


@pytest.fixture
async def signing(database: str) -> AsyncIterator[Signing]:
    owner = await asyncpg.connect(database)
    async with opened(database) as (pool, log):
        yield Signing(database, pool, log, owner)
    await owner.close()


async def test_each_head_continues_the_one_before(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "MOST_EVENTS", 300)
    assert await heads.sign_next(signing.pool, KEY) is None
    await filled(signing.log, 400)
    signed = []
    while (head := await heads.sign_next(signing.pool, KEY)) is not None:
        signed.append(head)
    assert [each.head.size for each in signed] == [300, 600, 800]
    assert signed == [each async for each in heads.kept(signing.pool)]
    assert await heads.latest(signing.pool) == signed[-1]
    leaves = await signing.leaves()
    for old, new in itertools.pairwise(signed):
        assert notes.is_signed_by(new.note, new.key)
        assert new.head.root_hash == root(leaves[: new.head.size])
        shown = await proofs.consistency(signing.pool, old.head.size, new.head.size)
        assert extends(shown.old, old.head.root_hash, shown.new, new.head.root_hash, shown.hashes)
        assert old.head.signed_at <= new.head.signed_at


async def test_a_log_that_was_changed_is_not_signed(signing: Signing) -> None:
    await filled(signing.log, 5)
    await signing.tamper("UPDATE log.events SET version = version + 1 WHERE position = 7")
    with pytest.raises(IntegrityError) as wrong:
        await heads.sign_next(signing.pool, KEY)
    assert wrong.value.facts["position"] == 7
    assert await heads.latest(signing.pool) is None


async def test_a_log_that_no_longer_has_the_root_that_was_signed_is_not_signed_again(signing: Signing) -> None:
    await filled(signing.log, 3)
    signed = await heads.sign_next(signing.pool, KEY)
    await filled(signing.log, 3, first=50)
    await signing.tamper("UPDATE log.events SET leaf_hash = sha256(leaf_hash) WHERE position = 2")
    with pytest.raises(IntegrityError, match="when the last head was signed"):
        await heads.sign_next(signing.pool, KEY)
    await signing.tamper("DELETE FROM log.events WHERE position > 2")
    with pytest.raises(IntegrityError, match="Position 3"):
        await heads.sign_next(signing.pool, KEY)
    await signing.tamper("DELETE FROM log.heads")
    with pytest.raises(IntegrityError, match="no longer kept"):
        await heads.sign_next(signing.pool, KEY, signed)


async def test_another_key_signs_what_the_old_one_has_signed(signing: Signing) -> None:
    await filled(signing.log, 3)
    first = await heads.sign_next(signing.pool, KEY)
    await filled(signing.log, 1, first=50)
    second = await heads.sign_next(signing.pool, OTHER)
    assert (second.head.size, second.head.root_hash) == (first.head.size, first.head.root_hash)
    assert second.key != first.key
    assert await heads.sign_next(signing.pool, KEY) is None
    assert (await heads.sign_next(signing.pool, OTHER)).head.size == 8
    assert await heads.sign_next(signing.pool, OTHER) is None


async def test_several_who_sign_at_once_keep_one_line_of_heads(signing: Signing) -> None:
    await filled(signing.log, 50)
    await asyncio.gather(*(heads.sign_next(signing.pool, key) for key in (KEY, OTHER, KEY, OTHER, KEY)))
    kept = [each async for each in heads.kept(signing.pool)]
    assert {each.head.size for each in kept} == {100}
    assert len({each.key for each in kept}) == len(kept) <= 2


async def test_the_service_stores_no_node_and_changes_no_head(signing: Signing) -> None:
    await filled(signing.log, 200)
    await heads.sign_next(signing.pool, KEY)
    for statement in (
        "INSERT INTO log.nodes VALUES (8, 9, sha256(''))",
        "INSERT INTO log.heads VALUES (9, 400, sha256(''), E'x\\n400\\n')",
        "UPDATE log.heads SET size = 1",
        "DELETE FROM log.nodes",
        "TRUNCATE log.heads",
        "SELECT log.subtrees('')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await signing.pool.execute(statement)
    for statement in ("UPDATE log.heads SET size = 1", "DELETE FROM log.nodes", "TRUNCATE log.nodes, log.heads"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await signing.owner.execute(statement)
    with pytest.raises(asyncpg.CheckViolationError):
        await signing.pool.execute("SELECT log.keep_head(401, sha256(''), E'x\\n401\\n')")
    assert not await signing.pool.fetchval("SELECT log.keep_head(399, sha256(''), E'x\\n399\\n')")


async def test_the_stored_tree_is_the_one_over_the_events(signing: Signing) -> None:
    await filled(signing.log, 700)
    assert await signing.pool.fetchval("SELECT log.grow_tree(1)") == 256
    assert await signing.pool.fetchval("SELECT log.grow_tree(600)") == 768
    await tiles.grow(signing.pool, 1400)
    leaves = await signing.leaves()
    stored = dict(await signing.pool.fetch("SELECT number, hash FROM log.nodes WHERE level = 8"))
    assert stored == {number: root(leaves[number * 256 : (number + 1) * 256]) for number in range(5)}
    for size in (1, 255, 256, 257, 1024, 1399):
        assert await tiles.hashes(signing.pool, [Leaves(0, size)]) == [root(leaves[:size])]
        shown = await proofs.inclusion(signing.pool, size, 1400)
        assert includes(root(leaves), 1400, size - 1, leaves[size - 1], shown.hashes)


@pytest.mark.slow
async def test_a_tree_of_two_stored_levels_proves_every_kind_of_place(signing: Signing) -> None:
    size = 2 * 65_536 + 700
    for first in range(0, size, 4096):
        await signing.log.append([retraction(number) for number in range(first, min(first + 4096, size))])
    leaves = await signing.leaves()
    top = root(leaves)
    with pytest.raises(Unavailable, match="not stored that far"):
        await tiles.hashes(signing.pool, [Leaves(0, size)])
    await tiles.grow(signing.pool, size)
    stored = dict(await signing.pool.fetch("SELECT number, hash FROM log.nodes WHERE level = 16"))
    assert stored == {number: root(leaves[number << 16 : (number + 1) << 16]) for number in range(2)}
    for index in (0, 1, 255, 256, 65_535, 65_536, 100_000, 131_071, 131_072, size - 1):
        shown = await proofs.inclusion(signing.pool, index + 1, size)
        assert includes(top, size, index, leaves[index], shown.hashes)
        shown = await proofs.consistency(signing.pool, index + 1, size)
        assert extends(index + 1, root(leaves[: index + 1]), size, top, shown.hashes)


async def test_what_is_asked_beyond_the_log_is_refused(signing: Signing) -> None:
    await filled(signing.log, 2)
    with pytest.raises(PositionAhead, match="position: 5 is beyond the head of the log, which is 4"):
        await proofs.inclusion(signing.pool, 5, None)
    with pytest.raises(NotFound, match="not among the first 2"):
        await proofs.inclusion(signing.pool, 3, 2)
    await signing.tamper("DELETE FROM log.events WHERE position = 2")
    for position in (1, 2):
        with pytest.raises(IntegrityError, match="Position 2: it is missing"):
            await proofs.inclusion(signing.pool, position, 4)


async def test_an_event_of_form_1_is_proved_without_the_title_that_was_erased(signing: Signing) -> None:
    text = "Words that have to go."
    await signing.log.append([article(1, text), retraction(1)], texts={sha256(text): text})
    assert "Ein Titel" in (await proofs.inclusion(signing.pool, 1, 2)).content
    await signing.log.append([erasure(1, text)])
    shown = await proofs.inclusion(signing.pool, 1, 3)
    assert shown.content is None
    assert includes(root(await signing.leaves()), 3, 0, shown.leaf_hash, shown.hashes)
    assert (await proofs.inclusion(signing.pool, 2, 3)).content is not None


async def test_an_event_that_was_changed_is_not_proved(signing: Signing) -> None:
    await filled(signing.log, 2)
    await signing.tamper("UPDATE log.events SET version = version + 1 WHERE position = 2")
    with pytest.raises(IntegrityError, match="Position 2"):
        await proofs.inclusion(signing.pool, 2, 4)
    assert (await proofs.inclusion(signing.pool, 1, 4)).position == 1


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await holds():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)


async def test_the_worker_signs_while_the_log_grows_and_outlives_a_fault(signing: Signing) -> None:
    async def signed(size: int) -> bool:
        head = await heads.latest(signing.pool)
        return head is not None and head.head.size == size

    async def told() -> bool:
        return bool(said)

    stop = asyncio.Event()
    with capture_logs() as said:
        working = asyncio.create_task(heads.keep_signing(signing.url, KEY, 0.02, stop))
        for turn in range(3):
            await filled(signing.log, 2, first=10 * turn)
            await until(partial(signed, 4 * turn + 4))
        await signing.tamper("UPDATE log.events SET leaf_hash = sha256(leaf_hash) WHERE position = 12")
        await signing.log.append([retraction(99)])
        await until(told)
        stop.set()
        await working
    assert "when the last head was signed" in said[0]["detail"]
    assert await signed(12)


async def test_a_log_that_never_rests_is_signed_once_a_turn(signing: Signing) -> None:
    async def signed() -> bool:
        return await heads.latest(signing.pool) is not None

    await filled(signing.log, 1)
    stop = asyncio.Event()
    working = asyncio.create_task(heads.keep_signing(signing.url, KEY, 3600, stop))
    while not await signed():
        await signing.log.append([retraction(0)])
    for _ in range(50):
        await signing.log.append([retraction(0)])
    stop.set()
    await working
    assert len([head async for head in heads.kept(signing.pool)]) == 1


async def test_without_a_key_the_worker_still_stores_the_tree(signing: Signing) -> None:
    await filled(signing.log, 150)
    stop = asyncio.Event()
    working = asyncio.create_task(heads.keep_signing(signing.url, None, 0.02, stop))

    async def grown() -> bool:
        return bool(await signing.pool.fetchval("SELECT count(*) FROM log.nodes"))

    await until(grown)
    stop.set()
    await working
    assert await heads.latest(signing.pool) is None
