"""
Parties: who negotiates, from the phrase, from its clause, and from what the article has told before.

A negotiation has at least two parties, each a country, a union or a group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

from service.domain.claims import Participant
from service.domain.folding import fold
from service.domain.parties import is_group
from service.extraction import clean, roles
from service.extraction.document import Document
from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Chunk, Clause, Mention, Sentence

_GENERIC = re.compile(r"\s(?:countries|nations|members|states|bloc)$")
_SENT = frozenset(
    "negotiator official minister team delegation side envoy diplomat representative leader president expert".split()
)
"""Nouns of people whom countries send: "negotiators from India and Peru"."""
_DUTIES = re.compile(r"\b(?:tariff|dut(?:y|ies)|lev(?:y|ies))")
_MATTERS = (
    "accession",
    "peace",
    "ceasefire",
    "nuclear",
    "border",
    "fisheries",
    "climate",
    "water",
    "migration",
    "security",
)
"""What talks are about where an article says nothing of trade: what it names most."""
_NO_TOPIC = frozenset(
    "talk negotiation discussion consultation dialogue round conversation the and for with on trade tariff deal agreement".split()
)
"""Words of a subject by which talks are not told apart."""
Codes = tuple[str, ...]


class Table:
    """What an article has told of who negotiates; filled as its sentences are read."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.latest: Codes = ()
        self.subject = ""
        self.spoken_at = -9
        self.told_of: Counter[str] = Counter()
        self._talkers: list[tuple[frozenset[str], Codes]] = []

    @cached_property
    def named(self) -> list[set[str]]:
        """The parties that each sentence names."""
        return [
            {code for m in sentence.mentions if m.kind in ("party", "person") for code in m.codes}
            for sentence in self._document.sentences
        ]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each party is named."""
        counts = Counter(
            code
            for sentence in self._document.sentences
            for m in sentence.mentions
            if m.kind in ("party", "person")
            for code in (m.codes if len(m.codes) < 2 else set(m.codes))
        )
        counts.pop("WORLD", None)
        return counts

    @cached_property
    def common(self) -> Codes:
        """The parties of the article, the one that is named most first."""
        return tuple(code for code, _ in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def home(self) -> str | None:
        """The country that the article is written in."""
        return clean.home(self._document.text)

    @cached_property
    def together(self) -> Counter[frozenset[str]]:
        """In how many sentences each pair of parties is named."""
        return Counter(
            frozenset(pair) for named in self.named if len(named) > 1 for pair in combinations(sorted(named)[:8], 2)
        )

    @cached_property
    def closest(self) -> frozenset[frozenset[str]]:
        """The pairs that are named together most, and more than once."""
        best = max(self.together.values(), default=0)
        return frozenset(pair for pair, count in self.together.items() if count == best and best > 1)

    @cached_property
    def _printed(self) -> dict[str, str]:
        """The name under which the article prints each party, its acronym where it gives one."""
        printed: dict[str, str] = {}
        for sentence in self._document.sentences:
            for mention in sentence.mentions:
                if mention.kind == "party" and mention.form == "name" and len(mention.codes) == 1:
                    held = printed.setdefault(mention.codes[0], mention.name)
                    if held.isupper() and len(held) > 5 and held == mention.name.upper():
                        printed[mention.codes[0]] = mention.name  # "MERCOSUR" of a heading
        text = self._document.text
        given = (  # "the Gulf Cooperation Council (GCC)"
            code for code, name in printed.items() if " " in name and code in text and re.search(rf"\b{code}\b", text)
        )
        return {**printed, **{code: code for code in given}}

    @cached_property
    def _text(self) -> str:
        return self._document.text.lower()

    @property
    def _matters(self) -> bool:
        return any(matter in self._text for matter in _MATTERS)

    @cached_property
    def about(self) -> str:
        """What talks of the article are about where nothing tells more."""
        duties, joining = len(_DUTIES.findall(self._text)), self._text.count("accession")
        if joining > 1 and joining > duties:
            return "accession"
        if duties or "trade" in self._text:
            return "tariff and trade" if duties > 1 else "trade"
        return max(_MATTERS, key=lambda matter: (self._text.count(matter), matter)) if joining or self._matters else ""

    @cached_property
    def talking(self) -> int:
        """How often the article speaks of talks and agreements."""
        return sum(map(self._text.count, ("talks", "negotiat", "deal", "agreement", "pact", "treaty")))

    @cached_property
    def headline(self) -> frozenset[str]:
        """The parties that the headline names."""
        title = self._document.headline
        return frozenset(c for m in title.mentions for c in m.codes) if title is not None else frozenset()

    def participants(self, codes: Codes) -> tuple[Participant, ...]:
        """*codes* as participants: states and the Union by code, other groups by the name that the article prints."""
        return tuple(
            Participant(type="org", name=_GENERIC.sub("", self._printed.get(code, code)))
            if is_group(code) and code != "EU"
            else Participant(type="country", code=code)
            for code in codes
        )

    def told(self, codes: Codes, subject: str) -> None:
        """Remember that *codes* negotiate about *subject*."""
        self.latest, self.subject = codes, subject
        self.told_of.update(codes)

    def noted(self, phrase: Phrase, codes: Codes) -> None:
        """Remember that the article's own words name *codes* beside *phrase*."""
        if phrase.is_talks and len(codes) == 2:
            self._talkers.append((_topic(phrase), codes))

    def talkers(self, phrase: Phrase) -> Codes:
        """Who was named last beside talks on the matter of *phrase*: () where none were, or it tells no matter."""
        topic = _topic(phrase)
        return next((codes for told, codes in reversed(self._talkers) if topic & told), ())

    def is_venue(self, mention: Mention) -> bool:
        """Whether a capital before talks is where they are held: "the Doha talks", where others were told to talk."""
        return mention.form == "capital" and len(self.latest) > 1 and not set(mention.codes) & set(self.latest)

    def pair_of(self, code: str) -> Codes:
        """*code* with whom it most likely talks: its latest counterpart, else the party that is spoken of most."""
        if code in self.latest and len(self.latest) == 2:
            return self.latest
        if self.latest and self.common[:1] and self.common[0] in self.latest:
            return (code, self.common[0])  # whoever the article is about, and talks with others, too
        home = next((each for each, count in self.told_of.most_common(1) if count > 1 and each != code), None)
        if home is not None:
            return (code, home)
        others = [each for each in self.common if each != code]
        if not others or (len(others) > 1 and self.counts[others[0]] < 1.5 * self.counts[others[1]]):
            return ()
        return (code, others[0])

    def default(self) -> Codes:
        """The parties that were last told to negotiate, else the two that the article speaks of most by far."""
        if self.latest or len(self.common) < 2:
            return self.latest
        third = self.counts[self.common[2]] if len(self.common) > 2 else 0
        return self.common[:2] if self.counts[self.common[1]] >= 2 * max(third, 1) else ()


def _topic(phrase: Phrase) -> frozenset[str]:
    """The words that tell what talks are on, and no others from them."""
    words = {word.removesuffix("s") for word in fold(phrase.subject).split()}
    return frozenset(word for word in words if len(word) > 2) - _NO_TOPIC


def find(sentence: Sentence, phrase: Phrase, clause: Clause | None, table: Table) -> tuple[Codes, bool]:
    """The parties of *phrase* in *clause*, and whether its own words name two of them; empty where nothing tells them."""
    if any(c.prep == "with" and _of_company(c) for c in phrase.hanging):
        return (), False  # "talks with BYD over a plant"
    inner = _coowners(sentence, phrase)
    inner += [
        code for m in _owners(sentence, phrase) if m.kind == "party" and not table.is_venue(m) for code in m.codes
    ]
    inner += _beside(phrase.hanging, "between")
    own = [code for code in dict.fromkeys((*inner, *_beside(phrase.hanging, "with", "and"))) if code != "WORLD"]
    if len(own) >= 2 and inner:
        return tuple(own), True
    around = own
    if clause is not None:
        chunks = (*clause.subject, *clause.phrase("by", "with", "between"))
        if clause.marker == "whose":  # "Canada, whose talks with Washington have been broken off"
            before = [c for c in sentence.chunks if c.last <= clause.first]
            chunks = (*chunks, *before[-1:])
        sent = [
            c for each in clause.subject if each.lemma in _SENT for c in roles.following(sentence, each, "from", "of")
        ]
        around = [*own, *roles.parties_of((*chunks, *sent), people=True)]
        if not around and clause.parent is not None:
            around = list(roles.parties_of(sentence.clauses[clause.parent].subject, people=True))
    around = [code for code in dict.fromkeys(around) if code != "WORLD"]
    if len(around) >= 2:
        return tuple(around), True
    talkers = table.talkers(phrase)
    if talkers and set(around).issubset(talkers):
        return talkers, True  # "The nuclear talks have stalled", where the article has told whose they are
    if not around:
        pair = next((m.codes for m in sentence.mentions if m.form == "pair" and len(m.codes) > 1), ())
        others = _elsewhere(sentence, "")
        if not pair and len(others) == 2:
            return tuple(others), False
        return (pair, True) if pair else (table.default(), False)
    others = _elsewhere(sentence, around[0], beside=any(c.prep == "with" for c in phrase.hanging))
    if len(others) == 1 and around[0] not in table.latest:
        return (around[0], others[0]), False
    return table.pair_of(around[0]), False


def _of_company(chunk: Chunk) -> bool:
    """Whether a phrase names something that is no party."""
    return (
        bool(chunk.mentions) and all(m.kind == "org" for m in chunk.mentions) and chunk.mentions[-1].last > chunk.head
    )


def _owners(sentence: Sentence, phrase: Phrase) -> tuple[Mention, ...]:
    """The mentions inside the phrase and inside what it is about: "the India-EU trade deal", "US talks"."""
    found = roles.owners(phrase.chunk, sentence)
    for chunk in phrase.hanging:
        if chunk.prep in ("on", "for", "of") and any(m.form == "pair" for m in chunk.mentions):
            found += roles.owners(chunk, sentence)
    return found or _taking_part(sentence, phrase)


def _taking_part(sentence: Sentence, phrase: Phrase) -> tuple[Mention, ...]:
    """Who takes part in what of whom: "talks on the UK's participation in the EU's defence fund"."""
    about = next(
        (c for c in phrase.hanging if c.lemma in ("participation", "access", "accession", "entry", "return")), None
    )
    if about is None:
        return ()
    found = roles.owners(about, sentence)
    for chunk in roles.following(sentence, about, "in", "to", "into"):
        found += tuple(m for m in chunk.mentions if m.kind == "party" and m.form == "name")
    return found


def _coowners(sentence: Sentence, phrase: Phrase) -> list[str]:
    """The parties that own the phrase together with the one inside it: "Kenya and Britain's trade agreement"."""
    if not any(m.last < phrase.chunk.last and sentence.tokens[m.last].tag == "POSS" for m in phrase.chunk.mentions):
        return []
    before = [c for c in sentence.chunks if c.group == phrase.chunk.group and c.first < phrase.chunk.first]
    return list(roles.parties_of(before))


def _elsewhere(sentence: Sentence, code: str, *, beside: bool = False) -> list[str]:
    """The other parties that the sentence names, places left out; *beside*: those left out, too, that others talk with."""
    found: list[str] = []
    for chunk in sentence.chunks:
        if chunk.prep in ("in", "at", "from", "near", "through") or (beside and chunk.prep == "with"):
            continue
        found += [c for c in roles.parties_of((chunk,), people=True) if c not in (code, "WORLD")]
    return list(dict.fromkeys(found))


def _beside(hanging: Iterable[Chunk], *preps: str) -> Codes:
    return roles.parties_of([chunk for chunk in hanging if chunk.prep in preps], people=True)
