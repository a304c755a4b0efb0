"""
Parties: who negotiates, from the phrase, from its clause, and from what the article has told before.

A negotiation has at least two parties, each a country, a union or a group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from service.extraction import roles
from service.extraction.document import Document
from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Chunk, Clause, Sentence

Codes = tuple[str, ...]


class Table:
    """What an article has told of who negotiates; filled as its sentences are read."""

    def __init__(self, document: Document) -> None:
        counts: Counter[str] = Counter()
        for sentence in document.sentences:
            for mention in sentence.mentions:
                if mention.kind in ("party", "person"):
                    counts.update(set(mention.codes))
        counts.pop("WORLD", None)
        self.common: Codes = tuple(code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        self.counts = counts
        self.latest: Codes = ()
        self.subject = ""

    def pair_of(self, code: str) -> Codes:
        """*code* with whom it most likely talks: its latest counterpart, else the party that is spoken of most."""
        if code in self.latest:
            return self.latest
        other = next((each for each in self.common if each != code), None)
        return (code, other) if other is not None else ()

    def default(self) -> Codes:
        """The two parties that the article speaks of most."""
        return self.latest or self.common[:2]


def find(sentence: Sentence, phrase: Phrase, clause: Clause | None, table: Table) -> Codes:
    """The parties of *phrase* in *clause*; empty where nothing tells them."""
    own = list(
        dict.fromkeys(code for m in roles.owners(phrase.chunk, sentence) if m.kind == "party" for code in m.codes)
    )
    own += [code for code in _beside(phrase.hanging) if code not in own]
    if len(own) >= 2:
        return tuple(own)
    around: list[str] = []
    if clause is not None:
        actors = roles.parties_of(clause.subject, people=True)
        by = roles.parties_of(clause.phrase("by"), people=True)
        beside = roles.parties_of(clause.phrase("with", "between"), people=True)
        around = list(dict.fromkeys((*own, *actors, *by, *beside)))
        if not around and clause.parent is not None:
            around = list(roles.parties_of(sentence.clauses[clause.parent].subject, people=True))
    else:
        around = own
    around = [code for code in around if code != "WORLD"]
    if len(around) >= 2:
        return tuple(around)
    if len(around) == 1:
        return table.pair_of(around[0])
    return table.default()


def _beside(hanging: Iterable[Chunk]) -> Codes:
    return tuple(
        code
        for code in roles.parties_of(
            [chunk for chunk in hanging if chunk.prep in ("between", "with", "and")], people=True
        )
        if code != "WORLD"
    )
