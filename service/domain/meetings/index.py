"""
The index: which earlier voices can be of one occasion with a voice, by who meets and when.

It holds no decision, only what the voices say, so that it never depends on how occasions were made of them. A voice
is found by what it names (`own`) and by what that implies (`broad`: the country for the person), so that "Jaishankar
and the US" meets "Jaishankar and Rubio", and "India and the US" meets both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from service.domain.meetings.days import Days
from service.domain.meetings.identity import SLIP_DAYS
from service.domain.meetings.voices import Voice, small_group_members

_MANY_SIDES = 6
_MOST_PERIODS = 40

Tokens = frozenset[str]


def tokens_of(voice: Voice) -> tuple[Tokens, Tokens]:
    """What a voice names of its occasion, and what that implies, the former included."""
    people = {side: {w for p in voice.people if p.country == side for w in _words(p.words)} for side in voice.sides}
    strays = {word for person in voice.people if person.country is None for word in _words(person.words)}
    everybody = {word for words in people.values() for word in words} | strays
    alone = {f"{word}|" for word in everybody}
    own: set[str] = {f"event {word}" for word in voice.name.words}
    broad: set[str] = set(alone)
    sides = sorted(voice.sides)[:_MANY_SIDES]
    if len(sides) < 2 or voice.shape == "gathering" or strays:
        own |= alone
    for one, other in combinations(sides, 2):
        own |= set(_pairs(people[one] or {one}, people[other] or {other}))
        broad |= set(_pairs(people[one] | {one}, people[other] | {other}))
    for member in small_group_members(voice) - voice.sides:
        own |= set(_pairs(sides, {member}))
    return frozenset(own), frozenset(own | broad)


def _words(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) > 1)


def _pairs(some: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    return (f"{a}|{b}" if a < b else f"{b}|{a}" for a in some for b in others)


class Index:
    """Voices by token and period; a voice is known by its number, its place in publication order."""

    def __init__(self) -> None:
        self._tokens: dict[int, tuple[Tokens, Tokens]] = {}
        self._own: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._broad: dict[tuple[str, int], list[int]] = defaultdict(list)

    def add(self, number: int, voice: Voice) -> None:
        """Make a voice findable. Numbers are added once each."""
        own, broad = self._tokens[number] = tokens_of(voice)
        days = voice.days
        periods = _years(days.first, days.last) if days.vague else _months(days.first, days.last)
        for period in periods:
            for token in own:
                self._own[token, period].append(number)
            for token in broad:
                self._broad[token, period].append(number)

    def near(self, number: int, days: Days, reach: timedelta = timedelta(days=SLIP_DAYS)) -> set[int]:
        """The voices that share people or parties with voice *number* and whose days come within *reach* of *days*."""
        own, broad = self._tokens[number]
        first = days.first - min(reach, days.first - date.min)
        last = days.last + min(reach, date.max - days.last)
        found: set[int] = set()
        for period in (*_months(first, last), *_years(first, last)):
            for token in broad:
                if numbers := self._own.get((token, period)):
                    found.update(numbers)
            for token in own:
                if numbers := self._broad.get((token, period)):
                    found.update(numbers)
        found.discard(number)
        return found


def _months(first: date, last: date) -> range:
    start = first.year * 12 + first.month
    return range(start, min(last.year * 12 + last.month, start + _MOST_PERIODS) + 1)


def _years(first: date, last: date) -> range:
    """Years as negative numbers, apart from months."""
    return range(-min(last.year, first.year + _MOST_PERIODS), -first.year + 1)
