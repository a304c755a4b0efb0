"""
Akin: which goods a figure names, and the last duty told on goods of that kind.

Invariant: only what stands before the figure is looked at.
"""

from __future__ import annotations

from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.talk import Figure, Talk

_MANY = 6
"""So many tokens away goods may stand that no phrase of the figure names."""


def named(talk: Talk, figure: Figure) -> str | None:
    """The goods that the figure's own phrase or frame names, else the nearest of its sentence."""
    if figure.duty is not None and (figure.duty.scope.product or figure.duty.left.product):
        return figure.duty.scope.product or figure.duty.left.product
    if figure.framed is not None and figure.framed.product:
        return figure.framed.product
    near = [
        goods
        for goods in talk.goods(figure.view.index)
        if not (goods.first < figure.last and figure.first < goods.last)
    ]
    gap = {id(goods): figure.gap(goods.first, goods.last) for goods in near}
    near = [goods for goods in near if gap[id(goods)][1] - gap[id(goods)][0] <= _MANY]
    return min(near, key=lambda goods: gap[id(goods)][1] - gap[id(goods)][0]).product if near else None


def of_the_goods(talk: Talk, figure: Figure) -> Statement | None:
    """The last duty told before *figure* on goods of the kind that it names: "brandy" for "Torres brandy"."""
    goods = named(talk, figure)
    if goods is None:
        return None
    kind = goods.lower().rsplit(" ", 1)[-1]
    past = talk.before(figure)
    return next((held for held in reversed(past) if held.product and held.product.lower().split()[-1] == kind), None)
