"""
Figures: percentages that no frame took, read by weighing what stands around them.

Whether a figure is a duty, who imposes it on whom and on which goods are each decided by adding up evidence; a figure
that does not weigh enough stays out. What the frames read is never changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

import msgspec

from service.domain.parties import members_of
from service.extraction.numbers import Rate
from service.extraction.tariffs import duties, effects, imagining, timing, weighing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.memory import Memory
from service.extraction.tariffs.standing import Pairs, imposers, targets
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.talk import Features, Figure, Talk, deed, nearness
from service.extraction.tariffs.view import View
from service.extraction.tariffs.wares import ALL, products

_ENOUGH = 0.65
"""A figure whose chance of being a duty, times the share of belief in the parties chosen, is less is left out."""
_ENOUGH_FOR_SEVERAL = 0.8
"""The same for several targets at once: a mistake would be made once for each."""
_SMALL_WORDS = frozenset(("PREP", "TO", "DET", "PUNCT", "CONJ"))
_LIVE = frozenset(("in_force", "announced", "threatened", "proposed", "signed"))
_SURE = 0.75
"""So sure the choice of parties must be to stand instead of what the article's thread tells."""


class Filling(msgspec.Struct):
    """The likeliest parties of a figure's duty, and how sure they are from 0 to 1."""

    imposer: str
    targets: tuple[str, ...]
    belief: float


def filled(
    memory: Memory,
    statements: list[Statement],
    unreal: Collection[int],
    views: Sequence[View],
    today: date,
) -> list[Statement]:
    """
    *statements* with their unsaid parties weighed anew, and those of the figures that they left, in order.

    Nothing is read in the sentences *unreal*.
    """
    talk = Talk(memory, views, statements)
    found: list[Statement] = []
    for figure, own in figures(talk, statements):
        for statement in own:
            _revise(talk, figure, statement)
        if (
            not own
            and figure.rate is not None
            and not (figure.previous or figure.view.index in unreal or imagining.corrected(figure.view))
        ):
            made = _read(talk, figure, figure.rate, today)
            if made is not None:
                found.append(made)
                talk.tell(made)
    return sorted([*statements, *found], key=lambda held: (held.sentence, held.first)) if found else statements


def _revise(talk: Talk, figure: Figure, statement: Statement) -> None:
    """Choose anew who imposes and who bears the duty of *statement*, as far as its sentence does not say it."""
    if all(statement.said) or statement.sentence != figure.view.index:
        return
    talk.hidden = (statement,)
    filling = choose(talk, figure, statement)
    talk.hidden = ()
    if filling is None or filling.belief < _SURE:
        return
    if not statement.said[0]:
        statement.imposers = (filling.imposer,)
    statement.targets = filling.targets


def _read(talk: Talk, figure: Figure, rate: Rate, today: date) -> Statement | None:
    """The statement of a figure that no frame took, None if it does not weigh enough."""
    chance = weighing.chance(weighing.total("duty", evidence(talk, figure, rate)))
    filling = choose(talk, figure) if chance >= _ENOUGH else None
    if filling is None:
        return None
    enough = _ENOUGH_FOR_SEVERAL if len(filling.targets) > 1 else _ENOUGH
    status = _status(talk, figure) if chance * filling.belief >= enough else None
    return None if status is None else _statement(figure, rate, filling, _product(talk, figure), status, today)


def figures(talk: Talk, statements: Sequence[Statement]) -> Iterator[tuple[Figure, list[Statement]]]:
    """The figures of an article in order, each with the complete statements that hold it."""
    held: defaultdict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        for sentence in {statement.sentence, *(also[0] for also in statement.also)}:
            held[sentence].append(statement)
    for view in talk.views:
        here = held[view.index]
        phrases = duties.find(view, speaks_of_duties=True) if view.rates else []
        for rate in view.rates:
            first, last = view.span_of(rate)
            duty = next((d for d in phrases if d.first <= first < d.last and d.rate in (None, rate)), None)
            mine = _of(rate, here)
            dropped = any(statement.drop for statement in mine)
            previous = any(statement.previous == rate.value and not statement.drop for statement in here)
            if last > first:
                figure = Figure(view, rate, first, last, duty, view.clause_of[first], dropped, previous, phrases)
                yield figure, [each for each in mine if _complete(each)]
        for statement in here:
            if statement.rate is None and statement.sentence == view.index and not statement.amends:
                yield _unrated(view, statement, phrases), [statement] if _complete(statement) else []


def _complete(statement: Statement) -> bool:
    return not statement.drop and bool(statement.imposers and statement.targets)


def _unrated(view: View, statement: Statement, phrases: Sequence[Duty]) -> Figure:
    """A duty, or an exemption, without a figure, at its head or where its words end."""
    duty = statement.duty
    first = duty.head if duty is not None else max(statement.first, min(statement.last, view.size) - 1)
    return Figure(view, None, first, first + 1, duty, view.clause_of[first], phrases=phrases)


def _of(rate: Rate, statements: Sequence[Statement]) -> list[Statement]:
    """The statements of a sentence that took *rate* as theirs."""
    return [
        held
        for held in statements
        if held.rate == rate.value
        and (
            held.duty is None or held.duty.rate is None or held.duty.rate == rate or held.duty.rate.value != rate.value
        )
    ]


def evidence(talk: Talk, figure: Figure, rate: Rate) -> Features:
    """What speaks for and against the figure's being a duty."""
    view, clause, duty = figure.view, figure.clause, figure.duty
    found = ["figure", f"verb:{deed(clause)}", f"rates here:{min(len(view.rates), 4)}", *_neighbours(figure)]
    at = [nearness(abs(k - figure.first)) for k in range(view.size) if view.lower(k) in nouns("duty")]
    if at:
        found += ["duty noun here", f"duty noun:{min(at, key=('0', '1', '3', '6', '12', 'far').index)}"]
    elif view.index and any(token.lower in nouns("duty") for token in talk.views[view.index - 1].tokens):
        found.append("duty noun before")
    if clause is not None:
        found += [f"modality:{clause.verb.modality}", *(["negated"] if clause.verb.negated else [])]
    if duty is None:
        found.append("no phrase")
    else:
        on = "on goods" if duty.scope.targets or duty.scope.goods else "on product" if duty.scope.product else "on none"
        found += ["phrase:" + ("named" if duty.noun else "bare"), f"prep:{duty.prep}", on]
    return found + _size(rate) + _told(talk, figure, rate)


def _neighbours(figure: Figure) -> Features:
    """The words right before and after the figure, and whether words of other figures stand near."""
    view = figure.view
    found = []
    for name, at in (("before", figure.first - 1), ("after", figure.last)):
        found.append(f"{name}:{view.lower(at) if view.tag(at) in _SMALL_WORDS else view.tag(at)}")
    around = {view.lower(at) for at in range(max(figure.first - 6, 0), min(figure.last + 5, view.size))}
    return [*found, "other figure"] if around & listed("other_figures") else found


def _size(rate: Rate) -> Features:
    value = rate.value
    kind = "zero" if not value else "round" if value % 5 == 0 else "whole" if value == int(value) else "decimal"
    return [kind, *(["points"] if rate.points else [])]


def _told(talk: Talk, figure: Figure, rate: Rate) -> Features:
    """What the article has said of the figure, and of duties before it."""
    view, value = figure.view, rate.value
    past = talk.before(figure)
    here = [held for held in talk.of_sentence(view.index) if held.rate is not None]
    marks = {
        f"told:{talk.distance(figure, past[-1].sentence) if past else 'none'}": True,
        f"told here:{min(len(here), 2)}": True,
        "dropped": figure.dropped,
        "previous": figure.previous,
        "heading": view.sentence.heading,
        "told of the same rate": value in talk.rates,
        "same rate here": any(held.rate == value for held in here),
    }
    return [mark for mark, holds in marks.items() if holds]


def choose(talk: Talk, figure: Figure, said: Statement | None = None) -> Filling | None:
    """
    The best parties under the constraint that nobody imposes duties on themselves or their own union, None without any.

    What *said* names itself is kept.
    """
    if said is not None and said.said[0]:
        senders = [(said.imposers[0], 0.0)]
    else:
        senders = [(code, weighing.total("imposer", told)) for code, told in imposers(talk, figure).items()]
    if said is not None and said.said[1]:
        bearers = [(said.targets, 0.0)]
    else:
        bearers = [(codes, weighing.total("target", told)) for codes, told in targets(talk, figure).items()]
    pairs = Pairs(talk, figure)
    weighed = [
        (mine + theirs + weighing.total("pair", pairs.features(code, codes)), code, codes)
        for code, mine in senders
        for codes, theirs in bearers
        if not _self(code, codes)
    ]
    if not weighed:
        return None
    best, imposer, chosen = max(weighed, key=lambda row: row[0])
    return Filling(imposer, chosen, weighing.share(best, (row[0] for row in weighed)))


def _product(talk: Talk, figure: Figure) -> str | None:
    """The goods that weigh most, None for all goods."""
    wares = {product: weighing.total("product", told) for product, told in products(talk, figure).items()}
    best = max(wares, key=lambda product: wares[product])
    return None if best == ALL else best


def _self(imposer: str, codes: tuple[str, ...]) -> bool:
    """Whether the imposer is among the targets, or a member of one of them."""
    return imposer in codes or any(imposer in members_of(code) for code in codes)


def _status(talk: Talk, figure: Figure) -> str | None:
    """What the clause's verb makes of the duty, or what the duty before it is; None where nothing is stated."""
    clause = figure.clause
    name = next((name for name in clause.verb.classes if name.startswith("duty_")), "") if clause is not None else ""
    if clause is not None and name:
        status = effects.status_of(name, clause.verb)
        if status is None or status in _LIVE:
            return status
    past = talk.before(figure)
    near = past and talk.distance(figure, past[-1].sentence) in ("here", "prev")
    return past[-1].status if near and past[-1].status in _LIVE else "in_force"


def _statement(
    figure: Figure, rate: Rate, filling: Filling, product: str | None, status: str, today: date
) -> Statement:
    duty = figure.duty
    made = Statement(
        figure.view.index,
        duty,
        min(duty.first, figure.first) if duty is not None else figure.first,
        max(duty.last, figure.last) if duty is not None else figure.last,
        imposers=(filling.imposer,),
        targets=filling.targets,
        product=product,
        status=status,
        frame="figure",
        hints=("gap",),
        reason=duty.reason.words if duty is not None and duty.reason is not None else None,
        basis=duty.left.basis if duty is not None else "",
    )
    made.put(rate)
    made.points = False
    timing.apply(made, "duty_pay", duty.dates if duty is not None else (), today)
    return made
