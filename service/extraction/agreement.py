"""
Two readings of one text made into one: what both say is surer, what one alone says stands as it says it.

Pure, and the order of the two counts only for whose claim comes first where both begin at the same word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from service.domain.claims import Claim
from service.extraction.reader import folded

_NOTHING: tuple[object, ...] = (None, (), "")
_NOT_SAID = frozenset({"evidence", "confidence"})
_ESSENTIAL = frozenset({"rate"})
"""Without it a claim says something else, not less."""


def together(one: Sequence[Claim], other: Sequence[Claim]) -> tuple[Claim, ...]:
    """
    The claims of both readings, sorted by evidence.

    Two claims agree where every field that both fill is equal; the one that fills more stands for both, with the words
    of both, and its confidence is that of two who would both have to be wrong.
    """
    left = list(other)
    merged: list[Claim] = []
    for claim in one:
        twin = next((each for each in left if _agree(claim, each)), None)
        if twin is None:
            merged.append(claim)
            continue
        left.remove(twin)
        merged.append(_both(claim, twin))
    return folded([*merged, *left])


def _agree(one: Claim, other: Claim) -> bool:
    if type(one) is not type(other):
        return False
    return all(
        mine == theirs or (name not in _ESSENTIAL and (mine in _NOTHING or theirs in _NOTHING))
        for name in one.__struct_fields__
        if name not in _NOT_SAID
        for mine, theirs in [(getattr(one, name), getattr(other, name))]
    )


def _both(one: Claim, other: Claim) -> Claim:
    fuller, lesser = (one, other) if _filled(one) >= _filled(other) else (other, one)
    evidence = (*fuller.evidence, *(span for span in lesser.evidence if span not in fuller.evidence))
    return msgspec.structs.replace(fuller, evidence=evidence, confidence=surer([one.confidence, other.confidence]))


def _filled(claim: Claim) -> int:
    return sum(getattr(claim, name) not in _NOTHING for name in claim.__struct_fields__ if name not in _NOT_SAID)


def surer(confidences: Iterable[float | None]) -> float | None:
    """How sure two are together who each may be wrong on their own; None where neither says how sure it is."""
    doubt, told = 1.0, False
    for each in confidences:
        if each is not None:
            doubt, told = doubt * (1 - each), True
    return round(1 - doubt, 2) if told else None
