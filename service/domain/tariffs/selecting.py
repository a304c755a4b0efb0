"""
Selecting: of the levels that hold on a day, those that answer a question about some goods and a component.

The most specific scope that covers the goods answers, all goods otherwise; what has ended is no level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.domain.spans import Span
from service.domain.tariffs.book import TOTAL
from service.domain.tariffs.goods import GENERAL, Scope, distance, scopes_of
from service.domain.tariffs.reasons import Reason, likeness, reason_of

ENDED = frozenset({"lifted", "expired", "withdrawn", "struck_down", "suspended"})
"""Statuses of spans that say that no duty is charged any more; `exempt` is an answer of its own."""


def select(spans: Iterable[Span], product: str, component: str) -> tuple[Span, ...]:
    """
    The spans that answer, of one subject's *spans* that hold on the asked day.

    *product* is `*` or words, *component* `total` or words of a reason. Several items of goods may have several
    answers. Nothing is known to be charged where there are none; `ended` tells what was.
    """
    return tuple(span for span in _answering(list(spans), product, component) if span.value["status"] not in ENDED)


def ended(spans: Iterable[Span], product: str, component: str) -> tuple[Span, ...]:
    """Levels that are known to have ended before the asked day, where no other answers."""
    return tuple(span for span in _answering(list(spans), product, component) if span.value["status"] in ENDED)


def _answering(spans: Sequence[Span], product: str, component: str) -> list[Span]:
    found: dict[str, Span] = {}
    for asked in scopes_of(product):
        for span in _most_specific(_of_component(spans, component), asked):
            found.setdefault(span.key, span)
    return list(found.values())


def _most_specific(spans: Sequence[Span], asked: Scope) -> list[Span]:
    near: list[tuple[int, Span]] = []
    for span in spans:
        far = distance(_scope_of(span), asked)
        if far is not None:
            near.append((far, span))
    best = min((far for far, _ in near), default=0)
    return [span for far, span in near if far == best]


def _scope_of(span: Span) -> Scope:
    """The scope of a span: its value's words, which know of their side, as long as they name the key's goods."""
    slug = span.key.split(":")[3]
    for scope in scopes_of(span.value["product"]):
        if scope.slug == slug:
            return scope
    return GENERAL if slug == GENERAL.slug else Scope(slug, slug.replace("-", " "), "", ())


def _of_component(spans: Sequence[Span], component: str) -> list[Span]:
    """The spans of the asked component: by its key, else by the reason that a total is charged for."""
    if component.strip().casefold() in ("", TOTAL):
        return [span for span in spans if span.value["component"] == TOTAL]
    asked = reason_of(component)
    likes = [(_likeness(span, asked), span) for span in spans if span.value["component"] != TOTAL]
    best = max((like for like, _ in likes), default=0)
    if best:
        return [span for like, span in likes if like == best]
    return [span for span in spans if span.value["basis"] == asked.slug and span.value["component"] == TOTAL]


def _likeness(span: Span, asked: Reason) -> int:
    value = span.value
    if value["component"] == asked.slug:
        return 100
    words = value["component_reason"] or value["component"].replace("-", " ")
    return likeness(reason_of(words, value["imposer"], value["target"]), asked)
