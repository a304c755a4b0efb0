"""
A view of one sentence: which rate, mention, verb group and date each token belongs to.

Token positions count within the sentence; everything here is looked up, never guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from service.extraction import gazetteer
from service.extraction.numbers import Rate, is_movement, is_share, rates
from service.extraction.parts import Clause, DateMention, Mention, Sentence, VerbGroup
from service.extraction.tariffs import groups
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.retagging import refined

if TYPE_CHECKING:
    from service.extraction.tariffs.duties import Duty

_ACTING = frozenset(
    "exempt outside excluded hold ended force exemptions exceptions exemption reach scope exception".split()
)
_BEYOND = 4
"""So many tokens past the end may be looked up."""
_LAWS = frozenset(("act", "order", "proclamation", "law", "regulation", "no.", "announcement", "directive", "decision"))


_SINCE = frozenset(("since", "from", "starting", "effective", "beginning"))


class View:
    """
    A sentence with an index from tokens to what they are part of.

    `rates` are the figures that may be a duty; `shares` holds the positions of rates that count a part of something;
    `said` are its words, to ask at once whether any of many stands in it; `duties` holds what `duties` found in it.
    """

    def __init__(self, text: str, sentence: Sentence, index: int) -> None:
        self.text = text
        self.sentence = refined(sentence)
        self.index = index
        self.tokens = self.sentence.tokens
        self.said = self.sentence.said
        self.size = len(self.tokens)
        self.rates: list[Rate] = []
        self.shares: list[Rate] = []
        self.rate_of: list[Rate | None] = [None] * (self.size + _BEYOND)
        self.share_of: list[Rate | None] = [None] * (self.size + _BEYOND)
        self.mention_of: list[Mention | None] = [None] * (self.size + _BEYOND)
        self.verb_of: list[VerbGroup | None] = [None] * (self.size + _BEYOND)
        self.date_of: list[DateMention | None] = [None] * (self.size + _BEYOND)
        self.clause_of: list[Clause | None] = [None] * (self.size + _BEYOND)
        self.duties: dict[bool, list[Duty]] = {}
        self._index_rates()
        for mention in self.sentence.mentions:
            self._fill(self.mention_of, mention.first, mention.last, mention)
            if not mention.codes and mention.last - mention.first > 1:
                self._inside(mention)
        for clause in self.sentence.clauses:
            self._fill(self.verb_of, clause.verb.first, clause.verb.last, clause.verb)
            self._fill(self.clause_of, clause.first, clause.last, clause)
        self.sentence = msgspec.structs.replace(
            self.sentence, dates=tuple(self._dated(date) for date in self.sentence.dates)
        )
        for date in self.sentence.dates:
            self._fill(self.date_of, date.first, date.last, date)

    def _dated(self, date: DateMention) -> DateMention:
        """*date*, without its value where it only belongs to a law's name ("the Trade Act of 1974")."""
        leads = self.lower(date.first - 1)
        if leads == "of" and not _LAWS.isdisjoint(
            [token.lower for token in self.tokens[max(date.first - 5, 0) : date.first]]
        ):
            return msgspec.structs.replace(date, value=None, edtf=None)
        if leads == "on" and date.relation == "on":
            opening = {token.lower for token in self.tokens[max(date.first - 8, 0) : date.first]}
            if opening & {"am", "pm", "a.m.", "p.m.", "midnight"} and opening & _SINCE:
                return msgspec.structs.replace(date, relation="from")
        return date

    @staticmethod
    def _fill(slots: list, first: int, last: int, value: object) -> None:  # type: ignore[type-arg]
        if last > first:
            slots[first:last] = [value] * (last - first)

    def _index_rates(self) -> None:
        for rate in rates(self.text, self.sentence.start, self.sentence.end):
            share = is_share(self.text, rate)
            if share:
                self.shares.append(rate)
            elif is_movement(self.text, rate):
                continue
            else:
                self.rates.append(rate)
            first, last = self.span_of(rate)
            self._fill(self.share_of if share else self.rate_of, first, last, rate)

    def _inside(self, mention: Mention) -> None:
        """Parties in words that only stand side by side: "NEW US RATES", "GMT US", "Other Japanese"."""
        opening = self.tokens[mention.first].lower
        opens = opening in listed("generic_goods") or opening in listed("plain") or opening in listed("limiting")
        if not opens and not all(token.text.isupper() for token in self.tokens[mention.first : mention.last]):
            return
        for at in range(mention.first, mention.last):
            found = gazetteer.match(self.tokens, at)
            if found is not None:
                entry, size = found
                token = self.tokens[at]
                party = Mention(
                    "party",
                    token.start,
                    self.tokens[at + size - 1].end,
                    at,
                    at + size,
                    token.text,
                    entry.form,
                    (entry.code,),
                )
                self._fill(self.mention_of, at, at + size, party)

    @property
    def label(self) -> str:
        """What the line says before a colon that cleaning took for a dateline ("Vietnam: 20%"), "" for nothing."""
        begin = self.text.rfind("\n", 0, self.sentence.start) + 1
        before = self.text[begin : self.sentence.start].strip(" *•-–—\t")
        return before[:-1] if before.endswith(":") and len(before) < 60 else ""

    @cached_property
    def acts(self) -> bool:
        """Whether a verb of the duty tables, or "exempt" after a copula, stands in the sentence."""
        return not _ACTING.isdisjoint(self.said) or any(
            name.startswith("duty_") for clause in self.sentence.clauses for name in clause.verb.classes
        )

    @cached_property
    def groups(self) -> list[groups.Group]:
        """The parties that it names, those side by side together."""
        return groups.find(self)

    @cached_property
    def named(self) -> tuple[int, ...]:
        """The tokens that are nouns for a duty, in order."""
        duty = nouns("duty")
        return tuple([at for at, token in enumerate(self.tokens) if token.lower in duty])

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts in the text."""
        return [token.start for token in self.tokens]

    def span_of(self, rate: Rate) -> tuple[int, int]:
        """The half-open token positions of *rate* with its operator words."""
        return bisect_left(self.starts, rate.lead), bisect_left(self.starts, rate.end)

    def lower(self, at: int) -> str:
        """The lower-case form of token *at*, "" beyond the sentence."""
        return self.tokens[at].lower if 0 <= at < self.size else ""

    def tag(self, at: int) -> str:
        """The tag of token *at*, "" beyond the sentence."""
        return self.tokens[at].tag if 0 <= at < self.size else ""

    def quote(self, first: int, last: int) -> str:
        """The text of the tokens from *first* to before *last*."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def party(self, at: int) -> Mention | None:
        """The mention at token *at* if it stands for parties (a country, a group, a leader or an institution)."""
        mention = self.mention_of[at] if 0 <= at < self.size else None
        return mention if mention is not None and mention.codes else None
