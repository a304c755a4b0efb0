"""
Initiatives: which body, treaty or grouping a phrase names, and which one "the initiative" goes back to.

A name is taken as the article prints it; an acronym that the article spells out is given in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import msgspec

from service.domain.folding import fold
from service.domain.initiatives import acronym_of, slug_of, surface_initiatives
from service.domain.parties import code_of, is_group
from service.extraction.document import Document
from service.extraction.parts import Chunk, Mention, Sentence

NOUNS = frozenset(
    """initiative grouping group bloc alliance coalition pact accord framework partnership forum club network declaration organisation
    organization body treaty convention compact agreement programme program scheme union community league platform charter process council
    collective effort arrangement project dialogue""".split()
)
_NOT = frozenset(
    """ministry department office house court bank congress senate parliament administration embassy university company corporation
    government agency police army treasury times post reuters press journal news newspaper""".split()
)


_OWNED = frozenset(
    "policy mechanism strategy operation force facility list fund programme program scheme market bank law rule deal court parliament commission ban sanction tariff duty budget mission".split()
)
"""What a group has: who takes part in "the EU's defence fund" is no member of the EU for it."""
_VAGUE = frozenset(
    "effort arrangement project council programme program scheme collective charter process dialogue".split()
)
"""Words for a body that explain much else, too."""
_LONG = 4
"""A name with so many blanks is given by its acronym, even where the article does not print that."""
_HEADS = NOUNS | {"board", "conference", "assembly"}
"""Words for a body that its name may begin with: "Board of Peace", "Alliance of Sahel States"."""
_BELONGING = frozenset("member membership accession signatory adherent co-founder".split())
_LENDERS = frozenset(("lender", "bank"))
_REGIONS = frozenset(
    """pacific atlantic transatlantic arctic antarctic asia asian europe african africa gulf caribbean baltic indo-pacific
    mediterranean sahel nordic balkan eurasian west east north south central latin america american southeast middle western
    eastern northern southern""".split()
)
_NEVER = frozenset(
    "ministry department senate parliament congress embassy company corporation government police army times post reuters press".split()
)


@cache
def _slugs() -> frozenset[str]:
    return frozenset(surface_initiatives().values())


def known(name: str) -> bool:
    """Whether the tables know an initiative of this name."""
    return slug_of(name) in _slugs()


class Memory:
    """
    The initiatives of one article so far; `latest` is what "the initiative" goes back to.

    `bodied` are the chunks of the sentence being read that may name one.
    """

    def __init__(self, document: Document) -> None:
        self.latest: str | None = None
        self.bank: str | None = None
        self.told: tuple[str, str] | None = None
        self._at = -10
        self._claimed = False
        self._sentence = 0
        self.bodied: tuple[Chunk, ...] = ()
        self._bodies: list[Mention] = []
        self._printed: dict[str, str] = {}
        self._text = document.text
        self._full = _spelled_out(document)
        self.names: set[str] = _belonged_to(document)

    def name_of(self, mention: Mention) -> str:
        """The name under which claims give *mention*: in full where the article spells an acronym out."""
        group = code_of(mention.name)
        if (
            group is not None
            and is_group(group)
            and len(group) > 3
            and mention.name != group
            and len(mention.name) > 2 * len(group)
            and (mention.name.count(" ") >= _LONG or re.search(rf"\b{group}\b", self._text) is not None)
        ):
            return group
        return self._full.get(mention.name, mention.name)

    def recent(self) -> str | None:
        """The initiative that one of the last sentences named; one that somebody was told to join is remembered longer."""
        return self.latest if self._sentence - self._at <= (6 if self._claimed else 3) else None

    def named(self, chunks: Iterable[Chunk], *, strict: bool = False) -> tuple[str, ...]:
        """
        The initiatives that *chunks* name.

        With *strict* only those whose own words, the word after them, the tables or the article's other sentences tell
        that they are one.
        """
        found: list[str] = []
        for chunk in chunks:
            if chunk.mentions and may_name(chunk):
                found += [
                    self.name_of(mention)
                    for mention in _whole(chunk.mentions)
                    if self._is_initiative(mention, chunk, strict=strict)
                ]
        return tuple(dict.fromkeys(found)) if found else ()

    def name_if_initiative(self, mention: Mention) -> str | None:
        """The name of *mention* if its own words or the tables tell that it is an initiative."""
        group = (
            mention.kind == "party"
            and mention.form == "name"
            and len(mention.codes) == 1
            and is_group(mention.codes[0])
        )
        if group and mention.codes[0] != "WORLD":
            return self.name_of(mention)
        name = self.name_of(mention)
        return name if mention.kind == "org" and (known(name) or name in self.names) else None

    def referred(self, chunks: Iterable[Chunk]) -> str | None:
        """The initiative that a definite description ("the grouping") or "it" goes back to."""
        for chunk in chunks:
            held = chunk.mentions[0] if chunk.mentions else None
            if held is not None and held.form == "description" and len(held.codes) == 1 and is_group(held.codes[0]):
                return self._printed.get(held.codes[0], held.codes[0])
            if chunk.definite and chunk.lemma in _LENDERS and self.bank is not None:
                return self.bank
            if self.latest and (
                (chunk.definite and chunk.lemma in NOUNS and not chunk.mentions) or chunk.lemma == "it"
            ):
                return self.latest
        return None

    def note(self, sentence: Sentence) -> None:
        """Remember the initiatives that *sentence* names."""
        if not self._bodies:
            return
        told = self.latest if self._at == sentence.index and self._claimed else None
        for chunk in self.bodied:
            for name in self.named((chunk,), strict=True):
                self._see(name)
        self._claimed = self._claimed or told is not None
        self.latest = told or self.latest  # what a sentence says of a membership outlasts what it only names
        for mention in self._bodies:
            if mention.kind == "party" and len(mention.codes) == 1:
                self._printed.setdefault(mention.codes[0], self.name_of(mention))

    def enter(self, sentence: Sentence) -> None:
        """Begin to read *sentence*."""
        self._sentence = sentence.index
        self._bodies = [m for m in sentence.mentions if _may_be(m)]
        self.bodied = tuple([c for c in sentence.chunks if c.mentions and may_name(c)]) if self._bodies else ()
        for mention in self._bodies:
            if mention.kind == "org" and mention.name.endswith(" Bank") and known(mention.name):
                self.bank = mention.name

    def learn(self, name: str) -> None:
        """Take *name* for an initiative from here on: the article has told that somebody joined it."""
        if self._claimed and self._at == self._sentence:
            self.names.add(name)  # the first that a sentence tells of is what it is about
            return
        self._see(name)
        self._claimed = True

    def _see(self, name: str) -> None:
        self._claimed = self._claimed and name == self.latest
        self.names.add(name)
        self.latest, self._at = name, self._sentence

    def _is_initiative(self, mention: Mention, chunk: Chunk, *, strict: bool) -> bool:
        if mention.kind == "party":
            group = mention.form == "name" and len(mention.codes) == 1 and is_group(mention.codes[0])
            owns = mention.last <= chunk.head and chunk.lemma in _OWNED
            return group and mention.codes[0] != "WORLD" and not owns
        if mention.kind != "org":
            return False
        name = self.name_of(mention)
        words = fold(name).split()
        if set(words) <= _REGIONS or (len(words) == 1 and words[0] in NOUNS):
            return False
        if words[-1] in _NOT and not known(name) and (strict or words[-1] in _NEVER or len(words) < 2):
            return False
        if not strict:
            return True
        return (
            known(name)
            or name in self.names
            or words[-1] in NOUNS
            or words[-1].rstrip("s") in NOUNS
            or any(left in _HEADS and right in ("of", "for") for left, right in pairwise(words[:-1]))
            or (chunk.lemma in NOUNS and mention.last <= chunk.head and words[-1] not in _REGIONS)
        )


def _belonged_to(document: Document) -> set[str]:
    """The names that the article anywhere says one is a member of or that it explains by a word for a body."""
    return {
        mention.name
        for sentence in document.sentences
        for mention in sentence.mentions
        if mention.kind == "org" and (_has_members(sentence, mention) or _explained(sentence, mention))
    }


def _has_members(sentence: Sentence, mention: Mention) -> bool:
    """ "Membership of the Hormuz Dialogue", "the Hormuz Dialogue's members"."""
    tokens = sentence.tokens
    first = mention.first - (mention.first > 0 and tokens[mention.first - 1].tag == "DET")
    before = first > 1 and tokens[first - 1].lower in ("of", "to", "in") and tokens[first - 2].lemma in _BELONGING
    after = tokens[mention.last : mention.last + 2]
    own = [token for token in after if token.tag != "POSS"][:1]
    return before or (bool(own) and own[0].lemma in ("member", "membership"))


def _explained(sentence: Sentence, mention: Mention) -> bool:
    """ "The Hormuz Dialogue, a forum on shipping": an apposition by a word for a body."""
    if mention.last >= len(sentence.tokens) or sentence.tokens[mention.last].text != ",":
        return False
    after = next((chunk for chunk in sentence.chunks if chunk.first == mention.last + 1), None)
    told = after is not None and not after.prep and not after.mentions and after.lemma in NOUNS - _VAGUE
    return told and len(mention.name.split()) > 1


def may_name(chunk: Chunk) -> bool:
    """Whether *chunk* has the name of a body or of a group in it."""
    return any(map(_may_be, chunk.mentions))


def _may_be(mention: Mention) -> bool:
    """Whether *mention* is the name of a body or of a group."""
    return mention.kind == "org" or (mention.form == "name" and mention.kind == "party" and is_group(mention.codes[0]))


def _whole(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """*mentions* with names that stand right beside each other as one: "Global" and "Health Compact" are no two bodies."""
    if len(mentions) < 2:
        return mentions
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found else None
        if before is not None and before.kind == mention.kind == "org" and before.last == mention.first:
            found[-1] = msgspec.structs.replace(
                before, name=f"{before.name} {mention.name}", last=mention.last, end=mention.end
            )
        else:
            found.append(mention)
    return tuple(found)


def _spelled_out(document: Document) -> dict[str, str]:
    """Acronym to full name, from "Full Name (FN)" anywhere in the article."""
    found: dict[str, str] = {}
    for sentence in document.sentences:
        for left, right in zip(sentence.mentions, sentence.mentions[1:], strict=False):
            if left.kind != "org" or right.first - left.last != 1 or sentence.tokens[left.last].text != "(":
                continue
            if right.name.isupper() and (
                fold(right.name) == acronym_of(left.name) or slug_of(left.name) == slug_of(right.name)
            ):
                found[right.name] = left.name
    return found
