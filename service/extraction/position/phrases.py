"""
Phrases: stances that stand in an idiom ("Bern takes a dim view of the fund", "the duty drew a protest from Lima").

The phrases stand in `position_phrases.yaml`; what a phrase says is turned round by a negation, and a demand or a red
line that is denied says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from service.domain.claims import PositionClaim
from service.extraction import words
from service.extraction.parts import Chunk, Clause, Token
from service.extraction.position import topics
from service.extraction.position.holders import actors_of
from service.extraction.position.reading import Reading

_PASSED = frozenset(("ADV", "DET", "ADJ", "POSS", "NEG"))
_BEING = frozenset(("be", "remain", "stay", "become", "stand"))
_BARE = frozenset(
    (
        "against",
        "opposed",
        "unhappy",
        "sceptical",
        "skeptical",
        "unimpressed",
        "unconvinced",
        "dismayed",
        "furious",
        "outraged",
        "displeased",
    )
)
"""Words that need no more to take a side: "Warsaw is against as well"."""
_OTHER = {"supports": "opposes", "opposes": "supports"}
_ADJECTIVE = 2
"""An adjective with its preposition has so many words."""
_FAR = 4
"""So many articles, adjectives and adverbs may part two words of a phrase."""
_Claims = Iterator[PositionClaim]
_Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _phrases(part: str) -> _Phrases:
    """The phrases of a part of the table by their first words, the longest first, each with its stance."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for stance, listed in words.table("position_phrases.yaml")[part].items():
        for phrase in listed:
            first, *rest = phrase.split()
            found.setdefault(first, []).append((tuple(rest), stance))
    return {first: tuple(sorted(rests, key=lambda each: -len(each[0]))) for first, rests in found.items()}


@cache
def _openings() -> dict[str, frozenset[str]]:
    """The first words of all phrases, each with the words one of which must come soon after it; none if none need to."""
    found: dict[str, set[str]] = {}
    for part in ("holder_first", "matter_first"):
        for first, rests in _phrases(part).items():
            found.setdefault(first, set()).update(rest[0] if rest else "" for rest, _ in rests)
    return {first: frozenset(() if "" in seconds else seconds) for first, seconds in found.items()}


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether the verb group of *clause* can open a phrase."""
    tokens, openings = reading.sentence.tokens, _openings()
    for at in range(clause.verb.first, min(clause.verb.last, len(tokens))):
        lemma = tokens[at].lemma
        seconds = openings.get("be" if lemma in _BEING else lemma)
        if seconds is None:
            continue
        if not seconds:
            return True
        for token in tokens[at + 1 : at + 2 + _FAR]:
            if token.lower in seconds or token.lemma in seconds:
                return True
    return False


def read(reading: Reading, clause: Clause) -> _Claims:
    """What a phrase of *clause* says."""
    verb = clause.verb
    if verb.modality in ("hypothetical", "possible", "failed") or verb.form == "infinitive" or reading.asked(clause):
        return
    for part in ("holder_first", "matter_first"):
        found = _found(reading.sentence.tokens, clause, _phrases(part))
        if found is None:
            continue
        stance, end, denied = found
        if denied:
            bare = clause.verb.lemma == "be" and end - clause.verb.last < _ADJECTIVE
            stance = "" if bare else _OTHER.get(stance, "")  # "not for sale" takes no side, "not sympathetic to" does
        if stance:
            yield from (
                _told(reading, clause, stance, end) if part == "holder_first" else _drawn(reading, clause, stance, end)
            )
        return


def _found(tokens: Sequence[Token], clause: Clause, phrases: _Phrases) -> tuple[str, int, bool] | None:
    """The stance of the phrase that the verb group of *clause* opens, where the phrase ends, and whether it is denied."""
    verb = clause.verb
    for at in range(verb.first, min(verb.last, len(tokens))):
        lemma = "be" if tokens[at].lemma in _BEING else tokens[at].lemma
        listed = phrases.get(lemma, ())
        near = (
            {form for token in tokens[at + 1 : at + 2 + _FAR] for form in (token.lower, token.lemma)} if listed else ()
        )
        for rest, stance in listed:
            if rest and rest[0] not in near:
                continue
            if not rest and (verb.voice == "passive" or at != verb.head):
                continue
            matched = _match(tokens, at + 1, rest, being=lemma == "be")
            if matched is not None:
                end, no = matched
                return stance, end, no != (verb.negated and "no" not in rest)
    return None


def _match(tokens: Sequence[Token], at: int, rest: Sequence[str], *, being: bool) -> tuple[int, bool] | None:
    """Where *rest* ends if it stands at token *at*, and whether a "no" was passed over."""
    no = False
    for word in rest:
        passed = 0
        while at < len(tokens) and word not in (tokens[at].lower, tokens[at].lemma):
            compound = (
                not being
                and tokens[at].tag == "NOUN"
                and at + 1 < len(tokens)
                and word in (tokens[at + 1].lower, tokens[at + 1].lemma)
            )
            if (tokens[at].tag not in _PASSED and not compound) or tokens[at].lower == "there" or passed == _FAR:
                return None
            no = no or tokens[at].lower == "no"
            at, passed = at + 1, passed + 1
        if at == len(tokens):
            return None
        at += 1
    return at, no


def _told(reading: Reading, clause: Clause, stance: str, end: int) -> _Claims:
    """A claim of the clause's subject on what follows the phrase that ends before token *end*."""
    if (
        not clause.subject
        and reading.sentence.tokens[end - 1].lower in ("for", "behind", "after")
        and "no" not in {token.lower for token in reading.sentence.tokens[clause.verb.first : end]}
    ):
        return
    actors = reading.who(clause) or (
        reading.holders.voice(clause) if clause.verb.lemma == "be" and not clause.subject else ()
    )
    tokens = reading.sentence.tokens
    ends = end >= len(tokens) or tokens[end].tag in ("PUNCT", "ADV", "CONJ", "SUB")
    if ends:
        if tokens[end - 1].lower in _BARE or (end < len(tokens) and tokens[end].lower == "that" and _last(tokens, end)):
            yield from reading.on_meant(clause, stance, actors)
        return
    chunk = next((c for c in reading.sentence.chunks if end <= c.last - 1 and c.first <= end + 1), None)
    if chunk is not None and topics.points_back(reading.sentence, chunk):
        yield from reading.on_meant(clause, stance, actors, chunk)
        return
    if chunk is not None and _somebody(chunk):
        return
    lone = end - clause.verb.last < _ADJECTIVE and clause.verb.lemma in _BEING
    lone = lone and reading.sentence.tokens[end - 1].lower in ("for", "behind")
    if lone and (chunk is None or clause.verb.tense == "future" or clause.objects or not topics.matter(chunk.lemma)):
        return  # "the trip will be for the summit", "stayed there for an hour"
    last = topics.stretch(reading.sentence, end, min(end + 1, len(reading.sentence.tokens)))
    yield from reading.on_words(clause, stance, end, last, actors)


def _drawn(reading: Reading, clause: Clause, stance: str, end: int) -> _Claims:
    """A claim of the party after the phrase on the clause's subject."""
    if clause.verb.voice == "passive" or not clause.subject or actors_of(clause.subject):
        return
    holders = [c for c in (*clause.objects, *clause.phrases) if end <= c.last - 1]
    group = [c for c in holders if c.group == holders[0].group] if holders else []
    actors = actors_of(group)
    if actors:
        yield from reading.made(clause, stance, reading.hanging(clause.subject[:1]), actors)


def _last(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but a mark follows token *at*: "has sworn to prevent that"."""
    return at + 1 == len(tokens) or tokens[at + 1].tag == "PUNCT"


def _somebody(chunk: Chunk) -> bool:
    """Whether *chunk* is nothing but a person or a party."""
    mention = chunk.mentions[-1] if chunk.mentions else None
    return mention is not None and mention.last == chunk.last and mention.kind in ("person", "party")
