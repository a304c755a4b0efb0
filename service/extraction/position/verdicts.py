"""
Verdicts: what parties call unjust or historic, dismiss as blackmail, or find unacceptable.

A verdict is on something done or planned; on persons and on states it is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction import words
from service.extraction.parts import Chunk, Clause
from service.extraction.position import topics
from service.extraction.position.holders import SAYING
from service.extraction.position.reading import Reading

_WORDS = {stance: frozenset(listed) for stance, listed in words.table("position_verdicts.yaml").items()}
_BAD = _WORDS["opposes"] | {"dark", "void", "bully"}
_FLAT = _WORDS["denied"]
"""Praise that tells a stance only where it is denied: "no longer acceptable", "neither free nor fair"."""
_GOOD = _WORDS["supports"] | _FLAT
"""Praise that takes a side; what is only called historic or a success takes none."""
_DENIALS = frozenset(("not", "no", "never", "neither", "nor", "hardly", "n't", "anything"))
_CALLS = frozenset(
    "call describe term label brand deem consider find dismiss denounce condemn slam blast decry regard see view hail praise reject criticise criticize think".split()
)
_AGAINST = frozenset("dismiss denounce condemn slam blast decry reject criticise criticize".split())
_FOR = frozenset(("hail", "praise"))
_BREAKS = frozenset(
    (
        "violate",
        "breach",
        "contravene",
        "infringe",
        "flout",
        "interfere",
        "jeopardise",
        "jeopardize",
        "contradict",
        "undermine",
        "sabotage",
        "trample",
    )
)
_POINTING = frozenset(("it", "this", "that", "they", "these"))
_QUOTES = frozenset(("“", "”", '"'))
_SHORT = 8
"""An exclamation has so many words with its marks."""
_LINKS = frozenset(("be", "remain", "constitute", "amount", "become"))
_TELLING = SAYING | _CALLS | _LINKS | _BREAKS
_Claims = Iterator[PositionClaim]


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can tell a verdict."""
    verb = clause.verb
    if verb.form == "infinitive" or (verb.lemma not in _TELLING and not _is_verdict(reading, clause)):
        return False
    if verb.lemma in SAYING:
        return verb.lemma in _CALLS or reading.sentence.tokens[0].text in _QUOTES
    return verb.lemma in _CALLS or (bool(clause.subject) and _judged(reading, clause.subject[0]))


def _is_verdict(reading: Reading, clause: Clause) -> bool:
    """Whether what reads as a passive is a verdict: "was unjustified"."""
    return clause.verb.voice == "passive" and reading.sentence.tokens[clause.verb.head].lower in _BAD | _FLAT


def _judged(reading: Reading, chunk: Chunk) -> bool:
    """Whether *chunk* is something that a verdict can be on: a matter, or what points back to one."""
    return topics.matter(chunk.lemma) or reading.sentence.tokens[chunk.head].lower in _POINTING


def read(reading: Reading, clause: Clause) -> _Claims:
    """The verdicts of *clause*."""
    verb = clause.verb
    if verb.modality in ("hypothetical", "possible", "wanted") or verb.form == "infinitive":
        return
    told = _is_verdict(reading, clause)
    if verb.negated and verb.lemma not in _LINKS and not told:
        return
    if verb.lemma in SAYING:
        yield from _exclaimed(reading, clause)
    if verb.lemma in _CALLS and verb.voice == "active":
        yield from _called(reading, clause)
    elif told or verb.lemma in _LINKS or verb.lemma in _BREAKS:
        yield from _said_to_be(reading, clause)


def _called(reading: Reading, clause: Clause) -> _Claims:
    """ "Called the move unjust", "dismissed it as a provocation", "considers the measures unjustified"."""
    sentence = reading.sentence
    end = clause.last
    doing = sentence.clauses[clause.index + 1] if clause.index + 1 < len(sentence.clauses) else None
    about = clause.objects[:1]
    if (
        doing is not None
        and doing.verb.form != "infinitive"
        and doing.subject
        and doing.subject[:1] == (about or doing.subject[:1])
    ):
        about = about or (doing.subject[:1] if doing.subject[0].first == clause.verb.last else ())
        end = doing.last  # "considers the measures unjustified", where the adjective reads as a participle
    if not about or not (actors := reading.who(clause)):
        return
    stance, at = _judgment(reading, clause.verb.last, end)
    if clause.verb.lemma in _AGAINST:
        stance = "opposes" if stance else ""
    elif clause.verb.lemma in _FOR:
        stance = "supports" if stance != "opposes" else ""
    if not stance or _somebody(about[0]):
        return
    if topics.points_back(sentence, about[0]) or _bare(reading, about[0], at):
        yield from reading.on_meant(clause, stance, actors, about[0])
    elif clause.verb.lemma not in _AGAINST | _FOR:
        last = min(at, max(about[0].last, about[0].first + 1)) if at > about[0].first else about[0].last
        yield from reading.on_words(clause, stance, about[0].first, last, actors)


def _exclaimed(reading: Reading, clause: Clause) -> _Claims:
    """ "Regrettable," said its spokesman: a verdict on what was told before."""
    sentence, verb = reading.sentence, clause.verb
    closed = sentence.tokens[verb.first - 1].text in _QUOTES if verb.first else False
    if clause.index or not closed or sentence.tokens[0].text not in _QUOTES or verb.first > _SHORT:
        return
    stance, _ = _judgment(reading, 0, verb.first)
    if stance:
        yield from reading.on_meant(clause, stance, reading.holders.of(clause.objects[:1], clause)[:1])


def _bare(reading: Reading, chunk: Chunk, at: int) -> bool:
    """Whether *chunk* points back once the verdict at token *at* is taken off it: "the move unjust"."""
    words = [
        t for t in reading.sentence.tokens[chunk.first : min(at, chunk.last)] if t.tag not in ("DET", "PUNCT", "ADV")
    ]
    return chunk.definite and len(words) == 1 and topics.vague(words[0].lemma)


def _said_to_be(reading: Reading, clause: Clause) -> _Claims:
    """ "The text was unacceptable, Macron said", "the tariffs violate the rules of the WTO"."""
    about = clause.subject[:1]
    pointing = bool(about) and reading.sentence.tokens[about[0].head].lower in _POINTING
    if not about or (reading.who(clause) and not pointing) or _somebody(about[0]) or not _judged(reading, about[0]):
        return
    if clause.verb.lemma not in _BREAKS:
        first = clause.verb.last if clause.verb.lemma in _LINKS else clause.verb.head
        stance, _ = _judgment(reading, first, clause.last, negated=clause.verb.negated)
    else:
        stance = "opposes" if topics.political(reading.sentence, about[0]) else ""
    voice = reading.holders.voice(clause) if stance else ()
    if voice:
        yield from reading.made(clause, stance, about, voice[:1])


def _judgment(reading: Reading, first: int, last: int, *, negated: bool = False) -> tuple[str, int]:
    """The stance of the first word of praise or blame from token *first* to before *last*, and where it stands."""
    for at in range(first, min(last, len(reading.sentence.tokens))):
        token = reading.sentence.tokens[at]
        bad = token.lower in _BAD or token.lemma in _BAD or token.lemma + "ed" in _BAD
        if bad or token.lower in _GOOD or token.lemma in _GOOD:
            before = {each.lower for each in reading.sentence.tokens[max(first - 1, at - 3) : at]}
            denied = negated or not _DENIALS.isdisjoint(before)
            if denied:
                return ("" if bad else "opposes"), at
            return ("opposes" if bad else "supports" if token.lower not in _FLAT else ""), at
    return "", last


def _somebody(chunk: Chunk) -> bool:
    """Whether *chunk* names a person or a party."""
    mention = chunk.mentions[-1] if chunk.mentions else None
    return mention is not None and mention.kind in ("person", "party") and mention.last == chunk.last
