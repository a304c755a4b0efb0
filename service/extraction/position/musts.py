"""
Musts: what a party says has to be, must not be, or will never be.

What is said of oneself is an intention, what the article says itself is its opinion: neither is a position.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction.parts import Clause
from service.extraction.position import topics
from service.extraction.position.reading import Reading

_MUST = frozenset(("must", "mustn't", "should", "shouldn't", "ought"))
_FIRM = frozenset(
    "insist stress swear vow reiterate restate repeat underline underscore emphasise reaffirm maintain declare pledge promise assure warn".split()
)
_OWN = frozenset(("we", "i"))
_GUESSED = frozenset(("expect", "predict", "hope", "estimate", "think", "believe", "suggest", "know", "show", "note"))
_MEETING = frozenset(("meet", "visit", "attend", "host"))
_Claims = Iterator[PositionClaim]


def read(reading: Reading, clause: Clause) -> _Claims:
    """The demands and red lines that somebody's words in *clause* put as a must."""
    tokens = reading.sentence.tokens
    words = [token.lower for token in tokens[clause.verb.first : clause.verb.last]]
    if clause.verb.form != "finite" or not clause.subject or clause.marker in ("if", "which", "who", "whether"):
        return
    must = not _MUST.isdisjoint(words) or ("have" in clause.verb.chain and clause.verb.tense != "past")
    never = _denied(reading, clause)
    if not (must or never):
        return
    above = reading.sentence.clauses[clause.parent].verb if clause.parent is not None else None
    voice = reading.holders.voice(clause)
    if not voice or _MEETING & set(clause.verb.classes) or (above is not None and above.lemma in _GUESSED):
        return
    subject = tokens[clause.subject[0].head]
    own = subject.lower in _OWN
    if must and subject.tag != "PRON" and not set(reading.who(clause)) & set(voice):
        stance = "red_line" if clause.verb.negated else "demand"
        yield from reading.on_clause(clause, stance, clause, voice[:1], whole=True)
    elif never and (own or (above is not None and above.lemma in _FIRM)):
        last = topics.stretch(reading.sentence, clause.verb.head, clause.last)
        first = clause.verb.head if own else clause.subject[0].first
        if any(token.tag in ("NOUN", "NAME") for token in tokens[first:last]):
            yield from reading.on_words(clause, "red_line", first, last, voice[:1])


def _denied(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* says that something will not be: "will not be changed", "no vessel will enter"."""
    if clause.verb.tense != "future" or clause.verb.modality not in ("planned", "refused"):
        return False
    first = clause.subject[0] if clause.subject else clause.objects[0] if clause.objects else None
    none = first is not None and reading.sentence.tokens[first.first].lower == "no"
    return clause.verb.negated or none
