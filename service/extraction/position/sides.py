"""
Sides: what parties support and what they oppose.

Support and opposition are told by verbs, by nouns under verbs of saying, and by "in favour of" and "against".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from service.domain.claims import PositionClaim
from service.extraction import roles, words
from service.extraction.parts import Chunk, Clause, Sentence
from service.extraction.position.holders import actors_of
from service.extraction.position.nouns import STANCES
from service.extraction.position.reading import Reading
from service.extraction.position.topics import matter, plain, points_back, political

_STATEHOOD = frozenset(("state", "statehood", "independence", "sovereignty", "republic"))
_FAVOURS = frozenset(("favour", "favor", "support", "opposition", "defence"))
_WEAK = frozenset(
    """stall obstruct fight challenge contest dismiss regret lament bemoan complain brush wave warn stonewall refute
    rebuke hit""".split()
)
"""Verbs that tell of opposition only to what one can be for or against."""
PEOPLE = {
    "opponent": "opposes", "critic": "opposes", "foe": "opposes", "sceptic": "opposes", "supporter": "supports",
    "backer": "supports", "advocate": "supports", "proponent": "supports", "champion": "supports",
}  # fmt: skip
_BALKING = frozenset(
    (
        "favour",
        "favor",
        "support",
        "back",
        "advocate",
        "balk",
        "baulk",
        "object",
        "bristle",
        "oppose",
        "resist",
        "reject",
    )
)
_CARRIES = frozenset(
    ("have", "voice", "express", "throw", "lodge", "file", "raise", "lend", "give", "make", "harbour", "put")
)
_STATING = frozenset(("be", "come", "stand", "remain", "vote", "argue", "speak"))
_RECOGNISING = frozenset(("recognise", "recognize"))
_CLASSES = frozenset(("oppose", "support"))
_INTRANSITIVE = frozenset(("stand", "stick"))
"""Verbs whose past form before "by" is no passive: "Brussels stood by its rules"."""
_DENYING = frozenset(("deny", "accuse", "suspect", "avoid", "thank", "praise", "credit"))
_ON = ("for", "of", "to", "over", "about", "against", "behind", "with", "at", "on", "in")
_VOICING = frozenset(("express", "voice", "signal", "declare"))
_Claims = Iterator[PositionClaim]


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can take a side."""
    verb = clause.verb
    if not _CLASSES.isdisjoint(verb.classes) or verb.lemma in _RECOGNISING:
        return True
    if clause.objects and clause.objects[0].lemma in STANCES:
        return True
    return verb.lemma in _STATING and ("against" in reading.words or not _FAVOURS.isdisjoint(reading.nouns))


def read(reading: Reading, clause: Clause) -> _Claims:
    """The support and the opposition of *clause*."""
    verb = clause.verb
    cannot = verb.modality == "possible" and verb.negated and "support" in verb.classes
    if verb.modality in ("hypothetical", "wanted", "failed") or (verb.modality == "possible" and not cannot):
        return
    if verb.form == "infinitive" and clause.parent is not None:
        above = reading.sentence.clauses[clause.parent].verb
        if {"ask", "demand"} & set(above.classes):
            return  # what is asked of somebody is not that party's position
    if not _CLASSES.isdisjoint(verb.classes):
        yield from _sided(reading, clause)
    states = verb.lemma in _RECOGNISING and clause.objects[:1] and clause.objects[0].lemma in _STATEHOOD
    if states and verb.voice == "active" and not verb.negated and verb.modality != "refused":
        yield from reading.made(clause, "supports", reading.hanging(clause.objects[:1]))
    if ("stress" in verb.classes or verb.lemma in _CARRIES) and not verb.negated:
        yield from _noun(reading, clause)
    if verb.lemma in _STATING:
        yield from _for_or_against(reading, clause)


def _sided(reading: Reading, clause: Clause) -> _Claims:
    """ "Pretoria opposed the move", "India supports the forum", "France is opposed to the deal"."""
    verb = clause.verb
    against = "oppose" in verb.classes
    to = clause.phrase("to")
    by = actors_of(clause.phrase("by"))
    if verb.voice == "passive" and by and clause.subject and not verb.negated:
        yield from _by_whom(reading, clause, by, against=against)
        return
    passive = verb.voice == "passive" and verb.lemma not in _INTRANSITIVE
    if passive and not (verb.lemma == "oppose" and to and not clause.phrase("by")):
        return
    if (verb.form == "infinitive" and not verb.chain) or verb.modality == "refused":
        return
    about = (
        to[:1]
        if passive
        else (clause.objects[:1] if verb.lemma not in ("take", "say", "give", "lend") else ())
        or clause.phrase(*_governed().get(verb.lemma, ()))[:1]
    )
    above = reading.sentence.clauses[clause.parent].verb if clause.parent is not None else None
    if verb.form == "gerund" and above is not None and above.lemma in _DENYING:
        return  # "denied backing the rebels"
    inner = reading.child(clause, "gerund") if not about else None
    if inner is not None and (against or verb.lemma in _BALKING):
        stance = "opposes" if against != verb.negated else "supports"
        yield from reading.on_clause(clause, stance, inner, reading.who(clause))
        return
    if not about and verb.voice == "active" and _pointing(reading, clause):
        yield from reading.on_meant(clause, "opposes" if against != verb.negated else "supports", reading.who(clause))
        return
    if not about or (against and verb.lemma in _WEAK and not political(reading.sentence, about[0])):
        return
    if verb.lemma in ("welcome", "hail") and not _measure(reading.sentence, about[0]):
        return
    if against and about[0].lemma == "invitation":
        return  # what is turned down is no policy
    if verb.lemma == "accept" and not matter(about[0].lemma) and _counted(reading.sentence, about[0]):
        return  # "accepting 19 per cent"
    if verb.lemma == "accept" and about[0].lemma in ("invitation", "offer", "apology", "request"):
        return
    if verb.lemma in ("welcome", "hail", "praise", "laud", "applaud") and len(reading.who(clause)) != 1:
        return
    last = about[0].mentions[-1] if about[0].mentions else None
    if not against and last is not None and last.kind == "person" and last.last == about[0].last:
        return
    if against and last is not None and last.kind in ("person", "party") and last.last == about[0].last:
        return
    stance = "opposes" if against != verb.negated else "supports"
    doing = reading.sentence.clauses[clause.index + 1] if clause.index + 1 < len(reading.sentence.clauses) else None
    if doing is not None and doing.verb.form == "gerund" and doing.verb.first == about[0].last:
        end = max([doing.verb.last, *(c.last for c in (*doing.objects[:2], *doing.phrases[:2]))])
        yield from reading.on_words(clause, stance, about[0].first, end, reading.who(clause))
        return  # "opposed any party striking bargains"
    yield from reading.made(clause, stance, reading.hanging(about))


@cache
def _governed() -> dict[str, tuple[str, ...]]:
    """Verbs of taking sides to the prepositions that they govern what they are on by: "object" to "to"."""
    table = words.verb_tables()["lexicon/position_verbs.yaml"]
    found: dict[str, dict[str, None]] = {}
    for verb in (*table["oppose"], *table["support"]):
        lemma, *particles = verb.split()
        if particles:
            found.setdefault(lemma, {})[particles[-1]] = None
    return {lemma: tuple(preps) for lemma, preps in found.items()}


def _counted(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether *chunk* holds a number."""
    return any(token.tag == "NUM" for token in sentence.tokens[chunk.first : chunk.last])


def _pointing(reading: Reading, clause: Clause) -> bool:
    """Whether the verb of *clause* has no object but "that" or "this": "Beijing opposes that"."""
    tokens = reading.sentence.tokens
    at = clause.verb.last
    return (
        at < len(tokens)
        and tokens[at].lower in ("that", "this", "these")
        and (at + 1 == len(tokens) or tokens[at + 1].tag == "PUNCT")
    )


def _by_whom(reading: Reading, clause: Clause, by: tuple[str, ...], *, against: bool) -> _Claims:
    """ "The plan was rejected by Israel", "The deal is opposed by France and Poland"."""
    about = clause.subject[:1]
    if (not against or clause.verb.lemma in _WEAK) and not political(reading.sentence, about[0]):
        return
    if clause.verb.lemma in ("welcome", "hail", "vote"):
        return
    yield from reading.made(clause, "opposes" if against else "supports", reading.hanging(about), by)


def nominal(reading: Reading) -> _Claims:
    """ "France, a vocal opponent of the deal,", "Spain is a strong supporter of the deal"."""
    sentence = reading.sentence
    for index, chunk in enumerate(sentence.chunks):
        stance = PEOPLE.get(chunk.lemma)
        about = roles.following(sentence, chunk, "of")[:1] if stance is not None and not chunk.prep else ()
        if stance is None or not about or not political(sentence, about[0]):
            continue
        clause = next(
            (c for c in sentence.clauses if chunk in c.objects and c.verb.lemma in ("be", "remain", "become")), None
        )
        before = sentence.chunks[index - 1] if index and sentence.tokens[chunk.first - 1].text == "," else None
        actors = reading.who(clause) if clause is not None and not clause.verb.negated else ()
        if not actors and before is not None and before.last == chunk.first - 1:
            actors = actors_of((before,))
        last = reading.hanging(about)[-1].last
        topic = plain(sentence, about[0].first, last)
        for actor in actors:
            first = min(chunk.first, before.first if before is not None and clause is None else chunk.first)
            yield PositionClaim(actor=actor, stance=stance, topic=topic, evidence=(reading.quote(first, last),))


def _noun(reading: Reading, clause: Clause) -> _Claims:
    """ "The leaders underscored our unwavering support for Ukraine", "lodged a protest over the incursion"."""
    for chunk in clause.objects[:1]:
        stance = STANCES.get(chunk.lemma)
        if stance not in ("supports", "opposes"):
            continue
        about = roles.following(reading.sentence, chunk, *_ON) or clause.phrase(*_ON)
        if not about and clause.verb.lemma in _VOICING and not clause.verb.chain:
            yield from reading.on_meant(clause, stance, reading.who(clause))  # "Beijing expressed its anger."
        if about:
            chunks = (chunk, *reading.hanging(about[:1])) if chunk.lemma == "support" else reading.hanging(about[:1])
            owner = tuple(code for m in roles.owners(chunk, reading.sentence) if m.form == "name" for code in m.codes)
            yield from reading.made(clause, stance, chunks, owner or reading.who(clause))


def _for_or_against(reading: Reading, clause: Clause) -> _Claims:
    """ "Norway is in favour of a ban", "Mexico is against tariffs on its tomatoes"."""
    if clause.verb.negated or clause.verb.voice == "passive":
        return
    chunks = clause.phrases
    for index, chunk in enumerate(chunks[:3]):
        if chunk.prep == "in" and chunk.lemma in _FAVOURS and index + 1 < len(chunks):
            stance = "opposes" if chunk.lemma == "opposition" else "supports"
            yield from reading.made(clause, stance, reading.hanging(chunks[index + 1 : index + 2]))
            return
        if chunk.prep == "against" and (clause.verb.lemma != "be" or not clause.objects):
            yield from reading.made(clause, "opposes", reading.hanging((chunk,)))
            return


def _measure(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether what is welcomed is something done and not somebody's coming or joining."""
    if points_back(sentence, chunk):
        return chunk.lemma not in ("idea", "offer")
    held = not chunk.mentions or all(mention.form == "adjective" for mention in chunk.mentions)
    return (
        held
        and chunk.lemma not in ("decision", "participation", "idea", "offer")
        and (political(sentence, chunk) or matter(chunk.lemma))
    )
