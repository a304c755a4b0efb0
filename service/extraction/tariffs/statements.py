"""
Statements: what one clause says of one duty, before the article's thread fills in what it leaves unsaid.

A statement keeps apart what is said (`imposers`, `targets`, `product`) and what is only there ("" or empty).
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from service.extraction.numbers import Rate
from service.extraction.tariffs.duties import Duty

_ORDINARY = frozenset(
    (
        "average",
        "applied",
        "bound",
        "external",
        "standard",
        "ordinary",
        "normal",
        "mfn",
        "most-favoured-nation",
        "most-favored-nation",
    )
)


class Statement(msgspec.Struct):
    """
    One duty as one sentence tells it.

    `status` is "" while nothing has been said of it; `rank` tells how firmly it was said (a main verb outranks a
    participle). `said` tells whether the sentence itself names who imposes and who bears it. `anaphor` statements name no rate, goods or party of their own: they amend an earlier duty.
    """

    sentence: int
    duty: Duty | None
    first: int
    last: int
    imposers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    product: str | None = None
    goods: bool = False
    pronoun: bool = False
    rate: Decimal | None = None
    rate_op: str = "eq"
    rate_high: Decimal | None = None
    previous: Decimal | None = None
    points: bool = False
    status: str = ""
    rank: int = 0
    basis: str = ""
    reason: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    announced_on: str | None = None
    duration_days: int | None = None
    owner: tuple[str, ...] = ()
    owner_form: str = ""
    noun: str = ""
    definite: bool = False
    frame: str = ""
    drop: bool = False
    pause: bool = False
    hints: tuple[str, ...] = ()
    parent: Statement | None = None
    world: bool = False
    amends: bool = False
    asked: bool = False
    also: tuple[tuple[int, int, int], ...] = ()
    every: bool = False
    agent: bool = False
    note: str | None = None
    narrowed: tuple[str, ...] = ()
    mutual: bool = False
    said: tuple[bool, bool] = (False, False)

    def put(self, rate: Rate | None) -> None:
        """Take *rate* as the duty's rate."""
        if rate is not None:
            self.rate, self.rate_op, self.rate_high, self.points = rate.value, rate.op, rate.high, rate.points

    @property
    def anaphor(self) -> bool:
        """Whether it only points back: a definite duty without rate, goods or parties of its own."""
        return self.rate is None and not self.targets and self.product is None and not self.world and self.definite


def of_duty(sentence: int, duty: Duty) -> Statement:
    """The statement that a duty's own phrase makes."""
    scope, left = duty.scope, duty.left
    made = Statement(
        sentence,
        duty,
        duty.first,
        duty.last,
        targets=scope.targets or left.payer,
        product=scope.product,
        goods=scope.goods,
        pronoun=scope.pronoun,
        owner=left.owner,
        owner_form=left.form,
        noun=duty.noun,
        definite=left.definite,
        basis=left.basis,
        reason=duty.reason.words if duty.reason else None,
        world=left.world or scope.foreign,
        hints=left.words,
    )
    made.every = scope.every
    if scope.ones:
        made.hints = (*made.hints, "keeps")
    if (duty.same or "same" in left.words) and duty.rate is None:
        made.hints = (*made.hints, "same rate")
    if duty.noun == "penalty" and left.form == "name" and left.owner:
        made.owner, made.owner_form, made.reason = (), "", made.reason or " ".join(left.names)
    if left.product and made.product is None:
        made.product = left.product
    if duty.imposer:
        made.imposers = (duty.imposer,)
    elif scope.into:
        made.imposers = (scope.into,)
    if duty.noun == "baseline" or "baseline" in left.words:
        made.basis = "baseline"
    own = {"slab", "peak"} & set(left.words) and not left.owner
    if (own or _ORDINARY & set(left.words)) and not made.targets:
        made.world = True
    if duty.rate is not None:
        made.put(duty.rate)
    if duty.previous is not None:
        made.previous = duty.previous.value
    return made
