"""
Tariffs: the level that applies to a product on a day, and the levels of an imposer or on a target.

A level that has ended is no item: that it is known to have ended is the reason why there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, permutations

from service.domain.kinds import tariff
from service.domain.spans import Span
from service.domain.tariffs.selecting import ENDED
from service.queries.clocks import Clocks
from service.queries.questions import Asked, Question

KIND = "tariff"
ALL_GOODS = "*"
TOTAL = "total"


def level(asked: Asked, imposer: str, target: str, product: str = ALL_GOODS, component: str = TOTAL) -> Question:
    """
    The level that *imposer* puts on *product* of *target* (both codes), of the most specific scope that covers it.

    *component* is `total`, or words that match a component's reason.
    """

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return _selected(spans, asked.clocks, product, component)

    return Question(
        kind=KIND,
        asked=asked,
        filters=(("imposer", imposer), ("target", target), ("product", product), ("component", component)),
        subjects=_chain(imposer, target),
        pick=pick,
        past=lambda spans: tariff.ended(spans, product, component),
    )


def levels(
    asked: Asked,
    imposer: str | None = None,
    target: str | None = None,
    product: str | None = None,
    component: str | None = None,
) -> Question:
    """Every level of *imposer*, or on *target*: each scope and component by itself, or what answers to those named."""
    named = product is not None or component is not None

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        if not named:
            return [span for span in spans if span.value["status"] not in ENDED]
        subjects = groupby(spans, key=lambda span: (span.value["imposer"], span.value["target"]))
        return [
            span
            for _, held in subjects
            for span in _selected(list(held), asked.clocks, product or ALL_GOODS, component or TOTAL)
        ]

    both = imposer is not None and target is not None
    facets = [f"{name}:{code}" for name, code in (("imposer", imposer), ("target", target)) if code is not None]
    return Question(
        kind=KIND,
        asked=asked,
        filters=(("levels", True), ("of", (imposer, target, product, component))),
        subjects=_chain(imposer, target) if imposer is not None and target is not None else (),
        facets=() if both else tuple(facets),
        pick=pick,
        ranked=named,
    )


def between(facets: Sequence[str]) -> list[str] | None:
    """The two subjects that levels between two parties are of, where *facets* name two parties and nothing besides."""
    codes = [facet.removeprefix("party:") for facet in facets if facet.startswith("party:")]
    if len(codes) != len(facets) or len(set(codes)) != 2:
        return None
    return [f"{KIND}:{imposer}:{target}" for imposer, target in permutations(dict.fromkeys(codes))]


def _selected(spans: Sequence[Span], clocks: Clocks, product: str, component: str) -> list[Span]:
    """What answers on any of the days: which scope is the most specific may change from one to the next."""
    if clocks.first_day == clocks.last_day or not any(_stands(span, clocks) for span in spans):
        return list(tariff.select(spans, product, component))
    turns = {clocks.first_day, *(span.since_day for span in spans), *(span.until_day for span in spans)}
    found: dict[tuple[str, date], Span] = {}
    for day in sorted(turn for turn in turns if clocks.first_day <= turn <= clocks.last_day):
        standing = [span for span in spans if span.since_day <= day < span.until_day]
        for span in tariff.select(standing, product, component):
            found.setdefault((span.key, span.since_day), span)
    return list(found.values())


def _stands(span: Span, clocks: Clocks) -> bool:
    return span.since_day <= clocks.last_day and clocks.first_day < span.until_day


@lru_cache(maxsize=1 << 14)
def _chain(imposer: str, target: str) -> tuple[str, ...]:
    """The subjects to ask for, in order: the target's own, its groups', the one on all countries."""
    return tariff.lookup(imposer, target)
