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
    nearest, product = _MANY + 1, None
    for goods in talk.goods(figure.view.index):
        first, last = figure.gap(goods.first, goods.last)
        beside = goods.last <= figure.first or figure.last <= goods.first
        if beside and last - first < nearest:
            nearest, product = last - first, goods.product
    return product


def of_the_goods(talk: Talk, figure: Figure) -> Statement | None:
    """The last duty told before *figure* on goods of the kind that it names: "brandy" for "Torres brandy"."""
    goods = named(talk, figure)
    if goods is None:
        return None
    kind = goods.lower().rsplit(" ", 1)[-1]
    past = talk.before(figure)
    return next((held for held in reversed(past) if held.product and held.product.lower().split()[-1] == kind), None)
