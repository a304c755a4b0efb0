"""
Holders: the party that a subject or a speaker stands for.

A minister, a ministry, a palace or "the government" stands for a country; a company, a lobby or an expert for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from service.domain.parties import is_group
from service.extraction import clean, roles
from service.extraction.clause_scene import REPORTING
from service.extraction.document import Document
from service.extraction.parts import Chunk, Clause, Sentence

OFFICIALS = frozenset(
    """government administration cabinet ministry minister spokesman spokeswoman spokesperson office official president premier chancellor
    presidency palace negotiator diplomat embassy ambassador envoy delegation authority leadership taoiseach leader secretary mission
    visitor host counterpart department treasury parliament side country capital commission commissioner king emir""".split()
)
"""Nouns of those who speak for a country, without saying which."""
SAYING = REPORTING | frozenset(("restate", "swear", "reckon", "affirm", "post", "tweet", "argue", "joke", "thunder"))
"""Verbs whose subject says what follows or stands before."""
_FORMER = frozenset(
    """former ex-president ex-minister opposition shadow onetime ousted provincial state city regional local mayor
    senator congressman congresswoman lawmaker mep mp backbencher chairman chairwoman chair then""".split()
)
_WINGS = frozenset(("conservative", "labour", "labor", "liberal", "republican", "socialist", "green", "party"))
"""Whose leader speaks for no country."""
_VIEWS = frozenset(("position", "view", "line", "stance", "message", "argument", "stand", "point"))
"""Nouns that say what their owner says: "India's position is that there is no room for it"."""
_BACK = frozenset(("it", "they", "he", "she"))
_OWN = frozenset(("we", "i"))
_OPENING, _CLOSED = frozenset(("“", '"')), frozenset(("”", '"'))
_BESIDE = 4
"""So many words after a comma can say that somebody no longer speaks for a country: ", the former prime minister,"."""
_TURN = 12
"""So many words at most name who takes a turn in a transcript."""
_MANY = 8
"""So many parties can hold one position together."""
_PLACED = ("in", "from", "of", "for", "at")


class Holders:
    """Who acts and speaks in an article being read; `last` is who did so last."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self.last: tuple[str, ...] = ()
        self.sentence: Sentence | None = None
        self._open = False
        self._spoke: tuple[str, ...] = ()
        self._turn: tuple[str, ...] = ()
        self._paragraph = -1

    def enter(self, sentence: Sentence) -> None:
        """End the sentence before and begin to read *sentence*; who spoke in an older paragraph speaks no more."""
        self._leave()
        if sentence.paragraph > self._paragraph + 1:
            self._spoke = ()
        if sentence.paragraph != self._paragraph:
            self._turn = self._speaking(sentence)
        self._paragraph = sentence.paragraph
        self.sentence = sentence

    def _leave(self) -> None:
        """Remember who acted in the sentence and who spoke."""
        sentence = self.sentence
        if sentence is None:
            return
        for clause in sentence.clauses:
            codes = self.of(clause.subject, clause)
            if codes and clause.marker not in ("which", "who", "that", "whose"):
                self.last = codes
                break
        for clause in sentence.clauses:
            if clause.verb.lemma in SAYING and (codes := self._sayers(clause)):
                self._spoke = codes

    def of(self, chunks: Sequence[Chunk], clause: Clause) -> tuple[str, ...]:
        """The parties that the subject *chunks* of *clause* stand for, at most eight."""
        sentence = self.sentence
        if not chunks or sentence is None:
            return ()
        words = {token.lower for token in sentence.tokens[chunks[0].first : chunks[0].last]}
        at = chunks[0].last
        beside = at if at < len(sentence.tokens) and sentence.tokens[at].text == "," else 0
        told = {token.lower for token in sentence.tokens[beside : beside + _BESIDE]} if beside else set()
        party = "leader" in words and not _WINGS.isdisjoint(words)
        if party or not _FORMER.isdisjoint(words | told):
            return ()  # "the opposition's trade spokesman" speaks for no country
        codes = actors_of(chunks)
        if codes:
            return codes
        people = _people(sentence, chunks)
        if people:
            return people
        pronoun = sentence.tokens[chunks[0].head].lower
        if pronoun in _OWN:
            return self.voice(clause)
        if pronoun in _BACK and len(words) == 1:
            return self._before(clause)
        if chunks[-1].lemma not in OFFICIALS:
            return ()
        named = [
            m for c in chunks for m in c.mentions if m.kind == "party" and m.form in ("adjective", "name", "capital")
        ]
        placed = [m for c in roles.following(sentence, chunks[-1], *_PLACED)[:2] for m in c.mentions if m.codes]
        for mention in (*named, *placed):
            return tuple(code for code in mention.codes if _state(code))[:1]
        return self._before(clause) or self._home

    def states(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of *codes* that are states or the Union, each once, at most eight."""
        return tuple(dict.fromkeys(code for code in codes if _state(code)))[:_MANY]

    def turn(self) -> tuple[str, ...]:
        """Whose turn it is to speak in a transcript, () outside one."""
        return self._turn

    def own(self, clause: Clause) -> bool:
        """Whether the subject of *clause* is "we" or "I"."""
        sentence = self.sentence
        return sentence is not None and any(sentence.tokens[c.head].lower in _OWN for c in clause.subject)

    def voice(self, clause: Clause) -> tuple[str, ...]:
        """Who says what *clause* tells: whose words it reports, or who said it before or after; () if the article does."""
        sentence = self.sentence
        if sentence is None:
            return ()
        held: Clause | None = clause
        for _ in range(4):
            held = sentence.clauses[held.parent] if held is not None and held.parent is not None else None
            if held is not None and held.verb.lemma in SAYING and (codes := self._sayers(held)):
                return codes
            if held is not None and held.verb.lemma == "be" and held.subject and held.subject[0].lemma in _VIEWS:
                return self.states(code for m in roles.owners(held.subject[0], sentence) for code in m.codes)
        spoken = tuple(
            code for m in clause.speaker if m.kind in ("party", "person") for code in m.codes if _state(code)
        )
        if spoken:
            return spoken[:2]
        for other in sentence.clauses:
            saying = other.verb.lemma in SAYING and other.verb.form == "finite" and other.index != clause.index
            if saying and other.marker in ("", ",", "as") and (codes := self._sayers(other)):
                return codes
        return self._quoting(sentence) or self._introducing(sentence, clause) or self._turn

    def _sayers(self, clause: Clause) -> tuple[str, ...]:
        """Who says something in *clause*: its subject, or what follows the verb in "…, said the minister"."""
        sentence = self.sentence
        assert sentence is not None
        after = [c for c in clause.objects[:1] if c.first == clause.verb.last]
        before = sentence.tokens[clause.verb.first - 1].text if clause.verb.first else ""
        if after and (before in _CLOSED or before == "," or not clause.subject):
            return self.of(after, clause)
        return self.of([c for c in clause.subject if sentence.tokens[c.head].lower not in _OWN], clause)

    @cached_property
    def _home(self) -> tuple[str, ...]:
        """The country whose affairs the article tells as those of "the government"."""
        code = clean.home(self._text)
        return (code,) if code else ()

    def _speaking(self, sentence: Sentence) -> tuple[str, ...]:
        """Whose turn it is in a transcript: the paragraph opens with a name and a colon ("Mr Diallo: We do not accept")."""
        colon = next((k for k, token in enumerate(sentence.tokens[:_TURN]) if token.text == ":"), None)
        if colon is None or any(clause.verb.first < colon for clause in sentence.clauses):
            return ()
        named = [c for c in sentence.chunks if c.last == colon]
        someone = any(mention.kind == "person" for chunk in named for mention in chunk.mentions)
        return actors_of(named)[:1] or (self._home if someone else ())

    def _before(self, clause: Clause) -> tuple[str, ...]:
        """Whom "it", "he" or "the ministry" means: who acted before in the sentence, else who did so last."""
        assert self.sentence is not None
        for other in self.sentence.clauses[: clause.index][::-1]:
            codes = actors_of(other.subject)
            if codes:
                return codes
        return self.last

    def _quoting(self, sentence: Sentence) -> tuple[str, ...]:
        """Who is quoted on: a sentence in quotation marks that does not say by whom."""
        return self._spoke if sentence.tokens and sentence.tokens[0].text in _OPENING else ()

    def _introducing(self, sentence: Sentence, clause: Clause) -> tuple[str, ...]:
        """Who is named before a colon: "The minister: we will not yield"."""
        colon = next((k for k, t in enumerate(sentence.tokens[: clause.verb.first]) if t.text == ":"), None)
        if colon is None:
            return ()
        return actors_of([c for c in sentence.chunks if c.last <= colon and not c.prep])[:1]


def actors_of(chunks: Iterable[Chunk]) -> tuple[str, ...]:
    """The states (and the Union) that *chunks* stand for, at most eight; a person stands for a country."""
    return tuple(code for code in roles.parties_of(chunks, people=True) if _state(code))[:_MANY]


def _state(code: str) -> bool:
    return code != "WORLD" and (not is_group(code) or code == "EU")


def _people(sentence: Sentence, chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """The states whose people stand for them: "the Americans", "the Irish and the French"."""
    codes: list[str] = []
    for chunk in chunks:
        mention = chunk.mentions[-1] if chunk.mentions else None
        named = mention is not None and mention.kind == "party" and mention.first <= chunk.head < mention.last
        if mention is None or not named or sentence.tokens[chunk.first].lower != "the" or chunk.last > mention.last:
            return ()
        codes += mention.codes
    return tuple(dict.fromkeys(code for code in codes if _state(code)))
