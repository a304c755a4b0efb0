"""
Evidence: what speaks for and against a percentage's being a duty.

Features are words for what stands around the figure and for what the article has told by then; none decides alone.
"""

from __future__ import annotations

from service.extraction.numbers import Rate
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.talk import Features, Figure, Talk, deed, nearness

_SMALL_WORDS = frozenset(("PREP", "TO", "DET", "PUNCT", "CONJ"))


def evidence(talk: Talk, figure: Figure, rate: Rate) -> Features:
    """What speaks for and against the figure's being a duty."""
    view, clause, duty = figure.view, figure.clause, figure.duty
    found = ["figure", f"verb:{deed(clause)}", f"rates here:{min(len(view.rates), 4)}", *_neighbours(figure)]
    if view.named:
        found += ["duty noun here", f"duty noun:{nearness(min([abs(at - figure.first) for at in view.named]))}"]
    elif view.index and talk.views[view.index - 1].named:
        found.append("duty noun before")
    if clause is not None:
        found += [f"modality:{clause.verb.modality}", f"tense:{clause.verb.tense}", f"lemma:{clause.verb.lemma}"]
        found += ["negated"] if clause.verb.negated else []
    if duty is None:
        found.append("no phrase")
    else:
        on = "on goods" if duty.scope.targets or duty.scope.goods else "on product" if duty.scope.product else "on none"
        found += ["phrase:" + ("named" if duty.noun else "bare"), f"prep:{duty.prep}", on, f"{on}:{duty.prep}"]
    return found + _of_frame(figure) + _size(rate) + _told(talk, figure, rate)


def _of_frame(figure: Figure) -> Features:
    """Whether a frame took the figure, which one, and whether its sentence says who imposes and bears it."""
    own = figure.framed
    if own is None:
        return ["plain figure"] if figure.plain else []
    said = f"{own.said[0]:d}{own.said[1]:d}"
    return ["framed", f"framed:{own.frame or 'phrase'}", f"framed:{said}", f"framed status:{own.status}"]


def _neighbours(figure: Figure) -> Features:
    """The words right before and after the figure, and whether words of other figures stand near."""
    view = figure.view
    found = []
    for name, at in (("before", figure.first - 1), ("after", figure.last)):
        found.append(f"{name}:{view.lower(at) if view.tag(at) in _SMALL_WORDS else view.tag(at)}")
    found += [f"next:{view.lower(figure.last)} {view.tag(figure.last + 1)}", f"word:{view.lower(figure.first - 1)}"]
    around = {token.lower for token in view.tokens[max(figure.first - 6, 0) : figure.last + 5]}
    if view.tag(figure.last) in ("NOUN", "ADJ"):
        found.append(f"noun after:{view.tokens[figure.last].lemma}")
    return [*found, "other figure"] if around & listed("other_figures") else found


def _size(rate: Rate) -> Features:
    value = rate.value
    kind = "zero" if not value else "round" if value % 5 == 0 else "whole" if value == int(value) else "decimal"
    return [kind, *(["points"] if rate.points else [])]


def _told(talk: Talk, figure: Figure, rate: Rate) -> Features:
    """What the article has said of the figure, and of duties before it."""
    view, value = figure.view, rate.value
    past = talk.before(figure)
    here = [held for held in talk.of_sentence(view.index) if held.rate is not None and held is not figure.own]
    marks = {
        f"told:{talk.distance(figure, past[-1].sentence) if past else 'none'}": True,
        f"told here:{min(len(here), 2)}": True,
        "dropped": figure.dropped,
        "previous": figure.previous,
        "heading": view.sentence.heading,
        "told of the same rate": value in talk.whole.rates,
        "same rate here": any(held.rate == value for held in here),
    }
    return [mark for mark, holds in marks.items() if holds]
