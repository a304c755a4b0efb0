"""
The whole proof at once: events, texts, the stored tree and every head that was signed or remembered.

Positions are read in order, so that the first wrong one is named; heads are compared as the tree passes their sizes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from service.domain.errors import IntegrityError, InvalidInput
from service.eventstore import archives, heads, importing, notes, tiles, verify
from service.eventstore.heads import KeptHead
from service.eventstore.merkle import Frontier, Leaves, Node, nodes
from service.eventstore.notes import Head, PublicKey
from service.eventstore.verify import Link, Page, broken

if TYPE_CHECKING:
    from asyncpg import Pool

Progress = Callable[[int, int], None]
"""Called with the events done and the events in all."""
_FLUSH_NODES = 512
_BEYOND = "SELECT level, max(number) FROM log.nodes GROUP BY level"


class Audited(NamedTuple):
    """
    What was found whole: the events after position `after` up to `size`, whose tree has the root `root_hash`.

    `keys` has the key of each kept head that they were compared with. There is no root for an export that does not
    begin with the first event.
    """

    after: int
    size: int
    root_hash: bytes | None
    keys: tuple[PublicKey, ...]


async def audit(
    pool: Pool,
    checked: AsyncIterator[Page],
    start: Link,
    last: int,
    remembered: Sequence[Head] = (),
    progress: Progress = lambda _done, _total: None,
) -> Audited:
    """
    Compare what *checked* yields, the pages after *start* up to position *last*, with tree and heads.

    Raises IntegrityError with the first wrong `position`, for a remembered
    head also when the log ends before it or is not the one that it was made over.
    """
    for wanted in remembered:
        if wanted.size <= start.position:
            await compare_stored(pool, wanted)
    frontier = await _frontier(pool, start.position)
    waiting = Waiting(remembered, heads.kept(pool, start.position), start.position)
    computed: list[tuple[Node, bytes]] = []
    async for page in checked:
        computed += await waiting.grow(frontier, page.leaves)
        if len(computed) >= _FLUSH_NODES:
            await _compare_nodes(pool, computed)
            computed = []
        progress(page.end.position - start.position, last - start.position)
    await _compare_nodes(pool, computed)
    waiting.end(last)
    await _nothing_beyond(pool)
    return Audited(start.position, frontier.size, frontier.root, tuple(waiting.keys))


async def audit_export(
    source: BinaryIO,
    remembered: Sequence[Head] = (),
    key: PublicKey | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Audited:
    """
    As `audit` for an export: its events, its texts, the head that it carries and the *remembered* ones.

    Heads can be compared only where the export begins with the first event; the one that it carries must be signed by
    *key*, if that is known. Raises IntegrityError, archives.Cut, and InvalidInput for a head that cannot be compared.
    """
    frames = archives.frames(source)
    log, steps = importing.proven(frames)
    if log.after and remembered:
        raise InvalidInput(
            f"The export begins after position {log.after}: a head covers all events, so export from the first one.",
            field="head",
        )
    carried = [] if log.after or log.head is None else [notes.read_head(log.head)]
    if carried and key is not None and not notes.is_signed_by(str(log.head), key):
        raise InvalidInput(f"The head that the export carries is not signed by {key}: name its key.", field="key")
    for head in remembered:
        check_origin(head, notes.origin_of(log.log_id))
        if head.size > log.to:
            raise InvalidInput(
                f"The head covers {head.size} events, the export ends at {log.to}: compare it with a later one.",
                field="head",
            )
    frontier = Frontier()
    waiting = Waiting([*carried, *remembered], _none_kept(), 0)
    position, end = log.after, None
    for step in steps:
        await waiting.grow(frontier, [row[8] for row in step.rows])
        position, end = step.link.position, step.end
        progress(position - log.after, log.to - log.after)
    if end is None or end.position != position or position != log.to:
        raise archives.Cut(f"The export ends after position {position} of {log.to}, without its end: export it again.")
    waiting.end(position)
    return Audited(log.after, position, None if log.after else frontier.root, (key,) if carried and key else ())


def check_origin(head: Head, origin: str) -> None:
    """Raise InvalidInput for a head of another log."""
    if head.origin != origin:
        raise InvalidInput(f"That is a head of {head.origin}, and this log is {origin}.", field="head")


async def _none_kept() -> AsyncIterator[KeptHead]:
    none: KeptHead
    for none in ():
        yield none


class Waiting:
    """The heads over more than *after* events that the tree has not reached yet: the remembered and the kept ones."""

    def __init__(self, remembered: Sequence[Head], kept: AsyncIterator[KeptHead], after: int) -> None:
        self._remembered = sorted((each for each in remembered if each.size > after), key=lambda each: each.size)
        self._kept = kept
        self._next: KeptHead | None = None
        self._begun = False
        self._agreed = after
        self.keys: list[PublicKey] = []

    async def grow(self, frontier: Frontier, leaves: list[bytes]) -> list[tuple[Node, bytes]]:
        """Append *leaves* to the tree, and compare the heads that it passes; its new nodes of the stored levels."""
        if not self._begun:
            await self._advance()
        computed: list[tuple[Node, bytes]] = []
        while leaves:
            room = len(leaves) if self.size is None else self.size - frontier.size
            computed += frontier.grow(leaves[:room], tiles.KEPT_LEVEL)
            leaves = leaves[room:]
            while self.size == frontier.size:
                await self._compare(frontier.root)
        return computed

    def end(self, last: int) -> None:
        """Raise IntegrityError when there is a remembered head over more events than the *last*."""
        if self._remembered:
            raise _cut(last, self._remembered[-1].size)

    @property
    def size(self) -> int | None:
        """The size of the next one, None after the last."""
        sizes = [each.size for each in self._remembered[:1]] + ([self._next.head.size] if self._next else [])
        return min(sizes, default=None)

    async def _advance(self) -> None:
        self._begun = True
        self._next = await anext(self._kept, None)

    async def _compare(self, root_hash: bytes) -> None:
        """Compare the next head with the tree, and go past it."""
        kept = self._next
        if kept is not None and kept.head.size == self.size:
            kept.check()
            self.keys.append(kept.key)
            head, whose = kept.head, "signed head"
            await self._advance()
        else:
            head, whose = self._remembered.pop(0), "remembered head"
        if head.root_hash != root_hash:
            raise broken(
                self._agreed + 1,
                f"it, or another up to {head.size}, is not what it was when the {whose} over {head.size} events "
                "was made: it was changed together with its hashes",
            )
        self._agreed = head.size


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
        # In this order: more may be stored meanwhile.
        beyond = await pool.fetchval("SELECT max(number) FROM log.nodes WHERE level = $1", level)
        held = await tiles.stored(pool, [spread], level)
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


async def _nothing_beyond(pool: Pool) -> None:
    """No head and no node covers more than there is; the log is looked at last, for it may grow meanwhile."""
    newest = await heads.latest(pool)
    levels = await pool.fetch(_BEYOND)
    last = await verify.head(pool)
    if newest is not None and newest.head.size > last:
        raise _cut(last, newest.head.size)
    for level, number in levels:
        if (number + 1) << level > last:
            raise broken(last + 1, f"it is missing: the stored tree goes on to position {(number + 1) << level}")


def _cut(last: int, size: int) -> IntegrityError:
    return broken(
        last + 1, f"it is missing, with all that followed: there is a head over {size} events, and {last} are held"
    )
