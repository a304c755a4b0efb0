"""
Wares: which goods a figure may be a duty on, and what speaks for each.

"*" (all goods) is always a candidate; every noun phrase of the sentence that may be goods is one, and what the article
told before. Words that are no goods ("total", "decree", a firm's name) never are.
"""

from __future__ import annotations

from service.extraction.tariffs import likeness
from service.extraction.tariffs.goods import Goods, sort_of
from service.extraction.tariffs.talk import Features, Figure, Talk, add, between, deed, nearness
from service.extraction.tariffs.view import View

ALL = "*"
_LINKS = 3
_RECENT = 3
_TOPICS = 3


def products(talk: Talk, figure: Figure, bearers: tuple[str, ...]) -> dict[str, Features]:
    """The candidates for the goods of the figure's duty on *bearers*, with what speaks for each."""
    found: dict[str, Features] = {ALL: ["all"]}
    _in_phrases(figure, found)
    _in_sentence(talk, figure, found)
    _of_frame(figure, found)
    _before(talk, figure, bearers, found)
    here = False
    for product, features in found.items():
        if product == ALL:
            continue
        local = "here" in features
        here = here or local
        features.append("goods" if local else "from before")
        if likeness.sectoral(product):
            features.append("sectoral" if local else "sectoral from before")
    found[ALL].append("others here" if here else "none here")
    for features in found.values():
        if "WORLD" in bearers:
            features.append("on everyone:" + ("all" if features is found[ALL] else "goods"))
    return found


def _in_phrases(figure: Figure, found: dict[str, Features]) -> None:
    """The goods of the figure's own duty phrase and of the others in its sentence."""
    own = figure.duty
    if own is not None:
        if own.scope.product:
            add(found, own.scope.product, "scope", "here")
        elif not own.scope.empty:
            add(found, ALL, "scope without goods")
        if own.left.product:
            add(found, own.left.product, "left", "here")
        if own.left.definite:
            add(found, ALL, "definite")
        if own.noun:
            add(found, ALL, "named duty")
    for duty in figure.phrases:
        if duty is own:
            continue
        product = duty.scope.product or duty.left.product
        left = duty.first < figure.first
        side = "L" if left else "R"
        rated = "rated" if duty.rate is not None else "open"
        if product:
            distance = figure.first - duty.last if left else duty.first - figure.last
            add(found, product, f"duty:{side}:{rated}:{nearness(distance)}", "here")
        elif duty.noun:
            add(found, ALL, f"plain duty:{side}:{rated}")


def _in_sentence(talk: Talk, figure: Figure, found: dict[str, Features]) -> None:
    """The noun phrases of the sentence, each by where it stands to the figure."""
    view = figure.view
    nearest: dict[str, tuple[int, Goods]] = {}
    for goods in talk.goods(view.index):
        if goods.first < figure.last and figure.first < goods.last:
            continue
        first, last = figure.gap(goods.first, goods.last)
        held = nearest.get(goods.product)
        if held is None or last - first < held[0]:
            nearest[goods.product] = (last - first, goods)
    closest = {
        side: min(
            (row for row in nearest.values() if _side(figure, row[1]) == side), key=lambda row: row[0], default=None
        )
        for side in "LR"
    }
    for product, (distance, goods) in nearest.items():
        side = _side(figure, goods)
        told = [f"near:{side}:{nearness(distance)}", *_standing(figure, goods, side)]
        row = closest[side]
        if row is not None and row[1] is goods:
            told.append(f"nearest:{side}")
        add(found, product, "here", *told)
    if figure.clause is not None and figure.clause.subject:
        named = any(mention.codes for chunk in figure.clause.subject for mention in chunk.mentions)
        subject = figure.clause.subject
        traded = any(
            goods.first < subject[-1].last and subject[0].first < goods.last for goods in talk.goods(view.index)
        )
        if named and not traded:
            add(found, ALL, f"subject party:{deed(figure.clause)}")


def _side(figure: Figure, goods: Goods) -> str:
    return "L" if goods.last <= figure.first else "R"


def _standing(figure: Figure, goods: Goods, side: str) -> Features:
    """How a phrase of goods stands to the figure."""
    view, clause = figure.view, figure.clause
    first, last = figure.gap(goods.first, goods.last)
    starts = (view.span_of(rate)[0] for rate in view.rates if rate is not figure.rate)
    apart = min(sum(first <= at < last for at in starts), 2)
    sort = sort_of(view, goods)
    found = [
        f"rates:{side}:{apart}",
        f"prep:{side}:{goods.prep}",
        f"prep:{side}:{goods.prep}:{apart}:{nearness(last - first)}",
        f"sort:{sort}",
        f"sort:{sort}:{side}:{goods.prep}:{apart}",
        f"head:{view.tokens[goods.head].lemma}",
    ]
    if goods.targets:
        found.append("with party")
    if goods.definite:
        found.append("definite goods")
    if any(map(str.isdigit, goods.product)):
        found.append("counted")
    if last - first <= _LINKS:
        found.append(f"link:{side}:{between(view, first, last)}")
    if clause is not None and clause.subject and clause.subject[0].first <= goods.head < clause.subject[-1].last:
        found += [f"subject:{deed(clause)}:{clause.verb.voice}", f"subject sort:{sort}"]
    elif clause is not None and clause.first <= goods.head < clause.last:
        found.append(f"own clause:{deed(clause)}:{side}")
    else:
        other = view.clause_of[goods.head]
        found.append(f"other clause:{side}:{deed(other)}")
    return found


def _of_frame(figure: Figure, found: dict[str, Features]) -> None:
    """The goods that a frame, or the article's thread, gave the figure."""
    own = figure.framed
    if own is None:
        return
    product = own.product or ALL
    said = own.duty is not None and product in (own.duty.scope.product, own.duty.left.product)
    add(found, product, "framed", "framed:said" if said else "framed:else", f"framed:{own.frame or 'phrase'}")


def _before(talk: Talk, figure: Figure, bearers: tuple[str, ...], found: dict[str, Features]) -> None:
    """The goods of the duties told before, and what the sentence before and the heading are about."""
    past = talk.before(figure)
    if past:
        last = past[-1]
        where = talk.distance(figure, last.sentence)
        alike = "same" if last.targets == bearers else "other"
        kind = "all" if last.product is None else "goods"
        told = (f"last:{where}:{kind}:{alike}", f"last:{'rate' if last.rate is not None else 'none'}")
        add(found, last.product or ALL, f"last:{where}", *told)
        if figure.rate is not None and last.rate == figure.rate.value:
            add(found, last.product or ALL, f"last of the rate:{where}")
    for held in past[-_RECENT:-1]:
        add(found, held.product or ALL, f"recent:{talk.distance(figure, held.sentence)}")
    if figure.rate is not None:
        for held in past:
            if held.rate == figure.rate.value:
                add(found, held.product or ALL, "of the rate")
    for held in talk.memory.headline:
        add(found, held.product or ALL, "headline")
    for place, (product, count) in enumerate(talk.whole.products):
        add(found, product, f"taxed most:{place}", f"taxed:{min(count, 3)}")
    index = figure.view.index
    if index and talk.distance(figure, index - 1) in ("prev", "prevpara"):
        where = talk.distance(figure, index - 1)
        for goods in talk.goods(index - 1)[:_TOPICS]:
            role = _role(talk.views[index - 1], goods)
            add(found, goods.product, f"before:{where}:{role}", f"before:{sort_of(talk.views[index - 1], goods)}")
    for held in reversed(past):
        if held.targets == bearers:
            add(found, held.product or ALL, f"last on them:{talk.distance(figure, held.sentence)}")
            break
    for goods in talk.under(figure)[:_TOPICS]:
        add(found, goods.product, "heading", f"heading:{sort_of(goods.view, goods)}")


def _role(view: View, goods: Goods) -> str:
    clause = view.clause_of[goods.head]
    if clause is not None and clause.subject and clause.subject[0].first <= goods.head < clause.subject[-1].last:
        return "subject"
    return "first" if goods.first <= 1 else goods.prep or "object"
