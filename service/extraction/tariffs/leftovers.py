"""
Leftovers: duties that no verb of the tables reaches: gapped pairs, list lines, parts of a sum, plain nouns.

"China gets 34%, Vietnam 46%"; "Steel: 50%"; "including a 25% levy"; "despite a 10% duty".
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction import gazetteer
from service.extraction.tariffs import effects, scopes, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.scene import GAPS
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View
from service.extraction.tokens import tokenize

_CHANGING = frozenset(("duty_raise", "duty_cut", "duty_move", "duty_total"))
_EVENTS = frozenset("reduction cut decrease drop fall increase rise hike lowering raising easing".split())
_UNREAL = frozenset(("hypothetical", "possible"))


def read(frames: Frames) -> list[Statement]:
    """The statements of the duties that the frames left, in order."""
    found: list[Statement] = []
    for duty in frames.duties:
        if duty.first in frames.made or duty.first in frames.ruled_out:
            continue
        statement = _one(frames, duty)
        if statement is not None:
            found.append(statement)
    return found


def _one(frames: Frames, duty: Duty) -> Statement | None:
    view = frames.view
    before = _previous(frames, duty)
    if before is not None and before.rate is not None and duty.rate is not None and _part_of_sum(view, duty):
        return _part(frames, duty, before)
    if duty.rate is not None and duty.rate.points:
        return None
    if (
        duty.prep == "with"
        and view.lower(duty.first - 2) in ("along", "together")
        and frames.made
        and duty.scope.targets
    ):
        return _alongside(frames, duty)
    if duty.bare:
        host = _apposed(frames, duty)
        if host is not None:
            return _instance(frames, duty, host)
        if before is not None and before.rate is not None and _totals(view, duty):
            return _sum(frames, duty, before)
        if before is not None and duty.prep in ("", "to", "at", "for", "with", "of", ":"):
            gapped = _gapped(frames, duty, before)
            if gapped is not None:
                return gapped
        return _listed(frames, duty)
    statement = frames.statement(duty)
    clause = view.clause_of[duty.head]
    _nominal_change(frames, duty, statement)
    if clause is not None and clause.verb.modality in _UNREAL:
        statement.drop = True
    if (
        clause is not None
        and clause.verb.tense == "future"
        and not duty.left.definite
        and clause.verb.first > duty.head
        and duty.rate is not None
        and not duty.dates
    ):
        statement.drop = statement.drop or view.lower(clause.verb.first) == "would"
    if not statement.status:
        statement.status = effects.of_noun(view.lower(duty.first - 2)) if duty.prep == "of" else ""
    if not statement.status:
        statement.status = effects.of_participle(duty.participle, duty.left.words) or (
            "in_force" if duty.rate is not None else ""
        )
    listed = _list_head(view, duty.first) if _after_colon(view, duty.first) or duty.first < 3 else None
    if listed is not None and not statement.targets and statement.product is None:
        _take(statement, listed)
    name = (
        "duty_announce"
        if duty.participle is not None
        and effects.of_participle(duty.participle, ()) in ("announced", "threatened", "proposed")
        else "duty_hold"
        if duty.participle is None
        else "duty_impose"
    )
    timing.apply(statement, name, duty.dates, frames.today)
    return statement


def _alongside(frames: Frames, duty: Duty) -> Statement:
    """As in "Duties on Mexico will go into effect on Monday, along with an extra 10% on China"."""
    first = min(frames.made.values(), key=lambda held: held.first)
    statement = frames.statement(duty)
    inherit(statement, first)
    statement.parent, statement.drop = None, False
    statement.valid_from, statement.valid_to = first.valid_from, first.valid_to
    return statement


def _nominal_change(frames: Frames, duty: Duty, statement: Statement) -> None:
    """As in "won a reduction in the tariff to 19% from 36%": the figures after a duty that a noun changes."""
    view = frames.view
    changed = duty.prep in ("in", "of", "to") and view.lower(duty.first - 2) in _EVENTS
    if not changed or duty.rate is not None or statement.status:
        return
    last = duty.last
    for other in frames.duties:
        near = last < other.first <= last + 3 and other.bare and other.rate is not None
        if not near or other.prep not in ("to", "from") or other.rate is None:
            continue
        if other.prep == "to":
            statement.put(other.rate)
        else:
            statement.previous = other.rate.value
        last = statement.last = other.last
        frames.made[other.first] = statement
        statement.status, statement.rank, statement.frame = "announced", 2, "duty_cut"


def _totals(view: View, duty: Duty) -> bool:
    """Whether a figure is what duties come to: "for a total of 50%"."""
    return duty.prep == "of" and view.lower(duty.first - 2) in ("total", "sum", "combined") and duty.scope.empty


def _sum(frames: Frames, duty: Duty, before: Statement) -> Statement:
    statement = frames.statement(duty)
    inherit(statement, before)
    statement.targets, statement.product, statement.drop = before.targets, before.product, False
    statement.basis, statement.parent, statement.hints = "total", None, ("sum",)
    statement.valid_from, statement.valid_to = before.valid_from, before.valid_to
    return statement


def _apposed(frames: Frames, duty: Duty) -> Duty | None:
    """The duty without a figure right before one with its goods: "The US rates, 25% on steel and 10% on aluminum"."""
    marks = (",", "(", ":", "–", "—", "as", "including", "like")
    at = duty.first - (
        2 if frames.view.lower(duty.first - 1) == "as" and frames.view.lower(duty.first - 2) == "such" else 1
    )
    named = [host for host in frames.duties if host.last == at and not host.bare and host.rate is None]
    told = named and not duty.scope.empty and frames.view.lower(duty.first - 1) in marks
    return named[0] if told else None


def _instance(frames: Frames, duty: Duty, host: Duty) -> Statement:
    """The statement of a figure that tells one of the duties which *host* names together."""
    whole, statement = frames.statement(host), frames.statement(duty)
    inherit(statement, whole)
    statement.parent, statement.drop = None, False
    statement.status = statement.status or "in_force"
    statement.valid_from, statement.valid_to = whole.valid_from, whole.valid_to
    timing.apply(statement, "duty_hold", duty.dates, frames.today)
    return statement


def _previous(frames: Frames, duty: Duty) -> Statement | None:
    """The nearest statement before *duty* in its sentence that has a rate or a target."""
    earlier = [held for first, held in sorted(frames.made.items()) if first < duty.first and not held.drop]
    return earlier[-1] if earlier else None


def _part_of_sum(view: View, duty: Duty) -> bool:
    return (
        duty.prep == "including"
        or view.lower(duty.first - 1) in ("which", "including", "comprising")
        or (
            view.lower(duty.first - 1) == "of"
            and view.lower(duty.first - 2) in ("made", "up", "consisting", "composed")
        )
    )


def _part(frames: Frames, duty: Duty, whole: Statement) -> Statement:
    statement = frames.statement(duty)
    inherit(statement, whole)
    statement.drop = False
    statement.basis = "component"
    statement.targets = statement.targets or whole.targets
    if statement.product is None:
        statement.product = whole.product
    timing.apply(statement, "duty_hold", duty.dates, frames.today)
    return statement


def inherit(statement: Statement, other: Statement) -> None:
    """Give *statement* what it does not say itself from *other*."""
    statement.status = statement.status or other.status
    statement.rank = other.rank
    statement.frame = other.frame
    statement.imposers = statement.imposers or other.imposers
    statement.owner = statement.owner or other.owner
    statement.owner_form = statement.owner_form or other.owner_form
    statement.parent = other


def _gapped(frames: Frames, duty: Duty, before: Statement) -> Statement | None:
    """As in "…, Vietnam 46% and Bangladesh 37%", "… and 10% on aluminium", "… and steel 50%"."""
    view = frames.view
    if duty.scope.targets and duty.prep in ("with", "of", ":", "") and not duty.scope.product:
        return _apportioned(frames, duty, before)
    if (
        duty.scope.empty
        and (duty.reason is not None or duty.left.basis == "additional")
        and frames.view.lower(duty.first - 1) in GAPS
    ):
        return _part(frames, duty, before)
    between = [
        held
        for held in frames.duties
        if held.first > (before.duty.first if before.duty else before.first) and held.first < duty.first
    ]
    if len(between) > 2 or before.rate is None:
        return None
    opens = frames.gap(duty)
    scope = scopes.read(view, opens, duty.first) if opens is not None else scopes.Scope()
    if scope.empty and duty.scope.empty:
        return _next_step(frames, duty, before)
    if scope.empty and view.lower(duty.first - 1) not in GAPS | {"to", "for", "at"}:
        return None
    statement = frames.statement(duty)
    inherit(statement, before)
    if not scope.empty:
        statement.targets, statement.product = scope.targets or statement.targets, scope.product or statement.product
        statement.first = opens if opens is not None else statement.first
        if not statement.targets and statement.product:
            statement.targets = before.targets
    elif not statement.targets and duty.scope.every:
        statement.targets = ("WORLD",)
    elif not statement.targets:
        statement.targets = before.targets
        statement.imposers = statement.imposers or before.imposers
    elif statement.product is None and not statement.goods:
        statement.product = before.product
    statement.valid_from, statement.valid_to = before.valid_from, before.valid_to
    statement.hints = (*statement.hints, "gap")
    timing.apply(statement, before.frame or "duty_hold", duty.dates, frames.today)
    return statement


def _apportioned(frames: Frames, duty: Duty, before: Statement) -> Statement:
    """As in "steeper rates, with 46% for Vietnam and 37% for Bangladesh": each its own country's rate."""
    statement = frames.statement(duty)
    inherit(statement, before)
    statement.drop, statement.parent = False, None
    if statement.product is None:
        statement.product = before.product
    statement.status = statement.status or "in_force"
    statement.valid_from = before.valid_from
    statement.hints = (*statement.hints, "gap")
    timing.apply(statement, "duty_hold", duty.dates, frames.today)
    return statement


def _next_step(frames: Frames, duty: Duty, before: Statement) -> Statement | None:
    """As in "25% today, 50% in three weeks": the same duty on a later day."""
    changing = duty.prep == "to" and before.frame in _CHANGING and frames.view.lower(duty.first - 2) in GAPS | {"then"}
    if before.rate is None or not (duty.dates or changing):
        return None
    if frames.view.lower(duty.first - 1) not in GAPS | {"then", "to"}:
        return None
    step = msgspec.structs.replace(
        before,
        duty=duty,
        last=max(before.last, duty.last),
        valid_from=None,
        valid_to=None,
        previous=before.rate,
        parent=before,
    )
    step.put(duty.rate)
    frames.made[duty.first] = step
    timing.apply(step, "duty_pay", duty.dates, frames.today)
    return step


def _list_head(view: View, at: int) -> scopes.Scope | None:
    """What stands before the colon of a list line: "Steel, aluminium and copper: 50%"."""
    label = view.label
    if label and view.rate_of[0] is not None:
        return label_scope(label)
    colon = next((k for k in range(min(at, 24) - 1, 0, -1) if view.tokens[k].text in (":", "–", "—")), None)
    if colon is None or any(
        (verb := view.verb_of[k]) is not None and view.mention_of[k] is None and verb.form == "finite"
        for k in range(colon)
    ):
        return None
    scope = scopes.read(view, 0, colon)
    return None if scope.empty else scope


def label_scope(label: str) -> scopes.Scope | None:
    """The parties of a line's label ("Vietnam", "Japan, South Korea, EU"), None if it names none."""
    words = tokenize(label, 0, len(label))
    codes: list[str] = []
    at = 0
    while at < len(words):
        found = gazetteer.match(words, at)
        if found is not None:
            codes.append(found[0].code)
        at += found[1] if found is not None else 1
    return scopes.Scope(tuple(dict.fromkeys(codes))) if codes else None


def _bracketed(view: View, duty: Duty) -> scopes.Scope | None:
    """The parties or goods right before a figure in brackets: "Japan (25%)"."""
    if duty.prep != "(":
        return None
    chunk = next((chunk for chunk in reversed(view.sentence.chunks) if chunk.last <= duty.first - 1), None)
    if chunk is None or chunk.last < duty.first - 1:
        return None
    scope = scopes.read(view, chunk.first, chunk.last)
    return scope if scope.targets else None


def _take(statement: Statement, scope: scopes.Scope) -> None:
    statement.targets = statement.targets or scope.targets
    if statement.product is None:
        statement.product = scope.product


def _listed(frames: Frames, duty: Duty) -> Statement | None:
    """A line "X: 25%", "X - 25%" with any dash, or "X (25%)"."""
    view = frames.view
    scope = _bracketed(view, duty) or _list_head(view, duty.first)
    if scope is None or len(view.tokens) > 40 or not (duty.prep == "(" or view.label or _after_colon(view, duty.first)):
        return None
    clause = view.clause_of[duty.first]
    if clause is not None and clause.verb.form == "finite" and clause.verb.first < duty.first:
        return None
    statement = frames.statement(duty)
    if statement.drop:
        return None
    _take(statement, scope)
    statement.first = 0
    statement.status, statement.rank, statement.frame = "in_force", 1, "list"
    timing.apply(statement, "duty_pay", duty.dates, frames.today)
    return statement


def _after_colon(view: View, at: int) -> bool:
    """Whether only small words or other figures stand between the colon and the figure at *at*."""
    while at > 0:
        at -= 1
        if view.tokens[at].text in (":", "–", "—"):
            return True
        if (
            view.tag(at) not in ("DET", "ADJ", "ADV", "NUM", "CONJ")
            and view.lower(at) not in ("change", "at", "unchanged", "still")
            and view.rate_of[at] is None
            and view.date_of[at] is None
            and view.tokens[at].text not in ",%;"
        ):
            return False
    return False


def all_of(statements: Sequence[Statement]) -> list[Statement]:
    """*statements* once each, in order of place."""
    seen: dict[int, Statement] = {id(statement): statement for statement in statements}
    return sorted(seen.values(), key=lambda statement: (statement.sentence, statement.first))
