"""
The three clocks of a question: the day, what was published by then, and what the log held.

Nothing is guessed: a text that names no time is refused with the parameter that it stood in.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Literal

import msgspec

from service.domain import edtf
from service.domain.errors import InvalidDate, InvalidInput, PositionAhead
from service.domain.spans import LAST_DAY

Match = Literal["possible", "certain"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PLUS_READ_AS_SPACE = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")
_MAX_POSITION = 2**63 - 1
_INSTANT_FORM = "an instant such as 2026-02-02T18:00:00Z or a date such as 2026-02-02 (the end of that day, UTC)"


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """
    When a question is asked about, in the form in which the tables take it.

    The days from `first_day` to `last_day` (inclusive) are those of `as_of`, an EDTF text. `at` is a log position,
    an instant, or None for what the projections hold now. `defaulted` tells that `known_by` was not given, `pinned`
    that the answer can never change.
    """

    as_of: str
    first_day: date
    last_day: date
    known_by: datetime
    at: int | datetime | None = None
    match: Match = "possible"
    defaulted: bool = False
    pinned: bool = False


def read_clocks(
    now: datetime,
    as_of: str | None = None,
    known_by: str | None = None,
    at: str | None = None,
    match: Match = "possible",
    prefix: str = "",
) -> Clocks:
    """
    The clocks that these texts set: by default today (UTC), now, and what the projections hold.

    Raises InvalidDate, InvalidInput or PositionAhead, naming the parameter (with *prefix*, where there are two such).
    """
    text = now.date().isoformat() if as_of is None else as_of
    first, last = read_days(text, f"{prefix}as_of")
    position = None if at is None else read_at(at, now, f"{prefix}at")
    return Clocks(
        as_of=text,
        first_day=first,
        last_day=last,
        known_by=now if known_by is None else read_instant(known_by, f"{prefix}known_by"),
        at=position,
        match=match,
        defaulted=known_by is None,
        pinned=as_of is not None and known_by is not None and isinstance(position, int),
    )


def read_days(text: str, field: str) -> tuple[date, date]:
    """The first and last day that an EDTF text can mean; an open side reaches to the end of the calendar."""
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise InvalidDate(f"{field}: {text!r} is not a day of the calendar: {error}", field=field) from error
        first, last = day, day
    else:
        try:
            interval = edtf.parse(text)
        except InvalidDate as error:
            raise InvalidDate(f"{field}: {error}", field=field) from error
        first, last = edtf.first_day(interval), edtf.last_day(interval)
        if interval.open_end or interval.unknown_end:
            last = LAST_DAY.replace(day=30)
    if last >= LAST_DAY:
        raise InvalidDate(f"{field}: the record ends before {LAST_DAY}; give an earlier day", field=field)
    return first, last


def read_instant(text: str, field: str) -> datetime:
    """An instant in UTC. A date is the end of that day, UTC; an instant without an offset is UTC."""
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        whole = _PLUS_READ_AS_SPACE.sub("+", text) if " " in text else text
        moment = datetime.fromisoformat(whole if "T" in text else "")
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidDate(
            f"{field}: {text!r} is not a time that can be used; give {_INSTANT_FORM}", field=field
        ) from error
    return moment


def read_at(text: str, now: datetime, field: str = "at") -> int | datetime:
    """A log position (from 0, the empty log) or an instant that has come. Raises InvalidInput, PositionAhead."""
    if text.isascii() and text.isdigit():
        return read_position(text, field)
    try:
        moment = read_instant(text, field)
    except InvalidDate as error:
        raise InvalidInput(
            f"{field}: {text!r} is neither a log position (a whole number from 0 on) nor {_INSTANT_FORM}", field=field
        ) from error
    if moment > now:
        raise PositionAhead(
            f"{field}: {text} has not come yet, so what the log will hold then is not known; leave it out for the head",
            field=field,
        )
    return moment


def read_position(text: str, field: str) -> int:
    """A whole number from 0. Raises InvalidInput."""
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _MAX_POSITION):
        raise InvalidInput(f"{field}: {text!r} is not a log position; give a whole number from 0 on", field=field)
    return int(text)


def echo(moment: datetime) -> str:
    """An instant as answers write it: `2026-02-02T18:00:00Z`."""
    return moment.isoformat().replace("+00:00", "Z")
