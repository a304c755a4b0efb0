"""
The ring: the newest entries of a feed as encoded frames, in memory once for all subscribers of a process.

It holds every entry after `floor` up to `top`, so that whoever stands at one of these cursors misses nothing and gets
nothing twice; older ones are read from the database.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

MAX_BYTES = 32 << 20
"""What the ring holds at most, and once over for a moment before its older half goes."""
MAX_CHUNK = 64 << 10
"""What is sent at once ends after the frame that reaches this."""
_KEPT_CHUNKS = 256


class Wanted(Protocol):
    """What a subscriber wants; hashable, and equal for those who want the same."""

    def matches(self, marks: Any, /) -> bool:
        """Whether an entry with these marks is wanted."""
        ...


class Entry(NamedTuple):
    """One entry of a feed: its cursor, what filters look at, and its frame of the event stream."""

    cursor: int
    marks: Any
    frame: bytes


class Chunk(NamedTuple):
    """Frames to be sent at once, the entry to go on with, and the cursor up to which all that is wanted was told."""

    frames: bytes
    following: int
    cursor: int


class Ring:
    """The entries after the cursor `floor` up to `top`; entries are numbered from the first that ever was in it."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.floor = 0
        self.top = 0
        self._max_bytes = max_bytes
        self._bytes = 0
        self._first = 0
        self._entries: list[Entry] = []
        self._chunks: dict[tuple[int, Wanted], Chunk] = {}

    def begin(self, cursor: int) -> None:
        """Hold nothing, and go on after *cursor*."""
        self._first += len(self._entries)
        self._entries, self._bytes = [], 0
        self._chunks.clear()
        self.floor = self.top = cursor

    def extend(self, entries: Sequence[Entry]) -> None:
        """Add the entries that come next."""
        if not entries:
            return
        self._chunks.clear()
        self._entries += entries
        self._bytes += sum(len(entry.frame) for entry in entries)
        self.top = entries[-1].cursor
        if self._bytes > self._max_bytes:
            self._halve()

    def _halve(self) -> None:
        """Let the older entries go, by rarely and in bulk: a list loses its first entries at the price of all."""
        gone = 0
        while self._bytes > self._max_bytes // 2 and gone < len(self._entries) - 1:
            self._bytes -= len(self._entries[gone].frame)
            gone += 1
        self.floor = self._entries[gone - 1].cursor if gone else self.floor
        del self._entries[:gone]
        self._first += gone

    def index_after(self, cursor: int) -> int | None:
        """The number of the first entry after *cursor*; None where the ring does not hold all that follow it."""
        if not self.floor <= cursor <= self.top:
            return None
        return self._first + bisect_right(self._entries, cursor, key=lambda entry: entry.cursor)

    def holds(self, index: int) -> bool:
        """Whether the entry with that number, or the next one to come, can be had here."""
        return index >= self._first

    def chunk(self, index: int, wanted: Wanted) -> Chunk:
        """What is wanted of the entries from a number on that `holds`; made once for all who stand and want alike."""
        made = self._chunks.get((index, wanted))
        if made is None:
            if len(self._chunks) >= _KEPT_CHUNKS:
                self._chunks.clear()
            made = self._chunks[index, wanted] = self._made(index, wanted)
        return made

    def _made(self, index: int, wanted: Wanted) -> Chunk:
        frames: list[bytes] = []
        size, cursor, at = 0, self.top, index - self._first
        while at < len(self._entries):
            entry = self._entries[at]
            at += 1
            if wanted.matches(entry.marks):
                frames.append(entry.frame)
                size += len(entry.frame)
                if size >= MAX_CHUNK:
                    cursor = entry.cursor
                    break
        return Chunk(b"".join(frames), at + self._first, cursor)
