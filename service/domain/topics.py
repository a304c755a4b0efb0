"""
Topics: the words that say what a position is about, and whether two of them are one topic.

Likeness is symmetric; a topic is compared with the first one that was told, never with its likes (no chaining).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from service.domain.data import load
from service.domain.folding import fold
from service.domain.parties import code_of

LIKENESS = 0.5
"""From this share of common words on, two topics are one."""
_WORDS = load("topics")
_EMPTY = frozenset(_WORDS["empty"])
_SAME: dict[str, str] = {word: topic for topic, words in _WORDS["same"].items() for word in words}


@lru_cache(maxsize=1 << 13)
def topic_words(topic: str) -> frozenset[str]:
    """The folded words in the singular that say what *topic* is about; countries as their codes."""
    words = set()
    for word in fold(topic).split():
        if word not in _EMPTY:
            code = code_of(word) if len(word) > 2 else None
            words.add(_SAME.get(word) or code or _stem(word))
    return frozenset(words) or frozenset(fold(topic).split())


def _stem(word: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(ending) + instead
    return word


def likeness(a: str, b: str) -> float:
    """The share of words that two topics have in common, 0 to 1."""
    one, two = topic_words(a), topic_words(b)
    return len(one & two) / len(one | two) if one | two else 0.0


def matches_topic(asked: str, topic: str) -> bool:
    """Whether *topic* answers to *asked*: every word of the shorter in the longer, or half of all in common."""
    one, two = topic_words(asked), topic_words(topic)
    return one <= two or two <= one or likeness(asked, topic) >= LIKENESS


def grouped(topics: Iterable[str]) -> Mapping[str, str]:
    """Each topic, in the order of telling, with the first one that it is like."""
    return _grouped(tuple(dict.fromkeys(topics)))


@lru_cache(maxsize=1 << 10)
def _grouped(topics: tuple[str, ...]) -> Mapping[str, str]:
    heads: list[str] = []
    result: dict[str, str] = {}
    for topic in topics:
        best = max(heads, key=lambda head: (likeness(head, topic), -heads.index(head)), default=None)
        if best is None or likeness(best, topic) < LIKENESS:
            heads.append(topic)
            best = topic
        result[topic] = best
    return result


def slug_of(topic: str) -> str:
    """A topic's words in alphabetical order, at most eight, joined by hyphens."""
    return "-".join(sorted(word.lower() for word in topic_words(topic))[:8]) or "topic"
