"""
Scopes: which goods of whom a stretch of words names ("steel from Canada and Mexico", "C$30 billion of US goods").

A scope is read from left to right; origins become targets, the place of arrival the imposer, what is left the product.
"""

from __future__ import annotations

import re

import msgspec

from service.extraction.parts import Mention
from service.extraction.tariffs.everyone import everyone
from service.extraction.tariffs.lexicon import nouns, phrase_at
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.view import View

_INTO = frozenset(("to", "into", "in", "entering", "by", "within", "inside"))
MADE = frozenset(
    (
        "made built produced assembled manufactured originating grown imported shipped coming mined farmed sourced "
        "bought sold exported arriving"
    ).split()
)
_LINKS = frozenset("of from and or & in by to into as such including for with both worth entering per on".split())
_LOOSE = frozenset(("of", "and", "or", "on", "in", "for"))
_QUANTITY = re.compile(
    r"[$€£¥₹]|c\$|us\$|a\$|rs\.?|bn|billion|million|trillion|worth|some|about|nearly|around|most|all|\d[\d,.]*(?:bn|mn|m|k|tn|trn|billion|million)?|euros?|dollars?|pounds?|yuan|rupees?|yen|c|a|nz|nz\$",
    re.IGNORECASE,
)
_DESCRIBED = frozenset(
    "country nation kingdom giant bloc neighbour neighbor economy island superpower ally rival".split()
)
_MASSES = frozenset(
    (
        "set range list lists number series group variety array handful lot kind type category slew raft host batch "
        "basket portion bulk majority"
    ).split()
)
NO_GOODS = frozenset(
    (
        "agreement agreements deal deals pact pacts letter order proclamation treaty arrival entry top arrivals "
        "notice condition board behalf paper average account record hold track purpose grounds day schedule time "
        "basis demand signature signing ice"
    ).split()
)
_STAYS = frozenset(("stay", "stays", "remain", "remains", "side"))
"""What stands after goods and is none: "tariffs on Chinese goods stay"."""
_BUYS = frozenset(("buy", "import", "purchase"))
_WORLD_ADJECTIVES = frozenset(("foreign-made", "foreign", "imported", "overseas"))


class Scope(msgspec.Struct):
    """
    What a stretch of words says of goods: whose they are, where they arrive, and which they are.

    `product` is None for "all goods" and for a bare party; `goods` tells that goods (or their senders) are named,
    `ones` that they are those named before.
    """

    targets: tuple[str, ...] = ()
    into: str | None = None
    product: str | None = None
    goods: bool = False
    foreign: bool = False
    pronoun: bool = False
    last: int = 0
    every: bool = False
    ones: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was named at all."""
        return not (self.targets or self.product or self.goods or self.into or self.foreign)


class _Reader:
    """The state of reading one scope."""

    def __init__(self, view: View, first: int, last: int) -> None:
        self.view = view
        self.at = first
        self.first = first
        self.last = last
        self.targets: list[str] = []
        self.into: str | None = None
        self.words: list[tuple[int, int]] = []
        self.pending: list[tuple[int, int]] = []
        self.most = False
        self.every = False
        self.goods = self.foreign = self.pronoun = self.limited = self.ones = False
        self.noun_at: int | None = None

    def read(self) -> Scope:
        """Read to the end."""
        while self.at < self.last:
            self._step()
        self.words += self.pending
        product = self._product()
        limit = "most" if self.most else "certain" if self.limited else ""
        if limit and product is None and self.noun_at is not None:
            product = f"{limit} goods"
        targets = tuple(dict.fromkeys(self.targets))
        every = self.every and self.goods and not targets and product is None
        return Scope(
            targets,
            self.into,
            product,
            goods=self.goods,
            foreign=self.foreign,
            pronoun=self.pronoun,
            last=self.last,
            every=every,
            ones=self.ones and product is None,
        )

    def _step(self) -> None:
        view, at = self.view, self.at
        if view.tokens[at].text == "(":
            self.at = next((k for k in range(at + 1, self.last) if view.tokens[k].text == ")"), at) + 1
            return
        size = everyone(view.tokens, at)
        if phrase_at(view.tokens, at, "both_sides") and view.lower(at - 1) != "all":
            self.pronoun = True
            self.at += phrase_at(view.tokens, at, "both_sides")
            return
        if size and at + size <= self.last and not self._adjectival_world(at, size):
            if not (self.targets and view.lower(at).startswith(("other", "else"))):  # "Japan and other countries"
                self.targets.append("WORLD")
            self.at += size
            return
        mention = view.party(at)
        if mention is not None and mention.kind == "party" and mention.form != "pronoun":
            self._mention(mention)
            self.at = max(mention.last, at + 1)
            return
        if view.share_of[at] is not None:
            first, last = view.span_of(view.share_of[at])  # type: ignore[arg-type]
            self.pending.append((first, min(last + 1, self.last)))
            self.limited = True
            self.at = max(last + 1, at + 1)
            return
        named = view.mention_of[at]
        if named is None or named.kind != "place":
            self._word(at)
        self.at += 1

    def _adjectival_world(self, at: int, size: int) -> bool:
        """As in "global" before a noun is the noun's ("global brands"); before goods it means all of them."""
        return (
            size == 1
            and self.view.tag(at) == "ADJ"
            and self.view.tokens[min(at + 1, self.view.size - 1)].lower not in nouns("goods")
        )

    def _mention(self, mention: Mention) -> None:
        view = self.view
        before = view.lower(mention.first - 1)
        if before == "the":
            before = view.lower(mention.first - 2)
        buys = view.tokens[mention.last].lemma if mention.last < view.size else ""
        if buys in _BUYS and mention.form in ("name", "capital"):
            self.into = self.into or mention.codes[0]  # "everything America buys from abroad"
            self.every = self.goods = True
            return
        made = view.lower(mention.first - 2) in MADE or view.lower(mention.first - 3) in MADE
        if before == "by" and any(
            view.lower(at) in nouns("senders") for at in range(mention.last, min(mention.last + 3, self.last))
        ):
            self.targets += [code for code in mention.codes if code not in self.targets]
            return
        arrives = before in _INTO and mention.first - 1 > self.first - 1 and not (before in ("in", "by") and made)
        if arrives and mention.form != "adjective":
            if before != "by":
                self.into = mention.codes[0]
            return
        self.targets += [code for code in mention.codes if code not in self.targets]

    def _word(self, at: int) -> None:
        view = self.view
        token = view.tokens[at]
        if token.lower in nouns("goods"):
            self.goods = True
            self.noun_at = at
            self.ones = self.ones or view.lower(at - 1) in ("such", "these", "those")
            if self.pending:
                self.pending.append((at, at + 1))
                self.words += self.pending
                self.pending = []
            return
        if token.lower in nouns("senders") and not self.pending:
            self.goods = True
            return
        if token.lower in nouns("receivers"):
            return
        if token.lower == "ones":
            self.goods = self.ones = True
            return
        if token.lower in ("some", "many", "several", "few") and view.lower(at + 1) == "of":
            self.limited = True
            return
        if token.lower in listed("limiting") and token.tag in ("DET", "ADJ", "VBN", "VBD"):
            self.pending.append((at, at + 1))
            self.limited = True
            return
        if token.lower in _WORLD_ADJECTIVES:
            self.foreign = True
            return
        if token.lower in _DESCRIBED and not self.words:
            self.pending = []
            self.pronoun = True
            return
        if token.lower in ("countries", "nations") and view.lower(at - 1) == "from" and view.party(at) is None:
            self.targets.append("WORLD")
            return
        if token.lower in _MASSES and view.lower(at + 1) == "of":
            self.pending = []
            self.limited = True
            return
        if token.tag in ("NOUN", "NAME", "ADJ", "VBG", "VBN", "VBD", "VERB") and token.lower not in listed(
            "generic_goods"
        ):
            if (
                _QUANTITY.fullmatch(token.lower)
                or token.lower in MADE
                or token.lower in NO_GOODS
                or token.lower in _STAYS
                or token.lower in listed("plain")
            ):
                return
            self.pending.append((at, at + 1))
            return
        if (self.goods or self.pending or self.targets) and qualifies(view, at):
            start = self.pending[0][0] if self.pending else at
            while start > self.first and not self.pending and (view.tokens[start - 1].lower not in nouns("goods")):
                start -= 1
            self.words.append((max(start - 1, self.first), self.last))
            self.pending = []
            self.at = self.last
            return
        if token.lower == "most":
            self.most = True
        if token.lower in ("all", "every", "any"):
            self.every = True
        if token.tag == "PRON" or token.lower in ("their", "its", "these", "those"):
            self.pronoun = True

    def _product(self) -> str | None:
        """The words of the product, those between its parts included, without parties."""
        spans = sorted(self.words)
        if not spans:
            return None
        view = self.view
        first, last = spans[0][0], spans[-1][1]
        kept: list[str] = []
        marked = {at for span in spans for at in range(*span)}
        for at in range(first, last):
            mention = view.mention_of[at]
            token = view.tokens[at]
            party = mention is not None and bool(mention.codes) and mention.kind == "party" and at not in marked
            if (
                party
                or token.tag == "POSS"
                or (at not in marked and token.lower in ("from", "its", "their", "to", "the", "all", "any"))
            ):
                continue
            if token.text in (",", ")") or (kept and kept[-1].endswith(("-", "$"))):
                kept.append(token.text)
                if len(kept) > 1:
                    kept[-2:] = ["".join(kept[-2:])]
                continue
            kept.append(token.text)
        text = " ".join([word for word in kept if word]).replace(" %", "%").strip(" ,(")
        body, _, tail = text.rpartition(" ")
        return (body if tail in _LOOSE and body else text) or None


def read(view: View, first: int, last: int) -> Scope:
    """The scope of the tokens from *first* to before *last*."""
    return _Reader(view, first, last).read()


def world_at(view: View, at: int) -> int:
    """How many tokens words for every country take at token *at*, 0 for none."""
    return everyone(view.tokens, at)


def qualifies(view: View, at: int) -> bool:
    """Whether a limit of the goods named before token *at* begins there."""
    lower = view.lower(at)
    head = view.tokens[at - 1] if at else None
    if head is not None and head.lower in _DESCRIBED | {"countries", "nations", "partners"}:
        return False
    if head is None or not (
        head.lower in nouns("goods") or head.tag in ("NOUN", "NAME") or view.mention_of[at - 1] is not None
    ):
        return False
    if lower in ("deemed", "judged", "passing", "transiting", "suspected", "containing", "valued"):
        return head.lower in nouns("goods")
    if lower in ("outside", "covered", "meeting", "complying", "rerouted", "transshipped"):
        return True
    if lower == "not":
        return view.lower(at + 1) in ("covered", "complying", "meeting", "qualifying")
    if lower in ("that", "which") and view.tokens[at - 1].text != ",":
        clause = view.clause_of[at]
        if clause is None or clause.first != at or clause.verb.first - at > 2 or view.lower(clause.verb.first) == "had":
            return False
        return (
            not any(name.startswith("duty_") and name != "duty_total" for name in clause.verb.classes)
            and clause.verb.lemma != "be"
        )
    return False
