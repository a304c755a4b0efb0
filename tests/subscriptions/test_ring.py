"""The ring holds what follows a cursor, or says that it does not; what it holds is bounded, whoever is slow."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from service.subscriptions.ring import MAX_CHUNK, Entry, Ring

MAX_BYTES = 2_000


class Every:
    """Wants every so manieth entry."""

    def __init__(self, step: int) -> None:
        self.step = step

    def matches(self, marks: int) -> bool:
        return marks % self.step == 0


ALL, THIRD = Every(1), Every(3)


def entry(cursor: int, size: int) -> Entry:
    return Entry(cursor, cursor, b"%d " % cursor + b"." * size + b"\n")


def told(frames: bytes) -> list[int]:
    return [int(line.split()[0]) for line in frames.splitlines()]


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=40), st.integers(0, 2**32))
def test_whoever_stands_where_it_reaches_gets_all_that_is_wanted_once(batches, seed):
    chance = random.Random(seed)
    ring, top = Ring(MAX_BYTES), 7
    ring.begin(top)
    readers = [Reader(ring, wanted, top) for wanted in (ALL, THIRD, ALL)]
    for count, erased in batches:
        if erased and chance.random() < 0.2:
            ring.begin(top)
        ring.extend([entry(cursor, chance.randrange(80)) for cursor in range(top + 1, top + count + 1)])
        top += count
        assert ring.top == top
        assert ring.index_after(top + 1) is None
        assert ring.floor == 0 or ring.index_after(ring.floor - 1) is None
        for reader in readers:
            if chance.random() < 0.5:
                reader.read()
                assert reader.seen == [each for each in range(8, reader.cursor + 1) if reader.wanted.matches(each)]


class Reader:
    """A subscriber, with what it was told."""

    def __init__(self, ring: Ring, wanted: Every, cursor: int) -> None:
        self.ring, self.wanted, self.cursor = ring, wanted, cursor
        self.index = ring.index_after(cursor)
        self.seen: list[int] = []

    def read(self) -> None:
        if self.index is None or not self.ring.holds(self.index):
            self.index = self.ring.index_after(self.cursor)
        if self.index is None:  # it fell out: what it missed it reads elsewhere
            missed = range(self.cursor + 1, self.ring.floor + 1)
            self.seen += [each for each in missed if self.wanted.matches(each)]
            self.index = self.ring.index_after(self.ring.floor)
            assert self.index is not None
        frames, self.index, self.cursor = self.ring.chunk(self.index, self.wanted)
        self.seen += told(frames)


def test_its_size_is_bounded_and_its_newest_entry_always_there():
    ring = Ring(MAX_BYTES)
    ring.begin(0)
    for cursor in range(1, 500):
        ring.extend([entry(cursor, 100 if cursor % 50 else 3 * MAX_BYTES)])
        held = range(ring.floor + 1, ring.top + 1)
        assert held[-1] == cursor
        assert len(held) * 100 < MAX_BYTES + 3 * MAX_BYTES
    assert ring.floor > 400


def test_a_chunk_ends_after_the_frame_that_fills_it():
    ring = Ring()
    ring.begin(0)
    ring.extend([entry(cursor, MAX_CHUNK // 2 + 1) for cursor in range(1, 6)])
    chunk = ring.chunk(ring.index_after(0), ALL)
    assert told(chunk.frames) == [1, 2]
    assert (chunk.cursor, told(ring.chunk(chunk.following, ALL).frames)) == (2, [3, 4])
    assert ring.chunk(ring.index_after(0), ALL) is chunk, "made once for all who stand and want alike"
