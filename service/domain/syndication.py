"""
Which articles carry one and the same text: a wire story printed by several papers is one source.

A sketch is a function of the text alone, and likeness is symmetric, so no order of arrival can change who
copies whom. Source of the method: Broder, "On the resemblance and containment of documents" (1997), bottom-k form.
"""

from __future__ import annotations

import re
import zlib
from datetime import timedelta

SHINGLE_WORDS = 5
SKETCH_SIZE = 64
KEY_COUNT = 12
"""So many of a sketch's smallest values are indexed: two texts with half their shingles in common share one of
them in all but about one case in 4,000."""
REPRINT_SPAN = timedelta(days=14)
"""Copies of one text appear within this time of each other; the same words a year later are another story."""
LIKENESS = 0.5
"""From this share of common shingles on, two texts are copies: papers cut the last paragraphs and change the top."""

_WORD = re.compile(r"\w+")


def sketch(text: str) -> str:
    """The *SKETCH_SIZE* smallest shingle hashes of *text*, as fixed-width hexadecimal; empty for very short texts."""
    words = _WORD.findall(text.casefold())
    if len(words) < 4 * SHINGLE_WORDS:
        return ""
    shingles = {
        zlib.crc32(" ".join(words[i : i + SHINGLE_WORDS]).encode()) for i in range(len(words) - SHINGLE_WORDS + 1)
    }
    return "".join(f"{value:08x}" for value in sorted(shingles)[:SKETCH_SIZE])


def values(sketched: str) -> tuple[int, ...]:
    """The hashes of a sketch, ascending."""
    return tuple(int(sketched[i : i + 8], 16) for i in range(0, len(sketched), 8))


def keys(sketched: str) -> tuple[int, ...]:
    """What to index: texts that are copies share at least one of these (see `KEY_COUNT`)."""
    return values(sketched)[:KEY_COUNT]


def likeness(one: str, other: str) -> float:
    """The estimated share of shingles that two sketched texts have in common, 0 to 1; 0 for very short texts."""
    a, b = set(values(one)), set(values(other))
    if not a or not b:
        return 0.0
    smallest = sorted(a | b)[: min(SKETCH_SIZE, max(len(a), len(b)))]
    return sum(value in a and value in b for value in smallest) / len(smallest)


def are_copies(one: str, other: str) -> bool:
    """Whether two sketches are of one story."""
    return likeness(one, other) >= LIKENESS
