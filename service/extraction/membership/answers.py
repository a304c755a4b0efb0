"""
Answers: what somebody does who was asked, or whose neighbours were told to join: "France said no", "signed in person".

The body is the one that a membership was told of last; without one there is no answer to read.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import MembershipClaim
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.membership.reading import Reading
from service.extraction.parts import Clause

LEMMAS = frozenset(("say", "refuse", "decline", "accept"))
_JOINED = frozenset(("invited", "joined", "declined", "expected_to_join"))


def answering(reading: Reading, clause: Clause) -> Iterator[MembershipClaim]:
    """ "France said no", "Norway and Peru have refused": the invitation that somebody was told to have or to have answered."""
    name, members = _asked_to(reading), reading.states(clause.subject)
    after = reading.sentence.words(clause.verb.last, clause.verb.last + 1)
    said = clause.verb.lemma == "say" and after in ("no", "yes")
    alone = clause.verb.lemma != "say" and not clause.objects and not clause.phrases
    if name is None or not members or not (said or alone) or not _real(clause):
        return
    yes = after == "yes" or clause.verb.lemma == "accept"
    yield from reading.from_clause(clause, members, name, "expected_to_join" if yes else "declined", ())


def signing_up(reading: Reading, clause: Clause) -> Iterator[MembershipClaim]:
    """ "Orban and Prabowo signed in person": leaders do so for their countries, where others were told to join."""
    name = _asked_to(reading)
    members = [code for code in roles.parties_of(clause.subject, people=True) if not is_group(code)]
    if name is not None and members and _real(clause):
        yield from reading.from_clause(clause, members, name, "joined", ())


def _asked_to(reading: Reading) -> str | None:
    """The body that somebody was told last to join, or to be asked to."""
    told = reading.memory.told
    return told[0] if told is not None and told[1] in _JOINED and reading.memory.recent() == told[0] else None


def _real(clause: Clause) -> bool:
    return clause.verb.modality == "fact" and not clause.verb.negated and clause.verb.voice == "active"
