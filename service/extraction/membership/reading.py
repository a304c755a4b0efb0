"""
Reading: one sentence with the initiatives that the article has named, and how a claim is made of it.

A status comes from the modality of the clause; a date before publication makes an expected joining a past one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from service.domain import edtf
from service.domain.claims import Evidence, MembershipClaim
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.clause_scene import REPORTING
from service.extraction.document import Document
from service.extraction.initiatives import Memory
from service.extraction.parts import Chunk, Clause, DateMention, Sentence

MEMBER_NOUNS = {
    "member": "member", "signatory": "member", "founder": "member", "participant": "member", "party": "member",
    "observer": "observer", "partner": "partner", "adherent": "member", "co-founder": "member", "associate": "partner",
    "candidate": "applied",
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
_REFUSING = frozenset(("decline", "reject", "refuse", "turn", "spurn", "rebuff", "snub", "pass"))
LEAVE = frozenset(("light", "go-ahead", "nod", "clearance", "approval", "permission", "consent", "all-clear"))
"""What one gets before one may join."""
_UNDECIDED = frozenset(("consider", "mull", "weigh", "debate", "discuss"))
_TAKING_BACK = frozenset(
    ("withdraw", "drop", "retract", "rescind", "abandon", "cancel", "shelve", "revoke", "reverse", "scrap")
)
SEATS = frozenset("seat place membership status chair spot".split())
"""What one gives up when one leaves."""
_MEANT = frozenset("notice decision threat plan bid request move vote order".split())
_ASIDE = frozenset(("after", "before", "following", "amid", "during", "despite", "over", "until"))
_HOPING = frozenset(("hope", "wish", "doubt", "fear", "believe", "think", "argue", "imagine", "suggest"))
_ORDERS = frozenset(("order", "decree", "bill", "law", "letter", "notice", "decision", "proclamation", "legislation"))


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
                self.memory.told = (name, status)
                yield MembershipClaim(member=member, initiative=name, status=status, date=dated, evidence=(evidence,))

    def from_clause(
        self, clause: Clause, members: Iterable[str], name: str, status: str, used: Iterable[Chunk]
    ) -> Iterator[MembershipClaim]:
        """Claims whose words are the clause's subject, its verb and the chunks *used*, on the clause's date."""
        beside = self._beside(clause)
        span = roles.span(self.document, self.sentence, clause, [*clause.subject, *used, *beside])
        members = (*members, *self.states(beside))
        date = roles.when(self.sentence, clause) or (self.begun(clause) if status == "member" else None)
        yield from self.made(members, name, status, span, date)

    def begun(self, clause: Clause) -> DateMention | None:
        """Since when something is so, by a clause of its own: "have belonged to it since they founded it in 2024"."""
        for inner in self.sentence.clauses:
            if inner.parent == clause.index and inner.marker == "since" and inner.dates:
                date = self.sentence.dates[inner.dates[0]]
                told = date.value is not None and date.relation == "on"
                return msgspec.structs.replace(date, edtf=f"{date.value}/..", relation="from") if told else None
        return None

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
        told = self._apposed(chunks) or self.memory.referred(chunks)
        spoken = (c for c in chunks if self.sentence.tokens[c.first].lower not in ("a", "an"))
        if told is None and any(c.lemma in GROUPINGS and not c.prep for c in spoken):
            last = max(chunk.last for chunk in chunks)
            later = self.memory.named([c for c in self.sentence.chunks if c.first >= last], strict=True)
            return later[0] if later else None  # "left the regional bloc, a year after announcing its exit from Y"
        return told

    def _apposed(self, chunks: tuple[Chunk, ...]) -> str | None:
        """The initiative that a description only explains: "the CPTPP, a bloc that Britain entered"."""
        for chunk in chunks[:1]:
            before = [c for c in self.sentence.chunks if c.last + 1 == chunk.first]
            explains = chunk.lemma in GROUPINGS and self.sentence.tokens[chunk.first - 1].text == ","
            if before and explains and chunk.first:
                return next(iter(self.memory.named(before, strict=True)), None)
        return None

    def spoken_of(self, clause: Clause) -> str | None:
        """The initiative that a verb without one is said of: the last one named before it, in this sentence or lately."""
        before = [chunk for chunk in self.sentence.chunks if chunk.last <= clause.verb.first]
        after = [chunk for chunk in self.sentence.chunks if chunk.first >= clause.last]
        named = self.memory.named(before, strict=True)
        later = self.memory.named(after, strict=True)
        return named[-1] if named else self.memory.recent() or (later[0] if later else None)

    def spoken_before(self, clause: Clause) -> str | None:
        """The initiative that "a member" is one of: the last one named before it, in this sentence or lately."""
        before = [chunk for chunk in self.sentence.chunks if chunk.last <= clause.verb.first]
        named = self.memory.named(before, strict=True)
        return named[-1] if named else self.memory.recent()

    def is_asked(self, clause: Clause) -> bool:
        """Whether the subject is the one asked: "has been asked to join", not "has asked to be admitted"."""
        words = self.sentence.tokens[clause.verb.first : clause.verb.head]
        return any(left.lemma == "be" and right.lemma == "ask" for left, right in pairwise(words))

    def is_going_on(self, clause: Clause) -> bool:
        """Whether somebody is told to be doing it: "announced that they were leaving"."""
        words = self.sentence.tokens[clause.verb.first : clause.verb.head + 1]
        return len(words) > 1 and words[-1].tag == "VBG" and words[0].lower in ("was", "were")

    def is_let_in(self, clause: Clause) -> bool:
        """Whether a member only is allowed to: "got the green light to enter"."""
        before = self.sentence.tokens[clause.first - 1].lower if clause.first else ""
        return clause.verb.form == "infinitive" and before in LEAVE

    def around(self, chunk: Chunk) -> Clause | None:
        """The clause in which *chunk* stands."""
        return next((c for c in self.sentence.clauses if c.first <= chunk.first < c.last), None)

    def states(self, chunks: Iterable[Chunk]) -> list[str]:
        """The parties of *chunks* that are no groups."""
        return [code for code in self.parties(chunks) if not is_group(code)]

    def parties(self, chunks: Iterable[Chunk]) -> tuple[str, ...]:
        """The parties of *chunks*, where none is only a place ("In Washington, Poland joined"); "it" is who was spoken of."""
        chunks = tuple(chunk for chunk in chunks if chunk.prep not in ("in", "at"))
        return roles.parties_of(chunks) or (self._it() if any(_is_it(chunk) for chunk in chunks[:1]) else ())

    def _it(self) -> tuple[str, ...]:
        """The one state that the sentence, or the one before in its paragraph, is about."""
        before = self.document.sentences[self.sentence.index - 1] if self.sentence.index > 0 else None
        for sentence in (self.sentence, before):
            if sentence is None or sentence.paragraph != self.sentence.paragraph:
                continue
            for clause in sentence.clauses:
                told = roles.parties_of(chunk for chunk in clause.subject if not chunk.prep)
                if told:
                    return told if len(told) == 1 and not is_group(told[0]) else ()
        return ()

    def host(self, clause: Clause) -> Clause | None:
        """The clause that *clause* hangs on."""
        return self.sentence.clauses[clause.parent] if clause.parent is not None else None

    def _past(self, date: str) -> bool:
        latest = edtf.parse(date).latest
        return latest is not None and latest < self.document.today


def status_of(reading: Reading, clause: Clause, table: dict[str, str]) -> str | None:
    """What the modality of *clause* makes of its verb; None where it makes no claim."""
    verb = clause.verb
    host = reading.host(clause)
    if verb.negated:
        stays_out = _CHOOSING & set(verb.chain) or _of_itself(clause, host)
        return "declined" if table is JOINING and stays_out else None
    chain = set(verb.chain)
    if chain and reading.sentence.words(verb.first, verb.first + 2) == "had been":
        return None  # "had been due to become a member"
    if chain & _UNDECIDED or (host is not None and clause.marker in ("", "that") and host.verb.lemma in _HOPING):
        return None
    answer = host.verb.lemma if host is not None else ""
    offered = "offer" in chain and answer in (*_REFUSING, "accept", "receive", "get", "win")
    if chain & {"invite", "invitation"} or offered or ("ask" in chain and reading.is_asked(clause)):
        answered = "invite" not in chain and "ask" not in chain
        return (
            "declined"
            if answered and answer in _REFUSING
            else "expected_to_join"
            if answered and answer == "accept"
            else "invited"
        )
    if table is LEAVING and host is not None and clause.verb.form == "infinitive" and _taken_back(reading, host):
        return "member" if host.verb.modality == "fact" and not host.verb.negated else None
    if "application" in chain and answer in _TAKING_BACK:
        return "declined"
    modality = verb.modality
    if modality == "fact" and verb.tense == "past" and reading.is_going_on(clause):
        modality = "ongoing"
    if modality == "fact" and reading.is_let_in(clause):
        return "expected_to_join"
    if table is LEAVING and verb.lemma == "order" and modality == "fact":
        return "leaving"
    if table is LEAVING and verb.form == "gerund" and clause.subject and clause.subject[-1].lemma in _ORDERS:
        return "leaving"
    if modality == "fact" and verb.form == "infinitive" and not verb.chain and verb.tense == "none":
        modality = "planned"
    return table.get(modality)


def _taken_back(reading: Reading, host: Clause) -> bool:
    """Whether somebody takes back what it wanted to do: "revoked its decision to leave", "took back its notice to quit"."""
    held = host.subject if host.verb.voice == "passive" else host.objects
    back = reading.sentence.words(host.verb.last - 1, host.verb.last + 1).split()
    undone = host.verb.lemma in _TAKING_BACK or (host.verb.lemma == "take" and "back" in back)
    return undone and any(chunk.lemma in _MEANT for chunk in held)


def _of_itself(clause: Clause, host: Clause | None) -> bool:
    """Whether somebody says of itself that it will not: "Norway said it would not join"."""
    if host is None or host.verb.lemma not in REPORTING or clause.verb.modality not in ("planned", "fact"):
        return False
    own = {code for chunk in clause.subject for m in chunk.mentions if m.form == "pronoun" for code in m.codes}
    return bool(own) and own <= {code for chunk in host.subject for m in chunk.mentions for code in m.codes}


def _is_it(chunk: Chunk) -> bool:
    return chunk.lemma == "it" and not chunk.prep


def member_noun(sentence: Sentence, chunk: Chunk) -> str | None:
    """The status that a noun tells: "member", "partner country", "observer"; None if it tells none."""
    words = [token.lemma for token in sentence.tokens[chunk.first : chunk.head]]
    if chunk.lemma in MEMBER_NOUNS:
        lesser = next((word for word in words if word in ("associate", "observer", "candidate")), chunk.lemma)
        return MEMBER_NOUNS[lesser]
    if chunk.lemma not in STATES:
        return None
    return next((MEMBER_NOUNS[word] for word in words if word in MEMBER_NOUNS), None)


def bare(clause: Clause) -> bool:
    """Whether a verb that takes an initiative has none: "Bolivia joined in July", "Nicaragua withdrew in May"."""
    if clause.objects:
        return False
    parted = next((k for k, chunk in enumerate(clause.phrases) if chunk.prep in _ASIDE), len(clause.phrases))
    if any(
        mention.kind in ("org", "person")
        for chunk in clause.phrases[:parted]
        if chunk.prep not in ("under", "with")
        for mention in chunk.mentions
    ):
        return False
    return all(
        chunk.prep in ("in", "as", "on", "after", "at", "since", "for", "from", "because", "under", "with")
        for chunk in clause.phrases[:parted]
    )
