"""
Reading: the negotiations of a sentence, each anchor with the parties and the weight that its hints give it.

Rules say what a clause tells; between whom it is so, and whether it is told at all, is weighed. An anchor makes one claim
at most, or one for each partner of a list.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from service.domain.claims import Evidence, NegotiationClaim
from service.extraction import roles, weighing
from service.extraction.document import Document
from service.extraction.negotiation import anchors, frames, guessing, hints, progress, sides
from service.extraction.negotiation.anchors import Anchor
from service.extraction.negotiation.frames import Reading
from service.extraction.negotiation.parties import Codes, Table
from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Clause, DateMention, Sentence

TABLE = "negotiation"
BAR = 0.35
"""A claim is made where it has at least this share of the belief in everything that the place may mean, none included."""
GUESSED = 0.58
"""So much is asked where neither the phrase nor a plain rule names the parties, or nothing says how far the talks are."""
_ENDING = frozenset("finish conclude complete end wrap close".split())
_BEGINNING = frozenset("begin start launch open commence".split())
_AGAIN = frozenset("resume restart reopen return".split())
_BY_RULE = ("rule:same:named:made", "rule:part:named:made")
_WANTING = frozenset(("wanted", "proposed", "planned", "expected", "agreed", "threatened"))


class Candidate(msgspec.Struct, frozen=True):
    """
    One set of parties for an anchor, with its features beside those of the place.

    `codes` are the parties as named; `lead` is the one of them with whom `others`, named beside its partner, talk, too.
    """

    codes: Codes
    features: list[str]
    guessed: int = 0
    lead: str = ""
    others: Codes = ()


class Place(msgspec.Struct, frozen=True):
    """An anchor in the clause that tells of it: who may be meant, and what is told whoever is."""

    phrase: Phrase
    status: str
    told: bool
    weak: bool
    date: str | None
    evidence: Evidence
    features: list[str]
    candidates: tuple[Candidate, ...]

    def claim(self, codes: Codes, table: Table) -> NegotiationClaim:
        """The claim that *codes* are the parties, by what *table* holds by now."""
        return NegotiationClaim(
            parties=table.participants(codes),
            subject=frames.subject_of(self.phrase, self.status, codes, table),
            status=self.status,
            date=self.date,
            evidence=(self.evidence,),
        )


def read(document: Document, sentence: Sentence, table: Table) -> Iterator[Reading]:
    """The negotiations that *sentence* tells of."""
    found = False
    for place, best, claim in places(document, sentence, table):
        if best is None or claim is None:
            continue
        found = True
        weak = place.weak or sentence.heading
        yield Reading(claim, weak, sentence.index)
        for code in best.others:
            parties = table.participants((best.lead, code))
            yield Reading(msgspec.structs.replace(claim, parties=parties), weak, sentence.index)
    if not found and sentence.index - table.spoken_at == 1:
        told = list(frames.they(document, sentence, table))
        table.spoken_at = sentence.index if told else table.spoken_at
        yield from told
    yield from frames.agreements(document, sentence)


def places(
    document: Document, sentence: Sentence, table: Table
) -> Iterator[tuple[Place, Candidate | None, NegotiationClaim | None]]:
    """The places of *sentence* in turn with what is chosen there, which is noted in *table* before the next."""
    for anchor in anchors.find(sentence, table.subject):
        for clause in clauses_of(sentence, anchor):
            place = read_at(document, sentence, anchor, clause, table)
            best = chosen(place) if place is not None else None
            claim = place.claim(best.codes, table) if place is not None and best is not None else None
            if place is None:
                continue
            yield place, best, claim
            if best is not None and claim is not None:
                table.spoken_at = sentence.index
                table.told(
                    (best.lead, *(c for c in best.codes if c != best.lead)) if best.lead else best.codes, claim.subject
                )


def clauses_of(sentence: Sentence, anchor: Anchor) -> tuple[Clause | None, ...]:
    """The clauses that tell of *anchor*: its own, and later steps that the sentence goes on to."""
    if anchor.clause is not None:
        return (anchor.clause,)
    clause = frames.clause_of(sentence, anchor.phrase.chunk)
    return (clause, *frames.further(sentence, anchor.phrase, clause))


def read_at(
    document: Document, sentence: Sentence, anchor: Anchor, clause: Clause | None, table: Table
) -> Place | None:
    """What *anchor* may tell, between every set of parties that it could be between; None where there is none."""
    held = sides.roles_in(document, sentence, anchor, clause, table)
    phrase = anchor.phrase
    single = not phrase.is_talks and sentence.tokens[phrase.chunk.head].lower == phrase.chunk.lemma
    joining = guessing.is_joining(sentence, phrase)
    sets = sides.choices(sentence, held, table, joining=joining, single=single)
    if not sets:
        return None
    plain = frames.status_of(sentence, phrase, clause)
    told, weak = _status(anchor, clause) or plain
    ruled, named, made = frames.ruled(sentence, phrase, clause, table, plain)
    if named:
        table.noted(phrase, ruled)
    own = hints.of_phrase(sentence, anchor, clause, told, weak=weak, talking=table.talking)
    if clause is not None and "meet" in clause.verb.classes and phrase.chunk.prep in ("in", "at", "for", "during"):
        own.append("met in talks")
    date = _when(sentence, phrase, clause, told) if not weak else None
    found: list[Candidate] = []
    for codes, features in sets:
        others = sides.partners(codes, held)
        lead = "" if not others else codes[1] if held.get(codes[0]) == "with" else codes[0]
        features.append(hints.of_rule(codes, ruled, named=named, made=made))
        found.append(Candidate(codes, features, guessing.count(codes, held), lead, others))
    return Place(
        phrase,
        told or ("ongoing" if phrase.is_talks or not phrase.chunk.definite else "concluded"),
        told is not None,
        weak,
        date.edtf if date else None,
        frames.evidence(document, sentence, phrase, clause),
        own,
        tuple(found),
    )


def _when(sentence: Sentence, phrase: Phrase, clause: Clause | None, told: str | None) -> DateMention | None:
    """The day of what is told: the clause's, the one of what the same subject did before it, or right after "in force"."""
    if told == "in_force" and (at := progress.in_force(sentence, phrase)) is not None:
        return next((d for d in sentence.dates if d.edtf is not None and 0 <= d.first - at <= 1), None)
    if clause is None:
        return None
    date = roles.when(sentence, clause)
    if date is not None or clause.marker != "and" or not clause.subject:
        return date
    before = sentence.clauses[clause.index - 1] if clause.index else clause  # "met on Sunday and concluded a deal"
    same = before.subject and before.subject[0].first == clause.subject[0].first
    return roles.when(sentence, before) if same and before.verb.tense == clause.verb.tense == "past" else None


def chosen(place: Place) -> Candidate | None:
    """
    The likeliest candidate of *place*, if it is likely enough against all others and against none of them.

    Partners that are named side by side are read together, so that they do not stand against each other.
    """
    table = weighing.weights(TABLE)
    own, found = weighing.total(table, place.features), place.candidates
    sums = [own + weighing.total(table, each.features) for each in found]
    best = found[max(range(len(found)), key=sums.__getitem__)]
    together = {*best.codes, *best.others}
    belief = sum(
        weighing.share_or_none(each, sums)
        for each, other in zip(sums, found, strict=True)
        if together.issuperset(other.codes)
    )
    sure = best.guessed < 2 or best.features[-1] in _BY_RULE
    bar = BAR if sure and place.told else GUESSED
    return best if belief >= bar else None


def _status(anchor: Anchor, clause: Clause | None) -> tuple[str | None, bool] | None:
    """How far the talks are that a verb alone tells of, as `frames.status_of` says it of nouns; None for a noun."""
    if anchor.shape == "signed":
        return "signed", False
    if anchor.shape != "verb" or clause is None:
        return None
    chain = set(clause.verb.chain)
    if clause.verb.modality in ("hypothetical", "possible", "refused"):
        return None, True
    for words, status in ((_ENDING, "concluded"), (_BEGINNING, "launched"), (_AGAIN, "resumed")):
        if chain & words:
            return status, False
    return ("proposed" if clause.verb.modality in _WANTING else "ongoing"), False
