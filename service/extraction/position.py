"""
Positions: which red lines, demands, support and opposition parties are told to hold, and on what.

A position needs a party that holds it, directly or through who speaks for it; experts and companies hold none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain.claims import Evidence, PositionClaim
from service.domain.folding import fold
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.parts import Chunk, Clause, Sentence

_RED = frozenset(("line", "lines"))
_FIXED = frozenset(("non-negotiable", "nonnegotiable", "sacrosanct", "untouchable", "off-limits", "inviolable"))
_BAD = frozenset(
    "unfair unjustified unreasonable unacceptable illegal unlawful unjust unwarranted discriminatory arbitrary wrong regrettable unfortunate outrageous coercive bullying baseless".split()
)
_POLICY = frozenset(
    """tariff duty levy surcharge move plan proposal deal demand ban sanction control curb decision order measure agreement pact limit policy
    deployment expansion annexation change use restriction attempt penalty law change cut quota tax pressure interference probe request call reform resolution idea offer bid clause step fee action increase hike threat""".split()
)
_NOT_STANCES = frozenset(("meet", "visit", "attend", "join", "sign", "hold", "call", "speak", "host"))
_STRONG = frozenset(("oppose", "reject", "object", "resist", "rebuff", "spurn"))
_STANCE_NOUNS = {
    "support": "supports",
    "backing": "supports",
    "opposition": "opposes",
    "objection": "opposes",
    "endorsement": "supports",
}
_LONGEST = 9


def claims(document: Document) -> Iterable[PositionClaim]:
    """The positions that *document* tells of, each once."""
    held: dict[tuple[str, str, str], PositionClaim] = {}
    reader = _Reading(document)
    for sentence in document.sentences:
        for claim in reader.read(sentence):
            held.setdefault((claim.actor, claim.stance, fold(claim.topic)), claim)
    return held.values()


class _Reading:
    """An article being read; `actor` is the party that was last told to hold or do something."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.actor: str | None = None

    def read(self, sentence: Sentence) -> Iterator[PositionClaim]:
        for clause in sentence.clauses:
            yield from self._of(sentence, clause)
            actors = _actors(clause.subject)
            if actors:
                self.actor = actors[-1]
        yield from self._nominal(sentence)

    def _of(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        verb = clause.verb
        if verb.modality in ("hypothetical", "possible"):
            return
        if verb.lemma in ("be", "remain", "become", "stay", "constitute", "call"):
            yield from self._red_line(sentence, clause)
        if verb.lemma in ("call", "describe", "term", "label", "brand", "deem", "consider", "find"):
            yield from self._judged(sentence, clause)
        if "yield" in verb.classes and (verb.negated or verb.modality == "refused"):
            yield from self._refusal(sentence, clause)
        elif "rule_out" in verb.classes and not verb.negated:
            yield from self._made(sentence, clause, "red_line", clause.objects) if clause.objects else self._content(sentence, clause, "red_line")
        elif "agree" in verb.chain and verb.negated or verb.modality == "refused" and verb.chain:
            yield from self._unwilling(sentence, clause)
        if "ask" in verb.classes:
            yield from self._asking(sentence, clause)
        elif "demand" in verb.classes and not verb.negated:
            yield from self._demanding(sentence, clause)
        elif {"oppose", "support"} & set(verb.classes):
            yield from self._sided(sentence, clause)
        if "stress" in verb.classes and not verb.negated:
            yield from self._stressed(sentence, clause)

    def _made(
        self, sentence: Sentence, clause: Clause, stance: str, about: Iterable[Chunk], actors: tuple[str, ...] = ()
    ) -> Iterator[PositionClaim]:
        topic_chunks = tuple(about)
        actors = actors or _actors(clause.subject)
        topic = _topic(sentence, topic_chunks)
        if not actors or not topic:
            return
        evidence = roles.span(self.document, sentence, clause, (*clause.subject, *topic_chunks))
        for actor in actors:
            yield PositionClaim(actor=actor, stance=stance, topic=topic, evidence=(evidence,))

    def _speaker(self, sentence: Sentence, clause: Clause) -> tuple[str, ...]:
        """Who says it: the one reported to, the subject of the clause around, or who acted last."""
        spoken = tuple(code for m in clause.speaker for code in m.codes if m.form != "adjective" or m.kind == "party")
        if spoken:
            return spoken[:2]
        for other in sentence.clauses:
            found = _actors(other.subject)
            if found and other.index != clause.index:
                return found
        return (self.actor,) if self.actor else ()

    def _red_line(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "Dairy is a red line for New Delhi", "the interests of its farmers are non-negotiable"."""
        if clause.verb.negated:
            return
        text = [token.lower for token in sentence.tokens[clause.verb.last : clause.last]]
        red = any(word == "red" and text[k + 1 : k + 2] and text[k + 1] in _RED for k, word in enumerate(text))
        fixed = any(word in _FIXED for word in text) or " ".join(text).startswith(("off the table", "off limits"))
        if not red and not fixed:
            return
        owner = tuple(code for chunk in clause.objects[:2] for m in roles.owners(chunk, sentence) for code in m.codes)
        held = roles.parties_of(clause.phrase("for")) or owner or self._speaker(sentence, clause)
        if clause.verb.lemma == "call":
            held, about = _actors(clause.subject), clause.objects[:1]
        else:
            about = clause.subject
        yield from self._made(sentence, clause, "red_line", _with_hanging(sentence, about), held[:1])

    def _judged(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "New Delhi called the duty unfair"."""
        text = {token.lower for token in sentence.tokens[clause.verb.last : clause.last]}
        if text & _BAD and clause.objects and clause.verb.voice == "active" and not clause.verb.negated:
            chunk = clause.objects[0]
            if chunk.lemma in _POLICY or any(
                token.lemma in _POLICY for token in sentence.tokens[chunk.first : chunk.last]
            ):
                yield from self._made(sentence, clause, "opposes", (chunk,))

    def _refusal(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "India will not yield on dairy", "Delhi will not open its dairy market"."""
        if clause.verb.tense == "past" and clause.verb.modality == "fact":
            return
        about = clause.phrase("on", "over")[:1] or clause.objects[:1]
        stance = "opposes" if clause.verb.lemma == "tolerate" else "red_line"
        yield from self._made(sentence, clause, stance, _with_hanging(sentence, about))

    def _unwilling(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "did not agree to renew the pact", "refused to recognise the annexation"."""
        if not clause.objects or clause.verb.voice == "passive" or _NOT_STANCES & set(clause.verb.classes):
            return
        actors = _actors(clause.subject)
        last = max(chunk.last for chunk in (*clause.objects[:1], *_with_hanging(sentence, clause.objects[:1])))
        topic = _plain(sentence, clause.verb.head, min(last, clause.verb.head + _LONGEST))
        evidence = roles.span(self.document, sentence, clause, (*clause.subject, *clause.objects[:1]))
        for actor in actors:
            yield PositionClaim(actor=actor, stance="opposes", topic=topic, evidence=(evidence,))

    def _content(self, sentence: Sentence, clause: Clause, stance: str) -> Iterator[PositionClaim]:
        """What a gerund or infinitive after the verb says: "ruled out ceding the Donbas"."""
        inner = next((c for c in sentence.clauses if c.parent == clause.index and c.verb.form in ("gerund", "infinitive")), None)
        actors = _actors(clause.subject)
        if inner is None or not actors:
            return
        last = max([inner.verb.last, *(chunk.last for chunk in (*inner.objects[:2], *inner.phrases[:1]))])
        topic = _plain(sentence, inner.verb.head, min(last, inner.verb.head + _LONGEST))
        evidence = roles.span(self.document, sentence, clause, (*clause.subject, *inner.objects[:1]))
        for actor in actors:
            yield PositionClaim(actor=actor, stance=stance, topic=topic, evidence=(evidence,))

    def _asking(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "Lula asked Trump to remove the surcharge": what one party wants of another."""
        inner = next((c for c in sentence.clauses if c.parent == clause.index and c.verb.form == "infinitive"), None)
        if inner is None or clause.verb.negated or clause.verb.voice == "passive":
            return
        actors, others = _actors(clause.subject), _actors((*clause.objects[:1], *clause.phrase("on", "to")[:1]))
        if not actors or not others or set(actors) & set(others):
            return
        if {"meet", "visit", "join", "attend", "host", "hold"} & set(inner.verb.classes):
            return
        yield from self._wanted(sentence, clause, inner, actors[:1])

    def _wanted(
        self, sentence: Sentence, clause: Clause, inner: Clause, actors: tuple[str, ...]
    ) -> Iterator[PositionClaim]:
        last = max([inner.verb.last, *(chunk.last for chunk in (*inner.objects[:3], *inner.phrases[:1]))])
        topic = _plain(sentence, inner.verb.head, min(last, inner.verb.head + _LONGEST))
        evidence = roles.span(self.document, sentence, clause, (*clause.subject, *inner.objects[:1]))
        for actor in actors:
            yield PositionClaim(actor=actor, stance="demand", topic=topic, evidence=(evidence,))

    def _demanding(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "Washington demanded that India open its market", "insisted on a binding mechanism"."""
        actors = _actors(clause.subject)
        if not actors or clause.verb.voice == "passive":
            return
        inner = next((c for c in sentence.clauses if c.parent == clause.index and c.marker == "that"), None)
        if inner is not None and _actors(inner.subject) and not set(_actors(inner.subject)) & set(actors):
            yield from self._wanted(sentence, clause, inner, actors)
            return
        if (clause.verb.lemma == "insist" and not clause.phrase("on")):
            return
        about = clause.phrase("on", "for")[:1] or clause.objects[:1]
        if about and about[0].lemma not in (
            "talk",
            "meeting",
            "agreement",
            "deal",
            "pact",
            "negotiation",
            "visit",
            "call",
        ):
            yield from self._made(sentence, clause, "demand", _with_hanging(sentence, about), actors)

    def _sided(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "Pretoria opposed the move", "India supports the forum"."""
        against = "oppose" in clause.verb.classes
        if clause.verb.voice == "passive" or clause.verb.modality in ("wanted", "refused", "failed"):
            return
        about = clause.objects[:1] or clause.phrase("to", "against", "behind")[:1]
        if clause.verb.form == "infinitive" and not clause.verb.chain:
            return
        if not about or (against and clause.verb.lemma not in _STRONG and not _political(sentence, about[0])):
            return
        if against and about[0].mentions and about[0].mentions[-1].kind in ("person", "party") and about[0].mentions[-1].last == about[0].last:
            return
        stance = "opposes" if against != clause.verb.negated else "supports"
        yield from self._made(sentence, clause, stance, _with_hanging(sentence, about))

    def _stressed(self, sentence: Sentence, clause: Clause) -> Iterator[PositionClaim]:
        """ "The leaders underscored our unwavering support for Ukraine"."""
        for chunk in clause.objects[:1]:
            stance = _STANCE_NOUNS.get(chunk.lemma)
            if stance is not None:
                about = roles.following(sentence, chunk, "for", "to")
                text = (chunk, *about[:1]) if stance == "supports" else about[:1]
                yield from self._made(sentence, clause, stance, text)

    def _nominal(self, sentence: Sentence) -> Iterator[PositionClaim]:
        """ "US demands for India to open its farm sector"."""
        for chunk in sentence.chunks:
            if chunk.lemma not in ("demand", "insistence"):
                continue
            actors = tuple(code for m in roles.owners(chunk, sentence) for code in m.codes)
            inner = next(
                (c for c in sentence.clauses if 0 <= c.first - chunk.last <= 5 and c.marker in ("to", "that")), None
            )
            if not actors or inner is None:
                continue
            last = max([inner.verb.last, *(each.last for each in inner.objects[:3])])
            topic = _plain(sentence, inner.verb.head, last)
            span = Evidence(sentence.tokens[chunk.first].start, sentence.tokens[last - 1].end)
            yield PositionClaim(actor=actors[0], stance="demand", topic=topic, evidence=(span,))


def _actors(chunks: Iterable[Chunk]) -> tuple[str, ...]:
    return tuple(
        code
        for code in roles.parties_of(chunks, people=True)
        if code != "WORLD" and (not is_group(code) or code == "EU")
    )[:3]


def _political(sentence: Sentence, chunk: Chunk) -> bool:
    return any(token.lemma in _POLICY for token in sentence.tokens[chunk.first : chunk.last])


def _with_hanging(sentence: Sentence, chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    if not chunks:
        return ()
    return (*chunks, *(c for c in roles.following(sentence, chunks[-1], "of", "to", "for", "on", "in")[:1]))


def _topic(sentence: Sentence, chunks: tuple[Chunk, ...]) -> str:
    if not chunks:
        return ""
    first, last = min(c.first for c in chunks), max(c.last for c in chunks)
    return _plain(sentence, first, min(last, first + _LONGEST + 3))


def _plain(sentence: Sentence, first: int, last: int) -> str:
    """The words from *first* to before *last* as printed, without a leading article."""
    while first < last - 1 and sentence.tokens[first].tag == "DET":
        first += 1
    text = ""
    for at in range(first, last):
        token = sentence.tokens[at]
        glue = " " if text and token.start > sentence.tokens[at - 1].end else ""
        text += glue + token.text
    return text.strip(" ,;:\"'“”’")
