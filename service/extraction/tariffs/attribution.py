"""
Attribution: whose duty it is when its sentence does not say so.

Every party that the article lets impose duties is weighed by what stands near; the weights add up, so that no single
hint decides against all the others. The payer is never chosen.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from service.extraction.tariffs import likeness
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.memory import Memory

_PRIOR = 1.5
"""The United States imposes most duties that the news speaks of, where an article names it at all."""
_TOLD = 0.5
_SAME_SENTENCE = 2.5
_MAIN, _MAIN_OPENING = 2.0, 3.0
_LAST, _LAST_HERE = 1.5, 2.5
_SAME_BURDEN = 1.0
"""Who pays next pays to the same party: "Britain pays 10%. The EU, by contrast, faces 20%."."""
_SAME_GOODS = 3.0
_SAME_PAYER = 2.5
_LAYER = 3.0
_ACTED_BEFORE = 1.5
"""Who acts in the sentence before imposes what is told next."""
_GOVERNS = 5.0
"""A government without a name is that of the place from which the article is written."""
_OWNS = 3.0
"""Whoever acts in a sentence owns "its duty"."""
_ACTS, _ACTS_ON_PAYER = 0.5, 3.5


def imposer(memory: Memory, statement: Statement) -> str | None:
    """The likeliest imposer of *statement*, None where the article names nobody who could be."""
    weights: defaultdict[str, float] = defaultdict(float)
    for weighed in (_by_standing, _by_layer, _by_what_was_told, _by_sentence):
        for code, weight in weighed(memory, statement).items():
            weights[code] += weight
    for code in (*statement.targets, "WORLD"):
        weights.pop(code, None)
    if not weights:
        return None
    order = [memory.main_imposer, memory.imposer, *weights]
    return max(weights, key=lambda code: (weights[code], -order.index(code)))


def _by_standing(memory: Memory, statement: Statement) -> dict[str, float]:
    """The article's main imposer, above all where a new paragraph opens or the duty is on a sector or everyone."""
    main = memory.main_imposer
    likely = {"US": _PRIOR} if any("US" in codes for codes in memory.named) else {}
    if main is None:
        return likely
    sector = statement.product is not None and likeness.sectoral(statement.product)
    wide = statement.world or "WORLD" in statement.targets
    opens = not memory.told or memory.paragraphs[memory.told[-1].sentence] != memory.paragraphs[statement.sentence]
    weight = _MAIN_OPENING if sector or wide or (opens and not statement.definite) else _MAIN
    return likely | {main: weight + likely.get(main, 0.0)}


def _by_layer(memory: Memory, statement: Statement) -> dict[str, float]:
    """A layer that only the United States has by that name: "the 24% reciprocal rate", "linked to fentanyl"."""
    told = " ".join((statement.reason or "", *statement.hints)).lower()
    named = any("US" in codes for codes in memory.named) or memory.american
    return {"US": _LAYER} if named and any(layer in told for layer in ("reciprocal", "fentanyl")) else {}


def _by_what_was_told(memory: Memory, statement: Statement) -> dict[str, float]:
    """Who imposed last, who imposes on the same goods, who imposes on the same payer."""
    here = memory.paragraphs[statement.sentence]
    found: dict[str, float] = {}
    last = memory.told[-1] if memory.told else None
    if statement.frame == "duty_pay" and last is not None and statement.sentence - last.sentence <= 2:
        for code in last.imposers:
            found[code] = found.get(code, 0) + _SAME_BURDEN
    if opens_with_actor(memory, statement):
        for code in memory.actors[statement.sentence - 1][:1]:
            found[code] = found.get(code, 0) + _ACTED_BEFORE
    if memory.imposer is not None:
        told_here = any(
            memory.imposer in held.imposers and memory.paragraphs[held.sentence] == here for held in memory.told[-3:]
        )
        found[memory.imposer] = found.get(memory.imposer, 0) + (_LAST_HERE if told_here else _LAST)
    for code in sorted({code for held in memory.told for code in held.imposers}):
        found[code] = found.get(code, 0) + _TOLD
    for code in sorted({c for held in memory.told if held.sentence == statement.sentence for c in held.imposers}):
        found[code] = found.get(code, 0) + _SAME_SENTENCE
    if last is not None and last.sentence == statement.sentence:
        for code in last.imposers:
            found[code] = found.get(code, 0) + _TOLD
    goods: set[str] = set()
    payers: set[str] = set()
    for held in memory.told:
        if statement.product and held.product and likeness.products_agree(statement.product, held.product):
            goods.update(held.imposers)
        if set(statement.targets) & set(held.targets) - {"WORLD"}:
            payers.update(held.imposers)
    for code in sorted(goods):
        found[code] = found.get(code, 0) + _SAME_GOODS
    for code in sorted(payers):
        found[code] = found.get(code, 0) + _SAME_PAYER
    return found


def opens_with_actor(memory: Memory, statement: Statement) -> bool:
    """Whether the sentence before, of the same paragraph, has an actor, and no duty was told in the paragraph yet."""
    here = statement.sentence
    if not here or memory.paragraphs[here - 1] != memory.paragraphs[here] or not memory.actors[here - 1]:
        return False
    return not any(memory.paragraphs[held.sentence] == memory.paragraphs[here] for held in memory.told)


def _by_sentence(memory: Memory, statement: Statement) -> dict[str, float]:
    """Who acts in the sentence: "The White House has clarified that Chinese imports face 145%"."""
    weight = _ACTS_ON_PAYER if set(statement.targets) - {"WORLD"} else _ACTS
    if statement.owner_form == "pronoun" and {"its", "their"} & set(statement.hints):
        weight = max(weight, _OWNS)
    found = dict.fromkeys(memory.actors[statement.sentence], weight)
    home = memory.governs[statement.sentence]
    if home and not found:
        found[home] = _GOVERNS
    return found
