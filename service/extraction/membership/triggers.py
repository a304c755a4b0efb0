"""
Triggers: the words of a sentence that may tell of a membership, with the status that each would tell.

A trigger says nothing yet of whose membership it is nor of what: "has applied", "so did Norway", "Morocco's application".
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Literal

import msgspec

from service.domain.parties import is_group
from service.extraction import words
from service.extraction.membership.reading import JOINING, LEAVING, Reading, status_of
from service.extraction.parts import Chunk, Clause

_COMING = frozenset(("planned", "expected", "agreed", "proposed", "wanted", "threatened", "ongoing"))
_CHAINED = frozenset(("applied", "declined", "accepted"))
_PLAIN = {"accepted": "expected_to_join"}
_PLAINEST = frozenset(("be", "say"))
_QUALIFIED = frozenset(("country", "state", "nation", "status", "process", "talk", "procedure"))
"""Nouns that tell of a membership by a word before them: "a member country", "candidate status"."""
_LIKE = frozenset(("so", "as", "neither", "nor"))
_WEAK = frozenset(
    "enter become return add include gain complete adopt initial acquire partner associate party number count".split()
)
"""Words of many things: they may tell of a membership only where their sentence names a body ("partners" trade, too)."""


class Trigger(msgspec.Struct, frozen=True):
    """A word at token `at`, in `clause` or in the noun phrase `chunk`; `tells` is its class, `status` what it would tell."""

    at: int
    word: str
    tells: str
    form: Literal["verb", "noun", "answer", "likewise"]
    status: str | None
    clause: Clause | None
    chunk: Chunk | None = None


@cache
def _table(part: str) -> dict[str, str]:
    held: dict[str, dict[str, list[str]]] = words.table("membership_triggers.yaml")
    return {word: tells for tells, those in held[part].items() for word in those}


def find(reading: Reading, last: str | None) -> list[Trigger]:
    """The triggers of the sentence, in order; *last* is the status that was told last, for "so did Norway"."""
    sentence, verbs, nouns = reading.sentence, _table("verbs"), _table("nouns")
    told: list[Trigger | None] = [
        _verbal(reading, clause)
        for clause in sentence.clauses
        if clause.verb.lemma in verbs or clause.verb.lemma in _PLAINEST
    ]
    told += [_nominal(reading, c) for c in sentence.chunks if c.lemma in nouns or c.lemma in _QUALIFIED]
    found = [each for each in told if each is not None and not _asked(reading, each)]
    found += _likewise(reading, last) if last is not None else []
    if any(each.word in _WEAK for each in found):
        named = any(m.kind == "org" or any(map(is_group, m.codes)) for m in sentence.mentions)
        found = found if named else [each for each in found if each.word not in _WEAK]
    return sorted(found, key=attrgetter("at")) if len(found) > 1 else found


def _asked(reading: Reading, trigger: Trigger) -> bool:
    """Whether a trigger stands in a question that leaves its subject out: "considering whether to apply for membership"."""
    clause = trigger.clause
    if clause is None or clause.verb.form != "infinitive":
        return False
    opening = reading.sentence.tokens[max(clause.verb.first - 2, 0) : clause.verb.first + 1]
    return any(token.lower == "whether" for token in opening)


def _verbal(reading: Reading, clause: Clause) -> Trigger | None:
    verb = clause.verb
    if verb.lemma == "say":
        return _answer(reading, clause)
    word = verb.lemma
    if _table("verbs").get(word) in ("joined", "member", "left"):
        word = next((each for each in reversed(verb.chain) if _table("verbs").get(each) in _CHAINED), word)
    elif word == "be" or verb.chain:
        return None if word != "be" else _being(reading, clause)
    tells = _table("verbs").get(word)
    if tells is None:
        return None
    return Trigger(verb.head, word, tells, "verb", _verb_status(reading, clause, tells), clause)


def _being(reading: Reading, clause: Clause) -> Trigger | None:
    """ "Finland is a member", "Britain is in": what one is."""
    around = (*clause.objects, *clause.phrases)
    inside = reading.sentence.words(clause.verb.last, clause.verb.last + 1) in ("in", "inside", "out")
    if not inside and not any(c.lemma in _table("nouns") or c.lemma == "part" for c in around):
        return None
    return Trigger(clause.verb.head, "be", "member", "verb", _verb_status(reading, clause, "member"), clause)


def _answer(reading: Reading, clause: Clause) -> Trigger | None:
    """ "France said no"."""
    after = reading.sentence.tokens[clause.verb.last].lower if clause.verb.last < len(reading.sentence.tokens) else ""
    status = _table("answers").get(after)
    if status is None or clause.verb.negated:
        return None
    return Trigger(
        clause.verb.head,
        f"say {after}",
        "accepted" if status == "expected_to_join" else status,
        "answer",
        status,
        clause,
    )


def _verb_status(reading: Reading, clause: Clause, tells: str) -> str | None:
    modality = clause.verb.modality
    if modality in ("hypothetical", "possible", "failed"):
        return None
    if tells == "joined":
        return status_of(reading, clause, JOINING)
    if tells == "left":
        return status_of(reading, clause, LEAVING)
    if modality == "refused" or (clause.verb.negated and tells in ("accepted", "applied")):
        return "declined"
    if tells == "member" and modality in ("planned", "expected", "agreed") and not clause.verb.negated:
        return "expected_to_join"
    if clause.verb.negated or (tells in ("suspended", "declined") and modality == "wanted"):
        return None
    return _PLAIN.get(tells, tells)


def _nominal(reading: Reading, chunk: Chunk) -> Trigger | None:
    tells = _table("nouns").get(chunk.lemma)
    held = {token.lemma for token in reading.sentence.tokens[chunk.first : chunk.head]}
    if tells is None:
        tells = next((_table("nouns")[word] for word in sorted(held) if word in _table("nouns")), None)
    if tells is None:
        return None
    if tells == "member":
        tells = next((word for word in ("observer", "partner", "associate") if word in held), tells)
        tells = {"associate": "partner"}.get(tells, tells)
    clause = reading.around(chunk)
    status: str | None = tells
    modality = clause.verb.modality if clause is not None else "fact"
    if modality in ("hypothetical", "possible"):
        status = None
    elif clause is not None and "invite" in clause.verb.chain and tells in ("member", "partner", "observer"):
        status = "invited"
    elif modality in _COMING and tells in ("joined", "left"):
        status = "expected_to_join" if tells == "joined" else "leaving"
    return Trigger(chunk.head, chunk.lemma, tells, "noun", status, clause, chunk)


def _likewise(reading: Reading, last: str) -> list[Trigger]:
    """ "So did Norway", "as did Peru", "nor has Chile": what was told of others before."""
    tokens = reading.sentence.tokens
    return [
        Trigger(at, "so", "same", "likewise", last, None)
        for at, token in enumerate(tokens[:-2])
        if token.lower in _LIKE
        and tokens[at + 1].lower in ("did", "has", "have", "will", "does", "do", "is", "are", "had")
    ]
