"""
How sure a reading is: the share of claims of its class that were right in articles which the rules had never seen.

A claim's class is what can be told from the claim alone; the counts stand in `lexicon/confidence.yaml`, with how they
were made. Few claims of a class draw it towards its kind as a whole.
"""

from __future__ import annotations

from functools import cache

import msgspec

from service.domain.claims import (
    Claim,
    MeetingClaim,
    MembershipClaim,
    NegotiationClaim,
    OfficeClaim,
    PositionClaim,
    TariffClaim,
    kind_of,
)
from service.extraction import words

WEIGHT = 10
"""So many claims of its kind as a whole are added to those of a class."""


def trusted(claim: Claim) -> Claim:
    """*claim* with its confidence, from 0 to 1; what its rule said of it before decides its class."""
    return msgspec.structs.replace(claim, confidence=confidence(kind_of(claim), class_of(claim)))


def class_of(claim: Claim) -> str:
    """What tells right claims of a kind from wrong ones, in a word or two."""
    match claim:
        case TariffClaim():
            return (
                "outright" if (claim.confidence or 0) >= 0.9 else "filled in" if claim.rate is not None else "no rate"
            )
        case MeetingClaim():
            people = sum(who.type == "person" for who in claim.participants)
            sides = "two people" if people > 1 else "one person" if people else "no person"
            return sides if claim.date else f"{sides}, no date"
        case MembershipClaim() | NegotiationClaim():
            return "dated" if claim.date else "no date"
        case PositionClaim():
            return "topic of a word" if len(claim.topic.split()) < 2 else "topic of words"
        case OfficeClaim():
            return "full name" if " " in claim.person else "one name"


@cache
def confidence(kind: str, name: str) -> float:
    """The share of right claims among those of a class, two decimals."""
    classes: dict[str, list[int]] = words.table("confidence.yaml")[kind]
    right, read = (sum(counts[place] for counts in classes.values()) for place in (0, 1))
    share = (right + 1) / (read + 2)
    own_right, own_read = classes.get(name, [0, 0])
    return round((own_right + WEIGHT * share) / (own_read + WEIGHT), 2)
