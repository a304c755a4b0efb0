"""
Reading: the negotiations of a sentence, each anchor with the parties and the weight that its hints give it.

Rules say what a clause tells; between whom it is so, and whether it is told at all, is weighed. An anchor makes one claim
at most, or one for each partner of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from service.domain.claims import NegotiationClaim
from service.extraction import roles, weighing
from service.extraction.document import Document
from service.extraction.negotiation import anchors, frames, hints, sides
from service.extraction.negotiation.anchors import Anchor
from service.extraction.negotiation.frames import Reading
from service.extraction.negotiation.parties import Codes, Table
from service.extraction.parts import Clause, Sentence

TABLE = "negotiation"
BAR = 0.55
"""A claim is made where it has at least this share of the belief in everything that the place may mean, none included."""
NAMED = 0.4
"""So much is enough where the words of a plain rule name the parties."""
_ENDING = frozenset("finish conclude complete end wrap close".split())
_BEGINNING = frozenset("begin start launch open commence".split())
_AGAIN = frozenset("resume restart reopen return".split())
_WANTING = frozenset(("wanted", "proposed", "planned", "expected", "agreed", "threatened"))


class Candidate(msgspec.Struct, frozen=True):
    """One set of parties for an anchor: the claims that it would make, and its features."""

    codes: Codes
    others: Codes
    claim: NegotiationClaim
    weak: bool
    features: list[str]


def read(document: Document, sentence: Sentence, table: Table) -> Iterator[Reading]:
    """The negotiations that *sentence* tells of."""
    found = False
    for place in places(document, sentence, table):
        best = chosen(place)
        if best is None:
            continue
        found = True
        yield Reading(best.claim, best.weak, sentence.index)
        for code in best.others:
            parties = table.participants((best.codes[0], code))
            yield Reading(msgspec.structs.replace(best.claim, parties=parties), best.weak, sentence.index)
    if not found and sentence.index - table.spoken_at == 1:
        told = list(frames.they(document, sentence, table))
        table.spoken_at = sentence.index if told else table.spoken_at
        yield from told
    yield from frames.agreements(document, sentence)


def places(document: Document, sentence: Sentence, table: Table) -> Iterator[list[Candidate]]:
    """The candidates of each anchor of *sentence* in turn; what is chosen is noted in *table* before the next."""
    for anchor in anchors.find(sentence, table.subject):
        for clause in clauses_of(sentence, anchor):
            found = candidates(document, sentence, anchor, clause, table)
            yield found
            best = chosen(found)
            if best is not None:
                table.spoken_at = sentence.index
                table.told(best.codes, best.claim.subject)


def clauses_of(sentence: Sentence, anchor: Anchor) -> tuple[Clause | None, ...]:
    """The clauses that tell of *anchor*: its own, and later steps that the sentence goes on to."""
    if anchor.clause is not None:
        return (anchor.clause,)
    clause = frames.clause_of(sentence, anchor.phrase.chunk)
    return (clause, *frames.further(sentence, anchor.phrase, clause))


def candidates(
    document: Document, sentence: Sentence, anchor: Anchor, clause: Clause | None, table: Table
) -> list[Candidate]:
    """Every set of parties that *anchor* could be between."""
    phrase = anchor.phrase
    told, weak = _status(sentence, anchor, clause)
    status = told or ("ongoing" if phrase.is_talks or not phrase.chunk.definite else "concluded")
    ruled, named, made = frames.ruled(sentence, phrase, clause, table)
    own = hints.of_phrase(sentence, anchor, clause, told, weak=weak, talking=table.talking)
    if clause is not None and "meet" in clause.verb.classes and phrase.chunk.prep in ("in", "at", "for", "during"):
        own.append("met in talks")
    date = roles.when(sentence, clause) if clause is not None and not weak else None
    evidence = frames.evidence(document, sentence, phrase, clause)
    held = sides.roles_in(document, sentence, anchor, clause, table)
    found: list[Candidate] = []
    for codes, features in sides.choices(held, table):
        claim = NegotiationClaim(
            parties=table.participants(codes),
            subject=frames.subject_of(phrase, status, codes, table),
            status=status,
            date=date.edtf if date else None,
            evidence=(evidence,),
        )
        others = sides.partners(codes, held)
        ordered = (codes[1], codes[0]) if others and held.get(codes[0]) == "with" else codes
        rule = hints.of_rule(codes, ruled, named=named, made=made)
        found.append(Candidate(ordered, others, claim, weak or sentence.heading, [*own, *features, *rule]))
    return found


def chosen(found: Sequence[Candidate]) -> Candidate | None:
    """
    The likeliest of *found*, if it is likely enough against all others and against none of them.

    Partners that are named side by side are read together, so that they do not stand against each other.
    """
    if not found:
        return None
    sums = [weighing.total(weighing.weights(TABLE), each.features) for each in found]
    best = found[max(range(len(found)), key=sums.__getitem__)]
    together = {*best.codes, *best.others}
    belief = sum(
        weighing.share_or_none(own, sums)
        for own, each in zip(sums, found, strict=True)
        if together.issuperset(each.codes)
    )
    named = "rule:same:named:made" in best.features or "rule:part:named:made" in best.features
    return best if belief >= (NAMED if named else BAR) else None


def _status(sentence: Sentence, anchor: Anchor, clause: Clause | None) -> tuple[str | None, bool]:
    """What the clause says of how far the talks are; None where nothing tells it."""
    if anchor.shape == "signed":
        return "signed", False
    if anchor.shape != "verb" or clause is None:
        return frames.status_of(sentence, anchor.phrase, clause)
    chain = set(clause.verb.chain)
    if clause.verb.modality in ("hypothetical", "possible", "refused"):
        return None, True
    for words, status in ((_ENDING, "concluded"), (_BEGINNING, "launched"), (_AGAIN, "resumed")):
        if chain & words:
            return status, False
    return ("proposed" if clause.verb.modality in _WANTING else "ongoing"), False
