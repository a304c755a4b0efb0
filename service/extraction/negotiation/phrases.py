"""
Phrases: where a sentence speaks of an agreement or of talks, and what they are about.

A phrase is a chunk whose head is a deal noun or a talks noun; its subject is the words that tell which one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import msgspec

from service.extraction import initiatives, roles, words
from service.extraction.parts import Chunk, Sentence

_PREPS = ("between", "with", "on", "for", "of", "about", "over", "to", "and", "under", "from", "regarding", "concerning",
          "towards", "toward")  # fmt: skip

_LONGEST = 10
"""A list of topics is taken whole up to so many words."""


class Phrase(msgspec.Struct, frozen=True):
    """An agreement or talks, in `chunk`; `subject` tells which, `hanging` are the chunks that tell more of it."""

    chunk: Chunk
    is_talks: bool
    subject: str
    specific: bool
    hanging: tuple[Chunk, ...]
    status: str | None = None
    about_deal: bool = False


@cache
def nouns() -> dict[str, Any]:
    """The tables of negotiation nouns."""
    return dict(words.table("negotiation_nouns.yaml"))


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in nouns().items() if isinstance(values, list)}


@cache
def adjective_status() -> dict[str, str]:
    """Adjective to the status that it tells."""
    return {word: status for status, held in nouns()["adjectives"].items() for word in held}


@cache
def states() -> dict[str, str]:
    """Noun ("are in limbo", "are on hold") to the status that it tells."""
    return {word: status for status, held in nouns()["states"].items() for word in held}


@cache
def nominal_status() -> dict[str, str]:
    """Noun ("the signing of") to the status that it tells."""
    return {word: status for status, held in nouns()["nominal"].items() for word in held}


def matters() -> frozenset[str]:
    """What talks are about that are more than a meeting."""
    return _sets()["matters"]


def is_deal(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether *chunk* names an agreement."""
    head = sentence.tokens[chunk.head]
    sets = _sets()
    orgs = [m.name for m in chunk.mentions if m.kind == "org" and m.last > chunk.head] if chunk.mentions else []
    if orgs and any(map(initiatives.known, orgs)):
        return head.text in sets["acronyms"]
    if (head.text.isupper() and len(head.text) > 3 and head.text not in sets["acronyms"]) or head.lower == "accords":
        return False
    if chunk.lemma in sets["deal"] or head.lower.removesuffix("s") in sets["deal"] or head.text in sets["acronyms"]:
        return True
    return any(map(_like_a_deal, orgs))


@cache
def heads() -> frozenset[str]:
    """The nouns of deals and of talks, as words in lower case."""
    sets = _sets()
    nouns_ = sets["deal"] | sets["talks"]
    return nouns_ | {f"{noun}s" for noun in sets["deal"]} | {each.lower() for each in sets["acronyms"]}


def name_words() -> frozenset[str]:
    """The words by which a name may be that of an agreement, in lower case."""
    return _sets()["deal"] | _sets()["named"]


def _may_be(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether *chunk* may name talks or an agreement, by its noun or by a name in it."""
    nouns_ = heads()
    if chunk.lemma in nouns_ or sentence.tokens[chunk.head].lower in nouns_:
        return True
    return bool(chunk.mentions) and any(m.kind == "org" and _like_a_deal(m.name) for m in chunk.mentions)


@lru_cache(maxsize=1 << 12)
def _like_a_deal(name: str) -> bool:
    """Whether a name is that of an agreement, or of a body that may be one."""
    words_, deals = name.lower().split(), _sets()["deal"]
    return words_[-1] in deals or words_[-1] in _sets()["named"] or words_[0] in deals


def is_talks(chunk: Chunk) -> bool:
    """Whether *chunk* names talks."""
    return chunk.lemma in _sets()["talks"]


def find(sentence: Sentence) -> list[Phrase]:
    """The phrases of *sentence*; talks about an agreement are one phrase with its subject."""
    found: list[Phrase] = []
    taken: set[int] = set()
    for chunk in sentence.chunks:
        if chunk.first in taken or not _may_be(sentence, chunk):
            continue
        talks, deal = is_talks(chunk), is_deal(sentence, chunk)
        if not (talks or deal) or _in_brackets(sentence, chunk) or (talks and _named_dialogue(sentence, chunk)):
            continue
        if chunk.lemma == "round" and any(is_talks(each) for each in roles.following(sentence, chunk, "of")):
            continue
        hanging = roles.following(sentence, chunk, *_PREPS) or _worked_on(sentence, chunk)
        part = talks or chunk.lemma in ("framework", "text", "draft", "roadmap")
        about = next((each for each in hanging if is_deal(sentence, each)), None) if part else None
        if about is not None:
            taken.add(about.first)
            hanging = (*hanging, *roles.following(sentence, about, "between", "with", "on"))
        named = about or chunk
        subject = subject_of(sentence, named, hanging)
        matter = _matter(sentence, chunk, hanging)
        specific = bool(subject)
        if talks and about is None and not matter:
            specific = bool(topic_of(sentence, hanging))
        found.append(
            Phrase(
                chunk,
                talks,
                subject,
                specific,
                hanging,
                _adjective(sentence, chunk) or _settled(_adjective(sentence, about)),
                about is not None or deal,
            )
        )
    return found


def _named_dialogue(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a dialogue is a body or a gathering with a name of its own: "the High-Level Economic Dialogue"."""
    head = sentence.tokens[chunk.head]
    return head.text == "Dialogue" and chunk.head > chunk.first and sentence.tokens[chunk.head - 1].text[0].isupper()


def _in_brackets(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a chunk is the acronym of the words before it: "a free trade agreement (FTA)"."""
    closes = sentence.tokens[chunk.last] if chunk.last < len(sentence.tokens) else None
    opens = sentence.tokens[chunk.first - 1] if chunk.first else None
    acronym = chunk.last - chunk.first == 1 and sentence.tokens[chunk.first].text.isupper()
    return acronym and opens is not None and opens.text == "(" and closes is not None and closes.text == ")"


def _worked_on(sentence: Sentence, chunk: Chunk) -> tuple[Chunk, ...]:
    """What talks are to do something with: "talks on updating the customs union"."""
    at = chunk.last
    if at + 2 >= len(sentence.tokens) or sentence.tokens[at].lower not in ("on", "about", "over", "towards", "toward"):
        return ()
    if sentence.tokens[at + 1].tag != "VBG":
        return ()
    worked = next((each for each in sentence.chunks if each.first == at + 2), None)
    return (roles.with_prep(worked, "on"),) if worked is not None else ()


def _matter(sentence: Sentence, chunk: Chunk, hanging: tuple[Chunk, ...]) -> bool:
    held = {token.lower for token in sentence.tokens[chunk.first : chunk.last]}
    for each in hanging:
        if each.prep in ("on", "about", "over", "for", "regarding", "concerning", "of"):
            held |= {token.lower for token in sentence.tokens[each.first : each.last]}
    return bool(held & _sets()["matters"])


def subject_of(sentence: Sentence, chunk: Chunk, hanging: tuple[Chunk, ...]) -> str:
    """The words of *chunk* that tell which agreement it is; of "an agreement on direct flights" what it is on."""
    text = words_of(sentence, chunk)
    if len(text.split()) > 1:
        return text
    topic = topic_of(sentence, tuple(each for each in hanging if each is not chunk and not is_deal(sentence, each)))
    return f"{text} on {topic}".strip() if topic and text else topic or text


def topic_of(sentence: Sentence, hanging: tuple[Chunk, ...]) -> str:
    """What talks or an agreement are on: "over the dam", "on steel and aluminium"; a day or a pronoun is none."""
    days = {k for date in sentence.dates for k in range(date.first, date.last)}
    about = next(
        (
            each
            for each in hanging
            if each.prep in ("over", "about", "regarding", "concerning", "on")
            and each.head not in days
            and sentence.tokens[each.head].tag not in ("PRON", "DET", "WH")
        ),
        None,
    )
    if about is None:
        return ""
    end = max(each.last for each in sentence.chunks if each.group == about.group)
    last = end if end - about.first <= _LONGEST else about.last
    owned = {
        k
        for m in about.mentions
        if m.kind == "party" and m.last < last and sentence.tokens[m.last].tag == "POSS"
        for k in range(m.first, m.last + 1)
    }  # "talks on Iran's nuclear programme" are on the nuclear programme
    told = [sentence.tokens[k] for k in range(about.first, last) if k not in owned]
    return " ".join(t.text for t in told if t.tag not in ("DET", "PRON", "PUNCT"))


def words_of(sentence: Sentence, chunk: Chunk) -> str:
    """The words of *chunk* that tell what it is, without determiners, parties and words like "new"."""
    kept: list[str] = []
    at = chunk.first
    while at < chunk.last:
        mention = next((m for m in chunk.mentions if m.first == at), None)
        token = sentence.tokens[at]
        if mention is not None and mention.kind in ("party", "person"):
            at = mention.last
            continue
        if token.tag not in ("DET", "POSS", "PRON", "PUNCT", "NUM") and token.lower not in _sets()["skip"]:
            kept.append(token.text)
        at += 1
    return " ".join(kept)


def _settled(status: str | None) -> str | None:
    """A status of the deal that talks are about; that it is only proposed says nothing of the talks."""
    return None if status == "proposed" else status


def _adjective(sentence: Sentence, chunk: Chunk | None) -> str | None:
    if chunk is None:
        return None
    for token in sentence.tokens[chunk.first : chunk.head]:
        status = adjective_status().get(token.lower)
        if status is not None:
            return status
    return None
