"""
What a writing process notes of its appends, so that it outlives the process: a line before each, a line after each.

A line is written by one system call; what the kernel has taken survives `kill -9` of the writer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

Word = Literal["trying", "recorded", "held", "refused", "unknown", "wrong"]


class Note(msgspec.Struct, omit_defaults=True):
    """
    One line: an append named `tag` is `trying`, or its answer; `wrong` is an answer that must never be given.

    `ids` are empty where the log made them: such an append cannot be sent again by its caller.
    """

    tag: str
    word: Word
    streams: list[str] = []
    ids: list[str] = []
    text: str | None = None
    expected_version: int | None = None
    positions: list[int] = []
    error: str = ""


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Note)


class Journal:
    """The file at *path*, appended to by one writer at a time."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, note: Note) -> None:
        os.write(self._file, _ENCODER.encode(note) + b"\n")

    def close(self) -> None:
        os.close(self._file)


def read(path: Path) -> list[Note]:
    """The notes so far; a line that is being written is left out."""
    return [_DECODER.decode(line) for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


class Append(msgspec.Struct):
    """What became of one append: `answer` is None when none came."""

    asked: Note
    answer: Note | None = None


def appends(notes: list[Note]) -> dict[str, Append]:
    """By tag, in order; a later answer outranks `unknown`."""
    found: dict[str, Append] = {}
    for note in notes:
        if note.word == "trying":
            found.setdefault(note.tag, Append(note))
        else:
            found[note.tag].answer = note
    return found
