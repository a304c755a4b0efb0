"""
Goods: the noun phrases of a sentence that may name goods, with whose they are.

Phrases are in order and disjoint; words that can be no goods (papers, people, money, time, a firm's name) never are one.
"""

from __future__ import annotations

from functools import cache

import msgspec

from service.extraction.tariffs import extents, scopes
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.view import View

_TRAILING = frozenset(("PREP", "TO", "PUNCT", "ADV", "DET", "CONJ", "ADJ"))
_BACK = 4
_LISTS = ("no_wares", "papers", "drafts", "governments")


class Goods(msgspec.Struct):
    """A phrase of the tokens from `first` to before `last` that names `product`; `targets` are whose goods these are."""

    view: View
    first: int
    last: int
    head: int
    prep: str
    product: str
    targets: tuple[str, ...]
    definite: bool


def phrases(view: View) -> list[Goods]:
    """The phrases of *view* that may name goods, in order."""
    found: list[Goods] = []
    past = 0
    for chunk in view.sentence.chunks:
        first = _begin(view, chunk.first, chunk.head)
        if chunk.head < past or _no_goods(view, chunk.head):
            continue
        last = max(extents.extent(view, first, view.size), chunk.head + 1)
        while last > chunk.head + 1 and (view.tag(last - 1) in _TRAILING or view.verb_of[last - 1] is not None):
            last -= 1
        scope = scopes.read(view, first, last)
        product = quantified(view, first, chunk.head) if scope.product is None else scope.product
        if product:
            prep = chunk.prep if first == chunk.first else ""
            found.append(Goods(view, first, last, chunk.head, prep, product, scope.targets, chunk.definite))
            past = last
    return found


def _begin(view: View, first: int, head: int) -> int:
    """Where the goods of a phrase begin that runs on from a duty or a figure: "the 15 percent duty Bangladeshi apparel"."""
    for at in range(head - 1, first - 1, -1):
        if view.rate_of[at] is not None or view.lower(at) in nouns("duty"):
            return at + 1
    return first


def quantified(view: View, first: int, head: int) -> str | None:
    """All goods of a worth or a number ("US$16 billion of goods", "1,400 lines"), None for goods that nobody counted."""
    if view.lower(head) not in nouns("goods"):
        return None
    numbers = [at for at in range(max(first - _BACK, 0), head) if view.tag(at) == "NUM" and view.rate_of[at] is None]
    if not numbers or view.date_of[numbers[0]] is not None:
        return None
    begin = numbers[0]
    while begin and view.tokens[begin - 1].end == view.tokens[begin].start and view.tag(begin - 1) != "PUNCT":
        begin -= 1
    words = [view.tokens[at] for at in range(begin, head + 1)]
    between = [view.tag(at) for at in range(numbers[-1] + 1, head)]
    if any(tag not in ("PREP", "ADJ", "NAME", "NOUN", "VBN", "POSS", "NUM") for tag in between):
        return None
    return view.text[words[0].start : words[-1].end]


def sort_of(view: View, goods: Goods) -> str:
    """What kind of noun goods are named by."""
    return sort(view, goods.head)


def sort(view: View, at: int) -> str:
    """What kind of noun stands at token *at*: goods of the lists, a name, a plural or another."""
    lower = view.lower(at)
    if lower in nouns("goods"):
        return "any goods"
    if lower in listed("sectoral") or lower in nouns("wares") or view.tokens[at].lemma in nouns("wares"):
        return "wares"
    if view.tag(at) == "NAME":
        return "name"
    return "plural" if lower.endswith("s") else "mass"


@cache
def _no_wares() -> frozenset[str]:
    """Every word that names no goods."""
    return frozenset().union(*map(listed, _LISTS), nouns("duty"), nouns("duty_in_context"))


def _no_goods(view: View, head: int) -> bool:
    lower, named = view.lower(head), view.mention_of[head]
    if lower in _no_wares() or view.tag(head) == "NUM":
        return True
    if view.date_of[head] is not None or view.rate_of[head] is not None or view.share_of[head] is not None:
        return True
    opens = named is not None and named.first == 0 and named.last == 1 and named.kind not in ("person", "party")
    return named is not None and named.last == head + 1 and not opens
