"""
Modifiers: what stands before and after the noun of a duty in its own phrase.

Before it: whose it is, its rate, layer, goods and cause ("its additional 25% Section 232 steel tariffs"); after it:
rate, goods, cause, author and days ("of 25% on steel over fentanyl, imposed by Ottawa in March").
"""

from __future__ import annotations

import msgspec

from service.extraction.numbers import Rate
from service.extraction.parts import DateMention, VerbGroup
from service.extraction.tariffs import reasons, scopes
from service.extraction.tariffs.lexicon import bases, nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.reasons import Reason
from service.extraction.tariffs.view import View

_DEFINITE = frozenset("the this that these those its their his her our".split())
_POSSESSIVE = frozenset("its their his her our".split())
_ON = frozenset(("on", "against", "for", "upon", "targeting", "affecting", "covering", "hitting", "to", "across"))
_SISTERS = frozenset("quotas duties levies tariffs charges fees restrictions barriers taxes curbs sanctions".split())
_STEADY = frozenset("unchanged steady still now currently flat".split())
_INSIDE_TAGS = frozenset(("ADJ", "NOUN", "NAME", "NUM", "VBN", "VBD", "VBG", "ADV"))
_FROM = frozenset(("from", "instead", "than", "against", "versus", "compared"))


class Left(msgspec.Struct):
    """What stands before a duty's noun; `owner` are party codes, `form` how they stand: poss, adjective, name or pronoun."""

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


class Right(msgspec.Struct):
    """What stands after a duty's noun, up to token `last`."""

    last: int
    rate: Rate | None = None
    previous: Rate | None = None
    scope: scopes.Scope = msgspec.field(default_factory=scopes.Scope)
    reason: Reason | None = None
    imposer: str | None = None
    participle: VerbGroup | None = None
    dates: tuple[DateMention, ...] = ()


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
        return _owner_before(view, at, found, bool(products))
    if token.lower == "own":
        names.append("own")
        return at - 1
    if token.tag == "DET" or (token.tag == "NEG"):
        found.determined = True
        found.definite = token.lower in _DEFINITE
        if token.lower in _POSSESSIVE and not found.owner:
            found.form = "pronoun"
        names.append(token.lower)
        return at - 1
    if token.tag == "CONJ" or token.text in (",", "/"):
        return at - 1 if _crosses(view, at, found, products) and not bare else None
    if token.text == "-" or (token.text in "\"“”'‘’" and not bare         and (view.tag(at - 1) in _INSIDE_TAGS | {"DET"} or view.rate_of[at - 1] is not None)):
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
    if lower in listed("reasons") or lower.endswith(("-related", "-linked")) or lower in ("oil",):
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
    while nearer >= 0 and (
        view.tag(nearer) in ("DET",) or (view.tag(nearer) == "NAME" and view.verb_of[nearer] is None)
    ):
        nearer -= 1
        if view.tag(nearer + 1) == "DET":
            break
    found.determined = True
    found.definite = True
    return nearer


def _owner_before(view: View, at: int, found: Left, products: bool) -> int | None:
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


def right(view: View, at: int, stop: int, *, rated: bool) -> Right:
    """Read what follows a duty's noun up to *stop*, until something that is not part of its phrase."""
    found = Right(at)
    while at < stop:
        step = _right_step(view, at, stop, found, rated=rated or found.rate is not None)
        if step is None or step <= at:
            break
        at = step
        found.last = at
    return found


def _right_step(view: View, at: int, stop: int, found: Right, *, rated: bool) -> int | None:
    lower = view.lower(at)
    date = view.date_of[at] or (view.date_of[at + 1] if view.tag(at) in ("PREP", "SUB", "ADV", "ADJ", "VBG") else None)
    if date is not None:
        found.dates = (*found.dates, date)
        return max(date.last, at + 1)
    if lower in ("of", "at", "(", ":", "worth", "averaging", "totalling", "totaling") and not rated:
        ahead = _rate_ahead(view, at + 1)
        if ahead is not None:
            found.rate = view.rate_of[ahead]
            last = view.span_of(found.rate)[1]  # type: ignore[arg-type]
            return last + 1 if view.lower(last) == ")" else last
    if lower == "(" and rated and found.scope.empty:
        return _bracketed(view, at, found)
    if view.rate_of[at] is not None:
        if rated or view.tag(at - 1) == "NOUN":
            return None
        found.rate = view.rate_of[at]
        return view.span_of(found.rate)[1]  # type: ignore[arg-type]
    reason = reasons.at(view, at, stop)
    if reason is not None:
        found.reason = found.reason or reason
        return reason.last
    early = _small(view, at, found)
    if early is not None:
        return early
    if lower in ("under", "pursuant", "per"):
        return _authority(view, at, stop, found)
    if lower in _ON and not (lower == "on" and view.lower(at + 1) == "top"):
        return _scope(view, at, stop, found)
    if lower in ("of", "from") and found.scope.empty:
        return _origin(view, at, stop, found)
    if lower == "by" and view.party(_past_the(view, at + 1)) is not None:
        mention = view.party(_past_the(view, at + 1))
        assert mention is not None
        if found.participle is not None and found.participle.lemma in ("pay", "bear", "face", "owe"):
            found.scope.targets = found.scope.targets or mention.codes
            return mention.last
        found.imposer = mention.codes[0]
        return mention.last
    aside = _aside(view, at) if not rated else None
    if aside is not None:
        found.rate = view.rate_of[aside]
        return view.span_of(found.rate)[1]  # type: ignore[arg-type]
    verb = view.verb_of[at]
    if (
        verb is not None
        and verb.form == "participle"
        and verb.first == at
        and (verb.classes or view.lower(at + 1) == "by")
    ):
        found.participle = found.participle or verb
        return verb.last
    if lower in ("ad", "valorem", "duty", "rate"):
        return at + 1
    if lower in _STEADY and (view.lower(at + 1) in ("at", "of") or view.rate_of[at + 1] is not None) and not rated:
        return at + 1
    if lower == "and" and view.lower(at + 1) in _SISTERS and view.lower(at + 2) in ("on", "against"):
        return at + 2
    return None


def _small(view: View, at: int, found: Right) -> int | None:
    """Past small additions: "of its own", "in force", "for every country"."""
    lower = view.lower(at)
    if lower == "of" and view.lower(at + 1) in ("its", "their", "his") and view.lower(at + 2) == "own":
        return at + 3
    if lower == "in" and view.lower(at + 1) in ("force", "effect", "place"):
        return at + 2
    world = scopes.world_at(view, at + 1) if lower == "for" else 0
    if world and not found.scope.targets:
        found.scope.targets = ("WORLD",)
        return at + 1 + world
    return None


def _aside(view: View, at: int) -> int | None:
    """The position of a figure that stands in commas, brackets or dashes: ", now above 100%,", ", each set at 25%,"."""
    if view.tokens[at].text not in (",", "(", "–", "—"):
        return None
    for ahead in range(at + 1, min(at + 6, view.size)):
        rate = view.rate_of[ahead]
        if rate is not None:
            last = view.span_of(rate)[1]
            closes = (
                last >= view.size
                or view.tokens[last].text in (",", ")", "–", "—", ".")
                or view.date_of[last] is not None
                or view.lower(last) in ("since", "from")
            )
            return ahead if closes else None
        if view.tag(ahead) not in ("ADV", "DET", "PREP", "VBN", "VBD", "ADJ") and view.lower(ahead) not in (
            "set",
            "which",
            "is",
            "are",
            "was",
        ):
            return None
    return None


def _bracketed(view: View, at: int, found: Right) -> int | None:
    """Goods in brackets after a figure: "35% (goods outside the agreement)"."""
    close = next((k for k in range(at + 1, min(at + 12, view.size)) if view.tokens[k].text == ")"), None)
    if close is None or view.lower(at + 1) not in nouns("goods"):
        return None
    found.scope = scopes.read(view, at + 1, close)
    return close + 1


def _past_the(view: View, at: int) -> int:
    return at + 1 if view.lower(at) in ("the", "president", "a") else at


def _rate_ahead(view: View, at: int) -> int | None:
    """The position of the rate that starts within three tokens, past determiners and adjectives."""
    for ahead in range(at, min(at + 4, view.size)):
        if view.rate_of[ahead] is not None:
            return ahead
        if view.tag(ahead) not in ("DET", "ADJ", "ADV", "PREP", "NUM") and view.lower(ahead) not in ("rate", "tariff"):
            return None
    return None


def _authority(view: View, at: int, stop: int, found: Right) -> int | None:
    """Past "under Section 122 of the Trade Act", "under a separate order"; a named section becomes the reason."""
    ahead = at + 1
    while (
        ahead < stop
        and view.tag(ahead) in ("DET", "ADJ", "NOUN", "NAME", "NUM", "POSS", "TO")
        or (ahead < stop and view.lower(ahead) in ("of", "to"))
    ):
        section = reasons.section(view, ahead)
        if section is not None and found.reason is None:
            found.reason = section
        if view.rate_of[ahead] is not None or view.verb_of[ahead] is not None or view.date_of[ahead] is not None:
            break
        ahead += 1
    return ahead if ahead > at + 1 else None


def _scope(view: View, at: int, stop: int, found: Right) -> int | None:
    lower = view.lower(at)
    if lower == "to" and (view.verb_of[at] is not None or view.rate_of[at + 1] is not None or _duty_ahead(view, at + 1)):
        return None
    if lower == "for" and view.lower(at + 1) in ("now", "example", "instance", "years", "good", "every", "which"):
        return None
    end = scopes.extent(view, at + 1, stop)
    if end <= at + 1 or (lower == "on" and view.tokens[end - 1].lemma in scopes.NO_GOODS):
        return None
    scope = scopes.read(view, at + 1, end)
    if scope.empty and not scope.pronoun:
        return None
    if lower in ("for", "to") and not (scope.targets or scope.goods):
        return None
    if not found.scope.empty:
        return None
    found.scope = scope
    return end


def _duty_ahead(view: View, at: int) -> bool:
    """Whether the next noun is a duty: "adds 10% to the duties"."""
    return any(view.lower(ahead) in nouns("duty") for ahead in range(at, min(at + 4, view.size)))


def _origin(view: View, at: int, stop: int, found: Right) -> int | None:
    """ "the tariffs of the United States" owns, "a duty of Canada" likewise; other words after "of" end the phrase."""
    mention = view.party(_past_the(view, at + 1))
    if mention is None or view.lower(at) != "of" or mention.last > stop:
        return None
    found.imposer = found.imposer or mention.codes[0]
    return mention.last
