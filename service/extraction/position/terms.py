"""
Terms: what a party makes its consent depend on ("no talks before …", "not without guarantees", "tied its consent to …").

A term needs something refused or held back until it is met; what merely comes first in time is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction import roles
from service.extraction.parts import Clause
from service.extraction.position import topics
from service.extraction.position.reading import Reading

_TYING = frozenset(("tie", "link", "condition", "peg", "subordinate", "make"))
_HELD_BACK = frozenset(
    """consent approval support agreement signature ratification lifting withdrawal accession aid help vote backing blessing
    endorsement participation release return normalisation normalization entry""".split()
)
_NEEDING = frozenset(("require", "presuppose", "hinge"))
_CONDITIONAL = frozenset(("conditional", "contingent", "dependent"))
_UNTIL = frozenset(("until", "till", "unless", "before", "while", "if"))
_EXCHANGES = (("in", "exchange", "for"), ("in", "return", "for"), ("on", "condition", "of"))
_WANTED = frozenset(("demand", "request", "wish", "priority", "ask", "want", "aim"))
_NAMING = frozenset(("be", "include", "comprise", "remain"))
_BARTERED = frozenset(words[1] for words in _EXCHANGES)
_PREDICATES = frozenset(("make", "be", "remain"))
_TELLING = _TYING | _NEEDING
_Claims = Iterator[PositionClaim]


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can name a condition."""
    verb = clause.verb
    if verb.form != "finite" or verb.modality == "hypothetical":
        return False
    if verb.negated or verb.lemma in _TELLING or "no" in reading.words:
        return True
    if verb.lemma in _NAMING and clause.subject and clause.subject[0].lemma in _WANTED:
        return True
    if verb.lemma in _PREDICATES and not _CONDITIONAL.isdisjoint(reading.words):
        return True
    return not _BARTERED.isdisjoint(reading.words)


def read(reading: Reading, clause: Clause) -> _Claims:
    """The conditions and the listed demands of *clause*."""
    verb = clause.verb
    if verb.modality == "hypothetical" or verb.form != "finite":
        return
    unwilling = verb.negated and verb.modality in ("planned", "refused", "possible")
    if unwilling:
        yield from _without(reading, clause)
    if verb.tense == "future" or verb.modality in ("agreed", "planned"):
        yield from _exchanged(reading, clause)
    if verb.lemma in _TYING and not verb.negated and clause.objects and clause.objects[0].lemma in _HELD_BACK:
        about = clause.phrase("to", "on", "upon")[:1]
        yield from reading.made(clause, "condition", reading.hanging(about)) if about else ()
    if verb.lemma in _NEEDING and not verb.negated and clause.subject and not reading.who(clause):
        voice = reading.holders.voice(clause)
        about = clause.objects[:1] or clause.phrase("on", "upon")[:1]
        yield from reading.made(clause, "condition", reading.hanging(about), voice[:1]) if voice and about else ()
    if verb.lemma in _PREDICATES and not verb.negated:
        yield from _conditional(reading, clause)
    if _none(reading, clause):
        yield from _not_before(reading, clause)
    if verb.lemma in _NAMING and clause.subject and clause.subject[0].lemma in _WANTED and not verb.negated:
        yield from _listed(reading, clause)


def _conditional(reading: Reading, clause: Clause) -> _Claims:
    """ "Made recognition conditional on a state", "its consent is contingent on a say"."""
    tokens = reading.sentence.tokens
    for at in range(clause.verb.last, min(clause.last, len(tokens) - 2)):
        if tokens[at].lower in _CONDITIONAL and tokens[at + 1].lower in ("on", "upon"):
            owned = (code for c in clause.subject[:1] for m in roles.owners(c, reading.sentence) for code in m.codes)
            actors = reading.who(clause) or reading.holders.states(owned)
            last = topics.stretch(reading.sentence, at + 2, at + 3)
            yield from reading.on_words(clause, "condition", at + 2, last, actors)
            return


def _without(reading: Reading, clause: Clause) -> _Claims:
    """ "Will not sign without guarantees"."""
    about = clause.phrase("without")[:1]
    actors = reading.who(clause) or (reading.holders.voice(clause) if about else ())
    if about and actors:
        yield from reading.made(clause, "condition", reading.hanging(about), actors[:1])


def _exchanged(reading: Reading, clause: Clause) -> _Claims:
    """ "Will agree to the loan only in exchange for guarantees"."""
    tokens = reading.sentence.tokens
    for at in range(clause.verb.last, clause.last - 3):
        words = tuple(token.lower for token in tokens[at : at + 3])
        if words in _EXCHANGES and (
            words[0] == "on" or "only" in {token.lower for token in tokens[clause.verb.first : at]}
        ):
            last = topics.stretch(reading.sentence, at + 3, at + 4)
            yield from reading.on_words(clause, "condition", at + 3, last, reading.who(clause))
            return


def _none(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* says that there will be none of something: "there can be no talks"."""
    what = (clause.subject or clause.objects)[:1]
    return bool(what) and reading.sentence.tokens[what[0].first].lower == "no"


def _not_before(reading: Reading, clause: Clause) -> _Claims:
    """ "There can be no talks as long as the blockade lasts", "no talks before the blockade ends"."""
    voice = reading.holders.voice(clause)
    without = clause.phrase("without")[:1]
    if without and voice:
        yield from reading.made(clause, "condition", reading.hanging(without), voice[:1])
        return  # "there is no point in a deal without cars"
    inner = next(
        (
            c
            for c in reading.sentence.clauses[clause.index + 1 :]
            if c.marker in _UNTIL
            or (c.marker == "as" and reading.sentence.tokens[c.first - 1].lower in ("long", "soon"))
        ),
        None,
    )
    if inner is not None and voice:
        yield from reading.on_clause(clause, "condition", inner, voice[:1], whole=True)


def _listed(reading: Reading, clause: Clause) -> _Claims:
    """ "Washington's main demand is an end to the levy", "its demands include an end to the levy"."""
    own = reading.holders.states(code for m in roles.owners(clause.subject[0], reading.sentence) for code in m.codes)
    if own and clause.objects:
        yield from reading.made(clause, "demand", reading.hanging(clause.objects[:1]), own[:1])
