"""
Wants: what one party demands of another.

The one asked is a party too, and not the one that asks; invitations and requests to meet are no demands.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction import roles
from service.extraction.parts import Chunk, Clause
from service.extraction.position.holders import actors_of
from service.extraction.position.reading import Reading
from service.extraction.position.topics import NOTHING, stretch

_MEETING = frozenset(("meet", "visit", "join", "attend", "host", "hold"))
_NO_DEMAND = frozenset(
    "talk meeting negotiation visit call time help comment advice calm dialogue restraint unity more appointment audience patience basis explanation information detail clarification evidence document consultation print look answer question opinion membership observer entry admission accession visa matter none".split()
)
_BARE_NO_DEMAND = frozenset(("agreement", "deal", "pact"))
"""What is a demand only where it is told which one: "a wider deal", "a new agreement"."""
_UNNAMED = frozenset(("name", "identify", "quote", "let", "admit", "invite", "accept", "allow", "include"))
_SEEKING = frozenset(("want", "seek", "need"))
_CONCESSIONS = frozenset(
    """exemption access relief removal cut guarantee assurance waiver concession carve-out commitment withdrawal release reduction
    rollback end halt safeguard clarity compensation reparation return exclusion parity treatment recognition lifting protection
    reciprocity review say seat share rollback extension exception phase-out preference flexibility limit inquiry investigation probe curb cap ceasefire pledge payment apology share ban freeze monitor inspection
    pressure permanence certainty enforcement disarmament dismantlement transparency predictability solution suspension closure
    abolition repeal retraction quota mechanism level ratification implementation action reform stop""".split()
)
_PLACING = frozenset(("at", "off", "out", "back", "down", "up", "under", "in"))
_GOING_ON = frozenset(("continue", "keep", "begin", "start", "come"))
_WISHING = frozenset(("want", "ask", "seek", "push", "press", "like", "insist"))
_NEAR = 14
_FOR = frozenset("ask call plead press push lobby clamour clamor campaign appeal petition agitate".split())
"""Verbs that ask for what "for" names, whatever stands between."""
_THAT = frozenset(("ask", "request", "urge"))
_BODIES = frozenset(
    """commission council parliament union organisation organization agency court congress assembly alliance party bank fund
    world body group institution summit member community""".split()
)
"""What states act through, and can be asked."""
_HONOURING = frozenset("honour honor respect fulfil fulfill comply abide implement uphold live ratify".split())
"""What a party that "expects" it of another one demands."""
_CLASSES = frozenset(("ask", "demand"))
_TELLING = _SEEKING | _FOR | {"expect"}
_Claims = Iterator[PositionClaim]


def concerns(_reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can tell a demand."""
    verb = clause.verb
    if verb.lemma in _TELLING or (verb.chain and verb.chain[-1] in _WISHING):
        return True
    return bool(verb.classes) and not _CLASSES.isdisjoint(verb.classes)


def read(reading: Reading, clause: Clause) -> _Claims:
    """The demands of *clause*."""
    verb = clause.verb
    if verb.modality in ("hypothetical", "possible") or (verb.negated and "ask" not in verb.chain):
        return
    if verb.voice == "passive" and "ask" not in verb.chain:
        if "ask" in verb.classes and (by := actors_of(clause.phrase("by"))):
            inner = reading.child(clause, "infinitive")  # "Washington was urged by Beijing to lift the controls"
            yield from reading.on_clause(clause, "demand", inner, by) if inner is not None else ()
        return
    if verb.lemma in _SEEKING and _GOING_ON.issuperset(verb.chain):
        yield from _seeking(reading, clause)
    if verb.lemma in ("have", "see", "get") and verb.chain and verb.chain[-1] in _WISHING and verb.form == "finite":
        yield from _seeking(reading, clause)  # "is asking to have coffee taken out"
    asked = verb.negated or verb.voice == "passive"  # "asked not to be treated worse", "asked to be left out"
    if verb.chain[-1:] == ("ask",) and asked and verb.form == "finite" and verb.lemma not in _UNNAMED:
        yield from reading.on_clause(clause, "demand", clause, reading.who(clause))  # "asked not to be treated worse"
    elif verb.lemma in _FOR and (about := _asked_for(reading, clause)):
        if reading.sentence.tokens[about].lower in NOTHING:  # "Riga had asked for it"
            yield from reading.on_meant(clause, "demand", reading.who(clause), _at(reading, about))
            return
        last = stretch(reading.sentence, about, about + 1)
        yield from reading.on_words(clause, "demand", about, last, reading.who(clause))
    elif "ask" in verb.classes or (verb.lemma == "expect" and verb.voice == "active"):
        yield from _asking(reading, clause)
    elif "demand" in verb.classes:
        yield from _demanding(reading, clause)


def _seeking(reading: Reading, clause: Clause) -> _Claims:
    """ "Wants a halt to the deliveries", "wants the dispute settled", "wants the port back"."""
    objects, tokens = clause.objects[:1], reading.sentence.tokens
    if not objects:
        yield from _wanted_done(reading, clause)
        return
    if (done := _done_to(reading, clause)) is not None:
        last = stretch(reading.sentence, objects[0].first, done.verb.last)
        yield from reading.on_words(clause, "demand", objects[0].first, last, reading.who(clause))
        return
    actors = reading.who(clause)
    wanted = clause.verb.lemma == "want" or reading.holders.own(clause)
    named = tokens[objects[0].head].tag in ("NOUN", "NAME") and _demandable(objects[0])
    shared = len(actors) > 1 and objects[0].lemma in _BARE_NO_DEMAND | {"framework"}  # a plan of theirs
    shared = shared or (len(actors) > 1 and objects[0].lemma == "it")
    alone = (
        not shared
        and (clause.marker not in ("that", "which") or clause.verb.tense == "present")
        and objects[0].lemma not in ("rate", "tariff", "duty")
    )
    following = tokens[objects[0].last] if objects[0].last < len(tokens) else None
    goes_on = following is not None and (following.tag in ("ADJ", "VBN") or following.lower in _PLACING)
    owned = {code for m in roles.owners(objects[0], reading.sentence) for code in m.codes if m.form != "adjective"}
    others = bool(owned) and not owned & set(actors)  # "wants the bloc's tariff lower"
    if objects[0].lemma in _CONCESSIONS or (wanted and ((named and alone) or goes_on or others)):
        yield from reading.made(clause, "demand", reading.hanging(objects), actors)


def _wanted_done(reading: Reading, clause: Clause) -> _Claims:
    """ "Wants the deadline pushed back", where the participle reads as a past tense."""
    inner = reading.sentence.clauses[clause.index + 1] if clause.index + 1 < len(reading.sentence.clauses) else None
    if inner is None or inner.parent != clause.index or inner.marker or not inner.subject:
        return
    past = reading.sentence.tokens[inner.verb.first].tag in ("VBD", "VBN") and inner.verb.first == inner.verb.head
    if past and inner.subject[0].first == clause.verb.last:
        yield from reading.on_clause(clause, "demand", inner, reading.who(clause), whole=True)


def _asked_for(reading: Reading, clause: Clause) -> int:
    """The token where what a party asks for by a verb with "for" begins, 0 where it is a meeting, time or advice."""
    if reading.sentence.tokens[min(clause.verb.last, len(reading.sentence.tokens) - 1)].lower in _PLACING:
        return 0  # "called in the ministers for Monday"
    told = clause.objects[:1] and not actors_of(clause.objects[:1]) and clause.objects[0].lemma not in roles.STATE_NOUNS
    tokens = reading.sentence.tokens
    reach = range(clause.verb.last, min(clause.last, clause.verb.last + _NEAR, len(tokens) - 1))
    named = {k for m in reading.sentence.mentions for k in range(m.first, m.last)}
    at = next((k + 1 for k in reach if tokens[k].lower == "for" and k not in named), 0)
    if any(date.first <= at and stretch(reading.sentence, at, at + 1) <= date.last for date in reading.sentence.dates):
        return 0  # "asked for one more month"
    chunk = next((c for c in reading.sentence.chunks if c.first <= at < c.last), None)
    if not at or told or (chunk is not None and not _demandable(chunk)) or not reading.who(clause):
        return 0
    return at


def _asked_partners(clause: Clause) -> bool:
    """Whether those asked are states that are not named, or a body of theirs: "urged its partners", "the council"."""
    return any(chunk.lemma in roles.STATE_NOUNS | _BODIES for chunk in (*clause.objects[:1], *clause.phrase("on")[:1]))


def _meets(clause: Clause) -> bool:
    """Whether what is asked for in *clause* is a meeting or a visit."""
    return bool(_MEETING & set(clause.verb.classes)) and clause.verb.lemma not in ("have", "see", "get")


def _at(reading: Reading, first: int) -> Chunk | None:
    """The noun phrase that begins at token *first*."""
    return next((chunk for chunk in reading.sentence.chunks if chunk.first == first), None)


def _demandable(chunk: Chunk) -> bool:
    """Whether *chunk* can be what is demanded, and not a meeting, time, advice or somebody."""
    if chunk.lemma in _NO_DEMAND or chunk.lemma in roles.STATE_NOUNS:
        return False
    return chunk.lemma not in _BARE_NO_DEMAND or chunk.head - chunk.first > 1


def _done_to(reading: Reading, clause: Clause) -> Clause | None:
    """What is wanted to be done: "Nairobi wants AGOA extended", "wants everything else gone"."""
    inner = reading.sentence.clauses[clause.index + 1] if clause.index + 1 < len(reading.sentence.clauses) else None
    if inner is None or inner.verb.form != "participle" or not clause.objects:
        return None
    between = reading.sentence.tokens[clause.objects[0].last : inner.verb.first]
    commas = sum(token.text == "," for token in between) % 2
    parted = any(token.tag in ("WH", "SUB", "TO", "MODAL", "AUX") or token.text in ";:—–" for token in between)
    return None if parted or commas or len(between) > _NEAR else inner


def _asking(reading: Reading, clause: Clause) -> _Claims:
    """ "Lula asked Trump to remove the surcharge"."""
    inner = reading.child(clause, "infinitive")
    actors, others = reading.who(clause), actors_of((*clause.objects[:1], *clause.phrase("on", "to", "upon")[:1]))
    that = reading.child(clause, "that") if inner is None and not others else None
    if that is not None and clause.verb.lemma in _THAT and actors and not set(actors_of(that.subject)) & set(actors):
        yield from reading.on_clause(clause, "demand", that, actors, whole=True)
    if (
        inner is None
        or not actors
        or not (others or _asked_partners(clause))
        or set(actors) & set(others)
        or _meets(inner)
    ):
        return
    if clause.verb.lemma == "expect" and inner.verb.lemma not in _HONOURING:
        return
    yield from reading.on_clause(clause, "demand", inner, actors)
    for other in reading.sentence.clauses[inner.index + 1 :]:
        if (
            other.verb.form == "infinitive"
            and other.subject == inner.subject
            and other.verb.modality == inner.verb.modality
        ):
            yield from reading.on_clause(clause, "demand", other, actors)


def _demanding(reading: Reading, clause: Clause) -> _Claims:
    """ "Washington demanded that India open its market", "insisted on a binding mechanism"."""
    actors = reading.who(clause)
    inner = reading.child(clause, "that") or _unmarked(reading, clause)
    if not actors:
        return
    if inner is not None:
        named = actors_of(inner.subject) or _others(inner)
        if clause.verb.lemma == "insist" and inner.verb.negated:
            yield from reading.on_clause(clause, "red_line", inner, actors, whole=True)
        elif named and not set(named) & set(actors):
            yield from reading.on_clause(clause, "demand", inner, actors)
        elif clause.verb.lemma == "demand" or inner.marker == "" or _wished(reading, inner):
            yield from reading.on_clause(clause, "demand", inner, actors, whole=True)
        return
    if clause.verb.lemma == "insist" and not clause.phrase("on"):
        return
    about = clause.phrase("on", "for")[:1] or clause.objects[:1]
    if about and _demandable(about[0]):
        yield from reading.made(clause, "demand", reading.hanging(about), actors)


def _others(inner: Clause) -> tuple[str, ...]:
    """The parties of whom something is insisted on in *inner* by what is theirs: "that Rwandan troops leave"."""
    if inner.verb.tense != "present" or inner.verb.lemma in ("be", "have"):
        return ()
    return tuple(code for chunk in inner.subject[:1] for mention in chunk.mentions for code in mention.codes)


def _wished(reading: Reading, inner: Clause) -> bool:
    """Whether what is insisted on is to be: "insists that the dispute be settled", "must be settled"."""
    return reading.sentence.tokens[inner.verb.first].lower in ("be", "must", "should")


def _unmarked(reading: Reading, clause: Clause) -> Clause | None:
    """The clause of a demand without "that": "Tehran insists the talks be confined to its programme"."""
    if clause.verb.lemma != "insist" or clause.index + 1 >= len(reading.sentence.clauses):
        return None
    inner = reading.sentence.clauses[clause.index + 1]
    bare = reading.sentence.tokens[inner.verb.first].lower in ("be", "must")
    return inner if inner.parent == clause.index and bare else None
