"""
Figures: every percentage of an article is weighed: is it a duty, whose, on whose goods, on which.

What a frame or the thread made of it is evidence beside all else. A figure that does not weigh enough stays out; nobody
imposes a duty on themselves or on their own union.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

import msgspec

from service.domain.parties import members_of
from service.extraction import weighing
from service.extraction.numbers import Rate
from service.extraction.tariffs import duties, effects, imagining, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.ellipsis import ELLIPSIS
from service.extraction.tariffs.evidence import evidence
from service.extraction.tariffs.memory import Memory
from service.extraction.tariffs.pairs import Pairs
from service.extraction.tariffs.plain_numbers import plain
from service.extraction.tariffs.standing import imposers, targets
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.talk import Features, Figure, Key, Talk
from service.extraction.tariffs.view import View
from service.extraction.tariffs.wares import ALL, products

_ENOUGH = 0.55
"""A figure that no frame took, and whose chance of being a duty is less, is left out."""
_DOUBTED = 0.25
"""One that a frame took is left out if its chance is less than this."""
_LIKELY = 0.4
"""Parties of a figure that no frame took must be as likely as this."""
_PARTIES = {(True, True): 0.95, (True, False): 0.8, (False, True): 0.8, (False, False): 0.6}
"""So sure parties must be to stand instead of a frame's, by whether its sentence said who imposes and who bears the duty."""
_GOODS = {True: 0.97, False: 0.8}
"""So sure goods must be to stand instead of a frame's, by whether the duty's own phrase names them."""
_SETTLED = 0.9
"""Parties as sure as this are not looked at once more."""
_RIVALS = 6
"""So many candidates for each side are looked at together."""
_SIDES = 1 << 10
"""The members of so many sides are remembered."""
_JOINED = 3
"""So few tokens stand between a duty and the next one that a verb has with it."""
_NEAR = 3
"""So many sentences after a rate a number without a unit may be one, too."""
_LIVE = frozenset(("in_force", "announced", "threatened", "proposed", "signed"))


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
    *statements* with their parties and goods weighed anew, and those of the figures that they left, in order.

    Nothing is read in the sentences *unreal*.
    """
    talk = Talk(memory, views, statements)
    all_figures = list(figures(talk, statements))
    for figure in all_figures:
        supplanted = imagining.supplanted(figure.view, figure.first)
        figure.imagined = supplanted or figure.view.index in unreal or imagining.corrected(figure.view)
        if supplanted and figure.own is not None:
            figure.own.drop = True
        weigh(talk, figure, today)
    for figure in all_figures:
        if figure.belief < _SETTLED:
            settle(talk, figure)
    return sorted(told_by(all_figures, statements), key=lambda held: (held.sentence, held.first))


def told_by(all_figures: Sequence[Figure], statements: Sequence[Statement]) -> list[Statement]:
    """*statements* and those made of figures that no frame took."""
    return [*statements, *(each.own for each in all_figures if each.framed is None and each.own is not None)]


def weigh(talk: Talk, figure: Figure, today: date) -> None:
    """Decide whether *figure* is a duty, and whose on whom; one that no frame took gets a statement of its own."""
    own, rate = figure.own, figure.rate
    with talk.without(own):
        chance = (
            1.0 if rate is None else weighing.chance(weighing.total(talk.tables["duty"], evidence(talk, figure, rate)))
        )
        if own is not None and chance < _DOUBTED:
            own.drop = True
        elif own is None and rate is not None and chance >= _ENOUGH and not figure.imagined:
            status = _status(talk, figure)
            own = _statement(figure, rate, status, today) if status is not None else None
        if own is None:
            return
        if own.drop:
            figure.drop(talk)
            return
        _choose_for(talk, figure, own)


def settle(talk: Talk, figure: Figure) -> None:
    """Choose who imposes and who bears the duty of *figure*, and on which goods, by what the article has told by now."""
    if figure.own is not None:
        with talk.without(figure.own):
            if talk.seen(figure) != figure.seen:
                _choose_for(talk, figure, figure.own)


def _choose_for(talk: Talk, figure: Figure, own: Statement) -> None:
    """Complete *own*, which is not among those told meanwhile, or let it go."""
    if own.mutual or len(own.imposers) > 1 or ELLIPSIS in own.hints:
        return
    framed = figure.framed
    figure.seen = talk.seen(figure)
    filling = choose(talk, figure)
    figure.belief = filling.belief if filling is not None else 0.0
    if framed is None:
        if filling is None or filling.belief < _LIKELY:
            figure.drop(talk)
            return
    elif filling is not None and filling.belief < _PARTIES[framed.said]:
        filling = Filling(framed.imposers[0], framed.targets, 1.0)
    if filling is not None:
        own.imposers, own.targets = (filling.imposer,), filling.targets
    if own.targets:
        own.product = _product(talk, figure, own.targets)
    if own.status == "exempt" and own.rate is None and own.product is None:
        own.product = _of_which(talk, figure, own)
        own.drop = own.product is None
    if figure.own is None and own.imposers:
        figure.own = own
        talk.tell(own)


def _of_which(talk: Talk, figure: Figure, own: Statement) -> str | None:
    """The goods of the duty from which a party is exempt: those of the last one told of its imposer, None without."""
    past = reversed(talk.before(figure))
    return next((held.product for held in past if held.product and set(held.imposers) & set(own.imposers)), None)


def figures(talk: Talk, statements: Sequence[Statement]) -> Iterator[Figure]:
    """The figures of an article in order, each with the complete statement that holds it."""
    held: defaultdict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        for sentence in {statement.sentence, *(also[0] for also in statement.also)}:
            held[sentence].append(statement)
    rated = -_NEAR
    for view in talk.views:
        here = held[view.index]
        phrases = duties.find(view, speaks_of_duties=True) if view.rates else []
        for rate in view.rates:
            yield from _rated(view, rate, here, phrases)
        if view.rates:
            rated = view.index
        for rate in plain(view) if view.index - rated < _NEAR else ():
            first, last = view.span_of(rate)
            duty = duties.of_figure(view, rate)
            yield Figure(view, rate, first, last, duty, view.clause_of[first], phrases=phrases, plain=True)
        for statement in here:
            if statement.rate is None and statement.sentence == view.index and not statement.amends:
                yield _unrated(view, statement, phrases)


def _rated(view: View, rate: Rate, here: Sequence[Statement], phrases: Sequence[Duty]) -> Iterator[Figure]:
    """The figure of *rate*, once for every statement that holds it."""
    first, last = view.span_of(rate)
    if last <= first:
        return
    duty = next((d for d in phrases if d.first <= first < d.last and d.rate in (None, rate)), None)
    mine = _of(rate, here)
    dropped = any(statement.drop for statement in mine)
    previous = any(statement.previous == rate.value and not statement.drop for statement in here)
    complete: list[Statement | None] = [each for each in mine if _complete(each)]
    for own in complete or [None]:
        yield Figure(
            view, rate, first, last, duty, view.clause_of[first], dropped, previous, phrases, _as_it_is(own), own
        )


def _complete(statement: Statement) -> bool:
    return not statement.drop and bool(statement.imposers and statement.targets)


def _unrated(view: View, statement: Statement, phrases: Sequence[Duty]) -> Figure:
    """A duty, or an exemption, without a figure, at its head or where its words end."""
    duty = statement.duty
    first = duty.head if duty is not None else max(statement.first, min(statement.last, view.size) - 1)
    own = statement if _complete(statement) else None
    clause = view.clause_of[first]
    return Figure(view, None, first, first + 1, duty, clause, phrases=phrases, framed=_as_it_is(own), own=own)


def _as_it_is(statement: Statement | None) -> Statement | None:
    return None if statement is None else msgspec.structs.replace(statement)


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


def choose(talk: Talk, figure: Figure) -> Filling | None:
    """
    The best parties under the constraint that nobody imposes duties on themselves or their own union, None without any.

    Only the likeliest of each side are looked at together.
    """
    senders = _likeliest(talk.tables["imposer"], imposers(talk, figure))
    bearers = _likeliest(talk.tables["target"], targets(talk, figure))
    origin = _origin(figure)
    both, table = Pairs(talk, figure), talk.tables["pair"]
    found = [
        (mine + theirs, code, codes)
        for mine, code in senders
        for theirs, codes in bearers
        if code not in origin and not on_itself(code, codes)
    ]
    if not found:
        return None
    sums = [each + weighing.total(table, both.features(code, codes)) for each, code, codes in found]
    best = max(sums)
    _, imposer, chosen = found[sums.index(best)]
    return Filling(imposer, chosen, weighing.share(best, sums))


def _origin(figure: Figure) -> tuple[str, ...]:
    """Whose goods the figure's own phrase names ("25% on American juice"): they do not impose the duty."""
    scope = figure.duty.scope if figure.duty is not None else None
    return scope.targets if scope is not None and scope.into is None and (scope.goods or scope.product) else ()


def _likeliest(table: Mapping[str, float], candidates: dict[Key, Features]) -> list[tuple[float, Key]]:
    """The few candidates that weigh most by *table*, those of one weight in the order in which they stand."""
    weighed = [(weighing.total(table, told), candidate) for candidate, told in candidates.items()]
    return sorted(weighed, key=itemgetter(0), reverse=True)[:_RIVALS]


def _product(talk: Talk, figure: Figure, bearers: tuple[str, ...]) -> str | None:
    """The goods that weigh most, None for all goods; those of a frame stand where no others are sure enough."""
    wares = {
        product: weighing.total(talk.tables["product"], told)
        for product, told in products(talk, figure, bearers).items()
    }
    best = max(wares, key=lambda product: wares[product])
    framed = figure.framed
    if framed is not None:
        said = framed.duty is not None and framed.product in (framed.duty.scope.product, framed.duty.left.product)
        if weighing.share(wares[best], wares.values()) < _GOODS[said and framed.product is not None]:
            return framed.product
    return None if best == ALL else best


def on_itself(imposer: str, codes: tuple[str, ...]) -> bool:
    """Whether the imposer is among the targets, or a member of one of them."""
    return imposer in codes or imposer in _members(codes)


@lru_cache(maxsize=_SIDES)
def _members(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(member for code in codes for member in members_of(code))


def _status(talk: Talk, figure: Figure) -> str | None:
    """What the clause's verb makes of the duty, or what the duty before it is; None where nothing is stated."""
    clause = figure.clause
    name = next((name for name in clause.verb.classes if name.startswith("duty_")), "") if clause is not None else ""
    if clause is not None and name:
        status = effects.status_of(name, clause.verb)
        if status is None or status in _LIVE:
            return status
    past = talk.before(figure)
    if past and past[-1].sentence == figure.view.index and _beside(figure, past[-1]):
        return past[-1].status
    near = past and talk.distance(figure, past[-1].sentence) in ("here", "prev")
    return past[-1].status if near and past[-1].status in _LIVE else "in_force"


def _beside(figure: Figure, held: Statement) -> bool:
    """Whether *figure* is the next of a list of duties of one verb: "struck down the 25% on goods and the 10% on energy"."""
    view = figure.view
    listed_on = any(view.lower(at) in ("and", ",", "plus") for at in (held.last, held.last + 1) if at < figure.first)
    return listed_on and figure.first - held.last <= _JOINED and view.clause_of[held.first] is figure.clause


def _statement(figure: Figure, rate: Rate, status: str, today: date) -> Statement:
    """The statement of a figure that no frame took, without its parties and goods."""
    duty = figure.duty
    made = Statement(
        figure.view.index,
        duty,
        min(duty.first, figure.first) if duty is not None else figure.first,
        max(duty.last, figure.last) if duty is not None else figure.last,
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
