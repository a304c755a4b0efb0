"""
Timing: which days of a clause begin and end the state that it gives a duty.

`valid_from` is the first day of the status, `valid_to` the last one (or the last day of an ended duty's life).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from service.domain.edtf import parse
from service.extraction.parts import DateMention
from service.extraction.tariffs.statements import Statement

_ENDING = frozenset(("duty_end", "duty_lapse", "duty_void"))
_ACTING = frozenset(
    (
        "duty_impose",
        "duty_hit",
        "duty_raise",
        "duty_cut",
        "duty_move",
        "duty_start",
        "duty_return",
        "duty_pay",
        "duty_suspend",
        "duty_delay",
        "duty_total",
        "duty_exempt",
        "duty_replace",
        "duty_hold",
    )
)
_DOING = frozenset(("duty_impose", "duty_raise", "duty_cut", "duty_hit"))
_EXACT = 10


def apply(statement: Statement, name: str, dates: Sequence[DateMention], today: date) -> None:
    """Give *statement* the days of *dates*, as a verb of the class *name* has them."""
    for mention in dates:
        _one(statement, name, mention)
    settle(statement, today)


def settle(statement: Statement, today: date) -> None:
    """A duty that is put on from a day to come is announced; a stretch of days gets its last day from its first."""
    begin = statement.valid_from
    if statement.duration_days and begin and len(begin) == _EXACT and statement.valid_to is None:
        last = date.fromisoformat(begin) + timedelta(days=statement.duration_days - 1)
        statement.valid_to = last.isoformat()
    if statement.status == "in_force" and begin:
        earliest = parse(begin).earliest
        if earliest is not None and earliest > today:
            statement.status = "announced"


def _one(statement: Statement, name: str, mention: DateMention) -> None:
    value = mention.value
    if mention.relation == "duration":
        statement.duration_days = mention.duration_days
        return
    if value is None:
        return
    if mention.relation == "from":
        if statement.valid_from is None or name in ("duty_start", "duty_return"):
            statement.valid_from = value
    elif mention.relation == "until":
        statement.valid_to = value
    elif mention.relation == "span":
        first, _, last = value.partition("/")
        statement.valid_from, statement.valid_to = first, last or None
    elif mention.relation in ("on", "after"):
        _on(statement, name, value)


def _on(statement: Statement, name: str, value: str) -> None:
    if name == "duty_announce" or ("/" in value and name in _DOING):
        statement.announced_on = statement.announced_on or value
    elif name in _ENDING:
        if len(value) == _EXACT:
            statement.valid_to = day_before(value)
    elif name in _ACTING and (statement.valid_from is None or _moved(name, statement.valid_from, value)):
        statement.valid_from = value


def _moved(name: str, held: str, value: str) -> bool:
    """Whether a later day is the one on which a duty now begins: "due on Monday, will now start on March 11"."""
    return name in ("duty_start", "duty_return") and len(held) == len(value) == _EXACT and held < value


def day_before(value: str) -> str:
    """The day before the exact day *value*."""
    return (date.fromisoformat(value) - timedelta(days=1)).isoformat()
