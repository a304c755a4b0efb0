"""
Memberships: who joins, leaves, is invited to or belongs to which initiative.

A claim needs a member (a party) and a named initiative, or one that the article has named before. Hypotheticals,
wishes and denials are no claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain import edtf
from service.domain.claims import Evidence, MembershipClaim
from service.domain.initiatives import slug_of
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.initiatives import Memory, known
from service.extraction.parts import Chunk, Clause, DateMention, Sentence

_MEMBER_NOUNS = {"member": "member", "signatory": "member", "founder": "member", "participant": "member", "party": "member",
                 "observer": "observer", "partner": "partner", "adherent": "member", "co-founder": "member"}  # fmt: skip
_JOINING = {"fact": "joined", "ongoing": "expected_to_join", "planned": "expected_to_join", "expected": "expected_to_join",
            "agreed": "expected_to_join", "proposed": "applied", "refused": "declined"}  # fmt: skip
_LEAVING = {
    "fact": "left",
    "ongoing": "leaving",
    "planned": "leaving",
    "expected": "leaving",
    "agreed": "leaving",
    "threatened": "leaving",
}
_STAGE = {"member": "in", "joined": "in", "partner": "in", "left": "out", "leaving": "out"}
_NOMINAL = {"accession": "joined", "entry": "joined", "admission": "joined", "membership": "member", "withdrawal": "left", "exit": "left",
            "departure": "left", "expulsion": "left", "inclusion": "joined", "induction": "joined", "invitation": "invited"}  # fmt: skip
_TREATY_NOUNS = frozenset(
    ("accord", "accords", "declaration", "charter", "convention", "compact", "initiative", "framework", "statement")
)


def claims(document: Document) -> Iterable[MembershipClaim]:
    """The memberships that *document* tells of."""
    memory = Memory(document)
    found: list[MembershipClaim] = []
    for sentence in document.sentences:
        memory.enter(sentence)
        reader = _Reading(document, sentence, memory)
        found += reader.claims()
        memory.note(sentence)
    return _settled(found)


def _settled(found: list[MembershipClaim]) -> list[MembershipClaim]:
    """*found* with one claim a member, initiative and stage: the dated one, then the first."""
    held: dict[tuple[str, str, str], MembershipClaim] = {}
    for claim in found:
        key = (claim.member, slug_of(claim.initiative), _STAGE.get(claim.status, claim.status))
        first = held.get(key)
        if first is None or (first.date is None and claim.date is not None):
            held[key] = claim
    return list(held.values())


class _Reading:
    """One sentence being read."""

    def __init__(self, document: Document, sentence: Sentence, memory: Memory) -> None:
        self.document = document
        self.sentence = sentence
        self.memory = memory

    def claims(self) -> Iterator[MembershipClaim]:
        for clause in self.sentence.clauses:
            classes = clause.verb.classes
            if "join" in classes:
                yield from self._joining(clause)
            elif "leave" in classes:
                yield from self._leaving(clause)
            elif "take_in" in classes or "ask_in" in classes:
                yield from self._taken_in(clause)
            elif "suspend" in classes:
                yield from self._suspended(clause)
            if "sign" in classes:
                yield from self._signing(clause)
            if "found" in classes:
                yield from self._founding(clause)
            if "comprise" in classes or clause.verb.lemma == "be":
                yield from self._belonging(clause)
            if clause.verb.lemma == "become":
                yield from self._becoming(clause)
        yield from self._nominal()
        yield from self._as_members()

    def _made(
        self, members: Iterable[str], name: str, status: str, evidence: Evidence, date: DateMention | None = None
    ) -> Iterator[MembershipClaim]:
        self.memory.learn(name)
        dated = date.edtf if date is not None and (status != "member" or date.relation == "from") else None
        if status == "expected_to_join" and dated is not None and self._past(dated):
            status = "joined"
        for member in members:
            if member == "WORLD":
                continue
            yield MembershipClaim(member=member, initiative=name, status=status, date=dated, evidence=(evidence,))

    def _past(self, date: str) -> bool:
        latest = edtf.parse(date).latest
        return latest is not None and latest < self.document.today

    def _initiative(self, chunks: Iterable[Chunk], *, strict: bool = False) -> str | None:
        chunks = tuple(chunks)
        named = self.memory.named(chunks, strict=strict)
        return named[0] if named else self.memory.referred(chunks)

    def _joining(self, clause: Clause) -> Iterator[MembershipClaim]:
        status = _status(clause, _JOINING)
        members = roles.parties_of(clause.subject)
        direct = clause.objects[:1] if self.memory.named(clause.objects[:1]) else ()
        targets = direct or (*clause.objects[:1], *clause.phrases[:2])
        name = self._initiative(targets) or (self.memory.recent() if _bare(clause) else None)
        if status is None or not members or name is None:
            return
        if status == "joined" and clause.verb.lemma in ("belong", "be"):
            status = "member"
        yield from self._made(members, name, status, self._span(clause, targets), roles.when(self.sentence, clause))

    def _leaving(self, clause: Clause) -> Iterator[MembershipClaim]:
        status = _status(clause, _LEAVING)
        members = roles.parties_of(clause.subject)
        targets = (*clause.objects[:1], *clause.phrases[:1])
        name = self._initiative(targets, strict=True) or (self.memory.recent() if _bare(clause) else None)
        if status is None or not members or name is None or name in members:
            return
        yield from self._made(members, name, status, self._span(clause, targets), roles.when(self.sentence, clause))

    def _taken_in(self, clause: Clause) -> Iterator[MembershipClaim]:
        """ "BRICS admitted Indonesia", "India was invited to the Minerals Security Partnership"."""
        passive = clause.verb.voice == "passive"
        taken = clause.subject if passive else clause.objects
        members = [code for code in roles.parties_of(taken) if not is_group(code)]
        around = (*clause.phrase("to", "into", "in", "by", "at", "as", "of"), *(() if passive else clause.subject))
        name = self._initiative(around, strict=True)
        if not members or name is None or clause.verb.negated:
            return
        if "ask_in" in clause.verb.classes:
            status: str | None = "invited" if clause.verb.modality not in ("hypothetical", "possible") else None
        else:
            status = _status(clause, _JOINING)
        if clause.verb.lemma in ("welcome", "include", "accept", "add") and not passive and not self._as_member(clause):
            return
        if status is not None:
            yield from self._made(
                members, name, status, self._span(clause, (*taken, *around[:1])), roles.when(self.sentence, clause)
            )

    def _as_member(self, clause: Clause) -> bool:
        return any(chunk.lemma in (*_MEMBER_NOUNS, "country", "nation") for chunk in clause.phrase("as")) or bool(
            self.memory.named(clause.subject)
        )

    def _suspended(self, clause: Clause) -> Iterator[MembershipClaim]:
        passive = clause.verb.voice == "passive"
        members = [
            code for code in roles.parties_of(clause.subject if passive else clause.objects) if not is_group(code)
        ]
        around = (*clause.phrase("from", "by", "of"), *(() if passive else clause.subject))
        name = self._initiative(around, strict=True)
        status = _status(clause, {"fact": "suspended" if clause.verb.lemma in ("suspend", "exclude") else "left"})
        if members and name is not None and status is not None:
            yield from self._made(
                members, name, status, self._span(clause, around[:1]), roles.when(self.sentence, clause)
            )

    def _signing(self, clause: Clause) -> Iterator[MembershipClaim]:
        """Signing what many sign: the Accords, a declaration, what others are told to have joined."""
        members = roles.parties_of(clause.subject)
        name = self.memory.recent()
        if members and name is not None and clause.verb.modality == "refused" and _bare(clause):
            yield from self._made(members, name, "declined", self._span(clause, ()))
            return
        for chunk in clause.objects[:2]:
            for name in self.memory.named((chunk,), strict=True):
                if not (name in self.memory.names or known(name) or chunk.lemma in _TREATY_NOUNS or _plural_pact(name)):
                    continue
                status = _status(clause, _JOINING)
                if members and status is not None:
                    yield from self._made(
                        members, name, status, self._span(clause, (chunk,)), roles.when(self.sentence, clause)
                    )
                    return

    def _founding(self, clause: Clause) -> Iterator[MembershipClaim]:
        """ "The three have set up the Alliance of Sahel States": who founds an initiative joins it."""
        status = _status(clause, _JOINING)
        members = [code for code in roles.parties_of(clause.subject) if not is_group(code)]
        name = next(iter(self.memory.named(clause.objects[:1], strict=True)), None)
        if status is not None and members and name is not None:
            yield from self._made(
                members, name, status, self._span(clause, clause.objects[:1]), roles.when(self.sentence, clause)
            )

    def _belonging(self, clause: Clause) -> Iterator[MembershipClaim]:
        """ "Members of Y include A and B", "A is a member of Y", "Y comprises A and B"."""
        if clause.verb.negated or clause.verb.modality not in roles.ACTUAL:
            return
        left, right = clause.subject, (*clause.objects, *clause.phrase("of", "among", "including", "besides", "with"))
        noun = next((chunk for chunk in left[:1] if chunk.lemma in _MEMBER_NOUNS), None)
        if noun is not None:
            hanging = roles.following(self.sentence, noun, "of", "to", "in")
            name = self._initiative((noun, *hanging), strict=True) or (self.memory.latest if not hanging else None)
            members = roles.parties_of(right)
            if name and members and not any(is_group(code) for code in members):
                yield from self._made(members, name, _MEMBER_NOUNS[noun.lemma], self._span(clause, right))
            return
        members = roles.parties_of(left)
        noun = next((chunk for chunk in clause.objects[:1] if chunk.lemma in _MEMBER_NOUNS), None)
        if noun is not None and members and noun.lemma not in ("party",):
            hanging = roles.following(self.sentence, noun, "of", "to", "in", "at")
            name = self._initiative((noun, *hanging), strict=True) or (self.memory.recent() if not hanging else None)
            if name:
                yield from self._made(
                    members, name, _MEMBER_NOUNS[noun.lemma], self._span(clause, (*left, noun, *hanging))
                )
        elif "comprise" in clause.verb.classes and len(members) > 1:
            name = self._initiative(clause.objects, strict=True)
            if name:
                yield from self._made(members, name, "member", self._span(clause, clause.objects))
        elif "comprise" in clause.verb.classes:
            name = self._initiative(left, strict=True)
            held = roles.parties_of(right)
            if name and len(held) > 1:
                yield from self._made(
                    [code for code in held if code != name], name, "member", self._span(clause, right)
                )

    def _becoming(self, clause: Clause) -> Iterator[MembershipClaim]:
        """ "Uruguay became the 36th country to sign the Accords", "became a full member of BRICS"."""
        status = _status(clause, _JOINING)
        members = roles.parties_of(clause.subject)
        noun = next(
            (chunk for chunk in clause.objects if chunk.lemma in (*_MEMBER_NOUNS, "country", "nation", "state")), None
        )
        if status is None or not members or noun is None:
            return
        hanging = roles.following(self.sentence, noun, "of", "to", "in", "at", "on")
        name = self._initiative((noun, *hanging), strict=True)
        inner = next(
            (c for c in self.sentence.clauses if c.parent == clause.index and {"sign", "join"} & set(c.verb.classes)),
            None,
        )
        if name is None and inner is not None:
            hanging = (*inner.objects, *inner.phrases[:1])
            name = self._initiative(hanging)
        if name is None:
            return
        status = (
            {"observer": "observer", "partner": "partner"}.get(noun.lemma, status) if status == "joined" else status
        )
        yield from self._made(
            members, name, status, self._span(clause, (noun, *hanging)), roles.when(self.sentence, clause)
        )

    def _nominal(self) -> Iterator[MembershipClaim]:
        """ "India's accession to Y", "the withdrawal of Niger from ECOWAS"."""
        for chunk in self.sentence.chunks:
            status = _NOMINAL.get(chunk.lemma)
            if status is None:
                continue
            hanging = roles.following(self.sentence, chunk, "to", "into", "from", "of", "in")
            owner = [code for m in roles.owners(chunk, self.sentence) for code in m.codes if not is_group(code)]
            members = owner or [code for code in roles.parties_of(hanging) if not is_group(code)]
            name = self._initiative(hanging, strict=True)
            clause = self._around(chunk)
            if chunk.lemma == "invitation" and clause is not None and not members:
                members = list(roles.parties_of(clause.subject))
            if members and name and (status == "invited" or not self._unreal(clause)):
                last = max([chunk.last, *(each.last for each in hanging)])
                date = roles.when(self.sentence, clause) if clause is not None and clause.verb.tense == "past" else None
                evidence = self.document.evidence(self.sentence, chunk.first, last)
                yield from self._made(members, name, status, evidence, date)

    def _as_members(self) -> Iterator[MembershipClaim]:
        """ "As members of the Quad, together with Australia and Japan, both countries …"."""
        for chunk in self.sentence.chunks:
            if chunk.lemma not in ("member", "signatory") or chunk.prep != "as":
                continue
            name = self._initiative(roles.following(self.sentence, chunk, "of", "to"), strict=True)
            clause = next((c for c in self.sentence.clauses if c.subject and c.subject[0].first > chunk.first), None)
            if name is None or clause is None:
                continue
            beside = [
                c
                for c in self.sentence.chunks
                if chunk.first < c.first < clause.subject[0].first and c.prep in ("with", "besides")
            ]
            members = roles.parties_of((*beside, *clause.subject))
            yield from self._made(
                members, name, "member", self.document.evidence(self.sentence, chunk.first, clause.subject[-1].last)
            )

    def _around(self, chunk: Chunk) -> Clause | None:
        return next((c for c in self.sentence.clauses if c.first <= chunk.first < c.last), None)

    def _unreal(self, held: Clause | None) -> bool:
        """Whether the clause around a noun makes it a wish, a plan or a condition."""
        return held is not None and (held.verb.modality not in roles.ACTUAL or held.verb.negated)

    def _span(self, clause: Clause, chunks: Iterable[Chunk]) -> Evidence:
        inside = [chunk for chunk in (*clause.subject, *chunks)]
        return roles.span(self.document, self.sentence, clause, inside)


def _status(clause: Clause, table: dict[str, str]) -> str | None:
    """What the modality of *clause* makes of its verb; None where it makes no claim."""
    verb = clause.verb
    if verb.negated:
        return None
    if "invite" in verb.chain or "ask" in verb.chain and verb.voice == "passive":
        return "invited"
    modality = verb.modality
    if modality == "fact" and verb.form == "infinitive" and not verb.chain and verb.tense == "none":
        modality = "planned"
    return table.get(modality)


def _bare(clause: Clause) -> bool:
    """Whether a verb that takes an initiative has none: "Bolivia joined in July", "Nicaragua withdrew in May"."""
    return not clause.objects and all(chunk.prep in ("in", "as", "on", "after", "at", "since", "for", "from", "because") for chunk in clause.phrases) and not any(
        mention.kind in ("org", "person") for chunk in clause.phrases for mention in chunk.mentions
    )


def _plural_pact(name: str) -> bool:
    return name.lower().endswith(("accords", "declaration", "charter", "convention", "compact", "initiative"))
