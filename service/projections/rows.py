"""
Rectangles as rows: what is stored of one, and how fresh answers of a key go on from those that are held.

The rows of a key that result are disjoint, and coalesced where neither the answer nor its sources change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from service.domain.facets import facets_of
from service.domain.spans import KNOWN_EVER, Rectangle
from service.domain.unfolding import Changed
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


def joined(held: Sequence[Row], fresh: Sequence[Row], changed: Changed) -> list[Row]:
    """
    The rows of one key that shall stand: those *held*, and in the time that has *changed* the *fresh* ones.

    Rows that touch and say the same are one row, going on.
    """
    since, until, days = changed.since, changed.until, changed.days
    result: list[Row] = []
    parts: dict[date, list[Row]] = defaultdict(list)
    for row in fresh:
        parts[row.since_day].append(row)
    for row in held:
        told = days is None or row.since_day in days
        if not told or row.known_until < since or row.known_from > until:
            result.append(row)
            continue
        if row.known_from < since:
            parts[row.since_day].append(row.known(row.known_from, min(row.known_until, since)))
        if row.known_until > until:
            parts[row.since_day].append(row.known(max(row.known_from, until), row.known_until))
    for of_day in parts.values():
        result += _going_on(of_day)
    return result


def _going_on(parts: list[Row]) -> list[Row]:
    """The rows of one first day by publication time, those that touch and say the same made one."""
    if len(parts) == 1:
        return parts
    result: list[Row] = []
    for row in sorted(parts, key=_known_from):
        last = result[-1] if result else None
        if last and (last.known_until, last.until_day, last.span) == (row.known_from, row.until_day, row.span):
            result[-1] = last.known(last.known_from, row.known_until)
        else:
            result.append(row)
    return result


def _known_from(row: Row) -> datetime:
    return row.known_from
