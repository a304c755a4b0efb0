"""
Musts: what a party says has to be, must not be, or will never be.

What is said of oneself is an intention, what the article says itself is its opinion: neither is a position.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction.parts import Clause
from service.extraction.position import topics
from service.extraction.position.holders import actors_of
from service.extraction.position.reading import Reading

_MUST = frozenset(("must", "mustn't", "should", "shouldn't", "ought"))
_FIRM = frozenset(
    "insist stress swear vow reiterate restate repeat underline underscore emphasise reaffirm maintain declare pledge promise assure warn".split()
)
_OWN = frozenset(("we", "i", "us"))
_ENDING = frozenset(("go", "end", "stop", "cease"))
_GUESSED = frozenset(("expect", "predict", "hope", "estimate", "think", "believe", "suggest", "know", "show", "note"))
_MEETING = frozenset(("meet", "visit", "attend", "host"))
_MINDING = frozenset("expect know remember understand beware note learn wonder prepare".split())
_Claims = Iterator[PositionClaim]


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can say what must be or will never be."""
    verb = clause.verb
    if verb.lemma == "be" and "time" in reading.nouns:
        return True
    if verb.form != "finite":
        return False
    if verb.tense == "future" and (verb.negated or "no" in reading.words):
        return True
    return "have" in verb.chain or not _MUST.isdisjoint(reading.words)


def read(reading: Reading, clause: Clause) -> _Claims:
    """The demands and red lines that somebody's words in *clause* put as a must."""
    tokens = reading.sentence.tokens
    words = [token.lower for token in tokens[clause.verb.first : clause.verb.last]]
    yield from _timely(reading, clause)
    about = clause.subject or (clause.objects[:1] if clause.verb.lemma == "be" else ())
    if clause.verb.form != "finite" or not about or clause.marker in ("if", "which", "who", "whether"):
        return
    must = not _MUST.isdisjoint(words) or _has_to(reading, clause, words)
    never = _denied(reading, clause)
    if not (must or never):
        return
    above = reading.sentence.clauses[clause.parent].verb if clause.parent is not None else None
    fronted = [c for c in reading.sentence.chunks if c.prep == "for" and c.first <= 1]
    voice = reading.holders.voice(clause) or actors_of(fronted)  # "for Paris, farming must stay out"
    if (
        not voice
        or (_MEETING & set(clause.verb.classes) and "leave" not in clause.verb.classes)
        or clause.verb.lemma in _MINDING
        or (above is not None and above.lemma in _GUESSED)
    ):
        return
    subject = tokens[about[0].head]
    if must and subject.tag not in ("NOUN", "NAME", "PRON"):
        return  # "many should be taken"
    own = any(token.lower.partition("'")[0] in _OWN for token in tokens[about[0].first : clause.verb.first])
    if must and not own and subject.tag != "PRON" and not set(reading.who(clause)) & set(voice):
        stance = "red_line" if clause.verb.negated else "demand"
        yield from reading.on_clause(clause, stance, clause, voice[:1], whole=True)
    elif never and (own or _firmly(reading, clause)):
        last = topics.stretch(reading.sentence, clause.verb.head, max(clause.verb.last, about[0].last))
        first = clause.verb.head if own else about[0].first
        if any(token.tag in ("NOUN", "NAME") for token in tokens[first:last]):
            yield from reading.on_words(clause, "red_line", first, last, voice[:1])


def _has_to(reading: Reading, clause: Clause, words: list[str]) -> bool:
    """Whether *clause* says that something has to be; what "had to" be only where another party had to do it."""
    if "have" not in clause.verb.chain:
        return False
    return "had" not in words or clause.verb.lemma in _ENDING or bool(reading.who(clause))


def _timely(reading: Reading, clause: Clause) -> _Claims:
    """ "It is time for Washington to lift the sanctions", "it was time the embargo ended"."""
    chunk = clause.objects[:1]
    inner = reading.sentence.clauses[clause.index + 1] if clause.index + 1 < len(reading.sentence.clauses) else None
    if not chunk or chunk[0].lemma != "time" or clause.verb.lemma != "be" or clause.verb.negated or inner is None:
        return
    voice = reading.holders.voice(clause)
    if voice and not set(voice) & set(reading.who(inner)):
        yield from reading.on_clause(clause, "demand", inner, voice[:1], whole=True)


def _denied(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* says that something will not be: "will not be changed", "no vessel will enter"."""
    if clause.verb.tense != "future" or clause.verb.modality not in ("planned", "refused"):
        return False
    first = clause.subject[0] if clause.subject else clause.objects[0] if clause.objects else None
    none = first is not None and reading.sentence.tokens[first.first].lower == "no"
    return clause.verb.negated or none


def _firmly(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* is told with a verb of insisting: "insists that …", "…, the palace stressed"."""
    return any(
        other.verb.lemma in _FIRM
        and other.index != clause.index
        and (clause.parent == other.index or other.marker in ("", ","))
        for other in reading.sentence.clauses
    )
