"""
Nouns: which chunks name a meeting, a visit or a call, of what kind, and under which name.

A chunk is an event only by its head noun; some heads ("dialogue", "council") need a name or a date beside them.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from service.domain.parties import is_group
from service.extraction import words
from service.extraction.parts import Chunk, Sentence

Group = Literal["visit", "call", "meet"]
_NAME_SKIP = frozenset("the a an this that next upcoming forthcoming key inaugural first second third annual last latest recent planned proposed high-level day-long two-day three-day virtual crucial crunch "
                       "emergency special informal long-awaited second-ever first-ever".split())  # fmt: skip


_TELLING = frozenset(("ministerial", "ministers", "leaders", "presidents", "plenary"))


_SPANS = frozenset(("minute", "hour"))
"""What is a meeting if somebody is with somebody for so long."""
_CALLS = frozenset(("call", "conversation", "phonecall", "phone-call"))
_NEGOTIATED = frozenset(("talk", "discussion", "negotiation", "consultation", "round", "call", "conversation"))


class Event(msgspec.Struct, frozen=True):
    """An event noun: its group, the claim's kind, its name if it has one, and whether it stands without one."""

    chunk: Chunk
    group: Group
    kind: str
    name: str | None
    solid: bool


@cache
def table() -> dict[str, frozenset[str]]:
    """The lists of `meeting_nouns.yaml`."""
    return {name: frozenset(held) for name, held in words.table("meeting_nouns.yaml").items() if isinstance(held, list)}


@cache
def _heads() -> frozenset[str]:
    lists = table()
    return lists["visit"] | lists["meet"] | lists["call"] | _CALLS | _SPANS


@cache
def topics() -> dict[str, str]:
    """Topic word to the topic that claims name."""
    held: dict[str, list[str]] = words.table("meeting_nouns.yaml")["topics"]
    return {word: topic for topic, all_words in held.items() for word in all_words}


def events(sentence: Sentence) -> dict[int, Event]:
    """The events that *sentence* names, by the first tokens of their chunks, in order."""
    heads, found = _heads(), {}
    for chunk in sentence.chunks:
        if (chunk.lemma in heads or chunk.mentions) and (told := event(sentence, chunk)) is not None:
            found[chunk.first] = told
    return found


def event(sentence: Sentence, chunk: Chunk) -> Event | None:
    """The event that *chunk* names, None if it names none."""
    head = chunk.lemma
    if head in _SPANS:
        return Event(chunk, "meet", "bilateral", None, solid=True) if _shared(sentence, chunk) else None
    if head not in _heads() and not (chunk.mentions and _named_event(chunk)):
        return None
    lists = table()
    if head in lists["visit"]:
        return Event(chunk, "visit", "visit", None, head not in lists["needs_name"])
    text = [token.lower for token in sentence.tokens[chunk.first : chunk.last]]
    phoned = bool(lists["phone_words"] & set(text)) or _by_phone(sentence, chunk)
    if head == "call" and "courtesy" in text:
        return Event(chunk, "meet", "bilateral", None, solid=True)
    if head in _CALLS or (phoned and (head in lists["meet"] or head in lists["call"])):
        return Event(chunk, "call", "phone_call", None, head == "call" or phoned)
    if head not in lists["meet"] and not _named_event(chunk):
        return None
    name = _name(sentence, chunk) or _about(sentence, chunk)
    return Event(chunk, "meet", _kind(chunk, text), name, head not in lists["needs_name"])


def _shared(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether somebody has that time with somebody else: "half an hour with his counterpart"."""
    after = next((each for each in sentence.chunks if each.first == chunk.last + 1), None)
    return after is not None and after.prep == "with" and any(mention.kind == "person" for mention in after.mentions)


def _by_phone(sentence: Sentence, chunk: Chunk) -> bool:
    after = [token.lower for token in sentence.tokens[chunk.last : chunk.last + 4]]
    return (
        len(after) > 2
        and after[0] in ("by", "over", "on")
        and any(word in ("phone", "telephone") for word in after[1:3])
    )


def _named_event(chunk: Chunk) -> bool:
    """Whether a capitalised name ends in an event noun: "the Critical Minerals Ministerial"."""
    for mention in chunk.mentions:
        if mention.kind == "org" and mention.last >= chunk.head and _meets(mention.name.split()[-1].lower()):
            return True
    return False


def _meets(word: str) -> bool:
    return word in table()["meet"] or word == "talks"


def _kind(chunk: Chunk, text: list[str]) -> str:
    lists = table()
    if lists["virtual_words"] & set(text):
        return "virtual"
    joined = " ".join(text)
    if "summit" in text or "leaders" in text:
        return "summit"
    if "ministerial" in text or "ministers" in joined or "minister" in joined:
        return "ministerial"
    if chunk.lemma in lists["multilateral"]:
        return "multilateral"
    return "bilateral"


def _name(sentence: Sentence, chunk: Chunk) -> str | None:
    """The event's name: the words before its head that tell it from other events, with the head."""
    first = chunk.first
    while first < chunk.head and (
        sentence.tokens[first].lower in _NAME_SKIP or sentence.tokens[first].tag in ("DET", "PRON", "NUM")
    ):
        first += 1
    kept = sentence.tokens[first : chunk.last]
    has_name = chunk.lemma not in _NEGOTIATED and any(
        m.kind == "org" or (m.kind == "party" and any(map(is_group, m.codes))) for m in chunk.mentions
    )
    lowers = {token.lower for token in kept}
    telling = len(kept) > 1 and (chunk.lemma in ("summit", "ministerial", "conference", "forum") or lowers & _TELLING)
    if not has_name and not telling:
        return None
    text = ""
    for token in kept:
        glue = "" if not text or token.tag == "POSS" or token.start == _end_of(sentence, token) else " "
        text += glue + token.text
    return text


def _about(sentence: Sentence, chunk: Chunk) -> str | None:
    """A gathering that what it is on tells from others: "summit on Ukraine"."""
    if chunk.lemma == "ceremony" and chunk.head > chunk.first:
        kept = [t.text for t in sentence.tokens[chunk.first : chunk.last] if t.tag not in ("DET", "PRON", "NUM")]
        return " ".join(kept) if len(kept) > 1 else None
    if chunk.lemma not in ("summit", "conference", "ministerial"):
        return None
    at = next((k for k, each in enumerate(sentence.chunks) if each.first == chunk.first), len(sentence.chunks))
    if at + 1 >= len(sentence.chunks):
        return None
    topic = sentence.chunks[at + 1]
    if topic.prep not in ("on", "for") or topic.first - chunk.last != 1:
        return None
    words = " ".join(token.text for token in sentence.tokens[topic.first : topic.last] if token.tag != "DET")
    return f"{chunk.lemma} {topic.prep} {words}"


def _end_of(sentence: Sentence, token: object) -> int:
    at = sentence.tokens.index(token)
    return sentence.tokens[at - 1].end if at else -1


def topics_in(sentence: Sentence) -> tuple[str, ...]:
    """The topics that a sentence's words name, in order."""
    held = topics()
    return tuple(dict.fromkeys(held[token.lower] for token in sentence.tokens if token.lower in held))
