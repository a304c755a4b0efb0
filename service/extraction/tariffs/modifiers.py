"""
Modifiers: what stands before and after the noun of a duty in its own phrase.

Before it: whose it is, its rate, layer, goods and cause ("its additional 25% Section 232 steel tariffs"); after it:
rate, goods, cause, author and days ("of 25% on steel over fentanyl, imposed by Ottawa in March").
"""

from __future__ import annotations

import msgspec

from service.extraction.numbers import Rate
from service.extraction.parts import VerbGroup
from service.extraction.tariffs import reasons
from service.extraction.tariffs.lexicon import bases, nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.reasons import Reason
from service.extraction.tariffs.view import View

_DEFINITE = frozenset(["the", "this", "that", "these", "those", "its", "their", "his", "her", "our"])
_POSSESSIVE = frozenset(["its", "their", "his", "her", "our"])
_INSIDE_TAGS = frozenset(("ADJ", "NOUN", "NAME", "NUM", "VBN", "VBD", "VBG", "ADV"))
_FROM = frozenset(("from", "instead", "than", "against", "versus", "compared"))


class Left(msgspec.Struct):
    """What stands before a duty's noun; `owner` are party codes, `form` is poss, adjective, name or pronoun."""

    first: int
    rate: Rate | None = None
    owner: tuple[str, ...] = ()
    form: str = ""
    basis: str = ""
    reason: Reason | None = None
    product: str = ""
    world: bool = False
    definite: bool = False
    determined: bool = False
    participle: VerbGroup | None = None
    words: tuple[str, ...] = ()
    payer: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def limit(view: View, head: int) -> int:
    """The token before which the phrase around *head* ends at the latest: its clause's end."""
    for clause in view.sentence.clauses:
        form = clause.verb.form
        made = form == "gerund" and view.lower(clause.verb.first) in ("originating", "entering", "arriving", "coming")
        reduced = (form == "participle" or made) and clause.first == clause.verb.first
        dated = view.lower(clause.first) in ("since", "from", "until") and view.date_of[clause.first + 1] is not None
        if dated and clause.first > head:
            return clause.verb.first
        if clause.first > head and not reduced and clause.marker not in ("because", "for"):
            return clause.first
    return view.size


def preposition(view: View, first: int) -> str:
    """The preposition that governs the phrase that starts at *first* ("to", "from", "at", "instead"), "" for none."""
    at = first - 1
    while at >= 0 and (view.tag(at) == "ADV" or view.lower(at) in ("down", "up", "about", "a", "an", "just", "back")):
        at -= 1
    if at < 0 or view.verb_of[at] is not None:
        return "to" if at >= 0 and view.lower(at) == "to" else ""
    lower = view.lower(at)
    if lower == "of" and view.lower(at - 1) == "instead":
        return "from"
    if lower in ("with", "to") and view.lower(at - 1) == "compared":
        return "from"
    if lower in _FROM:
        return "from"
    return lower if view.tag(at) in ("PREP", "TO", "SUB") or lower in ("(", ":") else ""


def left(view: View, head: int, taken: list[bool], *, bare: bool = False) -> Left:
    """Read the modifiers before *head* from right to left; with *bare* only those that a figure alone may have."""
    found = Left(head)
    products: list[int] = []
    at = head - 1
    names: list[str] = []
    while at >= 0 and not taken[at]:
        step = _left_step(view, at, found, products, names, bare=bare)
        if step is None:
            break
        at = step
        found.first = at + 1
        if found.determined:
            break
    _trim_left(view, head, found)
    if products:
        products.sort()
        found.product = " ".join(view.tokens[k].text for k in products if k >= found.first)
    found.words = tuple(names)
    return found


def _left_step(view: View, at: int, found: Left, products: list[int], names: list[str], *, bare: bool) -> int | None:
    """Take the token (or the mention, rate or pair) that ends at *at*; the next position, None to stop."""
    token = view.tokens[at]
    rate = view.rate_of[at]
    if token.lower == "in" and found.first == at + 1 and view.rate_of[at - 1] is not None and not bare:
        return at - 1  # "another 25% in tariffs"
    if rate is not None:
        if found.rate is not None or bare:
            return None
        found.rate = rate
        return view.span_of(rate)[0] - 1
    if view.date_of[at] is not None and token.tag != "POSS":
        return None
    if token.tag == "POSS":
        return _possessor(view, at, found)
    verb = view.verb_of[at]
    if (
        verb is not None
        and not (verb.form == "participle" and verb.last - verb.first == 1)
        and token.lower not in listed("plain")
    ):
        return None
    named = view.mention_of[at]
    if named is not None and not named.codes and named.last - named.first > 1 and not bare and token.text.istitle():
        return named.first - 1
    mention = view.party(at)
    if mention is not None and not bare:
        return _owner_before(view, at, found)
    if token.lower == "own":
        names.append("own")
        return at - 1
    if token.tag in {"DET", "NEG"}:
        found.determined = True
        found.definite = token.lower in _DEFINITE
        if token.lower in _POSSESSIVE and not found.owner:
            found.form = "pronoun"
        names.append(token.lower)
        return at - 1
    if token.tag == "CONJ" or token.text in (",", "/"):
        return at - 1 if _crosses(view, at, found, products) and not bare else None
    if token.text == "-" or (
        token.text in "\"“”'‘’"
        and not bare
        and (view.tag(at - 1) in _INSIDE_TAGS | {"DET"} or view.rate_of[at - 1] is not None)
    ):
        return at - 1
    if token.tag not in _INSIDE_TAGS or (bare and token.tag not in ("ADJ", "ADV")):
        return None
    return _modifier(view, at, found, products, names, bare=bare)


def _modifier(view: View, at: int, found: Left, products: list[int], names: list[str], *, bare: bool) -> int | None:
    token = view.tokens[at]
    lower = token.lower
    names.append(lower)
    if lower in bases():
        found.basis = found.basis or bases()[lower]
    if lower in listed("reasons") or lower.endswith(("-related", "-linked")) or lower == "oil":
        begin = at
        if view.mention_of[at - 1] is not None and at and lower in ("oil", "crude", "energy"):
            begin = at - 1
        found.reason = found.reason or Reason(view.quote(begin, at + 1), at + 1)
        return begin - 1
    if token.tag == "NUM" and view.lower(at - 1) in ("section", "sections", "sec."):
        found.reason = found.reason or reasons.section(view, at - 1)
        return at - 2
    if lower in ("emergency", "ieepa"):
        return at - 1
    if lower in ("global", "universal", "worldwide", "across-the-board", "blanket"):
        found.world = True
        return at - 1
    if lower in listed("plain") or lower in bases() or token.tag == "ADV":
        if view.verb_of[at] is not None and found.participle is None:
            found.participle = view.verb_of[at]
        return at - 1
    if token.tag in ("VBN", "VBD", "VBG"):
        found.participle = found.participle or view.verb_of[at]
        return at - 1
    if bare:
        return None
    if token.tag == "NUM" and not (lower.isdigit() and len(lower) <= 3):
        return None
    if token.lower in nouns("goods") or token.tag == "NUM" or not _is_product(view, at, found, products):
        return at - 1
    products.append(at)
    return at - 1


def _is_product(view: View, at: int, found: Left, products: list[int]) -> bool:
    """Whether the modifier at *at* names goods: a noun, or an adjective of goods before one."""
    token = view.tokens[at]
    if token.lower in listed("clocks"):
        return False
    if token.tag in ("ADJ", "ADV", "VBN", "VBD"):
        return bool(products and min(products) == at + 1) or token.lower in listed("product_adjectives")
    return at > 0 or found.first == at + 1 or bool(products and min(products) == at + 1)


def _possessor(view: View, at: int, found: Left) -> int | None:
    """The party that owns the duty ("India's", "the Trump administration's"), and what stands before it."""
    nearer = at - 1
    while nearer >= 0 and nearer > at - 6:
        mention = view.mention_of[nearer]
        if mention is not None and mention.codes:
            if found.owner:
                found.payer = mention.codes
            else:
                found.owner, found.form = mention.codes, "poss"
            nearer = mention.first - 1
            break
        if view.tag(nearer) not in ("NOUN", "NAME", "ADJ"):
            break
        nearer -= 1
    while nearer >= 0 and (view.tag(nearer) == "DET" or (view.tag(nearer) == "NAME" and view.verb_of[nearer] is None)):
        nearer -= 1
        if view.tag(nearer + 1) == "DET":
            break
    found.determined = True
    found.definite = True
    return nearer


def _owner_before(view: View, at: int, found: Left) -> int | None:
    mention = view.mention_of[at]
    assert mention is not None
    if mention.form in ("pronoun", "description", "office") and not found.form:
        return None
    if mention.codes == ("WORLD",):
        found.world = True
        return mention.first - 1
    found.names = (mention.name, *found.names)
    if not found.owner:
        found.owner = mention.codes
        found.form = (
            "adjective"
            if mention.form == "adjective" or mention.kind == "person"
            else "pair"
            if mention.form == "pair"
            else "name"
        )
    else:
        found.owner = (*mention.codes, *found.owner)
    return mention.first - 1


def _crosses(view: View, at: int, found: Left, products: list[int]) -> bool:
    """Whether the conjunction or comma at *at* joins two modifiers of one kind."""
    before = at - 1
    if view.tokens[at].tag == "CONJ" and view.tokens[before].text == ",":
        before -= 1
    if before < 0 or view.tokens[at + 1].tag == "DET":
        return False
    if view.rate_of[before] is not None or view.date_of[before] is not None or view.verb_of[before] is not None:
        return False
    if found.owner and found.form == "name" and found.first == at + 1:
        return view.party(before) is not None
    if products and min(products) == at + 1:
        if view.tokens[at].text == ",":
            return (
                any(view.tag(k) == "CONJ" for k in range(at + 1, min(at + 5, view.size)))
                and view.tag(before) in ("NOUN", "NAME", "ADJ")
                and view.party(before) is None
            )
        return (
            view.tag(before) in ("NOUN", "NAME")
            and view.party(before) is None
            and view.tokens[before].lower not in nouns("goods")
        )
    return False


def _trim_left(view: View, head: int, found: Left) -> None:
    """A phrase starts with no mark and no bare adverb."""
    while found.first < head and (view.tokens[found.first].text in ",-“\"'" or view.tag(found.first) == "CONJ"):
        found.first += 1
