"""
Remarks: small sentences and half-sentences that only add to a duty told before them.

"half of it over Russian oil" names a part; "Last day: July 23." ends it; "related to these imports" points back for
its cause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as calendar
from datetime import timedelta
from decimal import Decimal

import msgspec

from service.extraction.tariffs import reasons
from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

_POINTING = re.compile(r"^(?:these|those|this|that|such|the same)\s+(\w+)$", re.IGNORECASE)
_FIRST_DAY = frozenset(("start", "starts", "effective", "begins", "first"))
_LAST_DAY = frozenset(("last", "expires", "expiry", "ends", "until", "end"))
_BACK = 3
_DAY = 10


def halves(frames: Frames, statements: Sequence[Statement]) -> list[Statement]:
    """The part that "half of it over …" names, as a statement of its own."""
    view = frames.view
    for at in range(view.size - 3 if "half" in view.said else 0):
        if (
            view.lower(at) != "half"
            or view.lower(at + 1) != "of"
            or view.lower(at + 2) not in ("it", "that", "which", "them", "this")
        ):
            continue
        reason = reasons.at(view, at + 3, view.size)
        whole = next(
            (held for held in reversed(statements) if held.rate is not None and held.first < at and not held.drop), None
        )
        if reason is None or whole is None or whole.rate is None:
            return []
        part = msgspec.structs.replace(
            whole,
            first=at,
            last=reason.last,
            rate=whole.rate / Decimal(2),
            basis="component",
            reason=reason.words,
            definite=False,
            previous=None,
            parent=whole,
            duty=None,
        )
        return [part]
    return []


def label(frames: Frames) -> list[Statement]:
    """As in "Last day: July 23, 2026.": a labelled date amends the duty told before."""
    view = frames.view
    colon = next((at for at in range(min(5, view.size)) if view.tokens[at].text == ":"), None)
    dates = [date for date in view.sentence.dates if date.value is not None]
    if colon is None or len(dates) != 1 or dates[0].first != colon + 1 or view.rates or frames.duties:
        return []
    words = {view.lower(at) for at in range(colon)}
    statement = Statement(view.index, None, 0, view.size, definite=True, frame="duty_label")
    if words & _LAST_DAY:
        statement.valid_to = dates[0].value
    elif words & _FIRST_DAY:
        statement.valid_from = dates[0].value
    else:
        return []
    return [statement]


def occasion(views: Sequence[View], statement: Statement, today: calendar) -> str | None:
    """The day of the event that "until the ruling" names, where the article dated it before ("Friday's ruling")."""
    view = views[statement.sentence]
    at = next((k for k in range(view.size - 2) if view.lower(k) == "until" and view.lower(k + 1) == "the"), None)
    if at is None:
        return None
    noun = view.lower(at + 2)
    for earlier in views[: statement.sentence]:
        for k in range(1, earlier.size):
            date = next((earlier.date_of[j] for j in range(max(k - 3, 0), k) if earlier.date_of[j] is not None), None)
            if earlier.lower(k) == noun and date is not None and date.value is not None and len(date.value) == _DAY:
                day = calendar.fromisoformat(date.value)
                return (day - timedelta(days=7) if day > today else day).isoformat()
    return None


def pointed(views: Sequence[View], statement: Statement) -> str | None:
    """What a cause that points back ("these imports") stands for: the fuller phrase with its noun before it."""
    match = _POINTING.match(statement.reason or "")
    if match is None:
        return statement.reason
    noun = match.group(1).lower()
    for index in range(statement.sentence, max(statement.sentence - _BACK, -1), -1):
        view = views[index]
        stop = statement.first if index == statement.sentence else view.size
        for at in range(stop - 1, -1, -1):
            if view.lower(at) != noun:
                continue
            first = at
            while first > 0 and view.tag(first - 1) in ("ADJ", "NOUN", "NAME") and view.verb_of[first - 1] is None:
                first -= 1
            if first < at:
                return view.quote(first, at + 1)
    return statement.reason
