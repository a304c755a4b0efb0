"""
The scene in which clauses are found: a sentence with its chunks and verb groups, and what can be asked of it.

Verb groups and chunks change while clauses are found; nothing else does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import msgspec

from service.extraction import words
from service.extraction.parts import Chunk, DateMention, Token, VerbGroup
from service.extraction.verbgroups import noun_governors

REPORTING = frozenset(
    """say tell report announce claim argue note add state believe think hope insist maintain confirm stress reiterate suggest warn indicate
    declare acknowledge explain assert emphasise underline underscore show know estimate predict expect understand reveal signal remark admit
    concede mention reaffirm write hint agree recall repeat caution complain deny ensure fear notify inform assure promise pledge vow decide propose demand request recommend""".split()
)
OBJECT_CONTROL = frozenset(
    """invite urge ask order direct instruct allow force persuade press push encourage advise require request permit enable expect want help
    tell authorise compel call convince warn lead cause prompt""".split()
)
_RANKS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last latest newest only next".split()
)


@cache
def transitive() -> frozenset[str]:
    """Verbs that need an object: without one a past form is a participle."""
    return frozenset(" ".join(words.lines("transitive.txt")).split())


class Opening(msgspec.Struct, gc=False):
    """Where a clause opens (a token), the word that opens it, and how it hangs on what stands before it."""

    start: int
    marker: str
    link: str  # "new", "shared", "relative", "resumed", "infinitive", "gerund", "participle"


class Scene:
    """A sentence while its clauses are found."""

    def __init__(
        self,
        tokens: Sequence[Token],
        chunks: Sequence[Chunk],
        groups: Sequence[VerbGroup],
        dates: Sequence[DateMention] = (),
    ) -> None:
        self.tokens = tokens
        self.dated = frozenset([date.first for date in dates])
        self.chunks = list(chunks)
        self.groups = list(groups)
        self.starts = [chunk.first for chunk in chunks]
        self.at: list[int] = [-1] * (len(tokens) + 1)
        for index, chunk in enumerate(chunks):
            self.at[chunk.first : chunk.last] = [index] * (chunk.last - chunk.first)

    def between(self, first: int, last: int) -> range:
        """Indexes of the chunks that start in the tokens from *first* to before *last*."""
        begin = bisect_left(self.starts, first)
        return range(begin, bisect_left(self.starts, last, begin))


def finite_follows(scene: Scene, index: int) -> bool:
    """Whether the next verb group is a finite one that this subject may belong to."""
    if index + 1 >= len(scene.groups):
        return False
    group, following = scene.groups[index], scene.groups[index + 1]
    if following.form != "finite":
        return False
    gap = scene.tokens[group.last : following.first]
    commas = sum(token.text == "," for token in gap)
    opened = scene.tokens[group.first - 1].text == ","
    if commas > int(opened) or any(
        token.tag in ("CONJ", "WH") or token.text in ";:—" or (token.tag == "SUB" and not _governs(scene, at))
        for at, token in enumerate(gap, group.last)
    ):
        return False
    if opened and (commas == 0 or gap[-1].text != ","):
        return False
    return all(scene.chunks[chunk].prep for chunk in scene.between(group.last, following.first))


def _governs(scene: Scene, at: int) -> bool:
    """Whether a word that can subordinate stands before a noun phrase or a date: "suspended after a coup in 2021"."""
    chunk = scene.at[at + 1]
    return at + 1 in scene.dated or (chunk >= 0 and scene.chunks[chunk].prep == scene.tokens[at].lower)


def verbless(scene: Scene, at: int) -> bool:
    """Whether no verb follows the list of chunks that begins at a token."""
    while at + 1 < len(scene.tokens) and scene.tokens[at].tag == "CONJ" and scene.at[at + 1] >= 0:
        at = scene.chunks[scene.at[at + 1]].last
    return at >= len(scene.tokens) or not any(group.first == at and group.form == "finite" for group in scene.groups)


def expanded(scene: Scene, chunk: int) -> tuple[Chunk, ...]:
    """A chunk with those that are listed with it."""
    chunks = scene.chunks
    group = chunks[chunk].group
    last, size = chunk + 1, len(chunks)
    while last < size and chunks[last].group == group:
        last += 1
    first = chunk
    while first > 0 and chunks[first - 1].group == group:
        first -= 1
    return tuple(chunks[first:last])


def ends_in_person(chunk: Chunk) -> bool:
    """Whether a chunk ends in the name of a person."""
    return bool(chunk.mentions) and chunk.mentions[-1].kind == "person" and chunk.mentions[-1].last == chunk.last


def governing_noun(scene: Scene, at: int) -> Chunk | None:
    """The noun before an infinitive that governs it: "India's decision to join"."""
    held = scene.at[at - 1] if at else -1
    if (
        held > 0
        and scene.chunks[held].prep in ("to", "for", "from", "by")
        and scene.chunks[held].lemma not in noun_governors()
    ):
        held -= scene.chunks[held - 1].last + 1 == scene.chunks[held].first  # "an invitation to India to join"
    return scene.chunks[held] if held >= 0 and scene.chunks[held].lemma in noun_governors() else None


def ranked(scene: Scene, at: int, *preps: str) -> bool:
    """Whether an infinitive says what the first, last or 36th of its kind does: "the 36th country to sign"."""
    return ranked_at(scene, at, *preps) >= 0


def ranked_at(scene: Scene, at: int, *preps: str) -> int:
    """The chunk of that first, last or 36th of its kind, -1 if there is none."""
    held = scene.at[at - 1] if at else -1
    while held > 0 and scene.chunks[held].prep in ("in", "of") and scene.chunks[held].prep not in preps:
        held -= 1  # "the first country in the region to leave"
    if held < 0 or scene.chunks[held].prep not in preps:
        return -1
    chunk = scene.chunks[held]
    told = any(
        token.lower in _RANKS or (token.tag == "NUM" and token.lower.endswith(("st", "nd", "rd", "th")))
        for token in scene.tokens[chunk.first : chunk.last]
    )
    return held if told else -1
