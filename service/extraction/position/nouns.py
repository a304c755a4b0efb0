"""
Nouns: stances that a noun tells ("over Berlin's objections", "Seoul's demand that", "calls from Paris for").

The noun's owner holds the stance; what was dropped, overcome or never there is held no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction import roles, words
from service.extraction.parts import Chunk, Clause, Mention, Sentence
from service.extraction.position import topics
from service.extraction.position.reading import Reading

STANCES: dict[str, str] = {
    noun: stance for stance, nouns in words.table("position_nouns.yaml").items() for noun in nouns
}
"""Nouns that tell a stance, with the stance."""
_NO_DOING = frozenset(
    """opening change weakening relaxation lowering dilution reduction liberalisation liberalization question return
    backtracking climbdown renegotiation reopening retreat flexibility bargaining""".split()
)
"""What somebody who says that there will be none of it will not do."""
_AGAINST = frozenset(("to", "over", "against", "on", "of", "at", "about", "towards", "toward", "with"))
_FOR = frozenset(("for", "of", "to"))
_NO_GIVING = frozenset(
    ("compromise", "concession", "retreat", "surrender", "bargaining", "negotiation", "discussion", "room")
)
_JOINING = frozenset(("membership", "accession", "entry", "admission", "visa", "meeting", "talks", "visit", "comment"))
"""What is applied for and not demanded."""
_DROPS = frozenset(
    """drop withdraw lift overcome abandon soften ease end give waive relinquish shed shelve win seek lose gain secure fear face
    meet expect lack need reward receive break appreciate welcome thank reject dismiss""".split()
)
"""What a verb of these does to a stance leaves none, or none that is held yet."""
NOUNS = STANCES.keys() | _NO_GIVING | _NO_DOING
"""The nouns that can tell a stance."""
_WITHOUT = frozenset(("no", "without", "any", "little", "less"))
_LEADING = frozenset(("at", "over", "despite", "against"))
_Claims = Iterator[PositionClaim]


def read(reading: Reading) -> _Claims:
    """The positions that nouns of the sentence tell."""
    sentence = reading.sentence
    for chunk in sentence.chunks:
        if chunk.lemma in _NO_GIVING | _NO_DOING and sentence.tokens[chunk.first].lower == "no":
            yield from _no_giving(reading, chunk)
        stance = STANCES.get(chunk.lemma)
        if stance is None or _denied(sentence, chunk):
            continue
        actors, after = _holder(reading, chunk)
        if actors and (topic := _topic(reading, chunk, after, stance)) and _JOINING.isdisjoint(topic.lower().split()):
            first, last = chunk.first, max(chunk.last, after.last if after is not None else 0)
            for actor in actors:
                yield PositionClaim(actor=actor, stance=stance, topic=topic, evidence=(reading.quote(first, last),))


def _no_giving(reading: Reading, chunk: Chunk) -> _Claims:
    """ "No compromise on dairy", said by somebody who speaks for a party."""
    sentence = reading.sentence
    at = chunk.last
    preps = ("of", "in", "to", "on") if chunk.lemma in _NO_DOING else ("on", "over", "about", "for")
    if at + 1 >= len(sentence.tokens) or sentence.tokens[at].lower not in preps:
        return
    clause = next((c for c in sentence.clauses if c.first <= chunk.first < c.last), None)
    actors = reading.holders.voice(clause) if clause is not None else reading.holders.turn()
    topic = topics.plain(sentence, at + 1, _end(reading, at + 1))
    for actor in actors[:1]:
        yield PositionClaim(actor=actor, stance="red_line", topic=topic, evidence=(reading.quote(chunk.first, at + 2),))


def _holder(reading: Reading, chunk: Chunk) -> tuple[tuple[str, ...], Chunk | None]:
    """The parties whose stance it is: "Berlin's objections", "American demands", "the resistance of Peru and Chile"."""
    own = [
        m
        for m in roles.owners(chunk, reading.sentence)
        if m.kind in ("party", "person") and _holds(reading.sentence, m)
    ]
    if own:
        return reading.holders.states(code for m in own for code in m.codes), None
    for each in roles.following(reading.sentence, chunk, "of", "from", "by"):
        held = reading.holders.states(each_code for m in each.mentions for each_code in m.codes if m.last == each.last)
        if held and not (
            each.prep == "of"
            and chunk.lemma in ("condemnation", "criticism", "rejection", "endorsement", "approval", "support")
        ):
            return held, each
    return (), None


def _holds(sentence: Sentence, mention: Mention) -> bool:
    """Whether *mention* owns what follows: a genitive, an adjective, or "US"."""
    after = sentence.tokens[mention.last] if mention.last < len(sentence.tokens) else None
    return mention.form in ("adjective", "name", "capital") and after is not None and after.tag not in ("PREP", "CONJ")


def _topic(reading: Reading, chunk: Chunk, after: Chunk | None, stance: str) -> str:
    """What the stance is on: what hangs on the noun, or what is done at or despite it."""
    sentence = reading.sentence
    at = after.last if after is not None else chunk.last
    preps = (
        ("on",)
        if chunk.lemma == "insistence"
        else ("for",)
        if stance == "demand"
        else _FOR
        if stance == "supports"
        else _AGAINST
    )
    opening = sentence.tokens[at] if at < len(sentence.tokens) else None
    if (
        opening is not None
        and (opening.lower in preps or opening.lower in ("that", "to"))
        and at + 1 < len(sentence.tokens)
    ):
        if opening.lower == "to" and stance == "demand" and chunk.lemma == "call":
            return ""
        return topics.plain(sentence, at + 1, _end(reading, at + 1))
    before = sentence.tokens[chunk.first - 1].lower if chunk.first else chunk.prep
    if (chunk.prep in _LEADING or before in _LEADING) and chunk.lemma not in ("request", "call", "appeal"):
        clause = next((c for c in sentence.clauses if c.subject and c.verb.form == "finite"), None)
        if clause is not None and not any(m.kind == "person" for m in clause.subject[0].mentions):
            return _done(reading, clause)
    return ""


def _end(reading: Reading, first: int) -> int:
    """Where the words of a topic from token *first* end; a clause is taken with its object."""
    sentence = reading.sentence
    clause = next(
        (
            c
            for c in sentence.clauses
            if first - 2 <= c.first and c.verb.first <= first + 5 and c.verb.form != "participle"
        ),
        None,
    )
    least = first + 1
    if clause is not None:
        least = max([clause.verb.last, *(c.last for c in (*clause.objects[:2], *clause.phrases[:1]))])
    return topics.stretch(sentence, first, min(least, first + topics.LONGEST))


def _done(reading: Reading, clause: Clause) -> str:
    """What is done in *clause*, told by its subject and its verb."""
    first = clause.subject[0].first
    return topics.plain(
        reading.sentence, first, min(max(clause.verb.last, clause.subject[0].last), first + topics.LONGEST)
    )


def _denied(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether the stance is denied, ended or only sought: "no objection", "dropped its opposition"."""
    words = {token.lower for token in sentence.tokens[chunk.first : chunk.last]}
    if not _WITHOUT.isdisjoint(words) or chunk.prep == "without":
        return True
    return any(
        chunk in c.objects
        and c.verb.head < chunk.first
        and (
            not _DROPS.isdisjoint((c.verb.lemma, *c.verb.chain)) or c.verb.negated or c.verb.modality == "hypothetical"
        )
        for c in sentence.clauses
    )
