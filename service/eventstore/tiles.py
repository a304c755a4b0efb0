"""
Hashes over stretches of the log, from the stored nodes of its tree: a few hundred rows, however long the log is.

Every 8th level of the tree is stored (as in C2SP tlog-tiles); what lies between is computed from the stored level
below. What is not stored yet is computed from the events, up to a bound.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from service.domain.errors import Unavailable
from service.eventstore.merkle import Leaves, Node, join, nodes, root
from service.eventstore.verify import broken

if TYPE_CHECKING:
    from asyncpg import Connection, Pool

KEPT_LEVEL = 8
"""Levels that this divides are stored."""
GROW_EVENTS = 65_536
_MOST_UNSTORED = 65_536

_GROW = "SELECT log.grow_tree($1)"
_NODES = """
SELECT w.level, n.number, n.hash
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS w (level, first, beyond)
CROSS JOIN LATERAL (
    SELECT number, hash FROM log.nodes s WHERE s.level = w.level AND s.number >= w.first AND s.number < w.beyond
) n
"""
_LEAVES = """
SELECT e.position - 1 AS number, e.leaf_hash
FROM unnest($1::bigint[], $2::bigint[]) AS w (first, beyond)
CROSS JOIN LATERAL (
    SELECT position, leaf_hash FROM log.events s WHERE s.position > w.first AND s.position <= w.beyond
) e
"""


async def grow(pool: Pool, size: int) -> None:
    """Store the nodes over the first *size* events, in transactions that are short."""
    while await pool.fetchval(_GROW, GROW_EVENTS) < size - size % (1 << KEPT_LEVEL):
        pass


async def hashes(pool: Pool | Connection, wanted: Sequence[Leaves]) -> list[bytes]:
    """
    The hash of each of *wanted*, which may be parts of proofs or whole trees.

    Raises Unavailable while too much of the tree is not stored, IntegrityError for an event that is missing.
    """
    made_of = [nodes(each) for each in wanted]
    found = await _found(pool, {node for each in made_of for node in each})
    return [join([found[node] for node in each]) for each in made_of]


async def stored(pool: Pool | Connection, wanted: Collection[Leaves], level: int) -> dict[Node, bytes]:
    """The nodes of a stored *level* with numbers in *wanted*, as far as there are any; level 0 are the events."""
    first, beyond = [each.first for each in wanted], [each.end for each in wanted]
    if level == 0:
        return {Node(0, number): leaf for number, leaf in await pool.fetch(_LEAVES, first, beyond)}
    rows = await pool.fetch(_NODES, [level] * len(first), first, beyond)
    return {Node(level, number): found for _, number, found in rows}


async def _found(pool: Pool | Connection, wanted: Collection[Node]) -> dict[Node, bytes]:
    by_level: dict[int, dict[Node, Leaves]] = {}
    for node in wanted:
        below = node.level % KEPT_LEVEL
        children = Leaves(node.number << below, (node.number + 1) << below)
        by_level.setdefault(node.level - below, {})[node] = children
    found: dict[Node, bytes] = {}
    for level, made_of in by_level.items():
        held = await stored(pool, made_of.values(), level)
        asked = {Node(level, number) for children in made_of.values() for number in range(*children)}
        held |= await _unstored(pool, sorted(asked - held.keys()))
        for node, children in made_of.items():
            found[node] = root([held[Node(level, number)] for number in range(*children)])
    return found


async def _unstored(pool: Pool | Connection, missing: Sequence[Node]) -> dict[Node, bytes]:
    """The hashes of nodes that are not stored, from the level below them."""
    if not missing:
        return {}
    if missing[0].level == 0:
        raise broken(missing[0].number + 1, "it is missing")
    if len(missing) << KEPT_LEVEL > _MOST_UNSTORED:
        raise Unavailable(
            "The tree over the events is not stored that far yet: the worker (`verbale work`) is at it. Try again soon."
        )
    children = {
        node: [
            Node(node.level - KEPT_LEVEL, number)
            for number in range(node.number << KEPT_LEVEL, (node.number + 1) << KEPT_LEVEL)
        ]
        for node in missing
    }
    held = await _found(pool, {child for each in children.values() for child in each})
    return {node: root([held[child] for child in each]) for node, each in children.items()}
