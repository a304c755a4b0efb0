"""
Reading: one sentence with the initiatives that the article has named, and how a claim is made of it.

A status comes from the modality of the clause; a date before publication makes an expected joining a past one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain import edtf
from service.domain.claims import Evidence, MembershipClaim
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.initiatives import Memory
from service.extraction.parts import Chunk, Clause, DateMention, Sentence

MEMBER_NOUNS = {
    "member": "member", "signatory": "member", "founder": "member", "participant": "member", "party": "member",
    "observer": "observer", "partner": "partner", "adherent": "member", "co-founder": "member",
}  # fmt: skip
GROUPINGS = frozenset(
    ("bloc", "grouping", "group", "alliance", "organisation", "organization", "body", "union", "pact", "treaty")
)
STATES = frozenset(("country", "nation", "state", "economy"))
JOINING = {
    "fact": "joined", "ongoing": "expected_to_join", "planned": "expected_to_join", "expected": "expected_to_join",
    "agreed": "expected_to_join", "proposed": "applied", "refused": "declined",
}  # fmt: skip
LEAVING = {
    "fact": "left", "ongoing": "leaving", "planned": "leaving", "expected": "leaving", "agreed": "leaving",
    "threatened": "leaving",
}  # fmt: skip
_CHOOSING = frozenset(("decide", "choose", "opt", "elect", "vote"))
_REFUSING = frozenset(("decline", "reject", "refuse", "turn", "spurn", "rebuff"))


class Reading:
    """A sentence being read for memberships."""

    def __init__(self, document: Document, sentence: Sentence, memory: Memory) -> None:
        self.document = document
        self.sentence = sentence
        self.memory = memory

    def made(
        self, members: Iterable[str], name: str, status: str, evidence: Evidence, date: DateMention | None = None
    ) -> Iterator[MembershipClaim]:
        """A claim for each of *members*; the initiative is remembered as one."""
        self.memory.learn(name)
        dated = date.edtf if date is not None and (status != "member" or date.relation == "from") else None
        if status == "expected_to_join" and dated is not None and self._past(dated):
            status = "joined"
        for member in dict.fromkeys(members):
            if member != "WORLD":
                yield MembershipClaim(member=member, initiative=name, status=status, date=dated, evidence=(evidence,))

    def from_clause(
        self, clause: Clause, members: Iterable[str], name: str, status: str, used: Iterable[Chunk]
    ) -> Iterator[MembershipClaim]:
        """Claims whose words are the clause's subject, its verb and the chunks *used*, on the clause's date."""
        beside = self._beside(clause)
        span = roles.span(self.document, self.sentence, clause, [*clause.subject, *used, *beside])
        members = (*members, *self.states(beside))
        yield from self.made(members, name, status, span, roles.when(self.sentence, clause))

    def _beside(self, clause: Clause) -> tuple[Chunk, ...]:
        """With whom a member does it: "together with Sweden", "along with Belarus", "alongside Ghana and Rwanda"."""
        words = self.sentence.tokens
        groups = {
            chunk.group
            for chunk in clause.phrase("with")
            if words[chunk.first - 1].lower == "alongside" or words[chunk.first - 2].lower in ("together", "along")
        }
        return tuple(chunk for chunk in clause.phrase("with") if chunk.group in groups)

    def initiative(self, chunks: Iterable[Chunk], *, strict: bool = False) -> str | None:
        """The initiative that *chunks* name or refer to."""
        chunks = tuple(chunks)
        named = self.memory.named(chunks, strict=strict)
        if named:
            return named[0]
        told = self.memory.referred(chunks)
        spoken = (c for c in chunks if self.sentence.tokens[c.first].lower not in ("a", "an"))
        if told is None and any(c.lemma in GROUPINGS and not c.prep for c in spoken):
            last = max(chunk.last for chunk in chunks)
            later = self.memory.named([c for c in self.sentence.chunks if c.first >= last], strict=True)
            return later[0] if later else None  # "left the regional bloc, a year after announcing its exit from Y"
        return told

    def spoken_of(self, clause: Clause) -> str | None:
        """The initiative that a verb without one is said of: the last one named before it, in this sentence or lately."""
        before = [chunk for chunk in self.sentence.chunks if chunk.last <= clause.verb.first]
        after = [chunk for chunk in self.sentence.chunks if chunk.first >= clause.last]
        named = self.memory.named(before, strict=True)
        later = self.memory.named(after, strict=True)
        return named[-1] if named else self.memory.recent() or (later[0] if later else None)

    def around(self, chunk: Chunk) -> Clause | None:
        """The clause in which *chunk* stands."""
        return next((c for c in self.sentence.clauses if c.first <= chunk.first < c.last), None)

    def states(self, chunks: Iterable[Chunk]) -> list[str]:
        """The parties of *chunks* that are no groups."""
        return [code for code in roles.parties_of(chunks) if not is_group(code)]

    def host(self, clause: Clause) -> Clause | None:
        """The clause that *clause* hangs on."""
        return self.sentence.clauses[clause.parent] if clause.parent is not None else None

    def _past(self, date: str) -> bool:
        latest = edtf.parse(date).latest
        return latest is not None and latest < self.document.today


def status_of(reading: Reading, clause: Clause, table: dict[str, str]) -> str | None:
    """What the modality of *clause* makes of its verb; None where it makes no claim."""
    verb = clause.verb
    if verb.negated:
        return "declined" if table is JOINING and _CHOOSING & set(verb.chain) else None
    host = reading.host(clause)
    if "invite" in verb.chain or "invitation" in verb.chain or ("ask" in verb.chain and verb.voice == "passive"):
        answer = host.verb.lemma if host is not None and "invitation" in verb.chain else ""
        return "declined" if answer in _REFUSING else "expected_to_join" if answer == "accept" else "invited"
    modality = verb.modality
    if modality == "fact" and verb.form == "infinitive" and not verb.chain and verb.tense == "none":
        modality = "planned"
    return table.get(modality)


def member_noun(sentence: Sentence, chunk: Chunk) -> str | None:
    """The status that a noun tells: "member", "partner country", "observer"; None if it tells none."""
    if chunk.lemma in MEMBER_NOUNS:
        return MEMBER_NOUNS[chunk.lemma]
    if chunk.lemma not in STATES:
        return None
    words = [token.lemma for token in sentence.tokens[chunk.first : chunk.head]]
    return next((MEMBER_NOUNS[word] for word in words if word in MEMBER_NOUNS), None)


def bare(clause: Clause) -> bool:
    """Whether a verb that takes an initiative has none: "Bolivia joined in July", "Nicaragua withdrew in May"."""
    if clause.objects:
        return False
    if any(
        mention.kind in ("org", "person")
        for chunk in clause.phrases
        if chunk.prep not in ("under", "with")
        for mention in chunk.mentions
    ):
        return False
    return all(
        chunk.prep in ("in", "as", "on", "after", "at", "since", "for", "from", "because", "under", "with")
        for chunk in clause.phrases
    )
