"""
The whole proof at once: events, texts, the stored tree and every head that was signed or remembered.

Positions are read in order, so that the first wrong one is named; heads are compared as the tree passes their sizes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from service.eventstore import heads, tiles
from service.eventstore.heads import KeptHead
from service.eventstore.merkle import Frontier, Leaves, Node, nodes
from service.eventstore.notes import Head
from service.eventstore.verify import Link, Page, broken

if TYPE_CHECKING:
    from asyncpg import Pool

_FLUSH_NODES = 512
_BEYOND = "SELECT level, max(number) FROM log.nodes GROUP BY level"


class Audited(NamedTuple):
    """
    What was found whole: the events after position `after` up to `size`, whose tree has the root `root_hash`.

    `texts` counts namings of a text, `kept_heads` the signed heads in the database that the events were compared with.
    """

    after: int
    size: int
    root_hash: bytes
    texts: int
    kept_heads: int


async def audit(
    pool: Pool,
    checked: AsyncIterator[Page],
    start: Link,
    last: int,
    remembered: Sequence[Head] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> Audited:
    """
    Compare what *checked* yields, the pages after *start* up to position *last*, with tree and heads.

    *tell* hears the position that is reached. Raises IntegrityError with the first wrong `position`, for a remembered
    head also when the log ends before it or is not the one that it was made over.
    """
    for wanted in remembered:
        if wanted.size <= start.position:
            await compare_stored(pool, wanted)
    frontier = await _frontier(pool, start.position)
    later = sorted((each for each in remembered if each.size > start.position), key=lambda each: each.size)
    waiting = Waiting(later, heads.kept(pool, start.position))
    await waiting.advance()
    texts = 0
    computed: list[tuple[Node, bytes]] = []
    async for page in checked:
        leaves, texts = page.leaves, texts + page.texts
        while leaves:
            taken = leaves[: max(waiting.size - frontier.size, 0)] if waiting.size is not None else leaves
            computed += frontier.grow(taken, tiles.KEPT_LEVEL)
            leaves = leaves[len(taken) :]
            while waiting.size == frontier.size:
                await waiting.compare(frontier.root)
        if len(computed) >= _FLUSH_NODES:
            await _compare_nodes(pool, computed)
            computed = []
        tell(page.end.position)
    await _compare_nodes(pool, computed)
    if waiting.size is not None:
        raise broken(
            last + 1,
            f"it is missing, with all that followed up to {waiting.size}: a head was made over {waiting.size} events, "
            f"and the log ends at {last}",
        )
    await _nothing_beyond(pool, last)
    return Audited(start.position, frontier.size, frontier.root, texts, waiting.kept)


class Waiting:
    """The heads that the tree has not reached yet, by size: those that somebody remembers, and those kept with it."""

    def __init__(self, remembered: list[Head], kept: AsyncIterator[KeptHead]) -> None:
        self._remembered = remembered
        self._kept = kept
        self._next: KeptHead | None = None
        self._agreed = 0
        self.kept = 0

    @property
    def size(self) -> int | None:
        """The size of the next one, None after the last."""
        sizes = [each.size for each in self._remembered[:1]] + ([self._next.head.size] if self._next else [])
        return min(sizes, default=None)

    async def advance(self) -> None:
        """Go on to the next kept head."""
        self._next = await anext(self._kept, None)

    async def compare(self, root_hash: bytes) -> None:
        """Compare the heads that are next, and go past one of them. Raises IntegrityError."""
        size = self.size
        assert size is not None
        if self._next is not None and self._next.head.size == size:
            self._next.check()
            kept, head = "the head that was signed over", self._next.head
            await self.advance()
            self.kept += 1
        else:
            kept, head = "the remembered head over", self._remembered.pop(0)
        if head.root_hash != root_hash:
            raise broken(
                self._agreed + 1,
                f"it, or one of those up to {size}, is not what it was when {kept} {size} events was made; "
                "the hashes beside them were changed with them",
            )
        self._agreed = size


async def compare_stored(pool: Pool, head: Head) -> None:
    """Compare *head* with the tree as it is stored. Raises IntegrityError; says nothing of the events themselves."""
    found = (await tiles.hashes(pool, [Leaves(0, head.size)]))[0]
    if found != head.root_hash:
        raise broken(
            1,
            f"it, or one of those up to {head.size}, is not what it was when the head over {head.size} events was made",
        )


async def _frontier(pool: Pool, size: int) -> Frontier:
    edge = [Leaves(node.number << node.level, (node.number + 1) << node.level) for node in nodes(Leaves(0, size))]
    return Frontier(size, await tiles.hashes(pool, edge))


async def _compare_nodes(pool: Pool, computed: Sequence[tuple[Node, bytes]]) -> None:
    """The nodes that are stored are the *computed* ones; those that are not stored yet come after all that are."""
    by_level: dict[int, list[tuple[Node, bytes]]] = {}
    for node, found in computed:
        by_level.setdefault(node.level, []).append((node, found))
    for level, made in sorted(by_level.items()):
        spread = Leaves(made[0][0].number, made[-1][0].number + 1)
        held = await tiles.stored(pool, [spread], level)
        beyond = await pool.fetchval("SELECT max(number) FROM log.nodes WHERE level = $1", level)
        for node, found in made:
            told = held.get(node)
            if told is None and (beyond is None or node.number > beyond):
                continue
            if told != found:
                first = (node.number << level) + 1
                raise broken(
                    first,
                    f"the stored node over it and the events up to {first + (1 << level) - 1} "
                    f"{'is missing' if told is None else 'is not the hash of their leaves'}",
                )


async def _nothing_beyond(pool: Pool, last: int) -> None:
    for level, number in await pool.fetch(_BEYOND):
        if (number + 1) << level > last:
            raise broken(last + 1, f"it is missing: the stored tree goes on to position {(number + 1) << level}")
