"""
Heads of the log: the one that stands now, those that were signed, and signing the next.

A head is signed over events that were read back and verified, and only if the tree extends the one that was signed
before; what was signed is kept, and never changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, NamedTuple

import asyncpg
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.clock import now
from service.domain.errors import IntegrityError, InvalidInput, Unavailable
from service.eventstore import notes, tiles, verify
from service.eventstore.away import AWAY
from service.eventstore.merkle import Leaves
from service.eventstore.notes import Head, PublicKey
from service.eventstore.tables import ROLE

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

MOST_EVENTS = 65_536
"""How many events one head at most adds to the one before, so that signing a long log can be interrupted."""
_PAGE_HEADS = 1_000
_LOG = structlog.get_logger(__name__)

_LOG_ID = "SELECT log_id FROM log.head"
_LATEST = "SELECT number, size, public_key, note FROM log.heads ORDER BY number DESC LIMIT 1"
_KEPT = """
SELECT number, size, public_key, note FROM log.heads WHERE number > $1 AND size > $2 ORDER BY number LIMIT $3
"""
_KEEP = "SELECT log.keep_head($1, $2, $3)"


class KeptHead(NamedTuple):
    """A head that was signed, with its note and its key as they are kept with the log."""

    number: int
    head: Head
    key: PublicKey
    note: str

    def check(self) -> None:
        """Raise IntegrityError unless the key that is kept with it signed it."""
        if not notes.is_signed_by(self.note, self.key):
            raise verify.broken(
                self.head.size, "the signature of the head that is kept over it and all before is wrong"
            )


async def origin(pool: Pool | Connection) -> str:
    """The name of this log in its heads."""
    return notes.origin_of(await pool.fetchval(_LOG_ID))


async def latest(pool: Pool | Connection) -> KeptHead | None:
    """The head that was signed last."""
    row = await pool.fetchrow(_LATEST)
    return None if row is None else _kept(row)


async def kept(pool: Pool, after: int = 0) -> AsyncIterator[KeptHead]:
    """Every signed head over more than *after* events, by size."""
    number = 0
    while rows := await pool.fetch(_KEPT, number, after, _PAGE_HEADS):
        for row in rows:
            yield _kept(row)
        number = rows[-1]["number"]


async def unsigned(pool: Pool | Connection, size: int | None = None) -> Head:
    """The head over the first *size* events, all of them by default. Raises as `tiles.hashes`."""
    size = await verify.head(pool) if size is None else size
    return Head(await origin(pool), size, (await tiles.hashes(pool, [Leaves(0, size)]))[0])


async def sign_next(pool: Pool, key: Ed25519PrivateKey, before: KeptHead | None = None) -> KeptHead | None:
    """
    Verify what was recorded since the last signed head, and sign a head over it; None when there is nothing to sign.

    At most `MOST_EVENTS` are added at a time; `sign_all` goes on. *before* is a head that the caller
    saw signed, for the case that it is not kept any more. Raises IntegrityError, and signs nothing then.
    """
    last = await latest(pool)
    public = key.public_key().public_bytes_raw()
    if before is not None and (last is None or last.head.size < before.head.size):
        raise verify.broken(before.head.size, "the head that was signed over it and all before is no longer kept")
    size = await verify.head(pool)
    done = 0 if last is None else last.head.size
    if size < done:
        raise verify.broken(size + 1, f"it is missing: a head was signed over {done} events")
    if size == 0 or (last is not None and size == done and last.key.raw == public):
        return None
    if last is not None:
        await _still_holds(pool, last)
    # A new key begins with the size that the old one signed last, so that both meet in one head.
    size = done if last is not None and last.key.raw != public else min(size, done + MOST_EVENTS)
    async for _ in verify.pages(pool, await verify.link_at(pool, done), size):
        await asyncio.sleep(0)
    await tiles.grow(pool, size)
    head = (await unsigned(pool, size))._replace(signed_at=now())
    note = notes.sign(notes.write_head(head), head.origin, key)
    # Somebody else may have signed as much in the meantime, which is as good.
    return await latest(pool) if await pool.fetchval(_KEEP, size, public, note) else None


async def sign_all(pool: Pool, key: Ed25519PrivateKey, before: KeptHead | None = None) -> AsyncIterator[KeptHead]:
    """Sign until what is recorded now is covered, however much is recorded meanwhile; each head. As `sign_next`."""
    size = await verify.head(pool)
    while (signed := await sign_next(pool, key, before)) is not None:
        yield signed
        before = signed
        if signed.head.size >= size:
            return


async def _still_holds(pool: Pool, last: KeptHead) -> None:
    last.check()
    if (await unsigned(pool, last.head.size)).root_hash != last.head.root_hash:
        raise verify.broken(
            1, f"it, or one of those up to {last.head.size}, is not what it was when the last head was signed"
        )


async def keep_signing(url: str, key: Ed25519PrivateKey | None, interval_s: float, stop: asyncio.Event) -> None:
    """
    Sign a head every *interval_s* seconds at most while the log grows, until *stop* is set.

    Without a key the tree is stored all the same, so that proofs stay cheap. What goes wrong is logged, and tried
    again at the next turn; a log that is not what was written is never signed.
    """
    async with asyncpg.create_pool(url, min_size=0, max_size=1, server_settings={"role": ROLE}) as pool:
        before: KeptHead | None = None
        while not stop.is_set():
            try:
                if key is None:
                    await tiles.grow(pool, await verify.head(pool))
                else:
                    async for signed in sign_all(pool, key, before):
                        before = signed
                        if stop.is_set():
                            break
            except IntegrityError as error:
                _LOG.error("no head is signed: the log is not what was written", detail=str(error), **error.facts)
            except asyncpg.DataCorruptedError as error:
                _LOG.error("no head is signed: the tree over the log cannot be stored", detail=str(error))
            except (*AWAY, asyncpg.PostgresError, Unavailable) as error:
                _LOG.warning("no head could be signed, trying again", error=repr(error))
            await _pause(stop, interval_s)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()


def _kept(row: asyncpg.Record) -> KeptHead:
    number, size, public_key, note = row
    try:
        head = notes.read_head(note)
    except InvalidInput as error:
        raise verify.broken(size, "the note of the head that is kept over it and all before cannot be read") from error
    return KeptHead(number, head, PublicKey(head.origin, public_key), note)
