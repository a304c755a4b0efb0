"""Tariffs: the level that applies to a product on a day, and the levels of an imposer or on a target."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from service.domain.kinds import tariff
from service.domain.spans import Span
from service.queries.questions import Asked, Question

KIND = "tariff"
ALL_GOODS = "*"
TOTAL = "total"


def level(asked: Asked, imposer: str, target: str, product: str = ALL_GOODS, component: str = TOTAL) -> Question:
    """
    The level that *imposer* puts on *product* of *target* (both codes), the most specific scope that covers it.

    *component* is `total`, or words that match a component's reason.
    """
    return Question(
        kind=KIND,
        asked=asked,
        filters=(("imposer", imposer), ("target", target), ("product", product), ("component", component)),
        subjects=tariff.lookup(imposer, target),
        pick=partial(_select, product=product, component=component),
    )


def levels(
    asked: Asked,
    imposer: str | None = None,
    target: str | None = None,
    product: str | None = None,
    component: str | None = None,
) -> Question:
    """Every level of *imposer*, or on *target*, or both ways of all: each scope and component by itself."""
    filters = (("imposer", imposer), ("target", target), ("product", product), ("component", component), ("all", True))
    if imposer is not None and target is not None:
        return Question(kind=KIND, asked=asked, filters=filters, subjects=tariff.lookup(imposer, target))
    facets = [f"{name}:{code}" for name, code in (("imposer", imposer), ("target", target)) if code is not None]
    return Question(kind=KIND, asked=asked, filters=filters, facets=tuple(facets))


def _select(spans: Sequence[Span], *, product: str, component: str) -> Sequence[Span]:
    return tariff.select(spans, product, component)
