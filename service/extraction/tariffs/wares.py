"""
Wares: which goods a figure may be a duty on, and what speaks for each.

"*" (all goods) is always a candidate; words that are no goods ("total", "decree", a firm's name) never are.
"""

from __future__ import annotations

from service.extraction.parts import Chunk, Clause
from service.extraction.tariffs import extents, scopes
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.talk import Features, Figure, Talk, add, deed, nearness
from service.extraction.tariffs.view import View

ALL = "*"
_BEFORE = frozenset(("at", "to", "up", ":", "(", "by", "of", "from", ",", "no", "change"))
_TRAILING = frozenset(("PREP", "TO", "PUNCT", "ADV", "DET", "CONJ"))
_OWN = ("subject", "right", "phrase", "left", "duty", "scope")
_FAR = 8
_SURE = ("scope", "left", "right before", "phrase:on:R:0", "phrase:for:R:0", "subject")
"""Where the goods of a figure stand, the surest place first."""


def _goods(view: View, first: int, last: int) -> scopes.Scope:
    """The goods of the tokens from *first* to before *last*, none where the words are no goods."""
    while last > first and (view.tag(last - 1) in _TRAILING or view.verb_of[last - 1] is not None):
        last -= 1
    if last <= first:
        return scopes.Scope()
    scope = scopes.read(view, first, last)
    if scope.product and _names_no_goods(view, last - 1):
        scope.product = None
    return scope


def _names_no_goods(view: View, at: int) -> bool:
    lower, named = view.lower(at), view.mention_of[at]
    lists = ("no_wares", "papers", "drafts", "governments")
    if any(lower in listed(name) for name in lists) or lower in nouns("duty") or lower in nouns("duty_in_context"):
        return True
    return named is not None and named.last == at + 1


def _sort(view: View, at: int) -> str:
    lower = view.lower(at)
    if lower in listed("sectoral") or lower in nouns("goods"):
        return "listed"
    return "plural" if lower.endswith("s") else "mass"


def _in_phrases(figure: Figure, found: dict[str, Features]) -> None:
    """The goods of the figure's own duty phrase and of the others in its sentence."""
    own = figure.duty
    if own is not None:
        if own.scope.product:
            add(found, own.scope.product, "scope")
        elif not own.scope.empty:
            add(found, ALL, "scope without goods")
        if own.left.product:
            add(found, own.left.product, "left")
        if own.left.definite:
            add(found, ALL, "definite")
    for duty in figure.phrases:
        if duty is own:
            continue
        product = duty.scope.product or duty.left.product
        left = duty.first < figure.first
        side = "L" if left else "R"
        rated = "rated" if duty.rate is not None else "open"
        if product:
            distance = figure.first - duty.last if left else duty.first - figure.last
            add(found, product, f"duty:{side}:{rated}:{nearness(distance)}")
        elif duty.noun:
            add(found, ALL, f"plain duty:{side}:{rated}")


def _in_clause(figure: Figure, clause: Clause, found: dict[str, Features]) -> None:
    """The goods that the clause is about, and those told beside the figure."""
    view = figure.view
    if clause.subject:
        scope = _goods(view, clause.subject[0].first, clause.subject[-1].last)
        if scope.product:
            sort = _sort(view, clause.subject[-1].head)
            add(found, scope.product, f"subject:{deed(clause)}", f"subject goods:{sort}")
        elif scope.targets or scope.goods:
            add(found, ALL, f"subject party:{deed(clause)}")
    for chunk in (*clause.objects, *clause.phrases):
        _beside(figure, clause, chunk, found)


def _beside(figure: Figure, clause: Clause, chunk: Chunk, found: dict[str, Features]) -> None:
    view = figure.view
    left = chunk.last <= figure.first
    if chunk.prep not in ("on", "for", *(("",) if left else ())):
        return
    first, last = figure.gap(chunk.first, chunk.last)
    if not 0 <= last - first <= _FAR:
        return
    rates = [view.span_of(rate)[0] for rate in view.rates if rate is not figure.rate]
    stop = min([figure.first if left else clause.last, *(at for at in rates if at > chunk.first)])
    scope = _goods(view, chunk.first, extents.extent(view, chunk.first, stop))
    if scope.product:
        apart = int(any(first <= at < last for at in rates))
        side = "L" if left else "R"
        add(found, scope.product, f"phrase:{chunk.prep}:{side}:{apart}", f"phrase goods:{_sort(view, chunk.head)}")


def _right_before(figure: Figure, found: dict[str, Features]) -> None:
    """The goods before a figure in a list: "wheat 20 per cent and brown rice 30 per cent"."""
    view, at = figure.view, figure.first - 1
    while at >= 0 and (view.tag(at) in ("ADV", "DET") or view.lower(at) in _BEFORE):
        at -= 1
    chunk = next((chunk for chunk in view.sentence.chunks if chunk.first <= at < chunk.last), None)
    if chunk is None or view.verb_of[at] is not None:
        return
    group = next(other.first for other in view.sentence.chunks if other.group == chunk.group)
    first = max([group, *(end for rate in view.rates if (end := view.span_of(rate)[1]) <= at)])
    scope = _goods(view, first, at + 1)
    if scope.product:
        opens = view.lower(first - 1) if view.tag(first - 1) in ("PREP", "CONJ", "PUNCT") else "-"
        add(found, scope.product, "right before", f"before goods:{_sort(view, at)}", f"right before:{opens}")
    elif scope.targets:
        add(found, ALL, "party right before")


def _here(figure: Figure) -> dict[str, Features]:
    """The candidates that the figure's sentence names; read once for each figure."""
    if figure.wares is not None:
        return {product: list(told) for product, told in figure.wares.items()}
    found: dict[str, Features] = {ALL: ["all"]}
    _in_phrases(figure, found)
    if figure.clause is not None:
        _in_clause(figure, figure.clause, found)
    _right_before(figure, found)
    figure.wares = {product: list(told) for product, told in found.items()}
    return found


def named(figure: Figure) -> str | None:
    """The goods that the figure's sentence names for it, the surest first; None for none."""
    found = {product: told for product, told in _here(figure).items() if product != ALL}
    for sure in _SURE:
        for product, told in found.items():
            if any(feature.startswith(sure) for feature in told):
                return product
    return None


def products(talk: Talk, figure: Figure) -> dict[str, Features]:
    """The candidates for the goods of the figure's duty, with what speaks for each."""
    found = _here(figure)
    past = talk.before(figure)
    if past:
        rated = "last:rate" if past[-1].rate is not None else "last:none"
        add(found, past[-1].product or ALL, f"last:{talk.distance(figure, past[-1].sentence)}", rated)
    for held in past[-3:-1]:
        add(found, held.product or ALL, f"recent:{talk.distance(figure, held.sentence)}")
    for product, features in found.items():
        if product != ALL:
            told = any(feature.startswith(_OWN) for feature in features)
            features.extend(["goods"] if told else ["goods", "from before"])
    return found
