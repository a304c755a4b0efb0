"""
Proofs about the log that hold without trust in it: an event is under a head, a head continues another one.

A proof is read from the stored tree, in three statements and a few hundred rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from service.domain.errors import Conflict, NotFound, PositionAhead
from service.eventstore import canonical, heads, tiles, verify
from service.eventstore.merkle import Leaves, consistency_spans, inclusion_spans
from service.eventstore.named import named

if TYPE_CHECKING:
    from asyncpg import Pool

_EVENT = """
SELECT event_id, type, version, stream, payload::text AS payload, metadata::text, previous_hash, stream_version,
       recorded_at, leaf_hash
FROM log.events WHERE position = $1
"""
_TITLED = '"title":"'
_ERASED = "SELECT bool_or(text IS NULL) FROM log.texts WHERE sha256 = ANY ($1)"


class Inclusion(NamedTuple):
    """
    That the event at `position` is among the first `size`: `hashes` lead from its leaf to `root_hash`.

    The leaf is `leaf_data` (88 bytes, see `canonical`), whose last 32 bytes are the SHA-256 of `content`. That is None
    where the law had the words erased that an event of form 1 holds: the proof stands without them.
    """

    position: int
    size: int
    content: str | None
    leaf_data: bytes
    leaf_hash: bytes
    hashes: list[bytes]
    root_hash: bytes


class Consistency(NamedTuple):
    """That the first `new` events begin with the first `old`: `hashes` lead from `old_root` to `new_root`."""

    old: int
    new: int
    old_root: bytes
    new_root: bytes
    hashes: list[bytes]


async def inclusion(pool: Pool, position: int, size: int | None) -> Inclusion:
    """
    The proof for the event at *position* under the head over *size* events, by default the newest signed one.

    Raises PositionAhead for a size that is not reached, NotFound for a position beyond the size, Conflict for one
    that no signed head covers yet, Unavailable, IntegrityError.
    """
    size = await _size(pool, size, position, ("position", "size"))
    if position > size:
        raise NotFound(f"position: {position} is not among the first {size} events.", field="position", size=size)
    row = await pool.fetchrow(_EVENT, position)
    if row is None:
        raise verify.broken(position, "it is missing")
    content: str | None = canonical.content(*row[:6])
    if row["payload"].find(_TITLED) > 0 and await pool.fetchval(_ERASED, [*named(row["type"], row["payload"]).sha256s]):
        content = None
    previous_hash, stream_version, recorded_at, leaf_hash = row[6:]
    moment, content_hash = canonical.moment(recorded_at), canonical.content_hash(*row[:6])
    place = (previous_hash, position, stream_version, moment, content_hash)
    if canonical.leaf_hash(*place) != leaf_hash:
        raise verify.broken(position, "it is not what its leaf hash covers")
    *hashes, root_hash = await tiles.hashes(pool, [*inclusion_spans(position - 1, size), Leaves(0, size)])
    return Inclusion(position, size, content, canonical.leaf_data(*place), leaf_hash, hashes, root_hash)


async def consistency(pool: Pool, old: int, new: int | None) -> Consistency:
    """
    The proof between the heads over *old* and over *new* events, by default the newest signed one.

    Raises PositionAhead for a size that is not reached, NotFound where *new* is the smaller, Unavailable,
    IntegrityError.
    """
    new = await _size(pool, new, old, ("from", "to"))
    if old > new:
        raise NotFound(f"from: {old} is beyond to, which is {new}: exchange them.", field="from", size=new)
    wanted = [*consistency_spans(old, new), Leaves(0, old), Leaves(0, new)]
    *hashes, old_root, new_root = await tiles.hashes(pool, wanted)
    return Consistency(old, new, old_root, new_root, hashes)


async def _size(pool: Pool, asked: int | None, least: int, fields: tuple[str, str]) -> int:
    """The size that is *asked* for, else the newest signed one, which *least* events must not exceed."""
    head = await verify.head(pool)
    for field, value in zip(fields, (least, asked or 0), strict=True):
        if value > head:
            raise PositionAhead(
                f"{field}: {value} is beyond the head of the log, which is {head}", field=field, head=head
            )
    if asked is not None:
        return asked
    signed = await heads.latest(pool)
    size = head if signed is None else signed.head.size
    if least > size:
        raise Conflict(
            f"The newest signed head covers {size} events, not yet {least}: ask again after the next one was signed, "
            f"or give {fields[1]}, up to {head}.",
            field=fields[1],
            size=size,
            head=head,
        )
    return size
