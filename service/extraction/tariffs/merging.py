"""
Join what one clause says with several rates into one duty with its old and new rate.

Invariant: a rate is given to a statement once; the old rate never becomes the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames

JOINING = frozenset(("to", "at", "from", "by"))


def _backwards(said: list[Statement], duty: Duty) -> bool:
    """Whether a named duty without a figure follows its figure: "reduce to 19 percent the reciprocal tariffs"."""
    host = said[-1] if said else None
    return (
        host is not None
        and host.duty is not None
        and host.duty.bare
        and host.duty.prep == "to"
        and not duty.bare
        and not duty.prep
        and (duty.rate is None or host.frame == "")
    )


def merge(frames: Frames, objects: Sequence[Duty]) -> list[Statement]:
    """
    The statements of *objects*, with figures after "to", "at" and "from" folded into the duty that they change.

    "its tariff on cars to 50% from 20% and on steel to 25%" makes two statements.
    """
    said: list[Statement] = []
    for duty in objects:
        host = said[-1] if said else None
        if _backwards(said, duty):
            figure = said.pop()
            statement = frames.statement(duty)
            statement.previous = statement.rate if statement.rate is not None else statement.previous
            statement.put(figure.duty.rate if figure.duty else None)
            statement.first = min(statement.first, figure.first)
            figure.drop = True
            said.append(statement)
            continue
        lent = host is not None and _lends(host, duty)
        if (
            duty.bare
            and host is not None
            and duty.prep in JOINING
            and (duty.scope.empty or lent)
            and _changes(host, duty)
        ):
            _change(host, duty)
            if lent:
                _lend(host, duty)
            frames.made[duty.first] = host
            continue
        if duty.bare and duty.prep == "to" and host is not None and _steps_on(frames, host, duty):
            said.append(_step(frames, host, duty))
            continue
        said.append(frames.statement(duty))
    return said


def _lends(host: Statement, duty: Duty) -> bool:
    """Whether the goods stand after the figure: "raises import duties to 50% on 1,463 products from China"."""
    named = host.duty is not None and not host.duty.bare and host.duty.scope.empty
    return named and host.rate is None and host.product is None and not host.targets and duty.prep in ("to", "by")


def _lend(host: Statement, duty: Duty) -> None:
    scope = duty.scope
    host.targets, host.product, host.goods = scope.targets, scope.product, scope.goods
    host.pronoun, host.every = scope.pronoun, scope.every
    host.world = host.world or scope.foreign


def _steps_on(frames: Frames, host: Statement, duty: Duty) -> bool:
    """Whether a second figure goes on from the first: "to 100% at once and to 50% over ten years"."""
    joined = frames.view.lower(duty.first - 2) in ("and", "then", ",") or frames.view.lower(duty.first - 1) == "then"
    return joined and duty.scope.empty and host.rate is not None and host.duty is not None and not host.duty.bare


def _step(frames: Frames, host: Statement, duty: Duty) -> Statement:
    step = msgspec.structs.replace(
        host, duty=duty, previous=host.rate, valid_from=None, valid_to=None, last=max(host.last, duty.last), parent=None
    )
    step.put(duty.rate)
    step.hints = (*step.hints, "step")
    frames.made[duty.first] = step
    return step


def _changes(host: Statement, duty: Duty) -> bool:
    if duty.prep == "from":
        return host.previous is None
    if duty.prep == "by":
        return host.rate is None
    return host.duty is not None and (
        host.rate is None
        or (not host.duty.bare and host.duty.rate is not None and host.rate == host.duty.rate.value)
        or host.duty.prep == "from"
    )


def _change(host: Statement, duty: Duty) -> None:
    assert duty.rate is not None
    if duty.prep == "from":
        host.previous = duty.rate.value
    elif duty.prep in ("to", "at"):
        if host.rate is not None:
            host.previous = host.rate
        host.put(duty.rate)
    else:
        host.hints = (*host.hints, "delta")
        if duty.left.basis == "additional" and host.rate is None:
            host.put(duty.rate)  # "raising tariffs by an additional 10 per cent" adds a layer of 10
            host.basis = "additional"
    host.last = max(host.last, duty.last)
    if host.reason is None and duty.reason is not None:
        host.reason = duty.reason.words
    if duty.dates and host.duty is not None:
        host.duty.dates = (*host.duty.dates, *duty.dates)
