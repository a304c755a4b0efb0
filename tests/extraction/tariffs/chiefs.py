"""
Chiefs: whose duties marked articles are about, to fit by what it is found.

An article is about the duties of whoever imposes most of those that are marked in it, and on whoever bears most of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from service.extraction import tariffs, weighing
from service.extraction.document import Document
from service.extraction.tariffs import leading
from service.extraction.weighing import Tables

Choice = list[tuple[list[str], bool]]
"""Candidates with their features, and whether each is right."""


class Leading(msgspec.Struct):
    """The candidates for whose duties one article is about, and for who bears them."""

    imposers: Choice
    targets: Choice


def leading_of(document: Document, claims: Sequence[dict[str, Any]]) -> Iterator[Leading]:
    """The choices that *document* offers, none without marked duties or a word of them."""
    read = tariffs.read_alone(document, tariffs.viewed(document)) if claims else None
    if read is None or not read.offer.named:
        return
    told = read.offer
    right = _most(claim["imposer"] for claim in claims)
    parts = leading.parts(told)
    candidates = leading.imposing(told, parts)
    imposer = next((code for code in candidates if code in right), min(right))
    bears = _most(claim["target"] for claim in claims if claim["imposer"] == imposer)
    bearers = leading.bearing(told, parts, imposer)
    yield Leading(
        [(features, code in right) for code, features in candidates.items()],
        [(features, code in bears) for code, features in bearers.items()],
    )


def _most(codes: Iterator[str]) -> set[str]:
    counts = Counter(codes)
    return {code for code, count in counts.items() if count == max(counts.values())}


def judged(led: Sequence[Leading], tables: Tables) -> Counter[str]:
    """How often the choices by *tables* are right."""
    found: Counter[str] = Counter(articles=len(led))
    for each in led:
        for name, choice in (("chief imposer", each.imposers), ("chief target", each.targets)):
            table = tables[name]
            found[name] += bool(choice) and max(choice, key=lambda told: weighing.total(table, told[0]))[1]
    return found
