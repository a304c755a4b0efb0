"""
Days that one part of a sentence lends to another: fronted dates, and the day of the part that changes a total.

"From May 14, the US will …, while China will …";
"doubled its tariff to 50%, adding a penalty that starts on August 27".
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.edtf import parse
from service.extraction.tariffs import timing
from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.statements import Statement

_TOTALS = frozenset(("duty_raise", "duty_total", "duty_move"))
_OPENING = 4


def share(frames: Frames, statements: Sequence[Statement]) -> None:
    """Give the statements of one sentence the days that it tells once for all of them."""
    _fronted(frames, statements)
    _added(frames, statements)


def _fronted(frames: Frames, statements: Sequence[Statement]) -> None:
    dates = [
        date
        for date in frames.view.sentence.dates
        if date.first <= _OPENING and date.relation == "from" and date.value is not None
    ]
    if not dates:
        return
    for statement in statements:
        if statement.valid_from is None and statement.rank >= 2 and statement.rate is not None:
            timing.apply(statement, statement.frame, dates, frames.today)


def _added(frames: Frames, statements: Sequence[Statement]) -> None:
    for whole in statements:
        if whole.frame not in _TOTALS or whole.rate is None or whole.valid_from is not None:
            continue
        for part in statements:
            later = (
                part is not whole
                and part.first > whole.first
                and part.frame in ("duty_impose", "duty_start")
                and part.rate is not None
            )
            begin = parse(part.valid_from).earliest if later and part.valid_from else None
            if begin is not None and begin > frames.today:
                whole.valid_from = part.valid_from
                timing.settle(whole, frames.today)
