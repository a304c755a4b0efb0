"""
Reading: who holds a position in a clause, and how a claim is made of that party, a stance and a topic.

Topics are words of the text as printed, at most a dozen, without a leading article; evidence is one stretch of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain.claims import Evidence, PositionClaim
from service.domain.folding import fold
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.parts import Chunk, Clause, Sentence
from service.extraction.position import topics
from service.extraction.position.holders import Holders, actors_of

_MOSTLY = 0.7
"""So much of the words in common makes two claims of one party one statement."""
_SIDES = frozenset(("supports", "opposes"))
_REACH = 2
"""So many sentences back a matter is still the one that others take sides on."""
_RUMOURS = frozenset("report claim suggestion rumour rumor speculation allegation notion".split())
_STANDING = frozenset(("it", "they", "them", "he", "she", "him", "her"))
_PROMPTING = frozenset(("ask", "demand"))


class Reading:
    """
    An article being read: its parties so far (`holders`), its matters, and the positions `told`, in order.

    `words` are those of the sentence in lower case, `nouns` the lemmas of its noun phrases.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sentence: Sentence = document.sentences[0] if document.sentences else Sentence(0, 0, 0, 0, False, ())  # noqa: FBT003
        self.words: frozenset[str] = frozenset()
        self.nouns: set[str] = set()
        self.told: list[PositionClaim] = []
        self._holders = Holders(document)
        self._entered: list[Sentence] = []
        self._matters = topics.Matters()
        self._left: list[Sentence] = [] if document.headline is None else [document.headline]

    @property
    def holders(self) -> Holders:
        """Who acts and speaks; most sentences are looked at for it when a later one asks."""
        for sentence in self._entered:
            self._holders.enter(sentence)
        self._entered.clear()
        return self._holders

    @property
    def matters(self) -> topics.Matters:
        """What the sentences before this one are about, looked at when one asks."""
        for sentence in self._left:
            self._matters.note(sentence)
        self._left.clear()
        return self._matters

    def enter(self, sentence: Sentence) -> None:
        """Begin to read *sentence*."""
        self.sentence = sentence
        self.words = sentence.said
        self.nouns = {chunk.lemma for chunk in sentence.chunks}
        self._entered.append(sentence)

    def leave(self) -> None:
        """End the sentence: what it spoke of can be pointed back to."""
        self._left.append(self.sentence)

    def add(self, claims: Iterable[PositionClaim]) -> None:
        """Add *claims* unless one on the same or a part of the same words is held."""
        for claim in claims:
            words = set(fold(claim.topic).split())
            if not any(_same(claim, other, words) for other in self.told):
                self.told.append(claim)

    def who(self, clause: Clause) -> tuple[str, ...]:
        """The parties that act in *clause*."""
        found = self.holders.of(clause.subject, clause)
        if found or not _PROMPTING & set(clause.verb.classes) or not clause.subject:
            return found
        return (
            self.holders.voice(clause) if topics.matter(clause.subject[0].lemma) else ()
        )  # "said it was wrong and asked"

    def speaker(self, clause: Clause) -> tuple[str, ...]:
        """Who says it: the one reported to, the subject of the clause around, or who acted last."""
        spoken = self.holders.voice(clause)
        if spoken:
            return spoken
        for other in self.sentence.clauses:
            found = actors_of(other.subject)
            if found and other.index != clause.index:
                return found
        return self.holders.last

    def held(self, clause: Clause) -> bool:
        """Whether what *clause* tells is held: not "no longer", not what "used to" be, not what reports have it."""
        tokens, verb = self.sentence.tokens, clause.verb
        before = [token.lower for token in tokens[max(0, verb.first - 2) : verb.first]]
        if before == ["no", "longer"] or "use" in verb.chain or before[-1:] == ["used"]:
            return False
        noun = tokens[clause.first - 1] if clause.marker == "that" and clause.first else None
        return noun is None or noun.lemma not in _RUMOURS

    def asked(self, clause: Clause) -> bool:
        """Whether *clause* tells what somebody else is asked to do, which is not that party's position."""
        above = self.sentence.clauses[clause.parent].verb if clause.parent is not None else None
        return above is not None and clause.verb.form == "infinitive" and bool(_PROMPTING & set(above.classes))

    def made(
        self, clause: Clause, stance: str, about: Iterable[Chunk], actors: tuple[str, ...] = ()
    ) -> Iterator[PositionClaim]:
        """A claim for each of *actors* (the clause's subject by default) on what the chunks *about* say."""
        chunks = tuple(about)
        actors = actors or self.who(clause)
        if not chunks:
            return
        if topics.points_back(self.sentence, chunks[0]):
            yield from self.on_meant(clause, stance, actors, chunks[0])
            return
        first, last = min(c.first for c in chunks), max(c.last for c in chunks)
        yield from self.on_words(clause, stance, first, topics.stretch(self.sentence, first, last), actors)

    def on_meant(
        self, clause: Clause, stance: str, actors: tuple[str, ...], chunk: Chunk | None = None
    ) -> Iterator[PositionClaim]:
        """A claim on what *chunk* points back to; on what the article is about where nothing is named."""
        at = min([clause.verb.first, *(c.first for c in clause.subject), *((chunk.first,) if chunk else ())])
        named = chunk is not None and self.sentence.tokens[chunk.head].lower not in topics.NOTHING
        lemma = chunk.lemma if chunk is not None and named else ""
        word = self.sentence.tokens[chunk.head].lower if chunk is not None else ""
        topic = self._going_on(stance) or self.matters.meant(self.sentence, at, lemma or word)
        if chunk is not None and named:
            own = topics.plain(self.sentence, chunk.first, chunk.head + 1)
            topic = f"{own}: {topic}" if topic and lemma not in topic.split() else topic or own
        last = max(clause.verb.last, chunk.last if chunk is not None else 0)
        yield from self._each(actors, stance, topic, at, last)

    def _going_on(self, stance: str) -> str:
        """What the paragraph was just told to be supported or opposed, where this is one more voice on it."""
        if not self.told or stance not in _SIDES or self.told[-1].stance not in _SIDES:
            return ""
        back = self.document.sentences[max(0, self.sentence.index - _REACH)]
        near = self.told[-1].evidence[0].start >= back.start
        return self.told[-1].topic if near and back.paragraph == self.sentence.paragraph else ""

    def on_words(
        self, clause: Clause, stance: str, first: int, last: int, actors: tuple[str, ...]
    ) -> Iterator[PositionClaim]:
        """A claim for each of *actors* on the words from *first* to before *last*."""
        topic = topics.plain(self.sentence, first, min(last, first + topics.LONGEST))
        if not topic or topic.lower() in topics.NOTHING:
            return
        topic = self._named(topic, first, clause)
        begin = min([first, clause.verb.first, *(c.first for c in clause.subject)])
        yield from self._each(actors, stance, topic, begin, max(last, clause.verb.last))

    def _named(self, topic: str, first: int, clause: Clause) -> str:
        """*topic*, where it begins with a pronoun, with what that stands for: "it be reversed" after a surtax."""
        token = self.sentence.tokens[first]
        follows = self.sentence.tokens[first + 1 : first + 2] if token.tag == "DET" else ()
        noun = follows[0].lemma if follows else token.lemma
        if " " not in topic and topics.matter(noun):
            if token.tag != "DET":
                return self.matters.again(self.sentence, first, noun) or topic
            meant = self.matters.meant(self.sentence, first, noun)
            return meant if topic in meant.split() else f"{topic}: {meant}" if meant else topic
        if token.tag != "PRON" or token.lower not in _STANDING:
            vague = next(
                (c for c in self.sentence.chunks if c.first == first and topics.points_back(self.sentence, c)), None
            )
            meant = self.matters.meant(self.sentence, clause.verb.first, vague.lemma) if vague is not None else ""
            return f"{topic}: {meant}" if meant else topic
        one = token.lower not in ("they", "them", "it")
        named = [p.name for m in self.sentence.mentions if m.first == first and one for p in m.people[:1]]
        meant = named[0] if named else self.matters.meant(self.sentence, clause.verb.first, token.lower)
        rest = topic.partition(" ")[2]
        return f"{meant}: {rest}" if meant and rest else meant or topic

    def on_clause(
        self, clause: Clause, stance: str, inner: Clause, actors: tuple[str, ...], *, whole: bool = False
    ) -> Iterator[PositionClaim]:
        """A claim on what the clause *inner* says; with its subject if *whole*."""
        last = max([inner.verb.last, *(chunk.last for chunk in (*inner.objects[:3], *inner.phrases[:2]))])
        own = [c.first for c in inner.subject if inner.first <= c.first]
        first = min([inner.verb.head, *own]) if whole else inner.verb.head
        yield from self.on_words(clause, stance, first, topics.stretch(self.sentence, first, last), actors)

    def _each(self, actors: tuple[str, ...], stance: str, topic: str, first: int, last: int) -> Iterator[PositionClaim]:
        if not topic:
            return
        evidence = self.quote(first, last)
        for actor in actors:
            yield PositionClaim(actor=actor, stance=stance, topic=topic, evidence=(evidence,))

    def child(self, clause: Clause, *forms: str) -> Clause | None:
        """The first clause that hangs on *clause* with one of these verb forms or markers."""
        return next(
            (
                c
                for c in self.sentence.clauses
                if c.parent == clause.index and (c.verb.form in forms or c.marker in forms)
            ),
            None,
        )

    def hanging(self, chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
        """*chunks* with the first phrase that hangs on the last of them."""
        if not chunks:
            return ()
        return (
            *chunks,
            *roles.following(self.sentence, chunks[-1], "of", "to", "for", "on", "in", "with", "from", "between")[:2],
        )

    def quote(self, first: int, last: int) -> Evidence:
        """The evidence of the tokens from *first* to before *last*."""
        return self.document.evidence(self.sentence, first, last)


def _same(claim: PositionClaim, other: PositionClaim, words: set[str]) -> bool:
    """Whether *claim*, whose topic has *words*, says what *other* does, or is read from the same words."""
    if other.actor != claim.actor:
        return False
    one, two = claim.evidence[0], other.evidence[0]
    shared = min(one.end, two.end) - max(one.start, two.start)
    others = set(fold(other.topic).split())
    if claim.stance == "condition" != other.stance and words.isdisjoint(others):
        return False  # "blocks the accord until its quotas are kept"
    if other.stance != claim.stance:
        return shared > _MOSTLY * min(one.end - one.start, two.end - two.start)
    return words <= others or others <= words
