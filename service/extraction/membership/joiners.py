"""
Joiners: who is told to join, where the subject alone does not say it.

Looks at what stands before the subject, around it and in the clause above; never at other sentences.
"""

from __future__ import annotations

from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.membership.reading import LEAVE, STATES, Reading
from service.extraction.parts import Chunk, Clause


def including(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Who is named among those who join: "60 countries, including Hungary and Argentina, have joined"."""
    if not clause.subject or clause.subject[0].lemma not in STATES | {"member", "government", "ally"}:
        return ()
    inside = [c for c in reading.sentence.chunks if clause.subject[0].last <= c.first < clause.verb.first]
    led = next((k for k, c in enumerate(inside) if c.prep in ("including", "like", "as")), len(inside))
    return tuple(reading.states(inside[led:]))


def allowed(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Who is let in: "gave Romania the green light to enter"; whoever gets the nod is the subject."""
    host = reading.host(clause)
    before = reading.sentence.tokens[clause.first - 1].lower if clause.first else ""
    if host is None or before not in LEAVE or host.verb.lemma not in ("give", "grant", "hand"):
        return ()
    return tuple(reading.states(host.subject if host.verb.voice == "passive" else host.objects))


def asked(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """To whom an invitation goes: "an invitation to join Y was extended to India"."""
    after = reading.sentence.clauses[clause.index + 1 : clause.index + 2]
    return tuple(code for each in after for code in reading.states(each.phrase("to")))


def by_agency(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """The state whose agency or central bank joins for it: "Egypt's space agency has joined"."""
    return tuple(
        code
        for chunk in clause.subject
        if chunk.lemma in ("agency", "bank", "authority")
        for mention in roles.owners(chunk, reading.sentence)
        for code in mention.codes
        if not is_group(code)
    )


def whole(reading: Reading, clause: Clause) -> tuple[Chunk, ...]:
    """The subject with what stands before it in its list: "a forum that Oman, Qatar and Kuwait belong to"."""
    if len(clause.subject) < 2:
        return clause.subject
    first = clause.subject[0]
    before = next((c for c in reading.sentence.chunks if c.last == first.first - 1 and not c.prep), None)
    if before is None or not before.first or reading.sentence.tokens[first.first - 1].text != ",":
        return clause.subject
    opens = reading.sentence.tokens[before.first - 1].lower in ("that", "which", "if", "when", "after", "as")
    return (before, *clause.subject) if opens and before.mentions else clause.subject


def under_label(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Who stands first after a label that names the body: "Hormuz Dialogue: Pakistan, which had applied, joined"."""
    if not clause.subject or clause.subject[0].first or not reading.memory.named(clause.subject[:1]):
        return ()
    last = clause.subject[0].last
    colon = last < len(reading.sentence.tokens) and reading.sentence.tokens[last].text == ":"
    after = next((c for c in reading.sentence.chunks if c.first == last + 1), None) if colon else None
    return tuple(reading.states((after,))) if after is not None else ()
