"""
Anchors: every place where a sentence may speak of talks or of an agreement, strong or weak.

What `phrases` finds comes first; then verbs that mean talking ("are still haggling"), words that the parse has not made
a noun phrase of, nouns that are agreements only sometimes ("frameworks with Argentina") and what stands for one that
was named before ("those with the Emirates"). Whether an anchor tells anything is weighed later.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec

from service.extraction import roles, words
from service.extraction.negotiation import phrases
from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Chunk, Clause, Sentence

Shape = Literal["noun", "word", "weak", "verb", "signed", "ellipsis"]
_SIGNING = frozenset(("sign", "initial"))
_PREPS = ("between", "with", "on", "for", "of", "about", "over", "to", "and", "under", "from", "regarding")


class Anchor(msgspec.Struct, frozen=True):
    """A phrase, what kind of anchor it is, and the clause that is already known to tell of it."""

    phrase: Phrase
    shape: Shape
    clause: Clause | None = None


@cache
def _sets() -> dict[str, frozenset[str]]:
    held: dict[str, Any] = phrases.nouns()["anchors"]
    sets = {name: frozenset(values) for name, values in held.items()}
    return {**sets, "telling": sets["verbs"] | _SIGNING}


@cache
def _signs() -> frozenset[str]:
    """Every form of a word without which a sentence has no anchor but one that stands for another."""
    sets = _sets()
    nouns = phrases.heads() | phrases.name_words() | sets["weak"]
    plural = {form for noun in nouns for form in (f"{noun}s", f"{noun}es", f"{noun.removesuffix('y')}ies")}
    verbal = {form for verb in sets["telling"] for form in words.inflect(verb)}
    return nouns | plural | verbal | sets["telling"] | sets["words"] | {"memoranda"}


def find(sentence: Sentence, last: str) -> list[Anchor]:
    """The anchors of *sentence*, in order; *last* is what the talks told of last are about, "" for none yet."""
    lowers = sentence.said
    if _signs().isdisjoint(lowers) and not (last and ("with" in lowers or "between" in lowers)):
        return []
    found = [Anchor(phrase, "noun") for phrase in phrases.find(sentence)]
    taken = {k for each in found for k in range(each.phrase.chunk.first, each.phrase.chunk.last)}
    taken |= {c.head for each in found for c in each.phrase.hanging}
    sets = _sets()
    weak, standing, verbs = sets["weak"], sets["standing"], sets["telling"]
    for chunk in sentence.chunks:
        if chunk.lemma in weak and chunk.head not in taken and not _part_of_one(chunk, found):
            found.append(_named(sentence, chunk, "weak"))
        elif last and not chunk.prep and sentence.tokens[chunk.head].lower in standing and chunk.head not in taken:
            found += [_standing(sentence, chunk, last)] if _leads_on(sentence, chunk) else []
    for clause in sentence.clauses:
        if clause.verb.lemma in verbs and clause.verb.head not in taken:
            found += _verbal(sentence, clause, last, taken)
    if not sets["words"].isdisjoint(lowers):
        found += _loose(sentence, taken)
    return sorted(found, key=lambda each: each.phrase.chunk.first) if len(found) > 1 else found


def _loose(sentence: Sentence, taken: set[int]) -> list[Anchor]:
    """The plain words that the parse has not made a noun phrase of."""
    plain = _sets()["words"]
    told = [at for at, token in enumerate(sentence.tokens) if token.lower in plain and at not in taken]
    covered = {k for chunk in sentence.chunks for k in range(chunk.first, chunk.last)}
    return [
        _named(sentence, _alone(sentence, at), "word")
        for at in told
        if at not in covered and sentence.tokens[at].tag != "NAME"
    ]


def _part_of_one(chunk: Chunk, found: list[Anchor]) -> bool:
    """Whether a noun only is a part of an agreement that is named: "the text of a peace treaty"."""
    return any(each.phrase.chunk.prep == "of" and 0 <= each.phrase.chunk.first - chunk.last <= 2 for each in found)


def _named(sentence: Sentence, chunk: Chunk, shape: Shape) -> Anchor:
    hanging = roles.following(sentence, chunk, *_PREPS)
    talks = chunk.lemma in _sets()["talking"] or phrases.is_talks(chunk)
    subject = phrases.subject_of(sentence, chunk, hanging)
    return Anchor(Phrase(chunk, talks, subject, bool(subject), hanging, None, not talks), shape)


def _leads_on(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a word that stands for an agreement says with whom: "those with the Emirates", "a third, with Peru"."""
    at = chunk.last + (sentence.words(chunk.last, chunk.last + 1) == ",")
    return sentence.words(at, at + 1) in ("with", "between") and bool(_right(sentence, at + 1))


def _right(sentence: Sentence, at: int) -> bool:
    return any(m.kind == "party" and at <= m.first <= at + 1 for m in sentence.mentions)


def _standing(sentence: Sentence, chunk: Chunk, last: str) -> Anchor:
    at = chunk.last + (sentence.words(chunk.last, chunk.last + 1) == ",")
    with_ = next((c for c in sentence.chunks if c.first >= at), None)
    hanging = tuple(c for c in sentence.chunks if with_ is not None and c.group == with_.group)
    talks = last.split()[-1:] in (["talks"], ["negotiations"])
    return Anchor(Phrase(chunk, talks, last, True, hanging, None, not talks), "ellipsis")  # noqa: FBT003


def _verbal(sentence: Sentence, clause: Clause, last: str, taken: set[int]) -> list[Anchor]:
    verb = clause.verb
    if verb.lemma in _sets()["verbs"]:
        about = next((c for c in (*clause.objects[:1], *clause.phrase("over", "on", "about", "for", "towards"))), None)
        if about is not None and about.first in taken:
            return []
        subject = _on(sentence, about) if about is not None else ""
        chunk = _alone(sentence, verb.head)
        hanging = (*clause.phrase("with", "between", "and"),)
        return [Anchor(Phrase(chunk, True, subject, bool(subject), hanging, None, False), "verb", clause)]  # noqa: FBT003
    named = any(clause.first <= at < clause.last for at in taken)
    bare = verb.lemma in _SIGNING and not clause.objects and verb.voice == "active" and not named
    if bare and len(roles.parties_of(clause.subject, people=True)) > 1:
        chunk = _alone(sentence, verb.head)
        return [Anchor(Phrase(chunk, False, last or "agreement", True, (), None, True), "signed", clause)]  # noqa: FBT003
    return []


def _on(sentence: Sentence, about: Chunk) -> str:
    """What is talked about, as the subject of talks: "are haggling over steel and ethanol"."""
    told = phrases.words_of(sentence, about)
    counted = any(token.tag == "NUM" for token in sentence.tokens[about.first : about.last])
    if about.prep not in ("over", "on", "about") or not told or counted or phrases.is_deal(sentence, about):
        return told
    return f"talks on {phrases.topic_of(sentence, (about,)) or told}"


def _alone(sentence: Sentence, at: int) -> Chunk:
    """The word at *at* as a noun phrase of its own."""
    before = sentence.tokens[at - 1] if at else None
    prep = before.lower if before is not None and before.tag == "PREP" else ""
    definite = before is not None and before.lower in ("the", "their", "its", "his", "whose", "these", "those")
    lower = sentence.tokens[at].lower
    lemma = lower.removesuffix("s") if lower in _sets()["words"] else sentence.tokens[at].lemma
    return Chunk(at, at + 1, at, lemma, prep, -1, definite)
