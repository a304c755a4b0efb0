"""
Topics: the words that say what a position is on, and what "it", "the move" and "the text" stand for.

A topic is words of the article as printed; what only points back is replaced by what it points to.
"""

from __future__ import annotations

from service.extraction import roles
from service.extraction.parts import Chunk, Sentence

MANY = frozenset(("they", "them", "these", "those"))
LONGEST = 12
_OPENING = 4
"""In so many sentences an article says what it is about."""
_FULL = 3
"""A matter that so many words tell says what it is."""
NOTHING = frozenset(
    (
        "it",
        "one",
        "them",
        "this",
        "that",
        "these",
        "those",
        "him",
        "her",
        "us",
        "so",
        "such",
        "which",
        "what",
        "have",
        "do",
    )
)
"""Words that name nothing by themselves."""
POLICY = frozenset(
    """surtax curb probe ruling penalty barrier tariff duty levy surcharge move plan proposal deal demand ban sanction control decision order measure
    agreement pact limit policy deployment expansion annexation change use restriction attempt law cut quota tax
    pressure interference request call reform resolution idea offer bid clause step fee action increase hike threat
    strike attack raid war invasion incursion occupation displacement settlement coup test launch package treaty accord
    listing seizure arrest detention sentence blacklisting designation expulsion closure price jurisdiction tribunal verdict
    rule aggression violence crackdown embargo blockade killing bombing drill exercise""".split()
)
"""What one can be for or against."""
MATTERS = POLICY | frozenset(
    """accession membership application candidacy entry extension enlargement normalisation normalization recognition ceasefire truce
    safeguard subsidy preference licence license export import extradition withdrawal protocol framework corridor
    mandate inquiry investigation charge rate mechanism union arrangement exemption waiver sale purchase
    retaliation countermeasure peace enrichment sovereignty invitation instrument compensation""".split()
)
"""What an article can be about and point back to."""
_VAGUE = frozenset(
    """move decision step measure action announcement news text idea plan proposal request offer outcome result
    initiative charge thing practice demand suggestion prospect scheme finding report bid notion verdict ruling matter issue line
    development lot claim accusation invitation application""".split()
)
_EVENTS = frozenset(("move", "decision", "step", "announcement", "news"))
"""Words for what happened, which the opening of an article tells."""
_SUBJECTS = frozenset(("he", "she", "they", "we", "i", "it", "you"))
_CLOSING = frozenset(".,;:!?—–()…")
_LOOSE = frozenset(("PREP", "DET", "CONJ", "TO", "PUNCT", "ADV", "POSS", "SUB"))
_AGREED = frozenset(("deal", "agreement", "pact", "accord", "treaty", "text", "framework", "arrangement"))


class Matters:
    """What the sentences read so far have been about, in order; looking never changes it."""

    def __init__(self) -> None:
        self._past: list[tuple[Sentence, tuple[Chunk, ...]]] = []
        self._last: Sentence | None = None

    def note(self, sentence: Sentence) -> None:
        """Remember what *sentence* speaks of."""
        found = tuple(chunk for chunk in sentence.chunks if _telling(sentence, chunk))
        if found:
            self._past.append((sentence, found))
        self._last = sentence

    def meant(self, sentence: Sentence, before: int, lemma: str = "") -> str:
        """
        What a word *lemma* that points back from token *before* of *sentence* stands for; "" if nothing is told.

        A word that only says what kind of thing is meant ("the move") stands for what the article is about.
        """
        told = self._before(sentence, before)
        if lemma and (lemma not in _VAGUE or lemma in _AGREED) and (words := self._same(told, lemma)):
            return words
        if lemma in MANY and (words := self._things(sentence, before)):
            return words
        if lemma in _EVENTS:
            return self._main(sentence)
        near = [each for each in told[:2] if each[0].paragraph == sentence.paragraph]
        if not near and self._last is not None and self._last.paragraph == sentence.paragraph:
            asked = next((c for c in self._last.clauses if c.verb.form == "infinitive" and c.objects), None)
            if asked is not None:  # "offered to receive him in Moscow. Kyiv dismissed it"
                return plain(self._last, asked.verb.head, stretch(self._last, asked.verb.head, asked.objects[0].last))
        for where, chunks in near:
            for chunk in chunks:
                if points_back(where, chunk):  # "wants the deal applied. Paris voted against it"
                    return self._same(told, chunk.lemma) or self._main(sentence)
                if " " in (words := spoken(where, chunk)):
                    return words
        return self._main(sentence)

    def again(self, sentence: Sentence, before: int, lemma: str) -> str:
        """The fuller words for a bare *lemma* that were told before token *before* of *sentence*; "" if there are none."""
        return self._same(self._before(sentence, before), lemma)

    def _before(self, sentence: Sentence, before: int) -> list[tuple[Sentence, tuple[Chunk, ...]]]:
        """The matters told before token *before* of *sentence*, the last first."""
        here = tuple(c for c in sentence.chunks if c.last <= before and _telling(sentence, c))
        told = [(sentence, here)] if here else []
        return told + [each for each in self._past[::-1] if each[0].index != sentence.index]

    def _same(self, told: list[tuple[Sentence, tuple[Chunk, ...]]], lemma: str) -> str:
        """The matter in *told* that a bare *lemma* names again; a deal can be called a pact."""
        wanted = _AGREED if lemma in _AGREED else frozenset((lemma,))
        for where, chunks in told:
            same = next((chunk for chunk in chunks if chunk.lemma in wanted), None)
            if same is not None and not points_back(where, same) and " " in (words := spoken(where, same)):
                return words
        return ""

    def _things(self, sentence: Sentence, before: int) -> str:
        """The things named last before token *before* of *sentence* or in the one before it, for "them"."""
        last = self._last if self._last is not None and self._last.paragraph == sentence.paragraph else None
        for where, end in ((sentence, before), *(((last, len(last.tokens)),) if last is not None else ())):
            for chunk in reversed(where.chunks):
                head = where.tokens[chunk.head]
                plural = head.tag == "NOUN" and head.lower != head.lemma and chunk.lemma not in roles.STATE_NOUNS
                dated = any(date.first <= chunk.head < date.last for date in where.dates)
                if chunk.last <= end and plural and not dated and not any(m.kind == "person" for m in chunk.mentions):
                    return spoken(where, chunk)
        return ""

    def _main(self, sentence: Sentence) -> str:
        """What the article is about: the fullest matter of its opening."""
        opening = [each for each in self._past if each[0].index < _OPENING and each[0].index != sentence.index]
        told = [spoken(where, chunk) for where, chunks in opening for chunk in chunks]
        return max(told, key=lambda words: min(len(words.split()), _FULL), default="")


def points_back(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether *chunk* says nothing by itself: "it", "the move", "such a step"."""
    word = sentence.tokens[chunk.head].lower
    if word in NOTHING:
        return word != "one" or not roles.following(sentence, chunk, "on", "for", "with", "of")
    words = [t for t in sentence.tokens[chunk.first : chunk.head] if t.tag not in ("DET", "PUNCT", "POSS")]
    head = sentence.tokens[chunk.head].lower
    if (chunk.lemma not in (_VAGUE | _AGREED) and head != "news") or words or chunk.mentions or not chunk.definite:
        return False
    return not roles.following(sentence, chunk, "of", "to", "for", "on", "with", "from", "between", "against")


def spoken(sentence: Sentence, chunk: Chunk) -> str:
    """The words of *chunk* with what hangs on it."""
    return plain(sentence, chunk.first, stretch(sentence, chunk.first, chunk.last))


def stretch(sentence: Sentence, first: int, least: int) -> int:
    """Where the phrase from token *first* that goes to *least* at the least ends: at a mark, a date or a new predicate."""
    opens = {clause.first for clause in sentence.clauses if clause.verb.form == "finite" and clause.first > first}
    opens |= {clause.verb.first for clause in sentence.clauses if clause.verb.form == "finite"}
    opens |= {min(c.first for c in k.subject) for k in sentence.clauses if k.subject and k.verb.form == "finite"}
    dated = {date.first for date in sentence.dates}
    at = least
    while at < len(sentence.tokens) and at - first < LONGEST:
        token = sentence.tokens[at]
        if token.text in _CLOSING or token.tag in ("WH", "SUB", "MODAL", "AUX") or at in dated:
            break
        if token.lower in _SUBJECTS and sentence.tokens[at - 1].tag != "PREP":
            break
        if at in opens or (token.tag == "CONJ" and at + 1 in opens):
            break
        at += 1
    while at > least and sentence.tokens[at - 1].tag in _LOOSE:
        at -= 1
    return at


def plain(sentence: Sentence, first: int, last: int) -> str:
    """The words from *first* to before *last* as printed, without a leading article."""
    while first < last - 1 and (sentence.tokens[first].tag == "DET" or sentence.tokens[first].tag == "PUNCT"):
        first += 1
    while last > first + 1 and sentence.tokens[last - 1].tag in ("DET", "CONJ", "PUNCT"):
        last -= 1
    text = ""
    for at in range(first, last):
        token = sentence.tokens[at]
        glue = " " if text and token.start > sentence.tokens[at - 1].end else ""
        text += glue + token.text
    return text.strip(" ,;:\"'“”’‘")


def vague(lemma: str) -> bool:
    """Whether a noun needs what went before to say what it is: "the move", "the deal"."""
    return lemma in _VAGUE or lemma in _AGREED


def matter(lemma: str) -> bool:
    """Whether a noun names something done, planned or agreed."""
    return lemma in MATTERS or vague(lemma)


def political(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether *chunk* names something that one can be for or against."""
    return any(token.lemma in POLICY for token in sentence.tokens[chunk.first : chunk.last])


def _telling(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether *chunk* says by itself what it is: "the 25% duty on steel", "Taiwan's application"."""
    if chunk.lemma not in MATTERS or any(m.first <= chunk.head < m.last for m in chunk.mentions):
        return False  # "the European Union" is no union that one could be for
    alone = [t for t in sentence.tokens[chunk.first : chunk.head] if t.tag not in ("DET", "PUNCT")]
    return chunk.lemma not in _VAGUE or bool(alone) or not points_back(sentence, chunk)
