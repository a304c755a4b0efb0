"""
Echoes: parties that are told to hold what another one was just said to hold: "so did Italy", "Uruguay sides with Brazil".

An echo repeats the last position of its own or the sentence before; without one it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from service.domain.claims import PositionClaim
from service.extraction.parts import Clause
from service.extraction.position.holders import actors_of
from service.extraction.position.reading import Reading

_LIKE = frozenset(("so", "as", "nor", "neither"))
_AUXILIARIES = frozenset(("be", "do", "have", "will", "would"))
_SIDING = frozenset(("side", "agree", "concur"))
_TOO = frozenset(("too", "likewise", "same", "suit"))
_INSERTED = 8
_COPULAS = frozenset(("is", "are", "was", "were", "remains", "remained"))
_REACH = 2
"""So many sentences back a position can be echoed."""
_SIGNS = _LIKE | _TOO


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can repeat a position."""
    lemma = clause.verb.lemma
    return lemma in _SIDING or (lemma in _AUXILIARIES and bool(reading.told) and not _SIGNS.isdisjoint(reading.words))


def read(reading: Reading, clause: Clause) -> Iterator[PositionClaim]:
    """The positions that *clause* repeats for another party."""
    tokens = reading.sentence.tokens
    verb = clause.verb
    near = [t for t in tokens[max(0, verb.first - 7) : verb.first] if t.text != ","]
    before = near[-1].lower if near else ""
    if near and near[0].lower == "so" and verb.first <= _INSERTED and tokens[verb.first - 1].text == ",":
        before = "so"  # "so, with some regret, is Rome"
    if before in _LIKE and verb.lemma in _AUXILIARIES and verb.last - verb.first == 1:
        after = tuple(c for c in (*clause.objects, *clause.phrases) if c.first == verb.last)
        if verb.lemma != "be" or _being(reading):
            yield from _repeated(reading, clause, actors_of(after), max([verb.last, *(c.last for c in after)]))
    elif verb.lemma in _AUXILIARIES and not clause.objects and tokens[verb.last : verb.last + 1]:
        if tokens[verb.last].lower in _TOO:
            yield from _repeated(reading, clause, reading.who(clause), verb.last + 1)
    elif verb.lemma in _SIDING and not verb.negated:
        others = actors_of(clause.phrase("with"))
        if others:
            yield from _repeated(reading, clause, reading.who(clause), clause.phrase("with")[0].last, others)


def _being(reading: Reading) -> bool:
    """Whether the last position was told with "is" or "are", which "so is Rome" repeats."""
    if not reading.told:
        return False
    evidence = reading.told[-1].evidence[0]
    return not _COPULAS.isdisjoint(reading.document.text[evidence.start : evidence.end].split())


def _repeated(
    reading: Reading, clause: Clause, actors: tuple[str, ...], last: int, holders: tuple[str, ...] = ()
) -> Iterator[PositionClaim]:
    """The last position told (of one of *holders*) as that of *actors*."""
    near = [s.start for s in reading.document.sentences[max(0, reading.sentence.index - _REACH) :]][:1]
    for claim in reversed(reading.told):
        if not near or claim.evidence[0].start < near[0]:
            return
        if (not holders or claim.actor in holders) and claim.actor not in actors:
            first = min([clause.verb.first, *(c.first for c in clause.subject)])
            for actor in actors:
                yield msgspec.structs.replace(claim, actor=actor, evidence=(reading.quote(first, last),))
            return
