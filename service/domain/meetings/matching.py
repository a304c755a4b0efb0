"""
Finding meetings: whether an item is one that a question names, and the words under which a store can look for it.

Every item that `matches` has the facets and the days of the question; the reverse need not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from service.domain import edtf
from service.domain.meetings.days import VAGUE_FROM_DAYS
from service.domain.parties import code_of
from service.domain.people import name_key, same_person

Window = tuple[date | None, date | None]
"""The first and last day that are asked for, inclusive; None is unbounded."""


def matches(
    value: Mapping[str, Any],
    parties: Sequence[str] = (),
    persons: Sequence[str] = (),
    window: Window = (None, None),
) -> bool:
    """
    Whether an item's *value* is of a meeting of all *parties* and all *persons* that can fall in *window*.

    Persons are matched as people are named ("S. Jaishankar" is "Jaishankar", accents aside), parties by code or
    name. A meeting that was moved is found at its old days and at its new ones, an undated one wherever it can be.
    """
    there = value.get("parties") or ()
    if any((code_of(party) or party) not in there for party in parties):
        return False
    people = value.get("people") or ()
    if not all(any(same_person(person, other) for other in people) for person in persons):
        return False
    first, last = window[0] or date.min, window[1] or date.max
    return any(start <= last and first <= end for start, end in _possible_days(value))


def facets(value: Mapping[str, Any]) -> tuple[str, ...]:
    """`party:IN` for each party and `person:jaishankar` for each word of each name that is not an initial, sorted."""
    found = {f"party:{code}" for code in value.get("parties") or ()}
    for name in value.get("people") or ():
        found |= set(person_facets(name))
    return tuple(sorted(found))


def person_facets(name: str) -> tuple[str, ...]:
    """The facets of one person; an item about that person has at least one of them."""
    return tuple(f"person:{word}" for word in dict.fromkeys(name_key(name).split()) if len(word) > 1)


def day_bounds(value: Mapping[str, Any]) -> tuple[date, date]:
    """The first and last day at which a window can find the item, inclusive."""
    days = _possible_days(value)
    return min(first for first, _ in days), max(last for _, last in days)


def order_of(value: Mapping[str, Any]) -> tuple[object, ...]:
    """The order of items in a list: by first possible day, talks before gatherings, then by who meets."""
    days = _bounds(value.get("date"))
    gathers = value.get("meeting_kind") in ("multilateral", "summit", "ministerial") or bool(value.get("name"))
    return (days[0], days[1], gathers, value.get("name") or "", tuple(value.get("people") or ()))


def _possible_days(value: Mapping[str, Any]) -> list[tuple[date, date]]:
    """The days that it is thought to have, and those that it was planned for."""
    earlier: Iterable[tuple[date, date]] = (_bounds(entry.get("date")) for entry in value.get("history") or ())
    narrow = [(first, last) for first, last in earlier if (last - first).days + 1 < VAGUE_FROM_DAYS]
    return [_bounds(value.get("date")), *narrow]


def _bounds(text: str | None) -> tuple[date, date]:
    if text is None:
        return date.min, date.max
    interval = edtf.parse(text)
    return edtf.first_day(interval), edtf.last_day(interval)
