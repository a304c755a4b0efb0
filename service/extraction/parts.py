"""
The parts of a document: tokens, mentions, dates, noun phrases, verb groups, clauses, sentences.

Every part keeps where it stands: token positions count within the sentence and are half-open (`first`, `last`),
`start` and `end` are code points of the article's text. Parts are values; no stage changes what another one made.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Form = Literal["name", "adjective", "capital", "pair", "office", "description", "pronoun"]
Kind = Literal["party", "person", "org", "place"]
Tense = Literal["past", "present", "future", "none"]
Modality = Literal[
    "fact", "ongoing", "planned", "expected", "agreed", "threatened", "proposed", "wanted", "refused", "failed",
    "possible", "hypothetical",
]  # fmt: skip


class Token(msgspec.Struct, frozen=True, gc=False):
    """
    One word, number or mark. `lower` is lower case with straight apostrophes; `lemma` the dictionary form.

    `tag` is one of: NAME NOUN ADJ ADV NUM DET POSS PRON WH PREP TO CONJ SUB MODAL AUX VERB VBD VBN VBG NEG PUNCT.
    VERB is a base or present form, VBD a past form that may be a participle too, VBN one that can only be that.
    """

    text: str
    lower: str
    start: int
    end: int
    tag: str
    lemma: str


class Person(msgspec.Struct, frozen=True, gc=False):
    """A person as the article introduces one: the fullest name, the role as printed, the country's code."""

    name: str
    country: str | None = None
    role: str | None = None


class Mention(msgspec.Struct, frozen=True, gc=False):
    """
    A stretch of words that names a party, a person, an organisation or a place, or refers to one.

    `codes` are party codes (a person's country, both parties of "India-US", "the two countries"); `people` is
    empty unless kind is `person` ("the two leaders" has two). `name` is the words of the name alone. `form` says
    how it refers: `adjective` for "Indian", `capital` for "New Delhi" standing for India, `pair` for "India-US",
    `office` for an office without a name, `description` and `pronoun` for what references resolved.
    """

    kind: Kind
    start: int
    end: int
    first: int
    last: int
    name: str
    form: Form = "name"
    codes: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    role: str | None = None


class DateMention(msgspec.Struct, frozen=True, gc=False):
    """
    A date, resolved to EDTF in the tense of its clause.

    `relation` is how it bounds what it dates: `on` (at or within), `from` (since, starting, effective), `until`
    (the last day), `before`, `after`, `by`, or `span` (both ends given). `edtf` already has that shape: `2025-08/..`
    for "since August". `duration_days` is set for stretches without a place in time ("for 30 days").
    """

    start: int
    end: int
    first: int
    last: int
    edtf: str | None
    relation: Literal["on", "from", "until", "before", "after", "by", "span", "duration"] = "on"
    duration_days: int | None = None
    value: str | None = None


class Chunk(msgspec.Struct, frozen=True, gc=False):
    """
    A base noun phrase: determiner, modifiers and head, without what follows in prepositions.

    `prep` is the preposition that governs it ("" for none), `group` is equal for coordinated phrases ("steel,
    copper and aluminium"), `mentions` are those inside it, `head` is the token that carries its meaning.
    """

    first: int
    last: int
    head: int
    lemma: str
    prep: str
    group: int
    definite: bool
    mentions: tuple[Mention, ...] = ()


class VerbGroup(msgspec.Struct, frozen=True, gc=False):
    """
    A verb with its auxiliaries and the verbs that govern it: "has agreed to pause", "is expected to be lifted".

    `lemma` and `head` are the last verb's; `chain` the governing lemmas, outermost first; `classes` the verb classes
    of the tables for `lemma`. `modality` is what the chain, the modal and the conditional make of it.
    """

    first: int
    last: int
    head: int
    lemma: str
    classes: tuple[str, ...]
    chain: tuple[str, ...] = ()
    voice: Literal["active", "passive"] = "active"
    tense: Tense = "none"
    modality: Modality = "fact"
    negated: bool = False
    form: Literal["finite", "infinitive", "gerund", "participle"] = "finite"


class Clause(msgspec.Struct, frozen=True, gc=False):
    """
    A verb group with what stands around it.

    `subject` are the coordinated chunks that the verb is said of (through relatives, participles and shared
    subjects); `objects` the chunks after the verb without a preposition; `phrases` those with one, to the clause's
    end. `dates` index the sentence's dates. `marker` is the word that subordinates it ("if", "after", "who", ""),
    `parent` the clause it hangs on. `speaker` holds who is reported to say it.
    """

    index: int
    first: int
    last: int
    verb: VerbGroup
    subject: tuple[Chunk, ...] = ()
    objects: tuple[Chunk, ...] = ()
    phrases: tuple[Chunk, ...] = ()
    dates: tuple[int, ...] = ()
    marker: str = ""
    parent: int | None = None
    speaker: tuple[Mention, ...] = ()
    quoted: bool = False

    def phrase(self, *preps: str) -> tuple[Chunk, ...]:
        """The chunks under one of *preps*, in order."""
        return tuple([chunk for chunk in self.phrases if chunk.prep in preps]) if self.phrases else ()


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """
    A sentence (or heading) with everything that the stages found in it, each in order of place.

    `said` are its words in lower case, to ask at once whether any of many stands in it.
    """

    index: int
    paragraph: int
    start: int
    end: int
    heading: bool
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    clauses: tuple[Clause, ...] = ()
    said: frozenset[str] = frozenset()

    def words(self, first: int, last: int) -> str:
        """The tokens from *first* to before *last* in lower case, joined by blanks."""
        return " ".join([token.lower for token in self.tokens[first:last]])

    def within(self, first: int, last: int, kind: str | None = None) -> tuple[Mention, ...]:
        """The mentions that lie in the tokens from *first* to before *last*, of *kind* if one is given."""
        return tuple(m for m in self.mentions if first <= m.first and m.last <= last and kind in (None, m.kind))
