"""
Where the words that a model points at stand in the text, and what our own stages read there.

A value comes from our reading of the words, never from the model; words that are not in the text, or not near the
quote, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.domain import edtf, parties
from service.domain.claims import Evidence, Participant
from service.extraction.document import Document
from service.extraction.numbers import Rate, rates
from service.extraction.parts import DateMention, Mention

REACH = 400
"""How many characters away from its quote a name or a date may stand."""

_FOLD = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_EVERYBODY = re.compile(
    r"(?:all|every|most|other) (?:\w+ )?(?:countr|nation|trading partner|import)|the world", re.IGNORECASE
)


class RefusedError(Exception):
    """A pointer that the text does not bear out; the message says why."""


class Sight:
    """One article, and the span of one claim's quotes in it; offsets are code points."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._folded = document.text.translate(_FOLD)
        self._quotes: tuple[Evidence, ...] = ()

    def quoted(self, quotes: tuple[str, ...]) -> tuple[Evidence, ...]:
        """The spans of *quotes*, near which all that is asked from now on must stand."""
        spans = [next(self._found(quote, 12), None) for quote in quotes]
        if not spans or None in spans:
            missing = quotes[spans.index(None)] if spans else ""
            raise RefusedError(f"the quote {missing!r} does not stand in the text")
        self._quotes = tuple(sorted({span for span in spans if span is not None}))
        return self._quotes

    def words(self, words: str, field: str) -> Evidence:
        """Where *words* stand nearest to the quotes."""
        spans = sorted(self._found(words, 1), key=self._distance)
        if not spans:
            raise RefusedError(f"{field}: {words!r} does not stand in the text")
        if self._distance(spans[0]) > REACH:
            raise RefusedError(f"{field}: {words!r} stands {self._distance(spans[0])} characters from the quote")
        return spans[0]

    def text(self, words: str, field: str) -> str:
        """*words* as the text prints them."""
        span = self.words(words, field)
        return self._text[span.start : span.end]

    def party(self, words: str, field: str) -> str:
        """The code of the one party that *words* name or refer to."""
        codes = {code for mention in self._mentions(self.words(words, field)) for code in mention.codes}
        if not codes:
            named = parties.code_of(words)
            codes = {named} if named is not None else {"WORLD"} if _EVERYBODY.search(words) else set()
        if len(codes) != 1:
            raise RefusedError(f"{field}: {words!r} names {len(codes) or 'no'} parties that we know, not one")
        return codes.pop()

    def participant(self, words: str, field: str) -> Participant:
        """The party as one that takes part: states and the Union by code, other groups by name."""
        code = self.party(words, field)
        if parties.is_group(code) and code != "EU":
            return Participant(type="org", name=parties.name_of(code))
        return Participant(type="country", code=code)

    def person(self, words: str, field: str) -> Participant:
        """The person that *words* name, with the country where the article tells it."""
        span = self.words(words, field)
        for mention in self._mentions(span):
            if mention.kind == "person" and len(mention.people) == 1:
                return Participant(type="person", name=mention.people[0].name, country=mention.people[0].country)
        name = self._text[span.start : span.end]
        if not all(part[0].isupper() for part in name.split()):
            raise RefusedError(f"{field}: {words!r} is not a person's name")
        return Participant(type="person", name=name)

    def rate(self, words: str, field: str) -> Rate:
        """The figure in percent at *words*, which must stand in the quotes themselves."""
        span = self.words(words, field)
        if self._distance(span) > 0:
            raise RefusedError(f"{field}: {words!r} does not stand in the quote")
        for rate in rates(self._text, max(0, span.start - 60), min(len(self._text), span.end + 30)):
            if rate.start < span.end and span.start < rate.end and not rate.points:
                return rate
        raise RefusedError(f"{field}: {words!r} is no rate in percent")

    def day(self, words: str, field: str) -> DateMention:
        """The date at *words*, resolved against the article's publication."""
        span = self.words(words, field)
        for sentence in self._document.sentences:
            for mention in sentence.dates:
                if mention.start < span.end and span.start < mention.end and mention.value is not None:
                    edtf.parse(mention.value)
                    return mention
        raise RefusedError(f"{field}: {words!r} is no date that we can read")

    def _found(self, words: str, least: int) -> Iterator[Evidence]:
        pattern = r"\s+".join(re.escape(part) for part in words.translate(_FOLD).split())
        if len(pattern) < least:
            return
        bounded = rf"(?<!\w){pattern}(?!\w)" if pattern[0].isalnum() and pattern[-1].isalnum() else pattern
        for match in re.finditer(bounded, self._folded):
            yield Evidence(match.start(), match.end())

    def _distance(self, span: Evidence) -> int:
        return min(max(quote.start - span.end, span.start - quote.end, 0) for quote in self._quotes)

    def _mentions(self, span: Evidence) -> Iterator[Mention]:
        for sentence in self._document.sentences:
            if sentence.start < span.end and span.start < sentence.end:
                yield from (m for m in sentence.mentions if m.start < span.end and span.start < m.end)
