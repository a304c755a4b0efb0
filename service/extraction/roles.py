"""
Roles: who acts in a clause, when, and which words show it; what every kind's rules ask of a clause.

Pure look-ups over parts; nothing here knows a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from service.domain.claims import Evidence, Participant
from service.domain.parties import is_code, name_of
from service.extraction.document import Document
from service.extraction.parts import Chunk, Clause, DateMention, Mention, Person, Sentence

STATE_NOUNS = frozenset(
    """government administration side team delegation official cabinet parliament leadership negotiator authority ministry minister capital embassy spokesman spokeswoman spokesperson
    nation state country republic lawmaker congress diplomat mission leader regime president premier neighbour neighbor partner ally bloc
    people""".split()
)
_PARTING = frozenset(("VERB", "VBD", "VBN", "VBG", "AUX", "MODAL", "WH", "SUB"))
ACTUAL = frozenset(("fact", "ongoing"))
COMING = frozenset(("planned", "expected", "agreed"))


def parties_of(chunks: Iterable[Chunk], *, people: bool = False) -> tuple[str, ...]:
    """
    The codes of the parties that *chunks* stand for: "India", "New Delhi", "the Indian government", "both countries".

    A party that only owns or qualifies what the chunk is about ("India's exports") does not count. With *people*, a
    person stands for the person's country.
    """
    codes: list[str] = []
    chunks = tuple(chunks)
    for index, chunk in enumerate(chunks):
        for mention in chunk.mentions:
            if shares_noun(chunks, index, mention, STATE_NOUNS):
                codes += mention.codes
            elif mention.kind == "person":
                if people and mention.last >= chunk.head:
                    codes += mention.codes
            elif mention.kind == "party" and _stands(chunk, mention):
                codes += mention.codes
    return tuple(dict.fromkeys(codes))


def shares_noun(chunks: Sequence[Chunk], index: int, mention: Mention, nouns: frozenset[str]) -> bool:
    """Whether an adjective shares the noun of what it is joined to: "Indian" in "Indian and Chinese officials"."""
    chunk = chunks[index]
    if mention.form != "adjective" or not mention.first <= chunk.head < mention.last:
        return False
    return any(other.group == chunk.group and other.lemma in nouns for other in chunks[index + 1 :])


def _stands(chunk: Chunk, mention: Mention) -> bool:
    inside = mention.first <= chunk.head < mention.last
    if mention.form == "adjective" and inside:
        return False
    return inside or chunk.lemma in STATE_NOUNS


def people_of(chunks: Iterable[Chunk]) -> tuple[Person, ...]:
    """The persons that *chunks* name or refer to, in order."""
    return tuple(dict.fromkeys(p for chunk in chunks for m in chunk.mentions if m.kind == "person" for p in m.people))


def owners(chunk: Chunk, sentence: Sentence) -> tuple[Mention, ...]:
    """The mentions that own what *chunk* is about: "India" in "India's decision", "his" in "his visit"."""
    found = []
    for mention in chunk.mentions:
        if mention.last > chunk.head:
            continue
        after = sentence.tokens[mention.last]
        owning = mention.form == "pronoun" and sentence.tokens[mention.first].tag == "DET"
        if after.tag == "POSS" or owning or mention.form in ("pair", "adjective", "name"):
            found.append(mention)
    return tuple(found)


def when(sentence: Sentence, clause: Clause) -> DateMention | None:
    """The date of *clause*: its own, or that of the clause whose verb governs it."""
    held: Clause | None = clause
    seen = 0
    while held is not None and seen < 4:
        for index in held.dates:
            date = sentence.dates[index]
            if date.edtf is not None and date.relation != "duration":
                return date
        ongoing = held.verb.modality == "ongoing" and held.verb.tense == "past"
        governed = (held.verb.form != "finite" or ongoing) and held.parent is not None
        held = sentence.clauses[held.parent] if governed and held.parent is not None else None
        seen += 1
    return None


def span(document: Document, sentence: Sentence, clause: Clause, chunks: Sequence[Chunk]) -> Evidence:
    """The evidence from the first to the last of *chunks* and the verb of *clause*."""
    first = min([clause.verb.first, *(chunk.first for chunk in chunks)])
    last = max([clause.verb.last, *(chunk.last for chunk in chunks)])
    return document.evidence(sentence, first, last)


def countries(codes: Iterable[str]) -> tuple[Participant, ...]:
    """Party codes as participants."""
    return tuple(Participant(type="country", code=code) for code in codes)


def with_prep(chunk: Chunk, prep: str) -> Chunk:
    """*chunk* as if *prep* stood before it: the object of "visit" is where one goes to."""
    return msgspec.structs.replace(chunk, prep=prep)


def place_name(place: str) -> str:
    """A place for comparing: a country's name for its code, other words as they are."""
    return name_of(place) if is_code(place) else place


def following(sentence: Sentence, chunk: Chunk, *preps: str) -> tuple[Chunk, ...]:
    """The chunks that hang on *chunk* by one of *preps*, directly or through an "of" phrase, with their conjuncts."""
    found: list[Chunk] = []
    at = next((k for k, each in enumerate(sentence.chunks) if each.first == chunk.first), len(sentence.chunks))
    previous = chunk
    for each in sentence.chunks[at + 1 :]:
        gap = sentence.tokens[previous.last : each.first]
        if not each.prep or any(token.tag in _PARTING or token.text in ";:—(" for token in gap):
            break
        if each.group != previous.group and any(token.text == "," for token in gap):
            break
        if each.prep in preps:
            found.append(each)
        previous = each
    return tuple(found)
