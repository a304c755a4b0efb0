"""
Readers: what turns an article into claims; `rules` is the default one.

A reader is pure: the same article gives the same claims in the same order, each with evidence in its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

import msgspec

from service.domain.claims import Claim
from service.extraction import meeting, membership, negotiation, office, position, tariffs
from service.extraction.confidence import trusted
from service.extraction.document import Document, read

Rules = Callable[[Document], Iterable[Claim]]


class Article(msgspec.Struct, frozen=True):
    """What a reader needs of an article version; `published_at` is aware."""

    text: str
    published_at: datetime
    title: str | None = None


class Reader(Protocol):
    """A way of reading, with the name and version that its claims are recorded under."""

    name: str
    version: str

    def read(self, article: Article) -> tuple[Claim, ...]:
        """The claims of *article*, in order of their first evidence."""
        ...


KINDS: dict[str, Rules] = {
    "tariff": tariffs.claims,
    "meeting": meeting.claims,
    "membership": membership.claims,
    "negotiation": negotiation.claims,
    "position": position.claims,
    "office": office.claims,
}
"""The rules of each kind. A new kind is its module and one line here."""


class RulesReader:
    """Reads by the grammar and the tables of this package."""

    name = "rules"
    version = "7"

    def read(self, article: Article) -> tuple[Claim, ...]:
        """The claims of *article*, in order of their first evidence."""
        return extract(article.text, article.published_at, article.title)


def extract(text: str, published_at: datetime, title: str | None = None) -> tuple[Claim, ...]:
    """
    The claims that the rules of all kinds read in *text*, duplicates folded, in order of their first evidence, each with
    how sure it is.
    """
    return claims_of(read(text, published_at, title))


def claims_of(document: Document) -> tuple[Claim, ...]:
    """As `extract`, of a text that is taken apart already."""
    return tuple(trusted(claim) for claim in judged_by_rules(document))


def judged_by_rules(document: Document) -> tuple[Claim, ...]:
    """As `claims_of`, with what each rule itself says of how sure it is: what `confidence.class_of` goes by."""
    return folded(claim for rules in KINDS.values() for claim in rules(document))


def folded(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """*claims* without those that say what another says, whose evidence goes to the first; sorted by evidence."""
    held: dict[Claim, Claim] = {}
    for claim in claims:
        bare = msgspec.structs.replace(claim, evidence=(), confidence=None)
        first = held.get(bare)
        if first is None:
            held[bare] = claim
            continue
        spans = (*first.evidence, *(span for span in claim.evidence if span not in first.evidence))
        held[bare] = msgspec.structs.replace(first, evidence=spans)
    return tuple(sorted(held.values(), key=lambda claim: (claim.evidence[0].start, claim.evidence[0].end)))
