"""
Progress: how far talks have come by other words than their verb: "ended without a breakthrough", "are close to a deal".

What is only wished or supposed tells nothing.
"""

from __future__ import annotations

from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Chunk, Clause, Sentence

PARTS = frozenset(
    "year month week decade hour day upgrade modernisation modernization extension revision renewal expansion update ratification implementation approval detail term text draft wording outline version chapter content conclusion element framework round".split()
)
_CLOSING = frozenset(("end", "conclude", "finish", "close", "break", "wrap", "adjourn", "part", "go", "pass"))
_FRUITS = frozenset(
    "breakthrough agreement deal result progress accord resolution outcome conclusion headway pact compromise solution consensus".split()
)
NONE = frozenset(("no", "little", "scant", "without", "any", "few"))
_NEAR = frozenset("close closer near nearer verge cusp brink apart short edge threshold shy inches cusps".split())


def in_force(sentence: Sentence, phrase: Phrase) -> int | None:
    """The token after "in force" that stands right behind a phrase: "the pact with the Emirates, in force since May"."""
    end = max([phrase.chunk.last, *(each.last for each in phrase.hanging)])
    for at in {phrase.chunk.last, end}:
        after = at + (sentence.words(at, at + 1) == ",")
        if sentence.words(after, after + 2) in ("in force", "in effect", "in application"):
            return after + 2
    return None


def part_of(sentence: Sentence, chunk: Chunk) -> Chunk:
    """What is said of a part is said of the whole: "the text of a peace treaty was agreed"."""
    before = next((each for each in sentence.chunks if each.last == chunk.first - 1), None)
    part = chunk.prep == "of" and before is not None and before.lemma in PARTS
    return before if part and before is not None else chunk


def told(sentence: Sentence, phrase: Phrase, clause: Clause) -> str | None:
    """How far talks have come by other words than their verb: "ended without a breakthrough", "are close to a deal"."""
    verb = clause.verb
    if verb.modality in ("hypothetical", "possible", "wanted"):
        return None
    own = any(each.first == part_of(sentence, phrase.chunk).first for each in clause.subject)
    of_talks = phrase.is_talks and (own or phrase.chunk.first > verb.first)
    fruitless = any(c.lemma in _FRUITS for c in clause.phrase("without"))
    if of_talks and verb.lemma in _CLOSING and fruitless:
        return "stalled"
    gain = next((c for c in clause.objects[:1] if c.lemma in _FRUITS), None)
    if of_talks and gain is not None:
        words = {token.lower for token in sentence.tokens[gain.first : gain.last]}
        if words & NONE or verb.modality == "failed" or verb.negated:
            return "stalled"
    table = any(c.lemma == "table" and c.prep in ("to", "at") for c in clause.phrases)
    if (
        table
        and verb.lemma in ("return", "come", "go", "be", "get")
        and not verb.negated
        and verb.modality in ("fact", "ongoing")
    ):
        back = verb.lemma == "return" or any(t.lower == "back" for t in sentence.tokens[verb.first : verb.last + 2])
        return "resumed" if back else None
    if (
        verb.lemma in ("be", "stand", "remain", "move", "come", "inch", "edge")
        and not verb.negated
        and not phrase.is_talks
    ):
        between = {token.lower for token in sentence.tokens[verb.head : phrase.chunk.first]}
        near = phrase.chunk.prep in ("to", "of", "on", "from") and phrase.chunk.first > verb.head
        return "ongoing" if near and between & _NEAR and verb.modality in ("fact", "ongoing") else None
    return None
