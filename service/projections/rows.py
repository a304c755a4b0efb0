"""
Rectangles as rows: what is stored of one, and how fresh answers of a key go on from those that are held.

The rows of a key that result are disjoint, and coalesced where neither the answer nor its sources change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from service.domain.facets import facets_of
from service.domain.spans import KNOWN_EVER, Rectangle
from service.projections.reach import reach_of

_JSON = msgspec.json.Encoder()
Place = tuple[str, date, datetime]
"""The primary key of a row: key, first day, publication time."""


class Row(NamedTuple):
    """One rectangle as it is stored; `span` is JSON."""

    key: str
    since_day: date
    known_from: datetime
    until_day: date
    known_until: datetime
    reach: int
    subject: str
    facets: list[str]
    span: str

    @property
    def place(self) -> Place:
        """Its primary key."""
        return (self.key, self.since_day, self.known_from)

    def known(self, known_from: datetime, known_until: datetime) -> Row:
        """The same answer, known from and until other moments."""
        return self._replace(known_from=known_from, known_until=known_until, reach=reach_of(known_from, known_until))

    @property
    def is_current(self) -> bool:
        """Whether nothing that was published ends it."""
        return self.known_until == KNOWN_EVER


def row_of(subject: str, rectangle: Rectangle) -> Row:
    """A rectangle of *subject* as it is stored."""
    span = rectangle.span
    return Row(
        span.key,
        span.since_day,
        rectangle.known_from,
        span.until_day,
        rectangle.known_until,
        reach_of(rectangle.known_from, rectangle.known_until),
        subject,
        list(facets_of(span.value)),
        _JSON.encode(span).decode(),
    )


def joined(held: Sequence[Row], fresh: Sequence[Row], since: datetime) -> list[Row]:
    """
    The rows of one key that shall stand: the *held* ones before *since*, cut there, and the *fresh* ones.

    A fresh row that begins at *since* and says what the row before it says is that row, going on.
    """
    before = {row.since_day: row for row in held if row.known_from < since <= row.known_until}
    result = [row for row in held if row.known_until < since]
    for row in fresh:
        earlier = before.get(row.since_day) if row.known_from <= since else None
        if earlier and (earlier.until_day, earlier.span) == (row.until_day, row.span):
            del before[row.since_day]
            result.append(row.known(earlier.known_from, row.known_until))
        else:
            result.append(row)
    result += [row.known(row.known_from, min(row.known_until, since)) for row in before.values()]
    return result
