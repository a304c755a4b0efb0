"""
Wordings: values of claims that are as long as quotes, kept beside the log as the text is, so that they can be erased.

A value of fewer words names what is meant and is a fact (ADR-0015). What stands in the event for a wording is a mark
with its number; a claim whose wordings are erased stays a claim, of words that nobody can read any more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from service.domain.claims import Claim

QUOTE_WORDS = 6
"""From so many words on a value is kept like a quote."""
_FREE = ("product", "component_reason", "topic", "subject", "name", "role", "place", "topics")
"""The fields that hold words as they were printed; others hold codes, dates, numbers and proper names."""
_MARK = "\N{SYMBOL FOR UNIT SEPARATOR}"
_MARKED = re.compile(_MARK + r"(\d{1,9})")
_WORDINGS = msgspec.json.Decoder(list[str])


def part(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """*claims* with marks for their wordings, and these in the order of their numbers."""
    wordings: list[str] = []

    def marked(value: str) -> str:
        if len(value.split()) < QUOTE_WORDS and not value.startswith(_MARK):
            return value
        wordings.append(value)
        return f"{_MARK}{len(wordings) - 1}"

    return tuple(_with(claim, marked) for claim in claims), tuple(wordings)


def whole(claims: Sequence[Claim], sha256: str | None, stored: str | None) -> tuple[Claim, ...]:
    """
    What `part` made *claims* of. *stored* is the text under *sha256* (hex), None once it is erased; claims that were
    recorded without one come back as they are.
    """
    if sha256 is None:
        return tuple(claims)
    wordings = None if stored is None else _WORDINGS.decode(stored.partition("\n")[2])

    def told(value: str) -> str:
        found = _MARKED.fullmatch(value)
        if found is None:
            return value
        return f"erased words {sha256[:8]}-{found[1]}" if wordings is None else wordings[int(found[1])]

    return tuple(_with(claim, told) for claim in claims)


def to_store(place: str, wordings: Sequence[str]) -> tuple[str, str]:
    """The SHA-256 (hex) of the text that is stored for the *wordings* of one reading, which *place* names, and it."""
    text = f"{place}\n{msgspec.json.encode(list(wordings)).decode()}"
    return hashlib.sha256(text.encode()).hexdigest(), text


def _with(claim: Claim, change: Callable[[str], str]) -> Claim:
    changes: dict[str, Any] = {}
    for field in _FREE:
        value = getattr(claim, field, None)
        if isinstance(value, str):
            changes[field] = change(value)
        elif isinstance(value, tuple):
            changes[field] = tuple(change(each) for each in value)
    changed = {field: value for field, value in changes.items() if value != getattr(claim, field)}
    return msgspec.structs.replace(claim, **changed) if changed else claim
