"""
Talks: what a negotiation is about, and whether two wordings mean one agreement.

"Bilateral trade deal", "BTA" and "free trade agreement" of the same parties are one; an interim deal is another, and
what names a topic of its own (critical minerals, direct flights) is another again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from service.domain.data import load
from service.domain.folding import fold
from service.domain.initiatives import surface_initiatives
from service.domain.parties import code_of

_WORDS = load("talks")
_TALKS = frozenset({"talks", "negotiations", "discussions", "round", "rounds"})
_FORM = frozenset(_WORDS["form"])
_INTERIM = frozenset(_WORDS["interim"])
_INTERIM_PHRASES: tuple[str, ...] = tuple(_WORDS["interim_phrases"])
_SAME: dict[str, str] = {word: topic for topic, words in _WORDS["same"].items() for word in words}
_ASIDE: dict[str, frozenset[str]] = {topic: frozenset(words) for topic, words in _WORDS["aside"].items()}
_AGREEMENTS: dict[str, frozenset[str]] = {topic: frozenset(slugs) for topic, slugs in _WORDS["agreements"].items()}


class Deal(msgspec.Struct, frozen=True):
    """What an agreement is about: its *topics* (none where only "talks" are named), and whether it is *interim*."""

    topics: frozenset[str]
    interim: bool = False

    @property
    def slug(self) -> str:
        """The topics in alphabetical order, `-interim` after them: `trade-interim`."""
        return "-".join([*sorted(self.topics), *(["interim"] if self.interim else [])]) or "talks"


@lru_cache(maxsize=1 << 13)
def deal_of(subject: str) -> Deal:
    """What the printed *subject* of talks is about; the parties' names and words of form are left out."""
    topics = {slug for name, slug in surface_initiatives().items() if _names(name, subject)}
    for name, slug in surface_initiatives().items():
        subject = subject.replace(name, " ") if slug in topics else subject
    topics |= {topic for topic, slugs in _AGREEMENTS.items() if topics & slugs}
    folded = f" {fold(subject)} "
    interim = False
    for phrase in _INTERIM_PHRASES:
        if f" {phrase} " in folded:
            interim, folded = True, folded.replace(f" {phrase} ", " ")
    for word in folded.split():
        interim = interim or word in _INTERIM
        stem = word if word in _SAME or word in _FORM else _singular(word)
        if stem in _SAME:
            topics.add(_SAME[stem])
        elif word not in _INTERIM and stem not in _FORM and not word.isdigit() and code_of(word.upper()) is None:
            topics.add(stem)
    for topic, beside in _ASIDE.items():
        if topic in topics:
            topics -= beside
    return Deal(frozenset(topics), interim)


def _names(name: str, subject: str) -> bool:
    """Whether *subject* prints an initiative's name; of common words in capitals ("Compact") none is one."""
    start = subject.find(name)
    distinct = " " in name or (len(name) > 3 and name.isupper())
    edges = (subject[start - 1 : start] if start else "") + subject[start + len(name) :][:1]
    return start >= 0 and distinct and not any(edge.isalnum() for edge in edges)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def placed(subjects: Iterable[str]) -> Mapping[str, Deal]:
    """
    Each printed subject of some parties' talks with the agreement that it means among them.

    A wording without a topic ("the deal", "interim agreement") means the agreement about trade where the parties have
    one, else the only one that they have.
    """
    deals = {subject: deal_of(subject) for subject in subjects}
    topics = {deal.topics for deal in deals.values() if deal.topics}
    trade = frozenset({"trade"})
    default = trade if trade in topics else next(iter(topics)) if len(topics) == 1 else frozenset()
    return {
        subject: deal if deal.topics else msgspec.structs.replace(deal, topics=default)
        for subject, deal in deals.items()
    }


def shown_name(subjects: Iterable[str] | Mapping[str, int]) -> str:
    """
    The wording under which an agreement is shown: no mere "talks", then the most frequent, then the longest one.

    Of *subjects* as they were told, or as often as each was.
    """
    counted = Counter(subjects)
    return max(counted, key=lambda text: (not _TALKS & set(fold(text).split()), counted[text], len(text), text))


def match_rank(asked: str, subject: str) -> int | None:
    """
    How well an agreement answers to *asked*: 0 the same, 1 one topic within the other, 2 a partial one; None if not.

    An interim deal answers to the name of the whole after the whole itself; the whole never to "interim deal".
    """
    want, have = deal_of(asked), deal_of(subject)
    if want.interim and not have.interim:
        return None
    later = 2 if have.interim and not want.interim else 0
    if want.topics == have.topics:
        return later
    if not want.topics or not have.topics:
        return later or 1
    if want.topics <= have.topics or have.topics <= want.topics:
        return later or 1
    shared = len(want.topics & have.topics)
    return later or 2 if 2 * shared >= min(len(want.topics), len(have.topics)) else None


def matches_subject(asked: str, subject: str) -> bool:
    """Whether an agreement answers to *asked* at all."""
    return match_rank(asked, subject) is not None
