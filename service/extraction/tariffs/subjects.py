"""
Read clauses whose subject is a duty: "The 25% levy falls to 18%", "tariffs range from 10% to 41%".

Invariant: the clause's other rates change the subject or stand beside it, never both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from service.extraction.parts import Clause
from service.extraction.tariffs import extents, scopes
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.paying import target_of
from service.extraction.tariffs.pronouns import stands_in

_ALL_IMPORTS = 3
"""So many words "to all imports" are at most; "all covered goods" are those of the target."""


def _applies_to(frames: Frames, clause: Clause, statement: Statement) -> None:
    """As in "applies to all Indian goods": what follows the verb is what the duty is on."""
    at = clause.verb.last
    if clause.verb.lemma != "apply" or frames.view.lower(at) != "to" or statement.targets:
        return
    end = extents.extent(frames.view, at + 1, clause.last)
    scope = scopes.read(frames.view, at + 1, end)
    target_of(statement, scope)
    statement.world = statement.world or (scope.every and end - at <= _ALL_IMPORTS)
    statement.last = max(statement.last, end)


def of_range(frames: Frames, clause: Clause, status: str, subject: Duty | None, objects: Sequence[Duty]) -> None:
    """As in "They range from 8% for one maker to 35% for others": two levels of what the subject stands for."""
    if subject is None and not stands_in(frames, clause):
        return
    for duty in objects:
        if not duty.bare or duty.prep not in ("from", "to", "between"):
            continue
        statement = frames.statement(duty)
        if subject is not None:
            told = frames.statement(subject)
            statement.targets, statement.product = statement.targets or told.targets, told.product
            statement.imposers, statement.owner, statement.owner_form = told.imposers, told.owner, told.owner_form
        else:
            statement.note = statement.product
            statement.product, statement.goods, statement.targets = None, False, ()
        statement.definite, statement.hints = True, ("back",)
        statement.status, statement.rank, statement.frame = status, 2, "duty_range"


def of_subject(frames: Frames, clause: Clause, name: str, subject: Duty, objects: Sequence[Duty]) -> list[Statement]:
    """The duty is what the verb is said of: "tariffs on cars, now above 100%, will drop to 10%"."""
    statement = frames.statement(subject)
    later = [duty for duty in objects if duty.bare and duty.prep in ("to", "at", "") and duty.rate is not None]
    if (
        statement.rank >= 2
        and statement.rate is not None
        and later
        and name in ("duty_move", "duty_raise", "duty_cut")
        and later[0].rate != statement.rate
    ):
        return [_step(frames, statement, later[0])]
    summed = [duty for duty in objects if duty.bare and duty.prep in ("to", "at") and duty.rate is not None]
    sums = clause.verb.form == "gerund" or any(chunk.lemma in ("total", "sum", "burden") for chunk in clause.objects)
    if name == "duty_total" and sums and summed and statement.rate is not None:
        return [_total(frames, statement, summed[0])]
    for duty in objects:
        if duty.bare and duty.prep in ("to", "at", "") and name != "duty_replace":
            if statement.rate is not None and statement.rate != duty.rate.value if duty.rate else False:
                statement.previous = statement.rate
            statement.put(duty.rate)
        elif (duty.bare and duty.prep == "from" and duty.rate is not None) or (
            name == "duty_replace" and duty.rate is not None
        ):
            statement.previous = duty.rate.value
        else:
            continue
        frames.made[duty.first] = statement
        statement.last = max(statement.last, duty.last)
        if duty.dates:
            subject.dates = (*subject.dates, *duty.dates)
    _applies_to(frames, clause, statement)
    if clause.verb.voice == "passive":
        _place(frames, clause, statement)
    return [statement, *_siblings(frames, clause, subject, statement)]


def _siblings(frames: Frames, clause: Clause, subject: Duty, statement: Statement) -> list[Statement]:
    """Figures coordinated with the subject: "tariffs of 25% on steel and 10% on aluminium from Canada take effect"."""
    view = frames.view
    if clause.verb.form == "participle":
        return []  # "the 25% duty on steel, the 30% charged on cars": each has its own
    chain = [subject]
    for duty in frames.duties:
        near = chain[-1].last <= duty.first <= chain[-1].last + 2 and view.lower(duty.first - 1) in ("and", ",")
        if duty.bare and near and duty.last <= clause.verb.first and not duty.scope.empty:
            chain.append(duty)
    for duty in reversed(frames.duties):
        near = duty.last <= chain[0].first <= duty.last + 2 and view.lower(chain[0].first - 1) in ("and", ",", "—", "–")
        if chain[0].bare and near and duty is not subject and duty not in chain:
            chain.insert(0, duty)
    found = [frames.statement(duty) for duty in chain if duty is not subject and duty.rate is not None]
    for other in found:
        other.imposers, other.owner, other.owner_form = (
            other.imposers or statement.imposers,
            other.owner or statement.owner,
            other.owner_form or statement.owner_form,
        )
    targets = next((other.targets for other in (statement, *reversed(found)) if other.targets), ())
    for other in (statement, *found):
        if not other.targets and other.product is not None:
            other.targets = targets
    return found


def _total(frames: Frames, part: Statement, duty: Duty) -> Statement:
    """The sum that a part makes: "a second duty of 25% came into force, taking the total to 50%"."""
    total = _step(frames, part, duty)
    total.previous, total.basis, total.reason, total.parent = None, "total", None, None
    total.valid_from, total.valid_to = part.valid_from, part.valid_to
    total.status, total.hints = part.status, ("sum",)
    if not part.basis:
        part.basis = "component"
    return total


def _step(frames: Frames, before: Statement, duty: Duty) -> Statement:
    """A second level of a duty whose first one was told: "takes effect today and will increase to 30% in January"."""
    assert duty.rate is not None
    step = msgspec.structs.replace(
        before,
        duty=duty,
        rank=0,
        status="",
        valid_from=None,
        valid_to=None,
        previous=before.rate,
        last=max(before.last, duty.last),
        parent=None,
    )
    step.put(duty.rate)
    frames.made[duty.first] = step
    return step


def _place(frames: Frames, clause: Clause, statement: Statement) -> None:
    """As in "a duty of 25% will be collected by Turkey on garments from Egypt": by whom, and on what."""
    view, at = frames.view, clause.verb.last
    agent = frames.agent(clause)
    if agent and not statement.imposers:
        statement.imposers = agent
    by = view.party(at + 1) if view.lower(at) == "by" else None
    at = by.last if by is not None else at
    day = view.date_of[at] or view.date_of[at + 1]
    at = day.last if day is not None else at
    if view.lower(at) not in ("on", "upon", "against") or view.date_of[at + 1] is not None:
        return
    if statement.targets or statement.product is not None or statement.world:
        return
    end = extents.extent(view, at + 1, view.size)
    scope = scopes.read(view, at + 1, end)
    if scope.targets or scope.goods:
        target_of(statement, scope)
        statement.last = max(statement.last, end)
