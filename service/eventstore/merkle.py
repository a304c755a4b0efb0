"""
The Merkle tree over the events: roots, inclusion and consistency proofs, as RFC 6962 and RFC 9162 have them.

Pure functions over leaf hashes; the leaf at index i is the event at position i + 1. A proof is planned as the ranges
of leaves whose hashes make it, so that who holds the nodes reads no more than these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

EMPTY_ROOT = hashlib.sha256().digest()
"""The root of the tree without leaves."""


class Leaves(NamedTuple):
    """The leaves from index `first` to before `end`; the hash of it is MTH(D[first:end]) of RFC 6962."""

    first: int
    end: int


class Node(NamedTuple):
    """A complete subtree: the 2^level leaves from index number · 2^level."""

    level: int
    number: int


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an interior node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    while len(leaves) > 1:
        # A last one without a neighbour goes up as it is, which is RFC 6962's split at the largest power of two.
        above = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(leaves[::2], leaves[1::2], strict=False)]
        leaves = [*above, leaves[-1]] if len(leaves) % 2 else above
    return leaves[0]


def nodes(span: Leaves) -> list[Node]:
    """The complete subtrees that make up *span*, left to right; `join` of their hashes is the span's hash."""
    found = []
    first = span.first
    while first < span.end:
        level = (span.end - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        found.append(Node(level, first >> level))
        first += 1 << level
    return found


def join(hashes: Sequence[bytes]) -> bytes:
    """The hash over subtrees that follow one another as those of `nodes` do; the empty root for none."""
    if not hashes:
        return EMPTY_ROOT
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found


def inclusion_spans(index: int, size: int) -> list[Leaves]:
    """The inclusion proof of the leaf *index* in the tree of *size* leaves: its elements, from the leaf up."""
    assert 0 <= index < size
    found = []
    span = Leaves(0, size)
    while span.end - span.first > 1:
        middle = span.first + _split(span)
        left, right = Leaves(span.first, middle), Leaves(middle, span.end)
        span, other = (left, right) if index < middle else (right, left)
        found.append(other)
    return found[::-1]


def consistency_spans(old: int, new: int) -> list[Leaves]:
    """The consistency proof between the trees of *old* and *new* leaves; empty where one is, or both are equal."""
    assert 0 <= old <= new
    if old in {0, new}:
        return []
    found = []
    span, whole = Leaves(0, new), True
    while old != span.end:
        middle = span.first + _split(span)
        left, right = Leaves(span.first, middle), Leaves(middle, span.end)
        span, other = (left, right) if old <= middle else (right, left)
        whole = whole and old <= middle
        found.append(other)
    return ([] if whole else [span]) + found[::-1]


def includes(root_hash: bytes, size: int, index: int, leaf_hash: bytes, proof: Iterable[bytes]) -> bool:
    """Whether *proof* shows the leaf at *index* in the tree of *size* leaves (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf_hash
    for element in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(element, found)
            at, last = _skip(at, last)
        else:
            found = node_hash(found, element)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root_hash


def extends(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether *proof* shows that the *new* leaves begin with the *old* ones (RFC 9162 section 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in {0, new}:
        return not proof and old_root == (new_root if old else EMPTY_ROOT)
    elements = iter(proof if old & (old - 1) else [old_root, *proof])
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = next(elements, None)
    if first is None:
        return False
    found_old = found_new = first
    for element in elements:
        if last == 0:
            return False
        if at & 1 or at == last:
            found_old, found_new = node_hash(element, found_old), node_hash(element, found_new)
            at, last = _skip(at, last)
        else:
            found_new = node_hash(found_new, element)
        at, last = at >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _split(span: Leaves) -> int:
    """The largest power of two below the number of leaves."""
    return 1 << ((span.end - span.first - 1).bit_length() - 1)


def _skip(at: int, last: int) -> tuple[int, int]:
    """Up past the levels at which the node has no neighbour."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


class Frontier:
    """
    A tree that grows leaf by leaf, of which only the right edge is kept: `size` leaves and `root`.

    *hashes* are those of `nodes(Leaves(0, size))`.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = [(node.level, found) for node, found in zip(nodes(Leaves(0, size)), hashes, strict=True)]

    @property
    def root(self) -> bytes:
        """The root over all leaves so far."""
        return join([found for _, found in self._edge])

    def grow(self, leaves: Sequence[bytes], kept_level: int) -> Iterator[tuple[Node, bytes]]:
        """Append *leaves*; yields the complete subtrees of levels that *kept_level* divides, as they come about."""
        block = 1 << kept_level
        start = 0
        while start < len(leaves):
            whole = self.size % block == 0 and len(leaves) - start >= block
            taken = leaves[start : start + block] if whole else leaves[start : start + 1]
            start += len(taken)
            yield from self._push(kept_level if whole else 0, root(taken), kept_level)

    def _push(self, level: int, found: bytes, kept_level: int) -> Iterator[tuple[Node, bytes]]:
        self.size += 1 << level
        while True:
            if level and level % kept_level == 0:
                yield Node(level, (self.size >> level) - 1), found
            if not self._edge or self._edge[-1][0] != level:
                break
            found = node_hash(self._edge.pop()[1], found)
            level += 1
        self._edge.append((level, found))
