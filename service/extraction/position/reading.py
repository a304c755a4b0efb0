"""
Reading: who holds a position in a clause, the words of its topic, and how a claim is made of both.

Topics are words of the text as printed, at most a dozen, without a leading article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain.claims import Evidence, PositionClaim
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.parts import Chunk, Clause, Sentence

_LONGEST = 12
_NOTHING = frozenset(("it", "them", "this", "that", "these", "those", "him", "her", "us", "so"))


class Reading:
    """An article being read; `actor` is the party that was last told to hold or do something."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sentence: Sentence = document.sentences[0] if document.sentences else Sentence(0, 0, 0, 0, False, ())  # noqa: FBT003
        self.actor: str | None = None

    def enter(self, sentence: Sentence) -> None:
        """Begin to read *sentence*."""
        self.sentence = sentence

    def note(self, clause: Clause) -> None:
        """Remember who acts in *clause*."""
        actors = actors_of(clause.subject)
        if actors:
            self.actor = actors[-1]

    def speaker(self, clause: Clause) -> tuple[str, ...]:
        """Who says it: the one reported to, the subject of the clause around, or who acted last."""
        spoken = tuple(code for m in clause.speaker for code in m.codes if m.kind in ("party", "person"))
        if spoken:
            return spoken[:2]
        for other in self.sentence.clauses:
            found = actors_of(other.subject)
            if found and other.index != clause.index:
                return found
        return (self.actor,) if self.actor else ()

    def made(
        self, clause: Clause, stance: str, about: Iterable[Chunk], actors: tuple[str, ...] = ()
    ) -> Iterator[PositionClaim]:
        """A claim for each of *actors* (the clause's subject by default) on what the chunks *about* say."""
        chunks = tuple(about)
        if not chunks:
            return
        first, last = min(c.first for c in chunks), max(c.last for c in chunks)
        yield from self.on_words(clause, stance, first, last, actors or actors_of(clause.subject))

    def on_words(
        self, clause: Clause, stance: str, first: int, last: int, actors: tuple[str, ...]
    ) -> Iterator[PositionClaim]:
        """A claim for each of *actors* on the words from *first* to before *last*."""
        topic = plain(self.sentence, first, min(last, first + _LONGEST))
        if not topic or topic.lower() in _NOTHING:
            return
        begin = min([first, clause.verb.first, *(c.first for c in clause.subject)])
        evidence = self.document.evidence(self.sentence, begin, max(last, clause.verb.last))
        for actor in actors:
            yield PositionClaim(actor=actor, stance=stance, topic=topic, evidence=(evidence,))

    def on_clause(
        self, clause: Clause, stance: str, inner: Clause, actors: tuple[str, ...], *, whole: bool = False
    ) -> Iterator[PositionClaim]:
        """A claim on what the clause *inner* says; with its subject if *whole*."""
        last = max([inner.verb.last, *(chunk.last for chunk in (*inner.objects[:3], *inner.phrases[:2]))])
        own = [c.first for c in inner.subject if inner.first <= c.first]
        first = min([inner.verb.head, *own]) if whole else inner.verb.head
        yield from self.on_words(clause, stance, first, last, actors)

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


def actors_of(chunks: Iterable[Chunk]) -> tuple[str, ...]:
    """The states (and the Union) that *chunks* stand for, at most three; a person stands for a country."""
    codes = roles.parties_of(chunks, people=True)
    return tuple(code for code in codes if code != "WORLD" and (not is_group(code) or code == "EU"))[:3]


def plain(sentence: Sentence, first: int, last: int) -> str:
    """The words from *first* to before *last* as printed, without a leading article."""
    while first < last - 1 and sentence.tokens[first].tag == "DET":
        first += 1
    text = ""
    for at in range(first, last):
        token = sentence.tokens[at]
        glue = " " if text and token.start > sentence.tokens[at - 1].end else ""
        text += glue + token.text
    return text.strip(" ,;:\"'“”’")
