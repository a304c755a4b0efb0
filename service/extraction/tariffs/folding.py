"""
Folding: statements that speak of one duty in one state become one claim, with every stretch that proves it.

The order of place decides what is asked first; an amendment ("it takes effect on Monday") changes the claim that it
points to and adds its words to the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from service.domain.claims import TariffClaim
from service.domain.edtf import parse
from service.extraction.tariffs import likeness
from service.extraction.tariffs.drafts import CLASSES, MOST_EVIDENCE, Draft, evidence, restart, restarts, span
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.pronouns import PAPER
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

_NEAR = 3
_EXACT = 10
_LOOSE = frozenset(("gets", "duty_be", "list", "gap"))


def fold(statements: Sequence[Statement], views: Sequence[View], today: date) -> list[TariffClaim]:
    """The claims of completed *statements*, in order of their first evidence."""
    drafts: list[Draft] = []
    for statement in statements:
        if statement.points and statement.frame not in ("duty_suspend", "duty_delay", "duty_hold", "duty_extend"):
            continue
        if {"no", "neither"} & set(statement.hints) or (statement.rate is None and "any" in statement.hints):
            continue
        if statement.drop or not statement.imposers or not statement.targets:
            continue
        if statement.amends and statement.frame != "duty_exempt":
            _amend(views, drafts, statement)
            continue
        for imposer in statement.imposers:
            for target in statement.targets:
                if imposer != target:
                    _add(views, drafts, statement, imposer, target)
                if statement.mutual and "WORLD" not in (imposer, target) and imposer != target:
                    _add(views, drafts, statement, target, imposer)
    for draft in drafts:
        _follow(draft, drafts, today)
        _share_days(draft, drafts)
        begin = parse(draft.statement.valid_from).earliest if draft.statement.valid_from else None
        if draft.status == "in_force" and begin is not None and begin > today:
            draft.status = "announced"
    kept = [draft for draft in drafts if _stands(draft, drafts) and _held_back(draft, drafts)]
    return [_claim(draft) for draft in kept]


def _add(views: Sequence[View], drafts: list[Draft], statement: Statement, imposer: str, target: str) -> None:
    product = statement.product or "*"
    status = statement.status or "in_force"
    for draft in drafts:
        if draft.imposer == imposer and draft.target == target and _same(draft, statement, product, status):
            _merge(views, draft, statement)
            return
    spans = [evidence(views, statement), *(span(views, at, first, last) for at, first, last in statement.also)]
    drafts.append(Draft(imposer, target, product, statement, status, spans))


def _same(draft: Draft, statement: Statement, product: str, status: str) -> bool:
    held = draft.statement
    if held.rate != statement.rate or not likeness.products_agree(draft.product, product):
        return False
    return CLASSES[draft.status] == CLASSES[status] and likeness.same_duty(held, statement)


def _merge(views: Sequence[View], draft: Draft, statement: Statement) -> None:
    held = draft.statement
    draft.seen.append(statement.sentence)
    stretch = evidence(views, statement)
    if len(draft.spans) < MOST_EVIDENCE and stretch not in draft.spans:
        draft.spans.append(stretch)
    if statement.rank > held.rank and statement.status:
        draft.status, held.rank = statement.status, statement.rank
    for name in ("previous", "valid_from", "valid_to", "announced_on", "reason"):
        told, now = getattr(held, name), getattr(statement, name)
        fuller = name == "reason" and told and now and len(now.split()) > len(told.split())
        if (
            told is None
            or fuller
            or (name == "valid_from" and now is not None and len(told) != _EXACT and len(now) == _EXACT)
        ):
            setattr(held, name, now)
    if not held.basis:
        held.basis = statement.basis
    if draft.product == "*" and statement.product is not None:
        draft.product = statement.product


def _amend(views: Sequence[View], drafts: list[Draft], statement: Statement) -> None:
    """Change the drafts of the statement that this one points back to, or the last ones."""
    earlier = statement.parent
    if earlier is not None and earlier.drop and earlier.asked and statement.status:
        earlier.drop, earlier.status, earlier.rank = False, statement.status, statement.rank
        earlier.valid_from, earlier.valid_to = statement.valid_from, statement.valid_to
        for imposer in earlier.imposers:
            for target in earlier.targets:
                _add(views, drafts, earlier, imposer, target)
        return
    touched = [
        draft
        for draft in drafts
        if earlier is not None and (draft.statement is earlier or draft.statement is earlier.parent)
    ]
    if not touched and earlier is not None:
        touched = [
            draft
            for draft in drafts
            if draft.imposer in earlier.imposers
            and draft.target in earlier.targets
            and draft.statement.rate == earlier.rate
        ]
    if PAPER in statement.hints and earlier is not None:
        touched = [
            draft
            for draft in drafts
            if draft.imposer in earlier.imposers
            and draft.status in ("announced", "proposed", "signed")
            and statement.sentence - draft.statement.sentence <= _NEAR
        ] or touched
    for draft in touched:
        held = draft.statement
        changed = False
        if CLASSES[draft.status] == "off" and restarts(statement):
            restart(views, drafts, draft, statement)
            continue
        if statement.status and statement.rank >= 2:
            if CLASSES[draft.status] == "dead" and CLASSES[statement.status] == "live":
                pass
            elif (
                CLASSES[statement.status] != CLASSES[draft.status]
                and (draft.status != "in_force" or held.rank < 2 or statement.status in ("suspended", "delayed"))
            ) or (
                CLASSES[statement.status] == CLASSES[draft.status] == "live"
                and statement.frame
                in (
                    "duty_start",
                    "duty_return",
                    "duty_impose",
                )
                and (
                    statement.status != "in_force"
                    or statement.valid_from is None
                    or held.valid_from in (None, statement.valid_from)
                )
            ):
                draft.status, changed = statement.status, True
        for name in ("valid_from", "valid_to", "announced_on", "reason", "previous"):
            value = getattr(statement, name)
            starts = name == "valid_from" and statement.frame == "duty_start" and draft.status == "announced"
            if value is not None and (getattr(held, name) is None or starts):
                setattr(held, name, value)
                changed = True
        if changed and len(draft.spans) < MOST_EVIDENCE:
            draft.spans.append(evidence(views, statement))


def _stands(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """A duty without a figure is a claim only if it says who, whom and what happens, and nothing says it with one."""
    statement = draft.statement
    if statement.rate is not None or draft.status == "exempt":
        return True
    if not statement.status or statement.rank < 2:
        return False
    if draft.status == "in_force" and not (
        statement.frame == "duty_impose" and statement.duty is not None and not statement.definite
    ):
        return bool(_grievance(statement.reason))
    said = bool(
        statement.duty is None
        or statement.duty.scope.targets
        or statement.duty.scope.product
        or statement.owner
        or statement.duty.left.product
        or statement.reason
        or (statement.agent and statement.definite)
    )
    rated = any(
        other is not draft
        and other.statement.rate is not None
        and other.imposer == draft.imposer
        and other.target == draft.target
        and (draft.product == "*" or likeness.products_agree(other.product, draft.product))
        and CLASSES[other.status] == CLASSES[draft.status]
        and not (
            _grievance(statement.reason)
            and not (other.statement.reason and likeness.shares(other.statement.reason, statement.reason or ""))
        )
        for other in drafts
    )
    return said and not rated


def _held_back(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """A duty that "would have been" is a claim only beside one that the article says was held back."""
    if "counterfactual" not in draft.statement.hints:
        return True
    return any(
        other is not draft
        and other.imposer == draft.imposer
        and CLASSES[other.status] == "off"
        and "counterfactual" not in other.statement.hints
        for other in drafts
    )


def _share_days(draft: Draft, drafts: Sequence[Draft]) -> None:
    """One duty told twice, as a part or for one country, has the same days."""
    held = draft.statement
    if held.valid_from is not None or held.rate is None or CLASSES[draft.status] != "live":
        return
    for other in drafts:
        near = _apart((held.sentence, *draft.seen), (other.statement.sentence, *other.seen)) <= _NEAR
        same = other.imposer == draft.imposer and other.statement.rate == held.rate and other.product == draft.product
        kin = (other.target == draft.target and _alike(held, other.statement)) or "WORLD" in (
            other.target,
            draft.target,
        )
        if (
            other is not draft
            and near
            and same
            and kin
            and draft.status == other.status
            and other.statement.valid_from is not None
        ):
            held.valid_from, held.valid_to = other.statement.valid_from, held.valid_to or other.statement.valid_to


def _apart(first: Sequence[int], second: Sequence[int]) -> int:
    """The least distance between a number of *first* and one of *second*, both ascending."""
    at = other = 0
    least = abs(first[0] - second[0])
    while at < len(first) and other < len(second):
        least = min(least, abs(first[at] - second[other]))
        if first[at] < second[other]:
            at += 1
        else:
            other += 1
    return least


def _alike(one: Statement, two: Statement) -> bool:
    """Whether two levels of one rate can be one duty: no causes that differ, neither set apart."""
    if one.reason and two.reason and not likeness.shares(one.reason, two.reason):
        return False
    return not likeness.apart(one) and not likeness.apart(two)


def _follow(draft: Draft, drafts: Sequence[Draft], today: date) -> None:
    """A country's rate told in the present ("China gets 34%") is as yet to come as the imposer's other rates."""
    held = draft.statement
    if (
        held.basis == "baseline"
        or draft.status != "in_force"
        or held.valid_from is not None
        or draft.product != "*"
        or held.rate is None
        or not _LOOSE & {held.frame, *held.hints}
    ):
        return
    peers = [
        other
        for other in drafts
        if other is not draft
        and other.imposer == draft.imposer
        and other.product == "*"
        and other.statement.rate is not None
        and other.statement.valid_from
    ]
    begins = [parse(other.statement.valid_from).earliest for other in peers if other.statement.valid_from]
    if begins and all(begin is not None and begin > today for begin in begins):
        draft.status = "announced"


def _grievance(reason: str | None) -> bool:
    """Whether a reason is a cause of its own and not a law or a layer's name."""
    return reason is not None and not reason.startswith("Section") and reason.lower() not in listed("layer_names")


def _claim(draft: Draft) -> TariffClaim:
    statement = draft.statement
    return TariffClaim(
        imposer=draft.imposer,
        target=draft.target,
        product=draft.product,
        rate=statement.rate,
        rate_op=statement.rate_op,
        rate_high=statement.rate_high,
        basis=_basis(statement),
        component_reason=statement.reason,
        previous_rate=statement.previous,
        status=draft.status,
        valid_from=statement.valid_from,
        valid_to=_last_day(statement),
        announced_on=statement.announced_on,
        evidence=tuple(sorted(draft.spans)),
        confidence=_confidence(draft),
    )


def _last_day(statement: Statement) -> str | None:
    """The last day that was told; one before the first day is another duty's ("10% until Wednesday, now 25%")."""
    if statement.valid_from is None or statement.valid_to is None:
        return statement.valid_to
    first, last = parse(statement.valid_from).earliest, parse(statement.valid_to).latest
    return None if first is not None and last is not None and last < first else statement.valid_to


def _basis(statement: Statement) -> str:
    """A duty with a cause of its own is a component; one that only names its law is a level like any other."""
    if statement.basis:
        return statement.basis
    caused = (
        statement.reason is not None and not statement.reason.startswith("Section") and statement.frame != "duty_total"
    )
    return "component" if caused else "total"


def _confidence(draft: Draft) -> float:
    """The reader's own trust: what is said outright weighs more than what the thread filled in."""
    statement = draft.statement
    duty = statement.duty
    value = 0.95
    if duty is None or not duty.scope.targets:
        value -= 0.06
    if statement.rank < 2:
        value -= 0.1
    if statement.rate is None:
        value -= 0.12
    return round(value, 2)
